package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

var (
	nilValue = history.Nil
	one, two = history.Int(1), history.Int(2)
	x, y     = history.Keyword("x"), history.Keyword("y")
)

func list(v ...history.Value) history.Value { return history.List(v...) }

func ok(f string, input, output history.Value) history.Operation {
	return history.Operation{Process: 5, F: f, Input: input, Output: output, Status: history.OK}
}

func info(f string, input history.Value) history.Operation {
	return history.Operation{Process: 5, F: f, Input: input, Status: history.Info}
}

func failed(f string, input history.Value) history.Operation {
	return history.Operation{Process: 5, F: f, Input: input, Status: history.Fail}
}

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		model string
		op    history.Operation
		want  string // Describe
		does  model.Op
		reads bool
	}{
		{"register", ok("read", nilValue, one), "read -> 1", model.Read, true},
		{"register", ok("get", nilValue, nilValue), "read -> nil", model.Read, true},
		{"register", info("read", nilValue), "nothing", model.Skip, false},
		{"register", info("put", one), "write 1", model.Write, false},
		{"register", failed("write", one), "nothing", model.Skip, false},
		{"cas-register", ok("compareAndSet", list(one, two), list(one, two)), "cas 1 -> 2", model.CAS, false},
		{"cas-register", ok("compare_and_swap", list(one, two), history.Bool(true)), "cas 1 -> 2", model.CAS, false},
		{"cas-register", ok("cas", list(one, two), history.Bool(false)), "failed cas of 1", model.CASFailed, true},
		{"cas-register", ok("cas", list(one, one), nilValue), "cas 1 -> 1", model.Read, true},
		{"cas-register", info("cas", list(one, one)), "nothing", model.Skip, false},
		{"cas-register", info("cas", list(one, two)), "cas 1 -> 2", model.CAS, false},
		{"cas-register", ok(":cas", history.Map(history.Entry{Key: history.String("old"), Value: one}, history.Entry{Key: history.String("new"), Value: two}), nilValue), "cas 1 -> 2", model.CAS, false},
		{"cas-register", failed("cas", two), "nothing", model.Skip, false},
		{"kv", ok("get", nilValue, history.String("a")), `read -> "a"`, model.Read, true},
		{"kv", ok("append", history.String("a"), nilValue), `append "a"`, model.Other, false},
		{"kv", ok("delete", nilValue, nilValue), "delete", model.Write, false},
		{"kv", info("append", history.String("a")), `append "a"`, model.Other, false},
		{"multi-register", ok("txn", list(list(history.Keyword("read"), x, nilValue)), list(list(history.Keyword("read"), x, one))), "read :x -> 1", model.Other, true},
		{"multi-register", info("txn", list(list(history.String("r"), x, nilValue), list(history.String("w"), y, two))), "write :y 2", model.Other, false},
		{"multi-register", ok("read", nilValue, history.Map(history.Entry{Key: x, Value: one})), "read :x -> 1", model.Other, true},
		{"multi-register", ok("write", history.Map(history.Entry{Key: x, Value: one}), nilValue), "write :x 1", model.Other, false},
		{"multi-register", info("read", nilValue), "nothing", model.Skip, false},
		{"mutex", ok("lock", nilValue, nilValue), "acquire by process 5", model.Other, false},
		{"mutex", ok("tryLock", nilValue, history.Bool(false)), "nothing", model.Skip, false},
		{"mutex", ok("unlock", nilValue, nilValue), "release by process 5", model.Other, false},
		{"fenced-mutex", ok("acquire", nilValue, two), "acquire by process 5 -> token 2", model.Other, false},
		{"semaphore", ok("acquire", two, nilValue), "acquire 2", model.Other, false},
		{"semaphore", info("release", nilValue), "release 1", model.Other, false},
		{"counter", ok("inc", nilValue, nilValue), "add 1", model.Other, false},
		{"counter", ok("decrement", two, nilValue), "add -2", model.Other, false},
		{"counter", ok("read", nilValue, two), "read -> 2", model.Read, true},
		{"counter", ok("add", history.Int(0), nilValue), "nothing", model.Skip, false},
		{"set", ok("add", one, one), "add 1", model.Insert, false},
		{"set", ok("add", one, history.Bool(true)), "add 1 -> true", model.Insert, false},
		{"set", ok("add", one, history.Bool(false)), "add 1 -> false", model.Insert, true},
		{"set", ok("add", history.Bool(true), history.Bool(true)), "add true", model.Insert, false},
		{"set", ok("remove", one, nilValue), "remove 1", model.Remove, false},
		{"set", ok("contains", one, history.Bool(true)), "contains 1 -> true", model.Contains, true},
		{"set", ok("contains", one, list(one, history.Bool(true))), "contains 1 -> true", model.Contains, true},
		{"set", ok("read", nilValue, list(two, one, two)), "read -> #{1 2}", model.ReadAll, true},
		{"set", ok("read", nilValue, nilValue), "read -> #{}", model.ReadAll, true},
		{"queue", ok("enqueue", one, nilValue), "enqueue 1", model.Insert, false},
		{"queue", ok("poll", nilValue, one), "dequeue -> 1", model.Remove, false},
		{"queue", ok("remove", nilValue, history.Symbol("empty")), "dequeue -> empty", model.RemoveEmpty, true},
		{"queue", ok("dequeue", nilValue, history.Keyword("empty")), "dequeue -> empty", model.RemoveEmpty, true},
		{"queue", info("dequeue", nilValue), "dequeue -> ?", model.Remove, false},
		{"queue", failed("dequeue", nilValue), "nothing", model.Skip, false},
		{"stack", ok("add", one, nilValue), "push 1", model.Insert, false},
		{"stack", ok("pop", nilValue, history.String("empty")), "pop -> empty", model.RemoveEmpty, true},
		{"priority-queue", ok("remove-min", nilValue, one), "delete-min -> 1", model.Remove, false},
		{"list", ok("append", one, nilValue), "append 1", model.Append, false},
		{"list", ok("read", nilValue, list(two, one)), "read -> [2 1]", model.ReadAll, true},
		{"etcd", ok("range", history.Map(), history.Map()), "range {} -> {}", model.Other, true},
		{"etcd", ok("defragment", nilValue, nilValue), "nothing", model.Skip, false},
	} {
		t.Run(test.model+" "+test.want, func(t *testing.T) {
			m := newModel(t, test.model)
			a, err := m.Decode(&test.op)
			require.NoError(t, err)
			require.Equal(t, test.want, model.Describe(m, a))
			require.Equal(t, test.does, a.Op)
			require.Equal(t, test.reads, a.ReadOnly)
			if a.Op != model.Skip {
				require.Equal(t, test.op.Status == history.OK, a.Known)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, test := range []struct {
		model string
		op    history.Operation
		want  string
	}{
		{"register", ok("cas", list(one, two), nilValue), `unknown function "cas": expected read or write (cas-register has cas too)`},
		{"cas-register", ok("cas", history.Int(3), nilValue), "cas takes [old new], got 3"},
		{"cas-register", info("cas", list(one)), "cas takes [old new], got [1]"},
		{"kv", ok("append", one, nilValue), "append takes a string, got 1"},
		{"kv", ok("increment", one, nilValue), `unknown function "increment": expected get, put, append, cas or delete`},
		{"multi-register", ok("txn", one, nilValue), "txn takes a list of [:read k v] and [:write k v], got 1"},
		{"multi-register", ok("txn", list(list(x, y, one)), nilValue), "micro-operation [:x :y 1]: expected [:read k v] or [:write k v]"},
		{"multi-register", ok("txn", list(list(history.Keyword("w"), y, one)), list()), "the transaction has 1 micro-operations and its result 0"},
		{"multi-register", ok("txn", list(list(history.Keyword("w"), y, one)), list(list(history.Keyword("w"), y, two))), "expected the same micro-operations, with what they read"},
		{"multi-register", ok("read", nilValue, one), "read returns a map of registers to values, got 1"},
		{"mutex", ok("steal", nilValue, nilValue), `unknown function "steal": expected acquire or release`},
		{"semaphore", ok("acquire", history.Int(0), nilValue), "acquire takes 1 permit or more, got 0"},
		{"semaphore", ok("acquire", x, nilValue), "acquire takes an integer, got :x"},
		{"counter", ok("read", nilValue, x), "read returns an integer, got :x"},
		{"counter", ok("add", x, nilValue), "add takes an integer, got :x"},
		{"set", ok("add", nilValue, nilValue), "add: expected a value to add, got nil"},
		{"set", ok("contains", one, one), "contains returns true or false, got 1"},
		{"set", ok("read", nilValue, one), "read returns a collection, got 1"},
		{"queue", ok("enqueue", nilValue, nilValue), "enqueue of nil: expected a value that cannot be mistaken for the result of an empty queue"},
		{"queue", ok("peek", nilValue, nilValue), `unknown function "peek": expected enqueue or dequeue`},
		{"list", ok("read", nilValue, one), "read returns a collection, got 1"},
		{"etcd", ok("watch", nilValue, nilValue), `unknown function "watch": expected range, txn, leaseGrant, leaseRevoke, compact or defragment`},
		{"etcd", ok("range", one, nilValue), "request: expected a map, got 1"},
		{"etcd", ok("txn", history.Map(history.Entry{Key: history.String("then"), Value: list(one)}), nilValue), `step 1 of a transaction: expected ["range" {...}]`},
		{"etcd", ok("txn", history.Map(history.Entry{Key: history.String("if"), Value: list(one)}), nilValue), `condition 1: expected [KEY "mod" REVISION] or [KEY "version" N]`},
		{"etcd", ok("range", history.Map(), history.Map(history.Entry{Key: history.String("kvs"), Value: list(one)})), `entry 1: expected [KEY VALUE MOD-REVISION VERSION]`},
		{"etcd", ok("compact", history.Map(), history.Map(history.Entry{Key: history.String("revision"), Value: x})), `response: "revision" is an integer, got :x`},
	} {
		t.Run(test.model+" "+test.want, func(t *testing.T) {
			_, err := newModel(t, test.model).Decode(&test.op)
			require.ErrorContains(t, err, test.want)
		})
	}
}

// All values of all kinds are either understood or refused, in all places.
func FuzzDecode(f *testing.F) {
	f.Add("read", "", int64(1), uint8(1))
	f.Add("txn", "read", int64(2), uint8(2))
	f.Add("range", "revision", int64(3), uint8(0))
	f.Fuzz(func(t *testing.T, name, text string, n int64, shape uint8) {
		values := []history.Value{
			history.Nil, history.Int(n), history.String(text), history.List(history.Keyword(text), history.Int(n)),
			history.Map(history.Entry{Key: history.String(text), Value: history.List(history.Int(n))}),
			history.List(history.List(history.String(text), history.Int(n), history.Int(n))),
			history.Set(history.Int(n), history.String(text)), history.Tagged("t", history.Nil),
		}
		op := history.Operation{F: name, Input: values[shape%8], Output: values[shape/8%8], Status: history.Status(shape / 64 % 3)}
		for _, known := range model.Names() {
			m := newModel(t, known)
			a, err := m.Decode(&op)
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			s, _ := m.Init().Step(a)
			require.NotEmpty(t, model.Describe(m, a))
			require.NotNil(t, s)
		}
	})
}
