package generate

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Generator makes a history event by event, so that it need not be held.
type Generator struct {
	rng      *rand.Rand
	options  Options
	store    *store
	sessions []session
	begun    int // transactions
	open     int
	process  int64 // the next that is not in use
	index    int64
	plant    *planted // nil if there is none, or it is over
	nested   history.Nested
}

// session is a client: a process, or one after the other, each the successor of one whose
// transaction had an unknown outcome.
type session struct {
	process int64
	phase   phase
	replica uint8
	// seen is the latest transaction that it has certainly seen.
	seen int64
	txn  transaction
}

type phase uint8

const (
	idle   phase = iota
	called       // the transaction has not begun
	begun        // it has what it sees
	over         // it will return
)

// fate is what becomes of a transaction.
type fate uint8

const (
	succeeds fate = iota
	fails
	loses    // the client never hears, though it took effect
	vanishes // nor hears that it did not
)

type transaction struct {
	ops  []operation
	fate fate
	// called is the latest transaction that had taken effect when it was called, snapshot the one up to
	// which it sees, and known what it sees of a replicated database.
	called, snapshot int64
	known            vector
}

// operation is one of a transaction's.
type operation struct {
	read  bool
	key   *key
	value int64 // to write
	// result is what was read, others how much of it is others', and version which one.
	result          []int64
	others, version int
}

// New returns a generator. The error tells all that is wrong with the options.
func New(rng *rand.Rand, o Options) (*Generator, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	g := &Generator{
		rng: rng, options: o, store: newStore(o.Keys, o.WritesPerKey),
		sessions: make([]session, o.Sessions), process: int64(o.Sessions),
	}
	for i := range g.sessions {
		g.sessions[i].process, g.sessions[i].replica = int64(i), uint8(i%replicas)
	}
	if o.Anomaly != "" {
		g.plant = g.newPlanted(find(o.Anomaly, o.Model, o.Single))
	}
	return g, nil
}

// History returns a whole history. The error tells all that is wrong with the options.
func History(rng *rand.Rand, o Options) (*history.History, error) {
	g, err := New(rng, o)
	if err != nil {
		return nil, err
	}
	b := history.Builder{Name: "generated " + o.Model.String()}
	for {
		e, more := g.Next()
		if !more {
			return b.History(), nil
		}
		if err := b.Add(e); err != nil {
			panic("generate: events are in order: " + err.Error())
		}
	}
}

// Next returns the next event, or false after the last.
func (g *Generator) Next() (e history.Event, more bool) {
	for {
		if g.plant != nil && g.due() {
			e = g.plant.next(g)
			if len(g.plant.steps) == 0 {
				g.plant = nil
			}
			return g.finish(e), true
		}
		if g.begun == g.options.Transactions && g.open == 0 && g.plant == nil {
			return e, false
		}
		g.replicate()
		s := &g.sessions[g.rng.IntN(len(g.sessions))]
		switch s.phase {
		case idle:
			if g.begun < g.options.Transactions {
				return g.finish(g.invoke(s)), true
			}
		case called:
			g.begin(s)
			s.phase = begun
		case begun:
			g.decide(s)
			s.phase = over
		case over:
			return g.finish(g.complete(s)), true
		}
	}
}

// due reports whether the next event is one of the planted anomaly, which begins halfway. If all
// else is over, it is.
func (g *Generator) due() bool {
	const often = 4
	return g.begun >= g.options.Transactions/2 && (g.begun == g.options.Transactions && g.open == 0 || g.rng.IntN(often) == 0)
}

// finish numbers an event.
func (g *Generator) finish(e history.Event) history.Event {
	e.Index, e.HasIndex, e.Time, e.HasProcess = g.index, true, history.NoTime, true
	g.index++
	return e
}

func (g *Generator) happens(rate float64) bool { return rate > 0 && g.rng.Float64() < rate }

