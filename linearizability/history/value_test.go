package history_test

import (
	"cmp"
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
)

// value generates values up to some depth.
func value(depth int) *rapid.Generator[history.Value] {
	return rapid.Custom(func(t *rapid.T) history.Value {
		kinds := 8
		if depth > 0 {
			kinds = 12
		}
		elems := func() []history.Value { return rapid.SliceOfN(value(depth-1), 0, 4).Draw(t, "elements") }
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			return history.Nil
		case 1:
			return history.Bool(rapid.Bool().Draw(t, "bool"))
		case 2:
			return history.Int(rapid.Int64().Draw(t, "int"))
		case 3:
			return history.Float(rapid.Float64().Draw(t, "float"))
		case 4:
			return history.BigInt("123456789012345678901234567890")
		case 5:
			return history.String(rapid.String().Draw(t, "string"))
		case 6:
			return history.Keyword(rapid.StringMatching(`[a-z]{1,5}`).Draw(t, "keyword"))
		case 7:
			return history.Symbol(rapid.StringMatching(`s-[a-z]{1,5}`).Draw(t, "symbol"))
		case 8:
			return history.List(elems()...)
		case 9:
			return history.Set(elems()...)
		case 10:
			e := elems()
			var entries []history.Entry
			for i := 0; i+1 < len(e); i += 2 {
				entries = append(entries, history.Entry{Key: e[i], Value: e[i+1]})
			}
			return history.Map(entries...)
		}
		return history.Tagged("inst", value(depth-1).Draw(t, "tagged"))
	})
}

func TestEqualValuesHaveEqualEncodings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := value(3).Draw(t, "a"), value(3).Draw(t, "b")
		same := string(a.AppendBinary(nil)) == string(b.AppendBinary(nil))
		require.Equal(t, a == b, same)
		require.Equal(t, a == b, history.Compare(a, b) == 0)
		require.Equal(t, history.Compare(a, b), -history.Compare(b, a))
		require.Equal(t, a == b, a.String() == b.String(), "%s and %s", a, b)
	})
}

func TestElementsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elems := rapid.SliceOfN(value(2), 0, 6).Draw(t, "elements")
		list := history.List(elems...)
		require.Equal(t, len(elems), list.Len())
		require.Equal(t, list, history.List(list.Elems()...))
		for i, e := range list.Elems() {
			require.Equal(t, elems[i], e)
		}
		set := history.Set(elems...)
		require.Equal(t, set, history.Set(append(elems, elems...)...), "an element counts once, in whatever order")
		for _, e := range elems {
			require.Contains(t, set.Elems(), e)
		}
	})
}

func TestMapLookup(t *testing.T) {
	m := history.Map(
		history.Entry{Key: history.Keyword("b"), Value: history.Int(1)},
		history.Entry{Key: history.Keyword("a"), Value: history.Int(2)},
		history.Entry{Key: history.Keyword("b"), Value: history.Int(3)},
	)
	require.Equal(t, "{:a 2, :b 3}", m.String(), "sorted, and the last of equal keys counts")
	v, ok := m.Lookup(history.Keyword("b"))
	require.True(t, ok)
	require.Equal(t, history.Int(3), v)
	_, ok = m.Lookup(history.String("b"))
	require.False(t, ok, "a string is no keyword")
	require.Equal(t, 2, m.Len())
}

func TestFloatsThatAreEqual(t *testing.T) {
	require.Equal(t, history.Float(0), history.Float(math.Copysign(0, -1)))
	require.Equal(t, history.Float(math.NaN()), history.Float(-math.NaN()))
	require.NotEqual(t, history.Float(1), history.Int(1))
}

func TestNumbersCompareBySize(t *testing.T) {
	ascending := []history.Value{
		history.Float(math.NaN()), history.Float(math.Inf(-1)), history.BigInt("-10000000000000000000"), history.BigInt("-9999999999999999999"),
		history.Int(math.MinInt64), history.Float(-0.5), history.Int(0), history.Float(0), history.Int(1), history.Float(1.5), history.Int(2),
		history.Int(math.MaxInt64), history.Float(math.MaxInt64), history.BigInt("9999999999999999999"), history.BigInt("10000000000000000000"),
		history.Float(1e300), history.Float(math.Inf(1)),
	}
	for i, a := range ascending {
		for k, b := range ascending {
			require.Equal(t, cmp.Compare(i, k), history.Compare(a, b), "%v and %v", a, b)
		}
	}
}

func TestPrinting(t *testing.T) {
	for _, c := range []struct {
		v         history.Value
		edn, json string
	}{
		{history.Nil, "nil", "null"},
		{history.Bool(true), "true", "true"},
		{history.Int(-5), "-5", "-5"},
		{history.Float(2), "2.0", "2.0"},
		{history.Float(1e300), "1e+300", "1e+300"},
		{history.Float(math.Inf(-1)), "##-Inf", `"##-Inf"`},
		{history.BigInt("12345678901234567890"), "12345678901234567890N", "12345678901234567890"},
		{history.String("a\"\\\n\x01ü\xff"), `"a\"\\\n\u0001ü` + "\uFFFD" + `"`, `"a\"\\\n\u0001ü` + "\uFFFD" + `"`},
		{history.Keyword("x/y"), ":x/y", `"x/y"`},
		{history.List(history.Int(1), history.Nil), "[1 nil]", "[1,null]"},
		{history.Set(history.Int(2), history.Int(1)), "#{1 2}", "[1,2]"},
		{history.Map(history.Entry{Key: history.Int(0), Value: history.List()}), "{0 []}", `{"0":[]}`},
		{history.Tagged("inst", history.String("x")), `#inst "x"`, `"x"`},
	} {
		require.Equal(t, c.edn, c.v.String())
		text, err := json.Marshal(c.v)
		require.NoError(t, err)
		require.Equal(t, c.json, string(c.v.AppendJSON(nil)))
		require.True(t, json.Valid(text))
	}
}
