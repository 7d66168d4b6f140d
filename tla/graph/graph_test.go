package graph_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/tla/value"
)

func load(t *testing.T, name string) *graph.Graph {
	t.Helper()
	g, err := graph.ReadFile(context.Background(), filepath.Join("testdata", name))
	require.NoError(t, err)
	return g
}

// small builds a state of Small.tla. Each pair is an argument of seen; its values are those of the Up that came last.
func small(t *testing.T, x int64, from, by string, pairs ...string) value.State {
	t.Helper()
	var seen []string
	for _, p := range pairs {
		seen = append(seen, p+` :> [from |-> `+from+`, by |-> `+by+
			`, why |-> "a reason that is long enough for lines", also |-> {"/\\ x = 9"}]`)
	}
	text := "<<>>"
	if len(seen) > 0 {
		text = "(" + strings.Join(seen, " @@ ") + ")"
	}
	s, err := value.ParseState(`/\ note = <<"a\"b\\c\nd", Nobody>> /\ seen = ` + text + ` /\ x = ` + value.Int(x).String())
	require.NoError(t, err)
	return s
}

// The states of Small.tla that the tests need.
func smallStates(t *testing.T) (zero, one, three, two value.State) {
	return small(t, 0, "", ""), small(t, 1, "", ""), small(t, 3, "1", "2", "<<1, 2>>"), small(t, 2, "1", "2", "<<1, 2>>")
}

func TestGraphHasTheStatesAndEdgesOfTheSpec(t *testing.T) {
	g := load(t, "Small.dot")
	require.Equal(t, []string{"note", "seen", "x"}, g.Variables())
	require.Equal(t, []machine.Action{"Again", "Look", "Twice", "Up"}, g.Actions())
	require.Equal(t, 20, g.States())

	zero, one, three, two := smallStates(t)
	require.NoError(t, g.Initial(zero))
	require.NoError(t, g.Initial(one))
	require.NoError(t, g.Step("Up", one, three))
	require.NoError(t, g.Step("Twice", three, two))
	require.NoError(t, g.Step("Again", three, two))
	require.NoError(t, g.Step("Look", one, one))
	require.True(t, g.Contains(two))
}

func TestStepsThatAreNone(t *testing.T) {
	g := load(t, "Small.dot")
	zero, one, three, two := smallStates(t)
	over := small(t, 4, "1", "2", "<<1, 2>>")
	apart := small(t, 0, "1", "2", "<<1, 2>>")
	for name, c := range map[string]struct {
		action        machine.Action
		before, after value.State
		kind          graph.FailureKind
		nearest       machine.Action
		differ        []string
		says          string
	}{
		"before":  {"Up", over, three, graph.UnknownBefore, "", nil, "Up begins in a state that the specification never reaches: in no state of the specification x = 4"},
		"apart":   {"Up", apart, three, graph.UnknownBefore, "", nil, "all its values occur in the specification, but not together"},
		"cut":     {"Over", three, over, graph.UnknownAfter, "Twice", []string{"x"}, "it has no Over there; its nearest step, Twice, differs:\n  x = 2\n  code: 4"},
		"after":   {"Up", one, small(t, 2, "1", "2", "<<1, 1>>"), graph.UnknownAfter, "Up", []string{"seen"}, "its Up would differ:\n  seen = "},
		"other":   {"Look", three, two, graph.OtherAction, "Again", nil, "the specification makes this step by [Again Twice], not by Look"},
		"unnamed": {"", three, two, graph.OtherAction, "Again", nil, "not by "},
		"none":    {"Up", zero, three, graph.NoEdge, "Up", []string{"seen", "x"}, "no action of the specification makes this step of Up, though it reaches both states"},
		"stutter": {"Up", zero, zero, graph.NoEdge, "Up", []string{"seen", "x"}, "the step changes no variable"},
	} {
		err := g.Step(c.action, c.before, c.after)
		var failed *graph.StepError
		require.ErrorAs(t, err, &failed, name)
		require.Equal(t, c.kind, failed.Kind, "%s: %v", name, err)
		require.ErrorContains(t, err, c.says, name)
		if c.kind == graph.UnknownAfter || c.kind == graph.NoEdge {
			require.Equal(t, c.nearest, failed.NearestAction, name)
		}
		if c.differ != nil {
			require.Equal(t, c.differ, failed.Differences(), name)
		}
	}
}

