package exhaustive_test

import (
	"context"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
)

// clockwork is a system of one node to which the messages 0, 1 and 2 are on their way for ever. One that arrives takes the number
// where next says, or is refused if that is -1.
func clockwork(next func(n, message int) int, requests ...token) *explore.System {
	return &explore.System{
		Name: "clockwork", Nodes: []machine.NodeID{0}, Ghost: wish(requests...),
		Protocol: &puppet{
			start: func(_ machine.NodeID, out *machine.Output) {
				for message := range token(3) {
					out.Send(0, message, 0)
				}
			},
			step: func(n int, in machine.Input, out *machine.Output) int {
				var message int
				switch in := in.(type) {
				case machine.Receive:
					message = int(in.Message.(token))
				case machine.Request:
					message = int(in.Op.(token))
				default:
					return n
				}
				to := next(n, message)
				if to == -1 {
					return n
				}
				out.Action = "Turn"
				return to
			},
		},
	}
}

// table reads the next number from a table by number and message.
func table(rows ...[3]int) func(n, message int) int {
	return func(n, message int) int {
		if message > 2 {
			return message // a request says where to go
		}
		return rows[n][message]
	}
}

func eventually(n int) []explore.Property {
	return []explore.Property{{Name: "comes to it", Kind: explore.Eventually, Holds: is(n)}}
}

func TestEventually(t *testing.T) {
	const no = -1
	for _, c := range []struct {
		name   string
		next   func(n, timer int) int
		asks   []token
		goal   int
		events int // of the violation, -1 if there is none
		loop   int
	}{
		{"holds only at first", table([3]int{1, no, no}, [3]int{no, no, no}), nil, 0, 1, -1},
		{"holds again and again", table([3]int{1, no, no}, [3]int{0, no, no}), nil, 0, -1, 0},
		{"goes round after it has held", table([3]int{1, no, no}, [3]int{2, no, no}, [3]int{1, no, no}), nil, 0, 3, 1},
		{"holds at the end", table([3]int{1, no, no}, [3]int{2, no, no}, [3]int{no, no, no}), nil, 2, -1, 0},
		{"ends before", table([3]int{1, 2, no}, [3]int{no, no, no}, [3]int{3, no, no}, [3]int{no, no, no}), nil, 3, 1, -1},
		{"goes round", table([3]int{1, no, no}, [3]int{2, no, no}, [3]int{1, no, no}), nil, 3, 3, 1},
		{"goes round to itself", table([3]int{1, no, no}, [3]int{1, no, no}), nil, 3, 2, 1},
		{"a fair event that stays possible leads out", table([3]int{1, 2, no}, [3]int{0, 2, no}, [3]int{no, no, no}), nil, 2, -1, 0},
		{"one that is not always possible need not happen", table([3]int{1, 2, no}, [3]int{0, no, no}, [3]int{no, no, no}), nil, 2, 2, 0},
		{"two different ones do not make one", table([3]int{1, 2, no}, [3]int{0, no, 2}, [3]int{no, no, no}), nil, 2, 2, 0},
		{
			"the cycle takes all that stays possible", // 0 and 1 by timer 0; timer 1 turns back to 0 everywhere
			table([3]int{1, 0, no}, [3]int{2, 0, no}, [3]int{0, 0, no}), nil, 3, 2, 0,
		},
		{"a request need not be made", table([3]int{no, no, no}, [3]int{no, no, no}, [3]int{}, [3]int{no, no, no}), []token{3}, 3, 0, -1},
		{"a run may end where only requests are possible", table([3]int{3, no, no}, [3]int{}, [3]int{}, [3]int{no, no, no}, [3]int{3, no, no}), []token{4}, 5, 1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := clockwork(func(n, timer int) int {
				if timer > 2 && n == timer {
					return no
				}
				return c.next(n, timer)
			}, c.asks...)
			sys.Properties = eventually(c.goal)
			v := violation(t, sys, exhaustive.Options{})
			if c.events == -1 {
				require.Nil(t, v)
				return
			}
			require.NotNil(t, v)
			require.Equal(t, "comes to it", v.Property)
			require.Equal(t, explore.Eventually, v.Kind)
			require.Equal(t, c.loop, v.Loop, events(v))
			require.Len(t, v.Run.Transitions, c.events, events(v))
			require.Error(t, v.Why)
		})
	}
}

