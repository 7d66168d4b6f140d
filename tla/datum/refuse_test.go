package datum_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
)

// What TLC 2.18 says of these.
const (
	yes     = "yes"
	no      = "no"
	refuses = "refuses"
)

// answer runs a test.
func answer(test func() bool) string {
	result := no
	if refused(func() {
		if test() {
			result = yes
		}
	}) != nil {
		return refuses
	}
	return result
}

// sets are those that are not printed as they are written.
var sets = map[string]datum.Datum{
	"Nat":               datum.Nat,
	"Int":               datum.Integers,
	"STRING":            datum.Strings,
	"BOOLEAN":           datum.Booleans,
	"SUBSET {1}":        datum.Powerset(parsed("{1}")),
	"SUBSET Nat":        datum.Powerset(datum.Nat),
	"[{1} -> {1}]":      datum.FunctionSet(parsed("{1}"), parsed("{1}")),
	`[{"a"} -> {1}]`:    datum.FunctionSet(parsed(`{"a"}`), parsed("{1}")),
	"[u : {1}]":         datum.RecordSet(datum.NewShape([]string{"u"}), parsed("{1}")),
	`{1} \X {1}`:        datum.Product(parsed("{1}"), parsed("{1}")),
	"Seq({1})":          datum.Seq(parsed("{1}")),
	"1..2":              datum.Interval(1, 2),
	"2..1":              datum.Interval(2, 1),
	"Nat \\cup {\"a\"}": datum.Union(datum.Nat, parsed(`{"a"}`)),
	"{\"a\"} \\cup Nat": datum.Union(parsed(`{"a"}`), datum.Nat),
	"Nat \\cup {-1}":    datum.Union(datum.Nat, parsed("{-1}")),
}

func read(text string) datum.Datum {
	if set, found := sets[text]; found {
		return set
	}
	return parsed(text)
}

func TestEqualityIsRefusedAsByTLC(t *testing.T) {
	for _, c := range [][3]string{
		{"1", `"a"`, refuses}, {"1", "TRUE", refuses}, {"1", "m", no}, {"m", "1", no}, {"m", "n", no},
		{"A_x", "m", no}, {"A_x", "A_y", no}, {"A_x", "B_z", refuses}, {"A_x", "1", refuses}, {"A_", "1", no},
		{"{1}", `{"a"}`, refuses}, {"{1}", "{}", no}, {"{1}", "1", refuses}, {"{}", "<<>>", refuses}, {"{1}", "m", no},
		{"<<1>>", "[u |-> 1]", refuses}, {"<<1, 2>>", "[u |-> 1]", no}, {"[u |-> 1]", "<<1>>", refuses},
		{"[u |-> 1]", "<<1, 2>>", refuses}, {"[u |-> 1]", "<<>>", no}, {"<<>>", "[u |-> 1]", no},
		{"[u |-> 1]", "[w |-> 1]", no}, {"[u |-> 1]", "[u |-> 1, w |-> 2]", no}, {"(2 :> 1)", "<<1>>", no},
		{"(m :> 1)", "(2 :> 1)", no}, {`<<1, "a">>`, "<<1, 2>>", refuses}, {`<<1, "a">>`, "<<2, 2>>", no},
		{"1..2", "{1, 2}", yes}, {"2..1", "{}", yes}, {"1..2", `{"a", "b"}`, refuses}, {"1..2", `{"a"}`, no},
		{"SUBSET {1}", "{{}, {1}}", yes}, {"Nat", "Nat", yes}, {"Nat", "Int", no}, {"Nat", "STRING", refuses},
		{"Nat", "{1}", refuses}, {"{1}", "Nat", refuses}, {"Nat", "m", no},
	} {
		require.Equal(t, c[2], answer(func() bool { return datum.Equal(read(c[0]), read(c[1])) }), "%s = %s", c[0], c[1])
	}
}