func TestAStepFromWhereNothingIsEnabled(t *testing.T) {
	g := load(t, "One.dot")
	state := func(x int64) value.State { return value.NewState(value.Field{Name: "x", Value: value.Int(x)}) }
	require.NoError(t, g.Initial(state(0)))
	require.NoError(t, g.Step("Next", state(1), state(2)))
	require.ErrorContains(t, g.Step("Next", state(2), state(0)), "it ends there: no action is enabled")
	require.ErrorContains(t, g.Step("Up", state(0), state(1)), "the specification makes this step by [Next], not by Up")
}

func TestStatesOfOtherVariablesAreUnknown(t *testing.T) {
	g := load(t, "One.dot")
	one := value.Field{Name: "x", Value: value.Int(1)}
	more := value.NewState(one, value.Field{Name: "y", Value: value.Int(1)})
	other := value.NewState(value.Field{Name: "y", Value: value.Int(1)})
	require.ErrorContains(t, g.Initial(more), "its variables are [x y], those of the specification [x]")
	require.ErrorContains(t, g.Initial(other), "it has no variable x")
	require.ErrorContains(t, g.Initial(value.NewState(one)), "no initial state of the specification, though a state")
	require.False(t, g.Contains(other))
}

func TestCoverageAndUntaken(t *testing.T) {
	g := load(t, "Small.dot")
	zero, one, three, two := smallStates(t)
	require.Equal(t, 0, g.Visited())
	require.NoError(t, g.Initial(zero))
	require.NoError(t, g.Initial(one))
	require.NoError(t, g.Step("Up", one, three))
	require.NoError(t, g.Step("Twice", three, two))
	require.NoError(t, g.Step("Look", one, one))
	require.Error(t, g.Step("Up", zero, three))
	require.Equal(t, 4, g.Visited())

	cover := map[machine.Action]graph.Coverage{}
	edges := 0
	for _, c := range g.Coverage() {
		cover[c.Action] = c
		edges += c.Edges + c.Stutters
	}
	require.Equal(t, g.Edges(), edges)
	require.Equal(t, 1, cover["Up"].Taken)
	require.Equal(t, 1, cover["Twice"].Taken)
	require.Equal(t, 0, cover["Again"].Taken)
	require.Equal(t, 1, cover["Look"].TakenStutters)
	require.Equal(t, 0, cover["Look"].Edges)
	require.Equal(t, cover["Twice"].Edges, cover["Again"].Edges, "the dump has Twice twice")

	again := slices.DeleteFunc(g.Untaken(1), func(e graph.Edge) bool { return e.Action != "Again" })
	require.Equal(t, []graph.Edge{{Action: "Again", Before: three, After: two}}, again, "from the visited states first")
	for _, e := range g.Untaken(1000) {
		require.NotEqual(t, e.Before, e.After)
		require.NoError(t, g.Step(e.Action, e.Before, e.After))
	}
	require.Empty(t, g.Untaken(1))

	fresh := g.Fresh()
	require.Equal(t, 0, fresh.Visited())
	require.NotEmpty(t, fresh.Untaken(1))
	require.Equal(t, 20, g.Visited())
}

func TestStepMayBeAskedByManyAtOnce(t *testing.T) {
	g := load(t, "Small.dot")
	all := g.Untaken(1000)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for k := range all {
				if e := all[(k+i)%len(all)]; g.Step(e.Action, e.Before, e.After) != nil {
					t.Errorf("%s is refused", e.Action)
				}
			}
		})
	}
	wait.Wait()
	require.Empty(t, g.Untaken(1))
}

