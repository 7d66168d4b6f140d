package explain

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Story tells one finding. Its transactions are called T1, T2, ... in the order in which the finding
// comes to them.
type Story struct {
	history *txn.History
	finding *proof.Finding
	txns    []int32
	numbers map[int32]int
	// quoted has, for each operation that the finding speaks of, the versions on which it turns.
	quoted map[proof.Place][]txn.Version
}

// New returns the story of a finding. Findings that name what h does not have are errors.
func New(h *txn.History, f *proof.Finding) (*Story, error) {
	s := &Story{history: h, finding: f, numbers: map[int32]int{}, quoted: map[proof.Place][]txn.Version{}}
	if err := s.validate(); err != nil {
		return nil, err
	}
	s.cycle(f.Cycle)
	for i := range f.Lemmas {
		s.edge(&f.Lemmas[i])
	}
	s.refutation(f.Refutation)
	s.places(f.Ops)
	return s, nil
}

// Transactions returns the transactions of the finding in order of their numbers.
func (s *Story) Transactions() []int32 { return slices.Clone(s.txns) }

// Name returns the name of a transaction: T1, T2, ...; transactions that are not of the finding are
// called as txn.History.Name does.
func (s *Story) Name(t int32) string {
	if n := s.numbers[t]; n > 0 {
		return "T" + strconv.Itoa(n)
	}
	return s.history.Name(t)
}

// Where says whose a transaction is and where it stands in the input: "process 3, lines 17-20".
func (s *Story) Where(t int32) string {
	op := &s.history.Source.Operations[s.history.Txns[t].Source]
	text := fmt.Sprintf("process %d", op.Process)
	switch {
	case op.CallLine > 0 && op.ReturnLine > op.CallLine:
		text += fmt.Sprintf(", lines %d-%d", op.CallLine, op.ReturnLine)
	case op.CallLine > 0:
		text += fmt.Sprintf(", line %d", op.CallLine)
	case op.ReturnLine > 0:
		text += fmt.Sprintf(", line %d", op.ReturnLine)
	default:
		text += fmt.Sprintf(", operation %d", s.history.Txns[t].Source)
	}
	return text
}

// Ended says how a transaction ended, if it did not return ok.
func (s *Story) Ended(t int32) string {
	switch s.history.Txns[t].Status {
	case history.Fail:
		return "failed"
	case history.Info:
		if s.history.Txns[t].Committed {
			return "outcome unknown, but its writes were read"
		}
		return "outcome unknown"
	}
	return ""
}

// Quoted reports whether the finding speaks of an operation.
func (s *Story) Quoted(t, op int32) bool {
	_, quoted := s.quoted[proof.Place{Txn: t, Op: op}]
	return quoted
}

// meet numbers a transaction when the finding first comes to it.
func (s *Story) meet(t int32) {
	if t != proof.None && s.numbers[t] == 0 {
		s.txns = append(s.txns, t)
		s.numbers[t] = len(s.txns)
	}
}

// cycle meets the transactions of a cycle first, and then those that only show an edge.
func (s *Story) cycle(c proof.Cycle) {
	for i := range c {
		s.meet(c[i].From)
		s.meet(c[i].To)
	}
	for i := range c {
		s.edge(&c[i])
	}
}

// edge quotes the operations of an edge. All of them turn on the versions that the edge's ends wrote
// or read.
func (s *Story) edge(e *proof.Edge) {
	s.meet(e.From)
	s.meet(e.To)
	if !bare(e.Reason) {
		s.quoteEnds(e)
		if e.Reader != proof.None {
			s.meet(e.Reader)
		}
	}
	for i := range e.Path {
		p := &e.Path[i]
		s.edge(p)
		if vouched(e) {
			s.quoteEnds(p)
		}
	}
}

// quoteEnds quotes the operations that make an edge.
func (s *Story) quoteEnds(e *proof.Edge) {
	var versions []txn.Version
	places := [...]proof.Place{{Txn: e.From, Op: e.FromOp}, {Txn: e.To, Op: e.ToOp}, {Txn: e.Reader, Op: e.ReaderOp}}
	for _, p := range places[:2] {
		if op := s.op(p); op != nil {
			versions = append(versions, op.Version)
		}
	}
	for _, p := range places {
		s.quote(p, versions)
	}
}

// vouched reports whether the Path of an edge says why its versions are in an order for which the user
// vouched: it then has one edge, with the operations that used the versions.
func vouched(e *proof.Edge) bool {
	return (e.Reason == proof.WW || e.Reason == proof.RW) && len(e.Path) == 1
}

// bare reports whether edges of a reason quote no operations.
func bare(r proof.Reason) bool { return r == proof.Process || r == proof.RealTime }

func (s *Story) quote(p proof.Place, versions []txn.Version) {
	op := s.op(p)
	if op == nil {
		return
	}
	matter := s.quoted[p]
	for _, v := range versions {
		if !slices.Contains(matter, v) {
			matter = append(matter, v)
		}
	}
	s.quoted[p] = matter
}

// op returns the operation at a place, or nil if it is none.
func (s *Story) op(p proof.Place) *txn.Op {
	if p.Txn == proof.None || p.Op == proof.None {
		return nil
	}
	return &s.history.Txns[p.Txn].Ops[p.Op]
}

func (s *Story) refutation(r *proof.Refutation) {
	if r == nil {
		return
	}
	if r.Cycle == nil {
		s.meet(r.A)
		s.meet(r.B)
	}
	s.cycle(r.Cycle)
	s.refutation(r.AFirst)
	s.refutation(r.BFirst)
}

// places quotes the operations of a finding that is no cycle. They turn on what the others among
// them wrote, on what nobody committed, and on where lists part.
func (s *Story) places(ops []proof.Place) {
	var versions []txn.Version
	for _, p := range ops {
		s.meet(p.Txn)
		if op := s.op(p); op != nil && op.Kind != txn.Read {
			versions = append(versions, op.Version)
		}
	}
	for i, p := range ops {
		op := s.op(p)
		if op == nil {
			continue
		}
		s.quote(p, versions)
		s.quote(p, s.suspicious(op.List))
		for _, q := range ops[:i] {
			if other := s.op(q); other != nil && other.Key == op.Key {
				s.part(p, q, op.List, other.List)
			}
		}
	}
}

// suspicious returns the elements of a list that no committed transaction appended, and those that
// it has twice.
func (s *Story) suspicious(list []txn.Version) []txn.Version {
	var found []txn.Version
	seen := make(map[txn.Version]bool, len(list))
	for _, v := range list {
		if w := s.history.Versions[v].Txn; w == txn.Nobody || s.history.Txns[w].Status == history.Fail || seen[v] {
			found = append(found, v)
		}
		seen[v] = true
	}
	return found
}

// part quotes the first elements in which two lists differ.
func (s *Story) part(p, q proof.Place, a, b []txn.Version) {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			s.quote(p, []txn.Version{a[i]})
			s.quote(q, []txn.Version{b[i]})
			return
		}
	}
}

// Title heads the finding: the anomaly's name, and what it is called otherwise.
func (s *Story) Title() string {
	name := display.Cut(display.Clean(string(s.finding.Anomaly)), maxName)
	if also := Also(s.finding.Anomaly); also != "" {
		return name + ": " + also
	}
	return name
}
