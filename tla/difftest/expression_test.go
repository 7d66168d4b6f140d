package difftest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/tlc"
)

const (
	expressionsFile = "testdata/expressions.txt" // generated
	chosenFile      = "testdata/chosen.txt"      // written by hand
)

// batch is how many expressions a module has.
const batch = 100

func corpus(t *testing.T, file string) []Case {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	cases, err := ReadCases(content)
	require.NoError(t, err)
	return cases
}

func exprsOf(cases []Case) []string {
	exprs := make([]string, len(cases))
	for i, c := range cases {
		exprs[i] = c.Expr
	}
	return exprs
}

// The engine gives the answers that TLC has given, whether names are variables, of this state or the next, or constants, and whatever was
// evaluated before.
func TestExpressions(t *testing.T) {
	cases := slices.Concat(corpus(t, chosenFile), corpus(t, expressionsFile))
	require.GreaterOrEqual(t, len(cases), 2000)
	for from := 0; from < len(cases); from += batch {
		some := cases[from:min(from+batch, len(cases))]
		e, err := newEngine(exprsOf(some))
		require.NoError(t, err)
		for i, c := range some {
			for _, state := range []int{0, 1, 0} {
				got, err := e.value(fmt.Sprintf("E%d", i), state, state)
				require.NoError(t, err, "%s", c.Expr)
				expect(t, c, state, "in a state", got)
			}
			for state := range states {
				got, err := e.value(fmt.Sprintf("E%d'", i), 1-state, state)
				require.NoError(t, err, "%s", c.Expr)
				expect(t, c, state, "in the next state", got)
			}
		}
		for state := range states {
			constant(t, some, state)
		}
	}
}

func expect(t *testing.T, c Case, state int, where string, got Answer) {
	t.Helper()
	if !got.Same(c.Answers[state]) {
		t.Errorf("%s\n%s %d: %v\nTLC: %v", c.Expr, where, state, got, c.Answers[state])
	}
}

// constant evaluates expressions whose names are constants.
func constant(t *testing.T, cases []Case, state int) {
	t.Helper()
	spec, p, err := compiled(constantModule(state, exprsOf(cases)), constants)
	require.NoError(t, err)
	e := &engine{spec: spec, program: p, evaluator: p.Evaluator(noHost), compiled: map[string]*eval.Expression{}}
	for i, c := range cases {
		got, err := e.value(fmt.Sprintf("E%d", i), 0, 0)
		require.NoError(t, err, "%s", c.Expr)
		expect(t, c, state, "with constants, state", got)
	}
}

// TestExpressionsByTLC asks TLC.
func TestExpressionsByTLC(t *testing.T) {
	if !*asked && *wrote == 0 {
		t.Skip("TLC is not asked again: give -tlc, or -tlc-write 2200 for a new corpus")
	}
	checker := referee(t)
	answerAll(t, checker, corpus(t, chosenFile), chosenFile)
	if *wrote == 0 {
		answerAll(t, checker, corpus(t, expressionsFile), expressionsFile)
		return
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	cases, seen := []Case{}, map[string]bool{}
	for len(cases) < *wrote {
		e := Expression(randomBytes(random, 20+random.IntN(100)))
		if len(e) < 25 || len(e) > 500 || seen[e] {
			continue
		}
		seen[e] = true
		cases = append(cases, Case{Expr: e})
	}
	answerAll(t, checker, cases, expressionsFile)
}

// answerAll compares the answers of a corpus with TLC's, or writes these.
func answerAll(t *testing.T, checker *tlc.TLC, cases []Case, file string) {
	t.Helper()
	var kept []Case
	for from := 0; from < len(cases); from += batch {
		some := cases[from:min(from+batch, len(cases))]
		answers, known, err := Referee(context.Background(), checker, exprsOf(some))
		require.NoError(t, err)
		for i, c := range some {
			if *wrote == 0 {
				require.Equal(t, c.Answers, answers[i], c.Expr)
			}
			if known[i] {
				kept = append(kept, Case{c.Expr, answers[i]})
			}
		}
		if *wrote > 0 { // in between, too, since it takes long
			require.NoError(t, os.WriteFile(file, WriteCases(kept), 0o600))
		}
	}
}

// What is generated can be parsed and has a meaning, and its value is the same wherever it stands.
func TestContexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expr := Expression(rapid.SliceOfN(rapid.Byte(), 0, 80).Draw(t, "bytes"))
		exprs := InContexts(expr)
		answers, err := Engine(exprs)
		require.NoError(t, err, "%s", expr)
		for i := range exprs {
			require.Equal(t, answers[0], answers[i], "%s", exprs[i])
		}
	})
}