func TestReadSaysWhatIsWrongWithADump(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join("testdata", "One.dot"))
	require.NoError(t, err)
	text := string(whole)
	for name, c := range map[string]struct{ text, says string }{
		"cut":         {text[:len(text)-40], "the dump is cut short"},
		"empty":       {"", "the dump is cut short"},
		"half a line": {text[:strings.Index(text, ",style")-2], "line 5 of the dump: a label without its closing quote"},
		"no initial":  {strings.ReplaceAll(text, "style = filled", ""), "no initial state"},
		"no target":   {strings.Replace(text, `-686636423115914061 [label="x = 1"];`, "", 1), "an edge to the state -686636423115914061, which it does not show"},
		"two alike":   {strings.Replace(text, `"x = 2"`, `"x = 1"`, 1), "two states of the dump have the same values"},
		"twice":       {strings.Replace(text, `-7115858903467826205 [label="x`, `-686636423115914061 [label="x`, 1), "a state occurs twice"},
		"no value":    {strings.Replace(text, `"x = 2"`, `"x = {1"`, 1), "the value of x: no value of TLA+ at byte 2"},
		"lazy":        {strings.Replace(text, `"x = 2"`, `"x = SUBSET {1}"`, 1), "prints without its elements"},
		"other name":  {strings.Replace(text, `"x = 2"`, `"y = 2"`, 1), `found "y = 2", expected the variable x`},
		"no label":    {strings.Replace(text, `[label="x = 2"]`, ``, 1), "expected [label="},
		"print":       {strings.Replace(text, `-7115858903467826205 [`, `-71x [`, 1), "expected the fingerprint of a state"},
		"name":        {strings.Replace(text, `"x = 0"`, `"x! = 0"`, 1), "expected the name of a variable"},
	} {
		_, err := graph.Read(context.Background(), strings.NewReader(c.text))
		require.ErrorContains(t, err, c.says, name)
	}
	_, err = graph.ReadFile(context.Background(), filepath.Join("testdata", "Unlabeled.dot"))
	require.ErrorContains(t, err, "write the dump with -dump dot,actionlabels")
	_, err = graph.ReadFile(context.Background(), filepath.Join("testdata", "None.dot"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestReadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := graph.Read(ctx, strings.NewReader(strings.Repeat("\n", 5000)))
	require.ErrorIs(t, err, context.Canceled)
}

func TestReadTakesLinesOfAnyLength(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "One.dot"))
	require.NoError(t, err)
	long := `"` + strings.Repeat("long ", 1<<20) + `"`
	dump := strings.Replace(string(text), `"x = 2"`, `"x = `+strings.ReplaceAll(long, `"`, `\"`)+`"`, 1)
	dump = strings.Replace(dump, "{rank = same; ", "{rank = same; "+strings.Repeat("-3406341414084290173;", 1<<17), 1)
	g, err := graph.Read(context.Background(), strings.NewReader(dump))
	require.NoError(t, err)
	v, err := value.Parse(long)
	require.NoError(t, err)
	require.True(t, g.Contains(value.NewState(value.Field{Name: "x", Value: v})))
}

// What doc.go says of TLC.
func TestTLCDumpsWhatIsReliedOn(t *testing.T) {
	ctx := context.Background()
	checker, err := tlc.Find(ctx)
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	for _, name := range []string{"Small", "One"} {
		dump := filepath.Join(t.TempDir(), name+".dot")
		result, err := checker.Check(ctx, tlc.Model{Module: filepath.Join("testdata", name+".tla")}, tlc.Options{Dump: dump, Workers: 2})
		require.NoError(t, err)
		require.Nil(t, result.Violation)
		g, err := graph.ReadFile(ctx, dump)
		require.NoError(t, err)
		recorded := load(t, name+".dot")
		require.Equal(t, recorded.States(), g.States())
		require.Equal(t, recorded.Edges(), g.Edges())
		require.Equal(t, int64(g.States()), result.Distinct)
		for _, e := range recorded.Untaken(1000) {
			require.NoError(t, g.Step(e.Action, e.Before, e.After))
		}
		require.Empty(t, g.Untaken(1))
	}
}
