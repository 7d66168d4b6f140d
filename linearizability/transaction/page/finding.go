package page

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// maxSentences limits the edges of a cycle that are told.
const maxSentences = 200

// finding is what is shown of an anomaly.
type finding struct {
	ID, Title string
	Sentence  string
	Meaning   string
	Facts     []Field
	Lemmas    []told
	Cycle     *cycle
	More      string // findings that are not listed
	Places    *picture
	Cases     *cases
	Spans     *spans
	Legend    []legend
}

// cycle is a cycle's picture and sentences.
type cycle struct {
	Picture     *picture
	Sentences   []told
	More        string // sentences that are left out
	Consequence string
}

// told is the sentence of an edge.
type told struct {
	ID, Claim, Because string
	Class              string
}

func (p *Page) finding(i int) (*finding, error) {
	f := &p.Findings[i]
	id := fmt.Sprintf("f%d", i+1)
	s, err := explain.New(p.History, &f.Finding)
	if err != nil {
		return nil, fmt.Errorf("page: finding %d: %w", i+1, err)
	}
	shown := &finding{ID: id, Title: s.Title(), Meaning: explain.Meaning(f.Anomaly)}
	if len(f.Cycle) == 0 {
		shown.Sentence = sentence(f.Sentence) // those of the edges say more than that of a cycle
	}
	if f.Omitted > 0 {
		shown.More = display.Plural(f.Omitted, "more finding") + " of this anomaly, not listed."
	}
	if f.RulesOut != "" {
		shown.Facts = append(shown.Facts, Field{"rules out", clean(f.RulesOut) + " and whatever is stronger"})
	}
	if f.Certified != "" {
		shown.Facts = append(shown.Facts, Field{"certificate", clean(f.Certified)})
	}
	if f.Shortest && len(f.Cycle) > 0 {
		shown.Facts = append(shown.Facts, Field{"length", "no cycle of this anomaly has fewer edges"})
	}
	for i := range f.Lemmas {
		if i == maxSentences {
			break
		}
		e := &f.Lemmas[i]
		shown.Lemmas = append(shown.Lemmas, told{fmt.Sprintf("%s-l%d", id, i+1), fmt.Sprintf("Lemma %d: %s", i+1, s.Claim(e)), s.Because(e), "told"})
	}
	if len(f.Cycle) > 0 {
		shown.Cycle = newCycle(s, f.Cycle, f.Lemmas, id)
	}
	if f.Refutation != nil {
		shown.Cases = newCases(s, f.Refutation, id)
	}
	if shown.Cycle == nil && shown.Cases == nil && len(s.Transactions()) > 0 {
		shown.Places = placesPicture(s, id)
	}
	shown.Legend = reasons(f)
	shown.Spans = p.spans(s, id+"-when")
	return shown, nil
}

func newCycle(s *explain.Story, c proof.Cycle, lemmas []proof.Edge, id string) *cycle {
	shown := &cycle{Picture: cyclePicture(s, c, lemmas, id), Consequence: s.Consequence(c)}
	if len(c) > maxRing {
		shown.Consequence = fmt.Sprintf("So %s would have to come before itself.", s.Name(c[0].From))
	}
	for i := range c {
		if i == maxSentences {
			shown.More = display.Plural(len(c)-i, "more edge")
			break
		}
		e := &c[i]
		shown.Sentences = append(shown.Sentences, told{sentenceID(id, i+1), s.Claim(e), s.Because(e), "told " + e.Reason.String()})
	}
	return shown
}

// legend explains the reason of an arrow.
type legend struct{ Class, Name, Text string }

var legends = [...]legend{
	proof.WW:       {"ww", "ww", "wrote the earlier version"},
	proof.WR:       {"wr", "wr", "wrote what the other read"},
	proof.RW:       {"rw", "rw", "read the version before the one that the other wrote"},
	proof.Process:  {"process", "process", "ran before the other in one process"},
	proof.RealTime: {"realtime", "realtime", "returned before the other was called"},
	proof.Visible:  {"visible", "visible", "was visible to a reader that read the other's write"},
}

// reasons explains the reasons that the cycles of a finding have.
func reasons(f *Finding) []legend {
	var has [len(legends)]bool
	note := func(c proof.Cycle) {
		for i := range c {
			if int(c[i].Reason) < len(has) {
				has[c[i].Reason] = true
			}
		}
	}
	note(f.Cycle)
	if f.Refutation != nil {
		cycles(f.Refutation, note)
	}
	var shown []legend
	for r, l := range legends {
		if has[r] {
			shown = append(shown, l)
		}
	}
	return shown
}
