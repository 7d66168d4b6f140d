package eval

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// ErrorKind tells errors of evaluation apart.
type ErrorKind uint8

// Kinds of errors.
const (
	Undefined   ErrorKind = iota + 1 // an expression has no value: 1 + "a", f[x] outside the domain, CHOOSE of nothing
	Assertion                        // TLC!Assert of something false
	Unsupported                      // a construct that the engine cannot evaluate
	Incomplete                       // a next-state relation that leaves a variable without a value
	Interrupted                      // Host.Stop was set
)

// Error says where and why an evaluation failed.
type Error struct {
	Kind    ErrorKind
	File    string
	Span    syntax.Span
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Span.Start.Line, e.Span.Start.Col, e.Message)
}

// site is a place in the specification, by its number in the program.
type site int32

// place is what a site stands for.
type place struct {
	file string
	span syntax.Span
}

// failure is what travels up the stack as a panic until an Evaluator's method turns it into an Error.
type failure struct {
	kind    ErrorKind
	site    site
	message string
}

// fail ends the evaluation.
func (f *frame) fail(at site, format string, args ...any) {
	panic(&failure{Undefined, at, fmt.Sprintf(format, args...)})
}

// refuse is what natives panic with.
func refuse(format string, args ...any) {
	panic(&datum.Error{Message: fmt.Sprintf(format, args...)})
}

// recovered turns a panic of an evaluation into an error, and passes on all others.
func (p *Program) recovered(e *Evaluator, panicked any) error {
	switch reason := panicked.(type) {
	case *failure:
		return p.errorAt(reason.kind, reason.site, reason.message)
	case *datum.Error:
		return p.errorAt(Undefined, e.at, reason.Message)
	case *assertion:
		return p.errorAt(Assertion, e.at, reason.message)
	}
	panic(panicked)
}

// assertion is what TLC!Assert panics with.
type assertion struct{ message string }

func (p *Program) errorAt(kind ErrorKind, at site, message string) *Error {
	where := p.sites[at]
	return &Error{Kind: kind, File: where.file, Span: where.span, Message: message}
}
