package syntax

// primary reads an expression without the operators around it.
func (p *parser) primary() Expr {
	t := p.peek()
	switch t.kind {
	case number:
		return p.number()
	case quoted:
		p.next()
		return &String{t.span(), t.text}
	case identifier:
		if t.text == "@" {
			p.next()
			return &At{t.span()}
		}
		return p.compound()
	case stepName:
		if len(p.levels) > 0 {
			return p.compound()
		}
	case symbol:
		if t.bullet() {
			return p.junction()
		}
		if next := p.at(1); next.is("(") || next.is("!") {
			return p.compound()
		}
	case punctuation, keyword:
		if x := p.bracketed(t); x != nil {
			return x
		}
	}
	p.fail("an expression")
	return nil
}

// bracketed reads an expression that begins with a bracket, WF_ or SF_; nil if none stands here.
func (p *parser) bracketed(t *token) Expr {
	switch t.text {
	case "(":
		p.next()
		x := p.expr()
		p.expect(")")
		return &Paren{p.since(t.start), x}
	case "{":
		return p.set()
	case "[":
		return p.square()
	case "<<":
		return p.tuple()
	case "WF_", "SF_":
		return p.fairness()
	case ".":
		if p.at(1).kind == number {
			return p.number()
		}
	}
	return nil
}

// number reads 12, 3.14 or .5.
func (p *parser) number() *Number {
	t := p.peek()
	text := ""
	if t.kind == number {
		text = p.next().text
	}
	if isDigits(text) && p.is(".") && p.at(1).kind == number && isDigits(p.at(1).text) {
		p.next()
		text += "." + p.next().text
	}
	return &Number{p.since(t.start), text}
}

func isDigits(text string) bool { return text == "" || isDigit(text[0]) }

// arguments reads (a, b).
func (p *parser) arguments() []Expr {
	p.expect("(")
	args := []Expr{p.argument(false)}
	for p.accept(",") {
		args = append(args, p.argument(false))
	}
	p.expect(")", ",")
	return args
}

// compound reads the use of a name or a symbol with what selects it and its arguments: F(a), I(a)!F(b), I!+(a, b), F!2!<<!(a).
func (p *parser) compound() *Apply {
	t := p.peek()
	x := &Apply{Name: p.next().name()}
	if p.is("(") {
		x.Args = p.arguments()
	}
	for p.is("!") {
		p.next()
		if s := p.selector(len(x.Selectors) > 0); s != nil {
			x.Selectors = append(x.Selectors, s)
			continue
		}
		x.Path = append(x.Path, &Step{Span{x.Name.Start, p.tokens[p.i-2].end}, x.Name, x.Args})
		x.Name, x.Args = p.next().name(), nil
		if p.is("(") {
			x.Args = p.arguments()
		}
	}
	x.Span = p.since(t.start)
	return x
}

// selector reads what follows a !, if it selects a part of a definition's body; nil if it is a name. After another selector, a name is
// that of a label.
func (p *parser) selector(inside bool) *Selector {
	t := p.peek()
	s := &Selector{}
	switch {
	case t.is("("):
		s.Kind, s.Args = SelectArgs, p.arguments()
	case t.is("<<"):
		p.next()
		s.Kind = SelectLeft
	case t.is(">>"):
		p.next()
		s.Kind = SelectRight
	case t.is(":"):
		p.next()
		s.Kind = SelectColon
	case t.kind == identifier && t.text == "@":
		p.next()
		s.Kind = SelectAt
	case t.kind == number:
		s.Kind, s.Index = SelectIndex, p.index()
	case t.kind != identifier && t.kind != symbol:
		p.fail("a name, a number, " + either("<<", ">>", ":", "@") + ", or arguments in parentheses")
	case !inside:
		return nil
	default:
		s.Kind, s.Label = SelectLabel, p.next().name()
		if p.is("(") {
			s.Args = p.arguments()
		}
	}
	s.Span = p.since(t.start)
	return s
}

// index reads the number of an operand.
func (p *parser) index() int {
	t := p.peek()
	n := 0
	for _, digit := range t.text {
		if n = 10*n + int(digit-'0'); digit < '0' || digit > '9' || n > 1e6 {
			p.fail("the number of an operand")
		}
	}
	p.next()
	return n
}

// set reads what stands in braces.
func (p *parser) set() Expr {
	start := p.next().start
	if p.accept("}") {
		return &SetEnum{Span: p.since(start)}
	}
	if bounds := p.boundsBefore(":", p.isBound(0, false)); bounds != nil {
		p.next()
		body := p.expr()
		p.expect("}")
		return &SetFilter{p.since(start), bounds[0], body}
	}
	elems := []Expr{p.expr()}
	if p.is(":") {
		return p.setMap(start, elems[0])
	}
	for p.accept(",") {
		elems = append(elems, p.expr())
	}
	if len(elems) == 1 {
		p.expect("}", ":", ",")
	} else {
		p.expect("}", ",")
	}
	return &SetEnum{p.since(start), elems}
}

// setMap reads the rest of {e : x \in S}, of which e has been read.
func (p *parser) setMap(start Pos, x Expr) Expr {
	colon := p.next()
	if in, ok := x.(*Apply); ok && in.Fix == Infix && in.Name.Text == `\in` {
		p.reject(colon.start, "found %v after an \"\\in\" that has neither a name nor a tuple of names before it, expected %s", colon, show("}"))
	}
	bounds := p.bounds()
	p.expect("}", ",")
	return &SetMap{p.since(start), x, bounds}
}

