package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// area is what a part of a picture covers.
type area struct {
	name                    string
	left, top, right, below int
}

func (a area) meets(b area) bool {
	return a.left < b.right && b.left < a.right && a.top < b.below && b.top < a.below
}

// areas returns the boxes and labels of a picture.
func areas(p *picture) []area {
	var all []area
	for _, b := range p.Boxes {
		all = append(all, area{b.Name, b.X, b.Y, b.right(), b.bottom()})
	}
	for _, a := range p.Arrows {
		all = append(all, area{fmt.Sprintf("label %d %s", a.Number, a.Label), a.LabelX, a.LabelY, a.LabelX + a.LabelWidth, a.LabelY + a.LabelHeight})
	}
	return all
}

// randomCycle makes n transactions of various sizes, with keys of various lengths, each of which reads
// from the one before it.
func randomCycle(t *rapid.T, n int) (*txn.History, proof.Cycle) {
	word := func(i int) string {
		return fmt.Sprintf("%s%d", strings.Repeat("k", rapid.IntRange(0, 30).Draw(t, "length")), i)
	}
	keys, values := make([]string, n), make([]string, n)
	for i := range n {
		keys[i], values[i] = word(i), word(i)
	}
	rows := make([]examples.Row, n)
	for i := range n {
		before := (i + n - 1) % n
		ops := []string{"w " + keys[i] + " " + values[i], "r " + keys[before] + " " + values[before]}
		for k := range rapid.IntRange(0, 9).Draw(t, "more") {
			ops = append(ops, fmt.Sprintf("w other%d-%d 1", i, k))
		}
		rows[i] = examples.OK(int64(i), int64(i)+1, int64(n+i)+1, strings.Join(ops, "; "))
	}
	h, err := examples.History(txn.Registers, rows...)
	require.NoError(t, err)
	var c proof.Cycle
	for i := range int32(n) {
		e := examples.Edge(h, proof.WR, i, 0, (i+1)%int32(n), 1)
		if rapid.Bool().Draw(t, "process") {
			e = examples.Order(proof.Process, i, (i+1)%int32(n))
		}
		c = append(c, e)
	}
	return h, c
}

// TestNothingOverlaps draws random cycles: boxes and labels keep apart, within the picture.
func TestNothingOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, c := randomCycle(t, rapid.IntRange(1, 40).Draw(t, "n"))
		requireApart(t, h, c)
	})
}

// TestHintsOverlapNothing draws fractured reads, whose reader stands below the cycle.
func TestHintsOverlapNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := func(name string) string { return name + strings.Repeat("k", rapid.IntRange(0, 30).Draw(t, "length")) }
		more := func() string {
			return strings.Repeat("; r other nil", rapid.IntRange(0, 5).Draw(t, "more"))
		}
		x, y, z, one, two := word("x"), word("y"), word("z"), word("one"), word("two")
		h, err := examples.History(txn.Registers,
			examples.OK(0, 1, 2, fmt.Sprintf("w %s %s; w %s %s", y, one, z, one)+more()),
			examples.OK(1, 3, 4, fmt.Sprintf("w %s %s; w %s %s; r %s %s", x, two, y, two, z, one)+more()),
			examples.OK(2, 5, 6, fmt.Sprintf("r %s %s; r %s %s", x, two, y, one)+more()))
		require.NoError(t, err)
		seen := examples.Edge(h, proof.Visible, 1, 1, 0, 0)
		seen.Reader, seen.ReaderOp, seen.Path = 2, 1, []proof.Edge{examples.Edge(h, proof.WR, 1, 0, 2, 0)}
		cycle := proof.Cycle{examples.Edge(h, proof.WR, 0, 1, 1, 2), seen}
		if rapid.Bool().Draw(t, "turned") {
			cycle[0], cycle[1] = cycle[1], cycle[0]
		}
		requireApart(t, h, cycle)
	})
}

func requireApart(t *rapid.T, h *txn.History, c proof.Cycle) {
	s, err := explain.New(h, &proof.Finding{Cycle: c})
	require.NoError(t, err)
	p := cyclePicture(s, c, nil, "f1")
	all := areas(p)
	for i, a := range all {
		require.True(t, a.left >= 0 && a.top >= 0 && a.right <= p.Width && a.below <= p.Height, "%v is outside of %d x %d", a, p.Width, p.Height)
		for _, b := range all[:i] {
			require.False(t, a.meets(b), "%v and %v overlap", a, b)
		}
	}
	for _, a := range p.Arrows {
		requireFree(t, p, a)
	}
}

// requireFree checks that an arrow crosses no box: it starts at the edge of one and ends at that of another.
func requireFree(t *rapid.T, p *picture, a *arrow) {
	var points []point
	for _, word := range strings.FieldsFunc(a.Path, func(r rune) bool { return r == 'M' || r == 'L' }) {
		var q point
		_, err := fmt.Sscanf(word, "%d %d", &q.x, &q.y)
		require.NoError(t, err)
		points = append(points, q)
	}
	for i, q := range points[1:] {
		from := points[i]
		for step := range 101 {
			x, y := from.x+(q.x-from.x)*step/100, from.y+(q.y-from.y)*step/100
			for _, b := range p.Boxes {
				if x > b.X+1 && x < b.right()-1 && y > b.Y+1 && y < b.bottom()-1 {
					t.Fatalf("the arrow %s of edge %d crosses %s", a.Path, a.Number, b.Name)
				}
			}
		}
	}
}
