package semantic

import "github.com/tenet-go/tenet/tla/syntax"

// opacity finds out which operators respect equality: have equal values for equal arguments, whatever the state. Those that prime an
// argument, or say something about the future of one, do not. TLA+ version 2 calls those that do Leibniz operators.
type opacity struct {
	info  *Info
	known map[*Object]bool // true for definitions under way, too
}

func newOpacity(info *Info) *opacity { return &opacity{info: info, known: map[*Object]bool{}} }

// respects reports that an operator respects equality.
func (y *opacity) respects(o *Object) bool {
	if o.Kind == Builtin {
		return !operators[o.Name].opaque
	}
	o = root(o)
	if o.Kind != Definition || bodyOf(o) == nil {
		return true
	}
	if known, ok := y.known[o]; ok {
		return known
	}
	y.known[o] = true
	w := opaqueWalk{opacity: y, params: map[*Object]bool{}, seen: map[*Object]bool{}}
	for _, p := range o.Params {
		w.params[p] = true
	}
	w.walk(bodyOf(o), false)
	y.known[o] = !w.found
	return !w.found
}

// opaqueWalk looks for the parameters of a definition below operators that do not respect equality.
type opaqueWalk struct {
	*opacity
	params map[*Object]bool
	seen   map[*Object]bool // definitions of LETs that were looked at
	found  bool
}

func (w *opaqueWalk) walk(node syntax.Node, opaque bool) {
	switch x := node.(type) {
	case *syntax.Apply:
		o := w.info.Uses[x].Object
		if o == nil {
			return
		}
		if opaque && w.params[o] {
			w.found = true
		}
		if opaque && o.let && !w.seen[o] {
			w.seen[o] = true
			if body := bodyOf(o); body != nil {
				w.walk(body, true)
			}
		}
		opaque = opaque || !w.respects(o)
	case *syntax.Box, *syntax.Fairness:
		opaque = true
	case *syntax.Quantifier:
		opaque = opaque || x.Op == "\\AA" || x.Op == "\\EE"
	}
	for _, child := range syntax.Children(node) {
		w.walk(child, opaque)
	}
}
