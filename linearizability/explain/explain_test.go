package explain

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// TestPartsAreCertified checks on random histories that what Explain returns proves the whole
// wrong: for the checker, and when written out as a history.
func TestPartsAreCertified(t *testing.T) {
	for name := range kinds {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			r := rand.New(rand.NewPCG(1, 2))
			wrong, smaller := 0, 0
			for range 1500 {
				h := randomHistory(r, name, 4+r.IntN(12))
				p := newProblem(t, m, h)
				if bruteForce(background, p) != engine.Invalid {
					continue
				}
				wrong++
				e, err := Explain(background, p, bruteForce, nil)
				require.NoError(t, err)
				verdict, err := certificate.CheckWitness(background, m, h, p.Index, e.Part, certificate.DefaultBudget)
				require.Equal(t, certificate.Certified, verdict, "%v", err)
				require.Equal(t, engine.Invalid, bruteForce(background, newProblem(t, m, SubHistory(h, e.Part.Ops, e.Part.Cut))))
				require.True(t, e.Exact)
				requireEarliest(t, p, e.Earliest)
				require.NotEmpty(t, e.Sentence)
				requireWholeValues(t, m, h, e.Part)
				if len(e.Part.Ops) < p.Len() {
					smaller++
				}
			}
			require.Greater(t, wrong, 100)
			require.Greater(t, smaller, wrong/2)
		})
	}
}

// requireEarliest checks by going through all prefixes that the first that is not linearizable
// ends at an operation.
func requireEarliest(t *testing.T, p *engine.Problem, earliest int32) {
	t.Helper()
	for moment := range int32(2 * p.Len()) {
		prefix, err := Prefix(p, moment)
		require.NoError(t, err)
		if bruteForce(background, prefix) != engine.Invalid {
			continue
		}
		at := slices.Index(p.Return, moment)
		require.GreaterOrEqual(t, at, 0)
		require.Equal(t, p.Index[at], earliest)
		return
	}
	require.Fail(t, "no prefix is wrong")
}

// requireWholeValues checks that no write is left out while a read or write of its value is kept.
func requireWholeValues(t *testing.T, m model.Model, h *history.History, w certificate.Witness) {
	t.Helper()
	if m.Name() != "register" {
		return
	}
	kept := map[history.Value]bool{}
	for _, i := range w.Ops {
		op := &h.Operations[i]
		if op.F == "write" {
			kept[op.Input] = true
		} else if op.Return <= w.Cut {
			kept[op.Output] = true
		}
	}
	for i, op := range h.Operations {
		if op.F == "write" && op.Status != history.Fail && op.Call <= w.Cut && kept[op.Input] {
			require.Contains(t, w.Ops, int32(i))
		}
	}
}

func TestPrefixesAreMonotone(t *testing.T) {
	models := map[string]model.Model{}
	var names []string
	for name := range kinds {
		names = append(names, name)
		models[name] = newModel(t, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "model")
		seed := rapid.Uint64().Draw(t, "seed")
		h := randomHistory(rand.New(rand.NewPCG(seed, 1)), name, 8)
		p, err := engine.NewProblem(models[name], h)
		require.NoError(t, err)
		wrong := false
		for moment := range int32(2 * p.Len()) {
			prefix, err := Prefix(p, moment)
			require.NoError(t, err)
			now := bruteForce(background, prefix) == engine.Invalid
			require.False(t, wrong && !now, "prefix %d is linearizable, though a shorter one is not", moment)
			wrong = now
		}
		require.Equal(t, bruteForce(background, p) == engine.Invalid, wrong)
	})
}

// staleRead is a history in which process 4 reads 3 long after 3 was overwritten, in the middle
// of other operations.
func staleRead() *history.History {
	v := history.Int
	return &history.History{Operations: []history.Operation{
		done(1, "write", v(7), 0, 1),
		done(3, "read", v(7), 2, 3),
		done(1, "write", v(3), 4, 5),
		done(3, "read", v(3), 6, 7),
		done(1, "write", v(1), 8, 10),
		done(2, "write", v(2), 9, 11),
		done(4, "read", v(3), 12, 13),
		done(1, "write", v(9), 14, 15),
		done(3, "read", v(9), 16, 17),
	}}
}

