package check

// Verdict is the outcome of a check.
type Verdict uint8

// Verdicts. Their exit codes are those of TLC 2.18, but for the last two, which it does not have.
const (
	// OK says that nothing is wrong with what was looked at. Result.Complete tells whether that was everything.
	OK Verdict = iota
	// AssumptionFalse says that an ASSUME is false, or cannot be evaluated.
	AssumptionFalse
	// Deadlock says that a state has no successor.
	Deadlock
	// InvariantViolated says that a state violates an invariant, or P of a property []P.
	InvariantViolated
	// PropertyViolated says that a step violates [][A]_v, or an initial state a property that is a state formula.
	PropertyViolated
	// AssertFailed says that an Assert failed in the next-state relation, in a constraint, or in [][A]_v.
	AssertFailed
	// SpecFailed says that the specification cannot be evaluated: Init, Next, a constraint, [][A]_v, or anything of an initial state.
	SpecFailed
	// InvariantFailed says that an invariant cannot be evaluated in a state that is not initial; an Assert in it counts as that.
	InvariantFailed
	// PostconditionFalse says that the POSTCONDITION is false, or cannot be evaluated.
	PostconditionFalse
	// Undecided says that the search ended early, at a limit or with its context, and had found nothing wrong.
	Undecided
)

var verdicts = [...]struct {
	name string
	code int
}{
	OK:                 {"ok", 0},
	AssumptionFalse:    {"assumption false", 10},
	Deadlock:           {"deadlock", 11},
	InvariantViolated:  {"invariant violated", 12},
	PropertyViolated:   {"property violated", 13},
	AssertFailed:       {"assertion failed", 14},
	SpecFailed:         {"evaluation failed", 75},
	InvariantFailed:    {"evaluation of an invariant failed", 76},
	PostconditionFalse: {"postcondition false", 15},
	Undecided:          {"undecided", 16},
}

// ExitCode returns the exit code of a command that checks and comes to the verdict.
func (v Verdict) ExitCode() int { return verdicts[v].code }

func (v Verdict) String() string { return verdicts[v].name }

// MarshalText returns the verdict as String does.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }
