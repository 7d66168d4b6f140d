package syntax

// chain is what has been read of an expression such as a + ~ b * c: operands that wait for operators that wait for further operands.
type chain struct {
	operands []Expr
	pending  []waiting
}

// waiting is a prefix or infix operator whose last operand is not complete.
type waiting struct {
	op   *operator
	name Name
}

// expr reads the longest expression that stands here.
func (p *parser) expr() Expr {
	defer p.nest()()
	var c chain
	for {
		x, open := p.operand(&c)
		c.operands = append(c.operands, x)
		if open {
			break
		}
		t := p.peek()
		op := infixOperators[t.text]
		if t.kind != symbol || op == nil {
			break
		}
		p.makeRoom(&c, op, t)
		c.pending = append(c.pending, waiting{op, p.next().name()})
	}
	for len(c.pending) > 0 {
		c.reduce()
	}
	return c.operands[0]
}

// operand reads an operand with the prefix operators before it, which are left pending, and what is appended to it. It is open if
// nothing can follow it.
func (p *parser) operand(c *chain) (x Expr, open bool) {
	for {
		t := p.peek()
		if t.kind != symbol {
			break
		}
		if t.text == "-" {
			if p.at(1).is("(") {
				return p.appended(c, p.minus(c)), false
			}
			c.pending = append(c.pending, waiting{prefixOperators["-."], Name{p.next().span(), "-."}})
			continue
		}
		op := prefixOperators[t.text]
		if op == nil || op.name == "-." {
			break
		}
		c.pending = append(c.pending, waiting{op, p.next().name()})
	}
	if x := p.openExpr(); x != nil {
		return x, true
	}
	x = p.appended(c, p.primary())
	if p.is("::") {
		return p.labeled(c, x), true
	}
	return x, false
}

// minus reads the -(a, b) that uses the infix operator as one that stands before its arguments, or else a pending minus and its
// operand (a).
func (p *parser) minus(c *chain) Expr {
	name := p.next().name()
	start := p.next().start
	x := p.expr()
	if !p.is(",") {
		p.expect(")", ",")
		c.pending = append(c.pending, waiting{prefixOperators["-."], Name{name.Span, "-."}})
		return &Paren{p.since(start), x}
	}
	args := []Expr{x}
	for p.accept(",") {
		args = append(args, p.argument(false))
	}
	p.expect(")", ",")
	return &Apply{Span: p.since(name.Start), Name: name, Args: args}
}

// makeRoom completes the pending operators that bind their last operand tighter than op, which stands at t, does. It fails if for one
// of them neither is so.
func (p *parser) makeRoom(c *chain, op *operator, t *token) {
	for len(c.pending) > 0 {
		top := c.pending[len(c.pending)-1]
		switch {
		case top.op.tighter(op):
			c.reduce()
			continue
		case !top.op.looser(op):
			p.conflict(top, op, t)
		case top.op.name == "-." && len(c.pending) > 1:
			// In a * -b ^ c the minus takes b ^ c; what stands before it must agree.
			if before := c.pending[len(c.pending)-2]; before.op.fix == Infix && !before.op.looser(op) {
				p.conflict(before, op, t)
			}
		}
		return
	}
}

// conflict reports that parentheses are missing between two operators.
func (p *parser) conflict(left waiting, op *operator, t *token) {
	if left.op == op {
		p.reject(t.start, "found a second %v, which is not associative: parentheses are needed", t)
	}
	p.reject(t.start, "found %v after the %s in line %d, column %d, expected parentheses: neither binds tighter", t, show(left.name.Text),
		left.name.Start.Line, left.name.Start.Col)
}

// reduce completes the last pending operator.
func (c *chain) reduce() {
	top := c.pending[len(c.pending)-1]
	c.pending = c.pending[:len(c.pending)-1]
	right := c.operands[len(c.operands)-1]
	end := right.Place().End
	if top.op.fix == Prefix {
		c.operands[len(c.operands)-1] = &Apply{Span: Span{top.name.Start, end}, Name: top.name, Args: []Expr{right}, Fix: Prefix}
		return
	}
	c.operands = c.operands[:len(c.operands)-1]
	left := c.operands[len(c.operands)-1]
	c.operands[len(c.operands)-1] = combine(top.name, left, right)
}

