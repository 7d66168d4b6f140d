package difftest

import (
	"fmt"
	"strings"
)

// phrase is an expression and how tightly its outermost operator binds: as an operand it needs parentheses unless both bounds are
// above those of the operator around it.
type phrase struct {
	text string
	low  int
	op   string // the outermost infix operator, "" for none
}

// tightest is what needs no parentheses.
const tightest = 99

func atom(format string, args ...any) phrase {
	return phrase{text: fmt.Sprintf(format, args...), low: tightest}
}

// loose is an expression without an end of its own: IF, LET, quantifiers.
func loose(format string, args ...any) phrase {
	return phrase{text: fmt.Sprintf(format, args...), low: 0}
}

// binding is how tightly an infix operator binds.
type binding struct {
	low, high int
	left      bool // a op b op c is (a op b) op c
}

// bindings are those of the language reference.
var bindings = map[string]binding{
	"=>": {1, 1, false}, "<=>": {2, 2, false}, `\equiv`: {2, 2, false}, `/\`: {3, 3, true}, `\/`: {3, 3, true}, `\land`: {3, 3, true}, `\lor`: {3, 3, true},
	"=": {5, 5, false}, "#": {5, 5, false}, "/=": {5, 5, false}, "<": {5, 5, false}, "<=": {5, 5, false}, `=<`: {5, 5, false}, `\leq`: {5, 5, false},
	">": {5, 5, false}, ">=": {5, 5, false}, `\in`: {5, 5, false}, `\notin`: {5, 5, false}, `\subseteq`: {5, 5, false}, `\prec`: {5, 5, false},
	"@@": {6, 6, true}, ":>": {7, 7, false}, `\cup`: {8, 8, true}, `\union`: {8, 8, true}, `\cap`: {8, 8, true}, `\`: {8, 8, false}, "..": {9, 9, false},
	"+": {10, 10, true}, `\oplus`: {10, 10, true}, "-": {11, 11, true}, "%": {10, 11, false}, "*": {13, 13, true}, `\div`: {13, 13, false}, `\o`: {13, 13, true}, `\circ`: {13, 13, true},
	"^": {14, 14, false},
}

// infix writes a op b, with parentheses where they are needed, and now and then where they are not.
func (g *generator) infix(op string, a, b phrase) phrase {
	bind := bindings[op]
	left, right := a.text, b.text
	if a.low <= bind.high && (a.op != op || !bind.left) || g.sometimes(8) {
		left = "(" + left + ")"
	}
	if b.low <= bind.high || g.sometimes(8) {
		right = "(" + right + ")"
	}
	space := " "
	if op == ".." && g.sometimes(3) {
		space = ""
	}
	return phrase{text: left + space + op + space + right, low: bind.low, op: op}
}

// prefix writes op a.
func (g *generator) prefix(op string, low int, a phrase) phrase {
	if a.low <= low {
		return phrase{text: op + "(" + a.text + ")", low: low}
	}
	return phrase{text: op + " " + a.text, low: low}
}

// closed is a phrase that needs no parentheses.
func closed(p phrase) string {
	if p.low < tightest {
		return "(" + p.text + ")"
	}
	return p.text
}

// junction writes a list of conjuncts or disjuncts, each on a line of its own. What is written inside of it is to the right of the bullets.
func (g *generator) junction(op string, items func() phrase) phrase {
	g.column += 3
	var b strings.Builder
	for range 2 + g.pick(2) {
		fmt.Fprintf(&b, "\n%s%s %s", strings.Repeat(" ", g.column), op, items().text)
	}
	g.column -= 3
	return phrase{text: b.String(), low: 0}
}
