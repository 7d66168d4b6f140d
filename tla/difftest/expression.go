package difftest

import (
	"fmt"
	"slices"
	"strings"
)

// generator makes expressions, most of them well typed. The deeper it is, the simpler what it makes.
type generator struct {
	choices
	scope  []name
	fresh  int
	column int // of the bullets of the innermost junction list
	// odd is how often an expression has a type that does not fit: once in so many.
	odd int
}

// name is a name that may be used: of a value, or of an operator if it has parameters.
type name struct {
	text   string
	typ    *typ
	params []*typ
}

// Expression makes an expression of any bytes. It may use the names of the package's prelude.
func Expression(bytes []byte) string {
	g := &generator{choices: choices{bytes}, odd: 400, column: 3}
	for _, known := range givens {
		g.scope = append(g.scope, name{text: known.name, typ: known.typ})
	}
	return g.expr(g.typ(1), 2+g.pick(3)).text
}

func (g *generator) name(prefix string) string {
	g.fresh++
	return fmt.Sprintf("%s%d", prefix, g.fresh)
}

// with makes something in which more names are known.
func (g *generator) with(make func() phrase, names ...name) phrase {
	was := g.scope
	g.scope = slices.Concat(was, names)
	p := make()
	g.scope = was
	return p
}

// expr makes an expression of a type.
func (g *generator) expr(t *typ, depth int) phrase {
	if depth <= 0 {
		return g.leaf(t)
	}
	if g.sometimes(g.odd) {
		t = g.typ(0)
	}
	if g.pick(5) < 2 {
		return g.general(t, depth-1)
	}
	switch t.kind {
	case integer:
		return g.integer(depth - 1)
	case boolean:
		return g.boolean(depth - 1)
	case set:
		return g.set(t, depth-1)
	case sequence:
		return g.sequence(t, depth-1)
	case function:
		return g.function(t, depth-1)
	case record:
		return g.record(depth - 1)
	}
	return g.general(t, depth-1)
}

// leaf is a name of the type, or the simplest expression.
func (g *generator) leaf(t *typ) phrase {
	var known []string
	for i, n := range g.scope {
		if n.typ.equal(t) && n.params == nil && !hidden(g.scope[i+1:], n) {
			known = append(known, n.text)
		}
	}
	if len(known) > 0 && g.pick(3) > 0 {
		return atom("%s", known[len(known)-1-g.pick(len(known))])
	}
	switch t.kind {
	case integer:
		return atom("%s", one(&g.choices, "1", "0", "2", "3", "4", `\b101`, `\hA`, "Tri[3]"))
	case boolean:
		return atom("%s", one(&g.choices, "TRUE", "FALSE"))
	case text:
		return atom("%s", one(&g.choices, `"a"`, `"b"`, `"c"`))
	case model:
		return atom("%s", one(&g.choices, "m1", "m2", "m3"))
	case set:
		return g.simpleSet(t)
	case sequence:
		return atom("<<%s>>", one(&g.choices, g.leaf(t.elem).text, ""))
	case function:
		return atom("[%s \\in {1, 3, 4} |-> %s]", g.name("x"), g.leaf(t.elem).text)
	case record:
		return atom("[b |-> {}, a |-> %s]", g.leaf(integers).text)
	}
	return atom("<<%s, %s>>", g.leaf(integers).text, g.leaf(texts).text)
}

// hidden reports whether a name is bound again: only @ is.
func hidden(inner []name, n name) bool {
	return slices.ContainsFunc(inner, func(m name) bool { return m.text == n.text })
}

func (g *generator) simpleSet(t *typ) phrase {
	switch {
	case t.elem.kind == integer && g.sometimes(3):
		return g.infix("..", atom("0"), g.leaf(integers))
	case t.elem.kind == boolean && g.sometimes(2):
		return atom("BOOLEAN")
	case g.sometimes(5):
		return atom("{}")
	}
	return atom("{%s}", g.leaf(t.elem).text)
}

// general makes an expression by what works for all types.
func (g *generator) general(t *typ, depth int) phrase {
	switch g.pick(14) {
	case 1:
		return loose("IF %s THEN %s ELSE %s", g.expr(booleans, depth).text, g.expr(t, depth).text, g.expr(t, depth).text)
	case 2:
		return g.cases(t, depth)
	case 3, 4:
		return g.let(t, depth)
	case 5:
		return g.choose(t, depth)
	case 6:
		return g.applied(t, depth)
	case 7:
		x := g.name("x")
		body := g.with(func() phrase { return g.expr(t, depth) }, name{text: x, typ: t})
		return atom("Twice(LAMBDA %s : %s, %s)", x, body.text, g.expr(t, depth).text)
	case 8:
		return atom("Cond(%s, %s, %s)", g.expr(booleans, depth).text, g.expr(t, depth).text, g.expr(t, depth).text)
	case 9:
		elem := one(&g.choices, integers, booleans, texts)
		x, y := g.name("x"), g.name("y")
		body := g.with(func() phrase { return g.expr(t, depth) }, name{text: x, typ: t}, name{text: y, typ: elem})
		return atom("Fold(LAMBDA %s, %s : %s, %s, %s)", x, y, body.text, g.expr(t, depth).text, g.expr(&typ{kind: sequence, elem: elem}, depth).text)
	case 10:
		return g.call(t, depth)
	case 11:
		return atom("<<%s, %s>>[%d]", g.expr(t, depth).text, g.expr(t, depth).text, 1+g.pick(2))
	case 12:
		return atom("[a |-> %s, c |-> %s].a", g.expr(t, depth).text, g.leaf(integers).text)
	case 13:
		return atom("Head(%s)", g.expr(&typ{kind: sequence, elem: t}, depth).text)
	}
	return g.leaf(t)
}

