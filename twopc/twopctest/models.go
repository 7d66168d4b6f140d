package twopctest

import "github.com/tenet-go/tenet/machine"

// Model is a configuration that is explored in code and, under the same name, in the specification.
type Model struct {
	// Name is the module of the model in spec/twopc, without its extension.
	Name   string
	Config Config
	// Cfg is the configuration file of the model, within the module's folder.
	Cfg string
	// Deep means that it takes more than a few seconds.
	Deep bool
}

// Models are the bounds at which the code is held to its specification.
var Models = []Model{
	model("MCOneTransaction", false, Config{
		Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, ReadOnly: true, Forget: true, Crashes: 1,
	}),
	model("MCTwoTransactions", false, Config{
		Participants: 1, Scopes: [][]machine.NodeID{{1}, {1}}, ReadOnly: true, Crashes: 1,
	}),
	model("MCOneParticipant", false, Config{
		Participants: 1, Scopes: [][]machine.NodeID{{1}}, ReadOnly: true, Forget: true, Crashes: 2,
	}),
	model("MCOneTransactionDeep", true, Config{
		Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, ReadOnly: true, Forget: true, Crashes: 2, SafetyOnly: true,
	}),
	model("MCTwoPhaseCommit", true, Config{
		Participants: 3, Scopes: [][]machine.NodeID{{1, 2}, {3}}, Crashes: 2, Crashing: []machine.NodeID{0}, SafetyOnly: true,
	}),
}

func model(name string, deep bool, c Config) Model {
	c.Name = name
	return Model{Name: name, Config: c, Cfg: "spec/twopc/" + name + ".cfg", Deep: deep}
}
