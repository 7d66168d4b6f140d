package syntax

import (
	"strconv"
	"strings"
)

// expr prints an expression.
func (p *printer) expr(x Expr) {
	switch x := x.(type) {
	case *Number:
		p.put(x.Text)
	case *String:
		p.put(quote(x.Value))
	case *At:
		p.put("@")
	case *Apply:
		p.apply(x)
	case *Product:
		p.room(x)
		start := p.col
		p.expr(x.Factors[0])
		for _, f := range x.Factors[1:] {
			p.infix(`\X`, f, start)
		}
	case *Junction:
		p.junction(x)
	case *Paren:
		p.put("(")
		p.expr(x.X)
		p.raw(")")
	case *Labeled:
		p.put(x.Label.Text)
		if len(x.Params) > 0 {
			p.raw("(")
			commas(p, x.Params, p.name)
			p.raw(")")
		}
		p.raw(" :: ")
		p.expr(x.Body)
	case *Box:
		p.box(x)
	case *Fairness:
		if x.Strong {
			p.put("SF_")
		} else {
			p.put("WF_")
		}
		p.subscript(x.Subscript)
		p.raw("(")
		p.expr(x.Action)
		p.raw(")")
	case *AssumeProve:
		p.assumeProve(x)
	case *Quantifier, *Choose, *If, *Case, *Let, *Lambda:
		p.open(x)
	default:
		p.data(x)
	}
}

// data prints an expression that makes or uses a set, a function, a record or a tuple.
func (p *printer) data(x Expr) {
	switch x := x.(type) {
	case *SetEnum:
		p.put("{")
		commas(p, x.Elems, p.expr)
		p.raw("}")
	case *SetFilter:
		p.put("{")
		p.bound(x.Bound)
		p.raw(" : ")
		p.expr(x.Body)
		p.raw("}")
	case *SetMap:
		p.put("{")
		p.expr(x.Body)
		p.raw(" : ")
		commas(p, x.Bounds, p.bound)
		p.raw("}")
	case *FunctionMap:
		p.put("[")
		commas(p, x.Bounds, p.bound)
		p.raw(" |-> ")
		p.expr(x.Body)
		p.raw("]")
	case *FunctionSet:
		p.put("[")
		p.expr(x.Domain)
		p.raw(" -> ")
		p.expr(x.Range)
		p.raw("]")
	case *FunctionApply:
		p.room(x)
		p.expr(x.Function)
		p.after("[")
		commas(p, x.Args, p.expr)
		p.raw("]")
	case *Record:
		p.fields(" |-> ", x.Fields)
	case *RecordSet:
		p.fields(" : ", x.Fields)
	case *FieldAccess:
		p.room(x)
		p.expr(x.Record)
		p.after(".")
		p.raw(x.Field.Text)
	case *Except:
		p.except(x)
	case *Tuple:
		p.put("<<")
		if len(x.Elems) == 0 {
			p.raw(">>")
			return
		}
		commas(p, x.Elems, p.expr)
		p.put(">>")
	}
}

// quote is a string as it is written.
func quote(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\f", `\f`).Replace(value) + `"`
}

// apply prints the use of an operator.
func (p *printer) apply(x *Apply) {
	start := p.col
	switch x.Fix {
	case Prefix:
		switch {
		case x.Name.Text == "-.":
			p.put("-")
		case isLetter(x.Name.Text[0]):
			p.put(x.Name.Text)
			p.raw(" ")
		default:
			p.put(x.Name.Text)
		}
		p.expr(x.Args[0])
	case Infix:
		p.room(x)
		p.expr(x.Args[0])
		p.infix(x.Name.Text, x.Args[1], start)
	case Postfix:
		p.room(x)
		p.expr(x.Args[0])
		p.after(x.Name.Text)
	default:
		for _, s := range x.Path {
			p.name(s.Name)
			p.arguments(s.Args)
			p.put("!")
		}
		p.name(x.Name)
		p.arguments(x.Args)
		for _, s := range x.Selectors {
			p.put("!")
			p.selector(s)
		}
	}
}

// infix prints an infix operator and what stands to the right of it. The expression that they are part of starts in column start.
func (p *printer) infix(name string, right Expr, start int) {
	switch {
	case p.tail == 0 && p.col > lineLength && start < lineLength/2:
		p.newline(start + 2)
	case p.tail == 0:
		p.raw(" ")
	}
	p.after(name)
	p.raw(" ")
	p.expr(right)
}

// room leaves a column to the left of an expression that begins with a list, for what is printed after the list.
func (p *printer) room(x Expr) {
	for {
		switch y := x.(type) {
		case *Product:
			x = y.Factors[0]
			continue
		case *FunctionApply:
			x = y.Function
			continue
		case *FieldAccess:
			x = y.Record
			continue
		case *Apply:
			if y.Fix == Infix || y.Fix == Postfix {
				x = y.Args[0]
				continue
			}
		case *Junction:
			if p.col < p.indent+2 {
				p.raw(" ")
			}
		}
		return
	}
}

// arguments prints (a, b), or nothing.
func (p *printer) arguments(args []Expr) {
	if len(args) == 0 {
		return
	}
	p.raw("(")
	commas(p, args, p.expr)
	p.raw(")")
}

func (p *printer) selector(s *Selector) {
	switch s.Kind {
	case SelectIndex:
		p.raw(strconv.Itoa(s.Index))
	case SelectLeft:
		p.raw("<<")
	case SelectRight:
		p.raw(">>")
	case SelectAt:
		p.raw("@")
	case SelectColon:
		p.raw(":")
	case SelectArgs:
		p.arguments(s.Args)
	case SelectLabel:
		p.name(s.Label)
		p.arguments(s.Args)
	}
}

// junction prints a bulleted list from this column on.
func (p *printer) junction(x *Junction) {
	if merges(p.last, x.Op[0]) {
		p.raw(" ")
	}
	around, col := p.indent, p.col
	p.indent = col
	for i, item := range x.Items {
		if i > 0 {
			p.newline(col)
		}
		p.raw(x.Op + " ")
		p.expr(item)
	}
	p.indent, p.tail = around, col
}

func (p *printer) box(x *Box) {
	opens, closes := "[", "]_"
	if x.Angle {
		opens, closes = "<<", ">>_"
	}
	p.put(opens)
	p.expr(x.Action)
	p.put(closes)
	p.subscript(x.Subscript)
}

// subscript prints the v of [A]_v, which touches the underscore.
func (p *printer) subscript(x Expr) {
	p.last = 0
	p.expr(x)
}

func (p *printer) fields(separator string, fields []*Field) {
	p.put("[")
	commas(p, fields, func(f *Field) {
		p.name(f.Name)
		p.raw(separator)
		p.expr(f.Expr)
	})
	p.raw("]")
}

func (p *printer) except(x *Except) {
	p.put("[")
	p.expr(x.Function)
	p.raw(" EXCEPT ")
	commas(p, x.Updates, func(u *Update) {
		p.raw("!")
		for _, i := range u.Path {
			if i.Field.Text != "" {
				p.raw("." + i.Field.Text)
				continue
			}
			p.raw("[")
			commas(p, i.Args, p.expr)
			p.raw("]")
		}
		p.raw(" = ")
		p.expr(u.Value)
	})
	p.raw("]")
}

// open prints an expression that goes on as far as it can.
func (p *printer) open(x Expr) {
	start := p.col
	switch x := x.(type) {
	case *Quantifier:
		p.put(x.Op + " ")
		commas(p, x.Bounds, p.bound)
		p.raw(" :")
		p.body(x.Body, start)
	case *Choose:
		p.put("CHOOSE ")
		p.bound(x.Bound)
		p.raw(" :")
		p.body(x.Body, start)
	case *Lambda:
		p.put("LAMBDA ")
		commas(p, x.Params, p.decl)
		p.raw(" :")
		p.body(x.Body, start)
	case *If:
		p.put("IF ")
		p.expr(x.Cond)
		p.branch(x, start)
		p.raw("THEN ")
		p.expr(x.Then)
		p.branch(x, start)
		p.raw("ELSE ")
		p.expr(x.Else)
	case *Case:
		p.put("CASE ")
		p.arms(x, start)
	case *Let:
		p.put("LET ")
		for i, u := range x.Defs {
			if i > 0 {
				p.newline(start + 4)
			}
			p.unit(u)
		}
		p.newline(start)
		p.raw("IN  ")
		p.expr(x.Body)
	}
}

// body prints an expression after a space, or on lines of its own if it takes some. What it is part of starts in column start.
func (p *printer) body(x Expr, start int) {
	switch x.(type) {
	case *Junction, *Let, *Case:
		p.newline(start + 2)
	default:
		p.raw(" ")
	}
	p.expr(x)
}

// branch goes to where THEN or ELSE stand.
func (p *printer) branch(x *If, start int) {
	for _, part := range []Expr{x.Cond, x.Then, x.Else} {
		switch part.(type) {
		case *Junction, *Let, *If, *Case:
			p.newline(start)
			return
		}
	}
	p.raw(" ")
}

// arms prints the arms of a CASE that starts in column start.
func (p *printer) arms(x *Case, start int) {
	for i, a := range x.Arms {
		if i > 0 {
			p.newline(start + 2)
			p.raw("[] ")
		}
		p.expr(a.Cond)
		p.raw(" ->")
		p.body(a.Body, start+3)
	}
	if x.Other != nil {
		p.newline(start + 2)
		p.raw("[] OTHER ->")
		p.body(x.Other, start+3)
	}
}

func (p *printer) assumeProve(x *AssumeProve) {
	box := ""
	if x.Box {
		box = "[]"
	}
	p.put(box + "ASSUME ")
	commas(p, x.Assumptions, func(n Node) {
		switch n := n.(type) {
		case *NewDecl:
			p.raw("NEW " + n.Kind + " ")
			p.decl(n.Decl)
			if n.Set != nil {
				p.raw(` \in `)
				p.expr(n.Set)
			}
		case Expr:
			p.expr(n)
		}
	})
	p.raw(" " + box + "PROVE ")
	p.expr(x.Prove)
}
