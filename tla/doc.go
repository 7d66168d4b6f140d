// Package tla checks specifications in TLA+, and holds the steps of Go programs to them. It needs no Java.
//
// Load reads a model, a TLC configuration file, and its specification. Model.Check explores all states, and Model.Simulate random
// behaviors. Model.Stepper judges single steps: whether a pair of states is a step of a named action. Model.CheckTrace judges recordings.
//
// States of Go programs are those of package value: value.NewState makes one of a value for each variable.
//
// The parts: syntax (text to trees), config (configuration files), semantic (what names mean), datum (values), eval (trees to closures), check (the search),
// step (judging steps), trace (judging recordings), modules (the library). TLC remains the referee: package tlc runs it, and package graph reads what it dumps.
package tla
