package datum_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func permutation(text string) *datum.Permutation { return datum.NewPermutation(parsed(text)) }

func TestPermute(t *testing.T) {
	p := permutation("(a :> b @@ b :> c @@ c :> a @@ d :> d)")
	for from, want := range map[string]string{
		"a":                            "b",
		"d":                            "d",
		"e":                            "e",
		"1":                            "1",
		`"a"`:                          `"a"`,
		"{a, b}":                       "{b, c}",
		"{a, b, c}":                    "{a, b, c}",
		"<<a, {c}, 1>>":                "<<b, {a}, 1>>",
		"[a |-> a]":                    "[a |-> b]",
		"(a :> 1 @@ b :> 2 @@ c :> 3)": "(a :> 3 @@ b :> 1 @@ c :> 2)",
		"(a :> a @@ b :> b)":           "(b :> b @@ c :> c)",
		"({a, b} :> a @@ {b, c} :> b)": "({a, c} :> c @@ {b, c} :> b)",
		"{<<a, b>>, <<a, c>>}":         "{<<b, a>>, <<b, c>>}",
		"(1 :> {} @@ 3 :> <<[x |-> {d}, y |-> 1..2]>>)": "(1 :> {} @@ 3 :> <<[x |-> {d}, y |-> {1, 2}]>>)",
	} {
		require.Equal(t, parsed(want).String(), datum.Permute(parsed(from), p).String(), from)
	}
	require.Equal(t, "{<<b, b>>}", datum.Permute(datum.FunctionSet(datum.Interval(1, 2), parsed("{a}")), p).String())
	unmoved := parsed("<<{d}, 1, (d :> {a, b, c})>>")
	require.Zero(t, testing.AllocsPerRun(5, func() { datum.Permute(parsedOnce, p) }))
	require.True(t, datum.Equal(unmoved, datum.Permute(unmoved, p)))
}

var parsedOnce = parsed("<<{d}, 1, (d :> 1), [x |-> {1}]>>")

func TestPermutationsCompose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := sorts(3).Draw(t, "sort")(t)
		d := datum.FromValue(v)
		draw := func(label string) *datum.Permutation {
			to := rapid.Permutation([]string{"m0", "m1", "m2", "m3"}).Draw(t, label)
			var pairs []value.Pair
			for i, from := range []string{"m0", "m1", "m2", "m3"} {
				pairs = append(pairs, value.Pair{Key: value.Model(from), Value: value.Model(to[i])})
			}
			return datum.NewPermutation(datum.FromValue(value.Function(pairs...)))
		}
		p, q := draw("p"), draw("q")
		one, two := datum.Permute(datum.Permute(d, p), q), datum.Permute(d, p.Then(q))
		require.True(t, datum.Equal(one, two), "%v and %v", one, two)
		require.Equal(t, one.Hash(), two.Hash())
		require.Equal(t, datum.ToValue(one), datum.ToValue(two))
		require.True(t, datum.Equal(datum.FromValue(datum.ToValue(one)), one), "in order")
	})
}

func TestGroup(t *testing.T) {
	swap, turn := permutation("(a :> b @@ b :> a)"), permutation("(a :> b @@ b :> c @@ c :> a)")
	require.Len(t, datum.Group([]*datum.Permutation{swap}), 1)
	require.Len(t, datum.Group([]*datum.Permutation{turn}), 2)
	require.Len(t, datum.Group([]*datum.Permutation{swap, turn}), 5)
	require.True(t, swap.Then(swap).IsIdentity())
	require.Empty(t, datum.Group(nil))

	var all []*datum.Permutation
	for _, image := range []string{"abc", "acb", "bac", "bca", "cab", "cba"} {
		all = append(all, permutation(fmt.Sprintf("(a :> %c @@ b :> %c @@ c :> %c)", image[0], image[1], image[2])))
	}
	require.Len(t, datum.Group(all), 5)
	require.ErrorContains(t, refused(func() { permutation("(a :> b)") }), "should be a permutation")
	require.ErrorContains(t, refused(func() { permutation("(1 :> 2 @@ 2 :> 1)") }), "should permute model values")
}
