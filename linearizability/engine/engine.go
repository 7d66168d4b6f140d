package engine

import "context"

// Outcome is what an engine found.
type Outcome uint8

const (
	// Undecided means that the engine gave up, or does not apply.
	Undecided Outcome = iota
	// Valid means that the problem is linearizable: Result.Order is the proof.
	Valid
	// Invalid means that it is not: Result.Witness points at the proof.
	Invalid
)

// String returns valid, invalid or unknown.
func (o Outcome) String() string { return [...]string{"unknown", "valid", "invalid"}[o] }

// Result is an engine's answer.
type Result struct {
	Outcome Outcome
	// Order lists the operations in an order that the model allows and that respects real time:
	// all operations but those of unknown outcome, which may be left out. Set when Valid.
	Order []int32
	// Witness is set when Invalid, if the engine knows a reason.
	Witness *Witness
	// Why says why the engine did not decide. Set when Undecided.
	Why string
}

// Witness is a small part of a problem that is not linearizable, and which shows that the whole
// is not, because leaving out the rest keeps a linearizable history linearizable.
type Witness struct {
	// Pattern names what was found: "crossing zones", "reordered values"...
	Pattern string
	// Reason is one plain English sentence about the operations, which the sentence calls by
	// what they do.
	Reason string
	// Ops are the operations of the part.
	Ops []int32
	// Cut is a moment: operations called after it are left out, and those which returned after
	// it count as pending. Never if nothing is cut.
	Cut int32
}

// Engine decides problems. Engines are stateless and safe for concurrent use.
type Engine interface {
	// Name is the engine's name in verdicts.
	Name() string
	// Solve decides p, or says why it cannot. It returns soon after ctx ends.
	Solve(ctx context.Context, p *Problem) Result
}
