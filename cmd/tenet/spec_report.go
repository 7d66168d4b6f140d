package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/tenet-go/tenet/tla/check"
)

// Outcomes of checking a specification.
const (
	outcomeHolds     = "holds"
	outcomeViolated  = "violated"
	outcomeFailed    = "failed"    // it cannot be checked
	outcomeUndecided = "undecided" // the search ended early, with nothing found
	outcomeSampled   = "sampled"   // nothing was found in random walks
	outcomeDisagree  = "disagree"
	outcomeSingle    = "single" // one engine only can check it, where both should
)

// specReport is what was found of a model.
type specReport struct {
	Model      string   `json:"model"`
	Engine     string   `json:"engine"` // go, tlc, both
	Properties []string `json:"properties"`
	// opinion is that of the engine, that of go if there are both.
	opinion
	Warnings []string `json:"warnings,omitempty"`
	// TLC is its opinion if there are both, and Differences how they differ.
	TLC         *opinion `json:"tlc,omitempty"`
	Differences []string `json:"differences,omitempty"`
	// Why says which engine alone can check it, if both should, and why.
	Why string `json:"why,omitempty"`
	// Result is all that the engine go has found, the trace too.
	Result *check.Result `json:"result,omitempty"`

	unnamed   string   // what is checked if no property is named
	beyondTLC []string // keywords of the configuration that TLC 2.18 has not
}

// opinion is what an engine says of a model.
type opinion struct {
	Outcome   string  `json:"outcome"`
	ExitCode  int     `json:"exitCode"`
	Generated int64   `json:"generated"`
	Distinct  int64   `json:"distinct"`
	Depth     int64   `json:"depth"`
	Violated  string  `json:"violated,omitempty"`
	Text      string  `json:"text,omitempty"`
	Seconds   float64 `json:"seconds"`
}

// fill takes over what the engine go has found.
func (r *specReport) fill(found *check.Result) {
	r.Generated, r.Distinct, r.Depth = found.Stats.Generated, found.Stats.Distinct, int64(found.Stats.Depth)
	r.ExitCode, r.Warnings = found.Verdict.ExitCode(), found.Warnings
	switch found.Verdict {
	case check.OK:
		r.Outcome = outcomeHolds
		if found.Simulation != nil {
			r.Outcome = outcomeSampled
		}
		return
	case check.Undecided:
		r.Outcome = outcomeUndecided
	case check.SpecFailed, check.InvariantFailed:
		r.Outcome = outcomeFailed
	default:
		r.Outcome, r.Violated = outcomeViolated, found.Property
		if found.Property == "" {
			r.Violated = found.Verdict.String()
		}
	}
	quiet := *found
	quiet.Warnings = nil // they are told apart
	var text strings.Builder
	if err := check.Report(&text, &quiet); err == nil { // a Builder takes everything
		r.Text = strings.TrimSpace(text.String())
	}
}

// compare holds what the engine go has found beside what TLC has.
func (r *specReport) compare(o *opinion) {
	r.TLC = o
	if o.Outcome == outcomeUndecided {
		r.Outcome, r.ExitCode = o.Outcome, o.ExitCode
		return
	}
	if why := r.unreadable(o); why != "" {
		r.single("only go: " + why)
		return
	}
	differ := func(what string, mine, tlcs int64) {
		if mine != tlcs {
			r.Differences = append(r.Differences, fmt.Sprintf("%s: %s and TLC's %s", what, grouped(uint64(mine)), grouped(uint64(tlcs))))
		}
	}
	if r.ExitCode != o.ExitCode {
		r.Differences = append(r.Differences, fmt.Sprintf("verdict: %s (exit code %d) and TLC's %s (exit code %d)", r.Outcome, r.ExitCode, o.Outcome, o.ExitCode))
	} else if r.Outcome == outcomeHolds {
		// When something is violated, engines stop at different moments.
		differ("distinct states", r.Distinct, o.Distinct)
		differ("generated states", r.Generated, o.Generated)
	}
	if len(r.Differences) > 0 {
		r.Outcome, r.ExitCode = outcomeDisagree, exitDisagree
	}
}

// write prints the report for people.
func (r *specReport) write(w io.Writer, coverage bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.Model, r.headline())
	switch {
	case r.TLC != nil:
		r.writeBoth(&b)
	case r.Outcome != outcomeSingle:
		r.writeOne(&b)
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(&b, "  warning: %s\n", warning)
	}
	if coverage && r.Result != nil {
		if err := check.ReportCoverage(&b, r.Result); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *specReport) headline() string {
	checked := strings.Join(r.Properties, ", ")
	if checked == "" {
		checked = r.unnamed
	}
	if checked == "" {
		checked = "no invariant or property is named"
	}
	switch r.Outcome {
	case outcomeHolds:
		return "HOLDS: " + checked
	case outcomeSampled:
		s := r.Result.Simulation
		return fmt.Sprintf("NOTHING FOUND in %s random walks from seed %d, the longest of %d states: %s", grouped(uint64(s.Traces)), s.Seed, s.Longest, checked)
	case outcomeViolated:
		name := r.Violated
		if name == "" {
			name = "a temporal property"
		}
		return "VIOLATION: " + name
	case outcomeDisagree:
		return "THE ENGINES DISAGREE"
	case outcomeSingle:
		return "ONLY ONE ENGINE CAN CHECK IT, " + r.Why
	case outcomeFailed:
		return "CANNOT BE CHECKED"
	}
	return "UNDECIDED"
}

func (r *specReport) writeOne(b *strings.Builder) {
	switch {
	case r.Text != "":
		fmt.Fprintln(b, r.Text)
	case r.Outcome == outcomeSampled:
		fmt.Fprintf(b, "  %s states generated, %.1f s\n", grouped(uint64(r.Generated)), r.Seconds)
	default:
		fmt.Fprintf(b, "  %s\n", r.opinion.figures())
	}
}

func (r *specReport) writeBoth(b *strings.Builder) {
	for _, d := range r.Differences {
		fmt.Fprintf(b, "  %s\n", d)
	}
	for _, each := range []struct {
		name string
		o    *opinion
	}{{"go", &r.opinion}, {"tlc", r.TLC}} {
		fmt.Fprintf(b, "  %-4s %s\n", each.name+":", each.o.figures())
		if each.o.Text != "" && (r.Outcome == outcomeDisagree || r.Outcome == outcomeSingle || each.o == &r.opinion) {
			fmt.Fprintln(b, each.o.Text)
		}
	}
	if len(r.Differences) == 0 && r.Outcome != outcomeUndecided && r.Outcome != outcomeSingle {
		fmt.Fprintln(b, "  they agree")
	}
}

func (o *opinion) figures() string {
	return fmt.Sprintf("%s distinct states, %s generated, depth %d, %.1f s", grouped(uint64(o.Distinct)), grouped(uint64(o.Generated)), o.Depth, o.Seconds)
}
