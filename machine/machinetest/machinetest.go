package machinetest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/machine"
)

// Run checks the machines of system, and codec, which decodes their messages and records. A codec of nil is not checked.
// The system's clients and bounds say what the machines live through; let some crashes be among the faults.
func Run(t *testing.T, system *explore.System, codec machine.Codec) {
	t.Helper()
	t.Run("machines", func(t *testing.T) {
		rapidtest.Check(t, Checked(system, codec), rapidtest.Options{})
	})
	if codec != nil {
		t.Run("decoders", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if err := decodeArbitrary(codec, rapid.SliceOfN(rapid.Byte(), -1, 256).Draw(t, "bytes")); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Checked returns the system whose machines check themselves in every step, and panic when they break the contract, which a
// driver reports as a violation of explore.Contract. Its properties and its abstraction are left out: they know
// only machines of the protocol's own type. It remembers all that it has seen, and is not for use by several goroutines.
func Checked(system *explore.System, codec machine.Codec) *explore.System {
	checked := *system
	checked.Protocol = &protocol{Protocol: system.Protocol, memory: newMemory(system.Protocol, codec)}
	checked.Ghost = ghost{system.Ghost}
	if system.Guard != nil {
		checked.Guard = func(n *explore.Node, e explore.Event) bool { return system.Guard(unwrap(n), e) }
	}
	checked.Properties = nil
	checked.Abstraction = nil
	return &checked
}

// ghost shows the system's ghost the machines that it knows.
type ghost struct{ explore.Ghost }

func (g ghost) Observe(step *explore.Step) explore.Ghost {
	own := *step
	own.Before, own.After = unwrap(step.Before), unwrap(step.After)
	return ghost{g.Ghost.Observe(&own)}
}

func unwrap(n *explore.Node) *explore.Node {
	if n == nil || !n.Up() {
		return n
	}
	own := *n
	own.Machine = n.Machine.(*checked).inner
	return &own
}
