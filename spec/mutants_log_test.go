package spec_test

// replicatedLog are mutants of spec/abstract/ReplicatedLog.tla.
var replicatedLog = []mutant{
	{
		Name: "reads-the-future", Bug: "a read must see more than there is",
		Old:    `![r].from = Len(log)]`,
		New:    `![r].from = Len(log) + 1]`,
		Module: "abstract/ReplicatedLog.tla", Model: "MCReplicatedLog", Property: "TypeOK",
	},
	{
		Name: "applied-nowhere", Bug: "a proposal is told to be applied that is not in the log",
		Old: `        /\ applied'[c] <= Places(log', c)
`,
		New:    "",
		Module: "abstract/ReplicatedLog.tla", Model: "MCReplicatedLog", Property: "Truth",
	},
	{
		Name: "stale-reads", Scenario: "R05", Bug: "a read sees any prefix",
		Old:    `read[r].asked /\ read[r].from <= k /\ k <= Len(log')`,
		New:    `read[r].asked /\ k <= Len(log')`,
		Module: "abstract/ReplicatedLog.tla", Model: "MCReplicatedLog", Property: "ReadsAreFresh",
	},
	{
		Name: "takes-back", Bug: "what was told is taken back",
		Old: `        /\ applied'[c] >= applied[c]
`,
		New:    "",
		Module: "abstract/ReplicatedLog.tla", Model: "MCReplicatedLog", Property: "Stability", Temporal: true,
	},
}
