package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/page"
)

// objectConsistencies returns what --consistency accepts for models of objects.
func objectConsistencies() []string {
	return append([]string{linearizability.Linearizable.String(), linearizability.Sequential.String()}, causal.Names()...)
}

// levelNames returns the levels of isolation that --consistency accepts for models of transactions.
func levelNames() []string {
	var names []string
	for _, m := range transaction.Models() {
		for _, level := range m.LevelNames() {
			if !slices.Contains(names, level) {
				names = append(names, level)
			}
		}
	}
	return names
}

// runTransactions checks a history of transactions and prints the answer.
func (f *checkFlags) runTransactions(ctx context.Context, command *cobra.Command, r *report, h *history.History, info format.Info) error {
	if err := f.objectFlagsUnused(command, r.Model); err != nil {
		return err
	}
	o, err := f.transactionOptions(r, info)
	if err != nil {
		return err
	}
	line := newStatusLine(command)
	o.Progress = func(doing string) { line.draw(func() string { return "checking: " + doing }) }
	v, err := transaction.Check(ctx, h, o)
	line.end()
	if err != nil {
		return err
	}
	t := newLevelsReport(r, v)
	return f.write(command, t, t.Verdict, f.writeTransactionPage(t))
}

// writeTransactionPage writes the HTML page if one is wanted.
func (f *checkFlags) writeTransactionPage(t *transactionReport) error {
	if f.page == "none" || f.page == "" && t.Verdict != "invalid" {
		return nil
	}
	var err error
	t.Page, err = f.createPage(t.File, func(w io.Writer) error { return page.Write(w, t.page()) })
	return err
}

// transactionOptions returns what the flags mean to transaction.Check.
func (f *checkFlags) transactionOptions(r *report, info format.Info) (transaction.Options, error) {
	m, err := transaction.ParseModel(r.Model)
	if err != nil {
		return transaction.Options{}, err
	}
	o := transaction.Options{Model: m, OnlyLevel: f.onlyLevel}
	values, err := f.model.options()
	if err != nil {
		return o, err
	}
	if m == transaction.ListAppend {
		if values.HasInit {
			return o, errors.New("--init is for registers: lists begin empty")
		}
	} else {
		o.Init, o.InitIfUnwritten = info.Init, true
	}
	if values.HasInit {
		o.Init, o.InitIfUnwritten = values.Init, false
	}
	if o.Assume, err = parseAssumptions(f.assume); err != nil {
		return o, err
	}
	if m == transaction.ListAppend && o.Assume.Any() {
		return o, fmt.Errorf("--assume is for registers: lists show the order of their elements")
	}
	if f.consistency == "" {
		return o, nil
	}
	level, err := m.ParseLevel(f.consistency)
	if err != nil {
		return o, fmt.Errorf("--consistency: %w", err)
	}
	o.Level = &level
	return o, nil
}

// objectFlagsUnused is an error if a flag was given that means nothing to transactions.
func (f *checkFlags) objectFlagsUnused(command *cobra.Command, model string) error {
	if err := f.workload.unused(command); err != nil {
		return err
	}
	for _, name := range []string{"engine", "all", "failed-cas", "permits"} {
		if flag := command.Flags().Lookup(name); flag != nil && flag.Changed {
			return fmt.Errorf("--%s is for linearizability, and means nothing to %s %s", name, model, f.consistency)
		}
	}
	return nil
}

// assumptions are what --assume accepts, with where it goes.
var assumptions = []struct {
	name string
	set  func(*transaction.Assumptions)
}{
	{"read-before-write", func(a *transaction.Assumptions) { a.ReadBeforeWrite = true }},
	{"session-order", func(a *transaction.Assumptions) { a.SessionOrder = true }},
	{"real-time-order", func(a *transaction.Assumptions) { a.RealTimeOrder = true }},
}

func assumptionNames() []string {
	var names []string
	for _, a := range assumptions {
		names = append(names, a.name)
	}
	return names
}

func parseAssumptions(given []string) (transaction.Assumptions, error) {
	var a transaction.Assumptions
	for _, name := range given {
		i := slices.Index(assumptionNames(), name)
		if i < 0 {
			return a, fmt.Errorf("--assume %q: expected some of %s", name, strings.Join(assumptionNames(), ", "))
		}
		assumptions[i].set(&a)
	}
	return a, nil
}
