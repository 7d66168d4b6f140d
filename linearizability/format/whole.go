package format

import (
	"context"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/history"
)

// readWhole reads a format of whole operations.
func readWhole(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error) {
	h, err := readEtcd(ctx, r, name)
	return limited(h, err, opts)
}

// openDirectory reads a directory that holds a history: a report of etcd's robustness tests. It
// reports no progress.
func openDirectory(ctx context.Context, path string, opts *Options) (*history.History, Info, error) {
	if opts.Format != "" && opts.Format != EtcdJSON {
		return nil, Info{}, fail(path, 0, fmt.Sprintf("this is a directory, expected a file in the format %s", opts.Format))
	}
	h, err := readEtcdDir(ctx, path)
	h, err = limited(h, err, opts)
	return h, Info{Format: EtcdJSON, Model: etcdModel}, err
}

// etcdModel is the model that takes the operations of etcd's tests.
const etcdModel = "etcd"

func limited(h *history.History, err error, opts *Options) (*history.History, error) {
	if err == nil && opts.MaxOperations > 0 && len(h.Operations) > opts.MaxOperations {
		return nil, tooMany(h.Name, int(h.Operations[opts.MaxOperations].CallLine), opts)
	}
	return h, err
}

func tooMany(name string, line int, opts *Options) error {
	return fail(name, line, fmt.Sprintf("expected at most %d operations, found more", opts.MaxOperations))
}
