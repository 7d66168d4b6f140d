package mutants

const (
	zonesGo     = "linearizability/engine/zones/zones.go"
	clusterGo   = "linearizability/engine/zones/cluster.go"
	zonesWhyGo  = "linearizability/engine/zones/witness.go"
	loadGo      = "linearizability/engine/container/load.go"
	emptyGo     = "linearizability/engine/container/empty.go"
	pendingGo   = "linearizability/engine/container/pending.go"
	queueGo     = "linearizability/engine/container/queue.go"
	stackGo     = "linearizability/engine/container/stack.go"
	priorityGo  = "linearizability/engine/container/priority.go"
	elementGo   = "linearizability/engine/container/element.go"
	setGo       = "linearizability/engine/container/set.go"
	logGo       = "linearizability/engine/container/log.go"
	growthGo    = "linearizability/engine/container/growth.go"
	coverGo     = "linearizability/engine/container/cover.go"
	stabbingGo  = "linearizability/engine/container/stabbing.go"
	slotSetGo   = "linearizability/engine/container/slotset.go"
	containerGo = "linearizability/engine/container/witness.go"
)

// engineMutants are in the engines of polynomial time.
var engineMutants = []mutant{
	{name: "zones: least and greatest return swapped", file: clusterGo,
		mistake: "a zone ends with the last return of its cluster, rather than the first",
		before:  `p.Return[i] < z.minReturn {`, after: `p.Return[i] > z.minReturn {`},
	{name: "zones: backward zone compared the wrong way", file: zonesGo,
		mistake: "the end of the backward zone is compared with the forward one the wrong way round",
		before:  `c.list[o].maxCall > z.minReturn {`, after: `c.list[o].maxCall < z.minReturn {`},
	{name: "zones: initial value may come back", file: zonesGo,
		mistake: "the zone of the initial value is not among the forward zones that must be apart",
		before:  "if open != none {\n\t\t\t\treturn nil, c.crossing", after: "if open != none && open != c.initial {\n\t\t\t\treturn nil, c.crossing"},
	{name: "zones: initial zone begins with its first read", file: zonesGo,
		mistake: "the register is not taken to hold the initial value from the beginning",
		before:  `open := c.initial`, after: `open := int32(none)`},
	{name: "zones: backward zone ordered at its end", file: zonesGo,
		mistake: "a backward zone that begins inside a forward one is ordered at its own end",
		before:  "m = c.list[o].maxCall\n\t\t}", after: "m = z.minReturn - 1\n\t\t}"},
	{name: "zones: read may return before its write", file: zonesWhyGo,
		mistake: "reads from the future are not looked for",
		before:  `if c.p.Return[read] < c.p.Call[write] {`, after: `if c.p.Return[read] < c.p.Call[read] {`},
	{name: "zones: value written twice", file: clusterGo,
		mistake: "the last of several writes of a value counts, without a word",
		before:  `case c.list[k].reads > 0 && c.list[k].write != none:`, after: `case c.list[k].reads > 0 && c.list[k].write > i:`},

	{name: "container: insert not tightened", file: loadGo,
		mistake: "an insert that overlaps its remove may be ordered after it",
		before:  "v.tighten()\n\t}\n\treturn nil", after: "}\n\treturn nil"},
	{name: "container: inside one slot too early", file: loadGo,
		mistake: "off by one: a value counts as inside in the last slot of its insert",
		before:  `span{v.ins.hi + 1, v.rem.lo - 1}`, after: `span{v.ins.hi, v.rem.lo - 1}`},
	{name: "container: removed twice", file: loadGo,
		mistake: "only the first remove of a value is looked at",
		before:  `if v.remove != i {`, after: `if v.remove == none {`},
	{name: "container: insert of unknown outcome dropped", file: loadGo,
		mistake: "inserts of unknown outcome are left out, even if the value was removed",
		before:  `!p.Pending(i) || v.remove != none {`, after: `!p.Pending(i) {`},
	{name: "container: found empty while full", file: emptyGo,
		mistake: "the first free slot is not compared with the end of the operation that found nothing",
		before:  `if free[where.lo] > where.hi {`, after: `if free[where.lo] > in.end {`},
	{name: "container: values cross a cut", file: emptyGo,
		mistake: "values are not confined to the time after the cut before them",
		before:  `v.ins.lo, v.rem.lo = max(v.ins.lo, from), max(v.rem.lo, from)`, after: `_ = from`},
	{name: "container: removes of unknown outcome never happened", file: pendingGo,
		mistake: "without an order that leaves them out there is none",
		before:  `case len(in.pending) == 0 || !in.relax():`, after: `case len(in.pending) == 0 || in.relax():`},
	{name: "container: remove of unknown outcome before its call", file: pendingGo,
		mistake: "the first unused remove is taken, whenever it was called",
		before:  `case len(left) == 0 || p.Call[left[0]] >= latest[k]:`, after: `case len(left) == 0:`},
	{name: "container: witness without removes of unknown outcome", file: containerGo,
		mistake: "operations that may have taken any value are left out of witnesses",
		before:  `if needed(i) {`, after: `if needed(i) && !p.Pending(i) {`},

	{name: "queue: order of removes ignored", file: queueGo,
		mistake: "the pairs of inserts are compared twice, those of removes never",
		before:  `newSweep(in, func(v *value) span { return v.rem }),`, after: `newSweep(in, func(v *value) span { return v.ins }),`},
	{name: "queue: cuts ignored", file: queueGo,
		mistake: "operations that found nothing are checked one by one, and values not confined between them",
		before:  `in.clamp(cuts)`, after: `_ = cuts`},
	{name: "queue: found empty after the insert of the same slot", file: queueGo,
		mistake: "off by one where an insert and a cut meet",
		before:  `case empty <= insert:`, after: `case empty < insert:`},

	{name: "stack: outermost value need not stay", file: stackGo,
		mistake: "the value at the bottom may be removed before the others",
		before:  `return !n.taken[k] && n.in.values[k].rem.has(after)`, after: `return !n.taken[k]`},
	{name: "stack: operations that found nothing left out", file: stackGo,
		mistake: "the order has no place for them",
		before:  `if !n.nest(ctx, cuts) {`, after: `if !n.nest(ctx, cuts[:0]) {`},
	{name: "stack: segments forget a cell", file: coverGo,
		mistake: "a range that ends on the right is not taken off the segment tree",
		before:  "r--\n\t\t\tc.lower(r)", after: "r--"},
	{name: "stack: open inserts expire too early", file: stabbingGo,
		mistake: "off by one: an insert that ends where another begins is no longer open there",
		before:  `values[o].ins.hi >= values[k].ins.lo`, after: `values[o].ins.hi > values[k].ins.lo+1`},

	{name: "priority queue: least first in the order, too", file: priorityGo,
		mistake: "the order is made from the least to the greatest",
		before:  "slices.Reverse(least)\n", after: "\n"},
	{name: "priority queue: smaller value inside", file: priorityGo,
		mistake: "the free slot found may come after the remove",
		before:  `free[k] > v.rem.hi {`, after: `free[k] > in.end {`},
	{name: "priority queue: removes before the cut forgotten", file: slotSetGo,
		mistake: "off by one: where a word has no slot, the one before it is not looked at",
		before:  "slot = slot>>6 - 1", after: "slot = slot>>6 - 2"},

	{name: "set: found present but never added", file: elementGo,
		mistake: "only removes need an insert",
		before:  `case (removed || sight == sawPresent) && e.add == none:`, after: `case removed && e.add == none:`},
	{name: "set: absent at the last moment", file: elementGo,
		mistake: "off by one: who lasts until the remove may not see the element gone",
		before:  `where.lo <= e.in || where.hi >= e.out {`, after: `where.lo <= e.in || where.hi > e.out {`},
	{name: "set: remove of unknown outcome not tried", file: elementGo,
		mistake: "only the remove that did not tell is tried",
		before:  `for e.try < 2 {`, after: `for e.try < 1 {`},
	{name: "set: reads not compared", file: setGo,
		mistake: "a larger read need not have all elements of a smaller one",
		before:  `if seen != len(elements) {`, after: `if seen < len(elements) {`},
	{name: "log: reads not compared", file: logGo,
		mistake: "a shorter read need not be a prefix of a longer one",
		before:  `if !slices.Equal(short, list[:len(short)]) {`, after: `if !slices.Equal(short, list[:len(short)]) && len(short) > len(list) {`},
	{name: "log and set: calls compared instead of returns", file: growthGo,
		mistake: "groups follow the calls of operations",
		before:  `g.p.Return[order[to]] < g.p.Call[latest] {`, after: `g.p.Call[order[to]] < g.p.Call[latest] {`},
	{name: "log and set: only neighboring groups compared", file: growthGo,
		mistake: "the operation called last in the group before is remembered, not that of all groups before",
		before:  `if latest == none || g.p.Call[order[to-1]] > g.p.Call[latest] {`, after: `if latest == none || g.p.Call[order[to-1]] != g.p.Call[latest] {`},
}
