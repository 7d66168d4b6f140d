package matrix

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// report has rungs a and b: m1 is caught by both, m2 by b, m3 by nobody.
func report() (*Report, []Mutant) {
	row := func(name string, a, b Outcome) *Row {
		return &Row{Name: name, Mistake: "wrong " + name, Results: []Result{{Outcome: a}, {Outcome: b}}}
	}
	r := &Report{
		Rungs: []string{"a", "b"}, Baseline: []Result{{Outcome: Passed, Seconds: 1}, {Outcome: Passed, Seconds: 0.5}}, Complete: true,
		Rows: []*Row{row("m1", Caught, Caught), row("m2", Passed, TimedOut), row("m3", Passed, Passed)},
	}
	return r, []Mutant{{Name: "m1", Mistake: "wrong m1"}, {Name: "m2", Mistake: "wrong m2"}, {Name: "m3", Mistake: "wrong m3"}}
}

func TestTotals(t *testing.T) {
	r, _ := report()
	require.Equal(t, []Total{{Run: 3, Caught: 1}, {Run: 3, Caught: 2, Alone: 1}}, r.Totals())
}

func TestJudge(t *testing.T) {
	argued := []Survivor{{Name: "m3", Mistake: "wrong m3", Argument: "no difference", Line: 1}}
	for _, c := range []struct {
		name      string
		change    func(r *Report)
		survivors []Survivor
		left      bool // a rung was left out
		problems  []string
	}{
		{"all right", nil, argued, false, nil},
		{"survivor not argued", nil, nil, false, []string{"m3: nobody catches it, and it is not argued: wrong m3"}},
		{"survivor where a rung was left out", nil, nil, true, nil},
		{"survivor where a rung lacks something", func(r *Report) { r.Rows[2].Results[1].Outcome = NotRun }, nil, false, nil},
		{"does not compile", func(r *Report) { r.Broken = []string{"m4: why"} }, argued, false, []string{"m4: why"}},
		{"caught and argued", func(r *Report) { r.Rows[2].Results[0].Outcome = Caught }, argued, false, []string{"m3: is caught, and argued to be no bug"}},
		{"argument about nothing", nil, append(argued, Survivor{Name: "m4", Mistake: "x", Argument: "y", Line: 7}), false, []string{`line 7: there is no mutant "m4"`}},
		{"argument about what has changed", nil, []Survivor{{Name: "m3", Mistake: "wrong before", Argument: "y", Line: 7}}, false,
			[]string{`line 7: the mutant "m3" is "wrong m3", the argument is about "wrong before"`}},
		{"rung that catches nothing", func(r *Report) { r.Rows = r.Rows[1:] }, argued, false, []string{"the rung a catches nothing"}},
		{"part of the mutants", func(r *Report) { r.Rows, r.Complete = r.Rows[1:], false }, argued, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, all := report()
			if c.change != nil {
				c.change(r)
			}
			r.Judge(all, c.survivors, !c.left)
			require.Equal(t, c.problems, r.Problems)
		})
	}
}

func TestPrint(t *testing.T) {
	r, all := report()
	r.Rows[0].Results[1].Outcome = NotMeant
	r.Dropped = 4
	r.Judge(all, []Survivor{{Name: "m3", Mistake: "wrong m3", Argument: "no difference", Line: 1}}, true)
	r.Problems = append(r.Problems, "something")
	var b strings.Builder
	require.NoError(t, r.Print(&b))
	require.Equal(t, `mutant                          a       b
m1                              caught
m2                              -       time
m3                              -       -
caught                          1 of 3  1 of 2
by no other rung                1       1
seconds on the source as it is  1.0     0.5

no bug: m3
    > wrong m3
    no difference

3 mutants: 2 caught, 1 argued to be no bug, 0 others
4 further changes do not compile, or are the same as another
problem: something
`, b.String())
}
