package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/page"
)

// report is the verdict on a history as this command prints it. Its JSON is an interface: fields
// may be added, and keep their meaning.
type report struct {
	File    string `json:"file"`
	Format  string `json:"format,omitempty"`
	Verdict string `json:"verdict"` // valid, invalid, unknown
	Model   string `json:"model"`
	// Consistency is what was checked: linearizable, sequential; empty for workload checks.
	Consistency string `json:"consistency,omitempty"`
	Engine      string `json:"engine,omitempty"`
	Operations  int    `json:"operations"`
	Objects     int    `json:"objects,omitempty"`
	// Ignored counts events that were not of clients.
	Ignored   int  `json:"ignored,omitempty"`
	Certified bool `json:"certified"`
	// Init says why the initial value is not the default.
	Init string `json:"init,omitempty"`
	// Reason says why the history is in violation; Why what is missing in other verdicts.
	Reason string `json:"reason,omitempty"`
	Why    string `json:"why,omitempty"`
	// Key is the object in violation, if there are several.
	Key string `json:"key,omitempty"`
	// Earliest is the operation at which no order exists any more.
	Earliest *operation `json:"earliest,omitempty"`
	// Witness lists the operations that prove the violation.
	Witness  []operation      `json:"witness,omitempty"`
	States   []string         `json:"states,omitempty"`
	Findings []finding        `json:"findings,omitempty"`
	Omitted  int              `json:"omitted,omitempty"`
	Stats    map[string]int64 `json:"stats,omitempty"`
	Page     string           `json:"page,omitempty"`
	Seconds  float64          `json:"seconds"`

	history  *history.History
	verdict  *linearizability.Verdict
	stats    []stat
	evidence []int32
	pending  map[int32]bool
	earliest int32
	command  string
}

// operation is an operation in a report.
type operation struct {
	Process    int64         `json:"process"`
	F          string        `json:"f"`
	Input      history.Value `json:"input"`
	Output     history.Value `json:"output"`
	Status     string        `json:"status"`
	CallLine   int32         `json:"callLine,omitempty"`
	ReturnLine int32         `json:"returnLine,omitempty"`
	// Pending is true if the operation counts as one that had not returned.
	Pending bool `json:"pending,omitempty"`
}

// finding is what a workload check found.
type finding struct {
	Kind       string      `json:"kind"`
	Sentence   string      `json:"sentence"`
	Operations []operation `json:"operations,omitempty"`
}

type stat struct {
	name  string
	count int64
}

func (r *report) operation(i int32) operation {
	op := &r.history.Operations[i]
	return operation{
		Process: op.Process, F: op.F, Input: op.Input, Output: op.Output, Status: op.Status.String(),
		CallLine: op.CallLine, ReturnLine: op.ReturnLine, Pending: r.pending[i],
	}
}

func (r *report) operations(ops []int32) []operation {
	var list []operation
	for _, i := range ops {
		list = append(list, r.operation(i))
	}
	return list
}

// fill takes over the verdict of linearizability.Check.
func (r *report) fill(v *linearizability.Verdict) {
	r.verdict = v
	r.Verdict, r.Engine, r.Operations, r.Objects = v.Outcome.String(), v.EnginesUsed(), v.Operations, len(v.Parts)
	r.Consistency = v.Consistency.String()
	r.Ignored, r.Certified, r.Init, r.Why, r.Seconds = r.history.Ignored, v.Certified, v.InitWhy, v.Why, v.Elapsed.Seconds()
	r.earliest = -1
	if v.Failed == nil {
		return
	}
	r.Engine = v.Failed.Engine
	if v.Failed.Key != history.Nil {
		r.Key = v.Failed.Key.String()
	}
	r.Reason = "no order of the operations explains what they returned"
	if e := v.Explanation; e != nil {
		r.Reason, r.States, r.earliest = e.Sentence, e.StatesBefore, e.Earliest
		earliest := r.operation(e.Earliest)
		r.Earliest = &earliest
	}
	if w := v.Failed.Witness; w != nil {
		r.evidence, r.pending = w.Ops, map[int32]bool{}
		for _, i := range w.Ops {
			r.pending[i] = r.history.Operations[i].Return > w.Cut
		}
		r.Witness = r.operations(w.Ops)
	}
}

