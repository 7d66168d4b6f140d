package difftest

import "fmt"

func (g *generator) integer(depth int) phrase {
	sub := func() phrase { return g.expr(integers, depth) }
	switch g.pick(12) {
	case 0, 1, 2:
		return g.infix(one(&g.choices, "+", "-"), sub(), sub())
	case 3:
		return g.infix("*", sub(), g.leaf(integers))
	case 4:
		return g.infix(one(&g.choices, `\div`, "%"), sub(), atom("%d", 1+g.pick(4)))
	case 5:
		return g.prefix("-", 12, sub())
	case 6:
		return atom("Cardinality(%s)", g.expr(one(&g.choices, numbers, modelSets, words, &typ{kind: set, elem: numbers}), depth).text)
	case 7:
		return atom("Len(%s)", g.expr(one(&g.choices, lists, &typ{kind: sequence, elem: booleans}), depth).text)
	case 8:
		return atom("%s.a", closed(g.expr(records, depth)))
	case 9:
		return atom("Sum(%s)", g.expr(numbers, depth).text)
	case 10:
		return g.infix(one(&g.choices, `\oplus`, "^"), g.leaf(integers), atom("%d", g.pick(3)))
	}
	x, y := name{text: g.name("x"), typ: integers}, name{text: g.name("y"), typ: integers}
	body := g.with(func() phrase { return g.expr(integers, depth) }, x, y)
	return atom("Both(LAMBDA %s, %s : %s, %s, %s)", x.text, y.text, body.text, sub().text, sub().text)
}

