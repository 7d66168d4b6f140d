package eval

import "github.com/tenet-go/tenet/tla/datum"

// frame is what compiled code computes on. Each unit of code (a predicate, an action, the body of a recursive operator) has a
// frame of its own shape: one slot for each name that is bound and each value that is remembered, none used twice.
type frame struct {
	slots     []datum.Datum
	s, t      State // of this state and the next
	evaluator *Evaluator
	params    []thunk // arguments of a call, by name
	ops       []operation
	late      []thunk     // arguments of operators that were passed, by name
	active    []bool      // which of the operators that were passed are being applied
	resume    func() bool // what follows the call of a recursive operator that generates states
	follow    func() bool // what follows an argument of a call that generates states
	outer     *frame      // of the unit around this one, see unit.parent
	depth     int         // of calls
	chains    *chainState // the universal quantifiers that an action is within
}

// newFrame is an empty frame for the code of a unit.
func newFrame(u *unit, e *Evaluator) *frame {
	return &frame{slots: make([]datum.Datum, u.slots), late: make([]thunk, u.late), active: make([]bool, u.operations), evaluator: e}
}

// thunk is an argument that is evaluated when it is needed, once.
type thunk struct {
	code expr
	act  act    // the argument as an action, if it is passed to one
	home *frame // of act
	// changing arguments depend on variables that get values while states are generated: they are evaluated each time.
	changing bool
	forcing  bool // it is being evaluated
	frame    *frame
	value    datum.Datum
}

func (t *thunk) force() datum.Datum {
	if t.changing {
		return t.code(t.frame)
	}
	if t.value.IsZero() {
		t.forcing = true
		t.value = t.code(t.frame)
		t.code, t.frame, t.forcing = nil, nil, false
	}
	return t.value
}

// operation is an operator that was passed as an argument. It takes values, or if these are nil arguments by name.
type operation func(values []datum.Datum, byName []thunk) datum.Datum

// Compiled code.
type (
	expr func(f *frame) datum.Datum // a value
	test func(f *frame) bool        // a Boolean
	// act generates states: it calls what follows it for each way to go on, and reports whether to go on.
	act func(f *frame) bool
)
