package check

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Report prints a result as TLC would.
func Report(w io.Writer, r *Result) error {
	out := bufio.NewWriter(w)
	if r.Verdict == OK && r.Complete {
		fmt.Fprintln(out, "Model checking completed. No error has been found.")
		if r.Collision != nil {
			reportCollision(out, r.Collision)
		}
	}
	reportFinding(out, r)
	for _, warning := range r.Warnings {
		fmt.Fprintln(out, "Warning:", warning)
	}
	if r.Limit != "" {
		fmt.Fprintf(out, "The search ended early: %s.\n", r.Limit)
	}
	if s := r.Simulation; s != nil {
		fmt.Fprintf(out, "The number of states generated: %d\nSimulation using seed %d: %d traces, the longest of %d states.\n",
			r.Stats.Generated, s.Seed, s.Traces, s.Longest)
		return out.Flush()
	}
	fmt.Fprintf(out, "%d states generated, %d distinct states found, %d states left on queue.\n",
		r.Stats.Generated, r.Stats.Distinct, r.Stats.Queue)
	if r.Complete {
		fmt.Fprintf(out, "The depth of the complete state graph search is %d.\n", r.Stats.Depth)
	}
	return out.Flush()
}

// ReportCoverage prints how often each action was taken: distinct and generated states.
func ReportCoverage(w io.Writer, r *Result) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "<Init>: %d\n", r.Stats.Initial)
	for _, a := range r.Actions {
		fmt.Fprintf(out, "<%s>: %d:%d\n", place(a.Name, a.File, a.Span), a.Distinct, a.Generated)
	}
	return out.Flush()
}

func reportCollision(w io.Writer, c *Collision) {
	fmt.Fprintf(w, "  Estimates of the probability that not all reachable states were checked\n"+
		"  because two distinct states had the same fingerprint:\n"+
		"  calculated (optimistic):  val = %s\n", probability(c.Optimistic))
	if c.Actual > 0 {
		fmt.Fprintf(w, "  based on the actual fingerprints:  val = %s\n", probability(c.Actual))
	}
}

// probability writes two significant digits, the way Java does.
func probability(p float64) string {
	if p == 0 {
		return "0.0"
	}
	if p >= 1e-3 {
		return strconv.FormatFloat(p, 'g', 2, 64)
	}
	text := strings.ToUpper(strconv.FormatFloat(p, 'e', 1, 64))
	return strings.Replace(text, "E-0", "E-", 1)
}

// reportFinding prints what is wrong, and the behavior that shows it.
func reportFinding(w io.Writer, r *Result) {
	text := ""
	switch r.Verdict {
	case OK, Undecided:
		return
	case AssumptionFalse:
		text = fmt.Sprintf("Assumption %s is false.", place(r.Property, r.File, r.Span))
		if r.Err != nil {
			text = fmt.Sprintf("Evaluating assumption %s failed.", place(r.Property, r.File, r.Span))
		}
	case PostconditionFalse:
		text = fmt.Sprintf("Postcondition %s is false.", place(r.Property, r.File, r.Span))
		if r.Err != nil {
			text = fmt.Sprintf("Evaluating postcondition %s failed.", place(r.Property, r.File, r.Span))
		}
	case Deadlock:
		text = "Deadlock reached."
	case InvariantViolated:
		text = fmt.Sprintf("Invariant %s is violated%s.", r.Property, initially(r))
	case PropertyViolated:
		text = fmt.Sprintf("Action property %s is violated.", r.Property)
		if len(r.Trace) == 1 {
			text = fmt.Sprintf("Property %s is violated by the initial state.", r.Property)
		}
	default:
		text = "The specification cannot be evaluated."
		if r.Property != "" {
			text = fmt.Sprintf("Evaluating %s failed.", place(r.Property, r.File, r.Span))
		}
	}
	fmt.Fprintln(w, "Error:", text)
	if r.Err != nil {
		fmt.Fprintln(w, r.Err)
	}
	if r.TraceNote != "" {
		fmt.Fprintln(w, "Note:", r.TraceNote)
	}
	if len(r.Trace) > 0 {
		fmt.Fprintln(w, "Error: The behavior up to this point is:")
		for i := range r.Trace {
			fmt.Fprintf(w, "State %d: <%s>\n%s\n", i+1, r.Trace[i].place(), r.Trace[i].text())
		}
	}
}

func initially(r *Result) string {
	if len(r.Trace) == 1 {
		return " by the initial state"
	}
	return ""
}

// place names something and tells where it is, as far as that is known.
func place(name, file string, span syntax.Span) string {
	return strings.TrimSpace(name + " " + where(file, span))
}

// where is a place as TLC writes it. Modules have the names of their files.
func where(file string, span syntax.Span) string {
	switch {
	case span == (syntax.Span{}):
		return ""
	case file == "":
		return span.String()
	}
	return span.String() + " of module " + strings.TrimSuffix(path.Base(file), ".tla")
}

func (s *Step) place() string {
	if s.Action == "" {
		return "Initial predicate"
	}
	return place(s.Action, s.File, s.Span)
}

// text is a conjunct a variable; with an alias that is a record, a conjunct a field of it.
func (s *Step) text() string {
	var b strings.Builder
	conjunct := func(n int, name string, v datum.Datum) {
		if n > 1 {
			b.WriteString(`/\ `)
		}
		fmt.Fprintf(&b, "%s = %v\n", name, v)
	}
	switch {
	case s.Alias.IsZero():
		for i, v := range s.State {
			conjunct(len(s.State), s.variables[i], v)
		}
	case isRecord(s.Alias):
		names := datum.Elements(datum.Domain(s.Alias))
		for i, name := range names {
			conjunct(len(names), name.Text(), datum.At(s.Alias, i))
		}
	default:
		fmt.Fprintln(&b, s.Alias)
	}
	return b.String()
}

// isRecord reports whether v is a function of strings, and not empty.
func isRecord(v datum.Datum) bool {
	if v.Kind() != datum.KindFunction || datum.Len(v) == 0 {
		return false
	}
	return datum.Elements(datum.Domain(v))[0].Kind() == datum.KindString
}
