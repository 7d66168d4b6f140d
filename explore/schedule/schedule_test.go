package schedule_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/internal/register"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// golden compares text with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *rewrite {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run go test ./explore/schedule -rewrite if the change is meant")
}

func small(bugs register.Bugs) *explore.System {
	return register.System(register.Config{Backups: 2, Writes: 2, Crashes: 2, Bugs: bugs})
}

// violate returns a violation that a random schedule finds, or nil.
func violate(t *testing.T, system *explore.System, spec explore.Spec, events int, seed uint64) *explore.Violation {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	course, v := schedule.Begin(system, spec)
	for range events {
		if v != nil {
			return v
		}
		possible := system.Transitions(course.World())
		v = course.Take(possible[random.IntN(len(possible))])
	}
	return v
}

// find returns the shortened violation that some seed finds.
func find(t *testing.T, system *explore.System, spec explore.Spec) *explore.Violation {
	t.Helper()
	for seed := range uint64(1000) {
		if v := violate(t, system, spec, 300, seed); v != nil {
			short := schedule.Shorten(system, spec, v)
			require.LessOrEqual(t, len(short.Run.Transitions), len(v.Run.Transitions))
			return short
		}
	}
	require.Fail(t, "no seed finds the planted bug")
	return nil
}

func TestReadBackWhatWasWritten(t *testing.T) {
	system := small(register.Bugs{})
	random := rand.New(rand.NewPCG(1, 2))
	course, _ := schedule.Begin(system, nil)
	for range 50 {
		possible := system.Transitions(course.World())
		require.Nil(t, course.Take(possible[random.IntN(len(possible))]))
	}
	run := course.Run()
	kept := schedule.Of(system, &run)
	kept.Header = append(kept.Header, schedule.Field{Value: "a free comment"})
	name := filepath.Join(t.TempDir(), "kept")
	require.NoError(t, kept.WriteFile(name))
	read, err := schedule.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, kept.Header, read.Header)
	require.Len(t, read.Entries, 50)

	again, err := schedule.Replay(system, read, schedule.Strict, register.Spec{})
	require.NoError(t, err)
	require.Nil(t, again.Violation)
	require.Empty(t, again.Departures)
	require.Equal(t, course.World().AppendTo(nil), again.Run.Last().AppendTo(nil))
}

func TestAnyNameSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := schedule.Entry{
			Action: machine.Action(rapid.SampledFrom([]string{"", "HandleVote", "Crash"}).Draw(t, "action")),
			Node:   machine.NodeID(rapid.Uint32().Draw(t, "node")),
			Event:  rapid.String().Draw(t, "event"),
			Line:   1,
		}
		var b bytes.Buffer
		require.NoError(t, (&schedule.Schedule{Entries: []schedule.Entry{e}}).Write(&b))
		read, err := schedule.Parse(&b)
		require.NoError(t, err)
		require.Equal(t, []schedule.Entry{e}, read.Entries)
	})
}

func TestErrorsSayTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"# fine\n\nfoo":               `line 3: no ": " in "foo"`,
		"HandleVote: deliver":         `line 1: no node after the action "HandleVote"`,
		"HandleVote x: deliver":       `line 1: the node "x" is no number`,
		"HandleVote 4294967296: flsh": `line 1: the node "4294967296" is no number`,
		"A 1: flush 1\nA 1: \"flush":  `line 2: the quoted event does not end`,
	} {
		_, err := schedule.Parse(strings.NewReader(text))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "HandleVote 0: deliver yes", "the form is shown")
	}
	_, err := schedule.Parse(strings.NewReader("#a\n" + strings.Repeat("x", 2<<20)))
	require.ErrorContains(t, err, "line 2: ")
	_, err = schedule.ReadFile(filepath.Join("testdata", "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestHeaderOfAViolation(t *testing.T) {
	system := small(register.Bugs{EarlyAck: true})
	v := find(t, system, nil)
	kept := schedule.OfViolation(system, v)
	require.Equal(t, "register", kept.Value(schedule.SystemKey))
	require.Equal(t, "durable", kept.Value(schedule.PropertyKey))
	require.Contains(t, kept.Value(schedule.WhyKey), "was told that version")
	require.Empty(t, kept.Value("nothing"))
}

func TestAKeptScheduleFailsAgainUntilTheBugIsMended(t *testing.T) {
	broken, mended := small(register.Bugs{EarlyAck: true}), small(register.Bugs{})
	kept := schedule.OfViolation(broken, find(t, broken, nil))
	var text bytes.Buffer
	require.NoError(t, kept.Write(&text))
	golden(t, "early-ack.schedule", text.String())

	for _, mode := range []schedule.Mode{schedule.Strict, schedule.Skipping} {
		again, err := schedule.Replay(broken, kept, mode, nil)
		require.NoError(t, err)
		require.NotNil(t, again.Violation)
		require.Equal(t, "durable", again.Violation.Property)
	}

	read, err := schedule.Parse(&text)
	require.NoError(t, err)
	_, err = schedule.Replay(mended, read, schedule.Strict, nil)
	var divergence *schedule.Divergence
	require.ErrorAs(t, err, &divergence)
	golden(t, "early-ack.divergence", err.Error()+"\n")

	skipping, err := schedule.Replay(mended, read, schedule.Skipping, nil)
	require.NoError(t, err)
	require.Nil(t, skipping.Violation)
	require.NotEmpty(t, skipping.Departures)
	require.Equal(t, len(read.Entries), len(skipping.Run.Transitions)+len(skipping.Departures))
}

func TestAnotherActionDiverges(t *testing.T) {
	system := small(register.Bugs{})
	kept, err := schedule.Parse(strings.NewReader("TakePut 1: ask put 10 at 1, request 1\n"))
	require.NoError(t, err)
	r, err := schedule.Replay(system, kept, schedule.Strict, nil)
	require.EqualError(t, err, "line 1: expected TakePut, but AcceptPut fires on ask put 10 at 1, request 1")
	require.Empty(t, r.Run.Transitions)
	r, err = schedule.Replay(system, kept, schedule.Skipping, nil)
	require.NoError(t, err)
	require.Len(t, r.Departures, 1)
	require.Len(t, r.Run.Transitions, 1)
}

func TestARefusedEventIsNotEnabled(t *testing.T) {
	kept := &schedule.Schedule{Entries: []schedule.Entry{{Action: "Flush", Node: 1, Event: "flush 1"}}}
	_, err := schedule.Replay(small(register.Bugs{}), kept, schedule.Strict, nil)
	require.ErrorContains(t, err, "entry 1: Flush 1: flush 1 is not enabled; enabled are:\n\tCrash 1: crash 1, keeping 0 records in flight\n\tCrash 2")
}

func TestTheScheduleOfAnotherSystemIsRefused(t *testing.T) {
	kept := &schedule.Schedule{Header: []schedule.Field{{Key: schedule.SystemKey, Value: "other"}}}
	_, err := schedule.Replay(small(register.Bugs{}), kept, schedule.Skipping, nil)
	require.EqualError(t, err, `the schedule is of the system "other", expected "register"`)
}

// Each planted bug is found as a violation of the property that it breaks, and shortened to so few events that none can go.
func TestCoursesJudgeSteps(t *testing.T) {
	for name, c := range map[string]struct {
		bugs     register.Bugs
		spec     explore.Spec
		property string
	}{
		"early ack":   {register.Bugs{EarlyAck: true}, nil, "durable"},
		"early send":  {register.Bugs{EarlySend: true}, nil, "agreement"},
		"count twice": {register.Bugs{CountTwice: true}, nil, "durable"},
		"stale ack":   {register.Bugs{StaleAck: true}, nil, "durable"},
		"backwards":   {register.Bugs{Backwards: true}, nil, explore.Contract},
		"panics":      {register.Bugs{Panics: true}, nil, explore.Contract},
		"refinement":  {register.Bugs{}, grudging{}, explore.Refinement},
	} {
		t.Run(name, func(t *testing.T) {
			system := small(c.bugs)
			v := find(t, system, c.spec)
			require.Equal(t, c.property, v.Property)
			require.Equal(t, explore.Always, v.Kind)
			kept := schedule.OfViolation(system, v)
			for i := range kept.Entries {
				less := &schedule.Schedule{Entries: append(append([]schedule.Entry{}, kept.Entries[:i]...), kept.Entries[i+1:]...)}
				r, err := schedule.Replay(system, less, schedule.Skipping, c.spec)
				require.NoError(t, err)
				require.True(t, r.Violation == nil || r.Violation.Property != c.property, "%v can go", kept.Entries[i])
			}
			var b bytes.Buffer
			require.NoError(t, schedule.Report(&b, v, "go test -run TestMine"))
			if c.bugs.Panics { // the stack has addresses
				require.Contains(t, b.String(), "register.(*Machine).Step")
				require.NotContains(t, b.String(), "explore.(*Node).Step")
				return
			}
			golden(t, strings.ReplaceAll(name, " ", "-")+".report", b.String())
		})
	}
}

// grudging accepts no acknowledgement that lets a client be told.
type grudging struct{ register.Spec }

func (g grudging) Step(action machine.Action, before, after value.State) error {
	if action == "HandleAck" && before.Value("told") != after.Value("told") {
		return errors.New("HandleAck tells the client")
	}
	return g.Spec.Step(action, before, after)
}

func TestWhatIsWrongInTheBeginning(t *testing.T) {
	system := small(register.Bugs{})
	system.Properties = []explore.Property{{Name: "never", Holds: func(*explore.World) error { return errors.New("no") }}}
	_, v := schedule.Begin(system, nil)
	require.Equal(t, "never", v.Property)
	require.Empty(t, v.Run.Transitions)

	system = small(register.Bugs{})
	system.Ghost = register.Client{Told: 1}
	system.Properties = nil
	_, v = schedule.Begin(system, register.Spec{})
	require.Equal(t, explore.Refinement, v.Property)

	system.Protocol = panicking{}
	_, v = schedule.Begin(system, nil)
	require.Equal(t, explore.Contract, v.Property)
	require.ErrorContains(t, v.Why, "in the beginning")
}

type panicking struct{ register.Protocol }

func (panicking) Recover(machine.NodeID, machine.Durable, *machine.Output) machine.Machine {
	panic("the planted panic")
}

func TestOnlyListedActionsStutter(t *testing.T) {
	system := small(register.Bugs{})
	system.Abstraction.Stutters = nil
	v := violate(t, system, strict{}, 1, 1)
	require.NotNil(t, v)
	require.Equal(t, explore.Refinement, v.Property)
}

// strict accepts no step that changes nothing.
type strict struct{ register.Spec }

func (strict) Step(action machine.Action, before, after value.State) error {
	if before.Record() == after.Record() {
		return fmt.Errorf("%s may not stutter", action)
	}
	return nil
}

func TestLoopsAreShown(t *testing.T) {
	system := small(register.Bugs{})
	kept, err := schedule.Parse(strings.NewReader("AcceptPut 1: ask put 10 at 1, request 1\nPersist 1: persist 1\nSendAgain 1: fire resend 1 at 1\n"))
	require.NoError(t, err)
	r, err := schedule.Replay(system, kept, schedule.Strict, nil)
	require.NoError(t, err)
	v := &explore.Violation{Property: "answered", Kind: explore.Eventually, Why: errors.New("nothing was answered"), Run: r.Run, Loop: 2}
	var b bytes.Buffer
	require.NoError(t, schedule.Report(&b, v, ""))
	golden(t, "loop.report", b.String())
	v.Loop = -1
	b.Reset()
	require.NoError(t, schedule.Report(&b, v, ""))
	require.Contains(t, b.String(), "Nothing more need happen.")
	require.Same(t, v, schedule.Shorten(system, nil, v))
}

func TestWhatCannotBeDescribedIsHashed(t *testing.T) {
	node := &explore.Node{ID: 1, Durable: opaque{1}}
	require.Equal(t, []string{"down", "storage: state of 1 bytes, hash 040c5b8c"}, schedule.Describe(node))
	node.Durable = opaque{2}
	require.NotEqual(t, []string{"down", "storage: state of 1 bytes, hash 040c5b8c"}, schedule.Describe(node))
	node.Durable = spoken{}
	require.Equal(t, []string{"down", "storage: two", "storage: lines"}, schedule.Describe(node))
}

type opaque []byte

func (o opaque) Add(machine.Record) error { return nil }
func (o opaque) Clone() machine.Durable   { return o }
func (o opaque) AppendTo(b []byte) []byte { return append(b, o...) }

type spoken struct{ opaque }

func (spoken) String() string { return "two\nlines\n" }

func TestCoursesDoWhatIsPossible(t *testing.T) {
	system := small(register.Bugs{})
	course, v := schedule.Begin(system, nil)
	require.Nil(t, v)
	flush := explore.Event{Kind: explore.Flush, Node: 1}
	_, err := course.Do(flush)
	require.EqualError(t, err, "flush 1: node 1 refuses it")
	_, happened := course.Try(flush)
	require.False(t, happened)
	_, err = course.Do(explore.Event{Kind: explore.Persist, Node: 1})
	require.EqualError(t, err, "persist 1: not possible here")
	before := course.Run()
	require.Empty(t, before.Transitions)

	candidates := course.Candidates()
	v, err = course.Do(candidates[len(candidates)-1])
	require.NoError(t, err)
	require.Nil(t, v)
	require.Empty(t, before.Transitions, "a run stays as it is")
	run := course.Run()
	var b bytes.Buffer
	require.NoError(t, schedule.Transcript(&b, &run))
	require.Contains(t, b.String(), "  1. AcceptPut 1: ask put 10 at 1, request 1\n       writes kept 1=10\n")
	v, happened = course.Try(explore.Event{Kind: explore.Persist, Node: 1})
	require.True(t, happened)
	require.Nil(t, v)
}
