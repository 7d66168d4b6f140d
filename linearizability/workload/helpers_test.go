package workload

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

// event makes an event of a process; build gives it its line.
func event(typ history.EventType, process int64, f string, value history.Value) history.Event {
	return history.Event{Type: typ, Process: process, HasProcess: true, F: f, Value: value, Time: history.NoTime}
}

func invoke(process int64, f string, value history.Value) history.Event {
	return event(history.EventInvoke, process, f, value)
}

func ok(process int64, f string, value history.Value) history.Event {
	return event(history.EventOK, process, f, value)
}

func fail(process int64, f string, value history.Value) history.Event {
	return event(history.EventFail, process, f, value)
}

func info(process int64, f string, value history.Value) history.Event {
	return event(history.EventInfo, process, f, value)
}

// whole is an operation that nothing interrupts.
func whole(process int64, f string, input, output history.Value) []history.Event {
	return []history.Event{invoke(process, f, input), ok(process, f, output)}
}

func events(parts ...any) []history.Event {
	var all []history.Event
	for _, p := range parts {
		switch p := p.(type) {
		case history.Event:
			all = append(all, p)
		case []history.Event:
			all = append(all, p...)
		}
	}
	return all
}

// onKey moves events to an independent key.
func onKey(key history.Value, events []history.Event) []history.Event {
	for i := range events {
		events[i].Key = key
	}
	return events
}

func build(t require.TestingT, events []history.Event) *history.History {
	b := history.Builder{Name: "test"}
	for i, e := range events {
		e.Line = i + 1
		require.NoError(t, b.Add(e))
	}
	return b.History()
}

func num(n int64) history.Value { return history.Int(n) }

func list(ns ...int64) history.Value { return history.List(nums(ns)...) }

func set(ns ...int64) history.Value { return history.Set(nums(ns)...) }

func nums(ns []int64) []history.Value {
	values := make([]history.Value, len(ns))
	for i, n := range ns {
		values[i] = num(n)
	}
	return values
}

// accounts makes a map of accounts 0, 1... to balances.
func accounts(balances ...int64) history.Value {
	entries := make([]history.Entry, len(balances))
	for i, n := range balances {
		entries[i] = history.Entry{Key: num(int64(i)), Value: num(n)}
	}
	return history.Map(entries...)
}

// txn makes a transaction of accesses of keys 0, 1... with the given values; 0 stands for nil.
func txn(f string, values ...int64) history.Value {
	accesses := make([]history.Value, len(values))
	for k, n := range values {
		v := history.Nil
		if n != 0 {
			v = num(n)
		}
		accesses[k] = history.List(history.Keyword(f), num(int64(k)), v)
	}
	return history.List(accesses...)
}

func write(key int64) history.Value {
	return history.List(history.List(history.Keyword("w"), num(key), num(1)))
}

func mustNew(t require.TestingT, name string) Check {
	c, err := New(name)
	require.NoError(t, err)
	return c
}

// want is what a test expects of a verdict.
type want struct {
	outcome engine.Outcome
	kinds   []string
	stats   map[string]int64
}

func requireVerdict(t *testing.T, want want, v Verdict) {
	t.Helper()
	require.Equal(t, want.outcome, v.Outcome, "%+v", v)
	var kinds []string
	for _, f := range v.Findings {
		kinds = append(kinds, f.Kind)
	}
	require.Equal(t, want.kinds, kinds, "%+v", v)
	require.Equal(t, v.Outcome == engine.Undecided, v.Why != "", "a reason if and only if undecided")
	stats := map[string]int64{}
	for _, s := range v.Stats {
		stats[s.Name] = s.Count
	}
	for name, n := range want.stats {
		require.Contains(t, stats, name)
		require.Equal(t, n, stats[name], name)
	}
}

// requireEvidence holds every finding to what the package promises: its operations alone show the
// same violation.
func requireEvidence(t require.TestingT, c Check, h *history.History, o Options, v Verdict) {
	for _, f := range v.Findings {
		require.NotEmpty(t, f.Sentence)
		require.NotEmpty(t, f.Ops)
		alone := &history.History{Name: h.Name}
		for k, i := range f.Ops {
			if k > 0 {
				require.Less(t, f.Ops[k-1], i, "operations in increasing order, none twice")
			}
			alone.Operations = append(alone.Operations, h.Operations[i])
		}
		again, err := c.Run(alone, o)
		require.NoError(t, err)
		require.Equal(t, engine.Invalid, again.Outcome, "%s: %s", f.Kind, f.Sentence)
		var kinds []string
		for _, g := range again.Findings {
			kinds = append(kinds, g.Kind)
		}
		require.Contains(t, kinds, f.Kind, f.Sentence)
	}
}

// testCase is one history and what a check says of it.
type testCase struct {
	name    string
	events  []history.Event
	options Options
	want    want
}

func runCases(t *testing.T, check string, cases []testCase) {
	c := mustNew(t, check)
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			h := build(t, test.events)
			v, err := c.Run(h, test.options)
			require.NoError(t, err)
			requireVerdict(t, test.want, v)
			requireEvidence(t, c, h, test.options, v)
		})
	}
}

// errorCase is a history that a check must refuse.
type errorCase struct {
	name   string
	events []history.Event
	line   int
	msg    string
}

func runErrorCases(t *testing.T, check string, cases []errorCase) {
	c := mustNew(t, check)
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			_, err := c.Run(build(t, test.events), Options{})
			var flaw *history.Error
			require.ErrorAs(t, err, &flaw)
			require.Equal(t, test.line, flaw.Line, err)
			require.Equal(t, "test", flaw.Name)
			require.Contains(t, flaw.Msg, test.msg)
			require.Contains(t, flaw.Msg, "expected")
		})
	}
}
