package workload

import (
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/history"
)

// bank is the check of jepsen.tests.bank. Transfers move money between accounts, and reads return
// a map of all accounts to their balances. Transfers are not looked at: whatever happened of them,
// each read must show accounts that the first read showed, the same total, no account without a
// balance, and none that is overdrawn.
var bank = check{
	name:        "bank",
	description: "every read of all accounts shows the same total, and no account is overdrawn",
	functions:   []string{"read", "transfer"},
	judge:       judgeBank,
}

// standard is what the reads are compared with.
type standard struct {
	total    int64
	accounts map[history.Value]bool
	read     int32 // where accounts, and the total if not given, come from
	given    bool  // the total
}

func judgeBank(r *run) error {
	reads := r.completed("read")
	r.count("reads", len(reads))
	want, err := r.bankStandard(reads)
	if err != nil {
		return err
	}
	for _, i := range reads {
		if err := r.judgeBalances(i, want); err != nil {
			return err
		}
	}
	return nil
}

// bankStandard takes the accounts, and the total if none is given, of the first read whose balances
// are all there.
func (r *run) bankStandard(reads []int32) (*standard, error) {
	want := &standard{accounts: map[history.Value]bool{}, given: r.options.Total != nil}
	if want.given {
		want.total = *r.options.Total
	}
	for _, i := range reads {
		entries, err := r.balances(i)
		if err != nil {
			return nil, err
		}
		total, nils, err := r.sum(i, entries)
		if err != nil {
			return nil, err
		}
		if len(nils) > 0 || len(entries) == 0 {
			continue
		}
		for _, e := range entries {
			want.accounts[e.Key] = true
		}
		want.read = i
		if !want.given {
			want.total = total
		}
		return want, nil
	}
	if len(reads) > 0 {
		want.read = reads[0]
	}
	return want, nil
}

func (r *run) balances(i int32) ([]history.Entry, error) {
	v := r.op(i).Output
	if k := v.Kind(); k != history.KindMap && k != history.KindNil {
		return nil, r.errorf(i, "read of a bank: expected a map of accounts to balances, found the %s %s", k, brief(v))
	}
	return v.Entries(), nil
}

// sum adds up the balances and lists the accounts that have none.
func (r *run) sum(i int32, entries []history.Entry) (total int64, nils []history.Value, err error) {
	for _, e := range entries {
		if e.Value.IsNil() {
			nils = append(nils, e.Key)
			continue
		}
		balance, isInt := e.Value.Int()
		if !isInt {
			return 0, nil, r.errorf(i, "balance of account %s: expected a 64-bit integer, found the %s %s", brief(e.Key), e.Value.Kind(), brief(e.Value))
		}
		var fits bool
		if total, fits = add(total, balance); !fits {
			return 0, nil, r.errorf(i, "the balances sum to more than 64 bits hold")
		}
	}
	return total, nils, nil
}

// judgeBalances reports the first thing wrong with a read, in Jepsen's order.
func (r *run) judgeBalances(i int32, want *standard) error {
	entries, err := r.balances(i)
	if err != nil {
		return err
	}
	total, nils, err := r.sum(i, entries)
	if err != nil {
		return err
	}
	both := []int32{want.read, i}
	for _, e := range entries {
		if len(want.accounts) > 0 && !want.accounts[e.Key] {
			r.find("unexpected-account", both, "%s shows account %s, which %s does not have", r.name(i), brief(e.Key), r.name(want.read))
			return nil
		}
	}
	switch {
	case len(nils) > 0:
		r.find("nil-balance", []int32{i}, "%s shows no balance for account %s", r.name(i), brief(nils[0]))
		return nil
	case total != want.total:
		if want.given {
			both = []int32{i}
		}
		r.find("wrong-total", both, "%s shows a total of %d, but %s", r.name(i), total, r.whyTotal(want))
		return nil
	case r.options.NegativeBalances:
		return nil
	}
	for _, e := range entries {
		if balance, _ := e.Value.Int(); balance < 0 {
			r.find("negative-balance", []int32{i}, "%s shows a balance of %d in account %s", r.name(i), balance, brief(e.Key))
			return nil
		}
	}
	return nil
}

func (r *run) whyTotal(want *standard) string {
	if want.given {
		return fmt.Sprintf("all money is %d", want.total)
	}
	return fmt.Sprintf("%s shows %d", r.name(want.read), want.total)
}

// add returns a+b, and whether it fits 64 bits.
func add(a, b int64) (int64, bool) {
	if (b > 0 && a > math.MaxInt64-b) || (b < 0 && a < math.MinInt64-b) {
		return 0, false
	}
	return a + b, true
}
