package exhaustive

import (
	"errors"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// Options say how to search. The zero value searches everything, on all processors, in as much memory as it takes.
type Options struct {
	// Workers is how many goroutines search, 0 for as many as there are processors. The result does
	// not depend on it.
	Workers int
	// MaxDepth is the last level that is reached, 0 for no limit. The initial world is level 1.
	MaxDepth int
	// MaxWorlds ends the search with the first level that brings the distinct worlds to that many,
	// 0 for no limit.
	MaxWorlds uint64
	// MaxGraph bounds the worlds and, tenfold, the edges of the graph that is held in memory to check a property of
	// the kind Eventually, 0 for DefaultMaxGraph. A larger graph is an error.
	MaxGraph int
	// Memory bounds the bytes that fingerprints and frontier take, 0 for no bound on the fingerprints and 8 MB for
	// the frontier. What does not fit is written to files. Sites, their edges and what Spec has judged
	// are not part of it: they are few beside the worlds, and always in memory.
	Memory int64
	// Dir is where the files are, "" for the system's folder for temporary files.
	Dir string
	// Spec judges the steps of the system as its Abstraction shows them; nil checks no refinement.
	Spec explore.Spec
	// Symmetry, if not nil, searches one world of each class of worlds that differ by a permutation of nodes.
	Symmetry *Symmetry
	// Progress, if not nil, is told how far the search has come, from one goroutine at a time.
	Progress func(Progress)
	// Interval is the time between two calls of Progress, 0 for one second.
	Interval time.Duration
}

// DefaultMaxGraph is the default of Options.MaxGraph.
const DefaultMaxGraph = 5_000_000

// frontierMemory is what the frontier takes if Options.Memory is 0.
const frontierMemory = 8 << 20

// Progress is how far a search has come.
type Progress struct {
	// Phase is "search", or the name of the property of the kind Eventually that is being checked.
	Phase     string
	Level     int
	Generated uint64
	Distinct  uint64
	// Frontier counts the worlds of the level that are yet to be expanded.
	Frontier uint64
	// Rate is in generated worlds a second since the call before.
	Rate    float64
	Elapsed time.Duration
}

// Result is what a search found.
type Result struct {
	// Generated counts the initial world and all transitions that were not refused, those that lead back to
	// their own world too.
	Generated uint64
	// Distinct counts the worlds, up to symmetry if there is one.
	Distinct uint64
	// Depth counts the levels: one more than the events that the farthest world needs.
	Depth int
	// Complete reports whether all worlds were reached. If not, Limit or Violation says why.
	Complete bool
	// Limit is what ended the search, such as "depth 20", "" if nothing did.
	Limit string
	// Violation is the shortest run that violates a property, nil if there is none.
	Violation *explore.Violation
	// Unreached are the properties of the kind Reachable that hold nowhere in what was searched.
	Unreached []string
	// Unchecked are the properties of the kind Eventually that were not checked, because the search was not
	// complete or found a violation of another one.
	Unchecked []string
	// Collision bounds the probability that two of the worlds have the same fingerprint, so that one was
	// taken for the other.
	Collision float64
	// Actions counts the transitions by the rule that fired.
	Actions map[machine.Action]uint64
	// Refinement is what Options.Spec was asked, nil without it.
	Refinement *Refinement
	// Sites counts the states in which single nodes were seen, with what was on its way to them.
	Sites int
	// Spilled counts the fingerprints that were written to files.
	Spilled uint64
	Elapsed time.Duration
}

// Refinement is how the search was held to the specification.
type Refinement struct {
	// States counts the distinct states of the specification that worlds map to.
	States uint64
	// Edges counts the distinct (state, action, state) that were judged and accepted.
	Edges uint64
	// Steps counts the transitions, and Stutters those of them that leave the state as it is.
	Steps, Stutters uint64
	// Hits counts the distinct judged edges by action.
	Hits map[machine.Action]uint64
	// Collision bounds the probability that two edges have the same fingerprint, so that one of them was
	// not judged.
	Collision float64
}

// StutterShare is the share of the transitions that leave the state of the specification as it is.
func (r *Refinement) StutterShare() float64 {
	if r.Steps == 0 {
		return 0
	}
	return float64(r.Stutters) / float64(r.Steps)
}

// collision bounds the probability that two of n fingerprints of 64 bits are equal.
func collision(n uint64) float64 {
	return min(1, float64(n)*float64(n)/(1<<32)/(1<<33))
}

// validate returns all that is wrong with the options.
func (o *Options) validate(sys *explore.System) error {
	var wrong []error
	demand := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, errors.New("exhaustive: "+what))
		}
	}
	demand(sys.Protocol != nil, "the system has no protocol")
	demand(len(sys.Nodes) > 0, "the system has no nodes")
	demand(sys.Ghost != nil, "the system has no ghost; explore.NoGhost{} remembers nothing")
	demand(o.Workers >= 0, "Workers is negative")
	demand(o.MaxDepth >= 0, "MaxDepth is negative")
	demand(o.MaxGraph >= 0, "MaxGraph is negative")
	demand(o.Memory >= 0, "Memory is negative")
	demand(o.Interval >= 0, "Interval is negative")
	demand(o.Spec == nil || sys.Abstraction != nil, "there is a Spec, but the system has no Abstraction to show it")
	for _, p := range sys.Properties {
		demand(p.Holds != nil, "property "+p.Name+" has no Holds")
		demand(o.Symmetry == nil || p.Kind != explore.Eventually,
			"property "+p.Name+" says eventually, which Symmetry may not be combined with")
	}
	seen := map[machine.NodeID]bool{}
	for _, id := range sys.Nodes {
		demand(!seen[id], "the system has a node twice")
		seen[id] = true
	}
	return errors.Join(wrong...)
}
