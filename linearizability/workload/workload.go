package workload

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Check judges histories of one workload. Checks are stateless and safe for concurrent use.
type Check interface {
	// Name is the name by which the command line knows the check.
	Name() string
	// Description says in one sentence what the check demands of a history.
	Description() string
	// Run judges h. An error of type *history.Error is about an operation that the check does
	// not understand, with the line where it stands and what was expected there; any other error
	// is about an option out of range.
	Run(h *history.History, o Options) (Verdict, error)
}

// Options change what checks demand. The zero value has the defaults.
type Options struct {
	// Total is what the accounts of bank must sum to. If nil, it is the sum of the first read.
	Total *int64
	// NegativeBalances lets accounts of bank be overdrawn.
	NegativeBalances bool
	// GroupSize is the number of keys that each read of long-fork reads. If 0 it is
	// DefaultGroupSize.
	GroupSize int
	// AllowStale lets reads of set-full miss an element for a while after it was added. If
	// false, the set must be linearizable: Jepsen's option :linearizable? true.
	AllowStale bool
}

// DefaultGroupSize is the group size of Jepsen's long-fork workload.
const DefaultGroupSize = 2

// MaxFindings is the most findings that a Verdict lists. The rest is counted.
const MaxFindings = 32

// Verdict is what a check found.
type Verdict struct {
	// Outcome is Undecided if the history does not say enough, for which Why gives the reason.
	Outcome engine.Outcome
	Why     string
	// Findings are the violations, at most MaxFindings, and Omitted counts the rest. There are
	// none if and only if the Outcome is not Invalid.
	Findings []Finding
	Omitted  int
	// Stats say what the check has seen.
	Stats []Stat
}

// Finding is one violation.
type Finding struct {
	// Kind names the anomaly, such as "lost".
	Kind string
	// Sentence describes it, and names the operations by process and line.
	Sentence string
	// Ops are the operations that show it, as indices of History.Operations in increasing
	// order. A history of these operations alone has this violation too.
	Ops []int32
}

// Stat is a number with a name.
type Stat struct {
	Name  string
	Count int64
}

// check is a Check as this package writes them: functions it understands, and how it judges one
// key's operations.
type check struct {
	name        string
	description string
	functions   []string // nil if operations are known by their values
	judge       func(*run) error
}

// checks are in alphabetical order.
var checks = []*check{&bank, &jepsenCounter, &jepsenSet, &longFork, &setFull, &uniqueIDs}

// New returns the check of the given name. The error lists the names that there are.
func New(name string) (Check, error) {
	for _, c := range checks {
		if c.name == name {
			return c, nil
		}
	}
	return nil, fmt.Errorf("no workload check is called %q: expected one of %s", name, strings.Join(Names(), ", "))
}

// Names returns the names of all checks in alphabetical order.
func Names() []string {
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.name
	}
	return names
}

func (c *check) Name() string        { return c.name }
func (c *check) Description() string { return c.description }

// Run judges the operations of each key by themselves and sums up: a violation of one key is a
// violation, and one undecided key leaves the whole undecided.
func (c *check) Run(h *history.History, o Options) (Verdict, error) {
	if o.GroupSize < 0 {
		return Verdict{}, fmt.Errorf("group size %d: expected 1 or more, or 0 for the default of %d", o.GroupSize, DefaultGroupSize)
	}
	if o.GroupSize == 0 {
		o.GroupSize = DefaultGroupSize
	}
	keys, parts, err := c.split(h)
	if err != nil {
		return Verdict{}, err
	}
	var total Verdict
	total.Outcome = engine.Valid
	for i, key := range keys {
		r := &run{history: h, options: o, key: key, ops: parts[i], verdict: &total}
		if err := c.judge(r); err != nil {
			return Verdict{}, err
		}
	}
	if len(total.Findings) > 0 {
		total.Outcome, total.Why = engine.Invalid, ""
	}
	return total, nil
}

// split gives each key its operations, in the order in which keys appear, and leaves out the
// operations of other functions. A history of other functions only is not of this workload.
func (c *check) split(h *history.History) ([]history.Value, [][]int32, error) {
	var keys []history.Value
	var parts [][]int32
	index := map[history.Value]int{}
	for i := range h.Operations {
		op := &h.Operations[i]
		if c.functions != nil && !slices.Contains(c.functions, op.F) {
			continue
		}
		at, seen := index[op.Key]
		if !seen {
			at = len(keys)
			index[op.Key] = at
			keys, parts = append(keys, op.Key), append(parts, nil)
		}
		parts[at] = append(parts[at], int32(i))
	}
	if len(keys) == 0 && len(h.Operations) > 0 {
		op := &h.Operations[0]
		return nil, nil, &history.Error{
			Name: h.Name, Line: int(op.CallLine),
			Msg: fmt.Sprintf("workload %s: no operation of this workload, but such as %s: expected the functions %s",
				c.name, op.F, strings.Join(c.functions, ", ")),
		}
	}
	if len(keys) == 0 {
		keys, parts = []history.Value{history.Nil}, [][]int32{nil} // so that an empty history gets its verdict too
	}
	return keys, parts, nil
}