// combine makes an expression of an infix operator and its operands.
func combine(name Name, left, right Expr) Expr {
	span := Span{left.Place().Start, right.Place().End}
	if name.Text != `\X` {
		return &Apply{Span: span, Name: name, Args: []Expr{left, right}, Fix: Infix}
	}
	if product, ok := left.(*Product); ok {
		product.Span = span
		product.Factors = append(product.Factors, right)
		return product
	}
	return &Product{span, []Expr{left, right}}
}

// appended reads what may follow an operand without a space: postfix operators, [i] and .f.
func (p *parser) appended(c *chain, x Expr) Expr {
	start := x.Place().Start
	for {
		t := p.peek()
		switch {
		case t.is("["):
			p.makeRoom(c, application, t)
			p.next()
			args := []Expr{p.expr()}
			for p.accept(",") {
				args = append(args, p.expr())
			}
			p.expect("]", ",")
			x = &FunctionApply{p.since(start), x, args}
		case t.is("."):
			p.next()
			field := p.word("the name of a field")
			x = &FieldAccess{p.since(start), x, field}
		case t.kind == symbol && postfixOperators[t.text] != nil:
			p.makeRoom(c, postfixOperators[t.text], t)
			name := p.next().name()
			x = &Apply{Span: p.since(start), Name: name, Args: []Expr{x}, Fix: Postfix}
		default:
			return x
		}
	}
}

// labeled reads the :: e of label :: e. The label must not change what the operators around it apply to.
func (p *parser) labeled(c *chain, label Expr) Expr {
	at := p.peek()
	x := p.label(label)
	if x == nil {
		p.reject(at.start, "found \"::\" after something that is no label, expected a name, or a name with names as arguments, before it")
	}
	p.next()
	x.Body = p.expr()
	x.Span = p.since(label.Place().Start)
	if len(c.pending) > 0 {
		top := c.pending[len(c.pending)-1]
		if op := topOperator(x.Body); op != nil && !top.op.looser(op) {
			p.reject(x.Start, "found a label between %s and %s, expected parentheses: without the label, %s would not apply to all of this",
				show(top.name.Text), show(op.name), show(top.name.Text))
		}
	}
	return x
}

// label makes a label of x, which was read as an expression; nil if it is none.
func (p *parser) label(x Expr) *Labeled {
	name, ok := x.(*Apply)
	if !ok || name.Fix != NoFix || len(name.Path) > 0 || len(name.Selectors) > 0 || IsSymbol(name.Name.Text) {
		return nil
	}
	l := &Labeled{Label: name.Name}
	for _, arg := range name.Args {
		param := simpleName(arg)
		if param == nil {
			return nil
		}
		l.Params = append(l.Params, *param)
	}
	return l
}

// simpleName is the name that x consists of, or nil.
func simpleName(x Expr) *Name {
	a, ok := x.(*Apply)
	if !ok || a.Fix != NoFix || len(a.Path) > 0 || len(a.Args) > 0 || len(a.Selectors) > 0 || IsSymbol(a.Name.Text) {
		return nil
	}
	return &a.Name
}

// topOperator is the infix or postfix operator that x is the use of, or nil.
func topOperator(x Expr) *operator {
	switch x := x.(type) {
	case *Product:
		return infixOperators[`\X`]
	case *Apply:
		switch x.Fix {
		case Infix:
			return infixOperators[x.Name.Text]
		case Postfix:
			return postfixOperators[x.Name.Text]
		}
	}
	return nil
}

// junction reads a bulleted list. Its items are what stands to the right of the bullets' column.
func (p *parser) junction() *Junction {
	bullet := p.peek()
	x := &Junction{Op: bullet.text}
	around := p.indent
	p.indent = bullet.col
	for t := bullet; t.bullet() && t.text == bullet.text && t.col == bullet.col; t = p.raw(0) {
		p.next()
		x.Items = append(x.Items, p.expr())
	}
	p.indent = around
	x.Span = p.since(bullet.start)
	return x
}

