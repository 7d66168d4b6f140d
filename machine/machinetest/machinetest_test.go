package machinetest_test

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/internal/register"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/machine/machinetest"
)

func system(p machine.Protocol) *explore.System {
	s := register.System(register.Config{Backups: 2, Writes: 3, Crashes: 2})
	if p != nil {
		s.Protocol = p
	}
	return s
}

func TestTheRegisterKeepsTheContract(t *testing.T) {
	machinetest.Run(t, system(nil), register.Codec{})
	for _, network := range []explore.Network{explore.Once, explore.Ordered} {
		machinetest.Run(t, register.System(register.Config{Backups: 2, Writes: 2, Crashes: 1, Network: network}), nil)
	}
}

// A checked system goes the same ways as the system itself.
func TestCheckingChangesNothing(t *testing.T) {
	plain, checked := system(nil), machinetest.Checked(system(nil), register.Codec{})
	rapid.Check(t, func(t *rapid.T) {
		a, _ := plain.Initial()
		b, _ := checked.Initial()
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			possible, same := plain.Transitions(a), checked.Transitions(b)
			require.Len(t, same, len(possible))
			i := rapid.IntRange(0, len(possible)-1).Draw(t, "event")
			require.Equal(t, possible[i].String(), same[i].String())
			a, b = possible[i].World, same[i].World
			require.Equal(t, a.AppendTo(nil), b.AppendTo(nil))
		}
	})
}

// recorder is a test that notes what it is told.
type recorder struct {
	rapid.TB
	lines  []string
	failed bool
}

func (r *recorder) Helper()                           {}
func (r *recorder) Name() string                      { return "recorder" }
func (r *recorder) Logf(format string, args ...any)   { r.Log(fmt.Sprintf(format, args...)) }
func (r *recorder) Log(args ...any)                   { r.lines = append(r.lines, fmt.Sprint(args...)) }
func (r *recorder) Errorf(format string, args ...any) { r.Logf(format, args...); r.failed = true }
func (r *recorder) Failed() bool                      { return r.failed }
func (r *recorder) FailNow()                          { r.failed = true; runtime.Goexit() }

// setFlag sets a flag for the rest of a test.
func setFlag(t *testing.T, name, value string) {
	t.Helper()
	before := flag.Lookup(name).Value.String()
	require.NoError(t, flag.Set(name, value))
	t.Cleanup(func() { require.NoError(t, flag.Set(name, before)) })
}

// breach returns what the check says of a system that must fail.
func breach(t *testing.T, s *explore.System, codec machine.Codec) string {
	t.Helper()
	setFlag(t, "rapid.seed", "1")
	setFlag(t, "rapid.nofailfile", "true")
	setFlag(t, "rapid.shrinktime", "0s")
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		rapidtest.Check(r, machinetest.Checked(s, codec), rapidtest.Options{})
	}()
	<-done
	require.True(t, r.failed, "no schedule finds the breach")
	return strings.Join(r.lines, "\n")
}

// steps is state that all machines share, which they must not.
var steps int

