package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/value"
)

func TestParse(t *testing.T) {
	record := value.Record(value.Field{Name: "a", Value: value.Int(1)}, value.Field{Name: "up", Value: value.Bool(true)})
	for text, want := range map[string]value.Value{
		"TRUE":                       value.Bool(true),
		"FALSE":                      value.Bool(false),
		"0":                          value.Int(0),
		"-17":                        value.Int(-17),
		"  42\n":                     value.Int(42),
		`""`:                         value.String(""),
		`"yes"`:                      value.String("yes"),
		`"a\"b\\c\nd\te\ff\rg"`:      value.String("a\"b\\c\nd\te\ff\rg"),
		"m1":                         value.Model("m1"),
		"1a":                         value.Model("1a"),
		"{}":                         value.Set(),
		"{ }":                        value.Set(),
		"{3, 1, 2, 1}":               value.Set(value.Int(1), value.Int(2), value.Int(3)),
		"-1..2":                      value.Set(value.Int(-1), value.Int(0), value.Int(1), value.Int(2)),
		"2..1":                       value.Set(),
		"<<>>":                       value.Tuple(),
		"<< >>":                      value.Function(),
		"<<<<1, 2>>, <<>>>>":         value.Tuple(value.Tuple(value.Int(1), value.Int(2)), value.Tuple()),
		"[a |-> 1, up |-> TRUE]":     record,
		"[ up |->\n  TRUE,a|->1 ]":   record,
		"(1 :> 5 @@ 2 :> 6)":         value.Tuple(value.Int(5), value.Int(6)),
		"( <<1, 1>> :>\n  {} )":      value.Function(value.Pair{Key: value.Tuple(value.Int(1), value.Int(1)), Value: value.Set()}),
		`("a" :> 1 @@ "up" :> TRUE)`: record,
	} {
		v, err := value.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, v, text)
	}
}

func TestParseSaysWhereAndWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "no value of TLA+ at byte 0: found the end, expected a value",
		"{1, 2":                   `at byte 5: found the end, expected }`,
		"{1 2}":                   `at byte 3: found "2}", expected }`,
		"<<1>":                    `at byte 3: found ">", expected >>`,
		"[a = 1]":                 `at byte 3: found "= 1]", expected |->`,
		"[]":                      `at byte 1: found "]", expected the name of a field`,
		"(1 :> 2 @@ 1 :> 3)":      "at byte 18: two values of a function at 1",
		"[a |-> 1, a |-> 1]":      "two values of a function",
		"(1 :> 2":                 "expected )",
		"(1 > 2)":                 "expected :>",
		`"open`:                   "at byte 5: a string without its closing quote",
		`"open\`:                  "without its closing quote",
		`"\x"`:                    "after a backslash",
		"1 2":                     `at byte 2: found "2" after the value, expected the end`,
		"99999999999999999999":    "expected a value",
		"--1":                     "expected a value",
		"1..":                     "expected a value",
		"SUBSET {1}":              "at byte 0: SUBSET is a set that TLC prints without its elements",
		"1..100000":               "more than 65536 elements",
		"{1..40000, 1..40000}":    "more than 65536 elements",
		strings.Repeat("{", 5000): "nested deeper than 1000",
		"/":                       "expected a value",
	} {
		_, err := value.Parse(text)
		require.ErrorAs(t, err, new(*value.SyntaxError), text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestParseState(t *testing.T) {
	s, err := value.ParseState("/\\ x = {1}\n/\\ next = [ a |-> 1,\n  b |-> \"/\\\\ y = 2\" ]\n")
	require.NoError(t, err)
	require.Equal(t, []string{"next", "x"}, s.Names())
	require.Equal(t, value.Set(value.Int(1)), s.Value("x"))
	require.Equal(t, "[a |-> 1, b |-> \"/\\\\ y = 2\"]", s.Value("next").String())

	alone, err := value.ParseState("x = 1")
	require.NoError(t, err)
	require.Equal(t, value.NewState(value.Field{Name: "x", Value: value.Int(1)}), alone)

	for text, want := range map[string]string{
		"/\\ x = 1 y = 2":         `expected /\ or the end`,
		"/\\ x = 1\n/\\ x = 1":    "two values of the variable x",
		"/\\ = 1":                 "expected the name of a variable",
		"/\\ x 1":                 "expected =",
		"/\\ x = 1\n/\\ y = {1":   "expected }",
		"/\\ x = 1\n/\\ 22 = {1}": "expected the name of a variable",
	} {
		_, err := value.ParseState(text)
		require.ErrorContains(t, err, want, text)
	}
}

// values draws values of any kind whose strings are such that they can be told from what they hold.
func values(depth int) *rapid.Generator[value.Value] {
	atoms := []*rapid.Generator[value.Value]{
		rapid.Map(rapid.Bool(), value.Bool),
		rapid.Map(rapid.Int64(), value.Int),
		rapid.Map(rapid.String(), value.String),
		rapid.Map(rapid.StringMatching(`m[a-z0-9_]{0,3}`), value.Model),
	}
	if depth == 0 {
		return rapid.OneOf(atoms...)
	}
	some := rapid.SliceOfN(values(depth-1), 0, 4)
	keyed := rapid.MapOfN(rapid.OneOf(values(depth-1), rapid.Map(rapid.StringMatching(`[a-z]{1,3}`), value.String)), values(depth-1), 0, 4)
	return rapid.OneOf(append(atoms,
		rapid.Map(some, func(v []value.Value) value.Value { return value.Set(v...) }),
		rapid.Map(some, func(v []value.Value) value.Value { return value.Tuple(v...) }),
		rapid.Map(keyed, func(m map[value.Value]value.Value) value.Value {
			var pairs []value.Pair
			for k, v := range m {
				pairs = append(pairs, value.Pair{Key: k, Value: v})
			}
			return value.Function(pairs...)
		}))...)
}

func TestParseUndoesString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(3).Draw(t, "v")
		parsed, err := value.Parse(v.String())
		require.NoError(t, err, v)
		require.Equal(t, v, parsed)
	})
}

func TestParseStateUndoesString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := value.NewState(
			value.Field{Name: "x", Value: values(2).Draw(t, "x")},
			value.Field{Name: "other", Value: values(2).Draw(t, "other")})
		parsed, err := value.ParseState(s.String())
		require.NoError(t, err, s)
		require.Equal(t, s, parsed)
	})
}
