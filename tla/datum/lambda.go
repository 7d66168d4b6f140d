package datum

// lambda is a function by a rule.
type lambda struct {
	dom Datum
	at  func(Datum) Datum
}

// Lambda returns [x \in dom |-> at(x)] without computing its values, as TLC does: the domain may be infinite, and the rule may apply
// the function itself. The values of a function with a finite domain are computed and remembered when they are needed all.
// The rule must stay callable, by several goroutines at once.
func Lambda(dom Datum, at func(Datum) Datum) Datum {
	needSet(dom)
	n := &lazyNode{Node: Node{kind: KindFunction, rep: repLambda}, lambda: &lambda{dom, at}}
	return Datum{node: &n.Node}
}

// IsLambda reports whether f is represented by a rule, and its values are not all known.
func IsLambda(f Datum) bool {
	return f.node != nil && f.node.rep == repLambda && f.node.lazy().full.Load() == nil
}

// Forced returns a function that is represented by a rule with all its values, if its domain is finite, and other values as they
// are.
func Forced(d Datum) Datum {
	if d.node == nil || d.node.rep != repLambda || d.node.lazy().lambda.dom.node.count() == infinite {
		return d
	}
	return Datum{node: d.node.lambdaPoints()}
}

func (n *Node) lambdaPoints() *Node {
	if full := n.lazy().full.Load(); full != nil {
		return full
	}
	rule := n.lazy().lambda
	if rule.dom.node.count() == infinite {
		fail("attempted to compute all values of a function with the infinite domain %s", described(rule.dom))
	}
	keys := elements(rule.dom)
	full := newFunction(domainOf(rule.dom), len(keys))
	for i, key := range keys {
		full.elems[i] = rule.at(key)
	}
	if !n.lazy().full.CompareAndSwap(nil, full) {
		return n.lazy().full.Load()
	}
	return full
}

func (n *Node) applyLambda(arg Datum) (Datum, bool) {
	if full := n.lazy().full.Load(); full != nil {
		return Apply(Datum{node: full}, arg)
	}
	if !Contains(n.lazy().lambda.dom, arg) {
		return Datum{}, false
	}
	return n.lazy().lambda.at(arg), true
}

// lambdaWith is With of a function by a rule.
func (n *Node) lambdaWith(f, arg, value Datum) (Datum, bool) {
	rule := n.lazy().lambda
	if rule.dom.node.count() != infinite {
		return With(Datum{node: n.lambdaPoints()}, arg, value)
	}
	if !Contains(rule.dom, arg) {
		return f, false
	}
	return Lambda(rule.dom, func(x Datum) Datum {
		if Equal(x, arg) {
			return value
		}
		return rule.at(x)
	}), true
}
