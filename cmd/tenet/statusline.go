package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// patience is the time after which a status line appears, and pace the time between its pictures.
const (
	patience = 500 * time.Millisecond
	pace     = 100 * time.Millisecond
)

// statusLine shows one changing line on a terminal, and nothing elsewhere.
type statusLine struct {
	mu    sync.Mutex
	out   io.Writer // nil if not a terminal
	width int
	start time.Time
	drawn time.Time
}

func newStatusLine(command *cobra.Command) *statusLine {
	l := &statusLine{start: time.Now()}
	if f, ok := command.ErrOrStderr().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		l.out = f
		l.width, _, _ = term.GetSize(int(f.Fd()))
	}
	return l
}

// show replaces the line.
func (l *statusLine) show(text string) { l.draw(func() string { return text }) }

// draw replaces the line, which is made only if it is time for another one.
func (l *statusLine) draw(text func() string) {
	if l.out == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Sub(l.start) < patience || now.Sub(l.drawn) < pace {
		return
	}
	l.drawn = now
	line := text()
	if l.width > 0 && len(line) >= l.width {
		line = line[:l.width-1]
	}
	fmt.Fprintf(l.out, "\r\x1b[K%s", line)
}

// end removes the line.
func (l *statusLine) end() {
	if l.out == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.drawn.IsZero() {
		fmt.Fprint(l.out, "\r\x1b[K")
	}
}