func (g *Generator) invoke(s *session) history.Event {
	t := &s.txn
	*t = transaction{ops: t.ops[:0], called: g.store.committed}
	for range g.options.MinOps + g.rng.IntN(g.options.MaxOps-g.options.MinOps+1) {
		t.add(g.operation())
	}
	switch {
	case g.happens(g.options.InfoRate):
		t.fate = loses + fate(g.rng.IntN(2))
	case g.happens(g.options.FailRate):
		t.fate = fails
	}
	g.begun++
	g.open++
	s.phase = called
	return g.event(s, history.EventInvoke)
}

// operation draws one.
func (g *Generator) operation() operation {
	slot := g.rng.IntN(len(g.store.active))
	if g.happens(g.options.Reads) {
		return operation{read: true, key: g.store.active[slot]}
	}
	k, value := g.store.plan(slot)
	return operation{key: k, value: value}
}

// add adds an operation, in the memory of one that was there.
func (t *transaction) add(op operation) {
	if n := len(t.ops); n < cap(t.ops) {
		op.result = t.ops[: n+1 : n+1][n].result[:0]
	}
	t.ops = append(t.ops, op)
}

// decide lets a transaction take effect, if it is to. One that the database aborts fails.
func (g *Generator) decide(s *session) {
	t := &s.txn
	if (t.fate == succeeds || t.fate == loses) && !g.execute(s) {
		t.fate++ // loses becomes vanishes
	}
}

func (g *Generator) complete(s *session) history.Event {
	g.open--
	s.phase = idle
	var e history.Event
	switch s.txn.fate {
	case succeeds:
		e = g.event(s, history.EventOK)
	case fails:
		e = g.event(s, history.EventFail)
	default:
		e = g.event(s, history.EventInfo)
		s.process = g.process
		g.process++
	}
	return e
}

// event tells of a session's transaction: what it is to do, and, if it is ok, what it did.
func (g *Generator) event(s *session, kind history.EventType) history.Event {
	e := history.Event{Type: kind, Process: s.process, F: "txn"}
	if g.options.Single {
		op := &s.txn.ops[0]
		g.single(&e, op.read, op.key.id, op.value, op.result)
		return e
	}
	g.nested.Begin()
	for i := range s.txn.ops {
		op := &s.txn.ops[i]
		g.micro(kind, op.read, op.key.id, op.value, op.result)
	}
	e.Value = g.nested.Take()
	return e
}

var (
	readName, writeName, appendName = history.Keyword("r"), history.Keyword("w"), history.Keyword("append")
)

// micro adds a micro-operation to g.nested.
func (g *Generator) micro(kind history.EventType, read bool, key, value int64, result []int64) {
	name := writeName
	switch {
	case read:
		name = readName
	case g.options.Model == txn.Lists:
		name = appendName
	}
	g.nested.Begin()
	g.nested.Add(name)
	g.nested.Add(history.Int(key))
	switch {
	case !read:
		g.nested.Add(history.Int(value))
	case kind != history.EventOK:
		g.nested.Add(history.Nil)
	case g.options.Model == txn.Lists:
		g.nested.Begin()
		for _, v := range result {
			g.nested.Add(history.Int(v))
		}
		g.nested.End()
	default:
		g.nested.Add(last(result))
	}
	g.nested.End()
}

// single makes e the event of an operation by itself.
func (g *Generator) single(e *history.Event, read bool, key, value int64, result []int64) {
	e.F, e.Key = "write", history.Int(key)
	switch {
	case !read && g.options.Model == txn.Lists:
		e.F, e.Value = "append", history.Int(value)
	case !read:
		e.Value = history.Int(value)
	case e.Type != history.EventOK:
		e.F = "read"
	case g.options.Model == txn.Lists:
		e.F = "read"
		g.nested.Begin()
		for _, v := range result {
			g.nested.Add(history.Int(v))
		}
		e.Value = g.nested.Take()
	default:
		e.F, e.Value = "read", last(result)
	}
}

// last returns what a register holds that was written these values.
func last(values []int64) history.Value {
	if len(values) == 0 {
		return history.Nil
	}
	return history.Int(values[len(values)-1])
}
