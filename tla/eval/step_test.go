package eval

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
)

const bank = `---- MODULE M ----
EXTENDS Integers, Sequences
VARIABLES accounts, log, open
Names == {"a", "b"}
vars == <<accounts, log>>
Init == /\ accounts = [n \in Names |-> 0]
        /\ log \in {<<>>, <<"begin">>}
        /\ open = {}
Enough(n, amount) == accounts[n] >= amount /\ n \in open
Note(what) == log' = Append(log, what)
Deposit(n, amount) ==
    /\ n \in open
    /\ accounts' = [accounts EXCEPT ![n] = @ + amount]
    /\ Note("deposit")
    /\ UNCHANGED open
Withdraw(n, amount) ==
    LET left == accounts[n] - amount IN
    /\ Enough(n, amount)
    /\ IF left = 0 THEN Note("empty") ELSE Note("withdraw")
    /\ accounts' = [accounts EXCEPT ![n] = left]
    /\ UNCHANGED open
Open == \E n \in Names : /\ n \notin open
                         /\ open' = open \cup {n}
                         /\ UNCHANGED vars
Check == /\ \A n \in Names : accounts[n] >= 0
         /\ UNCHANGED <<vars, open>>
Close == /\ open # {} => \E n \in open : open' = open \ {n}
         /\ open = {} => open' = open
         /\ UNCHANGED vars
Change == \/ \E n \in Names, amount \in 1..3 : Deposit(n, amount)
          \/ \E n \in Names : \E k \in 1..3 : Withdraw(n, k)
Next == \/ Change
        \/ Open
        \/ Check \/ Close
====
`

// steps compiles bank.
func steps(t *testing.T) (*Program, *Steps) {
	t.Helper()
	p, err := compile(t, bank, "INIT Init\nNEXT Next\n")
	require.NoError(t, err)
	s, err := p.Steps()
	require.NoError(t, err)
	return p, s
}

// state is a state of bank.
func state(a, b int64, log []string, open ...string) State {
	names := func(texts []string) (all []datum.Datum) {
		for _, text := range texts {
			all = append(all, datum.String(text))
		}
		return all
	}
	accounts := datum.Pairs(names([]string{"a", "b"}), []datum.Datum{datum.Int(a), datum.Int(b)})
	return State{accounts, datum.Tuple(names(log)), datum.Set(names(open))}
}

func TestStepsAgreeWithNext(t *testing.T) {
	p, s := steps(t)
	require.ElementsMatch(t, []string{"Next", "Change", "Deposit", "Withdraw", "Open", "Check", "Close"}, s.Names())
	e, judge := p.Evaluator(Host{}), s.Judge(Host{})
	seen := []State{}
	add := func(x State) {
		for _, known := range seen {
			same := true
			for i := range x {
				same = same && datum.Equal(known[i], x[i])
			}
			if same {
				return
			}
		}
		seen = append(seen, append(State(nil), x...))
	}
	require.NoError(t, e.Initial(func(x State) bool { add(x); return true }))
	require.Len(t, seen, 2)
	for _, x := range seen {
		require.True(t, judge.Holds(s.Initial(), x, nil))
	}
	type edge struct {
		action   int
		from, to int
	}
	taken := map[edge]bool{}
	for at := 0; at < len(seen) && at < 40; at++ {
		var found []State
		var actions []int
		require.NoError(t, e.Next(seen[at], func(action int, next State) bool {
			found, actions = append(found, append(State(nil), next...)), append(actions, action)
			return true
		}))
		for i, next := range found {
			add(next)
			for to, known := range seen {
				if datum.Equal(known[0], next[0]) && datum.Equal(known[1], next[1]) && datum.Equal(known[2], next[2]) {
					taken[edge{actions[i], at, to}] = true
				}
			}
		}
	}
	for from := range 40 {
		for to, next := range seen {
			some := false
			for i, a := range p.Actions {
				if a.Name == "Next" || a.Name == "Change" {
					continue
				}
				step, err := s.Find(a.Name)
				require.NoError(t, err)
				require.Equal(t, taken[edge{i, from, to}], judge.Holds(step, seen[from], next), "%s from %v to %v", a.Name, seen[from], next)
				require.Equal(t, taken[edge{i, from, to}], judge.Explain(step, seen[from], next).Failed == 0)
				some = some || taken[edge{i, from, to}]
			}
			whole, err := s.Find("Next")
			require.NoError(t, err)
			require.Equal(t, some, judge.Holds(whole, seen[from], next))
		}
	}
}

