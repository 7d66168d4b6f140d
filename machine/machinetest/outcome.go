package machinetest

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/machine"
)

// outcome encodes an output. Numbers of batches are counted from the last one that is durable.
func outcome(out *machine.Output, durable machine.Seq) []byte {
	var b []byte
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	seq := func(s machine.Seq) {
		if s > 0 {
			s -= durable
		}
		b = binary.AppendUvarint(b, uint64(s))
	}
	data := func(d machine.Data) {
		encoded := encode(d)
		number(len(encoded))
		b = append(b, encoded...)
	}
	b = append(append(b, out.Action...), 0)
	seq(out.Seq)
	number(len(out.Records))
	for _, r := range out.Records {
		data(r)
	}
	number(len(out.Sends))
	for _, s := range out.Sends {
		number(int(s.To))
		data(s.Message)
		seq(s.After)
	}
	number(len(out.Replies))
	for _, r := range out.Replies {
		b = binary.AppendUvarint(b, uint64(r.ID))
		data(r.Result)
		seq(r.After)
	}
	number(len(out.Applies))
	for _, a := range out.Applies {
		data(a.Command)
		seq(a.After)
	}
	number(len(out.Timers))
	for _, t := range out.Timers {
		if t.Stop {
			number(1)
		} else {
			number(0)
		}
		data(t.Timer)
	}
	return b
}

// describe returns an output for people.
func describe(out *machine.Output) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if out.Action != "" {
		add("%s", out.Action)
	}
	for _, r := range out.Records {
		add("write %v in batch %d", r, out.Seq)
	}
	for _, s := range out.Sends {
		add("send %v to %d after %d", s.Message, s.To, s.After)
	}
	for _, r := range out.Replies {
		add("reply %v to request %d after %d", r.Result, r.ID, r.After)
	}
	for _, a := range out.Applies {
		add("apply %v after %d", a.Command, a.After)
	}
	for _, t := range out.Timers {
		if t.Stop {
			add("stop timer %v", t.Timer)
		} else {
			add("set timer %v", t.Timer)
		}
	}
	if len(parts) == 0 {
		return "(nothing)"
	}
	return "(" + strings.Join(parts, "; ") + ")"
}

// cloneOutput returns a copy of out that shares nothing that changes.
func cloneOutput(out *machine.Output) *machine.Output {
	return &machine.Output{
		Action: out.Action, Records: slices.Clone(out.Records), Seq: out.Seq, Sends: slices.Clone(out.Sends),
		Replies: slices.Clone(out.Replies), Applies: slices.Clone(out.Applies), Timers: slices.Clone(out.Timers),
	}
}
