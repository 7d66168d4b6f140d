package model

import "github.com/tenet-go/tenet/linearizability/history"

// Describer is a Model that can say in a few words what an action does.
type Describer interface {
	// Describe returns a short form such as "write 3", "read -> 3" or "dequeue -> empty".
	Describe(a Action) string
}

// Describe returns m's short form of a, or one made of the parts of a if m has none.
func Describe(m Model, a Action) string {
	if d, ok := m.(Describer); ok {
		return d.Describe(a)
	}
	return "operation " + a.A.String() + " " + a.B.String() + " " + a.C.String()
}

// Keyed is a Model that specifies one key of a store. Operations of different Key belong to
// different objects: a history must be split by Operation.Key before it is checked.
type Keyed interface {
	// Keyed reports whether histories must be split by Operation.Key.
	Keyed() bool
}

// Partitioner is a Model of an object that is a product of independent objects, such as the
// elements of a set or the registers of a multi-register. If PartitionKey is ok for all actions
// of a problem, then the problem is linearizable just if each of its parts is, because
// linearizability is local (Herlihy & Wing 1990, theorem 1).
type Partitioner interface {
	// PartitionKey returns the part to which an action belongs; ok is false if the action
	// concerns more than one part.
	PartitionKey(a Action) (key history.Value, ok bool)
	// Part returns the model of the part. It may be the model itself.
	Part(key history.Value) Model
	// PartAction translates an action with a PartitionKey to the model of its part.
	PartAction(a Action) Action
}

// ValueRemover is a Model whose histories may be made smaller by leaving out whole values.
//
// Let actions be linked if they touch a common value. If Touches is ok for all actions of a
// problem, then leaving out all actions that touch any value of a linked group keeps a
// linearizable problem linearizable. So if the rest is not linearizable, neither is the whole.
// Actions that touch no value stay. Each model says in a comment why this holds.
type ValueRemover interface {
	// Touches returns the values that an action touches. ok is false if no value may be removed
	// as long as the action is kept; if such an action is ReadOnly it may be left out first.
	Touches(a Action) (values []history.Value, ok bool)
}

// Inferrer is a Model that can find its initial state in a history whose recording began with
// an object already in use.
type Inferrer interface {
	// InferInit returns the model with the initial values that h shows, and says in a sentence
	// why. If h shows nothing, or the options gave an initial value, it returns the model itself
	// and "".
	InferInit(h *history.History) (m Model, why string)
}
