package page

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// Limits of refutations, in cycles at the ends of cases.
const (
	maxDrawnCases = 24
	maxToldCases  = 120
)

// cases is a refutation: a cycle, or a distinction of two cases that both have one.
type cases struct {
	Intro string // of the whole
	Split string
	First *branch
	Other *branch
	Cycle *cycle
	More  string // what is not shown
}

// branch is one of two cases.
type branch struct {
	Assume string
	Open   bool
	Cases  *cases
}

// caseBuilder counts the ends of cases as it comes to them.
type caseBuilder struct {
	story *explain.Story
	id    string
	ends  int
	open  int // cases down to this depth are open
}

// maxOpen is the number of cases up to which all of them are open.
const maxOpen = 4

func newCases(s *explain.Story, r *proof.Refutation, id string) *cases {
	b := &caseBuilder{story: s, id: id}
	n := ends(r)
	if n <= maxOpen {
		b.open = maxOpen
	}
	c := b.build(r, 0)
	c.Intro = fmt.Sprintf("No single cycle shows it, because the order of some writes is not known. But each order leads to a cycle: %s.",
		display.Plural(n, "case"))
	if n > maxToldCases {
		c.Intro += fmt.Sprintf(" The first %d are shown, %d of them with a picture.", maxToldCases, maxDrawnCases)
	} else if n > maxDrawnCases {
		c.Intro += fmt.Sprintf(" The first %d have a picture.", maxDrawnCases)
	}
	return c
}

// cycles calls do with each cycle of a refutation.
func cycles(r *proof.Refutation, do func(proof.Cycle)) {
	if r.Cycle != nil {
		do(r.Cycle)
		return
	}
	cycles(r.AFirst, do)
	cycles(r.BFirst, do)
}

// ends returns the number of cycles of a refutation.
func ends(r *proof.Refutation) int {
	n := 0
	cycles(r, func(proof.Cycle) { n++ })
	return n
}

// build shows the cases of r, which lies at a depth. Cases at the top are open.
func (b *caseBuilder) build(r *proof.Refutation, depth int) *cases {
	if r.Cycle != nil {
		return b.end(r.Cycle)
	}
	if b.ends >= maxToldCases {
		n := ends(r)
		b.ends += n
		return &cases{More: display.Plural(n, "case") + " not shown"}
	}
	c := &cases{Split: b.story.Split(r)}
	c.First = &branch{Assume: b.story.Case(r, true), Open: depth <= b.open, Cases: b.build(r.AFirst, depth+1)}
	c.Other = &branch{Assume: b.story.Case(r, false), Open: depth <= b.open, Cases: b.build(r.BFirst, depth+1)}
	return c
}

func (b *caseBuilder) end(c proof.Cycle) *cases {
	b.ends++
	if b.ends > maxToldCases {
		return &cases{More: "1 case not shown"}
	}
	shown := newCycle(b.story, c, nil, fmt.Sprintf("%s-c%d", b.id, b.ends))
	if b.ends > maxDrawnCases {
		shown.Picture = nil
	}
	return &cases{Cycle: shown}
}
