package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// maxSteps limits the steps that are told of how one transaction became visible to another.
const maxSteps = 6

// Label names the reason of an edge in few characters: "rw 8", "realtime".
func (s *Story) Label(e *proof.Edge) string {
	if bare(e.Reason) {
		return e.Reason.String()
	}
	return e.Reason.String() + " " + value(s.history.Keys[e.Key])
}

// Detail names the versions that make an edge: "without 5", "3, then 5"; it may be empty.
func (s *Story) Detail(e *proof.Edge) string {
	if bare(e.Reason) {
		return s.orderDetail(e)
	}
	a, b := s.op(proof.Place{Txn: e.From, Op: e.FromOp}), s.op(proof.Place{Txn: e.To, Op: e.ToOp})
	switch {
	case a == nil || b == nil:
		return ""
	case e.Reason == proof.WR:
		return "read " + s.brief(a.Version)
	case e.Reason == proof.RW && s.history.Model == txn.Lists:
		return "without " + s.brief(b.Version)
	}
	return s.brief(a.Version) + ", then " + s.brief(b.Version)
}

// brief names a version in an arrow's label.
func (s *Story) brief(v txn.Version) string {
	if v == txn.Initial {
		return "initial"
	}
	return s.version(v)
}

func (s *Story) orderDetail(e *proof.Edge) string {
	a, b := s.source(e.From), s.source(e.To)
	switch {
	case e.Reason == proof.Process:
		return fmt.Sprintf("process %d", a.Process)
	case a.ReturnLine > 0 && b.CallLine > 0:
		return fmt.Sprintf("line %d, then %d", a.ReturnLine, b.CallLine)
	}
	return ""
}

// Claim says what an edge says: "T1 comes before T2 (rw)".
func (s *Story) Claim(e *proof.Edge) string {
	return fmt.Sprintf("%s comes before %s (%s)", s.Name(e.From), s.Name(e.To), e.Reason)
}

// Because says why an edge's From comes before its To, in a sentence that quotes the operations.
func (s *Story) Because(e *proof.Edge) string {
	switch e.Reason {
	case proof.WW:
		return s.overwrite(e)
	case proof.WR:
		return s.readFrom(e)
	case proof.RW:
		return s.antiDependency(e)
	case proof.Process:
		return fmt.Sprintf("process %d ran %s and later %s.", s.source(e.From).Process, s.Name(e.From), s.Name(e.To))
	case proof.RealTime:
		return s.realTime(e)
	case proof.Visible:
		return s.visible(e)
	}
	return fmt.Sprintf("%s, of key %s.", e.Reason, s.key(e))
}

// Sentence says all of an edge: what it says and why.
func (s *Story) Sentence(e *proof.Edge) string { return s.Claim(e) + ": " + s.Because(e) }

// Consequence says what follows from all edges of a cycle together.
func (s *Story) Consequence(c proof.Cycle) string {
	if len(c) == 0 {
		return ""
	}
	first := s.Name(c[0].From)
	if len(c) == 1 {
		return fmt.Sprintf("So %s would have to come before itself.", first)
	}
	if len(c) == 2 {
		return fmt.Sprintf("So each of %s and %s would have to come before the other.", first, s.Name(c[1].From))
	}
	return fmt.Sprintf("So %s would have to come before itself: %s.", first, s.Around(c))
}

// Around lists the transactions of a cycle, ending with the first again.
func (s *Story) Around(c proof.Cycle) string {
	var b strings.Builder
	for i := range c {
		b.WriteString(s.Name(c[i].From) + " → ")
	}
	if len(c) > 0 {
		b.WriteString(s.Name(c[0].From))
	}
	return b.String()
}

// Case says what one of the two cases of a refutation assumes: that first comes before second.
func (s *Story) Case(r *proof.Refutation, aFirst bool) string {
	first, second := r.A, r.B
	if !aFirst {
		first, second = second, first
	}
	return fmt.Sprintf("If the write of key %s by %s comes before that by %s", value(s.history.Keys[r.Key]), s.Name(first), s.Name(second))
}

// Split says which cases a refutation distinguishes.
func (s *Story) Split(r *proof.Refutation) string {
	return fmt.Sprintf("%s %s, and %s %s: nothing shows which came first.",
		s.Name(r.A), s.wrote(r.A, r.Key), s.Name(r.B), s.wrote(r.B, r.Key))
}

// wrote says what a transaction left of a key: "wrote 3 to key x".
func (s *Story) wrote(t int32, k txn.Key) string {
	ops := s.history.Txns[t].Ops
	for i := len(ops) - 1; i >= 0; i-- {
		if ops[i].Key == k && ops[i].Kind != txn.Read {
			return past(ops[i].Kind) + " " + s.version(ops[i].Version) + " to key " + value(s.history.Keys[k])
		}
	}
	return "wrote key " + value(s.history.Keys[k])
}

