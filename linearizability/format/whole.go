package format

import (
	"context"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/history"
)

// whole is how a format of whole operations is read.
type whole struct {
	model string // that takes its operations
	init  history.Value
	read  func(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error)
}

var wholes = map[Format]whole{
	EtcdJSON: {etcdModel, history.Nil, func(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error) {
		h, err := readEtcd(ctx, r, name)
		return limited(h, err, opts)
	}},
	AwditText: {transactionsModel, initialZero, readAwdit},
	PlumeText: {transactionsModel, initialZero, readPlume},
	Dbcop:     {transactionsModel, initialZero, readDbcop},
}

// etcdModel is the model that takes the operations of etcd's tests.
const etcdModel = "etcd"

func (w whole) info(f Format, bytes int64) Info {
	return Info{Format: f, Model: w.model, Init: w.init, Bytes: bytes}
}

// openDirectory reads a directory that holds a history: a report of etcd's robustness tests, or what
// DBCop wrote. It reports no progress.
func openDirectory(ctx context.Context, path string, opts *Options) (*history.History, Info, error) {
	if opts.Format == "" || opts.Format == Dbcop {
		h, found, err := openDbcop(ctx, path, opts)
		if found {
			return h, wholes[Dbcop].info(Dbcop, 0), err
		}
		if opts.Format == Dbcop {
			return nil, Info{}, fail(path, 0, "expected a directory with a "+dbcopFile)
		}
	}
	if opts.Format != "" && opts.Format != EtcdJSON {
		return nil, Info{}, fail(path, 0, fmt.Sprintf("this is a directory, expected a file in the format %s", opts.Format))
	}
	h, err := readEtcdDir(ctx, path)
	h, err = limited(h, err, opts)
	return h, wholes[EtcdJSON].info(EtcdJSON, 0), err
}

func limited(h *history.History, err error, opts *Options) (*history.History, error) {
	if err == nil && opts.MaxOperations > 0 && len(h.Operations) > opts.MaxOperations {
		return nil, tooMany(h.Name, int(h.Operations[opts.MaxOperations].CallLine), opts)
	}
	return h, err
}

func tooMany(name string, line int, opts *Options) error {
	return fail(name, line, fmt.Sprintf("expected at most %d operations, found more", opts.MaxOperations))
}
