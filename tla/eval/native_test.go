package eval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

// extending evaluates an expression over some modules.
func extending(t require.TestingT, extends, e string, host Host) (datum.Datum, error) {
	program, err := compiled(extends, e)
	require.NoError(t, err)
	return program.Evaluator(host).Value(program.Alias, nil, nil)
}

// TestWhatNativesRefuse has what TLC refuses too: package modules tests values.
func TestWhatNativesRefuse(t *testing.T) {
	for _, c := range []struct{ extends, expr, want string }{
		{"Integers", `1 + "a"`, `the second argument of + should be an integer, but it is "a"`},
		{"Integers", `{} - 1`, `the first argument of - should be an integer, but it is {}`},
		{"Integers", `TRUE * 2`, `the first argument of * should be an integer`},
		{"Integers", `"a" < 1`, `the first argument of < should be an integer`},
		{"Integers", `1 >= <<>>`, `the second argument of >= should be an integer`},
		{"Integers", `1 <= <<>>`, `the second argument of <= should be an integer`},
		{"Integers", `1 > <<>>`, `the second argument of > should be an integer`},
		{"Integers", `-"a"`, `the argument of - should be an integer`},
		{"Integers", `1.."b"`, `the second argument of .. should be an integer`},
		{"Integers", `1 \div 0`, `the second argument of \div is 0`},
		{"Integers", `1 % 0`, `the second argument of % should be a positive number, but it is 0`},
		{"Integers", `1 % -2`, `the second argument of % should be a positive number, but it is -2`},
		{"Integers", `0^0`, `0^0 is undefined`},
		{"Integers", `2^-1`, `the second argument of ^ should be a natural number`},
		{"Integers", `2^63`, `overflow when computing 2 ^ 63`},
		{"Integers", `9223372036854775807 + 1`, `overflow when computing 9223372036854775807 + 1`},
		{"Integers", `-9223372036854775807 - 2`, `overflow`},
		{"Integers", `4294967296 * 4294967296`, `overflow`},
		{"Reals", `1 / 2`, `/ is not supported: only integers are computed with`},
		{"Sequences", `Len({1})`, `the argument of Len should be a sequence, but it is {1}`},
		{"Sequences", `Len([a |-> 1])`, `the argument of Len should be a sequence`},
		{"Sequences", `Head(<<>>)`, `attempted to apply Head to the empty sequence`},
		{"Sequences", `Head("a")`, `sequence`},
		{"Sequences", `Tail(<<>>)`, `attempted to apply Tail to the empty sequence`},
		{"Sequences", `Tail("")`, `attempted to apply Tail to the empty sequence`},
		{"Sequences", `"a" \o <<1>>`, `the second argument of \o should be a string`},
		{"Sequences", `<<1>> \o "a"`, `sequence`},
		{"Sequences", `Append({}, 1)`, `sequence`},
		{"Sequences", `SubSeq(<<1, 2>>, 0, 1)`, `the second argument of SubSeq is 0, which is not in the domain`},
		{"Sequences", `SubSeq(<<1, 2>>, 1, 3)`, `the third argument of SubSeq is 3, which is not in the domain`},
		{"Sequences", `SubSeq("ab", 1, 3)`, `the third argument of SubSeq is 3, which is not in the domain`},
		{"Sequences", `SubSeq("ab", 0, 1)`, `the second argument of SubSeq is 0`},
		{"Sequences", `SubSeq(<<1>>, "a", 1)`, `the second argument of SubSeq should be an integer`},
		{"Sequences", `SelectSeq(<<1>>, LAMBDA x : x)`, `the second argument of SelectSeq should be an operator that is TRUE or FALSE, but it gives 1`},
		{"Sequences", `SelectSeq({1}, LAMBDA x : TRUE)`, `the first argument of SelectSeq should be a sequence`},
		{"FiniteSets, Integers", `Cardinality(Nat)`, `the argument of Cardinality should be a finite set, but it is Nat`},
		{"FiniteSets", `Cardinality(<<1>>)`, `the argument of Cardinality should be a finite set, but it is <<1>>`},
		{"FiniteSets", `IsFiniteSet(1)`, `the argument of IsFiniteSet should be a set`},
		{"TLC", `Assert(1 = 2, <<"bad", 3>>)`, `the first argument of Assert evaluated to FALSE; the second argument was: <<"bad", 3>>`},
		{"TLC", `Assert(5, "bad")`, `the first argument of Assert evaluated to 5`},
		{"TLC", `TLCGet(3)`, `the value of TLCGet(3) is undefined`},
		{"TLC", `TLCGet("nothing")`, `the value of TLCGet("nothing") is undefined`},
		{"TLC", `TLCGet("-Dfile.encoding")`, `a property of the Java machine that TLC runs in is not supported: "-Dfile.encoding"`},
		{"TLC", `TLCSet("nothing", 1)`, `TLCSet cannot set "nothing"`},
		{"TLC", `1 @@ <<>>`, `the first argument of @@ should be a function`},
		{"TLC", `<<>> @@ 1`, `the second argument of @@ should be a function`},
		{"TLC, Integers", `Permutations(Nat)`, `the first argument of Permutations should be a finite set`},
		{"TLC", `SortSeq({1}, LAMBDA x, y : TRUE)`, `the first argument of SortSeq should be a sequence`},
		{"TLC", `SortSeq(<<1, 2>>, LAMBDA x, y : x)`, `the second argument of SortSeq should be an operator that is TRUE or FALSE`},
		{"TLC", `RandomElement({})`, `the argument of RandomElement should be a set with elements`},
		{"TLC", `Any`, `Any is not supported`},
		{"TLCExt", `Trace`, `TLCExt!Trace is not supported`},
		{"TLCExt", `PickSuccessor(FALSE)`, `PickSuccessor is not supported`},
		{"TLCExt", `TLCModelValue(1)`, `the argument of TLCModelValue should be a string`},
		{"Bags", `[a |-> "x"] (+) [a |-> 1]`, `needs a bag`},
		{"Bags", `{} (-) <<>>`, `the first argument of (-) should be a function`},
		{"Bags", `BagUnion(1)`, `the first argument of BagUnion should be a finite set`},
		{"Bags", `SubBag(<<10000, 10000, 10000>>)`, `more than 10000000 elements`},
		{"Randomization", `RandomSubset(3, {1})`, `the first argument of RandomSubset is 3, and the set has only 1 elements`},
		{"Randomization", `RandomSubset("a", {1})`, `the first argument of RandomSubset should be a natural number`},
		{"Randomization", `RandomSetOfSubsets(1, 2, {1})`, `the second argument of RandomSetOfSubsets is 2, and the set has only 1 elements`},
		{"FiniteSetsExt", `Max({})`, `the argument of Max should be a set with elements, but it is {}`},
		{"FiniteSetsExt", `Min({1, 2} \cup {3}) + Max(1)`, `the first argument of Max should be a finite set`},
		{"FiniteSetsExt", `MapThenFoldSet(LAMBDA x, y : x, 0, LAMBDA x : x, LAMBDA S : 5, {1})`, `should choose an element of the set {1}, but it chooses 5`},
		{"SequencesExt", `Last(<<>>)`, `attempted to apply Last to the empty sequence`},
		{"SequencesExt", `RemoveAt(<<1>>, 2)`, `the second argument of RemoveAt is 2, which is not in the domain`},
		{"SequencesExt", `FoldLeft(LAMBDA x, y : x, 0, {1})`, `the third argument of FoldLeft should be a sequence`},
		{"SequencesExt", `FoldFunctionOnSet(LAMBDA x, y : x, 0, <<1>>, {3})`, `attempted to apply the function <<1>> to 3, which is not in its domain`},
		{"Bitwise, Integers", `(-1) & 3`, `the first argument of & should be a natural number, but it is -1`},
		{"IOUtils", `IOExec("ls")`, `IOUtils!IOExec is not supported: a specification reads, writes and runs nothing`},
		{"IOUtils", `atoi("x")`, `the argument of atoi should be a number`},
		{"CSV", `CSVRecords("f")`, `CSV!CSVRecords is not supported`},
		{"Json", `ToJsonObject(3)`, `should be a function`},
	} {
		v, err := extending(t, c.extends, c.expr, Host{})
		require.ErrorContains(t, err, c.want, "%s, which is %v", c.expr, v)
		var located *Error
		require.ErrorAs(t, err, &located, c.expr)
		require.Equal(t, "M.tla", located.File, c.expr)
	}
}