func past(k txn.Kind) string { return [...]string{"read", "wrote", "appended"}[k] }

func (s *Story) key(e *proof.Edge) string { return value(s.history.Keys[e.Key]) }

func (s *Story) source(t int32) *history.Operation {
	return &s.history.Source.Operations[s.history.Txns[t].Source]
}

// written returns what the operation at a place wrote, and how; nothing if it is no write.
func (s *Story) written(t, op int32) (what, did string, is bool) {
	o := s.op(proof.Place{Txn: t, Op: op})
	if o == nil || o.Kind == txn.Read {
		return "", "wrote", false
	}
	return s.version(o.Version), past(o.Kind), true
}

// read returns the operation at a place if it is a read, and how it is told: "read key 8 as [1 2]".
func (s *Story) read(t, op int32) (*txn.Op, string) {
	p := proof.Place{Txn: t, Op: op}
	o := s.op(p)
	switch {
	case o == nil || o.Kind != txn.Read:
		return nil, ""
	case s.history.Model == txn.Lists:
		return o, fmt.Sprintf("read key %s as %s", value(s.history.Keys[o.Key]), s.list(o.List, s.quoted[p]))
	case o.Version == txn.Initial:
		return o, fmt.Sprintf("read the initial value of key %s", value(s.history.Keys[o.Key]))
	}
	return o, fmt.Sprintf("read key %s as %s", value(s.history.Keys[o.Key]), s.version(o.Version))
}

// overwrite tells a WW edge.
func (s *Story) overwrite(e *proof.Edge) string {
	from, to := s.Name(e.From), s.Name(e.To)
	a, did, is := s.written(e.From, e.FromOp)
	b, later, also := s.written(e.To, e.ToOp)
	if !is || !also {
		return fmt.Sprintf("%s wrote an older version of key %s than %s%s.", from, s.key(e), to, s.basis(e))
	}
	text := fmt.Sprintf("%s %s %s to key %s, and %s %s %s later", from, did, a, s.key(e), to, later, b)
	reader, read := s.read(e.Reader, e.ReaderOp)
	newer := s.op(proof.Place{Txn: e.To, Op: e.ToOp}).Version
	switch {
	case reader == nil:
		return text + s.basis(e) + "."
	case s.history.Model == txn.Lists && !slices.Contains(reader.List, newer):
		return fmt.Sprintf("%s: %s %s, and nobody has read %s.", text, s.Name(e.Reader), read, b)
	}
	return fmt.Sprintf("%s: %s %s.", text, s.Name(e.Reader), read)
}

// readFrom tells a WR edge.
func (s *Story) readFrom(e *proof.Edge) string {
	from, to := s.Name(e.From), s.Name(e.To)
	a, did, is := s.written(e.From, e.FromOp)
	op, read := s.read(e.To, e.ToOp)
	switch {
	case !is || op == nil:
		return fmt.Sprintf("%s read what %s wrote to key %s.", to, from, s.key(e))
	case s.history.Model == txn.Lists:
		return fmt.Sprintf("%s %s %s to key %s, and %s %s.", from, did, a, s.key(e), to, read)
	}
	return fmt.Sprintf("%s %s %s to key %s, and %s read it.", from, did, a, s.key(e), to)
}

// antiDependency tells an RW edge.
func (s *Story) antiDependency(e *proof.Edge) string {
	from, to := s.Name(e.From), s.Name(e.To)
	op, read := s.read(e.From, e.FromOp)
	b, did, is := s.written(e.To, e.ToOp)
	switch {
	case op == nil || !is:
		return fmt.Sprintf("%s read a version of key %s, and %s wrote a later one%s.", from, s.key(e), to, s.basis(e))
	case s.history.Model == txn.Lists:
		return fmt.Sprintf("%s %s, without the %s that %s %s.", from, read, b, to, did)
	case op.Version == txn.Initial:
		return fmt.Sprintf("%s %s, and not the %s that %s wrote.", from, read, b, to)
	case e.Basis == proof.ByReads && s.readsToo(e.To, op):
		return fmt.Sprintf("%s %s, and %s, which read that too, replaced it by %s.", from, read, to, b)
	}
	return fmt.Sprintf("%s %s, and %s wrote %s, which is the later version%s.", from, read, to, b, s.basis(e))
}

// readsToo reports whether a transaction read the version that op did.
func (s *Story) readsToo(t int32, op *txn.Op) bool {
	return slices.ContainsFunc(s.history.Txns[t].Ops, func(o txn.Op) bool {
		return o.Kind == txn.Read && o.Key == op.Key && o.Version == op.Version
	})
}