func TestExplainStaleRead(t *testing.T) {
	h := staleRead()
	p := newProblem(t, newModel(t, "register"), h)
	e, err := Explain(background, p, bruteForce, nil)
	require.NoError(t, err)
	require.Equal(t, int32(6), e.Earliest)
	require.True(t, e.Exact)
	require.Equal(t, "read -> 3 (process 4, line 13) cannot be placed: when it ran, the register could only hold 1 or 2.", e.Sentence)
	require.Equal(t, []string{"1", "2"}, e.StatesBefore)
	require.True(t, e.WholeStates)
	require.Len(t, e.Part.Ops, 3, "the write of 3, a write after it, and the read")
	require.Contains(t, e.Part.Ops, int32(2))
	require.Contains(t, e.Part.Ops, int32(6))
	require.Equal(t, int64(13), e.Part.Cut)
}

func TestExplainStartsFromTheWitness(t *testing.T) {
	h := staleRead()
	p := newProblem(t, newModel(t, "register"), h)
	asked := 0
	decide := func(ctx context.Context, p *engine.Problem) engine.Outcome {
		asked++
		return bruteForce(ctx, p)
	}
	w := &engine.Witness{Pattern: "stale read", Reason: "It read 3.", Ops: []int32{2, 3, 5, 6}, Cut: engine.Never}
	e, err := Explain(background, p, decide, w)
	require.NoError(t, err)
	require.Equal(t, []int32{2, 5, 6}, e.Part.Ops)
	require.Equal(t, "It read 3.", e.Sentence)
	require.Equal(t, "stale read", e.Pattern)
	require.Equal(t, []string{"1", "2"}, e.StatesBefore)

	// A witness that leaves out the write of what is read proves nothing.
	w = &engine.Witness{Pattern: "stale read", Reason: "It read 3.", Ops: []int32{3, 4, 5, 6}, Cut: engine.Never}
	e, err = Explain(background, p, decide, w)
	require.NoError(t, err)
	require.NotEqual(t, "It read 3.", e.Sentence)
	require.Empty(t, e.Pattern)
	verdict, err := certificate.CheckWitness(background, p.Model, h, p.Index, e.Part, certificate.DefaultBudget)
	require.Equal(t, certificate.Certified, verdict, "%v", err)
}

func TestExplainQueue(t *testing.T) {
	v := history.Int
	h := &history.History{Operations: []history.Operation{
		done(1, "enqueue", v(1), 0, 1),
		done(1, "enqueue", v(2), 2, 3),
		done(2, "enqueue", v(3), 4, 5),
		done(3, "dequeue", v(2), 6, 7),
		done(3, "dequeue", v(1), 8, 9),
	}}
	p := newProblem(t, newModel(t, "queue"), h)
	e, err := Explain(background, p, bruteForce, nil)
	require.NoError(t, err)
	require.Equal(t, "dequeue -> 2 (process 3, line 7) cannot be placed: when it ran, the queue could only be [1 2 3].", e.Sentence)
	require.Equal(t, []int32{0, 1, 3}, e.Part.Ops)
}

func TestExplainNeedsTheRest(t *testing.T) {
	// The write fits anywhere: only with the reads around it there is no order.
	v := history.Int
	h := &history.History{Operations: []history.Operation{
		done(1, "write", v(1), 0, 1),
		done(2, "write", v(2), 2, 20),
		done(3, "read", v(1), 4, 21),
		done(4, "read", v(2), 5, 6),
		done(5, "read", v(1), 7, 8),
	}}
	p := newProblem(t, newModel(t, "register"), h)
	e, err := Explain(background, p, bruteForce, nil)
	require.NoError(t, err)
	require.Equal(t, "read -> 1 (process 5, line 8) cannot be placed: when it ran, the register could only hold 2.", e.Sentence)
	require.Equal(t, []int32{0, 1, 3, 4}, e.Part.Ops)
	require.Equal(t, engine.Invalid, bruteForce(background, newProblem(t, p.Model, SubHistory(h, e.Part.Ops, e.Part.Cut))))
}

