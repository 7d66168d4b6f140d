package linearizability

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

var (
	histories = flag.Int("histories", 2000, "random histories for each model in the differential tests")
	seed      = flag.Uint64("seed", 1, "seed of the differential tests")
)

// subject is a model under test, with the name under which histories of it are made.
type subject struct {
	name, kind string
	options    model.Options
	whole      bool // sets that only grow, and are read as a whole
}

// subjects lists all models, and once more those in which a failed compare-and-set may count as
// an observation, and sets that only grow, for which the engine of sets has another algorithm.
func subjects() []subject {
	var list []subject
	for _, name := range model.Names() {
		s := subject{name: name, kind: name}
		if name == "semaphore" {
			s.options.Permits = 2 // as in generate.Small
		}
		list = append(list, s)
		s.options.ObserveFailedCAS = true
		if _, err := model.New(name, s.options); err == nil {
			s.name += ", failed cas observed"
			list = append(list, s)
		}
		if name == "set" {
			list = append(list, subject{name: "set, read as a whole", kind: name, whole: true})
		}
	}
	return list
}

func (s subject) model(t testing.TB) model.Model {
	t.Helper()
	m, err := model.New(s.kind, s.options)
	require.NoError(t, err)
	return m
}

// small makes a history of the subject. In a third of them most operations overlap, and in a third
// readings of the clock are so coarse that ends of operations meet.
func (s subject) small(rng *rand.Rand) *history.History {
	var h *history.History
	var err error
	switch {
	case s.whole:
		h, err = growing(rng)
	case rng.IntN(3) == 0:
		h, err = crowded(rng, s.kind)
	default:
		h, err = generate.Small(rng, s.kind)
	}
	if err != nil {
		panic(err)
	}
	if rng.IntN(3) == 0 {
		coarsen(h, 2+rng.Int64N(6))
	}
	return h
}

// crowded makes a history of as many clients as operations, about, and of few values.
func crowded(rng *rand.Rand, kind string) (*history.History, error) {
	return generate.Random(rng, kind, generate.Options{
		Operations: 4 + rng.IntN(5), Clients: 4 + rng.IntN(4), Values: 1 + rng.IntN(3),
		Reads: 0.2 + 0.4*rng.Float64(), WholeReads: 0.5, InfoRate: 0.2 * float64(rng.IntN(2)), HonestCAS: true, Permits: 2,
		Corrupt: rng.IntN(3),
	})
}

// growing makes a history of a set to which elements are added, and which is read as a whole.
func growing(rng *rand.Rand) (*history.History, error) {
	h, err := generate.Random(rng, "set", generate.Options{
		Operations: 5 + rng.IntN(7), Clients: 2 + rng.IntN(3), Values: 5 * rng.IntN(2), Reads: 0.5, WholeReads: 1,
		InfoRate: 0.2 * float64(rng.IntN(2)), FailRate: 0.1, Idle: 0.4, Corrupt: rng.IntN(6),
	})
	if err == nil {
		h.Operations = slices.DeleteFunc(h.Operations, func(op history.Operation) bool { return op.F == "remove" })
	}
	return h, err
}

// coarsen lets a clock tick only every so many units.
func coarsen(h *history.History, tick int64) {
	for i := range h.Operations {
		op := &h.Operations[i]
		op.Call /= tick
		if op.Return != history.Never {
			op.Return /= tick
		}
	}
}

// tally counts what became of the histories of a subject.
type tally struct {
	histories, valid, invalid, certified, ties, pending int
	decided                                             map[string]int
	inDoubt                                             map[string]int // not decided
}

func newTally() *tally { return &tally{decided: map[string]int{}, inDoubt: map[string]int{}} }

func (n *tally) add(o *opinions) {
	n.histories++
	n.certified++
	if o.truth == engine.Valid {
		n.valid++
	} else {
		n.invalid++
	}
	if o.ties {
		n.ties++
	}
	if o.pending {
		n.pending++
	}
	for name, outcome := range o.engines {
		if outcome == engine.Undecided {
			n.inDoubt[name]++
		} else {
			n.decided[name]++
		}
	}
}

// table shows tallies to people.
func table(t *testing.T, subjects []subject, tallies []*tally) {
	t.Helper()
	rows := [][]any{{"model", "histories", "valid", "invalid", "with pending", "with ties", "certified", "decided by"}}
	for i, n := range tallies {
		if n.histories == 0 {
			continue
		}
		var by []string
		for name, count := range n.decided {
			by = append(by, fmt.Sprintf("%s %d", name, count))
		}
		slices.Sort(by)
		rows = append(rows, []any{subjects[i].name, n.histories, n.valid, n.invalid, n.pending, n.ties, n.certified, strings.Join(by, ", ")})
	}
	t.Logf("all agree: each engine, brute force, Porcupine and Check\n%s", aligned(t, rows))
}

// aligned writes rows with their columns below each other.
func aligned(t *testing.T, rows [][]any) string {
	t.Helper()
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for _, cell := range row {
			_, err := fmt.Fprintf(w, "%v\t", cell)
			require.NoError(t, err)
		}
		_, err := fmt.Fprintln(w)
		require.NoError(t, err)
	}
	require.NoError(t, w.Flush())
	return b.String()
}

