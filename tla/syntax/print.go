package syntax

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Print writes a module as text that reads back as an equal tree (see Equal), in ASCII but for what strings contain. Comments and
// proofs are not in the tree, and so not in the text.
//
// Nothing is put in parentheses that has no Paren: a tree that no text reads as is printed as something else.
func Print(w io.Writer, m *Module) error {
	p := newPrinter()
	p.module(m)
	p.newline(1)
	_, err := io.WriteString(w, p.String())
	return err
}

// PrintExpr returns an expression as text that reads back as an equal tree. It is a single line unless the expression has bulleted lists,
// CASE or LET in it, or is long.
func PrintExpr(x Expr) string {
	p := newPrinter()
	p.expr(x)
	return p.String()
}

// lineLength is where a line may be broken before an operator or after a comma.
const lineLength = 100

// printer writes text.
type printer struct {
	strings.Builder
	col    int  // of the next code point
	last   byte // that was written
	indent int  // column of the bullet of the innermost list that is being printed, 0 outside of lists
	// tail is the column of the bullet of the outermost list of those that end where the text ends, 0 if there is none. An operator that
	// applies to all of such a list must stand to the left of this column.
	tail int
}

func newPrinter() *printer { return &printer{col: 1} }

// raw writes text as it is.
func (p *printer) raw(text string) {
	if text == "" {
		return
	}
	p.WriteString(text)
	p.col += utf8.RuneCountInString(text)
	p.last = text[len(text)-1]
	p.tail = 0
}

// put writes text, after a space if it would be read together with what is before it.
func (p *printer) put(text string) {
	if text != "" && merges(p.last, text[0]) {
		p.raw(" ")
	}
	p.raw(text)
}

// merges reports whether text that ends with a and text that begins with b may not touch.
func merges(a, b byte) bool {
	switch {
	case isWordByte(a):
		return isWordByte(b)
	case a == '(':
		return strings.IndexByte(`*+-./\`, b) >= 0
	case a == '@' || b == '@':
		return a == b
	}
	const symbols = `+-*/\~<>=|:.&$%#!^?'`
	return strings.IndexByte(symbols, a) >= 0 && strings.IndexByte(symbols, b) >= 0
}

// newline goes to a column of the next line.
func (p *printer) newline(col int) {
	p.WriteString("\n" + strings.Repeat(" ", col-1))
	p.col, p.last, p.tail = col, 0, 0
}

// after writes what belongs to all that was printed of an operand: on a line of its own if the operand ends with a list.
func (p *printer) after(text string) {
	if p.tail > 0 {
		p.newline(p.tail - 1)
	}
	p.put(text)
}

// commas prints a list.
func commas[T any](p *printer, list []T, print func(T)) {
	start := p.col
	for i, x := range list {
		if i > 0 {
			p.raw(",")
			if p.col > lineLength && start < lineLength/2 {
				p.newline(start)
			} else {
				p.raw(" ")
			}
		}
		print(x)
	}
}

func (p *printer) module(m *Module) {
	p.raw("---- MODULE " + m.Name.Text + " ----")
	if len(m.Extends) > 0 {
		p.newline(1)
		p.raw("EXTENDS ")
		commas(p, m.Extends, p.name)
	}
	for _, u := range m.Units {
		p.newline(1)
		p.unit(u)
	}
	p.newline(1)
	p.raw("====")
}

func (p *printer) unit(u Unit) {
	switch u := u.(type) {
	case *ConstantDecl:
		p.raw("CONSTANT ")
		commas(p, u.Decls, p.decl)
	case *VariableDecl:
		p.raw("VARIABLE ")
		commas(p, u.Names, p.name)
	case *RecursiveDecl:
		p.raw("RECURSIVE ")
		commas(p, u.Decls, p.decl)
	case *OperatorDef:
		start := p.col
		p.local(u.Local)
		p.head(u.Name, u.Fix, u.Params)
		p.raw(" ==")
		p.body(u.Body, start)
	case *FunctionDef:
		start := p.col
		p.local(u.Local)
		p.name(u.Name)
		p.raw("[")
		commas(p, u.Bounds, p.bound)
		p.raw("] ==")
		p.body(u.Body, start)
	case *InstanceDef:
		p.instance(u)
	case *Assume:
		p.statement("ASSUME", u.Name, u.Body)
	case *Theorem:
		p.statement("THEOREM", u.Name, u.Body)
	case *InnerModule:
		p.module(u.Module)
	}
}

func (p *printer) local(local bool) {
	if local {
		p.raw("LOCAL ")
	}
}

// head prints what is left of the == of a definition.
func (p *printer) head(name Name, fix Fix, params []*OpDecl) {
	switch fix {
	case Prefix:
		p.name(name)
		p.raw(" ")
		p.decl(params[0])
	case Infix:
		p.decl(params[0])
		p.raw(" " + name.Text + " ")
		p.decl(params[1])
	case Postfix:
		p.decl(params[0])
		p.put(name.Text)
	default:
		p.name(name)
		if len(params) > 0 {
			p.raw("(")
			commas(p, params, p.decl)
			p.raw(")")
		}
	}
}

func (p *printer) instance(u *InstanceDef) {
	p.local(u.Local)
	if u.Name.Text != "" {
		p.head(u.Name, u.Fix, u.Params)
		p.raw(" == ")
	}
	p.raw("INSTANCE " + u.Module.Text)
	if len(u.With) > 0 {
		p.raw(" WITH ")
		commas(p, u.With, func(s *Substitution) {
			p.name(s.Name)
			p.raw(" <- ")
			p.expr(s.Expr)
		})
	}
}

// statement prints an assumption or a theorem.
func (p *printer) statement(kind string, name Name, body Expr) {
	p.raw(kind + " ")
	if name.Text != "" {
		p.raw(name.Text + " == ")
	}
	p.expr(body)
}

func (p *printer) name(n Name) { p.put(n.Text) }

// decl prints the declaration of a constant, a parameter or a recursive operator.
func (p *printer) decl(d *OpDecl) {
	switch d.Fix {
	case Prefix:
		p.put(d.Name.Text)
		p.raw(" _")
	case Infix:
		p.put("_ " + d.Name.Text + " _")
	case Postfix:
		p.put("_ " + d.Name.Text)
	default:
		p.name(d.Name)
		if d.Arity > 0 {
			p.raw("(_" + strings.Repeat(", _", d.Arity-1) + ")")
		}
	}
}

func (p *printer) bound(b *Bound) {
	if b.Tuple {
		p.put("<<")
	}
	commas(p, b.Names, p.name)
	if b.Tuple {
		p.raw(">>")
	}
	if b.Set != nil {
		p.raw(` \in `)
		p.expr(b.Set)
	}
}