func (g *generator) boolean(depth int) phrase {
	sub := func() phrase { return g.expr(booleans, depth) }
	switch g.pick(13) {
	case 0:
		return g.infix(one(&g.choices, "<", "<=", ">", ">=", `=<`, `\leq`, `\prec`), g.expr(integers, depth), g.expr(integers, depth))
	case 1, 2:
		t := g.typ(1)
		return g.infix(one(&g.choices, "=", "#", "/="), g.expr(t, depth), g.expr(t, depth))
	case 3:
		return g.infix(one(&g.choices, `/\`, `\/`, `\land`, `\lor`), sub(), sub())
	case 4:
		return g.infix(one(&g.choices, "=>", "<=>", `\equiv`), sub(), sub())
	case 5:
		return g.prefix(one(&g.choices, "~", `\lnot`), 4, sub())
	case 6:
		return g.junction(one(&g.choices, `/\`, `\/`), sub)
	case 7, 8:
		return g.quantified(depth)
	case 9, 10:
		return g.member(depth)
	case 11:
		t := g.setType()
		return g.infix(`\subseteq`, g.expr(t, depth), g.expr(t, depth))
	}
	return atom("%s(%s)", one(&g.choices, "Even", "Odd"), g.leaf(integers).text)
}

// setType is a type of sets.
func (g *generator) setType() *typ { return &typ{kind: set, elem: g.typ(0)} }

func (g *generator) quantified(depth int) phrase {
	op := one(&g.choices, `\A`, `\E`)
	t := g.setType()
	x, y := name{text: g.name("x"), typ: t.elem}, name{text: g.name("y"), typ: t.elem}
	domain := g.expr(t, depth)
	switch g.pick(4) {
	case 0:
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x)
		return loose("%s %s \\in %s : %s", op, x.text, domain.text, body.text)
	case 1:
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x, y)
		return loose("%s %s, %s \\in %s : %s", op, x.text, y.text, domain.text, body.text)
	case 2:
		y.typ = integers
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x, y)
		return loose("%s %s \\in %s, %s \\in %s : %s", op, x.text, domain.text, y.text, g.expr(numbers, depth).text, body.text)
	}
	y.typ = integers
	body := g.with(func() phrase { return g.expr(booleans, depth) }, x, y)
	return loose("%s <<%s, %s>> \\in %s \\X %s : %s", op, x.text, y.text, closed(domain), closed(g.simpleSet(numbers)), body.text)
}

// member makes tests of membership, in sets that cannot be enumerated too.
func (g *generator) member(depth int) phrase {
	op := one(&g.choices, `\in`, `\notin`)
	switch g.pick(9) {
	case 0:
		return g.infix(op, g.expr(integers, depth), atom("%s", one(&g.choices, "Nat", "Int")))
	case 1:
		return g.infix(op, g.expr(numbers, depth), g.prefix("SUBSET", 8, g.expr(numbers, depth)))
	case 2:
		return g.infix(op, g.expr(lists, depth), atom("Seq(%s)", one(&g.choices, "Nat", "Int", "0..3", "S")))
	case 3:
		return g.infix(op, g.expr(mappings, depth), atom("[%s -> %s]", g.expr(numbers, depth).text, one(&g.choices, "Nat", "0..5", "Int")))
	case 4:
		return g.infix(op, g.expr(records, depth), atom("[a : %s, b : SUBSET %s]", g.expr(numbers, depth).text, one(&g.choices, "Nat", "S", "(0..4)")))
	case 5:
		return g.infix(op, g.expr(pairs, depth), phrase{text: closed(g.expr(numbers, depth)) + " \\X " + closed(g.expr(words, depth)), low: 8})
	case 6:
		x := name{text: g.name("x"), typ: integers}
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x)
		return g.infix(op, g.expr(integers, depth), atom("{%s \\in %s : %s}", x.text, one(&g.choices, "Nat", "Int", "S"), body.text))
	}
	t := g.setType()
	return g.infix(op, g.expr(t.elem, depth), g.expr(t, depth))
}

func (g *generator) set(t *typ, depth int) phrase {
	sub := func() phrase { return g.expr(t, depth) }
	switch g.pick(11) {
	case 0, 1:
		return g.infix(one(&g.choices, `\cup`, `\cap`, `\`, `\union`), sub(), sub())
	case 2:
		items := g.expr(t.elem, depth).text
		for range g.pick(3) {
			items += ", " + g.expr(t.elem, depth).text
		}
		return atom("{%s}", items)
	case 3, 4:
		x := name{text: g.name("x"), typ: t.elem}
		from := sub()
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x)
		return atom("{%s \\in %s : %s}", x.text, from.text, body.text)
	case 5, 6:
		x, y := name{text: g.name("x"), typ: integers}, name{text: g.name("y"), typ: g.typ(0)}
		from, other := g.expr(numbers, depth), g.expr(&typ{kind: set, elem: y.typ}, depth)
		body := g.with(func() phrase { return g.expr(t.elem, depth) }, x, y)
		return atom("{%s : %s \\in %s, %s \\in %s}", body.text, x.text, from.text, y.text, other.text)
	case 7:
		return g.prefix("UNION", 8, atom("{%s, %s}", sub().text, sub().text))
	case 8:
		return g.prefix("UNION", 8, g.mapped(t, depth))
	}
	return g.specialSet(t, depth)
}

// mapped is {e : x \in S} for sets e of the type.
func (g *generator) mapped(t *typ, depth int) phrase {
	x := name{text: g.name("x"), typ: integers}
	from := g.expr(numbers, depth)
	body := g.with(func() phrase { return g.expr(t, depth) }, x)
	return atom("{%s : %s \\in %s}", body.text, x.text, from.text)
}

// specialSet makes sets by the operators that are for certain elements.
func (g *generator) specialSet(t *typ, depth int) phrase {
	small := func() string {
		return one(&g.choices, "{0, 2}", "0..1", "{}", fmt.Sprintf("({%s} \\cap 0..3)", g.leaf(integers).text))
	}
	switch t.elem.kind {
	case integer:
		switch g.pick(3) {
		case 0:
			return g.infix("..", g.leaf(integers), g.leaf(integers))
		case 1:
			return g.prefix("DOMAIN", 9, g.expr(one(&g.choices, lists, mappings), depth))
		}
		x := name{text: g.name("x"), typ: integers}
		body := g.with(func() phrase { return g.expr(integers, depth) }, x)
		return atom("{%s : %s \\in %s}", body.text, x.text, g.expr(numbers, depth).text)
	case text:
		return one(&g.choices, g.prefix("DOMAIN", 9, g.expr(records, depth)), atom("{Words[x] : x \\in DOMAIN Words}"))
	case set:
		if t.elem.elem.kind == integer || t.elem.elem.kind == model {
			return g.prefix("SUBSET", 8, atom("{%s, %s}", g.leaf(t.elem.elem).text, g.leaf(t.elem.elem).text))
		}
	case function:
		if t.elem.elem.kind == integer {
			return atom("[%s -> %s]", small(), small())
		}
	case record:
		return atom("[a : %s, b : SUBSET %s]", small(), small())
	case pair:
		return phrase{text: small() + " \\X " + closed(g.expr(words, depth)), low: 10}
	}
	return g.leaf(t)
}

func (g *generator) sequence(t *typ, depth int) phrase {
	sub := func() phrase { return g.expr(t, depth) }
	switch g.pick(8) {
	case 0:
		return g.infix(one(&g.choices, `\o`, `\circ`), sub(), sub())
	case 1:
		return atom("Append(%s, %s)", sub().text, g.expr(t.elem, depth).text)
	case 2:
		return atom("<<%s, %s>>", g.expr(t.elem, depth).text, g.expr(t.elem, depth).text)
	case 3:
		return atom("Tail(<<%s>> \\o %s)", g.leaf(t.elem).text, closed(sub()))
	case 4:
		x := name{text: g.name("x"), typ: t.elem}
		body := g.with(func() phrase { return g.expr(booleans, depth) }, x)
		return atom("SelectSeq(%s, LAMBDA %s : %s)", sub().text, x.text, body.text)
	case 5:
		return atom("SubSeq(%s, %d, %s)", sub().text, 1+g.pick(2), g.infix("%", g.leaf(integers), atom("3")).text)
	case 6:
		x := name{text: g.name("x"), typ: integers}
		body := g.with(func() phrase { return g.expr(t.elem, depth) }, x)
		return atom("[%s \\in 1..%d |-> %s]", x.text, g.pick(4), body.text)
	}
	at := name{text: "@", typ: t.elem}
	value := g.with(func() phrase { return g.expr(t.elem, depth) }, at)
	return atom("[%s EXCEPT ![%d] = %s]", sub().text, 1+g.pick(3), value.text)
}

func (g *generator) function(t *typ, depth int) phrase {
	sub := func() phrase { return g.expr(t, depth) }
	switch g.pick(6) {
	case 0, 1:
		x := name{text: g.name("x"), typ: integers}
		domain := g.expr(numbers, depth)
		body := g.with(func() phrase { return g.expr(t.elem, depth) }, x)
		return atom("[%s \\in %s |-> %s]", x.text, domain.text, body.text)
	case 2:
		return g.infix("@@", sub(), sub())
	case 3:
		return g.infix(":>", g.expr(integers, depth), g.expr(t.elem, depth))
	}
	at := name{text: "@", typ: t.elem}
	value := func() string { return g.with(func() phrase { return g.expr(t.elem, depth) }, at).text }
	if g.pick(2) == 0 {
		return atom("[%s EXCEPT ![%s] = %s]", sub().text, g.leaf(integers).text, value())
	}
	return atom("[%s EXCEPT ![%s] = %s, ![%s] = %s]", sub().text, g.leaf(integers).text, value(), g.expr(integers, depth).text, value())
}

func (g *generator) record(depth int) phrase {
	sub := func() phrase { return g.expr(records, depth) }
	value := func(t *typ) string {
		return g.with(func() phrase { return g.expr(t, depth) }, name{text: "@", typ: t}).text
	}
	switch g.pick(4) {
	case 0:
		return atom("[a |-> %s, b |-> %s]", g.expr(integers, depth).text, g.expr(numbers, depth).text)
	case 1:
		return atom("[%s EXCEPT !.a = %s]", sub().text, value(integers))
	case 2:
		return atom("[%s EXCEPT !.b = %s, !.a = %s]", sub().text, value(numbers), value(integers))
	}
	return atom("[[c |-> %s] EXCEPT !.c.a = %s, ![\"c\"].b = %s].c", sub().text, value(integers), value(numbers))
}
