package difftest

import (
	"fmt"
	"strings"
)

// Model is a small specification and its configuration.
type Model struct {
	// Body are the definitions of the module, besides those that all models have; Config is the configuration.
	Body, Config string
}

// Module returns the whole module.
func (m Model) Module() string {
	return "---- MODULE " + moduleName + " ----\n" + modelPrelude + m.Body + "====\n"
}

// variables of all generated models. Their values are 0, 1 and 2.
var variables = []string{"x", "y", "z"}

// modelPrelude are the definitions that actions may use.
const modelPrelude = `EXTENDS Integers, Sequences, TLC
VARIABLES x, y, z
vars == <<x, y, z>>
xy == <<x, y>>
Is(v, e) == v = e
In(v, S) == v \in S
Some(S, P(_)) == \E s \in S : P(s)
Every(S, P(_)) == \A s \in S : P(s)
Or(A, B) == A \/ B
And(A, B) == A /\ B
`

// NewModel makes a model of any bytes.
func NewModel(bytes []byte) Model {
	g := &actions{generator: generator{choices: choices{bytes}, column: 3}, primes: "'"}
	var b strings.Builder
	initial := g.initial()
	var disjuncts []string
	for range 1 + g.pick(3) {
		disjuncts = append(disjuncts, g.assign(g.shuffled(variables), nil, 2+g.pick(3)).text)
	}
	model := "INIT Init NEXT Next\n"
	conditions := g.conditions(&model)
	for _, d := range g.definitions {
		b.WriteString(d + "\n")
	}
	b.WriteString("Init == " + initial + "\n")
	for i, d := range disjuncts {
		fmt.Fprintf(&b, "Step%d == %s\n", i, d)
		disjuncts[i] = fmt.Sprintf("Step%d", i)
	}
	b.WriteString("Next == " + strings.Join(disjuncts, ` \/ `) + "\n" + conditions)
	return Model{b.String(), model}
}

// initial makes an initial predicate, most often a plain one.
func (g *actions) initial() string {
	switch g.pick(5) {
	case 1:
		return `x \in 0..1 /\ y = x /\ z \in {0, 2}`
	case 2:
		return `(z = 1 /\ x = z /\ y = 0) \/ (x = 0 /\ y = 1 /\ z \in 0..x)`
	case 3, 4:
		g.primes = ""
		defer func() { g.primes = "'" }()
		return g.assign(variables, nil, 1+g.pick(2)).text
	}
	return `x = 0 /\ y = 1 /\ z = 0`
}

// conditions adds to a configuration what is to be checked, and returns its definitions.
func (g *actions) conditions(model *string) string {
	definitions := ""
	add := func(keyword, name, body string) {
		*model += keyword + " " + name + "\n"
		definitions += name + " == " + body + "\n"
	}
	if g.pick(4) < 3 {
		*model += "CHECK_DEADLOCK FALSE\n"
	}
	if g.sometimes(4) {
		add("INVARIANT", "Inv", closed(g.guard(nil, 2))+` \/ x + y < 4`)
	}
	if g.sometimes(5) {
		add("CONSTRAINT", "Con", `x + y + z < 5 \/ `+closed(g.guard(nil, 1)))
	}
	if g.sometimes(6) {
		add("ACTION_CONSTRAINT", "Act", "x' # 2 \\/ "+closed(g.guard(variables, 1)))
	}
	if g.sometimes(6) {
		add("PROPERTY", "Prop", "[][x' # x \\/ "+closed(g.guard(variables, 2))+"]_vars")
	}
	if g.sometimes(8) {
		add("VIEW", "View", one(&g.choices, "<<x, y>>", "x + y", "<<z, x>>"))
	}
	return definitions
}

// actions makes actions and initial predicates.
type actions struct {
	generator
	primes      string // "'" in actions, "" in initial predicates
	definitions []string
	locals      []string // names that stand for numbers
}

func (g *actions) shuffled(names []string) []string {
	all := append([]string(nil), names...)
	for i := range all {
		j := i + g.pick(len(all)-i)
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// local makes something in which one more name stands for a number.
func (g *actions) local(n string, make func() phrase) phrase {
	g.locals = append(g.locals, n)
	p := make()
	g.locals = g.locals[:len(g.locals)-1]
	return p
}

// readable are the names that have values: variables of this state, those of the next that are assigned, and others.
func (g *actions) readable(assigned []string) []string {
	var all []string
	if g.primes != "" {
		all = append(all, variables...)
	}
	for _, v := range assigned {
		all = append(all, v+g.primes)
	}
	return append(all, g.locals...)
}

// number makes an expression whose value is 0, 1 or 2.
func (g *actions) number(assigned []string, depth int) phrase {
	known := g.readable(assigned)
	switch g.pick(6) {
	case 1:
		return atom("%d", g.pick(3))
	case 2, 3:
		if len(known) > 0 {
			return atom("%s", one(&g.choices, known...))
		}
	case 4, 5:
		if depth > 0 {
			sum := g.infix("+", g.number(assigned, depth-1), g.number(assigned, depth-1))
			return g.infix("%", phrase{text: "(" + sum.text + ")", low: tightest}, atom("3"))
		}
	}
	return atom("%d", g.pick(3))
}

// numbers makes a set of such numbers.
func (g *actions) numbers(assigned []string) phrase {
	switch g.pick(7) {
	case 1:
		return atom("{%s, %s}", g.number(assigned, 1).text, g.number(assigned, 1).text)
	case 2:
		return g.infix("..", atom("%d", g.pick(2)), g.number(assigned, 0))
	case 3:
		v := g.name("v")
		cond := g.local(v, func() phrase { return g.guard(assigned, 0) })
		return atom("{%s \\in 0..2 : %s}", v, cond.text)
	case 4:
		return atom("0..2")
	case 5:
		return atom("%s", one(&g.choices, "{}", "{1}"))
	}
	return atom("{%s}", g.number(assigned, 1).text)
}

// guard makes a condition. As part of an action, it may be true in several ways.
func (g *actions) guard(assigned []string, depth int) phrase {
	sub := func() phrase { return g.guard(assigned, depth-1) }
	if depth <= 0 || g.sometimes(3) {
		return g.infix(one(&g.choices, "=", "#", "<", "<=", ">"), g.number(assigned, 1), g.number(assigned, 1))
	}
	switch g.pick(9) {
	case 0, 1:
		return g.infix(one(&g.choices, `\/`, `/\`), sub(), sub())
	case 2:
		return g.infix(`\in`, g.number(assigned, 1), g.numbers(assigned))
	case 3, 4:
		v := g.name("v")
		from := g.numbers(assigned)
		return loose("%s %s \\in %s : %s", one(&g.choices, `\E`, `\A`), v, from.text, g.local(v, sub).text)
	case 5:
		return g.infix("=>", sub(), sub())
	case 6:
		return g.prefix("~", 4, sub())
	case 7:
		return loose("IF %s THEN %s ELSE %s", sub().text, sub().text, sub().text)
	}
	return atom("%s(%s, %s)", one(&g.choices, "Or", "And"), sub().text, sub().text)
}
