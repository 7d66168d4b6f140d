package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// statistics describe a history. They are what decides how hard it is to check.
type statistics struct {
	File        string          `json:"file"`
	Format      string          `json:"format"`
	Model       string          `json:"model,omitempty"` // suggested by the input
	Operations  int             `json:"operations"`
	Ignored     int             `json:"ignored"`
	Processes   int             `json:"processes"`
	Keys        int             `json:"keys"`
	MicroOps    int             `json:"micro_operations,omitempty"` // reads, writes and appends of transactions
	Untimed     bool            `json:"untimed,omitempty"`          // the order of each process is all that is known
	Concurrency int             `json:"concurrency"`                // most operations open at once, those of unknown outcome aside
	Seconds     float64         `json:"seconds"`                    // from the first to the last event, 0 if not recorded
	Functions   []functionStats `json:"functions"`
}

type functionStats struct {
	F    string `json:"f"`
	OK   int    `json:"ok"`
	Fail int    `json:"fail"`
	Info int    `json:"info"`
}

func newStats() *cobra.Command {
	var input inputFlags
	var asJSON bool
	command := &cobra.Command{
		Use:               "stats FILE",
		Short:             "Count what is in a history",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeFiles,
		RunE: func(command *cobra.Command, args []string) error {
			h, info, err := input.read(command.Context(), command, args[0])
			if err != nil {
				return err
			}
			s := measure(h, info)
			s.File = args[0]
			if asJSON {
				e := json.NewEncoder(command.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(s)
			}
			return s.write(command.OutOrStdout())
		},
	}
	input.register(command)
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return command
}

func measure(h *history.History, info format.Info) statistics {
	s := statistics{Format: string(info.Format), Model: info.Model, Operations: len(h.Operations), Ignored: h.Ignored}
	processes, keys, functions := map[int64]bool{}, map[history.Value]bool{}, map[string]*functionStats{}
	first, last := int64(history.NoTime), int64(history.NoTime)
	for i := range h.Operations {
		op := &h.Operations[i]
		processes[op.Process] = true
		if n := countMicros(op, keys); n > 0 {
			s.MicroOps += n
		} else {
			keys[op.Key] = true
		}
		f, known := functions[op.F]
		if !known {
			f = &functionStats{F: op.F}
			functions[op.F] = f
		}
		switch op.Status {
		case history.OK:
			f.OK++
		case history.Fail:
			f.Fail++
		case history.Info:
			f.Info++
		}
		if op.CallTime != history.NoTime && (first == history.NoTime || op.CallTime < first) {
			first = op.CallTime
		}
		last = max(last, op.CallTime, op.ReturnTime)
	}
	s.Processes, s.Keys, s.Untimed = len(processes), len(keys), h.Untimed
	if !h.Untimed {
		s.Concurrency = concurrency(h)
	}
	if first != history.NoTime {
		s.Seconds = float64(last-first) / 1e9
	}
	for _, f := range functions {
		s.Functions = append(s.Functions, *f)
	}
	slices.SortFunc(s.Functions, func(a, b functionStats) int { return cmp.Compare(a.F, b.F) })
	return s
}

// countMicros returns the number of micro-operations such as [:r 3 nil] of a transaction, and notes
// their keys.
func countMicros(op *history.Operation, keys map[history.Value]bool) int {
	if op.F != "txn" {
		return 0
	}
	n := 0
	for c := op.Input.Cursor(); c.Len() > 0; {
		if parts, isList := c.List(); isList && parts.Len() > 1 {
			parts.Skip()
			keys[parts.Value()] = true
			n++
		}
	}
	return n
}

// concurrency returns the greatest number of operations that were open at once.
func concurrency(h *history.History) int {
	var returns []int64
	for i := range h.Operations {
		if h.Operations[i].Return != history.Never {
			returns = append(returns, h.Operations[i].Return)
		}
	}
	slices.Sort(returns)
	most, open, returned := 0, 0, 0
	for i := range h.Operations {
		op := &h.Operations[i]
		for returned < len(returns) && returns[returned] < op.Call {
			returned++
			open--
		}
		if op.Return != history.Never {
			open++
		}
		most = max(most, open)
	}
	return most
}

func (s *statistics) write(w io.Writer) error {
	var b []byte
	b = fmt.Appendf(b, "%s: %s\n", s.File, s.Format)
	if s.Model != "" {
		b = fmt.Appendf(b, "  %-12s %s (suggested by the input)\n", "model", s.Model)
	}
	b = fmt.Appendf(b, "  %-12s %d, and %d events of others than clients\n", "operations", s.Operations, s.Ignored)
	b = fmt.Appendf(b, "  %-12s %d\n  %-12s %d\n", "processes", s.Processes, "keys", s.Keys)
	if s.MicroOps > 0 {
		b = fmt.Appendf(b, "  %-12s %d reads, writes and appends\n", "in them", s.MicroOps)
	}
	if s.Untimed {
		b = fmt.Appendf(b, "  %-12s no times, only the order of each process\n", "order")
	} else {
		b = fmt.Appendf(b, "  %-12s %d operations open at once\n", "concurrency", s.Concurrency)
	}
	if s.Seconds > 0 {
		b = fmt.Appendf(b, "  %-12s %.3f s\n", "duration", s.Seconds)
	}
	b = fmt.Appendf(b, "\n  %-16s %10s %10s %10s\n", "function", "ok", "fail", "info")
	for _, f := range s.Functions {
		b = fmt.Appendf(b, "  %-16s %10d %10d %10d\n", f.F, f.OK, f.Fail, f.Info)
	}
	_, err := w.Write(b)
	return err
}
