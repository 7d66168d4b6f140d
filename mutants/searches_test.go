package mutants

const (
	registerGo   = "linearizability/engine/frontier/register.go"
	pruneGo      = "linearizability/engine/frontier/prune.go"
	reachGo      = "linearizability/engine/frontier/reach.go"
	objectGo     = "linearizability/engine/frontier/object.go"
	sweepGo      = "linearizability/engine/frontier/sweep.go"
	configGo     = "linearizability/engine/frontier/config.go"
	usedGo       = "linearizability/engine/frontier/used.go"
	placeGo      = "linearizability/engine/frontier/place.go"
	wglGo        = "linearizability/engine/wgl/wgl.go"
	sequentialGo = "linearizability/engine/sequential/sequential.go"
)

// searchMutants are in the searches.
var searchMutants = []mutant{
	{name: "frontier: pruned though a failed cas observed", file: pruneGo,
		mistake: "writes of unknown outcome that no read needs are left out, whatever a failed compare-and-set saw",
		before:  "case kind == model.CASFailed:\n\t\t\treturn skip", after: "case kind == model.CASFailed:"},
	{name: "frontier: chains of cas of unknown outcome pruned", file: pruneGo,
		mistake: "a value that only another compare-and-set of unknown outcome needs counts as not needed",
		before:  `for changed := true; changed; {`, after: `for changed := false; changed; {`},
	{name: "frontier: absorbed write not set at its return", file: sweepGo,
		mistake: "a write that may have been overwritten at once must have been",
		before:  "emit(*c)\n\t\t}\n\t\treached = true", after: "emit(*c)\n\t\t\tcontinue\n\t\t}\n\t\treached = true"},
	{name: "frontier: overwritten writes not absorbed", file: registerGo,
		mistake: "only writes of the same value may take effect unseen",
		before:  `k.free = r.mask.writes.andNot(k.done)`, after: `k.free = k.free.or(r.writes[v]).andNot(k.done)`},
	{name: "frontier: write of the same value is eager", file: registerGo,
		mistake: "a write of the value that is there takes effect at once, and cannot any more be used later",
		before:  `k.free = k.free.or(r.writes[k.state].andNot(k.done))`, after: `k.done = k.done.or(r.writes[k.state])`},
	{name: "frontier: failed cas sees anything", file: registerGo,
		mistake: "a failed compare-and-set is satisfied with every value",
		before:  `.or(r.failed.andNot(r.saw[k.state]))`, after: `.or(r.failed)`},
	{name: "frontier: cas is eager", file: registerGo,
		mistake: "a compare-and-set whose value is there takes effect at once, as a read does",
		before:  "r.cas = r.cas.with(slot)\n\t\t\treturn\n", after: "r.cas = r.cas.with(slot)\n"},
	{name: "frontier: witness with a failed cas open", file: registerGo,
		mistake: "the history up to the death is a witness, even if a failed compare-and-set is open there",
		before:  `r.kind[r.p.Class[i]] == model.CASFailed && r.p.Return[i] > cut`, after: `r.kind[r.p.Class[i]] == model.CASFailed && r.p.Return[i] < r.p.Call[i]`},
	{name: "frontier: used operations not compared", file: configGo,
		mistake: "a configuration covers another that used fewer operations of unknown outcome",
		before:  `return u.atMost(a.used, b.used)`, after: `return a.used >= 0`},
	{name: "frontier: counts of used operations not compared", file: usedGo,
		mistake: "multisets are compared as sets",
		before:  `|| larger[0].count < c.count {`, after: `{`},
	{name: "frontier: dominance too strong", file: configGo,
		mistake: "a configuration covers another that has more observers behind it",
		before:  `(r.observers[i] & a.done[i])`, after: `r.observers[i]`},
	{name: "frontier: free writes cover all", file: configGo,
		mistake: "a free write covers one that is not, and the other way round",
		before:  `(r.writes[i] & a.free[i] &^ a.done[i])`, after: `(r.writes[i] &^ a.done[i])`},
	{name: "frontier: value that the due cas expects not visited before", file: reachGo,
		mistake: "what a compare-and-set expects is written only just before it, never earlier for others to see",
		before:  `(v != s.goal || s.swaps)`, after: `v != s.goal`},
	{name: "frontier: write of the value that is there absorbs nothing", file: reachGo,
		mistake: "a write that leaves the value as it is counts as no move, though others can take effect unseen before it",
		before:  `(v != c.state || r.absorbs(&c))`, after: `v != c.state`},
	{name: "frontier: cas before the last one not tried", file: reachGo,
		mistake: "another compare-and-set never comes before the one that is due",
		before:  `if r.a[class] == c.state && slot != s.slot {`, after: `if r.a[class] == c.state && slot != s.slot && !s.swaps {`},
	{name: "frontier: object memory without used", file: objectGo,
		mistake: "configurations that used different operations of unknown outcome count as one",
		before:  "if _, twice := o.seen[c.key]; twice || o.halt.now(len(o.seen)) {\n\t\treturn\n\t}\n\tif o.thrift && o.enough > 0 && len(o.seen) >= o.enough {\n\t\to.tired = true\n\t\treturn\n\t}\n\to.seen[c.key]",
		after:   "known := c.key\n\tknown.used = 0\n\tif _, twice := o.seen[known]; twice || o.halt.now(len(o.seen)) {\n\t\treturn\n\t}\n\to.seen[known]"},
	{name: "frontier: object observes what changes", file: objectGo,
		mistake: "operations that happen to leave the state as it is take effect at once",
		before:  `case slot >= 0 && o.p.Classes[class].ReadOnly:`, after: `case slot >= 0 && (o.p.Classes[class].ReadOnly || o.states.After(0, class) == 0):`},
	{name: "frontier: object ends too early", file: objectGo,
		mistake: "what is due takes effect first, or not at all",
		before:  "if slot := open.next(); slot != o.sought {", after: "if slot := open.next(); slot != o.sought && !o.changers.has(o.sought) {"},
	{name: "frontier: death of a narrow sweep counts", file: sweepGo,
		mistake: "no configuration left is a violation, even if some had been left out",
		before:  "if w.exact {\n", after: "if w.exact || level > 0 {\n", tests: nil},
	{name: "frontier: operation placed before its call", file: placeGo,
		mistake: "off by one: the period before the one at the call counts as open",
		before:  `return t.steps[k].moment >= call })) - 1`, after: `return t.steps[k].moment >= call })) - 2`},

	{name: "porcupine: any operation may be skipped", file: wglGo,
		mistake: "every operation that cannot take effect is treated as one of unknown outcome",
		before:  `return s.p.Pending(op), state`, after: `return op >= 0, state`},
	{name: "porcupine: skipped operations in the order", file: wglGo,
		mistake: "operations that were skipped are listed as if they had taken effect",
		before:  "if !ok && p.Pending(i) {\n\t\t\t\tcontinue", after: "if !ok && !p.Pending(i) {\n\t\t\t\tcontinue"},
	{name: "porcupine: operations of unknown outcome return", file: wglGo,
		mistake: "an operation of unknown outcome ends before the history's last call",
		before:  `Return: int64(p.Return[i])}`, after: `Return: max(int64(p.Call[i]), min(int64(p.Return[i]), int64(p.Call[len(ops)-1])-1))}`},

	{name: "sequential: dead ends without the state", file: sequentialGo,
		mistake: "a position from which there is no way on is remembered without the state",
		before:  `return string(state.AppendKey(b))`, after: `return string(b)`},
	{name: "sequential: observers skip the queue", file: sequentialGo,
		mistake: "writes are taken at once, as observers are",
		before:  "if !action.ReadOnly {\n\t\t\t\t\tbreak", after: "if action.Op == model.Skip {\n\t\t\t\t\tbreak"},
}
