package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/page"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// transactionReport is the verdict on a history of transactions as this command prints it. Its JSON
// is an interface: fields may be added, and keep their meaning.
type transactionReport struct {
	File    string `json:"file"`
	Format  string `json:"format,omitempty"`
	Verdict string `json:"verdict"` // valid, invalid, unknown
	Model   string `json:"model"`
	// Consistency is the level that the verdict is about.
	Consistency string `json:"consistency"`
	// Transactions counts those that took effect.
	Transactions int `json:"transactions"`
	// Failed counts those that failed, Unseen those of unknown outcome that nobody has read.
	Failed    int  `json:"failed,omitempty"`
	Unseen    int  `json:"unseen,omitempty"`
	Sessions  int  `json:"sessions"`
	Ignored   int  `json:"ignored,omitempty"`
	Certified bool `json:"certified"`
	// Holds has the strongest levels that hold, Violated the weakest that do not.
	Holds     []string        `json:"holds,omitempty"`
	Violated  []string        `json:"violated,omitempty"`
	Undecided []string        `json:"undecided,omitempty"`
	Levels    []levelReport   `json:"levels,omitempty"`
	Anomalies []anomalyReport `json:"anomalies,omitempty"`
	Omitted   int             `json:"omitted,omitempty"`
	Why       string          `json:"why,omitempty"`
	Page      string          `json:"page,omitempty"`
	Seconds   float64         `json:"seconds"`

	history  *txn.History
	findings []foundAnomaly
	lattice  []page.Level
	outcome  engine.Outcome
	command  string
}

// foundAnomaly is an anomaly that was found.
type foundAnomaly struct {
	proof.Finding
	// rulesOut is the name of the weakest level or promise that it rules out.
	rulesOut string
	// asked is set if it rules out what was asked for.
	asked bool
}

// levelReport is the outcome for one level.
type levelReport struct {
	Level     string `json:"level"`
	Verdict   string `json:"verdict"`
	Engine    string `json:"engine,omitempty"`
	Certified bool   `json:"certified"`
	Why       string `json:"why,omitempty"`
}

// anomalyReport is one anomaly.
type anomalyReport struct {
	Anomaly string `json:"anomaly"`
	// RulesOut is the weakest level that the anomaly rules out.
	RulesOut string `json:"rulesOut"`
	Sentence string `json:"sentence"`
	// Transactions are those of a cycle, in its order, or those of which the sentence speaks.
	Transactions []transactionOperation `json:"transactions,omitempty"`
	Cycle        []edgeReport           `json:"cycle,omitempty"`
	// Shortest says that no cycle of this anomaly is shorter.
	Shortest bool `json:"shortest,omitempty"`
	// Refutation distinguishes the orders of versions, where each has a cycle of its own.
	Refutation *refutationReport `json:"refutation,omitempty"`
}

// refutationReport is a distinction of cases: if A wrote Key before B, AFirst; else BFirst. Or it is
// the cycle of one case. A and B are places in the list of transactions.
type refutationReport struct {
	Cycle  []edgeReport      `json:"cycle,omitempty"`
	Key    string            `json:"key,omitempty"`
	A      int               `json:"a"`
	B      int               `json:"b"`
	AFirst *refutationReport `json:"aFirst,omitempty"`
	BFirst *refutationReport `json:"bFirst,omitempty"`
}

// transactionOperation is a transaction in a report.
type transactionOperation struct {
	Process int64 `json:"process"`
	// F and Key are of single operations: a transaction has them in its value.
	F          string         `json:"f,omitempty"`
	Key        *history.Value `json:"key,omitempty"`
	Value      history.Value  `json:"value"`
	Status     string         `json:"status"`
	CallLine   int32          `json:"callLine,omitempty"`
	ReturnLine int32          `json:"returnLine,omitempty"`
}

// edgeReport says why one transaction of a cycle comes before the next. From and To are places in
// the list of transactions, from 0.
type edgeReport struct {
	From   int    `json:"from"`
	To     int    `json:"to"`
	Reason string `json:"reason"`
	Key    string `json:"key,omitempty"`
	Why    string `json:"why"`
}

