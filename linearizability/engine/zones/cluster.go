package zones

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

const none = -1

// cluster is a value with the operations on it.
type cluster struct {
	write int32 // none if the value was not written
	reads int32 // how many
	// first is the operation that returned first, at minReturn; last is the operation that was
	// called last, at maxCall.
	first, last        int32
	minReturn, maxCall int32
}

func (z *cluster) empty() bool   { return z.last == none }
func (z *cluster) forward() bool { return z.minReturn < z.maxCall }

func (z *cluster) add(p *engine.Problem, i int32) {
	if z.empty() || p.Return[i] < z.minReturn {
		z.first, z.minReturn = i, p.Return[i]
	}
	z.last, z.maxCall = i, p.Call[i] // operations come in order of their calls
}

// clusters are the clusters of a problem.
type clusters struct {
	p    *engine.Problem
	list []cluster
	// of gives the cluster of each operation, none for those left out.
	of []int32
	// initial is the cluster of the initial value if that is read, else none.
	initial int32
}

// moments returns a number greater than all moments of the problem.
func (c *clusters) moments() int { return 2 * c.p.Len() }

// gather sorts the operations into clusters, or says why it cannot.
func gather(p *engine.Problem) (c *clusters, why string) {
	if p.Model.Shape() != model.Register {
		return nil, fmt.Sprintf("model %s is not a register", p.Model.Name())
	}
	c = &clusters{p: p, of: make([]int32, p.Len()), initial: none}
	valueOf, values, why := c.valuesOfClasses()
	if why != "" {
		return nil, why
	}
	c.list = make([]cluster, values)
	for k := range c.list {
		c.list[k] = cluster{write: none, first: none, last: none}
	}
	for i, class := range p.Class {
		if p.Classes[class].Op == model.Read && !p.Pending(int32(i)) {
			c.list[valueOf[class]].reads++
		}
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		if c.of[i], why = c.place(i, valueOf[p.Class[i]]); why != "" {
			return nil, why
		}
		if c.of[i] != none {
			c.list[c.of[i]].add(p, i)
		}
	}
	return c, c.findInitial(valueOf)
}

// place returns the cluster of operation i on value k, none if it is left out.
func (c *clusters) place(i, k int32) (of int32, why string) {
	a := c.p.Action(i)
	switch {
	case a.Op == model.Read && c.p.Pending(i):
		return none, ""
	case a.Op == model.Read && !a.Known:
		return none, "the result of " + c.p.Describe(i) + " is not known"
	case a.Op == model.Read:
		return k, ""
	case c.list[k].reads > 0 && c.list[k].write != none:
		return none, fmt.Sprintf("%v is written twice, by %s and %s", a.A, c.p.Describe(c.list[k].write), c.p.Describe(i))
	case c.list[k].reads > 0:
		c.list[k].write = i
		return k, ""
	case c.p.Pending(i):
		return none, ""
	}
	// A write that no read saw is a cluster of its own.
	if c.list[k].write != none {
		k = int32(len(c.list))
		c.list = append(c.list, cluster{first: none, last: none})
	}
	c.list[k].write = i
	return k, ""
}

// valuesOfClasses numbers the values of the problem's actions.
func (c *clusters) valuesOfClasses() (valueOf []int32, values int, why string) {
	valueOf = make([]int32, len(c.p.Classes))
	numbers := make(map[history.Value]int32, len(valueOf)/2+1)
	for class := range c.p.Classes {
		a := &c.p.Classes[class]
		if a.Op != model.Read && a.Op != model.Write {
			return nil, 0, "the history has operations other than reads and writes"
		}
		k, seen := numbers[a.A]
		if !seen {
			k = int32(len(numbers))
			numbers[a.A] = k
		}
		valueOf[class] = k
	}
	return valueOf, len(numbers), ""
}

// findInitial finds out which of the values read is the initial one.
func (c *clusters) findInitial(valueOf []int32) (why string) {
	state := c.p.Model.Init()
	for class := range c.p.Classes {
		a := &c.p.Classes[class]
		k := valueOf[class]
		if a.Op != model.Read || c.list[k].reads == 0 || k == c.initial {
			continue
		}
		if _, ok := state.Step(*a); !ok {
			continue
		}
		if c.list[k].write != none {
			return fmt.Sprintf("the initial value %v is read, and is written by %s", a.A, c.p.Describe(c.list[k].write))
		}
		if c.initial != none {
			return "the register has more than one initial value"
		}
		c.initial = k
		c.list[k].minReturn = -1
	}
	return ""
}

// reads returns the reads of cluster k, in order of their calls, as of[first[k]:first[k+1]].
func (c *clusters) reads() (first, of []int32) {
	first = make([]int32, len(c.list)+1)
	for k := range c.list {
		first[k+1] = first[k] + c.list[k].reads
	}
	of = make([]int32, first[len(c.list)])
	fill := make([]int32, len(c.list))
	for i, k := range c.of {
		if k != none && int32(i) != c.list[k].write {
			of[first[k]+fill[k]] = int32(i)
			fill[k]++
		}
	}
	return first, of
}