// TestNativesOfThisEngine has operators that TLC has not, or not in its Maven jar.
func TestNativesOfThisEngine(t *testing.T) {
	for _, c := range []struct{ extends, expr, want string }{
		{"TLCExt", `AssertEq(1, 1)`, `TRUE`},
		{"TLCExt", `AssertEq(1, 2)`, `FALSE`},
		{"TLCExt", `AssertError("attempted to apply Head to the empty sequence", 1)`, `TRUE`},
		{"TLCExt, Sequences", `AssertError("attempted to apply Head to the empty sequence", Head(<<>>))`, `TRUE`},
		{"TLCExt", `TLCGetOrDefault(5, "none")`, `"none"`},
		{"TLCExt, TLC, Integers", `<<TLCGetAndSet(5, +, 1, 10), TLCGet(5), TLCGetAndSet(5, +, 2, 10), TLCGet(5)>>`, `<<10, 11, 11, 13>>`},
		{"TLCExt", `TLCNoOp(3)`, `3`},
		{"TLCExt", `TLCCache({1}, <<>>)`, `{1}`},
		{"TLCExt", `TLCFP(1) = TLCFP(1)`, `TRUE`},
		{"TLCExt", `TLCModelValue("A_1")`, `A_1`},
		{"TLCExt", `PickSuccessor(TRUE)`, `TRUE`},
		{"IOUtils", `atoi("-12")`, `-12`},
		{"IOUtils", `zeroPadN(7, 3)`, `"007"`},
		{"IOUtils", `"PATH" \in DOMAIN IOEnv`, `TRUE`},
		{"Json", `ToJson([a |-> <<1, TRUE>>, b |-> {"x\\y"}])`, `"{\"a\":[1,true],\"b\":[\"x\\\\y\"]}"`},
		{"Json", `ToJsonArray({})`, `"[]"`},
		{"Json, TLC", `ToJsonObject(3 :> 4)`, `"{\"3\":4}"`},
		{"Apalache", `ApaFoldSet(LAMBDA x, y : x + y, 0, {1, 2}) = 3 /\ MkSeq(2, LAMBDA i : i) = <<1, 2>>`, `TRUE`},
		{"SVG", `Circle(1, 2, 3, <<>>).attrs.r`, `"3"`},
	} {
		if c.extends == "Apalache" {
			c.extends += ", Integers"
		}
		v, err := extending(t, c.extends, c.expr, Host{})
		require.NoError(t, err, c.expr)
		require.Equal(t, c.want, v.String(), c.expr)
	}
}