// isBound reports whether the tokens from the nth next one on look like the beginning of x \in S or <<x, y>> \in S or, if there may be
// several names, x, y \in S.
func (p *parser) isBound(n int, several bool) bool {
	tuple := p.at(n).is("<<")
	if tuple {
		n++
	}
	for ; p.at(n).kind == identifier && p.at(n).text != "@"; n += 2 {
		switch next := p.at(n + 1); {
		case tuple && next.is(">>"):
			return p.at(n + 2).is(`\in`)
		case !tuple && next.is(`\in`):
			return true
		case !next.is(",") || !several && !tuple:
			return false
		}
	}
	return false
}

// boundsBefore reads bounds, if this is what stands here and the given token follows. Otherwise, it returns nil and leaves them to be read
// as an expression. What was tried in vain is not tried again, so that nesting does not multiply the work.
func (p *parser) boundsBefore(end string, likely bool) []*Bound {
	first := p.i
	if !likely || p.noBounds[first] {
		return nil
	}
	var bounds []*Bound
	if end == ":" {
		bounds = []*Bound{p.boundIn()}
	} else {
		bounds = p.bounds()
	}
	if p.is(end) {
		return bounds
	}
	if p.noBounds == nil {
		p.noBounds = map[int]bool{}
	}
	p.noBounds[first] = true
	p.i = first
	return nil
}

// square reads what stands in square brackets, but for the arguments of a function.
func (p *parser) square() Expr {
	start := p.next().start
	if p.peek().word() {
		if next := p.at(1); next.is("|->") || next.is(":") {
			return p.record(start)
		}
	}
	if bounds := p.boundsBefore("|->", p.isBound(0, true)); bounds != nil {
		p.next()
		body := p.expr()
		p.expect("]")
		return &FunctionMap{p.since(start), bounds, body}
	}
	x := p.expr()
	switch t := p.peek(); {
	case t.is("|->"):
		p.reject(t.start, "found %v after something that is neither the name of a field nor x \\in S", t)
	case p.accept("->"):
		to := p.expr()
		p.expect("]")
		return &FunctionSet{p.since(start), x, to}
	case p.is("EXCEPT"):
		return p.except(start, x)
	case p.accept("]_"):
		subscript := p.subscript()
		return &Box{Span: p.since(start), Action: x, Subscript: subscript}
	}
	p.fail(either("->", "|->", "EXCEPT", "]_"))
	return nil
}

// record reads the rest of [a |-> e] or [a : S].
func (p *parser) record(start Pos) Expr {
	separator := p.at(1).text
	var fields []*Field
	for {
		t := p.peek()
		f := &Field{Name: p.word("the name of a field")}
		p.expect(separator)
		f.Expr = p.expr()
		f.Span = p.since(t.start)
		fields = append(fields, f)
		if !p.accept(",") {
			break
		}
	}
	p.expect("]", ",")
	if separator == ":" {
		return &RecordSet{p.since(start), fields}
	}
	return &Record{p.since(start), fields}
}

// except reads the rest of [f EXCEPT ![a].b = e].
func (p *parser) except(start Pos, f Expr) *Except {
	p.next()
	x := &Except{Function: f, Updates: []*Update{p.update()}}
	for p.accept(",") {
		x.Updates = append(x.Updates, p.update())
	}
	p.expect("]", ",")
	x.Span = p.since(start)
	return x
}

// update reads ![a].b = e.
func (p *parser) update() *Update {
	u := &Update{}
	start := p.expect("!").start
	for {
		t := p.peek()
		switch {
		case p.accept("["):
			args := []Expr{p.expr()}
			for p.accept(",") {
				args = append(args, p.expr())
			}
			p.expect("]", ",")
			u.Path = append(u.Path, &Index{Span: p.since(t.start), Args: args})
			continue
		case p.accept("."):
			field := p.word("the name of a field")
			u.Path = append(u.Path, &Index{Span: p.since(t.start), Field: field})
			continue
		case len(u.Path) == 0:
			p.fail(either("[", "."))
		}
		break
	}
	p.expect("=", "[", ".")
	u.Value = p.expr()
	u.Span = p.since(start)
	return u
}

// tuple reads <<a, b>> or <<A>>_v.
func (p *parser) tuple() Expr {
	start := p.next().start
	var elems []Expr
	if !p.is(">>") {
		elems = append(elems, p.expr())
		for p.accept(",") {
			elems = append(elems, p.expr())
		}
		if len(elems) == 1 && p.accept(">>_") {
			subscript := p.subscript()
			return &Box{Span: p.since(start), Angle: true, Action: elems[0], Subscript: subscript}
		}
	}
	p.expect(">>", ",")
	return &Tuple{p.since(start), elems}
}

// subscript reads the v of [A]_v: a name, or something in brackets.
func (p *parser) subscript() Expr {
	defer p.nest()()
	t := p.peek()
	switch {
	case t.kind == identifier && t.text != "@":
		return p.compound()
	case t.is("("), t.is("{"), t.is("["), t.is("<<"):
		return p.bracketed(t)
	}
	p.fail("a name or an expression in brackets")
	return nil
}

// fairness reads WF_v(A). The last arguments in v(A) are the action, unless there is another one in parentheses.
func (p *parser) fairness() *Fairness {
	t := p.next()
	x := &Fairness{Strong: t.text == "SF_", Subscript: p.subscript()}
	name, ok := x.Subscript.(*Apply)
	if !ok || len(name.Args) == 0 || len(name.Selectors) > 0 || p.is("(") {
		p.expect("(")
		x.Action = p.expr()
		p.expect(")")
		x.Span = p.since(t.start)
		return x
	}
	if len(name.Args) > 1 {
		p.reject(name.Args[1].Place().Start, "found a second action of %v", t)
	}
	x.Action = name.Args[0]
	name.Args = nil
	name.End = name.Name.End
	x.Span = p.since(t.start)
	return x
}
