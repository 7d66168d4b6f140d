package page

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
)

func TestLabel(t *testing.T) {
	i, list := history.Int, history.List
	pair := list(i(1), i(2))
	hole := list(history.Keyword("r"), i(3), history.Nil)
	filled := list(history.Keyword("r"), i(3), i(4))
	keyed := read(0, 3, 0, 1)
	keyed.Key = history.String("x")
	for _, c := range []struct {
		op   history.Operation
		open bool
		want string
	}{
		{write(0, 3, 0, 1), false, "write 3"},
		{write(0, 3, 0, 1), true, "write 3"},
		{info(write(0, 3, 0, 1)), true, "write 3 → ?"},
		{failed(write(0, 3, 0, 1)), false, "write 3 · failed"},
		{read(0, 3, 0, 1), false, "read → 3"},
		{read(0, 3, 0, 1), true, "read → ?"},
		{op(0, "read", history.Nil, history.Nil, 0, 1), false, "read → nil"},
		{info(read(0, 3, 0, 1)), true, "read → ?"},
		{failed(op(0, "read", history.Nil, history.Nil, 0, 1)), false, "read · failed"},
		{op(0, "cas", pair, pair, 0, 1), false, "cas 1 ⇒ 2"},
		{op(0, "cas", pair, history.Bool(false), 0, 1), false, "cas 1 ⇒ 2 → false"},
		{failed(op(0, "cas", pair, pair, 0, 1)), false, "cas 1 ⇒ 2 · failed"},
		{op(0, "enqueue", i(5), history.Nil, 0, 1), false, "enqueue 5"},
		{op(0, "contains", i(5), history.Bool(true), 0, 1), false, "contains 5 → true"},
		{op(0, "txn", hole, filled, 0, 1), false, "txn → [:r 3 4]"},
		{info(op(0, "txn", hole, filled, 0, 1)), true, "txn [:r 3 nil] → ?"},
		{op(0, "wri\x1bte", i(1), i(1), 0, 1), false, `wri\u001bte 1`},
		{keyed, false, `"x": read → 3`},
	} {
		require.Equal(t, c.want, label(&c.op, c.open, true))
	}
	require.Equal(t, "read → 3", label(&keyed, false, false))
}

func TestDuration(t *testing.T) {
	for ns, want := range map[int64]string{
		0: "0 s", 999: "999 ns", 1500: "1.500 µs", 2_345_678: "2.346 ms", 61_000_000_000: "61.000 s", -1500: "-1.500 µs",
	} {
		require.Equal(t, want, duration(ns))
	}
}

func TestTimes(t *testing.T) {
	p := stale()
	require.False(t, p.times().known, "no event has a time")
	h, _ := long(10, 2)
	c := (&Page{History: h}).times()
	require.True(t, c.known)
	require.Equal(t, "0 s", c.at(c.start))
	require.Empty(t, c.at(history.NoTime))
}
