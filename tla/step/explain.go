package step

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// Limits of what an error prints.
const (
	maxConjuncts   = 4
	maxDifferences = 6
	maxText        = 400
)

// writeExplanation says which conjuncts do not hold, and why.
func writeExplanation(b *strings.Builder, x *eval.Explanation) {
	fmt.Fprintf(b, ": %d of %d conjuncts do not hold", x.Failed, x.Held+x.Failed)
	if len(x.Binding) > 0 {
		fmt.Fprintf(b, ", at best, with %s", cut(bindings(x.Binding)))
	}
	told := conjuncts(x)
	for i := range told {
		if i == maxConjuncts {
			fmt.Fprintf(b, "\n  and %d more", len(told)-i)
			break
		}
		writeConjunct(b, &told[i])
	}
}

// conjuncts are those of which it is told. What cannot be evaluated often has no value because a condition before it does not hold,
// and is left out then.
func conjuncts(x *eval.Explanation) []eval.Conjunct {
	var told []eval.Conjunct
	for _, c := range x.Conjuncts {
		if c.Err == nil || len(told) == 0 || told[0].Err != nil {
			told = append(told, c)
		}
	}
	return told
}

func writeConjunct(b *strings.Builder, c *eval.Conjunct) {
	fmt.Fprintf(b, "\n  %s:%d:%d: %s", c.File, c.Span.Start.Line, c.Span.Start.Col, cut(text(c)))
	if len(c.Within) > 1 {
		fmt.Fprintf(b, " (in %s)", strings.Join(c.Within[1:], ", "))
	}
	if len(c.For) > 0 {
		fmt.Fprintf(b, " for %s", cut(bindings(c.For)))
	}
	if c.Err != nil {
		fmt.Fprintf(b, "\n    it cannot be evaluated: %v", c.Err)
	}
	for _, line := range why(c) {
		b.WriteString("\n    " + line)
	}
}

func text(c *eval.Conjunct) string {
	if c.Kind == eval.Keeps {
		return "UNCHANGED " + c.Text
	}
	return c.Text
}

// why says what the values are, a line each.
func why(c *eval.Conjunct) []string {
	if c.Left.IsZero() || c.Right.IsZero() {
		return nil
	}
	switch c.Kind {
	case eval.Assigns:
		return Differences(c.Variable, c.Left, c.Right, "the specification requires")
	case eval.Keeps:
		name := c.Variable
		if name == "" {
			name = c.Text
		}
		return append([]string{"the step changes " + name}, Differences(name, c.Left, c.Right, was)...)
	case eval.Condition:
	}
	return []string{"left: " + cut(c.Left.String()), "right: " + cut(c.Right.String())}
}

// was stands for whose value it is before the step.
const was = "was"

// Differences says where two values differ, a line for each place, up to a few. The name is that of the first; that of the second says
// whose it is.
func Differences(name string, got, want datum.Datum, whose string) []string {
	d := &differing{whose: whose}
	d.compare(name, got, want)
	if d.more > 0 {
		d.lines = append(d.lines, fmt.Sprintf("and %d more differences", d.more))
	}
	return d.lines
}

// differing collects the differences of two values.
type differing struct {
	whose string
	lines []string
	more  int
}

func (d *differing) note(format string, args ...any) {
	if len(d.lines) == maxDifferences {
		d.more++
		return
	}
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// none says that the second value has nothing there.
func (d *differing) none() string {
	if d.whose == was {
		return "there was none"
	}
	return d.whose + " none"
}

func (d *differing) compare(name string, got, want datum.Datum) {
	switch {
	case datum.Identical(got, want):
	case got.IsFunction() && want.IsFunction():
		d.functions(name, got, want)
	case got.IsSet() && want.IsSet() && datum.IsFinite(got) && datum.IsFinite(want):
		d.sets(name, got, want)
	default:
		d.note("%s is %s, %s %s", name, cut(got.String()), d.whose, cut(want.String()))
	}
}

// functions compares functions at each argument.
func (d *differing) functions(name string, got, want datum.Datum) {
	for _, arg := range datum.Elements(datum.Domain(got)) {
		v, _ := datum.Apply(got, arg)
		if w, ok := at(want, arg); ok {
			d.compare(point(name, arg), v, w)
		} else {
			d.note("%s is %s, %s", point(name, arg), cut(v.String()), d.none())
		}
	}
	for _, arg := range datum.Elements(datum.Domain(want)) {
		if _, ok := at(got, arg); !ok {
			w, _ := datum.Apply(want, arg)
			d.note("%s is missing, %s %s", point(name, arg), d.whose, cut(w.String()))
		}
	}
}

// at is f[arg], if arg is in the domain of f. The two may be of kinds that cannot be compared.
func at(f, arg datum.Datum) (datum.Datum, bool) {
	for i, known := range datum.Elements(datum.Domain(f)) {
		if datum.Identical(known, arg) {
			return datum.At(f, i), true
		}
	}
	return datum.Datum{}, false
}

// point is how to write f[arg].
func point(f string, arg datum.Datum) string {
	if arg.IsString() {
		return f + "." + arg.Text()
	}
	return f + "[" + arg.String() + "]"
}

func (d *differing) sets(name string, got, want datum.Datum) {
	for _, x := range without(got, want) {
		d.note("%s has %s, %s such", name, cut(x.String()), d.none())
	}
	for _, x := range without(want, got) {
		d.note("%s lacks %s", name, cut(x.String()))
	}
}

// without are the elements of a that b has not.
func without(a, b datum.Datum) (rest []datum.Datum) {
	in := map[uint64][]datum.Datum{}
	for _, x := range datum.Elements(b) {
		in[x.Hash()] = append(in[x.Hash()], x)
	}
next:
	for _, x := range datum.Elements(a) {
		for _, y := range in[x.Hash()] {
			if datum.Identical(x, y) {
				continue next
			}
		}
		rest = append(rest, x)
	}
	return rest
}

// cut shortens a text that is too long to read.
func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "..."
}
