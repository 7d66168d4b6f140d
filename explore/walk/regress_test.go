package walk_test

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
)

// tick is the only data of a clock.
type tick struct{}

func (tick) AppendTo(b []byte) []byte { return b }
func (tick) String() string           { return "tick" }

// clock counts the ends of its timer, up to 200.
type clock struct{ n uint64 }

func (c *clock) Step(in machine.Input, out *machine.Output) {
	if _, ok := in.(machine.Fire); ok {
		c.n = min(c.n+1, 200)
		out.Action = "Tick"
		out.SetTimer(tick{})
	}
}
func (c *clock) Clone() machine.Machine   { return &clock{c.n} }
func (c *clock) AppendTo(b []byte) []byte { return binary.AppendUvarint(b, c.n) }

// nothing is the storage of a clock.
type nothing struct{}

func (nothing) Add(machine.Record) error { return errors.New("a clock writes nothing") }
func (nothing) Clone() machine.Durable   { return nothing{} }
func (nothing) AppendTo(b []byte) []byte { return b }

type clocks struct{}

func (clocks) Empty(machine.NodeID) machine.Durable { return nothing{} }
func (clocks) Recover(_ machine.NodeID, _ machine.Durable, out *machine.Output) machine.Machine {
	out.SetTimer(tick{})
	return &clock{}
}

// TestWhatHasComeMustNotGoForEver: a property that holds after healing and then never again is violated, one that holds from
// some moment on is not.
func TestWhatHasComeMustNotGoForEver(t *testing.T) {
	for name, c := range map[string]struct {
		holds    func(n uint64) bool
		violated bool
	}{
		"gone after five seconds or so": {func(n uint64) bool { return n < 50 }, true},
		"there after five seconds":      {func(n uint64) bool { return n > 50 }, false},
		"there now and then":            {func(n uint64) bool { return n%10 == 0 }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := &explore.System{Protocol: clocks{}, Nodes: []machine.NodeID{0}, Ghost: explore.NoGhost{}, Properties: []explore.Property{{
				Name: "it is there", Kind: explore.Eventually,
				Holds: func(w *explore.World) error {
					if n := w.Nodes[0]; n.Up() && c.holds(n.Machine.(*clock).n) {
						return nil
					}
					return errors.New("it is not there")
				},
			}}}
			r, err := walk.Run(t.Context(), s, walk.Options{Seed: 1, Events: 10, Faults: []walk.Fault{}})
			require.NoError(t, err)
			require.Equal(t, c.violated, r.Violation != nil)
		})
	}
}
