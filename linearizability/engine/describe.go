package engine

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/model"
)

// Describe names operation i in a sentence: what it did, by which process, and where the input
// says so.
func (p *Problem) Describe(i int32) string {
	op := p.Operation(i)
	text := Shorten(model.Describe(p.Model, *p.Action(i)))
	process := fmt.Sprintf("process %d", op.Process)
	text = strings.TrimSuffix(text, " by "+process) // as locks say it
	if op.CallLine > 0 {
		return fmt.Sprintf("%s (%s, line %d)", text, process, op.CallLine)
	}
	return fmt.Sprintf("%s (%s)", text, process)
}

// Shorten keeps sentences about long values readable: of more than 80 bytes it keeps the two ends.
func Shorten(s string) string {
	const longest = 80
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest/2], "") + "..." + strings.ToValidUTF8(s[len(s)-longest/2:], "")
}
