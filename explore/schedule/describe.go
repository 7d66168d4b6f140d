package schedule

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// Describer is what machines and storages may implement, so that transcripts show what a step changes in them. What does not,
// and is no fmt.Stringer either, is shown as the size and a hash of its encoding.
type Describer interface {
	// Describe returns the state in lines of text, one fact a line: equal states have equal lines.
	Describe() []string
}

// Describe returns the state of a node in lines: its machine, its storage, its timers. What is in flight is left out.
func Describe(n *explore.Node) []string {
	lines := titled("storage: ", describe(n.Durable))
	if !n.Up() {
		return append([]string{"down"}, lines...)
	}
	lines = append(titled("", describe(n.Machine)), lines...)
	for _, t := range n.Timers {
		lines = append(lines, fmt.Sprintf("timer: %v", t))
	}
	return lines
}

func describe(state interface{ AppendTo(b []byte) []byte }) []string {
	switch s := state.(type) {
	case interface{ Unwrap() machine.Machine }: // of package machinetest
		return describe(s.Unwrap())
	case Describer:
		return s.Describe()
	case fmt.Stringer:
		return strings.Split(strings.TrimSuffix(s.String(), "\n"), "\n")
	}
	encoded := state.AppendTo(nil)
	h := fnv.New32a()
	h.Write(encoded)
	return []string{fmt.Sprintf("state of %d bytes, hash %08x", len(encoded), h.Sum32())}
}

func titled(title string, lines []string) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = title + l
	}
	return all
}

// change is one line of a difference.
type change struct {
	sign byte // '-' for what is gone, '+' for what has come
	line string
}

// difference returns what to take from a and add to it to get b, in order.
func difference(a, b []string) []change {
	// common[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var changes []change
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			changes = append(changes, change{'-', a[i]})
			i++
		default:
			changes = append(changes, change{'+', b[j]})
			j++
		}
	}
	return changes
}
