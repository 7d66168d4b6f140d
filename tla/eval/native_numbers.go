package eval

import (
	"math"
	"math/bits"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("Naturals", map[string]native{
	"+":    {binary: plus},
	"-":    {binary: minus},
	"*":    {binary: times},
	"^":    {binary: power},
	"%":    {binary: modulo},
	`\div`: {binary: divide},
	"..":   {binary: interval},
	"<":    {test: less},
	">":    {test: greater},
	"<=":   {test: atMost},
	">=":   {test: atLeast},
})

var _ = register("Integers", map[string]native{
	"-.": {unary: negate},
})

var _ = register("Reals", map[string]native{
	"/":        unsupportedNative("/", "only integers are computed with"),
	"Infinity": unsupportedNative("Infinity", "only integers are computed with"),
})

func init() {
	nativeValues["Naturals"] = map[string]datum.Datum{"Nat": datum.Nat}
	nativeValues["Integers"] = map[string]datum.Datum{"Int": datum.Integers}
	nativeValues["Reals"] = map[string]datum.Datum{"Real": datum.Reals}
}

// refuseIntegers says which of two operands is no integer.
func refuseIntegers(operator string, a, b datum.Datum) {
	integerArgument(0, operator, a)
	integerArgument(1, operator, b)
}

func refuseOverflow(a int64, operator string, b int64) {
	refuse("overflow when computing %d %s %d", a, operator, b)
}

func plus(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("+", a, b)
	}
	x, y := a.Int(), b.Int()
	sum := x + y
	if (x^sum)&(y^sum) < 0 {
		refuseOverflow(x, "+", y)
	}
	return datum.Int(sum)
}

func minus(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("-", a, b)
	}
	x, y := a.Int(), b.Int()
	difference := x - y
	if (x^y)&(x^difference) < 0 {
		refuseOverflow(x, "-", y)
	}
	return datum.Int(difference)
}

func times(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("*", a, b)
	}
	product, ok := multiply(a.Int(), b.Int())
	if !ok {
		refuseOverflow(a.Int(), "*", b.Int())
	}
	return datum.Int(product)
}

// multiply returns x*y, and whether it is that.
func multiply(x, y int64) (product int64, ok bool) {
	high, low := bits.Mul64(magnitude(x), magnitude(y))
	if (x < 0) != (y < 0) {
		return int64(-low), high == 0 && low <= 1<<63
	}
	return int64(low), high == 0 && low <= math.MaxInt64
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

func negate(a datum.Datum) datum.Datum {
	if !a.IsInt() {
		refuse("the argument of - should be an integer, but it is %s", a)
	}
	if a.Int() == math.MinInt64 {
		refuse("overflow when computing -(%d)", a.Int())
	}
	return datum.Int(-a.Int())
}

// divide rounds down.
func divide(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers(`\div`, a, b)
	}
	x, y := a.Int(), b.Int()
	if y == 0 {
		refuse(`the second argument of \div is 0`)
	}
	if x == math.MinInt64 && y == -1 {
		refuseOverflow(x, `\div`, y)
	}
	quotient := x / y
	if x%y != 0 && (x < 0) != (y < 0) {
		quotient--
	}
	return datum.Int(quotient)
}

func modulo(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("%", a, b)
	}
	x, y := a.Int(), b.Int()
	if y <= 0 {
		refuseArgument(1, "%", "a positive number", b)
	}
	rest := x % y
	if rest < 0 {
		rest += y
	}
	return datum.Int(rest)
}

func power(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("^", a, b)
	}
	base, exponent := a.Int(), b.Int()
	switch {
	case exponent < 0:
		refuseArgument(1, "^", "a natural number", b)
	case exponent == 0 && base == 0:
		refuse("0^0 is undefined")
	case base == 0 || base == 1:
		return a
	case base == -1:
		return datum.Int(1 - 2*(exponent%2))
	}
	result := int64(1)
	for range exponent { // of other bases, no power beyond the 63rd is an int64
		product, ok := multiply(result, base)
		if !ok {
			refuseOverflow(base, "^", exponent)
		}
		result = product
	}
	return datum.Int(result)
}

func interval(a, b datum.Datum) datum.Datum {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("..", a, b)
	}
	return datum.Interval(a.Int(), b.Int())
}

func less(a, b datum.Datum) bool {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("<", a, b)
	}
	return a.Int() < b.Int()
}

func greater(a, b datum.Datum) bool {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers(">", a, b)
	}
	return a.Int() > b.Int()
}

func atMost(a, b datum.Datum) bool {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers("<=", a, b)
	}
	return a.Int() <= b.Int()
}

func atLeast(a, b datum.Datum) bool {
	if !a.IsInt() || !b.IsInt() {
		refuseIntegers(">=", a, b)
	}
	return a.Int() >= b.Int()
}
