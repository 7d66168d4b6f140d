package proof

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// MaxFindings is the most findings of one anomaly that one checker lists. The rest is counted.
const MaxFindings = 16

// Findings collects what a checker found. The zero value is empty.
type Findings struct {
	List []Finding
	kept map[isolation.Anomaly]kept
}

// kept says how much is listed of an anomaly, and where the last of it is.
type kept struct{ listed, last int }

// Full reports whether no more of an anomaly are listed; if so, it counts one that is left out.
func (f *Findings) Full(a isolation.Anomaly) bool {
	k := f.kept[a]
	if k.listed < MaxFindings {
		return false
	}
	f.List[k.last].Omitted++
	return true
}

// Add adds an anomaly. If there are MaxFindings of it already, it is only counted.
func (f *Findings) Add(found Finding) {
	if f.Full(found.Anomaly) {
		return
	}
	if f.kept == nil {
		f.kept = map[isolation.Anomaly]kept{}
	}
	f.kept[found.Anomaly] = kept{f.kept[found.Anomaly].listed + 1, len(f.List)}
	f.List = append(f.List, found)
}

// Addf adds an anomaly that is no cycle.
func (f *Findings) Addf(a isolation.Anomaly, ops []Place, format string, args ...any) {
	f.Add(Finding{Anomaly: a, Ops: ops, Sentence: fmt.Sprintf(format, args...)})
}
