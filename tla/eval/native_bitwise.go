package eval

import (
	"math/bits"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("Bitwise", map[string]native{
	"&":      {binary: bitwise("&", func(x, y int64) int64 { return x & y })},
	"|":      {binary: bitwise("|", func(x, y int64) int64 { return x | y })},
	"^^":     {binary: bitwise("^^", func(x, y int64) int64 { return x ^ y })},
	"Not":    {unary: invert},
	"shiftR": {binary: shiftRight},
})

func bitwise(operator string, compute func(x, y int64) int64) func(a, b datum.Datum) datum.Datum {
	return func(a, b datum.Datum) datum.Datum {
		return datum.Int(compute(naturalArgument(0, operator, a), naturalArgument(1, operator, b)))
	}
}

// naturalArgument returns the i-th argument of an operator, which has to be a natural number.
func naturalArgument(i int, operator string, d datum.Datum) int64 {
	if !d.IsInt() || d.Int() < 0 {
		refuseArgument(i, operator, "a natural number", d)
	}
	return d.Int()
}

// invert inverts the bits of a up to its highest one.
func invert(a datum.Datum) datum.Datum {
	x := naturalArgument(0, "Not", a)
	return datum.Int(x ^ (1<<bits.Len64(uint64(x)) - 1))
}

func shiftRight(a, b datum.Datum) datum.Datum {
	x, by := integerArgument(0, "shiftR", a), naturalArgument(1, "shiftR", b)
	return datum.Int(x >> min(by, 63))
}
