package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/format/internal/json"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// EventReader reads the events of a history one by one.
type EventReader interface {
	// Read returns the next event, or io.EOF after the last.
	Read() (history.Event, error)
}

// Reader reads the events of a history from a stream. It is an EventReader.
type Reader struct {
	name    string
	info    Info
	decoder eventDecoder
	src     *source
	model   *string       // where the decoder says which model the input suggests
	event   history.Event // scratch, so that reading allocates nothing
	err     error
}

// eventDecoder is what a format of events implements. Errors other than io.EOF are of type
// *scan.Error.
type eventDecoder interface {
	DecodeEvent(e *history.Event) error
}

// NewReader returns a Reader of r. The name is for messages. It reads ahead no more than it needs
// to detect the format, so that r may be a pipe that still grows. When ctx ends, so does reading,
// with its cause; a Read of r that blocks is not interrupted.
//
// Formats of whole operations have no events: see Read.
func NewReader(ctx context.Context, r io.Reader, name string, opts Options) (*Reader, error) {
	src := &source{ctx: ctx, r: r, progress: opts.Progress}
	format, text, err := open(src, name, opts.Format)
	if err != nil {
		return nil, err
	}
	return newReader(src, text, format, name, &opts)
}

func newReader(src *source, text io.Reader, format Format, name string, opts *Options) (*Reader, error) {
	reader := &Reader{name: name, info: Info{Format: format}, src: src}
	limits := opts.limits()
	switch format {
	case JepsenEDN:
		reader.decoder = edn.NewDecoder(text, limits)
	case KVLog:
		reader.decoder = edn.NewDecoder(text, limits)
		reader.info.Model = "kv"
	case JepsenJSON:
		reader.decoder = json.NewDecoder(text, limits)
	case JepsenLog:
		reader.decoder = newLogDecoder(text, limits)
	case ViolinLog:
		violin := newViolinDecoder(text, limits)
		reader.decoder, reader.model = violin, &violin.object
	default:
		return nil, fail(name, 0, fmt.Sprintf("the format %s holds whole operations, expected a format of events", format))
	}
	return reader, nil
}

// Read returns the next event, or io.EOF after the last. A flaw of the input is of type
// *history.Error.
func (r *Reader) Read() (history.Event, error) {
	if r.err == nil {
		r.err = r.decoder.DecodeEvent(&r.event)
	}
	if r.err != nil {
		return history.Event{}, r.failure()
	}
	r.info.Events++
	return r.event, nil
}

// failure returns why there is no more: io.EOF, the end of the context, or a flaw.
func (r *Reader) failure() error {
	var flaw *scan.Error
	if !errors.As(r.err, &flaw) {
		return r.err
	}
	return explain(r.name, r.err)
}

// Info returns what is known of the input so far.
func (r *Reader) Info() Info {
	info := r.info
	info.Bytes = r.src.bytes
	if r.model != nil {
		info.Model = *r.model
	}
	return info
}

// Read reads a whole history. The name is for messages. Flaws of the input, such as a completion
// without an invocation, are of type *history.Error. When ctx ends, so does reading, with its
// cause; a Read of r that blocks is not interrupted.
func Read(ctx context.Context, r io.Reader, name string, opts Options) (*history.History, Info, error) {
	src := &source{ctx: ctx, r: r, progress: opts.Progress}
	format, text, err := open(src, name, opts.Format)
	if err != nil {
		return nil, Info{}, err
	}
	if w, isWhole := wholes[format]; isWhole {
		h, err := w.read(ctx, text, name, &opts)
		return h, w.info(format, src.bytes), err
	}
	reader, err := newReader(src, text, format, name, &opts)
	if err != nil {
		return nil, Info{}, err
	}
	h, err := build(reader, &opts)
	return h, reader.Info(), err
}

// build makes a history of all events of r.
func build(r *Reader, opts *Options) (*history.History, error) {
	b := history.Builder{Name: r.name}
	invocations, line := 0, 0
	for {
		e, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if line == 0 {
			line = e.Line
		}
		if err := b.Add(e); err != nil {
			return nil, err
		}
		if e.Type == history.EventInvoke && !e.External {
			invocations++
		}
		if opts.MaxOperations > 0 && invocations > opts.MaxOperations {
			return nil, tooMany(r.name, e.Line, opts)
		}
	}
	h := b.History()
	if h.Ignored > 0 && len(h.Operations) == 0 {
		return nil, fail(r.name, line, fmt.Sprintf("expected operations of clients, whose process is an integer: all %d events are of other processes", h.Ignored))
	}
	return h, nil
}

// Open reads the history in the file of the given path, or from standard input if the path is -.
// A directory may be one of etcd's robustness reports, or hold what DBCop wrote.
func Open(ctx context.Context, path string, opts Options) (*history.History, Info, error) {
	if path == "-" {
		return Read(ctx, os.Stdin, "stdin", opts)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, Info{}, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	stat, err := file.Stat()
	if err != nil {
		return nil, Info{}, err
	}
	if stat.IsDir() {
		return openDirectory(ctx, path, &opts)
	}
	return Read(ctx, file, path, opts)
}
