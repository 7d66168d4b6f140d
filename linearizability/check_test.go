package linearizability_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// read reads a history of EDN maps.
func read(t testing.TB, lines ...string) *history.History {
	t.Helper()
	h, _, err := format.Read(context.Background(), strings.NewReader(strings.Join(lines, "\n")), "test", format.Options{})
	require.NoError(t, err)
	return h
}

func newModel(t testing.TB, name string, o model.Options) model.Model {
	t.Helper()
	m, err := model.New(name, o)
	require.NoError(t, err)
	return m
}

func check(t testing.TB, m model.Model, h *history.History, o linearizability.Options) *linearizability.Verdict {
	t.Helper()
	v, err := linearizability.Check(context.Background(), m, h, o)
	require.NoError(t, err)
	return v
}

// ops writes operations that follow one another: "0 write 1" or "1 read -> 2".
func ops(steps ...string) []string {
	var lines []string
	for _, s := range steps {
		w := strings.Fields(s)
		input, output := w[2], w[2]
		if w[2] == "->" {
			input, output = "nil", w[3]
		}
		lines = append(lines,
			fmt.Sprintf("{:type :invoke, :process %s, :f :%s, :value %s}", w[0], w[1], input),
			fmt.Sprintf("{:type :ok, :process %s, :f :%s, :value %s}", w[0], w[1], output))
	}
	return lines
}

func TestKeysAreCheckedOneByOne(t *testing.T) {
	h := read(t, ops("0 write 1", "0 write 1", "1 read -> 1", "1 read -> nil")...)
	x, y := history.Keyword("x"), history.Keyword("y")
	h.Operations[0].Key, h.Operations[1].Key, h.Operations[2].Key, h.Operations[3].Key = x, y, x, y
	v := check(t, newModel(t, "register", model.Options{}), h, linearizability.Options{All: true})
	require.Equal(t, engine.Invalid, v.Outcome)
	require.True(t, v.Certified, v.Why)
	require.Len(t, v.Parts, 2)
	require.Equal(t, engine.Valid, v.Parts[0].Outcome)
	require.True(t, v.Parts[0].Certified)
	require.Equal(t, y, v.Failed.Key)
}

// TestSequentialConsistencyIsNotLocal has two registers, each of which alone is sequentially
// consistent, while the two together are not (Herlihy & Wing 1990, section 3.3).
func TestSequentialConsistencyIsNotLocal(t *testing.T) {
	h := read(t, ops("0 put 1", "1 put 1", "0 get -> 0", "1 get -> 0")...)
	x, y := history.Keyword("x"), history.Keyword("y")
	h.Operations[0].Key, h.Operations[1].Key, h.Operations[2].Key, h.Operations[3].Key = x, y, y, x
	m := newModel(t, "kv", model.Options{Init: history.Int(0), HasInit: true})
	both := check(t, m, h, linearizability.Options{Consistency: linearizability.Sequential})
	require.Equal(t, engine.Invalid, both.Outcome)
	require.False(t, both.Certified)
	require.Contains(t, both.Why, "uncertified")
	for _, key := range []history.Value{x, y} {
		part := &history.History{Name: "part"}
		for _, op := range h.Operations {
			if op.Key == key {
				part.Operations = append(part.Operations, op)
			}
		}
		v := check(t, m, part, linearizability.Options{Consistency: linearizability.Sequential})
		require.Equal(t, engine.Valid, v.Outcome)
		require.True(t, v.Certified)
		require.Equal(t, engine.Invalid, check(t, m, part, linearizability.Options{}).Outcome, "stale reads are not linearizable")
	}
}

