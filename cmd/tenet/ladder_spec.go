package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/tenet-go/tenet/spec"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/tlc"
)

// specRungs checks the models of a specification, and the code of each in all its schedules, held to the specification.
func (c *climb) specRungs(ctx context.Context, models []modelRun) {
	for i := range models {
		m := &models[i]
		if ctx.Err() != nil {
			return
		}
		if m.liveness {
			c.livenessRung(ctx, m)
			continue
		}
		c.specRung(ctx, m)
		c.codeRung(ctx, m)
		if m.deep {
			m.judges = nil
		}
	}
}

// specRung checks one model. If it holds, the model has judges. They are made while it is checked, since one goroutine makes them.
func (c *climb) specRung(ctx context.Context, m *modelRun) {
	begin := time.Now()
	r := m.rung(1, "spec", holds, "")
	model, err := m.load()
	if err != nil {
		r.Outcome, r.Result, r.Details = undecided, "it cannot be checked", err.Error()
		c.add(begin, r)
		return
	}
	beside, cancel := context.WithCancel(ctx)
	defer cancel()
	made := make(chan func() (*judges, error), 1)
	go func() {
		j, err := m.newJudges(beside)
		made <- func() (*judges, error) { return j, err }
	}()
	c.checkSpec(ctx, m, model, &r)
	if r.Outcome != holds {
		cancel()
	}
	c.line.show("the graph of " + m.name)
	j, err := (<-made)()
	c.add(begin, r)
	switch {
	case r.Outcome != holds:
	case err != nil:
		c.report(m.rung(2, "refinement", undecided, "steps cannot be judged: "+err.Error()))
	default:
		m.judges = j
	}
}

// checkSpec checks one model, and says in a rung what came of it.
func (c *climb) checkSpec(ctx context.Context, m *modelRun, model *tla.Model, r *rung) {
	result, err := model.Check(ctx, check.Options{
		Memory: 4 << 30, Interval: pace,
		Progress: func(p check.Progress) { c.line.show("spec " + m.name + ", " + p.String()) },
	})
	if err != nil {
		r.Outcome, r.Result, r.Details = undecided, "it cannot be checked", err.Error()
		return
	}
	s := result.Stats
	switch result.Verdict {
	case check.OK:
		checked := model.Checked()
		r.Result = fmt.Sprintf("%s states, %s generated; %d properties", grouped(uint64(s.Distinct)), grouped(uint64(s.Generated)), len(checked))
		r.Figures = figures{
			"distinct": s.Distinct, "generated": s.Generated, "depth": s.Depth, "properties": checked, "warnings": result.Warnings, "collision": result.Collision,
		}
		return
	case check.Undecided:
		r.Outcome, r.Result = undecided, fmt.Sprintf("%s, after %s states", result.Limit, grouped(uint64(s.Distinct)))
		return
	case check.SpecFailed, check.InvariantFailed:
		r.Outcome, r.Result = undecided, "it cannot be evaluated"
	case check.Deadlock:
		r.Outcome, r.Result = violated, "there is a deadlock"
	default:
		r.Outcome, r.Result = violated, result.Property+" does not hold"
	}
	var b strings.Builder
	if err := check.Report(&b, result); err == nil { // a Builder takes everything
		r.Details = b.String()
	}
}

// specification is where the model's files are.
func (m *modelRun) specification() fs.FS {
	if m.files != nil {
		return m.files
	}
	return spec.Files
}

func (m *modelRun) load() (*tla.Model, error) {
	return tla.Load(m.specification(), path.Join(m.folder, m.name+".cfg"), tla.WithLibrary("abstract"))
}

// newJudges returns those of a model. They have a program of their own: what compiles a program is not for several goroutines.
func (m *modelRun) newJudges(ctx context.Context) (*judges, error) {
	model, err := m.load()
	if err != nil {
		return nil, err
	}
	formulas, err := step.New(model.Program)
	if err != nil {
		return nil, err
	}
	g, err := graph.Explore(ctx, model.Program)
	if err != nil {
		return nil, err
	}
	return &judges{formulas, g}, nil
}

// livenessRung has TLC check a model, for only TLC can.
func (c *climb) livenessRung(ctx context.Context, m *modelRun) {
	begin := time.Now()
	r := m.rung(1, "spec", holds, "")
	defer func() { c.add(begin, r) }()
	c.line.show("TLC checks " + m.name)
	result, checked, err := c.askTLC(ctx, m)
	switch {
	case err != nil && ctx.Err() != nil:
		r.Outcome, r.Result = undecided, "interrupted"
	case errors.Is(err, tlc.ErrUnavailable):
		r.Outcome, r.Result = notRun, "only TLC checks liveness: "+err.Error()
	case err != nil:
		r.Outcome, r.Result, r.Details = undecided, "TLC cannot check it", err.Error()
	case result.Violation != nil:
		r.Outcome, r.Result, r.Details = violated, result.Violation.Property+" does not hold", result.Violation.Text
	default:
		r.Result = fmt.Sprintf("%s states, %s generated; %d properties, by TLC", grouped(uint64(result.Distinct)), grouped(uint64(result.Generated)), len(checked))
		r.Figures = figures{"distinct": result.Distinct, "generated": result.Generated, "depth": result.Depth, "properties": checked}
	}
}

// askTLC has TLC check a model, and returns the names of what it has checked, too.
func (c *climb) askTLC(ctx context.Context, m *modelRun) (*tlc.Result, []string, error) {
	checker, err := tlc.Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "tenet-verify-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // nothing there is of use any more
	if err := os.CopyFS(folder, m.specification()); err != nil {
		return nil, nil, err
	}
	module := filepath.Join(folder, m.folder, m.name+".tla")
	result, err := checker.Check(ctx, tlc.Model{Module: module, Libraries: []string{filepath.Join(folder, "abstract")}}, tlc.Options{})
	if err != nil {
		return nil, nil, err
	}
	checked, err := tlc.Properties(strings.TrimSuffix(module, ".tla") + ".cfg")
	return result, checked, err
}
