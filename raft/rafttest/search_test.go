package rafttest_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/raft/rafttest"
)

var searched = flag.String("searched", "", "a pattern of the models that TestSearch takes, instead of those that are not deep")

// All properties hold in all schedules, and all that is to be seen is seen.
func TestSearch(t *testing.T) {
	for _, m := range rafttest.Models {
		t.Run(m.Name, func(t *testing.T) {
			if !chosen(t, &m, *searched) {
				t.Skip("go test -run TestSearch -timeout 0 ./raft/rafttest -searched " + m.Name)
			}
			s := system(t, m.Config)
			found, err := exhaustive.Check(t.Context(), s, exhaustive.Options{})
			require.NoError(t, err)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			require.Empty(t, found.Unreached)
			t.Logf("%v; worlds %d, transitions %d, depth %d", found.Elapsed, found.Distinct, found.Generated, found.Depth)
		})
	}
}
