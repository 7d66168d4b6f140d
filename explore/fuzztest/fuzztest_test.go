package fuzztest

import (
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/internal/register"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

func system(bugs register.Bugs) *explore.System {
	return register.System(register.Config{Backups: 2, Writes: 2, Crashes: 2, Bugs: bugs})
}

// FuzzRegister is what users write. Without -fuzz it runs its seeds.
func FuzzRegister(f *testing.F) {
	Fuzz(f, system(register.Bugs{}), Options{Spec: register.Spec{}})
}

// scattered returns data that looks random.
func scattered(seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, 200)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	return data
}

// find returns the first violation that scattered data leads to.
func find(t *testing.T, s *explore.System, options Options) (*explore.Violation, []byte) {
	t.Helper()
	for seed := range uint64(3000) {
		data := scattered(seed)
		if v := Run(s, data, options); v != nil {
			return v, data
		}
	}
	require.Fail(t, "no data finds the planted bug")
	return nil, nil
}

func TestPlantedBugsAreFound(t *testing.T) {
	for property, bugs := range map[string]register.Bugs{
		"durable":        {EarlyAck: true},
		"agreement":      {EarlySend: true},
		explore.Contract: {Backwards: true},
	} {
		t.Run(property, func(t *testing.T) {
			s := system(bugs)
			v, data := find(t, s, Options{})
			require.Equal(t, property, v.Property)

			again := Run(s, data, Options{})
			require.NotNil(t, again, "the same data gives the same run")
			require.Equal(t, v.Run.Last().AppendTo(nil), again.Run.Last().AppendTo(nil))

			encoded := Encode(s, &v.Run)
			require.Len(t, encoded, len(v.Run.Transitions))
			same := Run(s, encoded, Options{})
			require.NotNil(t, same, "the run's own bytes give the run")
			require.Equal(t, v.Run.Last().AppendTo(nil), same.Run.Last().AppendTo(nil))

			text := report(s, v, Options{})
			require.Contains(t, text, "The property \""+property+"\" (always) is violated after")
			require.Contains(t, text, "# system: register")
		})
	}
}

func TestACorrectSystemPasses(t *testing.T) {
	for seed := range uint64(200) {
		require.NoError(t, orNil(Run(system(register.Bugs{}), scattered(seed), Options{Spec: register.Spec{}})))
	}
}

// orNil keeps a nil violation from becoming an error that is not nil.
func orNil(v *explore.Violation) error {
	if v == nil {
		return nil
	}
	return v
}

func TestRefinementIsJudged(t *testing.T) {
	s := system(register.Bugs{})
	s.Abstraction.Stutters = nil
	v := Run(s, []byte{0}, Options{Spec: refusing{}})
	require.NotNil(t, v)
	require.Equal(t, explore.Refinement, v.Property)
}

type refusing struct{ register.Spec }

func (refusing) Step(machine.Action, value.State, value.State) error { return errors.New("no steps") }

func TestSchedulesAreBounded(t *testing.T) {
	s := system(register.Bugs{})
	s.Properties = append(s.Properties, explore.Property{Name: "one crash", Holds: func(w *explore.World) error {
		if w.Crashes > 1 {
			return errors.New("two crashes")
		}
		return nil
	}})
	_, data := find(t, s, Options{})
	v := Run(s, data, Options{})
	require.Nil(t, Run(s, data, Options{Steps: len(v.Run.Transitions) - 1}))
	require.NotNil(t, Run(s, data, Options{Steps: len(v.Run.Transitions)}))
	require.Nil(t, Run(s, data, Options{Steps: 1}))
}

// What follows data depends on data, and on nothing else.
func TestSchedulesGoOnAfterData(t *testing.T) {
	s := system(register.Bugs{EarlyAck: true})
	found := map[string]bool{}
	for i := range byte(200) {
		v, again := Run(s, []byte{i}, Options{}), Run(s, []byte{i}, Options{})
		if v == nil {
			require.Nil(t, again)
			continue
		}
		require.Equal(t, v.Run.Last().AppendTo(nil), again.Run.Last().AppendTo(nil))
		found[string(v.Run.Last().AppendTo(nil))] = true
	}
	require.Greater(t, len(found), 10)
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		data []byte
		n    int
		want int
		next int
	}{
		{[]byte{7, 9}, 5, 2, 1},
		{[]byte{255, 9}, 256, 255, 1},
		{[]byte{1, 2}, 257, (256 + 2) % 257, 2},
		{[]byte{1}, 0, 0, 1},
	} {
		d := &numbers{data: c.data}
		require.Equal(t, c.want, d.below(c.n))
		require.Equal(t, c.next, d.next)
	}
}

// Runs with more than 256 candidates are encoded in two bytes for an event.
func TestManyCandidates(t *testing.T) {
	s := system(register.Bugs{})
	s.Ghost, s.Properties, s.Abstraction = crowd{}, nil, nil
	w, _ := s.Initial()
	put := s.Candidates(w)[256+40]
	require.Equal(t, explore.Ask, put.Kind)
	first, err := s.Do(w, put)
	require.NoError(t, err)
	persist := slices.IndexFunc(s.Candidates(first.World), func(e explore.Event) bool { return e.Kind == explore.Persist })
	second, err := s.Do(first.World, s.Candidates(first.World)[persist])
	require.NoError(t, err)
	data := Encode(s, &explore.Run{Initial: w, Transitions: []explore.Transition{first, second}})
	require.Equal(t, []byte{1, 40, 0, byte(persist)}, data)
	// The second event becomes the violation, so that the run can be seen.
	s.Properties = []explore.Property{{Name: "nothing is durable", Holds: func(w *explore.World) error {
		if w.Nodes[0].Durable.(*register.Storage).Entry.Version > 0 {
			return errors.New("something is")
		}
		return nil
	}}}
	v := Run(s, data, Options{})
	require.NotNil(t, v)
	require.Equal(t, second.World.AppendTo(nil), v.Run.Last().AppendTo(nil))
}

// crowd are clients that may ask many things.
type crowd struct{ explore.NoGhost }

func (crowd) Offers() []explore.Offer {
	var offers []explore.Offer
	for i := range uint64(400) {
		offers = append(offers, explore.Offer{Node: 1, Request: machine.Request{ID: 1, Op: register.Put{Value: i}}})
	}
	return offers
}

func (c crowd) Observe(*explore.Step) explore.Ghost { return c }

func TestFlagsThatAreGivenStay(t *testing.T) {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	value := flags.String("name", "default", "a flag for a test")
	setByDefault(flags, "name", "ours")
	require.Equal(t, "ours", *value)
	setByDefault(flags, "name", "another")
	require.Equal(t, "ours", *value, "it counts as given")
	setByDefault(flags, "unknown", "ours")
	require.Nil(t, flags.Lookup("unknown"))
}
