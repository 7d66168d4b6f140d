package difftest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/value"
)

// Answer is the value of an expression. It is zero if there is none, since its evaluation fails.
type Answer struct{ value.Value }

// Same reports whether two answers are the same; failures are.
func (a Answer) Same(b Answer) bool { return a.Value == b.Value }

// failed is how an Answer without a value is written.
const failed = "error"

func (a Answer) String() string {
	if a.IsZero() {
		return failed
	}
	return a.Value.String()
}

// states are what the names that are given stand for when expressions are evaluated.
const states = 2

// Answers are the values of one expression in the states.
type Answers [states]Answer

// moduleName is the name of all modules that are written here.
const moduleName = "M"

// load reads a module.
func load(body string) (*semantic.Spec, error) {
	own := func(module string) (semantic.Source, error) {
		switch module {
		case moduleName:
			return semantic.Source{File: moduleName + ".tla", Text: []byte(body)}, nil
		case partName:
			return semantic.Source{File: partName + ".tla", Text: []byte(part)}, nil
		}
		return semantic.Source{}, &semantic.NotFoundError{Module: module}
	}
	return semantic.Load(semantic.First(own, semantic.Library(modules.Find)), moduleName)
}

func compiled(body, model string) (*semantic.Spec, *eval.Program, error) {
	spec, err := load(body)
	if err != nil {
		return nil, nil, err
	}
	cfg, err := config.Parse(moduleName+".cfg", []byte(model))
	if err != nil {
		return nil, nil, err
	}
	p, err := eval.Compile(spec, cfg)
	return spec, p, err
}

// moduleOf is a module in which expressions are defined, of names that are variables. The initial states are those in which they have the given values.
func moduleOf(exprs []string) string {
	var b strings.Builder
	b.WriteString("---- MODULE " + moduleName + " ----\n" + header + prelude + "VARIABLES step")
	for _, g := range givens {
		b.WriteString(", " + g.name)
	}
	b.WriteString("\n")
	for state := range states {
		fmt.Fprintf(&b, "State%d ==\n  /\\ step = %d\n", state, state)
		for _, g := range givens {
			fmt.Fprintf(&b, "  /\\ %s = %s\n", g.name, g.values[state])
		}
	}
	b.WriteString("Next == UNCHANGED <<step")
	for _, g := range givens {
		b.WriteString(", " + g.name)
	}
	b.WriteString(">>\n")
	define(&b, exprs)
	b.WriteString("====\n")
	return b.String()
}

// constantModule is the same with names that are constants.
func constantModule(state int, exprs []string) string {
	var b strings.Builder
	b.WriteString("---- MODULE " + moduleName + " ----\n" + header + prelude)
	for _, g := range givens {
		fmt.Fprintf(&b, "%s == %s\n", g.name, g.values[state])
	}
	define(&b, exprs)
	b.WriteString("====\n")
	return b.String()
}

func define(b *strings.Builder, exprs []string) {
	for i, e := range exprs {
		fmt.Fprintf(b, "E%d == %s\n", i, e)
	}
}

// Engine evaluates expressions by the engine, each in all states.
func Engine(exprs []string) ([]Answers, error) {
	e, err := newEngine(exprs)
	if err != nil {
		return nil, err
	}
	all := make([]Answers, len(exprs))
	for i := range exprs {
		for state := range states {
			if all[i][state], err = e.value(fmt.Sprintf("E%d", i), state, state); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// engine evaluates what is defined in a module, in the states.
type engine struct {
	spec      *semantic.Spec
	program   *eval.Program
	evaluator *eval.Evaluator
	states    [states]eval.State
	compiled  map[string]*eval.Expression
}

func newEngine(exprs []string) (*engine, error) {
	body := moduleOf(exprs)
	e := &engine{compiled: map[string]*eval.Expression{}}
	for state := range states {
		spec, p, err := compiled(body, constants+fmt.Sprintf("INIT State%d NEXT Next\n", state))
		if err != nil {
			return nil, err
		}
		e.spec, e.program, e.evaluator = spec, p, p.Evaluator(noHost)
		if err := e.evaluator.Initial(func(s eval.State) bool {
			e.states[state] = slices.Clone(s)
			return true
		}); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// value evaluates an expression in a state, or in the step from one to another.
func (e *engine) value(expr string, from, to int) (Answer, error) {
	x := e.compiled[expr]
	if x == nil {
		tree, err := e.spec.Expr(expr)
		if err != nil {
			return Answer{}, err
		}
		if x, err = e.program.Expression(expr, tree); err != nil {
			return Answer{}, fmt.Errorf("%s: %w", expr, err)
		}
		e.compiled[expr] = x
	}
	return answer(e.evaluator.Value(x, e.states[from], e.states[to]))
}

// answer reads what an evaluation came to. Lazy values are computed only when somebody looks at them, and may fail then.
func answer(v datum.Datum, err error) (a Answer, other error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *datum.Error:
			a, other = Answer{}, nil
		default:
			panic(reason)
		}
	}()
	var failure *eval.Error
	switch {
	case errors.As(err, &failure) && failure.Kind != eval.Unsupported:
		return Answer{}, nil
	case err != nil:
		return Answer{}, err
	}
	return parsed(v.String())
}

// parsed reads a printed value.
func parsed(text string) (Answer, error) {
	v, err := value.Parse(text)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", text, err)
	}
	return Answer{v}, nil
}

// noHost is for evaluations that print nothing and ask for nothing.
var noHost = eval.Host{}
