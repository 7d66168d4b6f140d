// Package number parses the numbers that EDN and JSON have in common.
package number

import (
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Small returns the integer that token is, if it is one in its usual form and of at most 18
// digits. The token is not empty.
func Small(token []byte) (n int64, ok bool) {
	digits := token
	if token[0] == '-' {
		digits = token[1:]
	}
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	for _, c := range digits {
		if c -= '0'; c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	if len(digits) < len(token) {
		n = -n
	}
	return n, true
}

// Digits returns how many digits b begins with.
func Digits(b []byte) (n int) {
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// Integer returns the integer of the given decimal digits, of which the first is not 0 unless it
// is the only one.
func Integer(digits []byte, negative bool) history.Value {
	s := string(digits)
	if negative {
		s = "-" + s
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return history.Int(n)
	}
	return history.BigInt(s)
}

// Float parses a number without sign whose first whole bytes are digits, and which goes on with a
// fraction or an exponent. It returns what follows the number, or what is wrong.
func Float(digits []byte, whole int, negative bool) (v history.Value, rest []byte, wrong string) {
	rest = digits[whole:]
	if len(rest) > 0 && rest[0] == '.' {
		n := Digits(rest[1:])
		if n == 0 {
			return history.Nil, nil, "expected digits after the decimal point"
		}
		rest = rest[1+n:]
	}
	if len(rest) > 0 && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		n := Digits(rest)
		if n == 0 {
			return history.Nil, nil, "expected digits in the exponent"
		}
		rest = rest[n:]
	}
	f, err := strconv.ParseFloat(string(digits[:len(digits)-len(rest)]), 64)
	if err != nil {
		return history.Nil, nil, "expected a number within the range of 64-bit floats"
	}
	if negative {
		f = -f
	}
	return history.Float(f), rest, ""
}
