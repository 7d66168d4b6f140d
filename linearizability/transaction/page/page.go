package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Page is what there is to show about a history of transactions that was checked.
type Page struct {
	// Title heads the page; if it is empty, File or the history's name does.
	Title string
	// File is the input's name, to which line numbers belong.
	File string
	// Model is the name of the model, Asked that of the level that the verdict is about.
	Model, Asked string
	// Outcome is the verdict.
	Outcome engine.Outcome
	// Reason says in one or two sentences why the verdict is so.
	Reason string
	// Certified says what confirmed the verdict: "certified by ..." or "uncertified".
	Certified string
	// Summary holds further facts: transactions, sessions, time taken...
	Summary []Field
	// History has the transactions that Findings speak of.
	History *txn.History
	// Levels are the levels of isolation of which something was asked.
	Levels []Level
	// Others are further promises that were checked, by name, such as session guarantees.
	Others []Other
	// Findings are the anomalies. Omitted counts those that were found and are not among them.
	Findings []Finding
	Omitted  int
	// Command reproduces the check.
	Command string
}

// Field is a named fact.
type Field struct{ Name, Value string }

// Level is the outcome for one level of isolation.
type Level struct {
	isolation.Level
	// Name is what the model calls the level; if it is empty, isolation does.
	Name    string
	Outcome engine.Outcome
	// Asked marks the level that the verdict is about.
	Asked bool
	// Note says more, such as why the level is undecided.
	Note string
}

// Other is the outcome for a promise that is no level of isolation.
type Other struct {
	Name    string
	Outcome engine.Outcome
	Note    string
}

// Finding is an anomaly with the name of the weakest level that it rules out.
type Finding struct {
	proof.Finding
	RulesOut string
	// Certified says what confirmed it, as of Page.
	Certified string
}

// Limits on what a page says, in columns or items.
const (
	maxValue    = 240
	maxSentence = 2000
	maxFindings = 48
)

var (
	//go:embed page.html
	source string
	//go:embed page.css
	style string

	parsed = template.Must(template.New("page").Parse(source))
)

// document is the data of the template.
type document struct {
	Policy   string
	Style    template.CSS
	Title    string
	Verdict  string
	Mark     string
	Headline string
	Reason   string
	Facts    []Field
	Lattice  *lattice
	Others   []otherRow
	Findings []*finding
	Notes    []string
	Command  string
}

// Write writes p as one HTML page. What it shows of findings and transactions is limited, whatever
// the length of the history. An inconsistent p, such as one whose findings name transactions that
// its History does not have, is an error, and nothing is written then.
func Write(w io.Writer, p Page) error {
	if err := p.validate(); err != nil {
		return err
	}
	d, err := p.document()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := parsed.Execute(&b, d); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func (p *Page) document() (*document, error) {
	d := &document{
		Policy:   policy(),
		Style:    template.CSS(style),
		Title:    p.heading(),
		Verdict:  p.Outcome.String(),
		Mark:     marks[p.Outcome],
		Headline: p.headline(),
		Reason:   sentence(p.Reason),
		Facts:    p.facts(),
		Lattice:  p.lattice(),
		Others:   p.others(),
		Command:  sentence(p.Command),
	}
	for i := range p.Findings {
		if i == maxFindings {
			break
		}
		f, err := p.finding(i)
		if err != nil {
			return nil, err
		}
		d.Findings = append(d.Findings, f)
	}
	if more := p.Omitted + len(p.Findings) - len(d.Findings); more > 0 {
		d.Notes = append(d.Notes, display.Plural(more, "more finding")+" of the check "+was(more)+" not shown here.")
	}
	if n := p.History.Source.Ignored; n > 0 {
		d.Notes = append(d.Notes, display.Plural(n, "event")+" of processes that are no clients, such as a nemesis, "+was(n)+" left out.")
	}
	return d, nil
}

func was(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

var marks = [...]string{engine.Undecided: "?", engine.Valid: "✓", engine.Invalid: "✗"}

// headline is the verdict in a few words.
func (p *Page) headline() string {
	asked := clean(p.Asked)
	if asked == "" {
		asked = "the promise"
	}
	switch p.Outcome {
	case engine.Valid:
		return asked + " holds"
	case engine.Invalid:
		return asked + " is violated"
	}
	return asked + ": undecided"
}

// policy returns the content security policy: nothing is loaded or run, and only the page's own
// style applies.
func policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func (p *Page) heading() string {
	for _, s := range []string{p.Title, p.File, p.History.Source.Name} {
		if s != "" {
			return clean(s)
		}
	}
	return "History"
}

// facts lists what stands under the heading: first what every page has, then p.Summary.
func (p *Page) facts() []Field {
	var facts []Field
	for _, f := range append([]Field{{"file", p.File}, {"model", p.Model}, {"certificate", p.Certified}}, p.Summary...) {
		if f.Value != "" {
			facts = append(facts, Field{clean(f.Name), clean(f.Value)})
		}
	}
	return facts
}

func clean(s string) string { return display.Cut(display.Clean(s), maxValue) }

func sentence(s string) string { return display.Cut(display.Clean(s), maxSentence) }