func TestUnknownActions(t *testing.T) {
	_, s := steps(t)
	_, err := s.Find("Witdraw")
	require.ErrorContains(t, err, "the next-state relation has no action Witdraw (Withdraw?), but Next, Change, Deposit")
	_, err = s.Find("Enough")
	require.ErrorContains(t, err, "no action Enough, but")
}

func TestExplanationsBindParameters(t *testing.T) {
	_, s := steps(t)
	judge := s.Judge(Host{})
	deposit, err := s.Find("Deposit")
	require.NoError(t, err)
	x := judge.Explain(deposit, state(0, 1, nil, "b"), state(0, 3, []string{"deposit"}, "b"))
	require.Zero(t, x.Failed)
	require.Empty(t, x.Conjuncts)
	require.Equal(t, `[n = "b" amount = 2]`, text(x.Binding))
	withdraw, err := s.Find("Withdraw")
	require.NoError(t, err)
	x = judge.Explain(withdraw, state(0, 3, nil, "b"), state(0, 0, []string{"empty"}, "b"))
	require.Zero(t, x.Failed)
	require.Equal(t, `[n = "b" k = 3 amount = 3]`, text(x.Binding))
}

func text(bs []Binding) string {
	s := "["
	for i, b := range bs {
		if i > 0 {
			s += " "
		}
		s += b.String()
	}
	return s + "]"
}

func TestExplanationsNameTheConjunct(t *testing.T) {
	_, s := steps(t)
	judge := s.Judge(Host{})
	for _, c := range []struct {
		action        string
		before, after State
		want          []string // of each conjunct: its text, and the values
	}{
		{"Deposit", state(0, 1, nil, "a"), state(0, 3, []string{"deposit"}, "a"), []string{`n \in open: "b", {"a"}`}},
		{"Deposit", state(0, 1, nil, "b"), state(0, 3, []string{"withdraw"}, "b"), []string{`log' = Append(log, what): <<"withdraw">>, <<"deposit">>`}},
		{"Deposit", state(0, 1, nil, "b"), state(0, 2, []string{"deposit"}), []string{`open: {}, {"b"}`}},
		{"Withdraw", state(0, 1, nil, "b"), state(0, 0, []string{"withdraw"}, "b"), []string{`log' = Append(log, what): <<"withdraw">>, <<"empty">>`}},
		{"Withdraw", state(0, 1, nil), state(0, 0, []string{"empty"}), []string{`n \in open: "b", {}`}},
		{"Open", state(0, 0, nil, "a", "b"), state(0, 0, nil, "a", "b"), []string{`n \notin open: "a", {"a", "b"}`}},
		{"Check", state(0, -1, nil), state(0, -1, nil), []string{`accounts[n] >= 0: -1, 0 for n = "b"`}},
		{"Close", state(0, 0, nil), state(0, 0, nil, "b"), []string{`open' = open: {"b"}, {}`}},
		{"Close", state(0, 0, nil, "a"), state(0, 0, nil, "a"), []string{`open' = open \ {n}: {"a"}, {}`}},
	} {
		step, err := s.Find(c.action)
		require.NoError(t, err)
		require.False(t, judge.Holds(step, c.before, c.after))
		x := judge.Explain(step, c.before, c.after)
		var got []string
		for _, k := range x.Conjuncts {
			line := k.Text + ": " + k.Left.String() + ", " + k.Right.String()
			for _, b := range k.For {
				line += " for " + b.String()
			}
			got = append(got, line)
		}
		require.Equal(t, c.want, got, c.action)
		require.Equal(t, len(got), x.Failed)
		require.NotZero(t, x.Conjuncts[0].Span.Start.Line)
		require.Equal(t, c.action, x.Conjuncts[0].Within[0])
	}
}

// Values of another kind than the specification makes do not hold, and are no errors.
func TestValuesOfOtherKindsAreRefused(t *testing.T) {
	_, s := steps(t)
	judge := s.Judge(Host{})
	before, after := state(0, 0, nil), state(0, 0, nil)
	after[0], after[2] = datum.Int(3), datum.Set([]datum.Datum{datum.String("a")})
	open, err := s.Find("Open")
	require.NoError(t, err)
	require.False(t, judge.Holds(open, before, after))
	x := judge.Explain(open, before, after)
	require.Equal(t, 1, x.Failed)
	require.Equal(t, "accounts", x.Conjuncts[0].Variable)
	require.Equal(t, Keeps, x.Conjuncts[0].Kind)
	after = state(0, 0, nil, "b")
	require.True(t, judge.Holds(open, before, after))
}
