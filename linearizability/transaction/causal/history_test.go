package causal_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// parse makes a history of sessions such as
//
//	w x 1, r y -
//	r x 1
//
// where - is the initial value, w! a write that failed, and w? one of unknown outcome.
func parse(t testing.TB, text string) *txn.History {
	t.Helper()
	h := &history.History{Name: "test", Untimed: true}
	for process, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for _, op := range strings.Split(line, ",") {
			f := strings.Fields(op)
			require.Len(t, f, 3, op)
			h.Operations = append(h.Operations, operation(int64(process), int64(len(h.Operations)), f[0], f[1], f[2]))
		}
	}
	return decode(t, h)
}

func operation(process, at int64, do, key, value string) history.Operation {
	v := history.Nil
	if value != "-" {
		i, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			panic(err)
		}
		v = history.Int(i)
	}
	op := history.Operation{Process: process, F: "txn", Call: at, Return: at, Status: history.OK}
	asked := v
	if do[0] == 'r' {
		asked = history.Nil
	}
	op.Input = history.List(history.List(history.Keyword(do[:1]), history.Keyword(key), asked))
	op.Output = history.List(history.List(history.Keyword(do[:1]), history.Keyword(key), v))
	switch strings.TrimLeft(do, "rw") {
	case "!":
		op.Status = history.Fail
	case "?":
		op.Status, op.Return = history.Info, history.Never
	}
	return op
}

func decode(t testing.TB, h *history.History) *txn.History {
	t.Helper()
	d, err := txn.Decode(h, txn.Options{Model: txn.Registers})
	require.NoError(t, err)
	return d
}

// shape says what random histories look like.
type shape struct {
	operations, sessions, keys int
	// faults lets operations fail, end unknown and read what nobody wrote, or what is written only later.
	faults bool
	// initial is the share of reads that return the initial value though there is another.
	initial float64
	writes  float64
}

// small is the shape of a history that the definitions can decide.
func small(rng *rand.Rand, operations int) shape {
	return shape{
		operations: operations, sessions: 1 + rng.IntN(3), keys: 1 + rng.IntN(2),
		faults: rng.IntN(4) == 0, initial: 0.4 * float64(rng.IntN(2)), writes: 0.3 + 0.3*rng.Float64(),
	}
}

// random makes a history in which reads return anything.
func random(t testing.TB, rng *rand.Rand, s shape) *txn.History {
	t.Helper()
	h := &history.History{Name: "random", Untimed: true}
	keys, written := make([]int, s.operations), make([][]string, s.keys)
	writes := make([]bool, s.operations)
	for i := range keys {
		keys[i], writes[i] = rng.IntN(s.keys), rng.Float64() < s.writes
		if s.faults && writes[i] {
			written[keys[i]] = append(written[keys[i]], strconv.Itoa(i+1))
		}
	}
	for i, k := range keys {
		do, value := "w", strconv.Itoa(i+1)
		switch {
		case !writes[i]:
			do, value = "r", s.returned(rng, written[k])
		case !s.faults:
			written[k] = append(written[k], value)
		case rng.IntN(20) == 0:
			do = "w!"
		case rng.IntN(8) == 0:
			do = "w?"
		}
		h.Operations = append(h.Operations, operation(int64(rng.IntN(s.sessions)), int64(i), do, string(rune('x'+k)), value))
	}
	return decode(t, h)
}

// returned draws what a read returns.
func (s shape) returned(rng *rand.Rand, written []string) string {
	switch {
	case s.faults && rng.IntN(40) == 0:
		return "99"
	case len(written) == 0 || rng.Float64() < s.initial:
		return "-"
	}
	return written[rng.IntN(len(written))]
}

// show writes a history as parse reads it.
func show(h *txn.History) string {
	var b strings.Builder
	for _, session := range h.Sessions {
		for i, t := range session {
			if i > 0 {
				b.WriteString(", ")
			}
			if len(h.Txns[t].Ops) == 0 {
				b.WriteString("r? - -")
				continue
			}
			b.WriteString(h.FormatOp(t, 0) + map[history.Status]string{history.Fail: "!", history.Info: "?"}[h.Txns[t].Status])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
