package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// bar shows progress on a terminal, and nothing elsewhere.
type bar struct {
	mu    sync.Mutex
	out   io.Writer // nil if not a terminal
	what  string
	total int64 // 0 if unknown
	start time.Time
	drawn time.Time
}

// patience is the time after which a bar appears, and pace the time between its pictures.
const (
	patience = 500 * time.Millisecond
	pace     = 100 * time.Millisecond
)

func newBar(command *cobra.Command, what string, total int64) *bar {
	b := &bar{what: what, total: total, start: time.Now()}
	if f, ok := command.ErrOrStderr().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b.out = f
	}
	return b
}

// at shows that done of the total is done.
func (b *bar) at(done int64) {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if now.Sub(b.start) < patience || now.Sub(b.drawn) < pace {
		return
	}
	b.drawn = now
	seconds := int(now.Sub(b.start).Seconds())
	if b.total <= 0 {
		fmt.Fprintf(b.out, "\r\x1b[K%s %d  %d s", b.what, done, seconds)
		return
	}
	const width = 30
	filled := int(min(done, b.total) * width / b.total)
	fmt.Fprintf(b.out, "\r\x1b[K%s [%s%s] %3d%%  %d s", b.what, strings.Repeat("#", filled), strings.Repeat(" ", width-filled), min(done, b.total)*100/b.total, seconds)
}

// end removes the bar.
func (b *bar) end() {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.drawn.IsZero() {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
