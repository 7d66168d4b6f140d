package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Sizes of what is written to a terminal.
const (
	defaultColumns = 80
	minColumns     = 40
	textOps        = 6  // operations of a transaction
	textTxns       = 16 // transactions of a finding
	textEdges      = 16 // edges of a cycle
	textLeaves     = 8  // cases of a refutation
	textSentence   = 600
)

// Text writes findings for a terminal, a block for each: what was found, the transactions T1, T2, ...
// and a sentence for every edge. The Sentence of a finding that is a cycle is left out, since those of
// its edges say more. Columns is the width of lines; 0 means 80, and less than 40 counts
// as 40. Findings that name what h does not have are errors, and nothing is written then.
func Text(w io.Writer, h *txn.History, findings []proof.Finding, columns int) error {
	if columns == 0 {
		columns = defaultColumns
	}
	t := &text{columns: max(columns, minColumns)}
	for i := range findings {
		s, err := New(h, &findings[i])
		if err != nil {
			return err
		}
		if i > 0 {
			t.b.WriteByte('\n')
		}
		t.story = s
		t.finding(&findings[i])
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

// text writes lines of limited width.
type text struct {
	b       strings.Builder
	story   *Story
	columns int
	leaves  int
}

// put writes a text that may take several lines, all but the first with a deeper indent.
func (t *text) put(indent, s string) {
	t.hang(indent, indent+"  ", s)
}

func (t *text) hang(first, indent, s string) {
	for _, line := range display.Wrap(s, first, indent, t.columns) {
		t.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (t *text) finding(f *proof.Finding) {
	t.put("", t.story.Title())
	if f.Sentence != "" && len(f.Cycle) == 0 {
		t.hang("  ", "  ", display.Cut(display.Clean(f.Sentence), textSentence))
	}
	t.transactions()
	t.lemmas(f)
	t.edges("  ", f.Cycle)
	if f.Refutation != nil {
		t.leaves = 0
		t.refutation("  ", f.Refutation)
		if t.leaves > textLeaves {
			t.put("  ", fmt.Sprintf("... and so on: %s in all.", display.Plural(t.leaves, "case")))
		}
	}
	if f.Omitted > 0 {
		t.put("", fmt.Sprintf("%s of %s not listed", display.Plural(f.Omitted, "more finding"), display.Cut(display.Clean(string(f.Anomaly)), maxName)))
	}
}

// transactions lists the transactions with their operations.
func (t *text) transactions() {
	txns := t.story.Transactions()
	for i, n := range txns {
		if i == textTxns {
			t.put("  ", display.Plural(len(txns)-i, "more transaction"))
			return
		}
		head := t.story.Name(n) + " = " + t.story.Where(n)
		if ended := t.story.Ended(n); ended != "" {
			head += ", " + ended
		}
		show := t.story.Operations(n, textOps)
		ops := make([]string, 0, len(show)+1)
		for _, k := range show {
			ops = append(ops, t.story.Operation(n, k))
		}
		if more := t.story.Len(n) - len(show); more > 0 {
			ops = append(ops, display.Plural(more, "more operation"))
		}
		t.hang("  ", "       ", head+": "+strings.Join(ops, ", "))
	}
}

// lemmas tells what the cycle builds on.
func (t *text) lemmas(f *proof.Finding) {
	for i := range f.Lemmas {
		if i == textEdges {
			t.put("  ", "... and so on: "+display.Plural(len(f.Lemmas), "lemma")+" in all.")
			return
		}
		t.put("  ", t.story.Lemma(i))
	}
}

// edges tells the edges of a cycle, and what follows from them.
func (t *text) edges(indent string, c proof.Cycle) {
	for i := range c {
		if i == textEdges {
			t.put(indent, "... and so on: "+display.Plural(len(c), "edge")+" in all.")
			break
		}
		t.hang(indent, indent+"  ", t.story.Sentence(&c[i]))
	}
	if len(c) > 0 && len(c) <= textEdges {
		t.put(indent, t.story.Consequence(c))
	}
}

// refutation tells the cases of a refutation until there are too many, and counts all.
func (t *text) refutation(indent string, r *proof.Refutation) {
	if r.Cycle != nil {
		if t.leaves++; t.leaves <= textLeaves {
			t.edges(indent, r.Cycle)
		}
		return
	}
	if t.leaves < textLeaves {
		t.put(indent, t.story.Split(r))
	}
	for _, aFirst := range []bool{true, false} {
		next := r.BFirst
		if aFirst {
			next = r.AFirst
		}
		if t.leaves < textLeaves {
			t.put(indent, "- "+t.story.Case(r, aFirst)+":")
		}
		t.refutation(t.deeper(indent), next)
	}
}

// deeper indents further, unless that leaves too little room.
func (t *text) deeper(indent string) string {
	if len(indent)+2 > t.columns/3 {
		return indent
	}
	return indent + "  "
}
