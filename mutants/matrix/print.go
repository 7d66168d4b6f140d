package matrix

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Print writes the matrix, the totals of the rungs, the survivors with their arguments, and the problems.
func (r *Report) Print(w io.Writer) error {
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	line := func(name string, cells ...string) {
		fmt.Fprintln(table, strings.Join(append([]string{name}, cells...), "\t"))
	}
	line("mutant", r.Rungs...)
	for _, row := range r.Rows {
		cells := make([]string, len(row.Results))
		for i, result := range row.Results {
			cells[i] = string(result.Outcome)
		}
		line(row.Name, cells...)
	}
	totals := r.Totals()
	line("caught", texts(totals, func(t Total) string { return fmt.Sprintf("%d of %d", t.Caught, t.Run) })...)
	line("by no other rung", texts(totals, func(t Total) string { return fmt.Sprint(t.Alone) })...)
	line("seconds on the source as it is", seconds(r.Baseline)...)
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
	_, err := io.WriteString(w, r.summary())
	return err
}

func texts(totals []Total, text func(Total) string) []string {
	all := make([]string, len(totals))
	for i, t := range totals {
		all[i] = text(t)
	}
	return all
}

func seconds(results []Result) []string {
	all := make([]string, len(results))
	for i, r := range results {
		all[i] = fmt.Sprintf("%.1f", r.Seconds)
		if r.Outcome == NotRun {
			all[i] = string(NotRun)
		}
	}
	return all
}

// summary says what the table does not.
func (r *Report) summary() string {
	var b strings.Builder
	caught, argued := 0, 0
	for _, row := range r.Rows {
		switch {
		case row.Caught():
			caught++
		case row.Argument != "":
			argued++
			fmt.Fprintf(&b, "\nno bug: %s\n    > %s\n    %s\n", row.Name, row.Mistake, row.Argument)
		}
	}
	fmt.Fprintf(&b, "\n%d mutants: %d caught, %d argued to be no bug, %d others\n", len(r.Rows), caught, argued, len(r.Rows)-caught-argued)
	for i, result := range r.Baseline {
		if result.Outcome == NotRun {
			fmt.Fprintf(&b, "the rung %s was not run: %s\n", r.Rungs[i], result.Why)
		}
	}
	if r.Dropped > 0 {
		fmt.Fprintf(&b, "%d further changes do not compile, or are the same as another\n", r.Dropped)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "problem: %s\n", p)
	}
	return b.String()
}
