package trace

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func TestJSONOfValues(t *testing.T) {
	for text, want := range map[string]string{
		`-5`:                          `-5`,
		`TRUE`:                        `true`,
		`"a\"b"`:                      `"a\"b"`,
		`<<>>`:                        `[]`,
		`<<1, <<2>>>>`:                `[1,[2]]`,
		`{3, 1}`:                      `{"#set":[1,3]}`,
		`[b |-> 1, a |-> {}]`:         `{"a":{"#set":[]},"b":1}`,
		`(2 :> "x" @@ 5 :> "y")`:      `{"#map":[[2,"x"],[5,"y"]]}`,
		`m1`:                          `{"#model":"m1"}`,
		`("#a" :> 1)`:                 `{"#map":[["#a",1]]}`,
		`(<<1, 2>> :> [f |-> FALSE])`: `{"#map":[[[1,2],{"f":false}]]}`,
	} {
		v, err := value.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, string(encode(nil, datum.FromValue(v))), text)
	}
}

// values draws values whose sets and domains have elements of one kind.
func values(depth int) *rapid.Generator[value.Value] {
	atoms := []*rapid.Generator[value.Value]{
		rapid.Map(rapid.Int64(), value.Int), rapid.Map(rapid.Bool(), value.Bool), rapid.Map(rapid.String(), value.String),
		rapid.Map(rapid.StringMatching(`[a-z]{2,5}`), value.Model),
	}
	if depth == 0 {
		return rapid.OneOf(atoms...)
	}
	inner := rapid.Deferred(func() *rapid.Generator[value.Value] { return values(depth - 1) })
	ints := rapid.Map(rapid.Int64Range(-3, 3), value.Int)
	return rapid.OneOf(append(atoms,
		rapid.Map(rapid.SliceOfN(inner, 0, 4), func(v []value.Value) value.Value { return value.Tuple(v...) }),
		rapid.Map(rapid.SliceOfN(ints, 0, 4), func(v []value.Value) value.Value { return value.Set(v...) }),
		rapid.Map(rapid.MapOfN(ints, inner, 0, 4), function),
		rapid.Map(rapid.MapOfN(rapid.Map(rapid.StringMatching(`[#a-z]{1,3}`), value.String), inner, 0, 4), function),
	)...)
}

func function(m map[value.Value]value.Value) value.Value {
	var pairs []value.Pair
	for k, v := range m {
		pairs = append(pairs, value.Pair{Key: k, Value: v})
	}
	return value.Function(pairs...)
}

func TestValuesSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(3).Draw(t, "value")
		text := encode(nil, datum.FromValue(v))
		back, err := decode(text)
		if err != nil || datum.ToValue(back) != v {
			t.Fatalf("%v became %s and then %v: %v", v, text, back, err)
		}
	})
}

func TestWriterWritesWhatCheckReads(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	state, err := value.ParseState(`/\ x = <<1, "a">> /\ y = {m}`)
	require.NoError(t, err)
	require.NoError(t, w.Initial(state))
	require.NoError(t, w.Step("Add", value.NewState()))
	want := "{'state':{'x':[1,'a'],'y':{'#set':[{'#model':'m'}]}}}\n{'action':'Add','state':{}}\n"
	require.Equal(t, strings.ReplaceAll(want, "'", `"`), b.String())
	in := newEvents(strings.NewReader(b.String()), []string{"x", "y"})
	first, err := in.next()
	require.NoError(t, err)
	require.True(t, first.full)
	second, err := in.next()
	require.NoError(t, err)
	require.Equal(t, "Add", second.action)
	require.False(t, second.full)
}
