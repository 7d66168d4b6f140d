package isolation

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAreParsed(t *testing.T) {
	for _, l := range Levels() {
		parsed, err := Parse(l.String())
		require.NoError(t, err)
		require.Equal(t, l, parsed)
	}
	require.Len(t, Names(), 24)
	for name, l := range map[string]Level{
		"repeatable-read": {Serializable, Unordered}, "PL-2": {ReadCommitted, Unordered}, "PL-2+": {ParallelSnapshotIsolation, Unordered},
		"PL-SS": {Serializable, RealTime}, "strict-serializable": {Serializable, RealTime}, "strong-snapshot-isolation": {SnapshotIsolation, RealTime},
	} {
		parsed, err := Parse(name)
		require.NoError(t, err)
		require.Equal(t, l, parsed, name)
	}
}

func TestOtherNamesAreRefused(t *testing.T) {
	_, err := Parse("linearisable")
	require.ErrorContains(t, err, `"linearisable"`)
	require.ErrorContains(t, err, "strict-serializable")
	_, err = Parse("cursor-stability")
	require.ErrorContains(t, err, "not of level read-committed is not of it, and one of level parallel-snapshot-isolation is")
	for name, near := range between {
		require.True(t, near[1].Implies(near[0]), name)
		require.NotContains(t, aliases, name)
	}
}

func TestAnomaliesRuleOutLevels(t *testing.T) {
	for name, want := range map[Anomaly]Level{
		"G0":                  {ReadUncommitted, Unordered},
		"G1c-process":         {ReadCommitted, Session},
		"G-single-realtime":   {ParallelSnapshotIsolation, RealTime},
		"G-nonadjacent":       {SnapshotIsolation, Unordered},
		"G2-item-realtime":    {Serializable, RealTime},
		"lost-update":         {ParallelSnapshotIsolation, Unordered},
		"non-repeatable-read": {ReadAtomic, Unordered},
	} {
		level, known := RuledOut(name)
		require.True(t, known, name)
		require.Equal(t, want, level, name)
	}
	_, known := RuledOut("G3")
	require.False(t, known)
}

func TestNamesOfOrders(t *testing.T) {
	for a := range weakest {
		for o := Unordered; o <= RealTime; o++ {
			name, order := a.Within(o).Split()
			require.Equal(t, a, name)
			require.Equal(t, o, order)
		}
	}
}

func TestBoundaries(t *testing.T) {
	rc, si := Level{ReadCommitted, RealTime}, Level{SnapshotIsolation, Unordered}
	levels := []Level{{ReadUncommitted, Unordered}, rc, si, {ReadAtomic, Unordered}, si}
	require.Equal(t, []Level{rc, si}, Strongest(levels))
	require.Equal(t, []Level{{ReadUncommitted, Unordered}}, Weakest(levels))
	require.Equal(t, []Level{rc, {ReadAtomic, Unordered}}, Weakest([]Level{rc, si, {ReadAtomic, Unordered}}))
	require.Empty(t, Strongest(nil))
}
