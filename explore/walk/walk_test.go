package walk

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// once runs the system once.
func once(t *testing.T, system *explore.System, o Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), system, o)
	require.NoError(t, err)
	return r
}

// many runs the toy and returns the totals.
func many(t *testing.T, nodes, requests int, b bug, o Options) *Totals {
	t.Helper()
	totals, err := Many(context.Background(), func() *explore.System { return toySystem(nodes, requests, b) }, o)
	require.NoError(t, err)
	return totals
}

func TestSoundRunsHoldAndEachFaultHappens(t *testing.T) {
	totals := many(t, 4, 60, sound, Options{Runs: 60, Events: 600})
	require.Nil(t, totals.Violation)
	require.Equal(t, 60, totals.Runs)
	require.Positive(t, totals.Healed)
	require.Equal(t, []string{"the moon is blue"}, totals.Unreached())
	for f, n := range totals.Faults {
		require.Positive(t, n, "no %v", Fault(f))
		if Fault(f) != Cut {
			require.Less(t, totals.Faulty[f], 57, "%v is hardly ever off", Fault(f))
		}
	}
	require.Contains(t, totals.String(), "partition with a bridge")
}

// TestFaultsAlone checks that of each kind alone there is that kind, and no other but those that come with it.
func TestFaultsAlone(t *testing.T) {
	with := map[Fault][]Fault{}
	for _, f := range []Fault{PartitionHalves, PartitionOne, PartitionOneWay, PartitionBridge} {
		with[f] = []Fault{Cut}
	}
	for _, f := range AllFaults() {
		if kinds[f].nature == onCrash {
			continue
		}
		t.Run(f.String(), func(t *testing.T) {
			totals := many(t, 4, 60, sound, Options{Runs: 6, Events: 400, Faults: []Fault{f}, EveryFault: true})
			require.Nil(t, totals.Violation)
			for other, n := range totals.Faults {
				switch {
				case Fault(other) == f:
					require.Positive(t, n)
				case len(with[f]) == 0 || with[f][0] != Fault(other):
					require.Zero(t, n, "%v", Fault(other))
				}
			}
		})
	}
}

func TestCrashesLoseAndTear(t *testing.T) {
	lost := many(t, 3, 100, sound, Options{Runs: 20, Events: 500, Faults: []Fault{CrashInFlight, LostWrites}, EveryFault: true})
	require.Positive(t, lost.Faults[LostWrites])
	require.Zero(t, lost.Faults[TornWrites])
	torn := many(t, 3, 100, sound, Options{Runs: 20, Events: 500, Faults: []Fault{CrashInFlight, LostWrites, TornWrites}, EveryFault: true})
	require.Positive(t, torn.Faults[TornWrites])
}

func TestCrashesAreBounded(t *testing.T) {
	for _, most := range []int{1, 3} {
		r := once(t, toySystem(3, 100, sound), Options{Faults: []Fault{Crash, DiskError}, EveryFault: true, Crashes: most})
		require.Equal(t, most, r.Faults[Crash]+r.Faults[DiskError])
	}
	system := toySystem(3, 100, sound)
	system.Faults.Crashing = []machine.NodeID{2}
	r := once(t, system, Options{Faults: []Fault{Crash}, EveryFault: true})
	require.Positive(t, r.Faults[Crash])
	for _, e := range r.Trace {
		require.True(t, e.Kind != explore.Crash || e.Node == 2, "%v", e)
	}
}

func TestSameSeedSameRun(t *testing.T) {
	o := Options{Seed: 7, Events: 500, EveryFault: true}
	first, second := once(t, toySystem(3, 100, sound), o), once(t, toySystem(3, 100, sound), o)
	require.Equal(t, names(first.Trace), names(second.Trace))
	require.Equal(t, first.Faults, second.Faults)
	o.Seed++
	require.NotEqual(t, names(first.Trace), names(once(t, toySystem(3, 100, sound), o).Trace))
}

// TestRareChecksTraceBack finds with few checks what is broken for good, at the event that broke it.
func TestRareChecksTraceBack(t *testing.T) {
	o := Options{Runs: 50, Events: 400}
	each := many(t, 3, 50, reuses, o).Violation
	o.CheckEvery = 50
	rare := many(t, 3, 50, reuses, o).Violation
	require.NotNil(t, each)
	require.NotNil(t, rare)
	require.Equal(t, each.Seed, rare.Seed)
	require.Equal(t, each.Error(), rare.Error())
	require.Equal(t, steps(each), steps(rare))

	o.CheckEvery = 1_000_000
	require.Equal(t, each.Seed, many(t, 3, 50, reuses, o).Violation.Seed, "the last world is checked too")
}

func names(events []explore.Event) []string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = e.String()
	}
	return all
}

// TestGoldenRun fails when seeds come to mean other runs, which makes seeds in reports worthless. It is also what shows
// that machines of other architectures agree.
func TestGoldenRun(t *testing.T) {
	r := once(t, toySystem(3, 100, sound), Options{Seed: 1, Events: 300, EveryFault: true})
	require.Equal(t, golden{events: 300, healed: 342, faults: 326, time: 3_100_482_460},
		golden{r.Events, r.Healed, r.Faults.Total(), r.Time})
}

type golden struct {
	events, healed, faults int
	time                   time.Duration
}

func TestWorkersDoNotMatter(t *testing.T) {
	for _, b := range []bug{sound, reuses} {
		var seen []int
		o := Options{Runs: 60, Events: 300, Workers: 1, Progress: func(t *Totals) { seen = append(seen, t.Runs) }}
		alone := many(t, 3, 50, b, o)
		o.Workers, o.Progress = 4, nil
		crowd := many(t, 3, 50, b, o)
		require.Equal(t, alone.String(), crowd.String())
		require.IsIncreasing(t, seen[:alone.Runs])
		require.Equal(t, b == sound, alone.Violation == nil)
	}
}

