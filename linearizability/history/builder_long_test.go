package history

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A history of several blocks is whole, also if events follow after it was asked for.
func TestBuilderLong(t *testing.T) {
	const clients, rounds = 7, 700 // operations of a round span the ends of blocks
	var b Builder
	add := func(kind EventType, process, value int64) {
		t.Helper()
		require.NoError(t, b.Add(Event{Type: kind, Process: process, HasProcess: true, F: "write", Value: Int(value)}))
	}
	for round := range int64(rounds) {
		for c := range int64(clients) {
			add(EventInvoke, c, round*clients+c)
		}
		if n := len(b.History().Operations); round%100 == 0 {
			require.Equal(t, int(round+1)*clients, n)
		}
		for c := range int64(clients) {
			add(EventOK, c, -(round*clients + c))
		}
	}
	h := b.History()
	require.Len(t, h.Operations, clients*rounds)
	require.Greater(t, clients*rounds, 2*blockSize)
	for i, op := range h.Operations {
		round, c := int64(i/clients), int64(i%clients)
		require.Equal(t, Operation{
			Process: c, F: "write", Input: Int(int64(i)), Output: Int(-int64(i)), Status: OK,
			Call: 2*clients*round + c, Return: 2*clients*round + clients + c,
		}, op)
	}
	require.Same(t, h, b.History())
}
