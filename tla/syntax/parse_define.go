package syntax

// definition reads the definition of an operator, a function or an instance, and INSTANCE without a name. LOCAL may come before it.
func (p *parser) definition() Unit {
	start := p.peek().start
	local := p.accept("LOCAL")
	if p.is("INSTANCE") {
		d := p.instance()
		d.Span, d.Local = p.since(start), local
		return d
	}
	return p.define(start, local)
}

// define reads a definition from its name on.
func (p *parser) define(start Pos, local bool) Unit {
	if p.peek().kind == identifier && p.at(1).is("[") {
		return p.function(start, local)
	}
	d := p.head()
	d.Local = local
	p.expect("==")
	if p.is("INSTANCE") && d.Fix == NoFix {
		i := p.instance()
		i.Span, i.Local, i.Name, i.Params = p.since(start), local, d.Name, d.Params
		return i
	}
	d.Body = p.expr()
	d.Span = p.since(start)
	return d
}

// head reads what is left of the == of an operator's definition.
func (p *parser) head() *OperatorDef {
	t := p.peek()
	if t.kind == symbol && symbolFix(t.text) == Prefix {
		return &OperatorDef{Name: p.next().name(), Fix: Prefix, Params: []*OpDecl{p.param()}}
	}
	name := p.name("a definition")
	op := p.peek()
	switch {
	case op.is("("):
		p.next()
		params := []*OpDecl{p.declaration("a parameter")}
		for p.accept(",") {
			params = append(params, p.declaration("a parameter"))
		}
		p.expect(")", ",")
		return &OperatorDef{Name: name, Params: params}
	case op.kind == symbol && symbolFix(op.text) == Postfix:
		return &OperatorDef{Name: p.next().name(), Fix: Postfix, Params: []*OpDecl{{Span: name.Span, Name: name}}}
	case op.kind == symbol && symbolFix(op.text) == Infix:
		symbol := p.next().name()
		return &OperatorDef{Name: symbol, Fix: Infix, Params: []*OpDecl{{Span: name.Span, Name: name}, p.param()}}
	case !op.is("=="):
		p.fail(show("==") + ", or the parameters of " + name.Text)
	}
	return &OperatorDef{Name: name}
}

// param reads the name of a parameter.
func (p *parser) param() *OpDecl {
	name := p.name("the name of a parameter")
	return &OpDecl{Span: name.Span, Name: name}
}

// function reads f[x \in S] == e.
func (p *parser) function(start Pos, local bool) *FunctionDef {
	d := &FunctionDef{Local: local, Name: p.name("the name of a function")}
	p.next()
	d.Bounds = p.bounds()
	p.expect("]", ",")
	p.expect("==")
	d.Body = p.expr()
	d.Span = p.since(start)
	return d
}

// instance reads INSTANCE M WITH a <- e.
func (p *parser) instance() *InstanceDef {
	start := p.next().start
	d := &InstanceDef{Module: p.name("the name of a module")}
	if p.accept("WITH") {
		d.With = append(d.With, p.substitution())
		for p.accept(",") {
			d.With = append(d.With, p.substitution())
		}
	}
	d.Span = p.since(start)
	return d
}

// substitution reads a <- e.
func (p *parser) substitution() *Substitution {
	t := p.peek()
	if t.kind != symbol && t.kind != identifier {
		p.fail("the name of a constant or a variable")
	}
	s := &Substitution{Name: p.next().name()}
	p.expect("<-")
	s.Expr = p.argument(true)
	s.Span = p.since(t.start)
	return s
}

// argument reads what may be passed to an operator: an expression, a LAMBDA, or the symbol of an operator. If it is the last part of a
// unit, another one may follow.
func (p *parser) argument(last bool) Expr {
	t := p.peek()
	if t.is("LAMBDA") {
		return p.lambda()
	}
	if next := p.raw(1); t.kind == symbol && (next.is(",") || next.is(")") || last && p.endsUnit(1)) {
		name := p.next().name()
		return &Apply{Span: name.Span, Name: name}
	}
	return p.expr()
}

// endsUnit reports whether the nth next token can only be what follows a unit, a definition of a LET, or the step of a proof.
func (p *parser) endsUnit(n int) bool {
	t := p.raw(n)
	switch t.kind {
	case endOfText, moduleStart, moduleEnd, separator, stepStart:
		return true
	case stepName:
		return len(p.levels) > 0
	case keyword:
		switch t.text {
		case "IN", "LOCAL", "INSTANCE", "ASSUME", "ASSUMPTION", "AXIOM", "THEOREM", "LEMMA", "PROPOSITION", "COROLLARY",
			"CONSTANT", "CONSTANTS", "VARIABLE", "VARIABLES", "RECURSIVE", "USE", "HIDE", "DEF", "DEFS":
			return true
		}
		return false
	}
	return p.isDefinition(n)
}

// isDefinition reports whether a definition begins with the nth next token.
func (p *parser) isDefinition(n int) bool {
	if t := p.raw(n); t.kind == symbol && symbolFix(t.text) == Prefix {
		return p.raw(n+1).kind == identifier && p.raw(n+2).is("==")
	} else if t.kind != identifier {
		return false
	}
	switch t := p.raw(n + 1); {
	case t.is("=="):
		return true
	case t.is("("):
		return p.raw(p.matching(n+1, "(", ")") + 1).is("==")
	case t.is("["):
		return p.raw(p.matching(n+1, "[", "]") + 1).is("==")
	case t.kind != symbol:
		return false
	case symbolFix(t.text) == Postfix:
		return p.raw(n + 2).is("==")
	}
	return p.raw(n+2).kind == identifier && p.raw(n+3).is("==")
}

// maxHead is how many tokens the parameters of a definition may take where only they tell it from an expression.
const maxHead = 1000

// matching returns the n of the bracket that closes the one at the nth next token, or some other n if there is none nearby.
func (p *parser) matching(n int, opens, closes string) int {
	depth := 0
	for end := n + maxHead; n < end; n++ {
		t := p.raw(n)
		if t.is(opens) {
			depth++
		} else if t.is(closes) {
			depth--
		}
		if depth == 0 {
			break
		}
	}
	return n
}

// lambda reads LAMBDA x, y : e.
func (p *parser) lambda() *Lambda {
	defer p.nest()()
	start := p.next().start
	x := &Lambda{Params: []*OpDecl{p.param()}}
	for p.accept(",") {
		x.Params = append(x.Params, p.param())
	}
	p.expect(":", ",")
	x.Body = p.expr()
	x.Span = p.since(start)
	return x
}

// let reads LET defs IN e.
func (p *parser) let() *Let {
	start := p.next().start
	x := &Let{}
	for {
		if p.is("RECURSIVE") {
			x.Defs = append(x.Defs, p.recursive())
		} else {
			x.Defs = append(x.Defs, p.define(p.peek().start, false))
		}
		if p.accept("IN") {
			break
		}
		if t := p.peek(); t.kind != identifier && t.kind != symbol && !t.is("RECURSIVE") {
			p.fail("IN or a definition")
		}
	}
	x.Body = p.expr()
	x.Span = p.since(start)
	return x
}
