package trace_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/trace"
)

func queue(t *testing.T) *eval.Program {
	t.Helper()
	m, err := tla.Load(os.DirFS("testdata"), "Queue.cfg")
	require.NoError(t, err)
	return m.Program
}

func check(t *testing.T, text string, o trace.Options) (*trace.Result, error) {
	t.Helper()
	return trace.Check(t.Context(), queue(t), strings.NewReader(text), o)
}

// accepted checks a trace that is one of Queue, and returns what is known of it.
func accepted(t *testing.T, text string, o trace.Options) *trace.Result {
	t.Helper()
	r, err := check(t, text, o)
	require.NoError(t, err)
	require.Nil(t, r.Failure, "%v", r.Failure)
	return r
}

func TestAKeptTraceOfAllThereIs(t *testing.T) {
	kept, err := os.ReadFile("testdata/whole.ndjson")
	require.NoError(t, err)
	r := accepted(t, string(kept), trace.Options{})
	require.Equal(t, 6, r.Events)
	require.Equal(t, 1, r.Most)
	require.Equal(t, []string{"queue", "taken", "owner"}, r.Variables)
	var actions []string
	var lines []int
	for _, s := range r.Behavior {
		actions, lines = append(actions, s.Action), append(lines, s.Line)
	}
	require.Equal(t, []string{"", "Put", "Own", "Put", "Take", "Take"}, actions)
	require.Equal(t, []int{1, 2, 3, 4, 6, 7}, lines)
	require.Equal(t, `{"a", "b"}`, r.Behavior[5].State[1].String())
}

func TestVariablesThatAreNotLogged(t *testing.T) {
	r := accepted(t, `{"state": {}}
		{"action": "Put", "state": {}}
		{"action": "Put"}
		{"action": "Take", "state": {"taken": {"#set": ["b"]}}}`, trace.Options{})
	require.Equal(t, 8, r.Most, "two owners, and two items twice")
	require.Equal(t, 4, r.Candidates)
	require.Equal(t, `<<"b">>`, r.Behavior[1].State[0].String(), "what was put first is known from the end")
}

func TestATraceMayBeginWithAnAction(t *testing.T) {
	r := accepted(t, `{"action": "Own", "state": {"owner": 2}}`, trace.Options{})
	require.Len(t, r.Behavior, 2)
	require.Equal(t, "Nobody", r.Behavior[0].State[2].String())
}

func TestStepsThatAreNotLogged(t *testing.T) {
	text := `{"state": {"queue": [], "owner": 1}}
		{"action": "Take", "state": {"taken": {"#set": ["b"]}}}
		{"action": "Take", "state": {"queue": []}}`
	for hidden, fits := range []bool{false, true, true} {
		r, err := check(t, text, trace.Options{Hidden: hidden})
		require.NoError(t, err)
		require.Equal(t, fits, r.Failure == nil, "%v", r.Failure)
		if !fits {
			require.Equal(t, 2, r.Failure.Line)
			continue
		}
		put := r.Behavior[1]
		require.Equal(t, "Put", put.Action)
		require.Zero(t, put.Line)
		require.Equal(t, `<<"b">>`, put.State[0].String())
	}
}

func TestEventsWithoutAnAction(t *testing.T) {
	r := accepted(t, `{"state": {"queue": [], "owner": 1}}
		{"state": {"queue": []}}
		{"state": {"queue": ["a"]}}
		{"tla": "queue = <<\"a\">> /\\ taken = {} /\\ owner = 1"}`, trace.Options{})
	require.Equal(t, "Put", r.Behavior[2].Action, "the specification's name")
}

func TestActionsThatMayStutter(t *testing.T) {
	text := `{"state": {"queue": [], "owner": 1}}
		{"action": "Refuse", "state": {"owner": 1}}`
	accepted(t, text, trace.Options{Stutters: []string{"Refuse"}})
	_, err := check(t, text, trace.Options{})
	var unknown *eval.UnknownActionError
	require.ErrorAs(t, err, &unknown)
	require.ErrorContains(t, err, "line 2 of the trace: the next-state relation has no action Refuse")
	r, err := check(t, strings.ReplaceAll(text, `"Refuse", "state": {"owner": 1}`, `"Refuse", "state": {"owner": 2}`), trace.Options{Stutters: []string{"Refuse"}})
	require.NoError(t, err)
	require.Equal(t, 2, r.Failure.Line)
}

