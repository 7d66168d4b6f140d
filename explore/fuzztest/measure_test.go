package fuzztest

import (
	"flag"
	"sync/atomic"
	"testing"

	"github.com/tenet-go/tenet/machine/machinetest/register"
)

// The flags of FuzzPlanted.
var (
	plantedBug = flag.String("planted", "", "the bug to plant for FuzzPlanted")
	world      = flag.Bool("world", false, "FuzzPlanted sees worlds, not abstract states")
	blind      = flag.Bool("blind", false, "FuzzPlanted does not see states")
)

var planted = map[string]register.Bugs{
	"":            {},
	"early-ack":   {EarlyAck: true},
	"deep-ack":    {EarlyAck: true, Deep: true},
	"deep-send":   {EarlySend: true, Deep: true},
	"deep-twice":  {CountTwice: true, Deep: true},
	"deep-stale":  {StaleAck: true, Deep: true},
	"early-send":  {EarlySend: true},
	"count-twice": {CountTwice: true},
	"stale-ack":   {StaleAck: true},
	"backwards":   {Backwards: true},
	"panics":      {Panics: true},
}

// executions counts, and found is the one that found the bug first.
var executions, found atomic.Int64

// FuzzPlanted measures how many executions go by until a planted bug is found.
func FuzzPlanted(f *testing.F) {
	system := register.System(register.Config{Backups: 3, Writes: 4, Crashes: 2, Bugs: planted[*plantedBug]})
	if *world {
		system.Abstraction = nil
	}
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := executions.Add(1)
		if v := Run(system, data, Options{Blind: *blind}); v != nil {
			found.CompareAndSwap(0, n)
			t.Fatalf("found after %d executions: %v", found.Load(), v.Property)
		}
	})
}
