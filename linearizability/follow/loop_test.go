package follow

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func line(kind string, process string, f, value string) string {
	return `{"type":"` + kind + `","process":` + process + `,"f":"` + f + `","value":` + value + "}\n"
}

var (
	good = line("invoke", "0", "write", "1") + line("ok", "0", "write", "1") + line("invoke", "1", "read", "null") + line("ok", "1", "read", "1")
	bad  = line("invoke", "1", "read", "null") + line("ok", "1", "read", "2")
)

// follow follows what r holds.
func follow(ctx context.Context, t *testing.T, r io.Reader, l Loop) (Status, error) {
	t.Helper()
	c := newChecker(t, newModel(t, "register", model.Options{}), Options{Name: "h"})
	events, err := format.NewReader(ctx, r, "h", format.Options{Format: format.JepsenJSON})
	require.NoError(t, err)
	err = Follow(ctx, c, events, l)
	return c.Status(), err
}

func TestFollow(t *testing.T) {
	reports := 0
	s, err := follow(t.Context(), t, strings.NewReader(good), Loop{Report: func(Status) { reports++ }})
	require.NoError(t, err)
	require.Equal(t, engine.Valid, s.Outcome)
	require.Equal(t, int64(4), s.Judged)
	require.Positive(t, reports)
}

func TestFollowFindsAViolation(t *testing.T) {
	s, err := follow(t.Context(), t, strings.NewReader(good+bad+good), Loop{})
	require.NoError(t, err)
	require.Equal(t, engine.Invalid, s.Outcome)
	v := s.Violations[0]
	require.Equal(t, "no order explains that process 1's read -> 2 (lines 5 and 6) had returned: "+
		"before that, the state was 1, and operations that were open lead from there to no state that allows it", v.Sentence)
	require.Equal(t, []string{"1"}, v.States)
	require.True(t, v.Complete)
	require.Len(t, v.Recent.Operations, 3)
}

func TestFollowReportsFlaws(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{good + line("ok", "5", "read", "1"), "h:5: process 5 completes read"},
		{good + "{]", "h:5: "},
		{good + `{"type":"invoke","pro`, "h:5: "},
	} {
		s, err := follow(t.Context(), t, strings.NewReader(c.text), Loop{})
		require.ErrorContains(t, err, c.want)
		require.Equal(t, int64(4), s.Events, "what is known so far")
	}
}

// TestFollowWhileWaiting checks that what was read is judged while the reader waits for more, and
// that the end of the context ends it.
func TestFollowWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		r, w := io.Pipe()
		stopped := errors.New("stopped")
		written := make(chan error, 1)
		go func() {
			_, err := io.WriteString(w, good)
			written <- err
		}()
		var last Status
		s, err := follow(ctx, t, r, Loop{Every: time.Minute, Report: func(s Status) {
			last = s
			cancel(stopped)
		}})
		require.ErrorIs(t, err, stopped)
		require.NoError(t, <-written)
		require.Equal(t, int64(4), last.Judged)
		require.Equal(t, engine.Valid, s.Outcome)
		require.NoError(t, w.Close()) // ends the read that Follow has left
	})
}

// growing makes a file for Tail and returns what appends to it.
func growing(t *testing.T) (path string, write func(string)) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "history.ndjson")
	file, err := os.Create(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	return path, func(text string) {
		_, err := file.WriteString(text)
		require.NoError(t, err)
	}
}

func TestTailFollowsAFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path, write := growing(t)
		tail, err := Tail(t.Context(), path, TailOptions{Idle: time.Minute})
		require.NoError(t, err)
		go func() { // in pieces that are not whole lines
			for _, piece := range []string{good[:30], good[30:100], good[100:] + bad[:20], bad[20:]} {
				time.Sleep(30 * time.Second)
				write(piece)
			}
		}()
		s, err := follow(t.Context(), t, tail, Loop{Every: time.Second})
		require.NoError(t, err)
		require.Equal(t, engine.Invalid, s.Outcome)
		require.Equal(t, int32(6), s.Violations[0].Operation.ReturnLine)
		require.NoError(t, tail.Close())
	})
}

func TestTailEndsWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path, write := growing(t)
		write(good)
		start := time.Now()
		tail, err := Tail(t.Context(), path, TailOptions{Idle: time.Minute})
		require.NoError(t, err)
		text, err := io.ReadAll(tail)
		require.NoError(t, err)
		require.Equal(t, good, string(text))
		require.Equal(t, time.Minute, time.Since(start))
		require.NoError(t, tail.Close())
	})
}

// TestTailEnds checks the ways in which a read that waits ends with an error.
func TestTailEnds(t *testing.T) {
	cause := errors.New("cause")
	for _, c := range []struct {
		name string
		want error
		text string
		do   func(path string, tail io.Closer, cancel context.CancelCauseFunc) error
	}{
		{"the context", cause, "cause", func(_ string, _ io.Closer, cancel context.CancelCauseFunc) error { cancel(cause); return nil }},
		{"closing", os.ErrClosed, "closed", func(_ string, tail io.Closer, _ context.CancelCauseFunc) error { return tail.Close() }},
		{"truncation", ErrTruncated, "it has 3 bytes, after 10 were read", func(path string, _ io.Closer, _ context.CancelCauseFunc) error { return os.Truncate(path, 3) }},
		{"removal", ErrTruncated, "it was removed", func(path string, _ io.Closer, _ context.CancelCauseFunc) error { return os.Remove(path) }},
		{"replacement", ErrTruncated, "it was replaced", func(path string, _ io.Closer, _ context.CancelCauseFunc) error {
			if err := os.Rename(path, path+".1"); err != nil {
				return err
			}
			return os.WriteFile(path, []byte("0123456789abc"), 0o600)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				path, write := growing(t)
				write("0123456789")
				tail, err := Tail(ctx, path, TailOptions{})
				require.NoError(t, err)
				done := make(chan error)
				go func() {
					time.Sleep(time.Second)
					done <- c.do(path, tail, cancel)
				}()
				text, err := io.ReadAll(tail)
				require.Equal(t, "0123456789", string(text))
				require.ErrorIs(t, err, c.want)
				require.ErrorContains(t, err, c.text)
				require.NoError(t, <-done)
				if !errors.Is(c.want, os.ErrClosed) {
					require.NoError(t, tail.Close())
				}
				require.ErrorIs(t, tail.Close(), os.ErrClosed)
			})
		})
	}
}

func TestTailOfNoFile(t *testing.T) {
	_, err := Tail(t.Context(), filepath.Join(t.TempDir(), "none"), TailOptions{})
	require.ErrorIs(t, err, os.ErrNotExist)
}

// TestContextEndsSearch checks that an event is judged later if the context ends in between.
func TestContextEndsSearch(t *testing.T) {
	c := newChecker(t, newModel(t, "register", model.Options{}), Options{Batch: 1})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	event := history.Event{Type: history.EventInvoke, HasProcess: true, F: "read", Time: history.NoTime}
	require.NoError(t, c.Add(t.Context(), event))
	event.Type, event.Value = history.EventOK, history.Int(3)
	require.ErrorIs(t, c.Add(ended, event), context.Canceled)
	require.Equal(t, engine.Valid, c.Status().Outcome)
	require.ErrorIs(t, c.Close(ended), context.Canceled)
	c.mayInfer = false
	require.NoError(t, c.Close(t.Context()))
	require.Equal(t, engine.Invalid, c.Status().Outcome)
}