// openExpr reads an expression that begins with a keyword and goes on as far as it can; nil if none stands here.
func (p *parser) openExpr() Expr {
	t := p.peek()
	if t.kind != keyword {
		return nil
	}
	switch t.text {
	case `\A`, `\E`, `\AA`, `\EE`:
		return p.quantifier()
	case "CHOOSE":
		return p.choose()
	case "IF":
		p.next()
		x := &If{Cond: p.expr()}
		p.expect("THEN")
		x.Then = p.expr()
		p.expect("ELSE")
		x.Else = p.expr()
		x.Span = p.since(t.start)
		return x
	case "CASE":
		return p.cases()
	case "LET":
		return p.let()
	}
	return nil
}

// quantifier reads \E x \in S : p and its kin.
func (p *parser) quantifier() *Quantifier {
	t := p.next()
	x := &Quantifier{Op: t.text}
	if t.text == `\A` || t.text == `\E` {
		x.Bounds = p.boundsOrNames()
	} else {
		x.Bounds = []*Bound{unbounded(p.names("the name of a variable"))}
	}
	p.expect(":", ",")
	x.Body = p.expr()
	x.Span = p.since(t.start)
	return x
}

// unbounded makes a bound without a set.
func unbounded(names []Name) *Bound {
	return &Bound{Span: Span{names[0].Start, names[len(names)-1].End}, Names: names}
}

// bounds reads x, y \in S, <<a, b>> \in T.
func (p *parser) bounds() []*Bound {
	bounds := []*Bound{p.boundIn()}
	for p.accept(",") {
		bounds = append(bounds, p.boundIn())
	}
	return bounds
}

// boundsOrNames reads the same, or x, y without a set.
func (p *parser) boundsOrNames() []*Bound {
	b := p.boundNames()
	if !b.Tuple && !p.is(`\in`) {
		return []*Bound{b}
	}
	p.boundSet(b)
	bounds := []*Bound{b}
	for p.accept(",") {
		bounds = append(bounds, p.boundIn())
	}
	return bounds
}

// boundIn reads x, y \in S or <<a, b>> \in S.
func (p *parser) boundIn() *Bound {
	b := p.boundNames()
	p.boundSet(b)
	return b
}

// boundNames reads x, y or <<a, b>>.
func (p *parser) boundNames() *Bound {
	if !p.is("<<") {
		return unbounded(p.names(`a name or "<<"`))
	}
	start := p.next().start
	b := &Bound{Names: p.names("a name"), Tuple: true}
	p.expect(">>", ",")
	b.Span = p.since(start)
	return b
}

// boundSet reads the \in S of a bound.
func (p *parser) boundSet(b *Bound) {
	p.expect(`\in`)
	b.Set = p.expr()
	b.Span = p.since(b.Start)
}

// choose reads CHOOSE x \in S : p.
func (p *parser) choose() *Choose {
	start := p.next().start
	x := &Choose{}
	if p.is("<<") {
		x.Bound = p.boundNames()
	} else {
		x.Bound = unbounded([]Name{p.name(`a name or "<<"`)})
	}
	if p.is(`\in`) {
		p.boundSet(x.Bound)
	}
	p.expect(":")
	x.Body = p.expr()
	x.Span = p.since(start)
	return x
}

// cases reads CASE p -> e [] q -> f [] OTHER -> g.
func (p *parser) cases() *Case {
	start := p.next().start
	x := &Case{Arms: []*Arm{p.arm()}}
	for p.accept("[]") {
		if p.accept("OTHER") {
			p.expect("->")
			x.Other = p.expr()
			break
		}
		x.Arms = append(x.Arms, p.arm())
	}
	x.Span = p.since(start)
	return x
}

// arm reads p -> e.
func (p *parser) arm() *Arm {
	start := p.peek().start
	a := &Arm{Cond: p.expr()}
	p.expect("->")
	a.Body = p.expr()
	a.Span = p.since(start)
	return a
}