// TestInitialValuesOfIndependentRegisters: what one register shows is the initial value of all, if
// none shows another.
func TestInitialValuesOfIndependentRegisters(t *testing.T) {
	x, y := history.Keyword("x"), history.Keyword("y")
	h := read(t, ops("0 write 1", "1 read -> 0", "1 read -> 1")...)
	h.Operations[0].Key, h.Operations[1].Key, h.Operations[2].Key = x, y, x
	v := check(t, newModel(t, "register", model.Options{}), h, linearizability.Options{})
	require.Equal(t, engine.Valid, v.Outcome)
	require.Contains(t, v.InitWhy, "the initial value is 0")

	h = read(t, ops("0 read -> 7", "1 read -> 0")...)
	h.Operations[0].Key, h.Operations[1].Key = x, y
	v = check(t, newModel(t, "register", model.Options{}), h, linearizability.Options{})
	require.Equal(t, engine.Invalid, v.Outcome, "they contradict each other")
	require.Empty(t, v.InitWhy)
}

func TestPriorityQueuesOfMixedNumbers(t *testing.T) {
	m := newModel(t, "priority-queue", model.Options{})
	for _, c := range []struct {
		least, greatest string
	}{{"1.5", "2"}, {"9999999999999999999N", "10000000000000000000N"}, {"-9999999999999999999N", "1"}} {
		inserts := []string{"0 insert " + c.greatest, "0 insert " + c.least}
		v := check(t, m, read(t, ops(append(inserts, "0 delete-min -> "+c.least)...)...), linearizability.Options{})
		require.Equal(t, engine.Valid, v.Outcome, c)
		v = check(t, m, read(t, ops(append(inserts, "0 delete-min -> "+c.greatest)...)...), linearizability.Options{})
		require.Equal(t, engine.Invalid, v.Outcome, c)
	}
}

func TestFencingTokensAreIntegers(t *testing.T) {
	for _, token := range []string{`"5"`, "5.0", "10000000000000000001", "{:token 5}"} {
		h := read(t, "{:type :invoke, :process 0, :f :acquire}", "{:type :ok, :process 0, :f :acquire, :value "+token+"}")
		_, err := linearizability.Check(context.Background(), newModel(t, "fenced-mutex", model.Options{}), h, linearizability.Options{})
		require.ErrorContains(t, err, "expected a fencing token, an integer of 64 bits", token)
	}
}

func TestHistoriesAreValidated(t *testing.T) {
	h := read(t, ops("0 write 1", "0 read -> 1")...)
	h.Operations[0], h.Operations[1] = h.Operations[1], h.Operations[0]
	_, err := linearizability.Check(context.Background(), newModel(t, "register", model.Options{}), h, linearizability.Options{})
	require.ErrorContains(t, err, "expected operations in order of their Call")
}

func TestOptionsAreValidated(t *testing.T) {
	_, err := linearizability.Check(context.Background(), newModel(t, "register", model.Options{}), read(t, ops("0 write 1")...),
		linearizability.Options{Timeout: -1, Workers: -1, Budget: -1, Consistency: 9, Engines: []string{"magic"}})
	for _, wrong := range []string{"timeout", "workers", "budget", "consistency", `"magic"`} {
		require.ErrorContains(t, err, wrong)
	}
}

func TestOperationsMustBeTheModels(t *testing.T) {
	h := read(t, ops("0 write 1", "0 jump 2")...)
	_, err := linearizability.Check(context.Background(), newModel(t, "register", model.Options{}), h, linearizability.Options{})
	var flaw *history.Error
	require.ErrorAs(t, err, &flaw)
	require.Equal(t, 3, flaw.Line)
}

func TestEmptyHistoriesAreValid(t *testing.T) {
	v := check(t, newModel(t, "queue", model.Options{}), &history.History{}, linearizability.Options{})
	require.Equal(t, engine.Valid, v.Outcome)
	require.True(t, v.Certified)
}

