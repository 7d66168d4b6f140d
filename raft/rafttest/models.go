package rafttest

import "github.com/tenet-go/tenet/machine"

// Model is a configuration that is explored in code and, under the same name, in the specification.
type Model struct {
	// Name is the module of the model in spec/raft, without its extension.
	Name   string
	Config Config
	// Cfg is the configuration file of the model, within the module's folder.
	Cfg string
	// Deep means that it takes more than a few seconds.
	Deep bool
}

func model(name string, deep bool, c Config) Model {
	c.Name = name
	if c.MaxEntries == 0 {
		c.MaxEntries = 1
	}
	if c.MaxInflight == 0 {
		c.MaxInflight = 2
	}
	if c.MaxRounds == 0 {
		c.MaxRounds = 1
	}
	return Model{Name: name, Config: c, Cfg: "spec/raft/" + name + ".cfg", Deep: deep}
}

func ids(nodes ...machine.NodeID) []machine.NodeID { return nodes }

// Models are the bounds at which the code is held to its specification.
var Models = []Model{
	model("MCa1", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1)}),
	model("MCa2", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2)}),
	model("MCa3", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Commands: 1}),
	model("MCa4", false, Config{Nodes: 3, MaxTerm: 2, Campaigning: ids(1)}),
	model("MCa5", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), Crashes: 1, Crashing: ids(3)}),
	model("MCa6", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1), PreVote: ids(1, 2, 3)}),
	model("MCa7", false, Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 1}),
	model("MCa8", false, Config{Nodes: 2, MaxTerm: 2, Campaigning: ids(1, 2), Commands: 1}),
}