func (r *report) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// width returns the columns of a terminal, 0 elsewhere.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil {
			return columns
		}
	}
	return 0
}

// writeText prints the report for people.
func (r *report) writeText(w io.Writer, columns int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.File, r.headline())
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", name, text)
		}
	}
	line("reason", r.Reason)
	for _, f := range r.Findings {
		line(f.Kind, f.Sentence)
	}
	if r.Omitted > 0 {
		line("", fmt.Sprintf("and %d more", r.Omitted))
	}
	line("why", r.Why)
	line("initial", r.Init)
	line("checked", r.checked())
	for _, s := range r.stats {
		line("", fmt.Sprintf("%d %s", s.count, s.name))
	}
	if r.Page != "" {
		line("page", r.Page)
	}
	if r.Verdict == "invalid" && len(r.evidence) > 0 {
		b.WriteByte('\n')
		p := r.page()
		p.Columns = max(columns, 0)
		if p.Columns < 60 {
			p.Columns = 100
		}
		if err := page.Text(&b, p); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *report) headline() string {
	what := r.Model
	if r.Consistency != "" {
		what = r.Consistency + " " + r.Model
	}
	switch r.Verdict {
	case "valid":
		return "valid: a " + what + " allows it"
	case "invalid":
		if r.Key != "" {
			return fmt.Sprintf("VIOLATION: no %s allows it (key %s)", what, r.Key)
		}
		return fmt.Sprintf("VIOLATION: no %s allows it", what)
	}
	return "unknown: undecided"
}

func (r *report) checked() string {
	if r.Engine == "" {
		return ""
	}
	parts := []string{fmt.Sprintf("%d operations", r.Operations)}
	if r.Objects > 1 {
		parts = append(parts, fmt.Sprintf("%d objects", r.Objects))
	}
	if r.Ignored > 0 {
		parts = append(parts, fmt.Sprintf("%d events of others than clients left out", r.Ignored))
	}
	if r.Engine != "" {
		parts = append(parts, "engine "+r.Engine)
	}
	parts = append(parts, r.certification(), fmt.Sprintf("%.3f s", r.Seconds))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// certification says what stands behind the verdict.
func (r *report) certification() string {
	switch {
	case r.Verdict == "unknown", r.verdict == nil && r.Engine != streamEngine:
		return ""
	case !r.Certified:
		return "uncertified"
	case r.Verdict == "valid":
		return "certified: an order was verified"
	}
	return fmt.Sprintf("certified by brute force on %d operations", len(r.Witness))
}

// page returns what there is to draw.
func (r *report) page() page.Page {
	p := page.Page{
		File: r.File, Model: r.Model, Engine: r.Engine, Verdict: r.Verdict, Reason: r.Reason,
		Sequential: r.Consistency == linearizability.Sequential.String(), Certified: r.certification(),
		History: r.history, Witness: r.evidence, Pending: r.pending, Earliest: r.earliest, States: r.States, Command: r.command,
	}
	if p.Reason == "" {
		p.Reason = r.Why
	}
	p.Summary = append(p.Summary, page.Field{Name: "operations", Value: fmt.Sprint(r.Operations)})
	if r.Objects > 1 {
		p.Summary = append(p.Summary, page.Field{Name: "objects", Value: fmt.Sprint(r.Objects)})
	}
	if r.verdict != nil && r.Verdict == "valid" {
		for i := range r.verdict.Parts {
			p.Order = append(p.Order, r.verdict.Parts[i].Order...)
		}
	}
	return p
}