func TestPrint(t *testing.T) {
	var lines []string
	host := Host{Print: func(text string) { lines = append(lines, text) }}
	v, err := extending(t, "TLC", `<<Print("a", 1), PrintT({2})>>`, host)
	require.NoError(t, err)
	require.Equal(t, "<<1, TRUE>>", v.String())
	require.Equal(t, []string{`"a"  1`, `{2}`}, lines)
}

func TestTLCGetAsksTheHost(t *testing.T) {
	host := Host{Get: func(what string) (datum.Datum, bool) { return datum.Int(42), what == "level" }}
	v, err := extending(t, "TLC", `TLCGet("level")`, host)
	require.NoError(t, err)
	require.Equal(t, "42", v.String())
	_, err = extending(t, "TLC", `TLCGet("levels")`, host)
	require.Error(t, err)
}

// TestChanceIsTheHosts draws the same for the same seed, and something else for another one.
func TestChanceIsTheHosts(t *testing.T) {
	p, err := compile(t, `---- MODULE M ----
EXTENDS TLC, Randomization, Integers
VARIABLE x
Fixed == RandomElement(1..1000000)
Init == x = Fixed
Next == x' = <<RandomElement(1..1000000), RandomSubset(5, 1..1000), RandomSetOfSubsets(3, 2, 1..9)>>
====`, "INIT Init NEXT Next")
	require.NoError(t, err)
	draw := func(seed uint64) (initial, next string) {
		e := p.Evaluator(Host{Random: rand.New(rand.NewPCG(seed, 0))})
		var from State
		require.NoError(t, e.Initial(func(s State) bool {
			initial, from = s[0].String(), slices.Clone(s)
			return true
		}))
		require.NoError(t, e.Next(from, func(_ int, s State) bool {
			next = s[0].String()
			return true
		}))
		return initial, next
	}
	constant, first := draw(1)
	again, second := draw(1)
	other, third := draw(2)
	require.Equal(t, first, second)
	require.NotEqual(t, first, third)
	require.Equal(t, []string{constant, constant}, []string{again, other}, "a constant keeps its value")
}

