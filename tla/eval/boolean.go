package eval

import (
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// number compiles 12, \b101, \o17 and \hFF. Decimal fractions have no value here, as in TLC.
func (c *compiler) number(e *syntax.Number, sc *scope) code {
	text, base := e.Text, 10
	if strings.HasPrefix(text, `\`) && len(text) > 2 {
		switch text[1] {
		case 'b', 'B':
			base = 2
		case 'o', 'O':
			base = 8
		case 'h', 'H':
			base = 16
		}
		text = text[2:]
	}
	n, err := strconv.ParseInt(text, base, 64)
	if err != nil {
		return c.failing(e, sc, Unsupported, "the number %s is not an integer of 64 bits", e.Text)
	}
	return literal(datum.Int(n))
}

func (c *compiler) junction(e *syntax.Junction, sc *scope, primed bool) code {
	return c.connect(e.Op, e.Items, sc, primed)
}

// connect compiles a conjunction or a disjunction.
func (c *compiler) connect(op string, items []syntax.Expr, sc *scope, primed bool) code {
	codes := make([]code, len(items))
	operands := make([]*code, len(items))
	for i, item := range items {
		codes[i] = c.expr(item, sc, primed)
		operands[i] = &codes[i]
	}
	all := c.join(operands...)
	tests := make([]test, len(items))
	for i := range codes {
		tests[i] = codes[i].asTest(op)
	}
	return code{truth: connected(tests, op == `/\`), deps: all}
}

// connected is the conjunction of tests, or the disjunction.
func connected(tests []test, and bool) test {
	switch len(tests) {
	case 1:
		return tests[0]
	case 2:
		a, b := tests[0], tests[1]
		if and {
			return func(f *frame) bool { return a(f) && b(f) }
		}
		return func(f *frame) bool { return a(f) || b(f) }
	}
	return func(f *frame) bool {
		for _, t := range tests {
			if t(f) != and {
				return !and
			}
		}
		return and
	}
}

func (c *compiler) ifThenElse(e *syntax.If, sc *scope, primed bool) code {
	cond, yes, no := c.expr(e.Cond, sc, primed), c.expr(e.Then, sc, primed), c.expr(e.Else, sc, primed)
	all := c.join(&cond, &yes, &no)
	when := cond.asTest("IF")
	if yes.truth != nil && no.truth != nil {
		a, b := yes.truth, no.truth
		return code{deps: all, truth: func(f *frame) bool {
			if when(f) {
				return a(f)
			}
			return b(f)
		}}
	}
	a, b := yes.asValue(), no.asValue()
	return code{deps: all, value: func(f *frame) datum.Datum {
		if when(f) {
			return a(f)
		}
		return b(f)
	}}
}

func (c *compiler) cases(e *syntax.Case, sc *scope, primed bool) code {
	conds, bodies := make([]code, len(e.Arms)), make([]code, len(e.Arms))
	var operands []*code
	for i, arm := range e.Arms {
		conds[i], bodies[i] = c.expr(arm.Cond, sc, primed), c.expr(arm.Body, sc, primed)
		operands = append(operands, &conds[i], &bodies[i])
	}
	other := c.noCase(e, sc, primed)
	all := c.join(append(operands, &other)...)
	when, then, last := make([]test, len(conds)), make([]expr, len(conds)), other.asValue()
	for i := range conds {
		when[i], then[i] = conds[i].asTest("CASE"), bodies[i].asValue()
	}
	return code{deps: all, value: func(f *frame) datum.Datum {
		for i, w := range when {
			if w(f) {
				return then[i](f)
			}
		}
		return last(f)
	}}
}

// noCase is the OTHER of a CASE, or what happens if there is none.
func (c *compiler) noCase(e *syntax.Case, sc *scope, primed bool) code {
	if e.Other != nil {
		return c.expr(e.Other, sc, primed)
	}
	return c.failing(e, sc, Undefined, "no condition of this CASE is true")
}

// box compiles [A]_v and <<A>>_v where both states are known.
func (c *compiler) box(e *syntax.Box, sc *scope, primed bool) code {
	action := c.expr(e.Action, sc, primed)
	same := c.unchanged(e.Subscript, sc)
	all := c.join(&action, &same)
	a, u := action.asTest("an action"), same.truth
	if e.Angle {
		return code{deps: all, truth: func(f *frame) bool { return a(f) && !u(f) }}
	}
	return code{deps: all, truth: func(f *frame) bool { return a(f) || u(f) }}
}

// unchanged compiles UNCHANGED e where both states are known.
func (c *compiler) unchanged(e syntax.Expr, sc *scope) code {
	before, after := c.expr(e, sc, false), c.expr(e, sc, true)
	all := c.join(&before, &after)
	a, b, at := before.asValue(), after.asValue(), c.site(e, sc)
	return code{deps: all, truth: func(f *frame) bool {
		x, y := a(f), b(f)
		f.evaluator.at = at
		return datum.Equal(x, y)
	}}
}
