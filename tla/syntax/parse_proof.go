package syntax

import "strconv"

// Levels of the steps of a proof that are not numbers, and the level of a proof before its first step.
const (
	sameLevel   = -1 // <*>
	deeperLevel = -2 // <+>
	noLevel     = -1
)

// stepLevel is the level of a step: the number in <3>, sameLevel or deeperLevel.
func stepLevel(t *token) int {
	digits := t.raw[1:]
	switch digits[0] {
	case '*':
		return sameLevel
	case '+':
		return deeperLevel
	}
	n := 0
	for n < len(digits) && isDigit(digits[n]) {
		n++
	}
	level, err := strconv.Atoi(digits[:n])
	if err != nil {
		return maxLevel
	}
	return min(level, maxLevel)
}

// maxLevel stands for all levels that are beyond it.
const maxLevel = 1 << 30

func (t *token) step() bool { return t.kind == stepName || t.kind == stepStart }

// beginsProof reports whether the next token begins the proof of what was read last.
func (p *parser) beginsProof() bool {
	t := p.peek()
	if !t.step() {
		return t.is("BY") || t.is("PROOF") || t.is("OBVIOUS") || t.is("OMITTED")
	}
	level := stepLevel(t)
	if level == deeperLevel || len(p.levels) == 0 {
		return true
	}
	current := p.levels[len(p.levels)-1]
	return current != noLevel && level > current
}

// proof passes a proof: nothing of it is kept.
func (p *parser) proof() {
	defer p.nest()()
	p.levels = append(p.levels, noLevel)
	p.accept("PROOF")
	switch {
	case p.is("OBVIOUS"), p.is("OMITTED"):
		p.next()
	case p.is("BY"):
		p.facts()
	default:
		for !p.step() {
			continue
		}
	}
	p.levels = p.levels[:len(p.levels)-1]
}

// rightLevel reports whether a step of this level may come next in the innermost proof, whose level the first one decides.
func (p *parser) rightLevel(level int) bool {
	n := len(p.levels)
	around := -1
	if n > 1 {
		around = p.levels[n-2]
	}
	current := &p.levels[n-1]
	first := *current == noLevel
	switch {
	case first && level < 0:
		*current = around + 1
		return true
	case first:
		*current = level
		return level > around
	}
	return level == sameLevel || level == *current
}

// step passes a step of a proof with its own proof, and reports whether it is the QED.
func (p *parser) step() (last bool) {
	t := p.peek()
	if !t.step() {
		p.fail("the next step of the proof, or QED")
	}
	if !p.rightLevel(stepLevel(t)) {
		p.reject(t.start, "found the step %v in a proof of level %d", t, p.levels[len(p.levels)-1])
	}
	p.next()
	last = p.accept("QED")
	provable := last || p.stepBody()
	if !p.beginsProof() {
		return last
	}
	if !provable {
		p.fail("another step: this one takes no proof")
	}
	p.proof()
	return last
}

// stepBody passes what a step says, and reports whether that may have a proof.
func (p *parser) stepBody() bool {
	t := p.peek()
	switch {
	case t.is("USE"), t.is("HIDE"):
		p.facts()
	case t.is("INSTANCE"):
		p.instance()
	case t.is("DEFINE"), p.isDefinition(0):
		p.accept("DEFINE")
		for {
			p.define(p.peek().start, false)
			if !p.isDefinition(0) {
				break
			}
		}
	case p.accept("HAVE"):
		p.expr()
	case p.accept("WITNESS"):
		p.expr()
		for p.accept(",") {
			p.expr()
		}
	case p.accept("TAKE"):
		p.boundsOrNames()
	case p.accept("PICK"):
		p.boundsOrNames()
		p.expect(":", ",")
		p.expr()
		return true
	case p.accept("CASE"):
		p.expr()
		return true
	default:
		p.accept("SUFFICES")
		if p.isAssumeProve() {
			p.assumeProve()
		} else {
			p.expr()
		}
		return true
	}
	return false
}

// facts passes BY, USE or HIDE and what follows it.
func (p *parser) facts() {
	if !p.next().is("HIDE") {
		p.accept("ONLY")
	}
	if !p.is("DEF") && !p.is("DEFS") && !p.endsFacts() {
		p.factList()
	}
	if p.accept("DEF") || p.accept("DEFS") {
		p.factList()
	}
}

// endsFacts reports whether the next token cannot begin a fact.
func (p *parser) endsFacts() bool {
	t := p.peek()
	return t.kind == stepStart || t.kind != stepName && p.endsUnit(0)
}

// factList passes expressions, symbols of operators, and MODULE M.
func (p *parser) factList() {
	for {
		if p.accept("MODULE") {
			p.word("the name of a module")
		} else {
			p.argument(true)
		}
		if !p.accept(",") {
			return
		}
	}
}
