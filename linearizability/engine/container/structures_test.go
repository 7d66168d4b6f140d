package container

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSlotSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 64, 65, 5000, 300_000} {
		s := newSlotSet(n)
		in := make([]bool, n)
		for range 200 {
			k := rng.IntN(n)
			s.add(int32(k))
			in[k] = true
			probe := rng.IntN(n)
			require.Equal(t, slices.Index(in[probe+1:], true), int(relative(s.after(int32(probe)), probe+1)))
			before := probe
			for before >= 0 && !in[before] {
				before--
			}
			require.Equal(t, before, int(s.atOrBefore(int32(probe))))
		}
	}
}

// relative makes a slot an index as slices.Index returns it.
func relative(slot int32, from int) int32 {
	if slot == none {
		return none
	}
	return slot - int32(from)
}

func TestCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		n := 1 + rng.IntN(40)
		var ranges []span
		counts := make([]int32, n)
		for range 1 + rng.IntN(20) {
			lo := rng.IntN(n)
			r := span{int32(lo), int32(lo + rng.IntN(n-lo))}
			ranges = append(ranges, r)
			for c := r.lo; c <= r.hi; c++ {
				counts[c]++
			}
		}
		c := newCover(slices.Clone(counts))
		found := make([]bool, n)
		for _, r := range ranges {
			c.uncover(r)
			for k := r.lo; k <= r.hi; k++ {
				counts[k]--
			}
			var want []int32
			where := span{int32(rng.IntN(n)), int32(n - 1)}
			for k := where.lo; k <= where.hi; k++ {
				if counts[k] == 0 && !found[k] {
					want, found[k] = append(want, k), true
				}
			}
			require.Equal(t, want, c.collect(where, nil))
		}
	}
}

func TestStabbing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 100 {
		var values []value
		var byCall []int32
		for k := range int32(200) {
			values = append(values, value{ins: span{2 * k, 2*k + rng.Int32N(1+rng.Int32N(100))}})
			if rng.IntN(4) > 0 {
				byCall = append(byCall, k)
			}
		}
		s := newStabbing(values, byCall)
		require.LessOrEqual(t, len(s.open), 3*len(byCall))
		for slot := range int32(500) {
			var want, got []int32
			for _, k := range byCall {
				if values[k].ins.has(slot) {
					want = append(want, k)
				}
			}
			require.Equal(t, int32(none), s.find(slot, func(k int32) bool {
				got = append(got, k)
				return false
			}))
			require.Equal(t, want, got)
		}
	}
}

func TestNextFree(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		n := 1 + rng.Int32N(60)
		f, taken := newNextFree(n), make([]bool, n+1)
		for range 20 {
			lo := rng.Int32N(n)
			where := span{lo, min(n-1, lo-1+rng.Int32N(6))}
			f.take(where)
			for s := where.lo; s <= where.hi; s++ {
				taken[s] = true
			}
			from := rng.Int32N(n)
			require.Equal(t, from+int32(slices.Index(taken[from:], false)), f.from(from))
		}
	}
}
