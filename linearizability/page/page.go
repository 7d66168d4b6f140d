package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// Page is what there is to show about a history that was checked.
type Page struct {
	// Title heads the page; if it is empty, the history's name does.
	Title string
	// File is the input's name, shown with the line numbers.
	File string
	// Model and Engine are the names of the object and of the algorithm that decided.
	Model, Engine string
	// Verdict is valid, invalid or unknown.
	Verdict string
	// Sequential is true if the order had to follow that of each process only, not real time.
	Sequential bool
	// Reason is one English sentence that says why the verdict is so.
	Reason string
	// Certified says what confirmed the verdict: "certified by ..." or "uncertified".
	Certified string
	// Summary holds further facts: operations, clients, time taken...
	Summary []Field
	// History is what was checked.
	History *history.History
	// Witness lists the operations of History that form the failing part.
	Witness []int32
	// Earliest is the operation at whose return no order exists any more; -1 if it is not known
	// (0 is the first operation). It means nothing unless Verdict is invalid.
	Earliest int32
	// Window lists operations to draw around the witness. If it is empty, those of the witness's
	// keys that overlap it in time are drawn. If it is long, those nearest to the witness are.
	Window []int32
	// Order is a linearization, when Verdict is valid. Operations of unknown outcome may be
	// missing in it, and the orders of several keys may follow one another.
	Order []int32
	// Pending marks the operations of the witness that were still open when the contradiction
	// was complete: they count as invoked only.
	Pending map[int32]bool
	// States describes the states possible just before the failing operation.
	States []string
	// Command reproduces the check.
	Command string
	// Columns is the width that Text may use; 0 means 80. Text uses no less than 50.
	Columns int
}

// Field is a named fact.
type Field struct{ Name, Value string }

// The verdicts.
const (
	valid   = "valid"
	invalid = "invalid"
	unknown = "unknown"
)

var (
	//go:embed page.html
	source string
	//go:embed page.css
	style string
	//go:embed page.js
	script string

	parsed = template.Must(template.New("page").Parse(source))
)

// document is the data of the template.
type document struct {
	Policy   string
	Style    template.CSS
	Script   template.JS
	Title    string
	Verdict  string
	Mark     string
	Reason   string
	Facts    []Field
	Caption  string
	Overview *overview
	Charts   []*chart
	Legend   []legend
	Notes    []string
	States   []string
	More     int // states not listed
	Failing  *table
	Drawn    *table
	Command  string
}

// Write writes p as one HTML page. It draws at most a few hundred operations, whatever the length
// of the history. An inconsistent p, such as one that names operations that its History does not
// have, is an error, and nothing is written then.
func Write(w io.Writer, p Page) error {
	if err := p.validate(); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := parsed.Execute(&b, p.document()); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (p *Page) document() *document {
	d := &document{
		Policy:  policy(),
		Style:   template.CSS(style),
		Script:  template.JS(script), //nolint:gosec // constant: embedded, nothing is filled in
		Title:   p.heading(),
		Verdict: p.Verdict,
		Mark:    map[string]string{valid: "✓", invalid: "✗", unknown: "?"}[p.Verdict],
		Reason:  sentence(p.Reason),
		Facts:   p.facts(),
		Command: display.Clean(p.Command),
		Caption: p.caption(),
	}
	for i, s := range p.States {
		if i == maxStates {
			d.More = len(p.States) - maxStates
			break
		}
		d.States = append(d.States, display.Cut(display.Clean(s), maxValue))
	}
	failing, drawn := p.failing(), p.window()
	times := p.times()
	d.Overview = p.overview(failing, drawn)
	if len(failing) > 0 {
		d.Charts = append(d.Charts, p.chart("failing", failing, times))
		d.Failing = p.table(failing, times)
	}
	if len(drawn) > len(failing) {
		d.Charts = append(d.Charts, p.chart("neighbors", drawn, times))
		d.Drawn = p.table(drawn, times)
		d.Drawn.sortByPlace()
	}
	d.Legend = p.legend(d.Charts)
	d.Notes = p.notes(failing, drawn)
	return d
}

// policy returns the content security policy: nothing is loaded, and only the page's own script
// and style apply.
func policy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " + hash(script) + "; style-src " + hash(style)
}

// caption says how to read the pictures.
func (p *Page) caption() string {
	s := "Each bar runs from an operation's call to its return. Left is earlier; lengths say nothing about durations."
	where := "each at a moment within its bar"
	if p.Sequential {
		where = "in an order that keeps that of each process"
	}
	switch p.Verdict {
	case invalid:
		s += " The operations would have to take effect one at a time, " + where +
			", and every result would have to follow from those before. Here no choice of order does that."
	case valid:
		s += " The operations take effect one at a time, " + where + ", and every result follows from those before."
	}
	return s
}

func (p *Page) heading() string {
	for _, s := range []string{p.Title, p.File, p.History.Name} {
		if s != "" {
			return display.Cut(display.Clean(s), maxValue)
		}
	}
	return "History"
}

// facts lists what stands under the heading: first what every page has, then p.Summary.
func (p *Page) facts() []Field {
	var facts []Field
	for _, f := range append([]Field{
		{"file", p.File}, {"model", p.Model}, {"engine", p.Engine}, {"certificate", p.Certified},
	}, p.Summary...) {
		if f.Value != "" {
			facts = append(facts, Field{display.Cut(display.Clean(f.Name), maxValue), display.Cut(display.Clean(f.Value), maxValue)})
		}
	}
	return facts
}
