package explain

import "github.com/tenet-go/tenet/linearizability/history"

// groups are the operations that belong together because they touch common values.
type groups struct {
	number  map[history.Value]int
	parent  []int // a forest over the numbers of values
	members []member
}

type member struct {
	op    int32
	value int
}

func newGroups() *groups { return &groups{number: map[history.Value]int{}} }

// add adds an operation that touches values. If it touches none, it belongs to no group.
func (g *groups) add(op int32, values []history.Value) {
	if len(values) == 0 {
		return
	}
	first := g.find(values[0])
	for _, v := range values[1:] {
		g.parent[g.root(g.find(v))] = g.root(first)
	}
	g.members = append(g.members, member{op, first})
}

func (g *groups) find(v history.Value) int {
	n, known := g.number[v]
	if !known {
		n = len(g.parent)
		g.number[v] = n
		g.parent = append(g.parent, n)
	}
	return n
}

func (g *groups) root(n int) int {
	for g.parent[n] != n {
		g.parent[n] = g.parent[g.parent[n]]
		n = g.parent[n]
	}
	return n
}

// without lists the groups, in order of their first operations, but for that of op.
func (g *groups) without(op int32) [][]int32 {
	at := map[int]int{}
	var lists [][]int32
	skip := -1
	for _, m := range g.members {
		if m.op == op {
			skip = g.root(m.value)
		}
	}
	for _, m := range g.members {
		root := g.root(m.value)
		if root == skip {
			continue
		}
		n, known := at[root]
		if !known {
			n = len(lists)
			at[root] = n
			lists = append(lists, nil)
		}
		lists[n] = append(lists[n], m.op)
	}
	return lists
}
