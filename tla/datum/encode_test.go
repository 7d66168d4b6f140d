package datum_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func TestValuesSurviveConversions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := sorts(3).Draw(t, "sort")(t)
		d := datum.FromValue(v)
		require.Equal(t, v, datum.ToValue(d))
		other := disguised(d, random(t))
		require.Equal(t, v, datum.ToValue(other))

		printed, err := value.Parse(other.String())
		require.NoError(t, err)
		require.Equal(t, v, printed)

		code := append(datum.AppendTo([]byte("before"), other), "after"...)
		decoded, rest, err := datum.Decode(code[len("before"):])
		require.NoError(t, err)
		require.Equal(t, "after", string(rest))
		require.Equal(t, v, datum.ToValue(decoded))
		require.True(t, datum.Equal(d, decoded))
		require.Equal(t, d.Hash(), decoded.Hash())
	})
}

func TestEqualValuesHaveEqualEncodings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := datum.FromValue(sorts(2).Draw(t, "sort")(t))
		require.Equal(t, datum.AppendTo(nil, d), datum.AppendTo(nil, disguised(d, random(t))))
	})
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"1", "-700", "<<>>", `{"a", m}`, "[a |-> {1}, b |-> TRUE]", "(<<1>> :> 1 @@ <<2>> :> 2)", "<<1, 2, 3, 4, 5, 6, 7, 8, 9>>"} {
		f.Add(datum.AppendTo(nil, parsed(text)))
	}
	f.Add([]byte{0x05, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, code []byte) {
		d, rest, err := datum.Decode(code)
		if err == nil {
			require.LessOrEqual(t, len(rest), len(code))
			require.False(t, d.IsZero())
		}
	})
}

func TestEncodingsOfManyAtoms(t *testing.T) {
	for i := range 300 {
		name := fmt.Sprint("atom", i)
		for _, d := range []datum.Datum{datum.String(name), datum.Model(name), datum.Int(int64(i - 100)), datum.Pair(datum.String(name), datum.Bool(true))} {
			decoded, rest, err := datum.Decode(datum.AppendTo(nil, d))
			require.NoError(t, err)
			require.Empty(t, rest)
			require.Equal(t, d.String(), decoded.String())
			require.Equal(t, d.Kind(), decoded.Kind())
		}
	}
}

func TestDecodeReportsDamage(t *testing.T) {
	deep := make([]byte, 20000)
	for i := range deep {
		deep[i] = 0x21 // a set of one element
	}
	for _, code := range [][]byte{nil, {0x02}, {0x22, 0x41}, {0x05, 0x7f}, {0x0f}, {0x03, 0xff, 0xff, 0xff, 0x7f}, {0x07, 0x41}, {0x07, 0x20}, {0x08, 0xff, 0x7f}} {
		_, _, err := datum.Decode(code)
		require.Error(t, err)
	}
	_, _, err := datum.Decode(deep)
	require.ErrorContains(t, err, "nested too deeply")
	require.ErrorContains(t, refused(func() { datum.AppendTo(nil, datum.Nat) }), "infinite set Nat")
	require.ErrorContains(t, refused(func() { datum.ToValue(datum.Nat) }), "infinite set Nat")
	require.True(t, datum.FromValue(value.Value{}).IsZero())
	require.True(t, datum.ToValue(datum.Datum{}).IsZero())
}

func TestStringPrintsAsTLC(t *testing.T) {
	numbers := func(n int64) datum.Datum { return datum.Interval(1, n) }
	ab := datum.NewShape([]string{"a", "b"})
	for want, d := range map[string]datum.Datum{
		"1..3":                               numbers(3),
		"{{3}, 1..2}":                        datum.Set([]datum.Datum{numbers(2), parsed("{3}")}),
		"{{}, {1}, {2}, {1, 2}}":             datum.Powerset(numbers(2)),
		"SUBSET 1..10":                       datum.Powerset(numbers(10)),
		"{<<1, 1>>}":                         datum.FunctionSet(numbers(2), numbers(1)),
		"[1..20 -> 1..2]":                    datum.FunctionSet(numbers(20), numbers(2)),
		"{[a |-> 1, b |-> 1]}":               datum.RecordSet(ab, numbers(1), numbers(1)),
		"[a: 1..100, b: 1..100]":             datum.RecordSet(ab, numbers(100), numbers(100)),
		"1..100 \\X Nat":                     datum.Product(numbers(100), datum.Nat),
		"Seq({1})":                           datum.Seq(parsed("{1}")),
		"Nat \\cup {-1}":                     datum.Union(datum.Nat, parsed("{-1}")),
		`{x \in Nat : ...}`:                  datum.Filter(datum.Nat, func(datum.Datum) bool { return true }),
		"kSubset(2, 1..100)":                 datum.KSubsets(2, numbers(100)),
		"{FALSE, TRUE}":                      datum.Booleans,
		"{a, b, 1, 2}":                       parsed("{2, b, 1, a}"),
		"<<>>":                               datum.EmptyTuple,
		"(no value)":                         {},
		`"a\"b\\c\n"`:                        datum.String("a\"b\\c\n"),
		`("a b" :> 1 @@ "b" :> 2)`:           parsed(`("b" :> 2 @@ "a b" :> 1)`),
		"(a :> 1 @@ b :> 2)":                 parsed("(b :> 2 @@ a :> 1)"),
		"{<<3>>, <<1, 2>>, <<2, 1>>}":        parsed("{<<1, 2>>, <<3>>, <<2, 1>>}"),
		"(2 :> [a |-> {}] @@ 3 :> <<TRUE>>)": parsed("(3 :> <<TRUE>> @@ 2 :> [a |-> {}])"),
	} {
		require.Equal(t, want, d.String())
	}
}
