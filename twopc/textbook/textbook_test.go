package textbook_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc/textbook"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

func check(t *testing.T, resourceManagers int, o exhaustive.Options) *exhaustive.Result {
	sys, err := twopctest.Textbook(resourceManagers)
	require.NoError(t, err)
	found, err := exhaustive.Check(context.Background(), sys, o)
	require.NoError(t, err)
	require.True(t, found.Complete)
	require.Nil(t, found.Violation)
	require.Empty(t, found.Unreached)
	return found
}

// TestCountsAreThoseOfTLC compares with what TLC and Stateright count for 3, 5 and 7, and what the search
// below does for all.
func TestCountsAreThoseOfTLC(t *testing.T) {
	for _, golden := range []struct {
		resourceManagers    int
		generated, distinct uint64
		depth               int
	}{
		{1, 20, 12, 5},
		{2, 154, 56, 8},
		{3, 1_146, 288, 11},
		{4, 8_258, 1_568, 14},
		{5, 58_146, 8_832, 17},
		{6, 402_306, 50_816, 20},
		{7, 2_744_706, 296_448, 23},
	} {
		t.Run(fmt.Sprint(golden.resourceManagers), func(t *testing.T) {
			found := check(t, golden.resourceManagers, exhaustive.Options{})
			require.Equal(t, golden.generated, found.Generated)
			require.Equal(t, golden.distinct, found.Distinct)
			require.Equal(t, golden.depth, found.Depth)
			if golden.resourceManagers > 6 {
				return
			}
			generated, seen, depth := twoPhase(golden.resourceManagers)
			require.Equal(t, generated, found.Generated)
			require.Len(t, seen, int(found.Distinct))
			require.Equal(t, depth, found.Depth)
		})
	}
}

// state is one of TwoPhase's, with a bit or two for each resource manager.
type state struct {
	tm, sent, received, commit, abort uint16
	rm                                [7]uint8
}

// classes counts the states that differ by more than the names of the resource managers.
func classes(n int, seen map[state]bool) uint64 {
	canonical := map[state]bool{}
	for s := range seen {
		managers := make([][3]uint16, n)
		for i := range n {
			managers[i] = [3]uint16{uint16(s.rm[i]), s.sent >> i & 1, s.received >> i & 1}
		}
		slices.SortFunc(managers, func(a, b [3]uint16) int { return slices.Compare(a[:], b[:]) })
		s.rm, s.sent, s.received = [7]uint8{}, 0, 0
		for i, m := range managers {
			s.rm[i] = uint8(m[0])
			s.sent |= m[1] << i
			s.received |= m[2] << i
		}
		canonical[s] = true
	}
	return uint64(len(canonical))
}

// TestSymmetry says that of the worlds that differ by the names of resource managers one is searched.
func TestSymmetry(t *testing.T) {
	for n := 1; n <= 5; n++ {
		sys, err := twopctest.Textbook(n)
		require.NoError(t, err)
		_, seen, depth := twoPhase(n)
		for _, workers := range []int{1, 3} {
			found := check(t, n, exhaustive.Options{Workers: workers, Symmetry: twopctest.TextbookSymmetry(sys)})
			require.Equal(t, classes(n, seen), found.Distinct)
			require.Equal(t, depth, found.Depth)
		}
	}
}

func TestStepsCommuteWithSymmetry(t *testing.T) {
	sys, err := twopctest.Textbook(3)
	require.NoError(t, err)
	symmetry := twopctest.TextbookSymmetry(sys)
	forgetful := *symmetry
	forgetful.Machine = nil // the transaction manager keeps the old names
	w, _ := sys.Initial()
	seen, noticed := 0, false
	for level := []*explore.World{w}; len(level) > 0 && seen < 200; level = level[1:] {
		seen++
		require.NoError(t, symmetry.Commutes(sys, level[0]))
		noticed = noticed || forgetful.Commutes(sys, level[0]) != nil
		for _, next := range sys.Transitions(level[0]) {
			level = append(level, next.World)
		}
	}
	require.True(t, noticed)
}

