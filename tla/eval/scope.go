package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// scope says what the names of an expression stand for while it is compiled. Scopes are linked and never change.
// Names are objects, so that a name of an outer expression is never taken for one of an inner.
type scope struct {
	parent   *scope
	object   *semantic.Object
	instance *semantic.Instance // in an entry for an INSTANCE of a LET: its expressions belong to this scope
	binding  *binding
	module   *scope // the outermost scope of the module, in which its definitions are compiled
	local    bool   // of a module scope: it has names that a unit binds
	file     string // of the module whose expressions are compiled, for messages
}

// binding is what an object stands for.
type binding struct {
	kind    bindingKind
	unit    *unit       // whose frame has the slot, the parameter, or the remembered value
	slot    int         // inSlot, inLate; for inParam and inOp, what stands for it among the deps
	param   int         // inParam, inOp, inLate: which one
	literal datum.Datum // isLiteral
	expr    syntax.Expr // byName, operator: evaluated in scope
	scope   *scope
	def     *semantic.Object // byName: a function of a LET, instead of expr; localDef
	memo    [2]*memo         // byName: of the expression and of the primed expression
}

type bindingKind uint8

const (
	inSlot    bindingKind = iota // a value in a slot of the frame
	isLiteral                    // a value that is known
	byName                       // an expression, evaluated where the name is used and remembered
	operator                     // an operator: a LAMBDA, or the name of one
	localDef                     // a definition of a LET with parameters or recursion; scope is that of the LET
	inParam                      // an argument of a call
	inLate                       // an argument of an operator that was passed as an argument
	inOp                         // an operator that is an argument of a call
)

// memo is the slot where the value of a byName binding is remembered.
type memo struct {
	code code
	slot int
}

// Slots of memos that remember nothing.
const (
	shareable    = -1 // the expression is compiled anew at each use, in whatever unit
	unremembered = -2
)

func (s *scope) with(o *semantic.Object, b *binding) *scope {
	return &scope{parent: s, object: o, binding: b, module: s.module, file: s.file}
}

func (s *scope) lookup(o *semantic.Object) *binding {
	for ; s != nil; s = s.parent {
		if s.object == o && o != nil {
			return s.binding
		}
	}
	return nil
}

// unremembering makes the bindings by name between two scopes ones whose values are not remembered: nothing tells when to forget them, or
// they are used in several units.
func unremembering(inner, outer *scope) *scope {
	for at := inner; at != nil && at != outer; at = at.parent {
		if at.binding != nil && at.binding.kind == byName {
			at.binding.memo = [2]*memo{{slot: shareable}, {slot: shareable}}
		}
	}
	return inner
}

// home returns the scope to which the expressions of an instance belong.
func (s *scope) home(i *semantic.Instance) *scope {
	for at := s; at != nil; at = at.parent {
		if at.instance == i {
			return at
		}
	}
	return s.module
}