func TestTracesThatAreNone(t *testing.T) {
	const begin = `{"state": {"queue": [], "taken": {"#set": []}, "owner": 1}}` + "\n"
	for name, c := range map[string]struct {
		text string
		line int
		says []string
	}{
		"initial": {
			`{"state": {"queue": [], "taken": {"#set": []}, "owner": 2}}`, 1,
			[]string{"line 1: the initial state is none of the specification: the initial predicate is not true of this state", `owner \in {Nobody, 1}`, "left: 2"},
		},
		"initial in part": {`{"state": {"owner": 2}}`, 1, []string{"the nearest initial state differs\n  owner is 2, the specification has "}},
		"guard": {
			begin + `{"action": "Take", "state": {"queue": [], "taken": {"#set": []}, "owner": 1}}`, 2,
			[]string{"line 2: the step Take is none of the specification: the step is none of Take: 3 of 4 conjuncts", "queue # <<>>", "the step changes no variable"},
		},
		"effect": {
			begin + `{"action": "Put", "state": {"queue": ["c"], "taken": {"#set": []}, "owner": 1}}`, 2,
			[]string{`1 of 4 conjuncts do not hold, at best, with x = "a"`, `queue[1] is "c", the specification requires "a"`, "Queue.tla:12:14: queue' = Append(queue, x)"},
		},
		"another action": {
			begin + `{"action": "Take", "state": {"queue": ["a"], "taken": {"#set": []}, "owner": 1}}`, 2,
			[]string{`it is a step of Put with x = "a"`},
		},
		"another action in part": {begin + `{"action": "Own", "state": {"queue": ["a"]}}`, 2, []string{"line 2: the step Own is none of the specification: it fits a step Put"}},
		"nearest": {
			begin + `{"action": "Put"}` + "\n\n" + `{"action": "Take", "state": {"queue": ["b"], "taken": {"#set": ["a"]}}}`, 4,
			[]string{"line 4: the step Take", "from any of the 2 states", "the nearest step, Take, differs", `queue[1] is "b", the specification has none`, `state before the step:` + "\n  /\\ queue = <<\"a\">>"},
		},
		"other kinds": {begin + `{"action": "Put", "state": {"queue": 3, "taken": {"#set": []}, "owner": 1}}`, 2, []string{`queue is 3, the specification requires <<"a">>`}},
	} {
		r, err := check(t, c.text, trace.Options{})
		require.NoError(t, err, name)
		require.NotNil(t, r.Failure, name)
		require.Equal(t, c.line, r.Failure.Line, name)
		for _, says := range c.says {
			require.Contains(t, r.Failure.Error(), says, name)
		}
	}
}

func TestBadLines(t *testing.T) {
	for text, says := range map[string]string{
		`{"state": {"queue": null}}`:                               `line 1 of the trace: the variable queue: null is no value`,
		"\n{\"state\": {\"queue\": 1.5}}":                          `line 2 of the trace: the variable queue: 1.5 is no integer`,
		`{"state": {"que": 1}}`:                                    `the specification has no variable que; its variables are [queue taken owner]`,
		`{"stat": {}}`:                                             `unknown field "stat"`,
		`{"state": {}} {"state": {}}`:                              `expected one event a line`,
		`[1]`:                                                      `line 1 of the trace: expected {"action"`,
		`{"state": {}`:                                             `unexpected EOF`,
		`{"state": {"queue": {"#set": 1}}}`:                        `"#set" expects an array`,
		`{"state": {"queue": {"#set": [1, "a"]}}}`:                 `the variable queue: `,
		`{"state": {"queue": {"#map": [[1]]}}}`:                    `pairs [argument, value]`,
		`{"state": {"queue": {"#map": [[1, 2], [1, 3]]}}}`:         `"#map" has two values for 1`,
		`{"state": {"queue": {"#model": 1}}}`:                      `"#model" expects the name`,
		`{"state": {"queue": {"#tla": "<<1"}}}`:                    `the variable queue: `,
		`{"state": {"queue": {"#of": 1}}}`:                         `"#of" is not known`,
		`{"state": {"queue": {"#set": [], "a": 1}}}`:               `the object with "#set" has other fields`,
		`{"state": {"queue": {"a": [null]}}}`:                      `field a: null is no value`,
		`{"tla": "queue = "}`:                                      `line 1 of the trace: "tla": `,
		`{"tla": "/\\ queue = 1 /\\ que = 2"}`:                     `the specification has no variable que`,
		`{"state": {"queue": 1}, "tla": "queue = 1"}`:              `the variable queue is both in "state" and in "tla"`,
		"{\"state\": {}}\n{\"action\": \"Putt\", \"state\": {}}\n": `line 2 of the trace: the next-state relation has no action Putt (Put?)`,
	} {
		_, err := check(t, text, trace.Options{})
		require.ErrorContains(t, err, says, text)
		var bad *trace.LineError
		require.ErrorAs(t, err, &bad, text)
		require.Equal(t, 1, strings.Count(err.Error(), "of the trace"), err)
	}
}

func TestTracesThatShowNothing(t *testing.T) {
	for _, text := range []string{"", "\n \n"} {
		_, err := check(t, text, trace.Options{})
		require.ErrorIs(t, err, trace.ErrEmpty)
	}
}

func TestLimits(t *testing.T) {
	for _, o := range []trace.Options{{Hidden: -1}, {MaxCandidates: -1}} {
		_, err := check(t, `{"state": {}}`, o)
		require.ErrorContains(t, err, "expected 0 or more")
	}
	_, err := check(t, "{\"state\": {}}\n{\"action\": \"Put\"}", trace.Options{MaxCandidates: 3})
	require.ErrorIs(t, err, trace.ErrTooManyCandidates)
	require.ErrorContains(t, err, "at line 2 of the trace")
	_, err = check(t, `{"state": {}}`, trace.Options{MaxCandidates: 1})
	require.ErrorIs(t, err, trace.ErrTooManyCandidates)
	_, err = check(t, "{\"state\": {}}\n{\"action\": \"Put\"}", trace.Options{MaxCandidates: 5, Hidden: 3})
	require.ErrorIs(t, err, trace.ErrTooManyCandidates)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = trace.Check(ctx, queue(t), strings.NewReader(`{"state": {}}`), trace.Options{})
	require.ErrorIs(t, err, context.Canceled)
}
