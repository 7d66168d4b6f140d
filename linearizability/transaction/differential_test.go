package transaction_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("histories", 500, "random histories of each model in the differential tests")
	seed      = flag.Uint64("seed", 1, "seed of the differential tests")
)

// kind is a kind of random histories, and the model by which Check checks them.
type kind struct {
	name    string
	model   transaction.Model
	decoded txn.Model
	untimed bool
}

var kinds = []kind{
	{"list-append", transaction.ListAppend, txn.Lists, false},
	{"rw-register", transaction.RWRegister, txn.Registers, false},
	{"transactions", transaction.Transactions, txn.Registers, false},
	{"list-append without times", transaction.ListAppend, txn.Lists, true},
	{"transactions without times", transaction.Transactions, txn.Registers, true},
}

// small is a random history.
type small struct {
	kind    kind
	source  *history.History
	decoded *txn.History
	truth   oracle.Verdicts
}

func newSmall(k kind, source *history.History) (*small, error) {
	h, err := txn.Decode(source, txn.Options{Model: k.decoded, Init: history.Int(0)})
	if err != nil {
		return nil, err
	}
	return &small{k, source, h, oracle.Decide(h)}, nil
}

// balanced draws histories until one is serializable or not, as wanted, but not for ever. Without
// this most histories would be serializable by some order.
func (k kind) balanced(rng *rand.Rand, wanted bool) *small {
	const tries = 6
	for i := 1; ; i++ {
		s, err := newSmall(k, oracle.RandomSource(rng, oracle.Shape{Model: k.decoded, Untimed: k.untimed}))
		if err != nil {
			panic(err) // the oracle's histories are well-formed
		}
		if i == tries || s.truth.Holds(isolation.Level{Base: isolation.Serializable}) == wanted {
			return s
		}
	}
}

// tally counts, for each level, in how many histories it holds and in how many it does not, and who
// said so.
type tally struct {
	holds, violated map[isolation.Level]int
	by              map[string]int
	histories       int
}

// TestDifferential lets the packages that decide, and Check, decide every level of small random
// histories, and compares them with a brute force over all that is unknown. Each proof must be
// verified by package certificate, and nobody may leave undecided what is his to decide.
//
//	go test ./linearizability/transaction -run Differential -histories 100000 -timeout 60m -v
func TestDifferential(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	tallies := make([]*tally, len(kinds))
	t.Run("kinds", func(t *testing.T) {
		for i, k := range kinds {
			tallies[i] = &tally{holds: map[isolation.Level]int{}, violated: map[isolation.Level]int{}, by: map[string]int{}}
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(*seed, uint64(i)))
				for n := range *histories {
					s := k.balanced(rng, n%2 == 0)
					if err := s.compare(tallies[i]); err != nil {
						t.Fatalf("history %d: %s", n, minimal(s, err))
					}
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	for i, k := range kinds {
		tallies[i].require(t, k)
	}
	t.Logf("all agree\n%s", table(tallies))
}

// require demands that no level is trivial: the brute force must be able to notice.
func (n *tally) require(t *testing.T, k kind) {
	t.Helper()
	if n.histories == 0 {
		return // not asked for by -run
	}
	for _, l := range k.model.Levels(!k.untimed) {
		require.Greater(t, n.holds[l], n.histories/5, "%s: %s", k.name, l)
		require.Greater(t, n.violated[l], n.histories/100, "%s: %s", k.name, l)
	}
}

// table shows in how many histories each level holds.
func table(tallies []*tally) string {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(first string, cell func(i int, k kind) string) {
		fmt.Fprint(w, first)
		for i, k := range kinds {
			fmt.Fprint(w, "\t", cell(i, k))
		}
		fmt.Fprintln(w)
	}
	row("holds in", func(_ int, k kind) string { return k.name })
	for _, l := range isolation.Levels() {
		row(l.String(), func(i int, _ kind) string { return fmt.Sprintf("%d of %d", tallies[i].holds[l], tallies[i].histories) })
	}
	for _, by := range engines {
		row("decided by "+by, func(i int, _ kind) string { return fmt.Sprint(tallies[i].by[by]) })
	}
	if err := w.Flush(); err != nil {
		return err.Error()
	}
	return b.String()
}

// minimal leaves out transactions, and then operations, as long as someone disagrees, and shows what
// is left.
func minimal(s *small, err error) string {
	for again := true; again; {
		again = false
		for _, fewer := range smaller(s.source) {
			if next, e := newSmall(s.kind, fewer); e == nil {
				if e := next.compare(nil); e != nil {
					s, err, again = next, e, true
					break
				}
			}
		}
	}
	return fmt.Sprintf("%s: %v\n%s", s.kind.name, err, oracle.Format(s.decoded))
}

// smaller returns histories without one transaction, or without one operation of one.
func smaller(h *history.History) []*history.History {
	var all []*history.History
	without := func(change func(ops []history.Operation) []history.Operation) {
		all = append(all, &history.History{Name: h.Name, Untimed: h.Untimed, Operations: change(slices.Clone(h.Operations))})
	}
	for i := range h.Operations {
		without(func(ops []history.Operation) []history.Operation { return slices.Delete(ops, i, i+1) })
	}
	for i := range h.Operations {
		op := &h.Operations[i]
		for k := range op.Input.Elems() {
			without(func(ops []history.Operation) []history.Operation {
				ops[i].Input = history.List(slices.Delete(op.Input.Elems(), k, k+1)...)
				if op.Status == history.OK {
					ops[i].Output = history.List(slices.Delete(op.Output.Elems(), k, k+1)...)
				}
				return ops
			})
		}
	}
	return all
}

// compare asks all for their opinions, and returns an error that says who disagrees with the brute
// force, or which proof does not hold.
func (s *small) compare(n *tally) error {
	if n != nil {
		n.histories++
		for _, l := range s.levels() {
			if s.truth.Holds(l) {
				n.holds[l]++
			} else {
				n.violated[l]++
			}
		}
	}
	o := newOpinions(s)
	if err := o.compare(n); err != nil {
		return err
	}
	return s.askCheck()
}

func (s *small) levels() []isolation.Level { return s.kind.model.Levels(!s.kind.untimed) }

// askCheck compares what Check says.
func (s *small) askCheck() error {
	o := transaction.Options{Model: s.kind.model}
	if o.Model != transaction.ListAppend {
		o.Init = history.Int(0)
	}
	v, err := transaction.Check(context.Background(), s.source, o)
	if err != nil {
		return err
	}
	if len(v.Levels) != len(s.levels()) {
		return fmt.Errorf("Check has %d levels, expected %d", len(v.Levels), len(s.levels()))
	}
	for _, row := range v.Levels {
		want := engine.Invalid
		if s.truth.Holds(row.Level) {
			want = engine.Valid
		}
		if row.Outcome != want || !row.Certified {
			return fmt.Errorf("Check says that %s is %s (certified: %t, by %s, %s), the brute force that it is %s", row.Level, row.Outcome, row.Certified, row.Engine, row.Why, want)
		}
	}
	if v.Why != "" {
		return fmt.Errorf("Check decides every level, and yet says: %s", v.Why)
	}
	return nil
}
