package rafttest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

var (
	rewrite = flag.Bool("rewrite", false, "write the kept schedules of planted bugs anew")
	keep    = flag.String("keep", "", "keep the schedule that shows this mistake, which the code was built with: see TestKeptMutants")
	keepIn  = flag.String("keepin", "", "a pattern of the configurations that -keep searches, instead of the models that are not deep")
)

// keptPath is where a schedule is kept: those of bugs that tests plant in schedules, those of mistakes in the code in mutants.
func keptPath(folder, name string) string {
	return filepath.Join("testdata", folder, strings.NewReplacer(" ", "-", "'", "").Replace(name)+".schedule")
}

// departsKey is the key of a header line that says at which event the code as it is departs from the schedule, and why.
const departsKey = "departs"

// The first lines of schedules whose systems are made by tests only. The others can be replayed by the command tenet.
const (
	plantedOnly = "For go test ./raft/rafttest -run TestKeptSchedules only, which plants the bug, in a system with bounds that tenet replay cannot make."
	beyondOnly  = "For go test ./raft/rafttest -run TestKeptMutants only, in a system with disks that tenet replay cannot make."
)

// writeKept writes the schedule of a violation below a line that says who can replay it, unless that is "".
func writeKept(t *testing.T, path, who, name string, s *explore.System, v *explore.Violation) {
	t.Helper()
	kept := schedule.OfViolation(s, v)
	kept.Header = append([]schedule.Field{{Key: "bug", Value: name}}, kept.Header...)
	if who != "" {
		kept.Header = append([]schedule.Field{{Value: who}}, kept.Header...)
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, kept.WriteFile(path))
}

// plantedSystem is what shows a bug, if it is planted, by the property that it violates. It is named after the test: by the name of
// a system that the command tenet can make, it would replay the schedule in another one.
func plantedSystem(t *testing.T, b bug, plant bool) *explore.System {
	t.Helper()
	s := built(t, b.config)
	s.Name = "TestKeptSchedules"
	s.Properties = only(s.Properties, b.want)
	if plant {
		b.bug.Protocol = s.Protocol
		s.Protocol = b.bug
	}
	return s
}

// TestKeptSchedules replays the schedules that led to a violation. Each violates its property on the code with its bug, step
// by step, and none on the code as it is. They are written anew by
//
//	go test ./raft/rafttest -run KeptSchedules -rewrite
func TestKeptSchedules(t *testing.T) {
	kept := 0
	for name, b := range plantedBugs() {
		broken := plantedSystem(t, b, true)
		if broken.Properties[0].Kind != explore.Always {
			continue // a run that lacks something is no schedule to keep
		}
		kept++
		t.Run(name, func(t *testing.T) {
			if *rewrite {
				found, err := exhaustive.Check(context.Background(), broken, exhaustive.Options{})
				require.NoError(t, err)
				require.NotNil(t, found.Violation)
				writeKept(t, keptPath("schedules", name), plantedOnly, name, broken, found.Violation)
			}
			s, err := schedule.ReadFile(keptPath("schedules", name))
			require.NoError(t, err)
			require.Equal(t, b.want, s.Value(schedule.PropertyKey))
			require.Equal(t, plantedOnly, s.Header[0].Value)

			r, err := schedule.Replay(broken, s, schedule.Strict, nil)
			require.NoError(t, err)
			require.NotNil(t, r.Violation, "the bug does not show")
			require.Equal(t, b.want, r.Violation.Property)
			require.Len(t, r.Run.Transitions, len(s.Entries), "the violation is in the last step")

			r, err = schedule.Replay(plantedSystem(t, b, false), s, schedule.Skipping, nil)
			require.NoError(t, err)
			require.Nil(t, r.Violation)
			require.NotEmpty(t, r.Run.Transitions)
		})
	}
	requireFiles(t, "schedules", kept)
}

// requireFiles requires that so many schedules are kept in a folder: no more than tests know of.
func requireFiles(t *testing.T, folder string, n int) {
	t.Helper()
	files, err := filepath.Glob(keptPath(folder, "*"))
	require.NoError(t, err)
	require.Len(t, files, n)
}

