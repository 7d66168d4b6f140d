package engine

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Classes are what a map of actions would make of them.
func TestClassesAreThoseOfAMap(t *testing.T) {
	for _, values := range []int64{1, 5, 300, 4 * classBlock} {
		rng := rand.New(rand.NewPCG(1, uint64(values)))
		c, number, all := newClasses(), map[model.Action]int32{}, []model.Action(nil)
		for range 3 * values {
			a := model.Action{Op: model.Op(rng.IntN(3)), Known: rng.IntN(2) == 0, A: history.Int(rng.Int64N(values)), B: history.Bool(rng.IntN(2) == 0)}
			want, seen := number[a]
			if !seen {
				want = int32(len(all))
				number[a], all = want, append(all, a)
			}
			require.Equal(t, want, c.number(&a))
		}
		require.Equal(t, all, c.all())
	}
}

// Actions of one hash are still told apart.
func TestClassesOfOneHash(t *testing.T) {
	c := newClasses()
	for i := range int64(20) {
		a := model.Action{Op: model.Read, A: history.Int(i)}
		slot := c.find(7, &a)
		require.Zero(t, slot.next)
		if 2*c.count >= len(c.table) {
			c.grow()
			slot = c.find(7, &a)
		}
		c.add(&a)
		*slot = classSlot{7, int32(c.count)}
	}
	for i := range int64(20) {
		a := model.Action{Op: model.Read, A: history.Int(i)}
		require.Equal(t, int32(i)+1, c.find(7, &a).next)
	}
}

func TestNoClasses(t *testing.T) { require.Empty(t, newClasses().all()) }
