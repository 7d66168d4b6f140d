package schedule

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/explore"
)

// Transcript prints a run: each step with its effects, and what it changes in its node.
func Transcript(w io.Writer, r *explore.Run) error {
	b := bufio.NewWriter(w)
	printRun(b, r, -1)
	return b.Flush()
}

// Report prints a violation: the property, why it does not hold, the transcript of the run, and the command that replays it,
// unless it is "".
func Report(w io.Writer, v *explore.Violation, command string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "The property %q (%v) is violated after %s:\n", v.Property, v.Kind, count(len(v.Run.Transitions), "event"))
	for _, line := range reason(v.Why) {
		fmt.Fprintf(b, "  %s\n", line)
	}
	fmt.Fprintln(b)
	loop := v.Loop
	if v.Kind != explore.Eventually {
		loop = -1
	}
	printRun(b, &v.Run, loop)
	switch {
	case loop >= 0:
		fmt.Fprintf(b, "From here it goes on as from step %d, again and again.\n", loop+1)
	case v.Kind == explore.Eventually:
		fmt.Fprintln(b, "Nothing more need happen.")
	}
	if command != "" {
		fmt.Fprintf(b, "\nTo replay it:\n  %s\n", command)
	}
	return b.Flush()
}

func printRun(w io.Writer, r *explore.Run, loop int) {
	for i := range r.Transitions {
		if i == loop {
			fmt.Fprintln(w, "What follows repeats:")
		}
		printStep(w, i+1, r.Transitions[i].Step)
	}
}

func printStep(w io.Writer, number int, s *explore.Step) {
	fmt.Fprintf(w, "%3d. %s\n", number, entry(s))
	for _, line := range effects(s) {
		fmt.Fprintf(w, "       %s\n", line)
	}
	for _, c := range difference(Describe(s.Before), Describe(s.After)) {
		if s.Event.Kind == explore.Crash && c.sign == '-' && !strings.HasPrefix(c.line, "storage: ") {
			continue // that all volatile state is gone says nothing
		}
		fmt.Fprintf(w, "       %c %s\n", c.sign, c.line)
	}
}

// effects returns what a step does beyond its node's own state, in lines.
func effects(s *explore.Step) []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, r := range s.Records {
		add("writes %v", r)
	}
	for _, e := range s.Sends {
		add("sends %v to %d", e.Message, e.To)
	}
	for _, r := range s.Replies {
		add("replies %v to request %d", r.Result, r.ID)
	}
	for _, a := range s.Applies {
		add("applies %v", a.Command)
	}
	switch s.Event.Kind {
	case explore.Crash:
		lines = append(lines, titled("loses ", lost(s.Before, s.Event.Kept))...)
	case explore.Deliver, explore.Drop, explore.Fire, explore.Flush, explore.Ask, explore.Persist, explore.Recover:
		lines = append(lines, titled("until it is durable, holds ", held(s))...)
	}
	if s.Err != nil {
		first, _, _ := strings.Cut(s.Err.Error(), "\n")
		add("breaks its contract: %s", first)
	}
	return lines
}

// held returns the effects that began to wait for the disk in a step.
func held(s *explore.Step) []string {
	var lines []string
	for i := range s.After.Unsynced {
		after := &s.After.Unsynced[i]
		all := waiting(after)
		for j := range s.Before.Unsynced {
			if before := &s.Before.Unsynced[j]; before.Seq == after.Seq {
				for _, c := range difference(waiting(before), all) {
					lines = append(lines, c.line) // effects are only added
				}
				all = nil
			}
		}
		lines = append(lines, all...)
	}
	return lines
}

// lost returns what a crash loses that waited for the disk: all records but so many, and all effects.
func lost(n *explore.Node, kept int) []string {
	var lines []string
	for i := range n.Unsynced {
		u := &n.Unsynced[i]
		for _, r := range u.Records[min(kept, len(u.Records)):] {
			lines = append(lines, fmt.Sprintf("record %v", r))
		}
		kept -= min(kept, len(u.Records))
		lines = append(lines, waiting(u)...)
	}
	return lines
}

// waiting returns the effects that wait for a batch.
func waiting(u *explore.Batch) []string {
	var lines []string
	for _, s := range u.Sends {
		lines = append(lines, fmt.Sprintf("message %v to %d", s.Message, s.To))
	}
	for _, r := range u.Replies {
		lines = append(lines, fmt.Sprintf("reply %v to request %d", r.Result, r.ID))
	}
	for _, a := range u.Applies {
		lines = append(lines, fmt.Sprintf("command %v", a.Command))
	}
	return lines
}

// ours begins the frames of a stack that belong to explore and machinetest, which call machines.
var ours = []string{"github.com/tenet-go/tenet/explore.", "github.com/tenet-go/tenet/machine/machinetest."}

// reason returns the text of an error in lines. Of the stack of a panic it keeps the machine's own part.
func reason(err error) []string {
	lines := strings.Split(strings.TrimRight(err.Error(), "\n"), "\n")
	begin := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") })
	if begin < 0 {
		return lines
	}
	kept := lines[:1]
	for i := begin + 2; i+1 < len(lines); i += 2 { // a frame has two lines
		switch {
		case strings.HasPrefix(lines[i], ours[0]):
			return kept
		case !strings.HasPrefix(lines[i], ours[1]):
			kept = append(kept, lines[i], lines[i+1])
		}
	}
	return kept
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