// hard returns a history that no engine decides in any time: many different additions at once,
// and a read that no subset of them explains.
func hard() *history.History {
	h := &history.History{Name: "hard"}
	const clients = 60
	for p := range int64(clients) {
		h.Operations = append(h.Operations, history.Operation{
			Process: p, F: "add", Input: history.Int(2*p*p + 1000), Call: p, Return: 1000 + p, Status: history.OK,
		})
	}
	h.Operations = append(h.Operations, history.Operation{Process: clients, F: "read", Output: history.Int(7), Call: clients, Return: clients + 1, Status: history.OK})
	return h
}

func TestTimeoutHolds(t *testing.T) {
	m := newModel(t, "counter", model.Options{})
	start := time.Now()
	v := check(t, m, hard(), linearizability.Options{Timeout: 200 * time.Millisecond, Memory: -1})
	require.Equal(t, engine.Undecided, v.Outcome)
	require.Equal(t, "time limit reached", v.Why)
	require.Less(t, time.Since(start), 20*time.Second, "the limit holds, even on a slow machine")
}

func TestMemoryLimitHolds(t *testing.T) {
	m := newModel(t, "counter", model.Options{})
	for _, e := range []string{"frontier", "porcupine"} {
		v := check(t, m, hard(), linearizability.Options{Memory: 64 << 20, Engines: []string{e}, Timeout: time.Minute})
		require.Equal(t, engine.Undecided, v.Outcome)
		require.NotEqual(t, "time limit reached", v.Why)
		require.Regexp(t, "memory|configurations", v.Why, e)
	}
}

func TestCancellation(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(fmt.Errorf("no more"))
	v, err := linearizability.Check(ctx, newModel(t, "counter", model.Options{}), hard(), linearizability.Options{})
	require.NoError(t, err)
	require.Equal(t, engine.Undecided, v.Outcome)
	require.Equal(t, "no more", v.Why)
}

func TestEveryEngineDecidesSomething(t *testing.T) {
	used := map[string]bool{}
	for _, name := range model.Names() {
		for seed := range uint64(40) {
			h, err := generate.Small(rand.New(rand.NewPCG(seed, 3)), name)
			require.NoError(t, err)
			m := newModel(t, name, smallOptions(name))
			for _, o := range []linearizability.Options{{}, {Engines: []string{"porcupine"}}, {Engines: []string{"frontier"}}, {Consistency: linearizability.Sequential}} {
				v := check(t, m, h, o)
				require.NotEqual(t, engine.Undecided, v.Outcome, v.Why)
				for _, e := range strings.Split(v.EnginesUsed(), ", ") {
					used[e] = true
				}
			}
		}
	}
	for _, name := range linearizability.EngineNames() {
		require.True(t, used[name], name)
	}
}

// smallOptions are those of the histories of generate.Small.
func smallOptions(name string) model.Options {
	if name == "semaphore" {
		return model.Options{Permits: 2}
	}
	return model.Options{}
}

func TestProgressIsReported(t *testing.T) {
	h, err := generate.Random(rand.New(rand.NewPCG(1, 1)), "register", generate.Options{Operations: 300, Clients: 4, Keys: 10})
	require.NoError(t, err)
	last, calls := 0, 0
	v := check(t, newModel(t, "register", model.Options{}), h, linearizability.Options{Progress: func(done, total int) {
		require.Greater(t, done, last)
		require.LessOrEqual(t, done, total)
		last, calls = done, calls+1
	}})
	require.Equal(t, v.Operations, last)
	require.Equal(t, 10, calls)
}

func ExampleCheck() {
	r := history.NewRecorder()
	a, b := r.Client(), r.Client()
	a.Invoke("write", history.Nil, history.Int(1))
	a.OK(history.Nil)
	b.Invoke("read", history.Nil, history.Nil)
	b.OK(history.Nil) // saw nothing

	m, err := model.New("register", model.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := linearizability.Check(context.Background(), m, r.History(), linearizability.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Outcome, v.Certified)
	fmt.Println(v.Explanation.Sentence)
	// Output:
	// invalid true
	// read -> nil (process 1) saw a value that had been overwritten: write 1 (process 0) took effect before that read began.
}