// TestRunsAreRunsOfTheExplorer replays traces in the explorer's own transition system.
func TestRunsAreRunsOfTheExplorer(t *testing.T) {
	for _, network := range []explore.Network{explore.Unreliable, explore.Once, explore.Ordered} {
		t.Run(network.String(), func(t *testing.T) {
			system := toySystem(3, 12, sound)
			system.Network = network
			r := once(t, system, Options{Seed: 3, Events: 200, EveryFault: true})
			require.Nil(t, r.Violation)
			require.Positive(t, r.Faults[Crash])
			run := transcript(system, r.Trace)
			free := Unbounded(system)
			w, _ := free.Initial()
			for i, e := range r.Trace {
				step, err := free.Do(w, e)
				require.NoError(t, err)
				w = step.World
				require.Equal(t, w.AppendTo(nil), run.Transitions[i].World.AppendTo(nil), "after %v", e)
			}
		})
	}
}

func TestNetworksHaveTheirOwnFaults(t *testing.T) {
	for network, impossible := range map[explore.Network][]Fault{
		explore.Once:    {Duplication, LateDuplicate},
		explore.Ordered: {Duplication, LateDuplicate, Loss, Reordering, Cut},
	} {
		o := Options{Runs: 20, Events: 300, EveryFault: true}
		totals, err := Many(context.Background(), func() *explore.System {
			system := toySystem(3, 50, sound)
			system.Network = network
			return system
		}, o)
		require.NoError(t, err)
		require.Nil(t, totals.Violation)
		require.Positive(t, totals.Faults[PartitionOne])
		for _, f := range impossible {
			require.Zero(t, totals.Faults[f], "%v on a network that is %v", f, network)
		}
	}
}

func TestTimeBoundsRunsInWhichNothingIsLeft(t *testing.T) {
	r := once(t, toySystem(2, 1, sound), Options{Faults: []Fault{}, Time: time.Second})
	require.Less(t, r.Events, 10)
	require.Nil(t, r.Violation)
}

func TestContextEndsRuns(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Run(ctx, toySystem(3, 100, sound), Options{})
	require.ErrorIs(t, err, context.Canceled)

	ctx, cancel = context.WithCancel(context.Background())
	totals, err := Many(ctx, func() *explore.System { return toySystem(3, 50, sound) }, Options{
		Runs: 1_000_000, Events: 50, Progress: func(t *Totals) {
			if t.Runs == 5 {
				cancel()
			}
		}})
	require.ErrorIs(t, err, context.Canceled)
	require.GreaterOrEqual(t, totals.Runs, 5)
}

func TestOptionsSayAllThatIsWrong(t *testing.T) {
	_, err := Run(context.Background(), toySystem(3, 1, sound), Options{Events: -1, Bound: -2, Faults: []Fault{99}})
	require.ErrorContains(t, err, "Options.Events is -1")
	require.ErrorContains(t, err, "Options.Bound is -2")
	require.ErrorContains(t, err, "Options.Faults has 99")
	_, err = Many(context.Background(), nil, Options{Runs: -1})
	require.ErrorContains(t, err, "Options.Runs is -1")
}

// counting is a specification in which "done" counts up to a bound.
type counting struct{ most int64 }

var errOutside = errors.New("not a step of the specification")

func (counting) Initial(s value.State) error {
	if s.Value("done") != value.Int(0) {
		return errOutside
	}
	return nil
}

func (c counting) Step(action machine.Action, before, after value.State) error {
	for n := range c.most {
		if before.Value("done") == value.Int(n) && after.Value("done") == value.Int(n+1) && (action == "Ack" || action == "Persist") {
			return nil
		}
	}
	return errOutside
}

func TestStepsAreJudged(t *testing.T) {
	system := toySystem(3, 20, sound)
	system.Abstraction = abstractToy
	o := Options{Events: 300, Faults: []Fault{}, Spec: counting{20}, WithinSpec: true}
	r := once(t, system, o)
	require.Nil(t, r.Violation)
	require.Equal(t, Judged{Steps: 20, Stutters: r.Events + r.Healed - 20}, r.Judged)

	o.Spec = counting{5}
	r = once(t, system, o)
	require.NotNil(t, r.Violation)
	require.Equal(t, explore.Refinement, r.Violation.Property)
	require.ErrorIs(t, r.Violation, errOutside)
	shrunk := Shrink(context.Background(), system, r.Violation)
	require.Less(t, len(shrunk.Run.Transitions), len(r.Violation.Run.Transitions))
	require.ErrorIs(t, shrunk, errOutside)

	o.WithinSpec = false
	r = once(t, system, o)
	require.Nil(t, r.Violation)
	require.Equal(t, Judged{Steps: 5, Stutters: r.Events + r.Healed - 20, Outside: 15}, r.Judged)
}

// TestGuardsAreNotAsked: bounds are for searches, which must come to an end.
func TestGuardsAreNotAsked(t *testing.T) {
	guarded := toySystem(3, 20, sound)
	guarded.Guard = func(*explore.Node, explore.Event) bool { return false }
	want := once(t, toySystem(3, 20, sound), Options{Seed: 3, Events: 200})
	got := once(t, guarded, Options{Seed: 3, Events: 200})
	require.Equal(t, want.Trace, got.Trace)
	w, _ := guarded.Initial()
	_, err := guarded.Do(w, got.Trace[0])
	require.ErrorContains(t, err, "not possible here")
	_, err = Unbounded(guarded).Do(w, got.Trace[0])
	require.NoError(t, err)
}
