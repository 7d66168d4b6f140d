package datum_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func TestOrderEqualityAndHashAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := sorts(2).Draw(t, "sort")
		v, w := draw(t), draw(t)
		a, b := datum.FromValue(v), datum.FromValue(w)
		r := random(t)
		for _, x := range []datum.Datum{a, disguised(a, r)} {
			y := disguised(b, r)
			require.Equal(t, v == w, datum.Equal(x, y), "%v = %v", v, w)
			require.Equal(t, v == w, datum.Compare(x, y) == 0, "%v and %v", v, w)
			require.Equal(t, v == w, x.Hash() == y.Hash(), "hashes of %v and %v", v, w)
			require.Equal(t, datum.Compare(a, b), datum.Compare(x, y), "%v and %v", v, w)
			require.Equal(t, datum.Compare(x, y), -datum.Compare(y, x), "%v and %v", v, w)
		}
	})
}

func TestOrderIsTransitive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := sorts(2).Draw(t, "sort")
		a, b, c := datum.FromValue(draw(t)), datum.FromValue(draw(t)), datum.FromValue(draw(t))
		if datum.Compare(a, b) <= 0 && datum.Compare(b, c) <= 0 {
			require.LessOrEqual(t, datum.Compare(a, c), 0, "%v, %v, %v", a, b, c)
		}
	})
}

func TestOrderIsThatOfTLC(t *testing.T) {
	for _, ascending := range [][]string{
		{"FALSE", "TRUE"},
		{"-2", "0", "10", "9223372036854775807"},
		{`""`, `"A"`, `"a"`, `"aa"`, `"aaaa"`, `"aaaaa"`, `"aaaab"`, `"ab"`, `"b"`},
		{"A_x", "A_y", "m", "n"},
		{"m", "n", "1", "2"},
		{"{}", "{9}", "{1, 2}", "{1, 3}", "{2, 3}", "1..3"},
		{"<<>>", "<<3>>", "<<1, 2>>", "<<2, 1>>", "<<1, 1, 1>>"},
		{"<<>>", "[c |-> 9]", "[a |-> 1, b |-> 9]", "[a |-> 2, b |-> 1]", "[a |-> 1, c |-> 1]", "[a |-> 1, b |-> 1, c |-> 1]"},
		{"(0 :> 9 @@ 1 :> 9)", "<<1, 1>>", "(2 :> 0 @@ 3 :> 0)"},
	} {
		for i, a := range ascending {
			for j, b := range ascending {
				x, y := parsed(a), parsed(b)
				require.Equal(t, i < j, datum.Compare(x, y) < 0, "%s and %s", a, b)
				require.Equal(t, i == j, datum.Equal(x, y), "%s and %s", a, b)
			}
		}
	}
}

func TestHashesAreTheSameInEachRun(t *testing.T) {
	require.Equal(t, uint64(goldenHash), parsed(`[a |-> {1, 2}, b |-> <<"x", m1>>, c |-> (3 :> TRUE)]`).Hash())
}

const goldenHash = 0xc627380d7f2d1b73

// Sums over places would collide here if the places' keys were multiples of one number.
func TestHashesOfTuplesThatHoldTheSameElements(t *testing.T) {
	seen := map[uint64]datum.Datum{}
	for n := range 6 {
		elems := make([]datum.Datum, n)
		var fill func(i int)
		fill = func(i int) {
			if i == n {
				d := datum.Tuple(append([]datum.Datum(nil), elems...))
				require.NotContains(t, seen, d.Hash(), "%v and %v", seen[d.Hash()], d)
				seen[d.Hash()] = d
				return
			}
			for v := range int64(4) {
				elems[i] = datum.Int(v)
				fill(i + 1)
			}
		}
		fill(0)
	}
	require.Len(t, seen, 1+4+16+64+256+1024)
}

// Names with the same first bytes are ordered by the rest, whichever came first.
func TestOrderDoesNotDependOnWhatWasThereFirst(t *testing.T) {
	last, first := datum.String("prefix-z"), datum.String("prefix-a")
	require.Positive(t, datum.Compare(last, first))
	require.Negative(t, datum.Compare(first, last))
	require.Equal(t, `{"prefix-a", "prefix-z"}`, datum.Set([]datum.Datum{last, first}).String())
	require.Negative(t, datum.Compare(datum.Model("prefix-b"), datum.Model("prefix-z")))
}

func TestManyNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		x, y := datum.String(a), datum.String(b)
		require.Equal(t, a, x.Text())
		require.Equal(t, a < b, datum.Compare(x, y) < 0)
		require.Equal(t, a == b, datum.Equal(x, y))
		require.Equal(t, a == b, x.Hash() == y.Hash())
		require.NotEqual(t, x.Hash(), datum.Model(a).Hash())
		require.Equal(t, value.String(a), datum.ToValue(x))
	})
}
