package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

func TestTextOfAValidHistory(t *testing.T) {
	p := stale()
	p.Verdict, p.Order, p.Columns = "valid", []int32{0, 1, 2}, 60
	lines := strings.Split(renderText(t, p), "\n")
	require.Contains(t, lines[0], "#1 write 1")
	require.Contains(t, lines[1], "#2 read → 1")
	require.NotContains(t, strings.Join(lines, "\n"), "✗")
	require.NotContains(t, strings.Join(lines, "\n"), "Possible states")
}

func TestTextOfAnUndecidedHistoryIsEmpty(t *testing.T) {
	p := stale()
	p.Verdict = "unknown"
	require.Empty(t, renderText(t, p))
}

func TestTextStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		n := len(h.Operations)
		p := Page{Verdict: "invalid", History: h, Columns: rapid.IntRange(0, 200).Draw(t, "columns"), Pending: map[int32]bool{}}
		for i := range int32(n) {
			h.Operations[i].F = rapid.StringN(1, 40, -1).Draw(t, "f")
			if rapid.Bool().Draw(t, "in") {
				p.Witness = append(p.Witness, i)
				p.Pending[i] = rapid.Bool().Draw(t, "pending")
			}
		}
		p.Earliest = rapid.Int32Range(-1, int32(n)-1).Draw(t, "earliest")
		p.States = rapid.SliceOf(rapid.String()).Draw(t, "states")
		var b strings.Builder
		require.NoError(t, Text(&b, p))
		columns := p.Columns
		if columns == 0 {
			columns = defaultColumns
		}
		lines := strings.Split(b.String(), "\n")
		require.LessOrEqual(t, len(lines), 31)
		for _, line := range lines {
			require.LessOrEqual(t, display.Width(line), max(columns, minColumns), "%q", line)
		}
	})
}

func TestTextShowsTheFailingOperationOfALargePart(t *testing.T) {
	h, order := long(1000, 5)
	text := renderText(t, Page{Verdict: "invalid", History: h, Witness: order, Earliest: 600})
	require.Contains(t, text, "✗")
	require.Contains(t, text, "978 more operations not shown")
}

func TestTextKeepsWideProcessNumbersLegible(t *testing.T) {
	h := &history.History{Operations: []history.Operation{read(1<<62, 1, 0, 1)}}
	h.Operations[0].CallLine, h.Operations[0].ReturnLine = 1<<31-1, 1<<31-1
	text := renderText(t, Page{Verdict: "invalid", History: h, Witness: []int32{0}, Earliest: 0, Columns: 20})
	require.Contains(t, text, "read")
}