func TestExplainAccepting(t *testing.T) {
	// A write that returns too late for what others saw: it could happen at any time.
	v := history.Int
	h := &history.History{Operations: []history.Operation{
		done(1, "read", history.Nil, 0, 20),
		done(2, "write", v(1), 2, 4),
		done(3, "read", history.Nil, 5, 6),
	}}
	p := newProblem(t, newModel(t, "register"), h)
	e, err := Explain(background, p, bruteForce, nil)
	require.NoError(t, err)
	require.Equal(t, "read -> nil (process 3, line 6) cannot be placed: when it ran, the register could only hold 1.", e.Sentence)

	lock := &history.History{Operations: []history.Operation{
		done(1, "acquire", history.Nil, 0, 1),
		done(2, "acquire", history.Nil, 2, 9),
		done(3, "acquire", history.Nil, 3, 10),
		done(1, "release", history.Nil, 4, 5),
	}}
	e, err = Explain(background, newProblem(t, newModel(t, "mutex"), lock), bruteForce, nil)
	require.NoError(t, err)
	require.Contains(t, e.Sentence, "acquire (process 3, line 4)")
	require.Contains(t, e.Sentence, "and no order that goes on from there explains the other results.")
}

func TestExplainWhenTimeIsOver(t *testing.T) {
	ended, end := context.WithCancel(background)
	end()
	h := staleRead()
	p := newProblem(t, newModel(t, "register"), h)
	e, err := Explain(ended, p, bruteForce, nil)
	require.NoError(t, err)
	require.False(t, e.Exact)
	require.Len(t, e.Part.Ops, p.Len())
	require.Equal(t, int64(history.Never), e.Part.Cut)
	require.Contains(t, e.Sentence, "No order of the 9 operations")
}

func TestExplainWithoutDecisions(t *testing.T) {
	undecided := func(context.Context, *engine.Problem) engine.Outcome { return engine.Undecided }
	h := staleRead()
	p := newProblem(t, newModel(t, "register"), h)
	e, err := Explain(background, p, undecided, nil)
	require.NoError(t, err)
	require.False(t, e.Exact)
	verdict, err := certificate.CheckWitness(background, p.Model, h, p.Index, e.Part, certificate.DefaultBudget)
	require.Equal(t, certificate.Certified, verdict, "%v", err)
}

func TestExplainLinearizable(t *testing.T) {
	h := &history.History{Operations: []history.Operation{{F: "write", Input: history.Int(1), Return: history.Never}}}
	_, err := Explain(background, newProblem(t, newModel(t, "register"), h), bruteForce, nil)
	require.ErrorContains(t, err, "the history is linearizable")
}

func TestSubHistory(t *testing.T) {
	h := staleRead()
	sub := SubHistory(h, []int32{5, 4, 4, 8}, 10)
	require.Len(t, sub.Operations, 2)
	require.Equal(t, h.Operations[4], sub.Operations[0])
	want := h.Operations[5]
	want.Status, want.Return, want.ReturnTime = history.Info, history.Never, history.NoTime
	require.Equal(t, want, sub.Operations[1])
}

func TestList(t *testing.T) {
	require.Equal(t, "1", list([]string{"1"}))
	require.Equal(t, "1 or 2", list([]string{"1", "2"}))
	require.Equal(t, "1, 2, 3, 4 or 5", list([]string{"1", "2", "3", "4", "5"}))
	require.Equal(t, "1, 2, 3, 4, 5 or 2 others", list([]string{"1", "2", "3", "4", "5", "6", "7"}))
}

