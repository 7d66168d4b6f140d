package transaction

import "github.com/tenet-go/tenet/mutants/matrix"

// searchPatches are mistakes in packages solve and causal.
var searchPatches = []matrix.Patch{
	{Name: "solve: lost updates are allowed", File: here + "/solve/chains.go",
		Mistake: "of two that replace one version, the first is forgotten",
		Before:  `case other == none && p.previous[s] == loose:`, After: `case p.previous[s] == loose:`},
	{Name: "solve: relays in no chain", File: here + "/solve/edges.go",
		Mistake: "who is called sees only what returned last",
		Before:  "if last != none {\n\t\t\t\tp.certain(last, r)\n\t\t\t}\n", After: ""},
	{Name: "solve: readers commit before who overwrites", File: here + "/solve/edges.go",
		Mistake: "an anti-dependency leads from commit to commit",
		Before:  `p.certain(p.begin(reader), p.end(by))`, After: `p.certain(p.end(reader), p.end(by))`},
	{Name: "solve: readers of a chain come before the next begins", File: here + "/solve/edges.go",
		Mistake: "an anti-dependency leads from begin to begin",
		Before:  `edges = append(edges, edge{first.relay, p.end(second)})`, After: `edges = append(edges, edge{first.relay, p.begin(second)})`},
	{Name: "solve: readers of the initial version are free", File: here + "/solve/edges.go",
		Mistake: "the initial chain has nothing to be overwritten",
		Before:  "if p.chains[c].initial {\n\t\t\tp.overwrite(read{k, none}, p.chains[c].head)\n\t\t}\n", After: ""},
	{Name: "solve: who read too late", File: here + "/solve/parallel.go",
		Mistake: "readers before the writer are looked at, rather than those after it",
		Before:  `reader != from && at > s.graph.position[from] {`, After: `reader != from && at < s.graph.position[from] {`},
	{Name: "solve: clauses lack choices", File: here + "/solve/search.go",
		Mistake: "the clause of a cycle has only the first of the choices on it",
		Before:  `if !slices.Contains(c.literals, chosen.not()) {`, After: `if len(c.literals) < 2 && !slices.Contains(c.literals, chosen.not()) {`},

	{Name: "causal: past without the write itself", File: here + "/causal/clocks.go",
		Mistake: "a clock counts the writes before a node only",
		Before:  `row[s-low] = g.before[v] + 1`, After: `row[s-low] = g.before[v]`},
	{Name: "causal: the next write counts as past", File: here + "/causal/runs.go",
		Mistake: "the last write of a run is taken though it is not yet in the past",
		Before:  `if r.before[high-1] < count {`, After: `if r.before[high-1] <= count {`},
	{Name: "causal: own writes are read under any guarantee", File: here + "/causal/relation.go",
		Mistake: "read your writes is part of all guarantees",
		Before:  `u != none && r.kinds&ReadYourWrites != 0 && !f(u, alongSession)`, After: `u != none && !f(u, alongSession)`},
}
