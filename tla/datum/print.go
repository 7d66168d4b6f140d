package datum

import (
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/tla/value"
)

// Sets that TLC prints by their elements: those of the form SUBSET S if S has fewer elements, and of the forms [S -> T], [f: S] and
// S \X T if they themselves have fewer.
const (
	maxPrintedPowerset = 7
	maxPrintedProduct  = 2000
)

// String prints d as TLC does. Fields of records and elements of sets of strings are in the order of their texts.
func (d Datum) String() string { return string(appendText(nil, d)) }

// appendText appends what String returns.
func appendText(b []byte, d Datum) []byte {
	switch d.Kind() {
	case KindNone:
		return append(b, "(no value)"...)
	case KindBool:
		if d.n != 0 {
			return append(b, "TRUE"...)
		}
		return append(b, "FALSE"...)
	case KindInt:
		return strconv.AppendInt(b, d.n, 10)
	case KindString:
		return appendQuoted(b, d.Text())
	case KindModel:
		return append(b, d.Text()...)
	case KindSet:
		return appendSet(b, d)
	}
	return appendFunction(b, d)
}

// appendBrief is appendText, but that a set which is too large to enumerate without need is printed by what it is made of.
func appendBrief(b []byte, d Datum) []byte {
	if d.Kind() == KindSet && d.node.isLarge() {
		return d.node.lazy().set.print(b)
	}
	return appendText(b, d)
}

var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\f", `\f`, "\r", `\r`)

func appendQuoted(b []byte, text string) []byte {
	b = append(b, '"')
	b = append(b, quoting.Replace(text)...)
	return append(b, '"')
}

func appendSet(b []byte, d Datum) []byte {
	if d.node.rep == repLazy && printedLazily(d.node) {
		return d.node.lazy().set.print(b)
	}
	b = append(b, '{')
	b = appendList(b, elements(d))
	return append(b, '}')
}

// printedLazily reports whether TLC prints the set without its elements.
func printedLazily(n *Node) bool {
	switch set := n.lazy().set.(type) {
	case *interval:
		return true
	case *subsets:
		return set.of.node.count() >= maxPrintedPowerset
	case *filtered, *combination:
		return n.isLarge() && set.count() != unknown
	}
	return n.count() >= maxPrintedProduct
}

func appendList(b []byte, elems []Datum) []byte {
	for i, e := range elems {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendText(b, e)
	}
	return b
}

func appendFunction(b []byte, d Datum) []byte {
	if IsLambda(d) {
		rule := d.node.lazy().lambda
		if rule.dom.node.count() == infinite {
			return append(appendText(append(b, `[x \in `...), rule.dom), " |-> ...]"...)
		}
	}
	f := d.node.points()
	switch {
	case len(f.elems) == 0:
		return append(b, "<<>>"...)
	case f.dom == nil:
		b = append(b, "<<"...)
		b = appendList(b, f.elems)
		return append(b, ">>"...)
	case printsAsRecord(f):
		return appendPoints(append(b, '['), f, " |-> ", ", ", ']')
	}
	return appendPoints(append(b, '('), f, " :> ", " @@ ", ')')
}

func appendPoints(b []byte, f *Node, arrow, comma string, end byte) []byte {
	for i, key := range f.dom.elems {
		if i > 0 {
			b = append(b, comma...)
		}
		if end == ']' {
			b = append(b, key.Text()...)
		} else {
			b = appendText(b, key)
		}
		b = append(b, arrow...)
		b = appendText(b, f.elems[i])
	}
	return append(b, end)
}

// printsAsRecord reports whether all keys are strings that can be names of fields.
func printsAsRecord(f *Node) bool {
	if !f.isRecord() {
		return false
	}
	for _, key := range f.dom.elems {
		if !value.IsIdentifier(key.Text()) {
			return false
		}
	}
	return true
}
