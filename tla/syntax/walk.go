package syntax

// Inspect calls visit for a node and, if that returns true, for the nodes below it, in the order of the text. Names are no nodes of
// their own.
func Inspect(n Node, visit func(Node) bool) {
	if !visit(n) {
		return
	}
	for _, child := range Children(n) {
		Inspect(child, visit)
	}
}

// deeper returns a node that is more than limit levels below a node, or nil. It takes no more stack than the limit asks for.
func deeper(n Node, limit int) Node {
	if limit == 0 {
		return n
	}
	for _, child := range Children(n) {
		if found := deeper(child, limit-1); found != nil {
			return found
		}
	}
	return nil
}

// Children returns the nodes directly below a node, in the order of the text.
func Children(n Node) []Node {
	var c children
	switch n := n.(type) {
	case *Module:
		addAll(&c, n.Units)
	case Unit:
		c.unit(n)
	case Expr:
		c.expr(n)
	default:
		c.part(n)
	}
	return c
}

// children collects nodes.
type children []Node

// add adds an expression, if there is one.
func (c *children) add(x Expr) {
	if x != nil {
		*c = append(*c, x)
	}
}

func addAll[N Node](c *children, list []N) {
	for _, n := range list {
		*c = append(*c, n)
	}
}

func (c *children) unit(n Unit) {
	switch n := n.(type) {
	case *ConstantDecl:
		addAll(c, n.Decls)
	case *RecursiveDecl:
		addAll(c, n.Decls)
	case *OperatorDef:
		addAll(c, n.Params)
		c.add(n.Body)
	case *FunctionDef:
		addAll(c, n.Bounds)
		c.add(n.Body)
	case *InstanceDef:
		addAll(c, n.Params)
		addAll(c, n.With)
	case *Assume:
		c.add(n.Body)
	case *Theorem:
		c.add(n.Body)
	case *InnerModule:
		*c = append(*c, n.Module)
	}
}

func (c *children) expr(n Expr) {
	switch n := n.(type) {
	case *Apply:
		addAll(c, n.Path)
		addAll(c, n.Args)
		addAll(c, n.Selectors)
	case *Junction:
		addAll(c, n.Items)
	case *Quantifier:
		addAll(c, n.Bounds)
		c.add(n.Body)
	case *Choose:
		*c = append(*c, n.Bound, n.Body)
	case *Except:
		c.add(n.Function)
		addAll(c, n.Updates)
	case *If:
		*c = append(*c, n.Cond, n.Then, n.Else)
	case *Case:
		addAll(c, n.Arms)
		c.add(n.Other)
	case *Let:
		addAll(c, n.Defs)
		c.add(n.Body)
	case *Box:
		*c = append(*c, n.Action, n.Subscript)
	case *Fairness:
		*c = append(*c, n.Subscript, n.Action)
	case *Lambda:
		addAll(c, n.Params)
		c.add(n.Body)
	case *Paren:
		c.add(n.X)
	case *Labeled:
		c.add(n.Body)
	case *AssumeProve:
		addAll(c, n.Assumptions)
		c.add(n.Prove)
	default:
		c.data(n)
	}
}

// data adds what is below an expression that makes or uses a set, a function, a record or a tuple.
func (c *children) data(n Expr) {
	switch n := n.(type) {
	case *SetEnum:
		addAll(c, n.Elems)
	case *SetFilter:
		*c = append(*c, n.Bound, n.Body)
	case *SetMap:
		c.add(n.Body)
		addAll(c, n.Bounds)
	case *FunctionMap:
		addAll(c, n.Bounds)
		c.add(n.Body)
	case *FunctionSet:
		*c = append(*c, n.Domain, n.Range)
	case *FunctionApply:
		c.add(n.Function)
		addAll(c, n.Args)
	case *Record:
		addAll(c, n.Fields)
	case *RecordSet:
		addAll(c, n.Fields)
	case *FieldAccess:
		c.add(n.Record)
	case *Tuple:
		addAll(c, n.Elems)
	case *Product:
		addAll(c, n.Factors)
	}
}

// part adds what is below a part of an expression or of a unit.
func (c *children) part(n Node) {
	switch n := n.(type) {
	case *Step:
		addAll(c, n.Args)
	case *Selector:
		addAll(c, n.Args)
	case *Bound:
		c.add(n.Set)
	case *Field:
		c.add(n.Expr)
	case *Update:
		addAll(c, n.Path)
		c.add(n.Value)
	case *Index:
		addAll(c, n.Args)
	case *Arm:
		*c = append(*c, n.Cond, n.Body)
	case *NewDecl:
		*c = append(*c, n.Decl)
		c.add(n.Set)
	case *Substitution:
		c.add(n.Expr)
	}
}
