package mutants

const (
	checkGo      = "linearizability/check.go"
	explainGo    = "linearizability/explain.go"
	portfolioGo  = "linearizability/portfolio.go"
	buildGo      = "linearizability/engine/build.go"
	checkerGo    = "linearizability/certificate/checker.go"
	bruteForceGo = "linearizability/certificate/bruteforce.go"
	partitionGo  = "linearizability/certificate/partition.go"
	shrinkGo     = "linearizability/explain/shrink.go"
	groupsGo     = "linearizability/explain/groups.go"
	prefixGo     = "linearizability/explain/prefix.go"
	earliestGo   = "linearizability/explain/earliest.go"
)

// verdictMutants are in what makes a verdict of the engines' answers.
var verdictMutants = []mutant{
	{name: "check: keys merged", file: checkGo,
		mistake: "the key is not looked at",
		before:  `key := h.Operations[i].Key`, after: `key := history.Nil`},
	{name: "check: keys divided", file: checkGo,
		mistake: "the operations of one key are two objects",
		before:  `key := h.Operations[i].Key`, after: "key := h.Operations[i].Key\n\t\tif i%2 == 1 {\n\t\t\tkey = history.List(key)\n\t\t}"},
	{name: "check: parts dropped", file: checkGo,
		mistake: "only the first part of an object is checked",
		before:  `for _, part := range p.Split() {`, after: `for _, part := range p.Split()[:1] {`},
	{name: "check: undecided counts as valid", file: checkGo,
		mistake: "what is not a violation is valid",
		before:  `&v.Parts[i]; part.Outcome == engine.Undecided {`, after: `&v.Parts[i]; part.Outcome > engine.Invalid {`},
	{name: "check: refused order counts", file: checkGo,
		mistake: "the answer whose order does not verify is kept",
		before:  "part.refuse(err)\n\t\treturn\n", after: "part.Why = err.Error()\n"},
	{name: "check: sequential consistency of each key", file: checkGo,
		mistake: "sequential consistency is taken to be local",
		before:  "if c.options.Consistency == Sequential {\n\t\treturn c.whole()", after: "if c.options.Consistency > Sequential {\n\t\treturn c.whole()"},
	{name: "check: refuted witness counts", file: explainGo,
		mistake: "a violation whose witness is refuted stays one",
		before:  "\t\tpart.refuse(err)\n\tcase certificate.Uncertified:", after: "\t\tpart.Certified = err != nil\n\tcase certificate.Uncertified:"},
	{name: "portfolio: stopped engine counts as decided", file: portfolioGo,
		mistake: "an undecided search ends the race",
		before:  `if done.result.Outcome != engine.Undecided {`, after: `if done.result.Outcome <= engine.Invalid {`},

	{name: "problem: call after return where they meet", file: buildGo,
		mistake: "intervals are half open: an operation that returns at the moment of a call is before it",
		before:  `p.Operation(byReturn[returned]).Return < call {`, after: `p.Operation(byReturn[returned]).Return <= call {`},
	{name: "problem: returns taken to be in order", file: buildGo,
		mistake: "operations are taken to return in the order of their calls",
		before:  `p.Operation(byReturn[k-1]).Return > op.Return {`, after: `p.Operation(byReturn[k-1]).Return < op.Call {`},
	{name: "problem: split in spite of an operation on several parts", file: buildGo,
		mistake: "operations on several parts are put into one of them",
		before:  "if !ok {\n\t\t\treturn []*Problem{p}\n\t\t}\n\t\tn, known", after: "if !ok && key.IsNil() {\n\t\t\treturn []*Problem{p}\n\t\t}\n\t\tn, known"},

	{name: "certificate: real time is not verified", file: checkerGo,
		mistake: "any order that the model allows is accepted",
		before:  `return op.Return >= latest`, after: `return latest >= op.Call`},
	{name: "certificate: missing operations are not noticed", file: checkerGo,
		mistake: "an order may leave out operations",
		before:  `!placed[at] && !op.Optional`, after: `!placed[at] && !op.Optional && op.Call < 0`},
	{name: "certificate: operation placed twice", file: checkerGo,
		mistake: "an operation may stand in an order again",
		before:  `if !member || placed[at] {`, after: `if !member {`},
	{name: "certificate: removal of a write alone", file: checkerGo,
		mistake: "a witness may leave out anything",
		before:  `dropped = append(dropped, op.Action)`, after: `_ = op`},
	{name: "certificate: value removed though needed", file: checkerGo,
		mistake: "a value may be left out though an operation kept touches it",
		before:  `return gone[v] }) {`, after: `return gone[v] && v.IsNil() }) {`},
	{name: "certificate: cut keeps outcomes", file: checkerGo,
		mistake: "what returned after the cut counts as returned",
		before:  `op.Status == history.Info || op.Return > cut {`, after: `op.Status == history.Info {`},
	{name: "certificate: process order is not verified", file: checkerGo,
		mistake: "any order is sequentially consistent",
		before:  `return !some || before < i`, after: `return !some || before != i`},
	{name: "brute force: half open intervals", file: bruteForceGo,
		mistake: "an operation called in the moment of a return counts as after it",
		before:  `s.ops[i].Call <= due; i++ {`, after: `s.ops[i].Call < due; i++ {`},
	{name: "brute force: memory without the state", file: bruteForceGo,
		mistake: "a configuration is what was placed, whatever the state",
		before:  `s.key = state.AppendKey(append(s.key, 0))`, after: `s.key = append(s.key, 0)`},
	{name: "brute force: all must be placed", file: bruteForceGo,
		mistake: "operations of unknown outcome must happen",
		before:  "if !ops[i].Optional {\n\t\t\trequired++", after: "if ops[i].Return > 0 {\n\t\t\trequired++"},
	{name: "certificate: operations in no part", file: partitionGo,
		mistake: "an operation may be in no part",
		before:  `return at != 0 && home[o] == at`, after: `return home[o] == at`},

	{name: "shrink: drops a write alone", file: shrinkGo,
		mistake: "whatever can go without making the part linearizable may go",
		before:  `return a.Op == model.Skip || s.p.Action(i).ReadOnly`, after: `return a.Op == model.Skip || a.Op == model.Write || s.p.Action(i).ReadOnly`},
	{name: "shrink: accepts what is linearizable", file: shrinkGo,
		mistake: "the brute force's answer is read the wrong way round",
		before:  `if decided && linearizable {`, after: `if decided && !linearizable {`},
	{name: "shrink: values of a cas not linked", file: groupsGo,
		mistake: "the second value of an operation is a group of its own",
		before:  `g.parent[g.root(g.find(v))] = g.root(first)`, after: `_ = g.root(g.find(v))`},
	{name: "prefix: its last return counts as open", file: prefixGo,
		mistake: "off by one: what returns at the cut is open",
		before:  `return p.Return[i] > moment })`, after: `return p.Return[i] >= moment })`},
	{name: "earliest: binary search keeps the wrong half", file: earliestGo,
		mistake: "the last wrong prefix is looked for",
		before:  "high = middle\n", after: "low, high = middle, max(high-1, middle)\n"},
}
