package workload

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/history"
)

// longFork is the check of jepsen.tests.long-fork. Each transaction writes one key, and no key is
// written twice, or reads a group of Options.GroupSize keys: [[:w k v]] or [[:r k v] [:r k v] ...].
// Reads of one group must agree on the order in which its keys were written, so of any two the one
// must see all that the other sees. If each sees a key that the other does not, this is a long
// fork: forbidden under snapshot isolation, allowed under parallel snapshot isolation.
//
// A history that writes a key twice is an error, and so are reads that show two values of one key,
// since the check cannot tell the order of such writes. Writes that failed do not count here; in
// Jepsen they do.
//
// Of what the reads saw, only neighbors in order of the number of keys are compared. That is
// enough: if every neighbor sees all that the one before saw, then so do all. Findings are
// therefore fewer than the pairs of reads that disagree.
var longFork = check{
	name:        "long-fork",
	description: "reads of a group of keys, each written once, agree on the order of the writes",
	judge:       judgeLongFork,
}

// observation is what one or more reads of a group saw.
type observation struct {
	seen bitset // of the group's keys, by position
	op   int32  // the first read that saw it
}

// group is a set of keys that are read together.
type group struct {
	keys         []history.Value // in canonical order
	values       []history.Value // of each key: the one value it has; nil if no read saw it yet
	from         []int32         // of each key: the read that saw the value
	observations map[string]observation
}

// access is one micro-operation of a transaction.
type access struct {
	write      bool
	key, value history.Value
}

func judgeLongFork(r *run) error {
	writers := map[history.Value]int32{}
	groups := map[history.Value]*group{}
	var order []*group
	reads, early, late := 0, 0, 0
	for _, i := range r.byCompletion() {
		accesses, err := r.transaction(i)
		if err != nil {
			return err
		}
		op := r.op(i)
		if len(accesses) > 0 && accesses[0].write {
			if err := r.noteWrite(writers, i, accesses[0].key); err != nil {
				return err
			}
			continue
		}
		if op.Status != history.OK {
			continue
		}
		g, err := r.groupOf(groups, i, accesses)
		if err != nil {
			return err
		}
		if len(g.observations) == 0 {
			order = append(order, g)
		}
		n, err := r.observe(g, i, accesses)
		if err != nil {
			return err
		}
		reads++
		switch n {
		case 0:
			early++
		case len(g.keys):
			late++
		}
	}
	for _, g := range order {
		r.reportForks(g)
	}
	r.count("writes", len(writers))
	r.count("reads", reads)
	r.count("early reads", early)
	r.count("late reads", late)
	r.count("groups", len(order))
	return nil
}

// byCompletion returns all operations in order of their Return.
func (r *run) byCompletion() []int32 {
	ops := slices.Clone(r.ops)
	slices.SortStableFunc(ops, func(a, b int32) int { return cmp.Compare(r.op(a).Return, r.op(b).Return) })
	return ops
}

// transaction decodes the transaction of operation i, as completed if it was.
func (r *run) transaction(i int32) ([]access, error) {
	op := r.op(i)
	v, errorf := op.Input, r.callErrorf
	if op.Status == history.OK {
		v, errorf = op.Output, r.errorf
	}
	if v.Kind() != history.KindList {
		return nil, errorf(i, "expected a transaction such as [[:r 1 nil] [:r 2 nil]] or [[:w 1 1]], found the %s %s", v.Kind(), brief(v))
	}
	elems := v.Elems()
	accesses := make([]access, len(elems))
	for k, e := range elems {
		parts := e.Elems()
		if e.Kind() != history.KindList || len(parts) != 3 {
			return nil, errorf(i, "expected [:r key value] or [:w key value] in a transaction, found the %s %s", e.Kind(), brief(e))
		}
		f, _ := parts[0].Text()
		if f != "r" && f != "w" {
			return nil, errorf(i, "expected :r or :w in a transaction, found %s", brief(parts[0]))
		}
		accesses[k] = access{f == "w", parts[1], parts[2]}
	}
	for _, a := range accesses {
		if a.write && len(accesses) > 1 {
			return nil, errorf(i, "transaction %s: expected reads only, or one write", brief(v))
		}
	}
	return accesses, nil
}

