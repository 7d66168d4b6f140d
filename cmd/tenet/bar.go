package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// bar shows how much of something is done, on a terminal.
type bar struct {
	line  *statusLine
	what  string
	total int64 // 0 if unknown
}

func newBar(command *cobra.Command, what string, total int64) *bar {
	return &bar{newStatusLine(command), what, total}
}

// at shows that done of the total is done.
func (b *bar) at(done int64) {
	b.line.draw(func() string {
		seconds := int(time.Since(b.line.start).Seconds())
		if b.total <= 0 {
			return fmt.Sprintf("%s %d  %d s", b.what, done, seconds)
		}
		const width = 30
		done := min(done, b.total)
		filled := int(done * width / b.total)
		return fmt.Sprintf("%s [%s%s] %3d%%  %d s", b.what, strings.Repeat("#", filled), strings.Repeat(" ", width-filled), done*100/b.total, seconds)
	})
}

// end removes the bar.
func (b *bar) end() { b.line.end() }