// Each breach of the contract by a machine is found, and called what it is.
func TestBreachesOfMachinesAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		faults faults
		want   string
	}{
		"a global": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if steps++; out.Action != "" {
				out.Apply(register.Show{Entry: register.Entry{Version: uint64(steps)}}, 0)
			}
		}}, "does two things in one state"},
		"a shared pointer": {faults{share: true, step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if out.Action == "HandleAck" {
				*m.count++
			}
		}}, "a clone of node 1"},
		"clones that share with each other": {faults{
			clone: func(m, c *faulty) {
				if m.twin == nil {
					m.twin = new(int)
					*m.twin = *m.count
				}
				c.count = m.twin
			},
			step: func(m *faulty, in machine.Input, out *machine.Output) {
				if m.Machine.Step(in, out); out.Action != "" {
					*m.count++
				}
			},
		}, "changes another clone"},
		"clones that behave in another way": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action != "" && m.clones%2 == 0 {
				out.Apply(register.Show{}, 0)
			}
		}}, "and a clone of it do two things"},
		"a list that clones append to": {faults{alias: true, step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action != "" {
				m.list = append(m.list, in.String()...)
			}
		}}, "a clone of node 1"},
		"a state that shows later": {faults{hide: true, step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if out.Action == "SendAgain" {
				*m.count++
			}
			if out.Action == "HandleAck" {
				m.extra += byte(*m.count)
			}
		}}, "the encoding leaves something out"},
		"a clone of another encoding": {faults{clone: func(_, c *faulty) { *c.count++ }}, "has another encoding"},
		"a state that is not encoded": {faults{hide: true, step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if out.Action == "SendAgain" {
				*m.count++
			}
			if out.Action == "HandleAck" && *m.count > 0 {
				out.Apply(register.Show{}, 0)
			}
		}}, "the encoding leaves something out"},
		"absolute numbers of batches": {faults{hide: true, step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if out.Seq > 1 {
				out.Apply(register.Show{}, 0)
			}
		}}, "the encoding leaves something out"},
		"a refusal that changes the state": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action == "" {
				*m.count++
			}
		}}, "but changes its state"},
		"a refusal that asks for something": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action == "" {
				out.StopTimer(register.Resend{})
			}
		}}, "but asks for something: (stop timer resend 0)"},
		"waiting for a batch to come": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			for i := range out.Sends {
				out.Sends[i].After++
			}
		}}, "an effect waits for batch"},
		"waiting for a batch that is durable": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			if p, ok := in.(machine.Persisted); ok {
				out.Apply(register.Show{}, p.Seq)
			}
		}}, "an effect waits for batch 1, which is durable"},
		"a number left out": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); len(out.Records) > 0 {
				out.Seq++
			}
		}}, "batch 2 was issued after batch 0"},
		"a batch without records": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action == "SendAgain" {
				out.Seq = 7
			}
		}}, "batch 7 has no records"},
		"a record that storage refuses": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); len(out.Records) > 0 {
				out.Records = append(out.Records, out.Records[0])
			}
		}}, "refuses kept 1=10"},
		"keeping the output": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			m.Machine.Step(in, out)
			m.kept = out
		}}, "keeps the output that it is given"},
		"timers that do not compare": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action == "AcceptPut" {
				out.SetTimer(listTimer{[]int{1}})
			}
		}}, "timers of type machinetest_test.listTimer do not compare"},
		"timers that are pointers": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); out.Action == "AcceptPut" {
				out.SetTimer(&pointerTimer{1})
			}
		}}, "is not == to another of the same encoding"},
		"one name for two commands": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); len(out.Applies) > 0 {
				out.Apply(nameless{register.Put{Value: 1}}, 0)
				out.Apply(nameless{register.Put{Value: 2}}, 0)
			}
		}}, `two kinds of command are called "nameless"`},
		"two names for one command": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); len(out.Applies) > 0 {
				out.Apply(manyNames{}, 0)
				out.Apply(manyNames{true}, 0)
			}
		}}, "two kinds of command have the encoding 78"},
		"an encoding that is not appended": {faults{step: func(m *faulty, in machine.Input, out *machine.Output) {
			if m.Machine.Step(in, out); len(out.Applies) > 0 {
				out.Apply(inPlace{}, 0)
			}
		}}, "AppendTo of machinetest_test.inPlace does not append"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, breach(t, system(faultyProtocol{faults: &c.faults}), nil), c.want)
		})
	}
}

