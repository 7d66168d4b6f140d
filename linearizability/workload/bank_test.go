package workload

import (
	"math"
	"testing"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

func bankRead(balances history.Value) []history.Event {
	return whole(0, "read", history.Nil, balances)
}

func TestBank(t *testing.T) {
	ten := int64(10)
	missing := history.Map(history.Entry{Key: num(0), Value: num(10)}, history.Entry{Key: num(1)})
	runCases(t, "bank", []testCase{
		{name: "empty", want: want{outcome: engine.Valid}},
		{name: "transfer", events: events(
			bankRead(accounts(10, 0)),
			whole(1, "transfer", history.Nil, history.Nil),
			bankRead(accounts(7, 3)),
		), want: want{outcome: engine.Valid, stats: map[string]int64{"reads": 2}}},
		{name: "wrong total", events: events(bankRead(accounts(10, 0)), bankRead(accounts(7, 4))),
			want: want{outcome: engine.Invalid, kinds: []string{"wrong-total"}}},
		{name: "total of the first completed read", events: events(
			invoke(1, "read", history.Nil), bankRead(accounts(10, 0)), ok(1, "read", accounts(10, 1)),
		), want: want{outcome: engine.Invalid, kinds: []string{"wrong-total"}}},
		{name: "given total", events: bankRead(accounts(7, 4)), options: Options{Total: &ten},
			want: want{outcome: engine.Invalid, kinds: []string{"wrong-total"}}},
		{name: "given total of all", events: bankRead(accounts(7, 3)), options: Options{Total: &ten}, want: want{outcome: engine.Valid}},
		{name: "negative", events: events(bankRead(accounts(10, 0)), bankRead(accounts(11, -1))),
			want: want{outcome: engine.Invalid, kinds: []string{"negative-balance"}}},
		{name: "negative allowed", events: events(bankRead(accounts(10, 0)), bankRead(accounts(11, -1))),
			options: Options{NegativeBalances: true}, want: want{outcome: engine.Valid}},
		{name: "unexpected account", events: events(bankRead(accounts(10, 0)), bankRead(accounts(10, 0, 0))),
			want: want{outcome: engine.Invalid, kinds: []string{"unexpected-account"}}},
		{name: "missing account with nothing in it", events: events(bankRead(accounts(10, 0)), bankRead(accounts(10))),
			want: want{outcome: engine.Valid}},
		{name: "no balance", events: events(bankRead(accounts(10, 0)), bankRead(missing)),
			want: want{outcome: engine.Invalid, kinds: []string{"nil-balance"}}},
		{name: "no balance in the first read", events: events(bankRead(missing), bankRead(accounts(10, 0)), bankRead(accounts(9, 0))),
			want: want{outcome: engine.Invalid, kinds: []string{"nil-balance", "wrong-total"}}},
		{name: "nothing read", events: events(bankRead(accounts(10)), bankRead(history.Nil)),
			want: want{outcome: engine.Invalid, kinds: []string{"wrong-total"}}},
		{name: "failed and unknown reads", events: events(
			bankRead(accounts(10)),
			invoke(0, "read", history.Nil), fail(0, "read", accounts(99)),
			invoke(0, "read", history.Nil), info(0, "read", accounts(99)),
		), want: want{outcome: engine.Valid, stats: map[string]int64{"reads": 1}}},
	})
}

func TestBankErrors(t *testing.T) {
	runErrorCases(t, "bank", []errorCase{
		{name: "no map", events: bankRead(list(1, 2)), line: 2, msg: "found the list [1 2]"},
		{name: "text", events: bankRead(history.Map(history.Entry{Key: num(7), Value: history.String("x")})), line: 2,
			msg: `balance of account 7: expected a 64-bit integer, found the string "x"`},
		{name: "other workload", events: whole(0, "write", num(1), num(1)), line: 1, msg: "such as write: expected the functions read, transfer"},
	})
}

func TestBankOverflow(t *testing.T) {
	for _, balances := range []history.Value{accounts(math.MaxInt64, 1), accounts(math.MinInt64, -1)} {
		_, err := mustNew(t, "bank").Run(build(t, bankRead(balances)), Options{})
		requireError(t, err, "test:2: the balances sum to more than 64 bits hold")
	}
}