// newTransactionReport returns what is common to reports on transactions.
func newTransactionReport(r *report, h *txn.History, outcome engine.Outcome, consistency string, findings []foundAnomaly) *transactionReport {
	t := &transactionReport{
		File: r.File, Format: r.Format, Model: r.Model, Verdict: outcome.String(), Consistency: consistency,
		Sessions: len(h.Sessions), Ignored: h.Source.Ignored, history: h, findings: findings, outcome: outcome, command: r.command,
	}
	for i := range h.Txns {
		switch txn := &h.Txns[i]; {
		case txn.Committed:
			t.Transactions++
		case txn.Status == history.Fail:
			t.Failed++
		default:
			t.Unseen++
		}
	}
	for i := range findings {
		t.Anomalies = append(t.Anomalies, newAnomalyReport(h, &findings[i]))
	}
	return t
}

// newLevelsReport returns the report on a verdict on levels of isolation.
func newLevelsReport(r *report, v *transaction.Verdict) *transactionReport {
	var findings []foundAnomaly
	for i := range v.Findings {
		f := &v.Findings[i]
		findings = append(findings, foundAnomaly{f.Finding, v.Model.LevelName(f.RulesOut), v.Level.Implies(f.RulesOut)})
	}
	t := newTransactionReport(r, v.History, v.Outcome, v.Model.LevelName(v.Level), findings)
	t.Certified, t.Why, t.Omitted, t.Seconds = v.Certified, v.Why, v.Omitted, v.Elapsed.Seconds()
	t.Holds, t.Violated, t.Undecided = names(v, v.Strongest()), names(v, v.Weakest()), names(v, v.Undecided())
	for i := range v.Levels {
		l := &v.Levels[i]
		t.Levels = append(t.Levels, levelReport{v.Model.LevelName(l.Level), l.Outcome.String(), l.Engine, l.Certified, l.Why})
		t.lattice = append(t.lattice, page.Level{Level: l.Level, Name: v.Model.LevelName(l.Level), Outcome: l.Outcome, Asked: l.Level == v.Level, Note: l.Why})
	}
	return t
}

// names returns what the model calls some levels.
func names(v *transaction.Verdict, levels []isolation.Level) []string {
	list := []string{}
	for _, l := range levels {
		list = append(list, v.Model.LevelName(l))
	}
	return list
}

func newAnomalyReport(h *txn.History, f *foundAnomaly) anomalyReport {
	a := anomalyReport{Anomaly: string(f.Anomaly), RulesOut: f.rulesOut, Sentence: f.Sentence, Shortest: f.Shortest}
	l := &anomalyList{history: h, report: &a}
	if story, err := explain.New(h, &f.Finding); err == nil {
		l.story = story
		for _, t := range story.Transactions() {
			l.place(t) // so that T1 of the sentences is the first
		}
	}
	a.Cycle = l.edges(f.Cycle)
	a.Refutation = l.refutation(f.Refutation)
	for _, o := range f.Ops {
		l.place(o.Txn)
	}
	return a
}

// anomalyList numbers the transactions of an anomaly as they come.
type anomalyList struct {
	history *txn.History
	report  *anomalyReport
	story   *explain.Story // nil if the anomaly cannot be told
	txns    []int32
}

// place returns the place of a transaction in the report's list.
func (l *anomalyList) place(t int32) int {
	if i := slices.Index(l.txns, t); i >= 0 {
		return i
	}
	l.txns = append(l.txns, t)
	source := &l.history.Source.Operations[l.history.Txns[t].Source]
	o := transactionOperation{
		Process: source.Process, Value: source.Input, Status: source.Status.String(), CallLine: source.CallLine, ReturnLine: source.ReturnLine,
	}
	if source.Status == history.OK && !source.Output.IsNil() {
		o.Value = source.Output
	}
	if source.Input.Kind() != history.KindList || !source.Key.IsNil() {
		o.F, o.Key = source.F, &source.Key
	}
	l.report.Transactions = append(l.report.Transactions, o)
	return len(l.txns) - 1
}

func (l *anomalyList) edges(c proof.Cycle) []edgeReport {
	var edges []edgeReport
	for i := range c {
		e := &c[i]
		from := l.place(e.From)
		r := edgeReport{From: from, To: l.place(e.To), Reason: e.Reason.String()}
		if l.story != nil {
			r.Why = l.story.Sentence(e)
		}
		if e.FromOp != proof.None {
			r.Key = l.history.Keys[e.Key].String()
		}
		edges = append(edges, r)
	}
	return edges
}

func (l *anomalyList) refutation(r *proof.Refutation) *refutationReport {
	switch {
	case r == nil:
		return nil
	case r.Cycle != nil:
		return &refutationReport{Cycle: l.edges(r.Cycle)}
	}
	a := l.place(r.A)
	return &refutationReport{
		Key: l.history.Keys[r.Key].String(), A: a, B: l.place(r.B), AFirst: l.refutation(r.AFirst), BFirst: l.refutation(r.BFirst),
	}
}

