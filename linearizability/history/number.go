package history

import (
	"cmp"
	"math"
	"math/big"
)

func isNumber(k Kind) bool { return k == KindInt || k == KindFloat || k == KindBigInt }

// compareNumbers compares numbers of different kinds by size, exactly. NaN comes before all
// others, as in package cmp.
func compareNumbers(a, b Value) int {
	x, y := extreme(a), extreme(b)
	if x != 0 || y != 0 {
		return cmp.Compare(x, y)
	}
	return rational(a).Cmp(rational(b))
}

// extreme returns -2 for NaN, -1 and 1 for the infinities, and 0 for other numbers.
func extreme(v Value) int {
	f, isFloat := v.Float()
	switch {
	case !isFloat:
		return 0
	case math.IsNaN(f):
		return -2
	case math.IsInf(f, -1):
		return -1
	case math.IsInf(f, 1):
		return 1
	}
	return 0
}

// rational returns a finite number as a fraction. Digits that are none, which only BigInt can be
// given by mistake, count as 0.
func rational(v Value) *big.Rat {
	r := new(big.Rat)
	if i, ok := v.Int(); ok {
		return r.SetInt64(i)
	}
	if f, ok := v.Float(); ok {
		return r.SetFloat64(f)
	}
	digits, _ := v.Text()
	if i, ok := new(big.Int).SetString(digits, 10); ok {
		r.SetInt(i)
	}
	return r
}