// differential compares all on histories of each subject, several subjects at a time, and
// returns what was counted.
func differential(t *testing.T, subjects []subject, count int, random func(s subject, rng *rand.Rand) *history.History) []*tally {
	t.Logf("-histories %d -seed %d", count, *seed)
	tallies := make([]*tally, len(subjects))
	t.Run("models", func(t *testing.T) {
		for i, s := range subjects {
			tallies[i] = newTally()
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				m := s.model(t)
				rng := rand.New(rand.NewPCG(*seed, uint64(i)))
				for k := range count {
					h := balanced(m, k%2 == 0, func() *history.History { return random(s, rng) })
					o, err := compare(m, h)
					if err != nil {
						t.Fatal(minimal(m, h, err))
					}
					tallies[i].add(o)
				}
			})
		}
	})
	return tallies
}

// balanced draws histories until one is linearizable or not, as wanted, but not for ever.
func balanced(m model.Model, wanted bool, random func() *history.History) *history.History {
	const tries = 8
	h := random()
	for range tries {
		if linearizable, err := decideNaively(m, h); err != nil || linearizable == wanted {
			break
		}
		h = random()
	}
	return h
}

// TestDifferential lets each engine that applies, the brute force, Porcupine itself and Check
// decide small random histories of every model, and demands that they agree, that all orders and
// witnesses are verified and that Check's verdict is certified.
//
//	go test ./linearizability -run Differential -histories 200000 -timeout 60m -v
func TestDifferential(t *testing.T) {
	all := subjects()
	tallies := differential(t, all, *histories, subject.small)
	if t.Failed() {
		return
	}
	table(t, all, tallies)
	for i, n := range tallies {
		name := all[i].name
		if n.histories == 0 {
			continue // not asked for by -run
		}
		require.Greater(t, n.valid, n.histories/5*2, name)
		require.Greater(t, n.invalid, n.histories/5*2, name)
		require.Greater(t, n.pending, n.histories/10, name)
		require.Greater(t, n.ties, n.histories/20, name)
		f := engines(all[i].model(t).Shape(), 0)
		for _, e := range f.quick {
			require.Greater(t, n.decided[e.Name()], n.histories/20, "%s: %s", name, e.Name())
		}
		for _, e := range f.searches {
			if e.Name() != "register frontier" { // kv has appends, which are none of a register's
				require.Zero(t, n.inDoubt[e.Name()], "%s: %s", name, e.Name())
			}
		}
	}
}

// TestDifferentialFound compares all on the histories of testdata/differential, in which someone was
// wrong, or would be after a small mistake that random histories hardly show. The name of a file
// begins with the model, up to the first point.
func TestDifferentialFound(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "differential", "*.edn"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := filepath.Base(file)
		kind, _, _ := strings.Cut(name, ".")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			h, _, err := format.Read(context.Background(), bytes.NewReader(text), name, format.Options{Format: format.JepsenEDN})
			require.NoError(t, err)
			for _, s := range subjects() {
				if s.kind != kind {
					continue
				}
				_, err = compare(s.model(t), h)
				require.NoError(t, err, s.name)
			}
		})
	}
}

// minimal leaves out operations as long as someone disagrees, and shows what is left.
func minimal(m model.Model, h *history.History, err error) string {
	return minimalBy(func(m model.Model, h *history.History) error {
		_, err := compare(m, h)
		return err
	}, m, h, err)
}

func minimalBy(compare func(model.Model, *history.History) error, m model.Model, h *history.History, err error) string {
	if err == nil {
		return ""
	}
	for again := true; again; {
		again = false
		for i := range h.Operations {
			fewer := &history.History{Name: h.Name, Operations: slices.Delete(slices.Clone(h.Operations), i, i+1)}
			if e := compare(m, fewer); e != nil {
				h, err, again = fewer, e, true
				break
			}
		}
	}
	var b strings.Builder
	if e := format.Write(&b, format.JepsenEDN, h); e != nil {
		fmt.Fprintf(&b, "%+v (%v)", h.Operations, e)
	}
	for i := range h.Operations {
		op := &h.Operations[i]
		fmt.Fprintf(&b, "; operation %d: %d to %d, %s\n", i, op.Call, op.Return, op.Status)
	}
	return fmt.Sprintf("model %s: %v\n%s", m.Name(), err, b.String())
}

// TestDifferentialShowsMistakes gives the comparison a model that lies to some, so that it is
// known to notice.
func TestDifferentialShowsMistakes(t *testing.T) {
	m := &liar{Model: subject{kind: "register"}.model(t)}
	h := &history.History{Operations: []history.Operation{
		{F: "read", Output: history.Int(2), Call: 0, Return: 1, Status: history.OK},
		{F: "write", Input: history.Int(1), Call: 2, Return: 3, Status: history.OK},
		{F: "write", Input: history.Int(2), Call: 4, Return: 5, Status: history.OK},
	}}
	_, err := compare(m, h)
	require.Error(t, err)
	require.Contains(t, minimal(m, h, err), ":f :read")
}

// liar answers Init with another state every other time.
type liar struct {
	model.Model
	mu    sync.Mutex
	asked int
}

func (l *liar) Init() model.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	state := l.Model.Init()
	if l.asked++; l.asked%2 == 0 {
		state, _ = state.Step(model.Action{Op: model.Write, Known: true, A: history.Int(2)})
	}
	return state
}