// TestFairCycleHappensInFull says that a loop shows that it is fair: each event that is possible in all
// of its worlds is in it.
func TestFairCycleHappensInFull(t *testing.T) {
	sys := clockwork(func(n, timer int) int { return (n + 1 + timer) % 7 })
	sys.Properties = eventually(9)
	v := violation(t, sys, exhaustive.Options{})
	require.NotNil(t, v)
	fired := map[string]bool{}
	for _, e := range events(v)[v.Loop:] {
		fired[e] = true
	}
	require.Len(t, fired, 3)
}

func TestEventuallyIsCheckedOnlyWhereAllIsKnown(t *testing.T) {
	sys := clockwork(func(n, _ int) int { return min(n+1, 50) })
	sys.Properties = eventually(50)
	found, err := exhaustive.Check(ctx, sys, exhaustive.Options{MaxDepth: 10})
	require.NoError(t, err)
	require.Equal(t, []string{"comes to it"}, found.Unchecked)
	require.Nil(t, found.Violation)

	found, err = exhaustive.Check(ctx, sys, exhaustive.Options{})
	require.NoError(t, err)
	require.Empty(t, found.Unchecked)
	require.Nil(t, found.Violation)

	_, err = exhaustive.Check(ctx, sys, exhaustive.Options{MaxGraph: 20})
	require.ErrorContains(t, err, "checking comes to it takes more than 20 worlds or 200 edges in memory: raise MaxGraph")
}

func TestEventuallyEndsWithItsContext(t *testing.T) {
	canceled, cancel := context.WithCancel(ctx)
	sys := clockwork(func(n, _ int) int { return min(n+1, 50) })
	sys.Properties = eventually(50)
	asked := 0
	sys.Properties[0].Holds = func(w *explore.World) error {
		asked++
		cancel()
		return is(50)(w)
	}
	found, err := exhaustive.Check(canceled, sys, exhaustive.Options{Workers: 1})
	require.NoError(t, err)
	require.Positive(t, asked)
	require.False(t, found.Complete)
	require.Equal(t, "canceled: context canceled", found.Limit)
	require.Equal(t, []string{"comes to it"}, found.Unchecked)
}

// TestEventuallyAgreesWithEnumeration compares with a judge that tries all sets of numbers for a cycle.
func TestEventuallyAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const numbers = 5
		rows := make([][3]int, numbers)
		for n := range rows {
			for timer := range rows[n] {
				rows[n][timer] = rapid.IntRange(-2, numbers-1).Draw(t, "to")
				rows[n][timer] = max(rows[n][timer], -1)
			}
		}
		sys := clockwork(table(rows...))
		sys.Properties = eventually(numbers - 1)
		found, err := exhaustive.Check(ctx, sys, exhaustive.Options{})
		require.NoError(t, err)
		require.Equal(t, mayNeverCome(rows), found.Violation != nil)
	})
}

// mayNeverCome reports whether a fair run from 0 comes to the last number only so many times.
func mayNeverCome(rows [][3]int) bool {
	last := len(rows) - 1
	inside := func(set int) func(n int) bool { return func(n int) bool { return n >= 0 && set>>n&1 == 1 } }
	anything := inside(1<<len(rows) - 1)
	for set := 1; set < 1<<last; set++ {
		in := inside(set)
		connected, fair := true, true
		always, taken := [3]bool{true, true, true}, [3]bool{}
		for n := range last {
			if !in(n) {
				continue
			}
			connected = connected && reaches(rows, 0, anything)>>n&1 == 1 && reaches(rows, n, in)&set == set
			for timer, to := range rows[n] {
				always[timer] = always[timer] && to >= 0
				taken[timer] = taken[timer] || in(to)
			}
		}
		for timer := range always {
			fair = fair && (!always[timer] || taken[timer])
		}
		ends := set&(set-1) == 0 && always == [3]bool{} && taken == [3]bool{}
		moves := taken != [3]bool{}
		if connected && fair && (moves || ends && stuck(rows, set)) {
			return true
		}
	}
	return false
}

// stuck reports whether no timer takes the only number of a set anywhere.
func stuck(rows [][3]int, set int) bool {
	return rows[bits.TrailingZeros(uint(set))] == [3]int{-1, -1, -1}
}

// reaches returns the numbers to which from leads through such numbers alone, itself included.
func reaches(rows [][3]int, from int, through func(n int) bool) int {
	seen := 1 << from
	for range rows {
		for n := range rows {
			for _, to := range rows[n] {
				if seen>>n&1 == 1 && through(to) {
					seen |= 1 << to
				}
			}
		}
	}
	return seen
}
