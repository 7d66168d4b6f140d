package edn

import (
	"bytes"
	"math"
	"math/big"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/format/internal/number"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// number returns the number at Pos, or the symbol, if a sign or a point begins one.
func (d *Decoder) number() (history.Value, error) {
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	if n, ok := number.Small(token); ok {
		return history.Int(n), nil
	}
	if isSymbol(token) {
		return history.Symbol(string(token)), nil
	}
	v, wrong := parseNumber(token)
	if wrong != "" {
		return history.Nil, d.w.Errorf(d.begin(token), "%s, found %q", wrong, scan.Brief(token))
	}
	return v, nil
}

// isSymbol reports whether a token that begins with a digit, a sign or a point is a symbol.
func isSymbol(token []byte) bool {
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case isDigit(token[0]):
		return false
	case len(token) == 1:
		return true
	case isDigit(token[1]):
		return false
	case token[0] != '.' && token[1] == '.' && len(token) > 2:
		return !isDigit(token[2])
	}
	return true
}

const notNumber = "expected a number"

func parseNumber(token []byte) (v history.Value, wrong string) {
	digits := token
	negative := token[0] == '-'
	if negative || token[0] == '+' {
		digits = token[1:]
	}
	if len(digits) > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X') {
		return parseHex(digits[2:], negative)
	}
	if slash := bytes.IndexByte(digits, '/'); slash >= 0 {
		return parseRatio(digits[:slash], digits[slash+1:], negative)
	}
	whole := number.Digits(digits)
	switch {
	case whole == 0:
		return history.Nil, notNumber
	case whole > 1 && digits[0] == '0':
		return history.Nil, "expected a number without leading zeros"
	case whole == len(digits) || whole == len(digits)-1 && digits[whole] == 'N':
		return number.Integer(digits[:whole], negative), ""
	}
	v, rest, wrong := number.Float(digits, whole, negative)
	if wrong == "" && len(rest) > 0 && string(rest) != "M" {
		return history.Nil, notNumber
	}
	return v, wrong
}

// parseHex parses a hexadecimal integer, which only Clojure has.
func parseHex(digits []byte, negative bool) (v history.Value, wrong string) {
	digits = bytes.TrimSuffix(digits, []byte("N"))
	n, err := strconv.ParseUint(string(digits), 16, 63)
	if err != nil {
		return history.Nil, "expected a hexadecimal integer of at most 63 bits"
	}
	if negative {
		return history.Int(-int64(n)), ""
	}
	return history.Int(int64(n)), ""
}

func fromBig(i *big.Int) history.Value {
	if i.IsInt64() {
		return history.Int(i.Int64())
	}
	return history.BigInt(i.String())
}

func parseRatio(numerator, denominator []byte, negative bool) (v history.Value, wrong string) {
	const longest = 300
	n, m := len(numerator), len(denominator)
	if n == 0 || m == 0 || number.Digits(numerator) < n || number.Digits(denominator) < m || n > longest || m > longest {
		return history.Nil, "expected a ratio such as 1/2"
	}
	var r big.Rat
	if _, ok := r.SetString(string(numerator) + "/" + string(denominator)); !ok {
		return history.Nil, "expected a ratio with a denominator other than 0"
	}
	if negative {
		r.Neg(&r)
	}
	if r.IsInt() {
		return fromBig(r.Num()), ""
	}
	f, _ := r.Float64()
	return history.Float(f), ""
}

// symbolicNumber returns ##Inf, ##-Inf or ##NaN.
func (d *Decoder) symbolicNumber() (history.Value, error) {
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	switch string(token) {
	case "##Inf":
		return history.Float(math.Inf(1)), nil
	case "##-Inf":
		return history.Float(math.Inf(-1)), nil
	case "##NaN":
		return history.Float(math.NaN()), nil
	}
	return history.Nil, d.w.Errorf(d.begin(token), "expected ##Inf, ##-Inf or ##NaN, found %q", scan.Brief(token))
}