func TestMembershipIsRefusedAsByTLC(t *testing.T) {
	for _, c := range [][3]string{
		{"1", `{"a"}`, refuses}, {"1", "{}", no}, {"m", "{1}", no}, {"1", "{m}", no}, {"A_x", "{1}", refuses}, {"1", "{A_x}", refuses},
		{"A_x", "{B_z}", refuses}, {"A_x", "{A_y, m}", no}, {`"a"`, "1..2", refuses}, {`"a"`, "2..1", no}, {"m", "1..2", no},
		{"A_x", "1..2", refuses}, {"A_x", "2..1", no}, {`"a"`, "Nat", refuses}, {"-1", "Nat", no}, {"m", "Nat", no}, {"A_x", "Nat", refuses},
		{"{1}", "Nat", refuses}, {"1", "STRING", refuses}, {"1", "BOOLEAN", refuses}, {"1", "1", refuses}, {"1", "<<1>>", refuses},
		{"1", "SUBSET {1}", refuses}, {"m", "SUBSET {1}", refuses}, {`{"a"}`, "SUBSET {1}", refuses}, {"1..2", "SUBSET Nat", yes},
		{"1", "[{1} -> {1}]", refuses}, {"m", "[{1} -> {1}]", no}, {"<<1>>", "[{1} -> {1}]", yes}, {"<<1>>", `[{"a"} -> {1}]`, refuses},
		{"<<1, 1>>", `[{"a"} -> {1}]`, no}, {"<<1>>", "[u : {1}]", refuses}, {"<<1, 2>>", "[u : {1}]", refuses}, {"<<>>", "[u : {1}]", no},
		{"[w |-> 1]", "[u : {1}]", no}, {`[u |-> "a"]`, "[u : {1}]", refuses}, {`[w |-> "a"]`, "[u : {1}]", no}, {"1", "[u : {1}]", refuses},
		{"m", "[u : {1}]", no}, {"1", `{1} \X {1}`, refuses}, {"m", `{1} \X {1}`, no}, {"<<1>>", `{1} \X {1}`, no},
		{"[u |-> 1]", `{1} \X {1}`, refuses}, {"(2 :> 1)", `{1} \X {1}`, no}, {`<<1, "a">>`, `{1} \X {1}`, refuses}, {`<<2, "a">>`, `{1} \X {1}`, no},
		{"1", "Seq({1})", refuses}, {"m", "Seq({1})", no}, {"[u |-> 1]", "Seq({1})", refuses}, {"(2 :> 1)", "Seq({1})", refuses},
		{`<<"a">>`, "Seq({1})", refuses}, {"1", `Nat \cup {"a"}`, yes}, {`"a"`, `Nat \cup {"a"}`, refuses}, {`"a"`, `{"a"} \cup Nat`, yes},
		{"-1", `Nat \cup {-1}`, yes},
	} {
		require.Equal(t, c[2], answer(func() bool { return datum.Contains(read(c[1]), read(c[0])) }), `%s \in %s`, c[0], c[1])
	}
}

func TestOperationsAreRefusedAsByTLC(t *testing.T) {
	none := func(datum.Datum) {}
	apply := func(f, x string) func() {
		return func() { datum.Apply(read(f), read(x)) }
	}
	for want, f := range map[string]func(){
		`attempted to compare the integer 1 with the string "a"`:                  func() { datum.Set([]datum.Datum{read("1"), read(`"a"`)}) },
		`attempted to compare the set {1} with the integer 1`:                     func() { datum.Union(read("{{1}}"), read("{1}")) },
		`expected a set, found the integer 1`:                                     func() { datum.Union(read("1"), read("{1}")) },
		`expected a set, found the tuple <<1>>`:                                   func() { datum.SubsetEq(read("<<1>>"), read("{1}")) },
		`UNION of a set that has the integer 1 as an element`:                     func() { datum.UnionAll(read("{1}")) },
		`attempted to apply the tuple <<1>> to the string "a"`:                    apply("<<1>>", `"a"`),
		`attempted to compare the integer 1 with the string "u"`:                  apply("[u |-> 1]", "1"),
		`expected a function, found the set {1}`:                                  apply("{1}", "1"),
		`attempted to apply Head to the empty sequence`:                           func() { none(datum.Head(read("<<>>"))) },
		`attempted to apply Tail to the empty sequence`:                           func() { none(datum.Tail(read("<<>>"))) },
		`the second argument of SubSeq is 0`:                                      func() { datum.SubSeq(read("<<1, 2>>"), 0, 1) },
		`the third argument of SubSeq is 3`:                                       func() { datum.SubSeq(read("<<1, 2>>"), 2, 3) },
		`the argument of Append should be a sequence, but it is the record [u |-`: func() { datum.Append(read("[u |-> 1]"), read("1")) },
		`the argument of \o should be a sequence, but it is the function (2 :> `:  func() { datum.Concat(read("<<1>>"), read("(2 :> 1)")) },
		`a function has two values at 1`: func() {
			datum.Pairs([]datum.Datum{read("1"), read("1")}, []datum.Datum{read("1"), read("2")})
		},
		`attempted to compare the integer 1 with the string "b"`: func() { datum.Merge(read("<<1>>"), read("[b |-> 1]")) },
	} {
		require.ErrorContains(t, refused(f), want)
	}
	for name, test := range map[string]struct {
		f    func() bool
		want string
	}{
		`{} \subseteq {"a"}`:  {func() bool { return datum.SubsetEq(read("{}"), read(`{"a"}`)) }, yes},
		`{1} \subseteq {"a"}`: {func() bool { return datum.SubsetEq(read("{1}"), read(`{"a"}`)) }, refuses},
		`{1} \cap {"a"}`:      {func() bool { return datum.IsEmpty(datum.Intersect(read("{1}"), read(`{"a"}`))) }, refuses},
		`{1} \ {"a"}`:         {func() bool { return datum.IsEmpty(datum.Minus(read("{1}"), read(`{"a"}`))) }, refuses},
		`{1, m}`:              {func() bool { return datum.IsEmpty(read("{1, m}")) }, no},
		`<<1, 2>>[3]`: {func() bool {
			_, found := datum.Apply(read("<<1, 2>>"), read("3"))
			return found
		}, no},
	} {
		require.Equal(t, test.want, answer(test.f), name)
	}
}
