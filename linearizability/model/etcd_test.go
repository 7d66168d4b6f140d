package model_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// fields makes a map with string keys from names and values in turn; Go integers and strings
// stand for values.
func fields(all ...any) history.Value {
	var entries []history.Entry
	for i := 0; i < len(all); i += 2 {
		entries = append(entries, history.Entry{Key: asValue(all[i]), Value: asValue(all[i+1])})
	}
	return history.Map(entries...)
}

func asValue(v any) history.Value {
	switch v := v.(type) {
	case string:
		return history.String(v)
	case int:
		return history.Int(int64(v))
	case bool:
		return history.Bool(v)
	case history.Value:
		return v
	}
	return history.Nil
}

func tuple(all ...any) history.Value {
	values := make([]history.Value, len(all))
	for i, v := range all {
		values[i] = asValue(v)
	}
	return history.List(values...)
}

func TestEtcd(t *testing.T) {
	put := func(key, value string, revision int) history.Operation {
		return ok("txn", fields("then", tuple(tuple("put", key, value))), fields("revision", revision, "results", tuple(fields())))
	}
	get := func(key string, revision int, kvs ...any) history.Operation {
		return ok("range", fields("key", key), fields("revision", revision, "kvs", tuple(kvs...), "count", len(kvs)))
	}
	lease := func(f string, id, revision int) history.Operation {
		return ok(f, fields("lease", id), fields("revision", revision))
	}
	leased := func(id, revision int) history.Operation {
		return ok("txn", fields("then", tuple(tuple("put", "k", "v", id))), fields("revision", revision, "results", tuple(fields())))
	}
	compact := func(revision int, output history.Value) history.Operation {
		return ok("compact", fields("revision", revision), output)
	}
	putIf := func(condition history.Value, output history.Value) history.Operation {
		return ok("txn", fields(
			"if", tuple(condition),
			"then", tuple(tuple("put", "k", "w")),
			"else", tuple(tuple("range", fields("key", "k"))),
		), output)
	}
	span := func(output history.Value, more ...any) history.Operation {
		return ok("range", fields(append([]any{"key", "a"}, more...)...), output)
	}
	kv := tuple("k", "v", 2, 1)
	for _, test := range []struct {
		name string
		ops  []history.Operation
		last bool // whether the last operation is possible; those before are
	}{
		{"empty", []history.Operation{get("k", 1)}, true},
		{"put", []history.Operation{put("k", "v", 2), get("k", 2, kv)}, true},
		{"wrong revision", []history.Operation{put("k", "v", 3)}, false},
		{"wrong value", []history.Operation{put("k", "v", 2), get("k", 2, tuple("k", "w", 2, 1))}, false},
		{"version", []history.Operation{put("k", "u", 2), put("k", "v", 3), get("k", 3, tuple("k", "v", 3, 2))}, true},
		{"wrong version", []history.Operation{put("k", "u", 2), put("k", "v", 3), get("k", 3, tuple("k", "v", 3, 1))}, false},
		{"delete", []history.Operation{put("k", "v", 2), ok("txn", fields("then", tuple(tuple("delete", "k"))), fields("revision", 3, "results", tuple(fields("deleted", 1)))), get("k", 3)}, true},
		{"delete nothing", []history.Operation{ok("txn", fields("then", tuple(tuple("delete", "k"))), fields("revision", 1, "results", tuple(fields())))}, true},
		{"delete unnoticed", []history.Operation{put("k", "v", 2), ok("txn", fields("then", tuple(tuple("delete", "k"))), fields("revision", 3, "results", tuple(fields())))}, false},
		{"condition on revision", []history.Operation{put("k", "v", 2), putIf(tuple("k", "mod", 2), fields("revision", 3))}, true},
		{"condition on version", []history.Operation{put("k", "v", 2), putIf(tuple("k", "version", 1), fields("revision", 3))}, true},
		{"missing key", []history.Operation{putIf(tuple("k", "mod", 0), fields("revision", 2))}, true},
		{"other branch", []history.Operation{put("k", "v", 2), putIf(tuple("k", "mod", 1), fields("revision", 2, "failed", true, "results", tuple(fields("kvs", tuple(kv), "count", 1))))}, true},
		{"wrong branch", []history.Operation{put("k", "v", 2), putIf(tuple("k", "mod", 1), fields("revision", 3))}, false},
		{"lease", []history.Operation{lease("leaseGrant", 7, 1), leased(7, 2), lease("leaseRevoke", 7, 3), get("k", 3)}, true},
		{"revoked lease", []history.Operation{lease("leaseGrant", 7, 1), lease("leaseRevoke", 7, 1), leased(7, 1), get("k", 1)}, true},
		{"key outlives lease", []history.Operation{lease("leaseGrant", 7, 1), leased(7, 2), lease("leaseRevoke", 7, 3), get("k", 3, kv)}, false},
		{"put without lease drops it", []history.Operation{lease("leaseGrant", 7, 1), leased(7, 2), put("k", "v", 3), lease("leaseRevoke", 7, 3), get("k", 3, tuple("k", "v", 3, 2))}, true},
		{"compact", []history.Operation{put("k", "v", 2), compact(2, fields()), compact(2, fields("client-error", "mvcc: required revision has been compacted"))}, true},
		{"compact twice", []history.Operation{put("k", "v", 2), compact(2, fields()), compact(2, fields())}, false},
		{"compact future", []history.Operation{compact(2, fields("client-error", "mvcc: required revision is a future revision"))}, true},
		{"stale read", []history.Operation{put("k", "v", 2), put("k", "w", 3), span(fields("revision", 3, "kvs", tuple(tuple("any", 1, 1, 1))), "revision", 2)}, true},
		{"stale read at wrong revision", []history.Operation{put("k", "v", 2), put("k", "w", 3), span(fields("revision", 2), "revision", 2)}, false},
		{"read of the future", []history.Operation{span(fields("revision", 1), "revision", 2)}, false},
		{"compacted read", []history.Operation{put("k", "v", 2), compact(2, fields()), span(fields("client-error", "mvcc: required revision has been compacted"), "revision", 1)}, true},
		{"span", []history.Operation{put("k", "v", 2), put("l", "v", 3), span(fields("revision", 3, "kvs", tuple(kv), "count", 1), "end", "l")}, true},
		{"limit", []history.Operation{put("k", "v", 2), put("l", "v", 3), span(fields("revision", 3, "kvs", tuple(kv), "count", 2), "end", "z", "limit", 1)}, true},
		{"all keys", []history.Operation{put("k", "v", 2), span(fields("revision", 2, "kvs", tuple(kv), "count", 1), "end", "\x00")}, true},
		{"keys only", []history.Operation{put("k", "v", 2), span(fields("revision", 2, "kvs", tuple(tuple("k", "", 2, 1)), "count", 1), "end", "z", "keys-only", true)}, true},
		{"persisted", []history.Operation{ok("txn", fields("then", tuple(tuple("put", "k", "v"))), fields("persisted", true)), get("k", 2, kv)}, true},
		{"persisted with revision", []history.Operation{ok("txn", fields("then", tuple(tuple("put", "k", "v"))), fields("persisted", true, "revision", 2)), get("k", 2, kv)}, true},
		{"persisted with wrong revision", []history.Operation{ok("txn", fields("then", tuple(tuple("put", "k", "v"))), fields("persisted", true, "revision", 3))}, false},
		{"unknown outcome", []history.Operation{info("txn", fields("then", tuple(tuple("put", "k", "v")))), get("k", 2, kv)}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := len(test.ops)
			if !test.last {
				want--
			}
			require.Equal(t, want, run(t, newModel(t, "etcd"), test.ops...))
		})
	}
}

// States of etcd do not change, and have one key each.
func TestEtcdStatesArePersistent(t *testing.T) {
	m := newModel(t, "etcd")
	for seed := range uint64(50) {
		h, err := generate.Random(rand.New(rand.NewPCG(seed, 4)), "etcd", generate.Options{Operations: 60, Clients: 1, Keys: 4, Values: 3})
		require.NoError(t, err)
		p := newProblem(t, m, h)
		states := []model.State{m.Init()}
		keys := []string{string(m.Init().AppendKey(nil))}
		for i, a := range p.actions {
			next, possible := states[i].Step(a)
			require.True(t, possible, model.Describe(m, a))
			again, _ := states[i].Step(a)
			require.Equal(t, next.AppendKey(nil), again.AppendKey(nil))
			if a.ReadOnly {
				require.Equal(t, keys[i], string(next.AppendKey(nil)))
			}
			states, keys = append(states, next), append(keys, string(next.AppendKey(nil)))
		}
		for i, s := range states {
			require.Equal(t, keys[i], string(s.AppendKey(nil)))
		}
	}
}
