package progress_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/raft/progress"
)

func TestInflightIsWhatIsNotAnswered(t *testing.T) {
	var w progress.Inflight
	w.Add(3, 100)
	w.Add(5, 50)
	w.Add(9, 7)
	require.Equal(t, 3, w.Len())
	require.EqualValues(t, 5, w.Last(1))
	require.Equal(t, 50, w.Bytes(1))
	require.Equal(t, 157, w.Total())

	w.Free(2)
	require.Equal(t, 3, w.Len(), "no message ends there")
	w.Free(6)
	require.Equal(t, 1, w.Len(), "an answer frees all that it covers, also without answers to those before")
	require.EqualValues(t, 9, w.Last(0))
	require.Equal(t, 7, w.Total())
	w.Free(9)
	require.Zero(t, w.Len())
	require.Zero(t, w.Total())

	w.Add(10, 1)
	w.Clear()
	require.Zero(t, w.Len())
	require.Zero(t, w.Total())
}

// TestInflightAgainstAList runs any sequence of operations beside a list that is searched.
func TestInflightAgainstAList(t *testing.T) {
	type sent struct {
		last  uint64
		bytes int
	}
	rapid.Check(t, func(t *rapid.T) {
		var w progress.Inflight
		var list []sent
		last := uint64(0)
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				last += rapid.Uint64Range(1, 3).Draw(t, "entries")
				bytes := rapid.IntRange(0, 9).Draw(t, "bytes")
				w.Add(last, bytes)
				list = append(list, sent{last, bytes})
			},
			"free": func(t *rapid.T) {
				index := rapid.Uint64Range(0, last+1).Draw(t, "index")
				w.Free(index)
				var left []sent
				for _, m := range list {
					if m.last > index {
						left = append(left, m)
					}
				}
				list = left
			},
			"clear": func(*rapid.T) {
				w.Clear()
				list = nil
			},
			"": func(t *rapid.T) {
				require.Equal(t, len(list), w.Len())
				sum := 0
				for i, m := range list {
					require.Equal(t, sent{w.Last(i), w.Bytes(i)}, m)
					sum += m.bytes
				}
				require.Equal(t, sum, w.Total())
			},
		})
	})
}

// TestInflightUsesItsMemoryAgain: a window that moves on costs nothing.
func TestInflightUsesItsMemoryAgain(t *testing.T) {
	var w progress.Inflight
	last := uint64(0)
	move := func() {
		for range 8 {
			last++
			w.Add(last, 1)
		}
		w.Free(last - 3)
		w.Free(last)
	}
	move()
	require.Zero(t, testing.AllocsPerRun(100, move))
}