func (t *transactionReport) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(t)
}

func (t *transactionReport) headline() string {
	switch t.Verdict {
	case engine.Valid.String():
		return fmt.Sprintf("valid: %s holds (%s)", t.Consistency, t.Model)
	case engine.Invalid.String():
		return fmt.Sprintf("VIOLATION: %s does not hold (%s)", t.Consistency, t.Model)
	}
	return fmt.Sprintf("unknown: %s is undecided (%s)", t.Consistency, t.Model)
}

// certification says what stands behind the verdict.
func (t *transactionReport) certification() string {
	switch {
	case t.Verdict == engine.Undecided.String():
		return ""
	case !t.Certified:
		return "uncertified"
	case t.Verdict == engine.Valid.String():
		return "certified: an order was verified"
	}
	return "certified: an anomaly was verified"
}

// anomalyCounts names the anomalies that were found, each once.
func (t *transactionReport) anomalyCounts() string {
	var order []string
	count := map[string]int{}
	for _, a := range t.Anomalies {
		if count[a.Anomaly]++; count[a.Anomaly] == 1 {
			order = append(order, a.Anomaly)
		}
	}
	for i, name := range order {
		if n := count[name]; n > 1 {
			order[i] = fmt.Sprintf("%s (%d)", name, n)
		}
	}
	if t.Omitted > 0 {
		order = append(order, fmt.Sprintf("and %d more", t.Omitted))
	}
	if len(order) > 0 && t.Verdict == engine.Valid.String() {
		order = append(order, "all allowed at this level")
	}
	return strings.Join(order, ", ")
}

// writeText prints the report for people.
func (t *transactionReport) writeText(w io.Writer, columns int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", t.File, t.headline())
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", name, text)
		}
	}
	line("anomalies", t.anomalyCounts())
	if len(t.Levels) > 0 && len(t.Holds) == 0 && len(t.Undecided) == 0 {
		line("holds", "no level")
	}
	line("holds", strings.Join(t.Holds, ", "))
	line("violated", strings.Join(t.Violated, ", "))
	line("undecided", strings.Join(t.Undecided, ", "))
	line("why", t.Why)
	parts := []string{counted(t.Transactions, "transaction"), counted(t.Sessions, "session")}
	if t.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", t.Failed))
	}
	if t.Unseen > 0 {
		parts = append(parts, fmt.Sprintf("%d of unknown outcome that nobody has seen", t.Unseen))
	}
	if t.Ignored > 0 {
		parts = append(parts, fmt.Sprintf("%d events of others than clients left out", t.Ignored))
	}
	parts = append(parts, t.certification(), fmt.Sprintf("%.3f s", t.Seconds))
	line("checked", strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", "))
	line("page", t.Page)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	return t.explain(w, columns)
}

// textFindings is the most anomalies that are told in full on a terminal; the page has more.
const textFindings = 5

// explain tells the anomalies that rule out what was asked for, one of each name.
func (t *transactionReport) explain(w io.Writer, columns int) error {
	told := t.toTell(true)
	if len(told) == 0 {
		return nil
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return explain.Text(w, t.history, told, columns)
}

func (t *transactionReport) toTell(asked bool) []proof.Finding {
	var told []proof.Finding
	seen := map[isolation.Anomaly]bool{}
	for i := range t.findings {
		f := &t.findings[i]
		if len(told) < textFindings && !seen[f.Anomaly] && f.asked == asked {
			seen[f.Anomaly] = true
			told = append(told, f.Finding)
		}
	}
	return told
}

// page returns what there is to draw.
func (t *transactionReport) page() page.Page {
	p := page.Page{
		File: t.File, Model: t.Model, Asked: t.Consistency, Outcome: t.outcome, Reason: t.Why, Certified: t.certification(),
		History: t.history, Levels: t.lattice, Omitted: t.Omitted, Command: t.command,
	}
	p.Summary = []page.Field{{Name: "transactions", Value: fmt.Sprint(t.Transactions)}, {Name: "sessions", Value: fmt.Sprint(t.Sessions)}}
	if len(t.lattice) == 0 {
		p.Others = []page.Other{{Name: t.Consistency, Outcome: t.outcome, Note: t.Why}}
	}
	for i := range t.findings {
		f := &t.findings[i]
		p.Findings = append(p.Findings, page.Finding{Finding: f.Finding, RulesOut: f.rulesOut, Certified: "certified"})
	}
	return p
}