func (r *run) noteWrite(writers map[history.Value]int32, i int32, key history.Value) error {
	if r.op(i).Status == history.Fail {
		return nil
	}
	if earlier, twice := writers[key]; twice {
		return r.callErrorf(i, "key %s is written a second time, after %s: expected one write to each key, since this check cannot order the writes to a key",
			brief(key), r.name(earlier))
	}
	writers[key] = i
	return nil
}

// groupOf returns the group of the keys that a read reads.
func (r *run) groupOf(groups map[history.Value]*group, i int32, accesses []access) (*group, error) {
	keys := make([]history.Value, len(accesses))
	for k, a := range accesses {
		keys[k] = a.key
	}
	set := history.Set(keys...)
	if n := set.Len(); n != len(keys) {
		return nil, r.errorf(i, "read of %d keys, but only %d different ones: expected each key once", len(keys), n)
	}
	if len(keys) != r.options.GroupSize {
		return nil, r.errorf(i, "read of %d keys: expected %d, the group size", len(keys), r.options.GroupSize)
	}
	g, found := groups[set]
	if !found {
		g = &group{
			keys: set.Elems(), values: make([]history.Value, len(keys)), from: make([]int32, len(keys)),
			observations: map[string]observation{},
		}
		groups[set] = g
	}
	return g, nil
}

// observe notes what a read of g saw, and returns the number of keys that it saw written.
func (r *run) observe(g *group, i int32, accesses []access) (int, error) {
	seen := newBitset(len(g.keys))
	for _, a := range accesses {
		if a.value.IsNil() {
			continue
		}
		k := sort.Search(len(g.keys), func(k int) bool { return history.Compare(g.keys[k], a.key) >= 0 })
		switch {
		case g.values[k].IsNil():
			g.values[k], g.from[k] = a.value, i
		case g.values[k] != a.value:
			return 0, r.errorf(i, "key %s has the value %s here and %s in %s: expected one write to each key, since this check cannot order the writes to a key",
				brief(a.key), brief(a.value), brief(g.values[k]), r.name(g.from[k]))
		}
		seen.add(k)
	}
	id := seen.String()
	if _, known := g.observations[id]; !known {
		g.observations[id] = observation{seen, i}
	}
	return seen.len(), nil
}

// reportForks reports neighbors, in order of the number of keys seen, that contradict each other.
func (r *run) reportForks(g *group) {
	observations := make([]observation, 0, len(g.observations))
	for _, o := range g.observations {
		observations = append(observations, o)
	}
	slices.SortFunc(observations, func(a, b observation) int {
		return cmp.Or(cmp.Compare(a.seen.len(), b.seen.len()), cmp.Compare(a.op, b.op))
	})
	for k := 1; k < len(observations); k++ {
		a, b := observations[k-1], observations[k]
		x := a.seen.firstNotIn(b.seen)
		if x < 0 {
			continue
		}
		y := b.seen.firstNotIn(a.seen)
		r.find("long-fork", []int32{a.op, b.op}, "%s sees key %s but not yet %s, and %s sees key %s but not yet %s: they disagree on the order of the two writes",
			r.name(a.op), brief(g.keys[x]), brief(g.keys[y]), r.name(b.op), brief(g.keys[y]), brief(g.keys[x]))
	}
}

// bitset is a set of small integers.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (s bitset) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s bitset) len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// firstNotIn returns the least element of s that t lacks, or -1.
func (s bitset) firstNotIn(t bitset) int {
	for i, w := range s {
		if rest := w &^ t[i]; rest != 0 {
			return i*64 + bits.TrailingZeros64(rest)
		}
	}
	return -1
}

// String is different for different sets of one size.
func (s bitset) String() string { return fmt.Sprintf("%x", []uint64(s)) }
