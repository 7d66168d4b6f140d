package matrix

import "fmt"

// Row is what came of one mutant.
type Row struct {
	Name    string `json:"name"`
	Group   string `json:"group"`
	Mistake string `json:"mistake"`
	// Results are in the order of the rungs.
	Results []Result `json:"results"`
	// Argument is, for a mutant that nobody catches, why it is no bug.
	Argument string `json:"argument,omitempty"`

	broken string // why it does not compile
}

// Caught reports whether some rung catches the mutant.
func (r *Row) Caught() bool {
	for _, result := range r.Results {
		if result.Outcome.Catches() {
			return true
		}
	}
	return false
}

// Report is the matrix.
type Report struct {
	Rungs []string `json:"rungs"`
	// Baseline is what the rungs say of the source as it is.
	Baseline []Result `json:"baseline"`
	Rows     []*Row   `json:"mutants"`
	// Broken are the mutants that do not compile, and why.
	Broken []string `json:"broken,omitempty"`
	// Dropped counts the changes that were enumerated and are no mutants, since they do not compile.
	Dropped int `json:"dropped"`
	// Complete says that all mutants and all rungs were asked for.
	Complete bool `json:"complete"`
	// Problems are what is not as it must be.
	Problems []string `json:"problems,omitempty"`
}

// Total is what one rung catches.
type Total struct {
	// Run counts the mutants on which the rung was run, Caught those it catches, Alone those that
	// no other rung catches.
	Run, Caught, Alone int
}

// Totals returns the totals of the rungs, in their order.
func (r *Report) Totals() []Total {
	totals := make([]Total, len(r.Rungs))
	for _, row := range r.Rows {
		catching := 0
		last := 0
		for i, result := range row.Results {
			if result.Outcome.Catches() {
				catching, last = catching+1, i
				totals[i].Caught++
			}
			if result.Outcome.Catches() || result.Outcome == Passed {
				totals[i].Run++
			}
		}
		if catching == 1 {
			totals[last].Alone++
		}
	}
	return totals
}

// Judge joins survivors to their arguments and notes what is not as it must be: a mutant that does not compile, or is
// neither caught nor argued, an argument about a mutant that is caught or does not exist or has changed,
// and, if everything was asked for and run, a rung that catches nothing. All are all mutants that there are, run or not. A rung that
// was left out may be the one that catches a survivor, so that survivors are judged only if none was.
func (r *Report) Judge(all []Mutant, survivors []Survivor, everyRung bool) {
	exists := map[string]string{}
	for i := range all {
		exists[all[i].Name] = all[i].Mistake
	}
	argued := map[string]string{}
	for _, s := range survivors {
		argued[s.Name] = s.Argument
		switch mistake, ok := exists[s.Name]; {
		case !ok:
			r.problemf("line %d: there is no mutant %q", s.Line, s.Name)
		case mistake != s.Mistake:
			r.problemf("line %d: the mutant %q is %q, the argument is about %q", s.Line, s.Name, mistake, s.Mistake)
		}
	}
	for _, broken := range r.Broken {
		r.problemf("%s", broken)
	}
	for _, row := range r.Rows {
		switch {
		case row.Caught() && argued[row.Name] != "":
			r.problemf("%s: is caught, and argued to be no bug", row.Name)
		case row.Caught():
		case argued[row.Name] != "":
			row.Argument = argued[row.Name]
		case everyRung && r.ranAll(row):
			r.problemf("%s: nobody catches it, and it is not argued: %s", row.Name, row.Mistake)
		}
	}
	if !r.Complete {
		return
	}
	for i, t := range r.Totals() {
		if t.Run > 0 && t.Caught == 0 {
			r.problemf("the rung %s catches nothing", r.Rungs[i])
		}
	}
}

// ranAll reports whether every rung that is for a mutant was run.
func (r *Report) ranAll(row *Row) bool {
	for _, result := range row.Results {
		if result.Outcome == NotRun {
			return false
		}
	}
	return true
}

func (r *Report) problemf(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}
