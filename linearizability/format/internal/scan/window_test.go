package scan

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestPosition(t *testing.T) {
	const text = "ab\n\ncd\ne"
	var w Window
	w.ResetBytes([]byte(text), 10, 100)
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8}, {8, 7, 6, 5, 4, 3, 2, 1, 0}, {4, 0, 8, 3, 6}} {
		for _, at := range order {
			line, column := w.Position(at)
			require.Equal(t, 10+strings.Count(text[:at], "\n"), line)
			if column != 0 { // it is not known
				require.Equal(t, at-strings.LastIndex(text[:at], "\n"), column, "at %d", at)
			}
		}
	}
}

// Positions stay right when the window moves on.
func TestPositionAfterMore(t *testing.T) {
	var w Window
	w.Reset(iotest.OneByteReader(strings.NewReader("ab\ncd\nef")), 100)
	for w.More(max(0, len(w.Buf)-1)) {
	}
	require.True(t, w.Ended())
	line, column := w.Position(len(w.Buf))
	require.Equal(t, [2]int{3, 3}, [2]int{line, column})
}

func TestNextLine(t *testing.T) {
	var w Window
	long := strings.Repeat("x", 3*windowSize)
	w.Reset(strings.NewReader("a\r\n\n"+long+"\nlast"), 1<<20)
	for i, want := range []string{"a", "", long, "last"} {
		line, number, err := w.NextLine()
		require.NoError(t, err)
		require.Equal(t, want, string(line))
		require.Equal(t, i+1, number)
	}
	_, _, err := w.NextLine()
	require.ErrorIs(t, err, io.EOF)
	w.Reset(strings.NewReader(long), 1000)
	_, _, err = w.NextLine()
	var flaw *Error
	require.ErrorAs(t, err, &flaw)
	require.Contains(t, flaw.Msg, "at most 1000 bytes")
}
