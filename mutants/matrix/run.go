package matrix

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say how mutants are run.
type Options struct {
	// Parallel is how many mutants are tried at once, 1 if it is less.
	Parallel int
	// Limit is the least time that a check may take. The checks of a rung may always take ten times what the rung takes on the source as it is.
	Limit time.Duration
	// First ends with the first rung that catches a mutant, trying the quickest first.
	First bool
	// Progress, if not nil, is called after each mutant, never by two goroutines at once.
	Progress func(done, all int, row *Row)
}

// patience is how many times longer than on the source as it is a check may take.
const patience = 10

// runner plants mutants.
type runner struct {
	root    string
	rungs   []Rung
	limits  []time.Duration // of the rungs' checks
	order   []int           // of the rungs
	first   bool
	builder *builder
	reach   *reach
}

// Run runs the rungs on the source as it is, where all must pass, and then on each mutant. If ctx
// ends before, it returns the rows so far and the error of ctx.
func Run(ctx context.Context, root string, rungs []Rung, mutants []Mutant, o Options) (*Report, error) {
	report := &Report{}
	for i := range rungs {
		report.Rungs = append(report.Rungs, rungs[i].Name)
	}
	folder, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return report, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // what is left is in the folder for temporary files
	r := &runner{
		root: root, rungs: rungs, limits: make([]time.Duration, len(rungs)), first: o.First,
		builder: &builder{root: root, folder: folder, shared: map[string]*shared{}},
		reach:   &reach{packages: packages(root, mutants), profiles: map[string]profile{}},
	}
	for i := range rungs {
		r.order = append(r.order, i)
		r.limits[i] = time.Hour
	}
	if err := r.baseline(ctx, report, o.Limit); err != nil {
		return report, err
	}
	rows := make([]*Row, len(mutants))
	err = each(ctx, len(mutants), max(1, o.Parallel), func(ctx context.Context, i int) error {
		row, err := r.try(ctx, &mutants[i])
		rows[i] = row
		return err
	}, func(done, i int) {
		if o.Progress != nil {
			o.Progress(done, len(mutants), rows[i])
		}
	})
	for _, row := range rows {
		switch {
		case row == nil:
		case row.broken != "":
			report.Broken = append(report.Broken, row.Name+": "+row.broken)
		default:
			report.Rows = append(report.Rows, row)
		}
	}
	return report, err
}

// packages returns the packages in which mutants have places.
func packages(root string, mutants []Mutant) string {
	var all []string
	for i := range mutants {
		if file := mutants[i].Place.File; file != "" {
			all = append(all, path.Join(modulePath(root), path.Dir(file)))
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ",")
}

// baseline runs the rungs on the source as it is, and sees how long a check may take and what it reaches.
func (r *runner) baseline(ctx context.Context, report *Report, limit time.Duration) error {
	row, err := r.try(ctx, nil)
	if err != nil {
		return err
	}
	if row.broken != "" {
		return fmt.Errorf("the source as it is %s", row.broken)
	}
	report.Baseline = row.Results
	for i, result := range row.Results {
		if result.Outcome.Catches() {
			return fmt.Errorf("the rung %q fails on the source as it is: %s", r.rungs[i].Name, result.Why)
		}
		r.limits[i] = max(limit, time.Duration(patience*result.Seconds*float64(time.Second)))
	}
	if r.first {
		slices.SortStableFunc(r.order, func(i, j int) int { return cmp.Compare(row.Results[i].Seconds, row.Results[j].Seconds) })
	}
	return nil
}

// try plants a mutant, or none, and runs the rungs.
func (r *runner) try(ctx context.Context, m *Mutant) (*Row, error) {
	folder, err := os.MkdirTemp(r.builder.folder, "one")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // the whole folder goes at the end
	w := &Workspace{Root: r.root, Folder: folder, Mutant: m, builder: r.builder, reach: r.reach}
	row := &Row{Results: make([]Result, len(r.rungs))}
	if m != nil {
		row.Name, row.Group, row.Mistake = m.Name, m.Group, m.Mistake
	}
	for _, i := range r.order {
		if r.first && row.Caught() {
			row.Results[i].Outcome = Skipped
			continue
		}
		w.Limit = r.limits[i]
		result, err := r.rungs[i].run(ctx, w)
		var broken *BuildError
		switch {
		case errors.As(err, &broken):
			row.broken = brief(err)
			return row, nil
		case err != nil:
			return nil, fmt.Errorf("mutant %q, rung %s: %w", row.Name, r.rungs[i].Name, err)
		}
		row.Results[i] = result
	}
	return row, nil
}

// brief returns the text of an error on one line, shortened.
func brief(err error) string {
	const most = 300
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > most {
		text = text[:most] + "…"
	}
	return text
}

// each calls do for 0..n-1 in several goroutines, and done after each, one at a time. It ends early at the first error, which it
// returns.
func each(ctx context.Context, n, parallel int, do func(ctx context.Context, i int) error, done func(count, i int)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	var workers sync.WaitGroup
	var finished sync.Mutex
	count := 0
	for range parallel {
		workers.Go(func() {
			for i := range next {
				if err := do(ctx, i); err != nil {
					stop(err)
					continue
				}
				finished.Lock()
				count++
				done(count, i)
				finished.Unlock()
			}
		})
	}
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}
