package model_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// A product of independent objects is linearizable just if its parts are.
func TestPartitionerIsExact(t *testing.T) {
	for _, name := range []string{"set", "multi-register"} {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			parts, isPartitioner := m.(model.Partitioner)
			require.True(t, isPartitioner)
			count := map[bool]int{}
			for seed := range uint64(4000) {
				h, err := generate.Small(rand.New(rand.NewPCG(seed, 2)), name)
				require.NoError(t, err)
				whole := newProblem(t, m, h)
				keys, ok := partition(parts, whole)
				if !ok {
					continue
				}
				all := true
				for key := range keys {
					part := whole.keep(func(a model.Action) bool {
						k, _ := parts.PartitionKey(a)
						return k == key
					})
					part.model = parts.Part(key)
					for i, a := range part.actions {
						part.actions[i] = parts.PartAction(a)
					}
					all = all && part.linearizable()
				}
				require.Equal(t, whole.linearizable(), all, "seed %d", seed)
				count[all]++
			}
			require.Greater(t, count[true], 100)
			require.Greater(t, count[false], 100)
		})
	}
}

func partition(m model.Partitioner, p problem) (map[history.Value]bool, bool) {
	keys := map[history.Value]bool{}
	for _, a := range p.actions {
		key, ok := m.PartitionKey(a)
		if !ok {
			return nil, false
		}
		keys[key] = true
	}
	return keys, true
}

// Leaving out linked groups of values keeps linearizable histories linearizable, and does make
// some that are not smaller while they stay so.
func TestValueRemoverIsSound(t *testing.T) {
	for _, name := range model.Names() {
		m := newModel(t, name)
		remover, ok := m.(model.ValueRemover)
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			removed, stillInvalid := 0, 0
			for seed := range uint64(4000) {
				h, err := generate.Small(rand.New(rand.NewPCG(seed, 3)), name)
				require.NoError(t, err)
				whole := newProblem(t, m, h)
				groups, ok := groupsOf(remover, whole)
				if !ok {
					continue
				}
				valid := whole.linearizable()
				for _, group := range groups {
					rest := whole.keep(func(a model.Action) bool {
						values, _ := remover.Touches(a)
						return len(values) == 0 || !group[values[0]]
					})
					if len(rest.ops) == len(whole.ops) {
						continue
					}
					removed++
					if valid {
						require.True(t, rest.linearizable(), "seed %d without %v", seed, group)
					} else if !rest.linearizable() {
						stillInvalid++
					}
				}
			}
			require.Greater(t, removed, 100)
			require.Greater(t, stillInvalid, 10)
		})
	}
}

// groupsOf returns the linked groups of values that may be left out.
func groupsOf(m model.ValueRemover, p problem) ([]map[history.Value]bool, bool) {
	var groups []map[history.Value]bool
	for _, a := range p.actions {
		values, ok := m.Touches(a)
		if !ok {
			return nil, false
		}
		if len(values) == 0 {
			continue
		}
		merged := map[history.Value]bool{}
		for _, v := range values {
			merged[v] = true
		}
		groups = slices.DeleteFunc(groups, func(g map[history.Value]bool) bool {
			linked := overlap(g, merged)
			if linked {
				maps.Copy(merged, g)
			}
			return linked
		})
		groups = append(groups, merged)
	}
	return groups, true
}

func overlap(a, b map[history.Value]bool) bool {
	for v := range a {
		if b[v] {
			return true
		}
	}
	return false
}

// What happened when a failed compare-and-set counts as an observation forbids the removal of
// values, and may be left out first.
func TestTouchesOfFailedCAS(t *testing.T) {
	m, err := model.New("cas-register", model.Options{ObserveFailedCAS: true})
	require.NoError(t, err)
	a, err := m.Decode(&history.Operation{F: "cas", Status: history.Fail, Input: history.List(history.Int(1), history.Int(2))})
	require.NoError(t, err)
	require.Equal(t, model.CASFailed, a.Op)
	require.True(t, a.ReadOnly)
	remover, ok := m.(model.ValueRemover)
	require.True(t, ok)
	_, ok = remover.Touches(a)
	require.False(t, ok)
}

func TestKeyed(t *testing.T) {
	for _, name := range model.Names() {
		k, ok := newModel(t, name).(model.Keyed)
		require.Equal(t, name == "kv", ok && k.Keyed(), name)
	}
}