func TestShorten(t *testing.T) {
	require.Equal(t, "short", engine.Shorten("short"))
	long := "begin" + string(make([]byte, 200)) + "end"
	require.Len(t, engine.Shorten(long), 80+len("..."))
	require.Contains(t, engine.Shorten(long), "begin")
	require.Contains(t, engine.Shorten(long), "end")
}

func TestPrefix(t *testing.T) {
	v := history.Int
	h := &history.History{Operations: []history.Operation{
		done(1, "enqueue", v(1), 0, 9),                                          // moments 0, 5
		{Process: 2, F: "enqueue", Input: v(2), Call: 1, Return: history.Never}, // 1
		done(3, "dequeue", v(1), 2, 3),                                          // 2, 3
		done(4, "dequeue", v(2), 4, 10),                                         // 4, 6
		done(5, "enqueue", v(3), 11, 12),                                        // 7, 8
	}}
	p := newProblem(t, newModel(t, "queue"), h)
	prefix, err := Prefix(p, 4)
	require.NoError(t, err)
	require.Equal(t, []int32{0, 1, 2, 3}, prefix.Index)
	require.Equal(t, []int32{0, 1, 2, 4}, prefix.Call)
	require.Equal(t, []int32{engine.Never, engine.Never, 3, engine.Never}, prefix.Return)
	require.Equal(t, model.Action{Op: model.Insert, A: v(1)}, *prefix.Action(0))
	require.Equal(t, model.Action{Op: model.Remove}, *prefix.Action(3), "what it gets is not known yet")
	require.Equal(t, model.Action{Op: model.Remove, Known: true, A: v(1)}, *prefix.Action(2))

	// Pending reads are no operations.
	p = newProblem(t, newModel(t, "register"), &history.History{Operations: []history.Operation{done(1, "read", v(1), 0, 3), done(1, "write", v(1), 1, 2)}})
	prefix, err = Prefix(p, 2)
	require.NoError(t, err)
	require.Equal(t, []int32{1}, prefix.Index)
	require.Equal(t, []int32{0}, prefix.Call)
	require.Equal(t, []int32{1}, prefix.Return)
}

func TestExplainStatesLeadToAnOrder(t *testing.T) {
	// In the state 2 the read of 1 would be without explanation.
	v := history.Int
	h := &history.History{Operations: []history.Operation{
		done(1, "write", v(1), 0, 10), done(2, "write", v(2), 0, 10), done(3, "read", v(1), 11, 13), done(4, "read", v(7), 12, 14),
	}}
	e, err := Explain(background, newProblem(t, newModel(t, "register"), h), bruteForce, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"1"}, e.StatesBefore)
}

func TestShrinkTrustsOnlyDecisions(t *testing.T) {
	// Neither the brute force nor decide can decide this, so that no part of it is known to be
	// wrong.
	h := &history.History{}
	for i := range int64(16) {
		h.Operations = append(h.Operations, done(i, "write", history.Int(i), 0, 100))
	}
	h.Operations = append(h.Operations, done(20, "read", history.Int(1), 101, 102), done(21, "read", history.Int(99), 103, 104))
	m := struct{ model.Model }{newModel(t, "register")} // hides Touches
	undecided := func(context.Context, *engine.Problem) engine.Outcome { return engine.Undecided }
	p := newProblem(t, m, h)
	w, err := Shrink(background, p, undecided, nil)
	require.NoError(t, err)
	require.Len(t, w.Ops, p.Len())
	require.Equal(t, int64(history.Never), w.Cut)

	// With an engine that can, a read goes.
	knowing := func(_ context.Context, p *engine.Problem) engine.Outcome {
		for i := range int32(p.Len()) {
			if a := p.Action(i); a.Op == model.Read && a.A == history.Int(99) {
				return engine.Invalid
			}
		}
		return engine.Valid
	}
	w, err = Shrink(background, p, knowing, nil)
	require.NoError(t, err)
	require.Len(t, w.Ops, p.Len()-1)
	require.Equal(t, int64(104), w.Cut)
}
