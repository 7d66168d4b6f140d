package history_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
)

// nest rebuilds the elements of a list from a cursor. Some lists inside become Values, some do not.
func nest(t *rapid.T, n *history.Nested, c history.Cursor) {
	for left := c.Len(); c.Len() > 0; left-- {
		if left != c.Len() {
			t.Fatalf("%d elements left, expected %d", c.Len(), left)
		}
		if c.Kind() != history.KindList || rapid.Bool().Draw(t, "as value") {
			n.Add(c.Value())
			continue
		}
		inside, isList := c.List()
		require.True(t, isList)
		n.Begin()
		nest(t, n, inside)
		if rapid.Bool().Draw(t, "take") {
			n.Add(n.Take())
		} else {
			n.End()
		}
	}
}

func TestNestedMakesWhatListMakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elems := rapid.SliceOfN(value(3), 0, 6).Draw(t, "elements")
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			for i := range rapid.SampledFrom([]int64{120, 127, 128, 129, 16383, 16384, 20000}).Draw(t, "length") {
				elems = append(elems, history.Int(i))
			}
		}
		want := history.List(elems...)
		var n history.Nested
		for range 2 { // it can be used again
			n.Begin()
			nest(t, &n, want.Cursor())
			require.Equal(t, want, n.Take())
		}
	})
}

func TestCursor(t *testing.T) {
	list := history.List(history.Keyword("append"), history.Int(7), history.List(history.Nil), history.String("x"), history.Int(1))
	c := list.Cursor()
	require.Equal(t, 5, c.Len())
	name, isText := c.Text()
	require.True(t, isText)
	require.Equal(t, "append", name)
	_, isText = c.Text()
	require.False(t, isText, "7 is no text")
	inside, isList := c.List()
	require.True(t, isList)
	require.Equal(t, 1, inside.Len())
	require.Equal(t, history.Nil, inside.Value())
	_, isList = c.List()
	require.False(t, isList, "x is no list")
	require.Equal(t, 1, c.Len())
	require.Equal(t, history.KindInt, c.Kind())
	c.Skip()
	require.Zero(t, c.Len())
	for _, v := range []history.Value{history.Nil, history.Int(3), history.String("x"), history.Map()} {
		none := v.Cursor()
		require.Zero(t, none.Len())
	}
}
