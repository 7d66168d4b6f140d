package value

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestElements(t *testing.T) {
	one, two, three := Int(1), Int(2), Int(3)
	require.Equal(t, []Value{one, two, three}, Set(three, one, two, one).Elements())
	require.Equal(t, []Value{three, one, two}, Tuple(three, one, two).Elements())
	require.Equal(t, []Value{two, one}, Record(Field{"b", one}, Field{"a", two}).Elements(), "in the order of the names")
	require.Empty(t, Set().Elements())
	require.Empty(t, Tuple().Elements())
	for _, v := range []Value{{}, one, String("a"), Bool(true), Model("m")} {
		require.Panics(t, func() { v.Elements() }, "%v", v)
	}
}