// TestSymmetryFindsViolations breaks the protocol: a run to where both outcomes are seen is as long with symmetry.
func TestSymmetryFindsViolations(t *testing.T) {
	sys, err := twopctest.Textbook(4)
	require.NoError(t, err)
	sys.Properties = []explore.Property{{Name: "no two prepare and one aborts", Kind: explore.Always, Holds: func(w *explore.World) error {
		count := map[textbook.State]int{}
		for _, n := range w.Nodes {
			if r, ok := n.Machine.(*textbook.Resource); ok {
				count[r.State()]++
			}
		}
		if count[textbook.Ready] > 1 && count[textbook.Aborted] > 0 {
			return errors.New("they do")
		}
		return nil
	}}}
	first := ""
	for _, workers := range []int{1, 4} {
		found, err := exhaustive.Check(context.Background(), sys, exhaustive.Options{Workers: workers, Symmetry: twopctest.TextbookSymmetry(sys)})
		require.NoError(t, err)
		require.NotNil(t, found.Violation)
		require.Len(t, found.Violation.Run.Transitions, 3)
		run := fmt.Sprint(found.Violation.Run.Transitions[0].Event, found.Violation.Run.Transitions[1].Event)
		require.Contains(t, []string{"", run}, first)
		first = run
	}
}

// twoPhase searches TwoPhase, written from its TLA+ module and without machines.
func twoPhase(n int) (generated uint64, seen map[state]bool, depth int) {
	all := uint16(1)<<n - 1
	level := []state{{}}
	seen = map[state]bool{{}: true}
	for generated = 1; len(level) > 0; depth++ {
		var next []state
		add := func(s state) {
			generated++
			if !seen[s] {
				seen[s] = true
				next = append(next, s)
			}
		}
		for _, s := range level {
			s.successors(n, all, add)
		}
		level = next
	}
	return generated, seen, depth
}

// The states of a resource manager; those of the transaction manager are 0, 2 and 3 too.
const (
	working = iota
	prepared
	committed
	aborted
)

func (s state) successors(n int, all uint16, add func(state)) {
	if s.tm == 0 && s.received == all {
		t := s
		t.tm, t.commit = committed, 1
		add(t)
	}
	if s.tm == 0 {
		t := s
		t.tm, t.abort = aborted, 1
		add(t)
	}
	for i := range n {
		become := func(r uint8, sent uint16) {
			t := s
			t.rm[i] = r
			t.sent |= sent
			add(t)
		}
		if s.tm == 0 && s.sent>>i&1 == 1 {
			t := s
			t.received |= 1 << i
			add(t)
		}
		if s.rm[i] == working {
			become(prepared, 1<<i)
			become(aborted, 0)
		}
		if s.commit == 1 {
			become(committed, 0)
		}
		if s.abort == 1 {
			become(aborted, 0)
		}
	}
}

// TestActionsAreThoseOfTwoPhase says that every action of the specification happens.
func TestActionsAreThoseOfTwoPhase(t *testing.T) {
	found := check(t, 3, exhaustive.Options{})
	for _, action := range []machine.Action{
		textbook.TMRcvPrepared, textbook.TMCommit, textbook.TMAbort, textbook.RMPrepare,
		textbook.RMChooseToAbort, textbook.RMRcvCommitMsg, textbook.RMRcvAbortMsg,
	} {
		require.Positive(t, found.Actions[action], action)
	}
	require.Len(t, found.Actions, 7)
}

func TestNumberOfResourceManagersIsChecked(t *testing.T) {
	for _, n := range []int{-1, 0, textbook.MaxResourceManagers + 1} {
		_, err := textbook.New(n)
		require.ErrorContains(t, err, "expected 1 to 63")
	}
}

func TestNothingIsStored(t *testing.T) {
	protocol, err := textbook.New(1)
	require.NoError(t, err)
	require.Error(t, protocol.Empty(0).Add(textbook.Prepared))
	require.Empty(t, protocol.Empty(0).AppendTo(nil))
}
