package follow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// TailOptions adjust Tail. The zero TailOptions are good.
type TailOptions struct {
	// Poll is the time after which the file is looked at again when there was nothing to read. 0
	// means 100 ms.
	Poll time.Duration
	// Idle is the time after which a file that has not grown counts as complete. 0 means never.
	Idle time.Duration
}

// ErrTruncated is wrapped by the error of a reader of Tail if the file is not what it was: if it
// got shorter, or was replaced or removed.
var ErrTruncated = errors.New("the file is no longer the one that was read, expected one that only grows")

// Tail opens a file that grows, to be read as it does: at its end, Read waits for more. Read ends
// with the cause of ctx when that ends, with io.EOF when the file has been idle, with an error that
// wraps ErrTruncated, and with os.ErrClosed after Close. Close may be called during a Read, which
// it ends.
func Tail(ctx context.Context, path string, o TailOptions) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if o.Poll <= 0 {
		const standard = 100 * time.Millisecond
		o.Poll = standard
	}
	return &tail{ctx: ctx, path: path, options: o, file: file, closed: make(chan struct{})}, nil
}

// tail reads a file that grows.
type tail struct {
	ctx     context.Context
	path    string
	options TailOptions
	file    *os.File
	offset  int64
	once    sync.Once
	closed  chan struct{}
}

func (t *tail) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for idle := time.Duration(0); ; idle += t.options.Poll {
		if err := t.ended(); err != nil {
			return 0, err
		}
		n, err := t.file.Read(p)
		t.offset += int64(n)
		switch {
		case n > 0:
			return n, nil
		case err != nil && !errors.Is(err, io.EOF):
			return 0, err
		}
		if err := t.changed(); err != nil {
			return 0, err
		}
		if t.options.Idle > 0 && idle >= t.options.Idle {
			return 0, io.EOF
		}
		select { // the loop finds out why it goes on
		case <-t.ctx.Done():
		case <-t.closed:
		case <-time.After(t.options.Poll):
		}
	}
}

// ended returns the reason for which nothing may be read any more, if there is one.
func (t *tail) ended() error {
	select {
	case <-t.closed:
		return &fs.PathError{Op: "read", Path: t.path, Err: os.ErrClosed}
	default:
		return context.Cause(t.ctx)
	}
}

// changed returns an error if the file at the path is not one that continues what was read.
func (t *tail) changed() error {
	opened, err := t.file.Stat()
	if err != nil {
		return err
	}
	now, err := os.Stat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: it was removed: %w", t.path, ErrTruncated)
	case err != nil:
		return err
	case !os.SameFile(opened, now):
		return fmt.Errorf("%s: it was replaced: %w", t.path, ErrTruncated)
	case opened.Size() < t.offset:
		return fmt.Errorf("%s: it has %d bytes, after %d were read: %w", t.path, opened.Size(), t.offset, ErrTruncated)
	}
	return nil
}

// Close closes the file.
func (t *tail) Close() error {
	err := error(&fs.PathError{Op: "close", Path: t.path, Err: os.ErrClosed})
	t.once.Do(func() {
		close(t.closed)
		err = t.file.Close()
	})
	return err
}
