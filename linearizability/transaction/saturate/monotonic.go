package saturate

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// sources says of each key from whom a node has read it: the first source met, and the first that
// is another one. Any further source is between other forced edges.
type sources struct {
	mark []int32 // of keys: node + 1 if the node has read the key
	pair [][2]source
	keys []txn.Key // that the node has read
	node int32
}

// source is a read, of what from wrote. It is absent if op is none.
type source struct{ from, op int32 }

func newSources(keys int) *sources {
	return &sources{mark: make([]int32, keys), pair: make([][2]source, keys)}
}

func (s *sources) begin(node int32) {
	s.node = node
	s.keys = s.keys[:0]
}

func (s *sources) reads(k txn.Key) bool { return s.mark[k] == s.node+1 }

// prepend adds a read before the others of its key. The first source is then this one.
func (s *sources) prepend(r *execution.Read) {
	if !s.reads(r.Key) {
		s.first(r)
		return
	}
	if p := &s.pair[r.Key]; p[0].from != r.From {
		p[1] = p[0]
	}
	s.pair[r.Key][0] = source{r.From, r.Op}
}

// add adds a read after the others of its key.
func (s *sources) add(r *execution.Read) {
	if !s.reads(r.Key) {
		s.first(r)
		return
	}
	if p := &s.pair[r.Key]; p[0].from != r.From && p[1].op == none {
		p[1] = source{r.From, r.Op}
	}
}

func (s *sources) first(r *execution.Read) {
	s.mark[r.Key] = s.node + 1
	s.keys = append(s.keys, r.Key)
	s.pair[r.Key] = [2]source{{r.From, r.Op}, {none, none}}
}

// precede forces a writer of key k, visible to the node, before those that the node read the key from.
func (g *graph) precede(s *sources, writer int32, k txn.Key) {
	for _, from := range s.pair[k] {
		switch {
		case from.op == none || from.from == writer:
		case from.from == none:
			g.overwrote(overwrite{writer, s.node, k, from.op})
		default:
			g.force(writer, from.from)
		}
	}
}

// precedeAll does so for all keys that the writer wrote and the node has read. It looks the fewer of the two
// up in the others.
func (g *graph) precedeAll(s *sources, writer int32) {
	if wrote := g.wrote(writer); len(wrote) <= len(s.keys) {
		for _, k := range wrote {
			if s.reads(txn.Key(k)) {
				g.precede(s, writer, txn.Key(k))
			}
		}
		return
	}
	for _, k := range s.keys {
		if g.write(writer, k) != none {
			g.precede(s, writer, k)
		}
	}
}

// monotonic forces for each node whom it read from before whom it later read a key from that the
// former writes (the axiom Read Committed of Biswas and Enea). It goes through the reads backward,
// so that the sources are the later ones. Of more than two sources of a key, each comes before the next, since
// it has been read from before.
func (g *graph) monotonic(ctx context.Context) error {
	later := newSources(len(g.e.History.Keys))
	firstOf := make([]int32, g.n) // the latest reader of a node, and its first read of it
	firstAt := make([]int32, g.n)
	for t := range g.n {
		if t%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		reads := g.e.Reads(t)
		for i, r := range reads {
			if r.From != none && firstOf[r.From] != t+1 {
				firstOf[r.From], firstAt[r.From] = t+1, int32(i)
			}
		}
		later.begin(t)
		for i := len(reads) - 1; i >= 0; i-- {
			r := &reads[i]
			if r.From != none && firstAt[r.From] == int32(i) {
				g.precedeAll(later, r.From)
			}
			later.prepend(r)
		}
	}
	return g.full()
}
