package difftest

import (
	"fmt"
	"slices"
	"strings"
)

// assign makes a formula that gives values to variables, some having values already.
func (g *actions) assign(vars, assigned []string, depth int) phrase {
	if len(vars) == 0 {
		return g.guard(assigned, min(depth, 2))
	}
	if depth <= 0 {
		return g.simply(vars, assigned)
	}
	if g.pick(5) == 0 && len(vars) > 1 {
		return g.divided(vars, assigned, depth-1)
	}
	sub := func() phrase { return g.assign(vars, assigned, depth-1) }
	switch g.pick(17) {
	case 0, 1:
		return g.divided(vars, assigned, depth-1)
	case 2, 3:
		return g.infix(`\/`, sub(), sub())
	case 4:
		return g.junction(`\/`, sub)
	case 5, 6:
		v := g.name("v")
		from := g.numbers(assigned)
		return loose("%s %s \\in %s : %s", one(&g.choices, `\E`, `\E`, `\A`), v, from.text, g.local(v, sub).text)
	case 7:
		return loose("IF %s THEN %s ELSE %s", g.guard(assigned, 1).text, sub().text, sub().text)
	case 8:
		return loose("CASE %s -> %s [] OTHER -> %s", g.guard(assigned, 1).text, closed(sub()), sub().text)
	case 9:
		return g.infix(`/\`, closedPhrase(g.guard(assigned, 2)), closedPhrase(sub()))
	case 10:
		return g.passed(vars, assigned, depth-1)
	case 11:
		return g.boxed(sub)
	case 12:
		return g.recursive(vars, assigned, depth-1)
	case 13:
		return g.appliedAction(sub, assigned)
	case 14:
		return g.defined(vars, assigned, depth-1)
	case 15:
		return g.letAction(sub, assigned)
	}
	return g.simply(vars, assigned)
}

func closedPhrase(p phrase) phrase { return phrase{text: closed(p), low: tightest} }

// simply assigns one variable after the other.
func (g *actions) simply(vars, assigned []string) phrase {
	if g.primes != "" && g.sometimes(4) {
		return atom("%s", unchanged(vars))
	}
	var parts []string
	for _, v := range vars {
		parts = append(parts, g.single(v, assigned).text)
		assigned = slices.Concat(assigned, []string{v})
	}
	return phrase{text: strings.Join(parts, ` /\ `), low: 3}
}

func unchanged(vars []string) string {
	switch strings.Join(vars, "") {
	case "xyz":
		return "UNCHANGED vars"
	case "xy":
		return "UNCHANGED xy"
	}
	if len(vars) == 1 {
		return "UNCHANGED " + vars[0]
	}
	return "UNCHANGED <<" + strings.Join(vars, ", ") + ">>"
}

// single assigns one variable.
func (g *actions) single(v string, assigned []string) phrase {
	target := v + g.primes
	switch g.pick(8) {
	case 1, 2:
		return g.infix(`\in`, atom("%s", target), g.numbers(assigned))
	case 3:
		return atom("Is(%s, %s)", target, g.number(assigned, 1).text)
	case 4:
		return atom("In(%s, %s)", target, g.numbers(assigned).text)
	case 5:
		return loose("(%s = %s \\/ %s = %s)", target, g.number(assigned, 1).text, target, g.number(assigned, 1).text)
	}
	return g.infix("=", atom("%s", target), g.number(assigned, 1))
}

// divided assigns some variables, then others, with tests of the former between, and some of them again.
func (g *actions) divided(vars, assigned []string, depth int) phrase {
	n := 1 + g.pick(len(vars))
	first, rest := vars[:n], vars[n:]
	later := slices.Concat(assigned, first)
	parts := []phrase{g.assign(first, assigned, depth)}
	if g.sometimes(3) {
		parts = append(parts, g.guard(later, 1+g.pick(2)))
	}
	if g.sometimes(4) {
		parts = append(parts, g.single(first[0], later))
	}
	if len(rest) > 0 || g.sometimes(3) {
		parts = append(parts, g.assign(rest, later, depth))
	}
	if g.sometimes(4) {
		parts = append(parts, g.assign(vars[:1], slices.Concat(later, rest), min(depth, 1)))
	}
	if len(parts) > 1 && g.sometimes(2) {
		// Nested lists keep their columns, since each part is written anew where it will stand.
		return g.listed(parts)
	}
	var texts []string
	for _, p := range parts {
		texts = append(texts, closed(p))
	}
	return phrase{text: strings.Join(texts, ` /\ `), low: 3}
}

// listed writes parts as a list of conjuncts, those that have lists moved to the right.
func (g *actions) listed(parts []phrase) phrase {
	var b strings.Builder
	indent := strings.Repeat(" ", g.column+1)
	for _, p := range parts {
		fmt.Fprintf(&b, "\n%s/\\ %s", indent, strings.ReplaceAll(p.text, "\n", "\n    "))
	}
	return phrase{text: b.String(), low: 0}
}

// passed passes actions to operators, by name.
func (g *actions) passed(vars, assigned []string, depth int) phrase {
	sub := func() phrase { return g.assign(vars, assigned, depth) }
	v := g.name("v")
	switch g.pick(4) {
	case 0:
		return atom("Or(%s, %s)", sub().text, sub().text)
	case 1:
		return atom("And(%s, %s)", g.guard(assigned, 1).text, sub().text)
	case 2:
		return atom("Every(%s, LAMBDA %s : %s)", g.numbers(assigned).text, v, g.local(v, sub).text)
	}
	return atom("Some(%s, LAMBDA %s : %s)", g.numbers(assigned).text, v, g.local(v, sub).text)
}

func (g *actions) boxed(sub func() phrase) phrase {
	if g.primes == "" {
		return sub()
	}
	if g.sometimes(3) {
		return atom("<<%s>>_%s", sub().text, one(&g.choices, "vars", "x", "xy"))
	}
	return atom("[%s]_%s", sub().text, one(&g.choices, "vars", "<<x, y, z>>", "vars"))
}

// recursive makes a recursion of actions.
func (g *actions) recursive(vars, assigned []string, depth int) phrase {
	n, v := g.name("R"), g.name("v")
	again := func() phrase { return g.local(v, func() phrase { return g.assign(vars, assigned, depth) }) }
	base, call := again(), atom("%s(%s - 1)", n, v)
	step := call
	switch g.pick(4) {
	case 1:
		step = g.infix(`/\`, atom("TRUE"), call)
	case 2:
		step = g.infix(`\/`, closedPhrase(again()), call)
	case 3:
		step = g.infix(`\/`, call, closedPhrase(again()))
	}
	return loose("LET RECURSIVE %s(_) %s(%s) == IF %s <= 0 THEN %s ELSE %s IN %s(%s)", n, n, v, v, base.text, step.text, n, g.number(assigned, 0).text)
}

// appliedAction makes the application of a function whose values are actions.
func (g *actions) appliedAction(sub func() phrase, assigned []string) phrase {
	if g.primes == "" {
		return sub() // TLC does not enter functions in initial predicates
	}
	v := g.name("v")
	body := g.local(v, sub)
	if g.sometimes(2) {
		n := g.name("f")
		return loose("LET %s[%s \\in 0..2] == %s IN %s[%s]", n, v, body.text, n, g.number(assigned, 1).text)
	}
	return atom("[%s \\in 0..2 |-> %s][%s]", v, body.text, g.number(assigned, 1).text)
}

// defined makes a definition of the module and uses it.
func (g *actions) defined(vars, assigned []string, depth int) phrase {
	was, column := g.locals, g.column
	n, v := g.name("A"), g.name("v")
	g.locals, g.column = []string{v}, 3
	body := g.assign(vars, assigned, depth)
	g.locals, g.column = was, column
	g.definitions = append(g.definitions, fmt.Sprintf("%s(%s) == %s", n, v, body.text))
	if g.sometimes(3) {
		return atom("Some(%s, %s)", g.numbers(assigned).text, n)
	}
	return atom("%s(%s)", n, g.number(assigned, 1).text)
}

// letAction makes a LET of a number or of an action.
func (g *actions) letAction(sub func() phrase, assigned []string) phrase {
	n, v := g.name("d"), g.name("v")
	switch g.pick(3) {
	case 0:
		value := g.number(assigned, 2)
		return loose("LET %s == %s IN %s", n, value.text, g.local(n, sub).text)
	case 1:
		return loose("LET %s(%s) == %s IN %s(%s)", n, v, g.local(v, sub).text, n, g.number(assigned, 1).text)
	}
	return loose("LET %s == %s IN %s", n, sub().text, n)
}