// Each breach of the contract by storage and recovery is found, without a single crash.
func TestBreachesOfRecoveryAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		protocol machine.Protocol
		want     string
	}{
		"no recovery from some storage": {recovery{after: func(s *register.Storage, _ *machine.Output) {
			if s.Entry.Version == 2 {
				panic("no version 2")
			}
		}}, "does not recover from what a crash may leave (storage 0214): no version 2"},
		"no recovery from a crash during recovery": {recovery{after: func(s *register.Storage, out *machine.Output) {
			switch s.Entry.Version {
			case 1:
				out.Persist(1, register.Kept{Entry: register.Entry{Version: 100}})
			case 100:
				panic("no version 100")
			}
		}}, "(storage 6400): no version 100"},
		"a recovery that depends on a global": {recovery{after: func(_ *register.Storage, out *machine.Output) {
			steps++
			out.Apply(register.Show{Entry: register.Entry{Version: uint64(steps)}}, 0)
		}}, "recovers from the same storage in two ways"},
		"a recovery that changes storage": {recovery{before: func(s *register.Storage) { s.Entry.Value++ }}, "changes the storage that it is given"},
		"machines that share":             {recovery{count: new(int)}, "recovers from storage of equal encoding 0000 and does two things"},
		"keeping the storage":             {recovery{keep: true}, "keeps the storage from which it recovers"},
		"a storage that shares":           {recovery{storage: func() machine.Durable { return &shared{new(register.Storage)} }}, "changes the storage"},
		"a storage of two encodings":      {recovery{storage: func() machine.Durable { return &growing{} }}, "a clone of the storage 00 has another encoding, 0000"},
		"a storage that is not encoded":   {recovery{storage: func() machine.Durable { return &hiding{} }}, "recovers from storage of equal encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			s := system(c.protocol)
			s.Faults.Crashes = 0
			require.Contains(t, breach(t, s, nil), c.want)
		})
	}
}

func TestBreachesOfCodecsAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		decode func(b []byte) (machine.Message, error)
		want   string
	}{
		"an error": {func([]byte) (machine.Message, error) { return nil, errors.New("no") }, "does not decode from its encoding"},
		"another value": {func(b []byte) (machine.Message, error) {
			m, err := register.Codec{}.DecodeMessage(b)
			if w, ok := m.(register.Write); ok {
				w.Entry.Value++
				return w, err
			}
			return m, err
		}, "decodes from its encoding 77"},
		"a panic": {func(b []byte) (machine.Message, error) {
			_ = b[1]
			return register.Codec{}.DecodeMessage(b)
		}, "the decoder panics: runtime error: index out of range [1] with length 0"},
		"more bytes": {func(b []byte) (machine.Message, error) {
			return register.Codec{}.DecodeMessage(b[:min(len(b), 3)])
		}, "bytes that are no encoding give an error"},
		"its bytes changed": {func(b []byte) (machine.Message, error) {
			m, err := register.Codec{}.DecodeMessage(b)
			if len(b) > 3 {
				clear(b)
			}
			return m, err
		}, "changes it"},
		"memory without bound": {func(b []byte) (machine.Message, error) {
			if len(b) > 8 {
				sink = make([]byte, 64<<20)
			}
			return register.Codec{}.DecodeMessage(b)
		}, "allocates"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, breach(t, system(nil), brokenCodec{decode: c.decode}), c.want)
		})
	}
}

var sink []byte

func TestArbitraryBytesAreDecoded(t *testing.T) {
	require.NoError(t, machinetest.DecodeArbitrary(register.Codec{}, []byte("w\x01\x02")))
	lenient := brokenCodec{decode: func(b []byte) (machine.Message, error) { return register.Codec{}.DecodeMessage(b[:min(len(b), 3)]) }}
	require.ErrorContains(t, machinetest.DecodeArbitrary(lenient, []byte("w\x01\x02\x03")), "the bytes 77010203 decode to the message write 1=2, whose encoding is 770102")
}

type brokenCodec struct {
	register.Codec
	decode func(b []byte) (machine.Message, error)
}

func (c brokenCodec) DecodeMessage(b []byte) (machine.Message, error) { return c.decode(b) }

func TestTheTranscriptShowsTheMachine(t *testing.T) {
	text := breach(t, system(recovery{after: func(s *register.Storage, _ *machine.Output) {
		if s.Entry.Version == 2 {
			panic("no version 2")
		}
	}}), nil)
	require.Contains(t, text, "+ waits for acknowledgements, has them of []")
	require.Contains(t, text, "Panic 1: ask put 20 at 1, request 2")
	require.NotContains(t, text, "checked.go", "the stack is that of the machine")
}
