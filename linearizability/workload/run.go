package workload

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

// run is one check at work on the operations of one key.
type run struct {
	history *history.History
	options Options
	key     history.Value
	ops     []int32 // of this key, in order of their Call
	verdict *Verdict
}

func (r *run) op(i int32) *history.Operation { return &r.history.Operations[i] }

// completed returns the operations of function f that ended with status OK, in order of their
// Return.
func (r *run) completed(f string) []int32 {
	var found []int32
	for _, i := range r.ops {
		if op := r.op(i); op.F == f && op.Status == history.OK {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int32) int { return cmp.Compare(r.op(a).Return, r.op(b).Return) })
	return found
}

// find adds a violation.
func (r *run) find(kind string, ops []int32, format string, args ...any) {
	if len(r.verdict.Findings) == MaxFindings {
		r.verdict.Omitted++
		return
	}
	ops = slices.Clone(ops)
	slices.Sort(ops)
	r.verdict.Findings = append(r.verdict.Findings, Finding{
		Kind: kind, Sentence: r.prefix() + fmt.Sprintf(format, args...) + ".", Ops: slices.Compact(ops),
	})
}

// undecided says why the key's operations do not allow a verdict.
func (r *run) undecided(why string) {
	if r.verdict.Outcome == engine.Valid {
		r.verdict.Outcome, r.verdict.Why = engine.Undecided, r.prefix()+why
	}
}

func (r *run) prefix() string {
	if r.key.IsNil() {
		return ""
	}
	return fmt.Sprintf("key %s: ", r.key)
}

// count adds to a statistic, over all keys.
func (r *run) count(name string, n int) {
	for i := range r.verdict.Stats {
		if s := &r.verdict.Stats[i]; s.Name == name {
			s.Count += int64(n)
			return
		}
	}
	r.verdict.Stats = append(r.verdict.Stats, Stat{name, int64(n)})
}

// errorf returns an error about the completion of operation i.
func (r *run) errorf(i int32, format string, args ...any) error {
	return r.errorAt(r.op(i).ReturnLine, format, args...)
}

// callErrorf returns an error about the invocation of operation i.
func (r *run) callErrorf(i int32, format string, args ...any) error {
	return r.errorAt(r.op(i).CallLine, format, args...)
}

func (r *run) errorAt(line int32, format string, args ...any) error {
	return &history.Error{Name: r.history.Name, Line: int(line), Msg: r.prefix() + fmt.Sprintf(format, args...)}
}

// name calls operation i by its process and lines: "the read of process 3 (lines 7-9)".
func (r *run) name(i int32) string {
	op := r.op(i)
	who := fmt.Sprintf("the %s of process %d", op.F, op.Process)
	switch {
	case op.CallLine == 0:
		return fmt.Sprintf("%s (operation %d)", who, i)
	case op.ReturnLine <= op.CallLine:
		return fmt.Sprintf("%s (line %d)", who, op.CallLine)
	}
	return fmt.Sprintf("%s (lines %d-%d)", who, op.CallLine, op.ReturnLine)
}

// brief shortens what may be long in a sentence.
func brief(v history.Value) string {
	const most = 60
	s := v.String()
	if len(s) <= most {
		return s
	}
	return fmt.Sprintf("%s... (%s of %d)", cut(s, most), v.Kind(), v.Len())
}

// cut returns at most n bytes of s and splits no character.
func cut(s string, n int) string {
	end := 0
	for i := range s {
		if i > n {
			break
		}
		end = i
	}
	return s[:end]
}
