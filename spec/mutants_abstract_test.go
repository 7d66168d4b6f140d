package spec_test

const atomicModule = "abstract/AtomicCommit.tla"

// atomicCommit are mutants of spec/abstract/AtomicCommit.tla.
var atomicCommit = []mutant{
	{
		Name: "commit-by-nobody", Bug: "commit is decided without promises",
		Old: "    /\\ promised = Participants\n", New: "",
		Module: atomicModule, Model: "MCAtomicCommit", Property: "Validity",
	},
	{
		Name: "learn-anything", Bug: "an outcome is learned that was not decided",
		Old: `told' \in [Parties -> {"none", decision}]`, New: `told' \in [Parties -> {"none", "abort"}]`,
		Module: atomicModule, Model: "MCAtomicCommit", Property: "Agreement",
	},
	{
		Name: "decide-again", Bug: "what was decided is aborted",
		Old: "    /\\ decision = \"none\"\n    /\\ decision' = \"abort\"", New: "    /\\ decision' = \"abort\"",
		Module: atomicModule, Model: "MCAtomicCommit", Property: "Stability", Temporal: true,
	},
	{
		Name: "third-outcome", Bug: "there is a third outcome",
		Old: "decision' = \"abort\"", New: "decision' = \"rollback\"",
		Module: atomicModule, Model: "MCAtomicCommit", Property: "TypeOK",
	},
}