func (g *generator) cases(t *typ, depth int) phrase {
	arms := ""
	for i := range 1 + g.pick(2) {
		if i > 0 {
			arms += " [] "
		}
		arms += g.expr(booleans, depth).text + " -> " + closed(g.expr(t, depth))
	}
	if g.sometimes(12) {
		return loose("CASE %s", arms)
	}
	return loose("CASE %s [] OTHER -> %s", arms, g.expr(t, depth).text)
}

// let makes a LET: of a value, an operator, a function, or a recursion.
func (g *generator) let(t *typ, depth int) phrase {
	other := g.typ(1)
	n := g.name("d")
	x := name{text: g.name("x"), typ: other}
	body := func(d name) string { return g.with(func() phrase { return g.expr(t, depth) }, d).text }
	within := func(u *typ, names ...name) string {
		return g.with(func() phrase { return g.expr(u, depth) }, names...).text
	}
	switch g.pick(6) {
	case 0:
		return loose("LET %s == %s IN %s", n, within(other), body(name{text: n, typ: other}))
	case 1:
		return loose("LET %s(%s) == %s IN %s", n, x.text, within(t, x), body(name{text: n, typ: t, params: []*typ{other}}))
	case 2:
		y := name{text: g.name("y"), typ: integers}
		return loose("LET %s(%s, %s) == %s IN %s", n, x.text, y.text, within(t, x, y), body(name{text: n, typ: t, params: []*typ{other, integers}}))
	case 3:
		x.typ = integers
		last := name{text: fmt.Sprintf("%s[%s - 1]", n, x.text), typ: t}
		return loose("LET %s[%s \\in 0..3] == IF %s = 0 THEN %s ELSE %s IN %s", n, x.text, x.text, within(t), within(t, x, last), body(name{text: n + "[2]", typ: t}))
	case 4:
		x.typ = integers
		last := name{text: fmt.Sprintf("%s(%s - 1)", n, x.text), typ: t}
		return loose("LET RECURSIVE %s(_) %s(%s) == IF %s <= 0 THEN %s ELSE %s IN %s", n, n, x.text, x.text, within(t, x), within(t, x, last), body(name{text: n + "(2)", typ: t}))
	}
	op := g.name("Op")
	inner := g.with(func() phrase { return g.expr(t, depth) }, name{text: op, typ: t, params: []*typ{t}})
	arg := g.with(func() phrase { return g.expr(t, depth) }, name{text: x.text, typ: t})
	return loose("LET %s(%s(_)) == %s IN %s(LAMBDA %s : %s)", n, op, inner.text, n, x.text, arg.text)
}

// choose makes a CHOOSE. Strings have another order in TLC, so that nothing with strings is chosen of.
func (g *generator) choose(t *typ, depth int) phrase {
	if t.has(text) || t.kind == function || t.kind == record {
		return g.leaf(t)
	}
	x := g.name("x")
	from := g.expr(&typ{kind: set, elem: t}, depth)
	cond := g.with(func() phrase { return g.expr(booleans, depth) }, name{text: x, typ: t})
	if g.sometimes(4) {
		return atom("Pick(%s, LAMBDA %s : %s)", from.text, x, cond.text)
	}
	if g.pick(4) > 0 { // there is one to choose
		return loose("CHOOSE %s \\in %s : %s => %s", x, g.infix(`\cup`, from, atom("{%s}", g.leaf(t).text)).text, closed(cond), closed(g.with(func() phrase { return g.expr(booleans, depth-1) }, name{text: x, typ: t})))
	}
	return loose("CHOOSE %s \\in %s : %s", x, from.text, cond.text)
}

// applied makes the application of a function that is written out, or that is a value.
func (g *generator) applied(t *typ, depth int) phrase {
	if g.pick(3) == 0 {
		return atom("%s[%s]", closed(g.expr(&typ{kind: function, elem: t}, depth)), g.leaf(integers).text)
	}
	x, y := name{text: g.name("x"), typ: integers}, name{text: g.name("y"), typ: integers}
	if g.pick(3) == 0 {
		body := g.with(func() phrase { return g.expr(t, depth) }, x, y)
		return atom("[%s, %s \\in -1..4 |-> %s][%s, %s]", x.text, y.text, body.text, g.leaf(integers).text, g.leaf(integers).text)
	}
	domain := one(&g.choices, "-1..5", "Int", "Nat", "0..4")
	body := g.with(func() phrase { return g.expr(t, depth) }, x)
	return atom("[%s \\in %s |-> %s][%s]", x.text, domain, body.text, g.infix("%", g.expr(integers, depth), atom("4")).text)
}

// call makes the call of a known operator of the type, if there is one.
func (g *generator) call(t *typ, depth int) phrase {
	var known []name
	for _, n := range g.scope {
		if n.typ.equal(t) && n.params != nil {
			known = append(known, n)
		}
	}
	if len(known) == 0 {
		return g.leaf(t)
	}
	op := one(&g.choices, known...)
	args := make([]string, len(op.params))
	for i, p := range op.params {
		args[i] = g.expr(p, depth).text
	}
	if len(args) == 1 && op.params[0].equal(t) && g.sometimes(3) {
		return atom("Twice(%s, %s)", op.text, args[0])
	}
	return atom("%s(%s)", op.text, strings.Join(args, ", "))
}
