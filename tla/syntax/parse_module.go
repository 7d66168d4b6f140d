package syntax

// module reads a module, from ---- MODULE to ====.
func (p *parser) module() *Module {
	defer p.nest()()
	m := &Module{File: p.file, Lines: p.lines}
	start := p.next().start
	m.Name = p.word("the name of the module")
	if p.raw(0).kind != separator {
		p.fail("----")
	}
	p.next()
	if p.accept("EXTENDS") {
		m.Extends = append(m.Extends, p.word("the name of a module"))
		for p.accept(",") {
			m.Extends = append(m.Extends, p.word("the name of a module"))
		}
	}
	for p.raw(0).kind != moduleEnd {
		if u := p.unit(); u != nil {
			m.Units = append(m.Units, u)
		}
	}
	p.next()
	m.Span = p.since(start)
	return m
}

// word passes a name, which may be a keyword here.
func (p *parser) word(expected string) Name {
	if !p.peek().word() {
		p.fail(expected)
	}
	return p.next().name()
}

// unit reads a part of a module's body; nil if it means nothing.
func (p *parser) unit() Unit {
	t := p.raw(0)
	switch t.kind {
	case separator:
		p.next()
		return nil
	case moduleStart:
		m := p.module()
		return &InnerModule{m.Span, m}
	case identifier, symbol:
		return p.definition()
	case keyword:
		switch t.text {
		case "CONSTANT", "CONSTANTS":
			p.next()
			decls := p.declarations()
			return &ConstantDecl{p.since(t.start), decls}
		case "VARIABLE", "VARIABLES":
			p.next()
			names := p.names("the name of a variable")
			return &VariableDecl{p.since(t.start), names}
		case "RECURSIVE":
			return p.recursive()
		case "LOCAL", "INSTANCE":
			return p.definition()
		case "ASSUME", "ASSUMPTION", "AXIOM":
			p.next()
			name := p.statementName()
			body := p.expr()
			return &Assume{p.since(t.start), name, body}
		case "THEOREM", "LEMMA", "PROPOSITION", "COROLLARY":
			return p.theorem()
		case "USE", "HIDE":
			p.facts()
			return nil
		}
	}
	if t.is("==") {
		p.fail("a definition, a declaration, or ====: the name before it was taken for the end of the unit above")
	}
	p.fail("a definition, a declaration, or ====")
	return nil
}

// names reads x, y, z.
func (p *parser) names(expected string) []Name {
	names := []Name{p.name(expected)}
	for p.accept(",") {
		names = append(names, p.name(expected))
	}
	return names
}

// recursive reads RECURSIVE F(_), g.
func (p *parser) recursive() *RecursiveDecl {
	start := p.next().start
	decls := p.declarations()
	return &RecursiveDecl{p.since(start), decls}
}

// statementName reads the name == that an assumption or a theorem may begin with.
func (p *parser) statementName() Name {
	if p.peek().kind != identifier || !p.at(1).is("==") {
		return Name{}
	}
	name := p.name("a name")
	p.next()
	return name
}

// theorem reads a theorem, and passes its proof.
func (p *parser) theorem() *Theorem {
	start := p.next().start
	name := p.statementName()
	var body Expr
	if p.isAssumeProve() {
		body = p.assumeProve()
	} else {
		body = p.expr()
	}
	if p.beginsProof() {
		p.proof()
	}
	return &Theorem{p.since(start), name, body}
}

// isAssumeProve reports whether ASSUME ... PROVE comes next, perhaps with a label.
func (p *parser) isAssumeProve() bool {
	n := 0
	if p.at(0).kind == identifier && p.at(1).is("::") {
		n = 2
	}
	return p.at(n).is("ASSUME") || p.at(n).is("[]ASSUME")
}

// assumeProve reads ASSUME a, NEW x \in S PROVE p.
func (p *parser) assumeProve() Expr {
	defer p.nest()()
	start := p.peek().start
	if p.peek().kind == identifier {
		label := p.next().name()
		p.next()
		body := p.assumeProve()
		return &Labeled{Span: p.since(start), Label: label, Body: body}
	}
	x := &AssumeProve{Box: p.next().text == "[]ASSUME"}
	x.Assumptions = append(x.Assumptions, p.assumption())
	for p.accept(",") {
		x.Assumptions = append(x.Assumptions, p.assumption())
	}
	if x.Box {
		p.expect("[]PROVE", ",")
	} else {
		p.expect("PROVE", ",")
	}
	x.Prove = p.expr()
	x.Span = p.since(start)
	return x
}

// assumption reads one of the assumptions of ASSUME ... PROVE.
func (p *parser) assumption() Node {
	if p.isAssumeProve() {
		return p.assumeProve()
	}
	start := p.peek().start
	d := &NewDecl{Kind: "CONSTANT"}
	declares := p.accept("NEW")
	for _, kind := range []string{"CONSTANT", "VARIABLE", "STATE", "ACTION", "TEMPORAL"} {
		if p.accept(kind) {
			d.Kind, declares = kind, true
			break
		}
	}
	if !declares {
		return p.expr()
	}
	d.Decl = p.declaration("the name of what is declared")
	if d.Kind == "CONSTANT" && d.Decl.Arity == 0 && p.accept(`\in`) {
		d.Set = p.expr()
	}
	d.Span = p.since(start)
	return d
}

// declarations reads c, F(_, _), _ + _.
func (p *parser) declarations() []*OpDecl {
	decls := []*OpDecl{p.declaration(`a name, a symbol or "_"`)}
	for p.accept(",") {
		decls = append(decls, p.declaration(`a name, a symbol or "_"`))
	}
	return decls
}

// declaration reads one of c, F(_, _), _ + _, -. _, _ ^+.
func (p *parser) declaration(expected string) *OpDecl {
	t := p.peek()
	d := &OpDecl{}
	switch {
	case t.is("_"):
		p.next()
		op := p.peek()
		switch symbolFix(op.text) {
		case Infix:
			d.Name, d.Fix, d.Arity = p.next().name(), Infix, 2
			p.expect("_")
		case Postfix:
			d.Name, d.Fix, d.Arity = p.next().name(), Postfix, 1
		default:
			p.fail("the symbol of an infix or a postfix operator")
		}
	case t.kind == symbol && symbolFix(t.text) == Prefix:
		d.Name, d.Fix, d.Arity = p.next().name(), Prefix, 1
		p.expect("_")
	default:
		d.Name = p.name(expected)
		if p.is("(") && p.at(1).is("_") {
			d.Arity = p.blanks()
		}
	}
	d.Span = p.since(t.start)
	return d
}

// blanks reads (_, _) and returns how many there are.
func (p *parser) blanks() int {
	n := 1
	p.next()
	p.expect("_")
	for p.accept(",") {
		p.expect("_")
		n++
	}
	p.expect(")", ",")
	return n
}