// basis says where the order of two versions comes from, if it is not a read that is told.
func (s *Story) basis(e *proof.Edge) string {
	const so = ", and you vouched that this orders the two"
	switch e.Basis {
	case proof.ByReads:
		return ""
	case proof.ByAssumption:
		return ", as this case assumes"
	case proof.ByReadBeforeWrite:
		return fmt.Sprintf(": %s had read the one before it wrote the other%s", s.Name(e.To), so)
	case proof.BySessionOrder:
		return ": " + s.used(e, "a session used the one before it used the other") + so
	case proof.ByRealTimeOrder:
		return ": " + s.used(e, "the one was used before the transaction was called that used the other") + so
	}
	return " (" + e.Basis.String() + ")"
}

// used tells which transactions used two versions one after the other, or otherwise what is given.
func (s *Story) used(e *proof.Edge, otherwise string) string {
	if !vouched(e) || e.Path[0].FromOp == proof.None || e.Path[0].ToOp == proof.None {
		return otherwise
	}
	p := &e.Path[0]
	from := fmt.Sprintf("%s (%s)", s.Name(p.From), s.Operation(p.From, p.FromOp))
	to := fmt.Sprintf("%s (%s)", s.Name(p.To), s.Operation(p.To, p.ToOp))
	if p.Reason == proof.RealTime {
		return fmt.Sprintf("%s returned before %s was called", from, to)
	}
	return fmt.Sprintf("process %d ran %s before %s", s.source(p.From).Process, from, to)
}

// realTime tells a RealTime edge.
func (s *Story) realTime(e *proof.Edge) string {
	a, b := s.source(e.From), s.source(e.To)
	text := s.Name(e.From) + " returned" + onLine(a.ReturnLine)
	if a.ReturnTime != history.NoTime && b.CallTime != history.NoTime && a.ReturnTime < b.CallTime && a.ReturnTime >= 0 {
		text += " " + duration(b.CallTime-a.ReturnTime)
	}
	return text + fmt.Sprintf(" before %s was called%s.", s.Name(e.To), onLine(b.CallLine))
}

// duration writes nanoseconds with three or four digits.
func duration(ns int64) string {
	unit := int64(1)
	for ns/unit >= 10_000 {
		unit *= 10
	}
	return time.Duration(ns / unit * unit).String()
}

func onLine(n int32) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" (line %d)", n)
}

// visible tells a Visible edge.
func (s *Story) visible(e *proof.Edge) string {
	if n := s.lemma(e); n > 0 && len(e.Path) == 0 {
		return fmt.Sprintf("lemma %d shows it.", n)
	}
	from, to := s.Name(e.From), s.Name(e.To)
	wrote := "wrote key " + s.key(e) + " too"
	if a, did, is := s.written(e.From, e.FromOp); is {
		wrote = fmt.Sprintf("%s %s to key %s", did, a, s.key(e))
	}
	reader, read := "a transaction", "read key "+s.key(e)
	if e.Reader != proof.None {
		reader = s.Name(e.Reader)
		if _, told := s.read(e.Reader, e.ReaderOp); told != "" {
			read = told
		}
	}
	return fmt.Sprintf("%s %s, from %s, although %s, which %s, was visible to %s%s. So the version of %s is the later one.",
		reader, read, to, from, wrote, reader, s.how(e), to)
}

// how says by which steps the From of a Visible edge was visible to its Reader.
func (s *Story) how(e *proof.Edge) string {
	if len(e.Path) == 0 {
		return ""
	}
	steps := make([]string, 0, maxSteps+1)
	for i := range e.Path {
		if i == maxSteps {
			steps = append(steps, display.Plural(len(e.Path)-i, "more step"))
			break
		}
		steps = append(steps, s.step(&e.Path[i]))
	}
	return " (" + strings.Join(steps, "; ") + ")"
}

// step tells an edge of a Path.
func (s *Story) step(e *proof.Edge) string {
	if n := s.lemma(e); n > 0 && e.Reason == proof.Visible && len(e.Path) == 0 {
		return fmt.Sprintf("%s comes before %s by lemma %d", s.Name(e.From), s.Name(e.To), n)
	}
	return strings.TrimSuffix(s.Because(e), ".")
}

// lemma returns which lemma of the finding an edge is, from 1, or 0 if it is none.
func (s *Story) lemma(e *proof.Edge) int {
	return 1 + slices.IndexFunc(s.finding.Lemmas, func(l proof.Edge) bool {
		return l.From == e.From && l.To == e.To && l.Key == e.Key && l.Reason == e.Reason
	})
}

// Lemma tells a lemma of the finding.
func (s *Story) Lemma(i int) string {
	return fmt.Sprintf("Lemma %d: %s", i+1, s.Sentence(&s.finding.Lemmas[i]))
}