// TestEveryElementIsDrawn draws until all subsets of two elements have come.
func TestEveryElementIsDrawn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[[2]int64]int{}
	for range 2000 {
		numbers := drawNumbers(random, 2, 4)
		require.Len(t, numbers, 2)
		require.Less(t, numbers[0], numbers[1])
		seen[[2]int64(numbers)]++
	}
	require.Len(t, seen, 6)
	for pair, n := range seen {
		require.InDelta(t, 2000/6, n, 100, pair)
	}
}

// TestArithmetic compares with big numbers: what does not overflow is right, and what does is refused.
func TestArithmetic(t *testing.T) {
	edge := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-20, 20), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, math.MinInt64 + 1, 1 << 31, -1 << 31}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := edge.Draw(t, "a"), edge.Draw(t, "b")
		for operator, compute := range exactly {
			native := map[string]func(a, b datum.Datum) datum.Datum{"+": plus, "-": minus, "*": times, `\div`: divide, "%": modulo, "^": power}[operator]
			want, ok := compute(a, b)
			got, refused := attempt(native, a, b)
			require.Equal(t, ok, !refused, "%d %s %d", a, operator, b)
			if ok {
				require.Equal(t, want, got, "%d %s %d", a, operator, b)
			}
		}
	})
}

func attempt(native func(a, b datum.Datum) datum.Datum, a, b int64) (result int64, refused bool) {
	defer func() {
		if e := recover(); e != nil {
			_, refused = e.(*datum.Error)
		}
	}()
	return native(datum.Int(a), datum.Int(b)).Int(), false
}

// TestNativesAreOperators has each native under the name of an operator of its module, and no other.
func TestNativesAreOperators(t *testing.T) {
	for module, operators := range natives {
		for name := range operators {
			require.True(t, hasOperator(t, module, name), "%s!%s", module, name)
		}
	}
	for module, values := range nativeValues {
		for name := range values {
			require.True(t, hasOperator(t, module, name), "%s!%s", module, name)
		}
	}
	require.False(t, hasOperator(t, "Naturals", "nothing"))
}

func hasOperator(t *testing.T, module, name string) bool {
	t.Helper()
	text, ok := modules.Find(module)
	require.True(t, ok, module)
	require.NotEmpty(t, text)
	spec, err := semantic.Load(semantic.Library(modules.Find), module)
	require.NoError(t, err)
	return spec.Root.Lookup(name) != nil
}