// keptMutants are mistakes of which a schedule is kept. The first was one of this code: a node that rejected a message of an earlier term echoed its round in
// an answer of its own term, and so confirmed reads of the sender's later reign. The others have the names of package mutants/raft.
var keptMutants = []string{
	"rounds of an earlier reign count",
	"entries of older terms are committed by counting",
	"reads do not wait for the leader's first entry",
	"a leader counts what it has only written",
	"what is repeated need not be written",
	"answers leave with the oldest batch in flight",
	"answers of earlier terms count",
	"a follower acknowledges its whole log",
	"commit runs ahead of what matches",
	"a leader that steps down knows that nothing is applied",
	"the log does not have to match",
	"a node votes for several candidates",
}

// beyond are configurations in which mistakes show that the models that are not deep are too small for.
var beyond = []Model{
	modelOf("figure 8", true, Config{
		Nodes: 3, MaxTerm: 5, Campaigning: ids(1, 3), Committed: []raft.Entry{NoOpEntry(1)}, Cut: [][2]machine.NodeID{{1, 3}},
		Disks: disks{1: noOps(3, 0, 1, 2), 2: noOps(3, 0, 1), 3: noOps(4, 0, 1, 3)},
	}),
}

// configurations returns where mistakes are looked for.
func configurations() []Model { return slices.Concat(Models, beyond) }

// keptSystem returns the name by which schedules know a configuration, and who can replay them, "" for everybody. A model's name is
// the words that ask the command tenet for it.
func keptSystem(m Model) (name, who string) {
	if slices.ContainsFunc(beyond, func(b Model) bool { return b.Name == m.Name }) {
		return m.Name, beyondOnly
	}
	return "raft --model=" + m.Name, ""
}

// TestKeptMutants replays the schedules by which mistakes in the code have shown, on the code without them, as tenet replay does. All properties hold after each
// step, and each step is possible there up to the end, or to where the mistake makes the difference: the header says where that is. A schedule is made by such code,
// an overlay of which package mutants/raft has the patch:
//
//	go test -overlay mutant.json ./raft/rafttest -run KeptMutants -keep 'NAME' -keepin MCSingle
func TestKeptMutants(t *testing.T) {
	if *keep != "" {
		keepMutant(t, *keep)
		return
	}
	models := configurations()
	for _, name := range keptMutants {
		t.Run(name, func(t *testing.T) {
			s, err := schedule.ReadFile(keptPath("mutants", name))
			require.NoError(t, err)
			at := slices.IndexFunc(models, func(m Model) bool {
				name, _ := keptSystem(m)
				return name == s.Value(schedule.SystemKey)
			})
			require.GreaterOrEqual(t, at, 0, "there is no configuration %q", s.Value(schedule.SystemKey))
			system := built(t, models[at].Config)
			var who string
			system.Name, who = keptSystem(models[at])
			require.Equal(t, who != "", s.Header[0].Value == beyondOnly, "who can replay it")
			property := s.Value(schedule.PropertyKey)
			known := slices.ContainsFunc(system.Properties, func(p explore.Property) bool { return p.Name == property })
			require.True(t, known || property == explore.Contract, "there is no property %q", property)

			r, err := schedule.Replay(system, s, schedule.Strict, nil)
			require.Nil(t, r.Violation, "%v", r.Violation)
			if s.Value(departsKey) == "" {
				require.NoError(t, err, "if only the mistake makes that event possible, say why in a header line %q", departsKey)
				return
			}
			var d *schedule.Divergence
			require.ErrorAs(t, err, &d)
			require.True(t, strings.HasPrefix(s.Value(departsKey), fmt.Sprintf("at event %d of %d, as ", d.Position, len(s.Entries))), "event %d: %v", d.Position, d)
			require.Greater(t, 2*d.Position, len(s.Entries))
		})
	}
	requireFiles(t, "mutants", len(keptMutants))
}

// keepMutant keeps the shortest schedule that violates a property in one of the configurations, the first that has one.
func keepMutant(t *testing.T, name string) {
	for _, m := range configurations() {
		if wanted, err := regexp.MatchString(*keepIn, m.Name); err != nil || !wanted || m.Deep && *keepIn == "" {
			continue
		}
		s := built(t, m.Config)
		var who string
		s.Name, who = keptSystem(m)
		s.Properties = slices.DeleteFunc(s.Properties, func(p explore.Property) bool { return p.Kind != explore.Always })
		found, err := exhaustive.Check(context.Background(), s, exhaustive.Options{MaxWorlds: 3_000_000})
		require.NoError(t, err)
		if found.Violation != nil {
			t.Logf("%s: %v", m.Name, found.Violation)
			writeKept(t, keptPath("mutants", name), who, name, s, found.Violation)
			return
		}
	}
	t.Fatalf("no configuration shows that %s", name)
}
