//go:build unix

package rafttest_test

import (
	"flag"
	"regexp"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/raft/rafttest"
)

var large = flag.String("large", "", `a pattern of the configurations that TestLarge searches, "." for all`)

// TestLarge searches the large configurations to their ends. All properties hold in all worlds, all that is to be seen is seen, and worlds and transitions are as many as
// the list says.
//
//	go test ./raft/rafttest -run 'TestLarge$' -large . -timeout 1h -v
func TestLarge(t *testing.T) {
	if *large == "" {
		t.Skip("go test ./raft/rafttest -run 'TestLarge$' -large . -timeout 1h -v")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as in tenet verify
	worlds := uint64(0)
	for _, l := range rafttest.Large {
		t.Run(l.Config.Name, func(t *testing.T) {
			if wanted, err := regexp.MatchString(*large, l.Config.Name); err != nil || !wanted {
				t.Skip("not wanted")
			}
			start := processorTime(t)
			found, err := exhaustive.Check(t.Context(), system(t, l.Config), exhaustive.Options{})
			require.NoError(t, err)
			used := processorTime(t) - start
			t.Logf("%v: worlds %d, transitions %d, depth %d, %.1f s, %.0f transitions a CPU-second; two worlds taken for one with probability below %.0e",
				l.Config, found.Distinct, found.Generated, found.Depth, found.Elapsed.Seconds(), float64(found.Generated)/used.Seconds(), found.Collision)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			require.Empty(t, found.Unreached)
			require.Equal(t, l.Worlds, found.Distinct)
			require.Equal(t, l.Transitions, found.Generated)
			require.Equal(t, l.Depth, found.Depth)
			worlds += found.Distinct
		})
	}
	t.Logf("%d worlds in all", worlds)
}

// TestLargeIsLarge: the list has more than ten million worlds, whose configurations are those of systems.
func TestLargeIsLarge(t *testing.T) {
	worlds, names := uint64(0), map[string]bool{}
	for _, l := range rafttest.Large {
		system(t, l.Config)
		worlds += l.Worlds
		require.False(t, names[l.Config.Name], "%s is there twice", l.Config.Name)
		names[l.Config.Name] = true
	}
	require.Greater(t, worlds, uint64(10_000_000))
}
