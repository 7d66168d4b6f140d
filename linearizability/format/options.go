package format

import (
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Options say how to read a history. The zero Options are good for files that one trusts, and
// for others too: memory is bounded by the operations read.
type Options struct {
	// Format is the format of the input. If it is empty, the format is detected.
	Format Format
	// MaxForm is the greatest size in bytes of one operation (in the formats of lines, of one
	// line). A larger one is an error. The default is 16 MiB. A list of small numbers may take
	// some thirty times its text while it is decoded, garbage included.
	MaxForm int
	// MaxDepth is the greatest depth of nesting of a value. The default is 1,000.
	MaxDepth int
	// MaxOperations ends reading with an error when a history has more. Zero means no limit.
	MaxOperations int
	// Progress is called as input is read, with the number of bytes read so far. Of compressed
	// input these are compressed bytes, so that they can be compared with the size of the file.
	Progress func(bytesRead int64)
}

func (o *Options) limits() scan.Limits {
	return scan.Limits{Form: o.MaxForm, Depth: o.MaxDepth}.OrDefaults()
}

// Info is what a file says about itself beside its operations.
type Info struct {
	// Format is the format that was read.
	Format Format
	// Model is the name of the model that the file suggests: the @object of violin's logs, kv for
	// Porcupine's text, etcd for operations of etcd, transactions for those without times. It is empty
	// if the file suggests none.
	Model string
	// Init is the value, besides nil, of what nobody has written: 0 for the formats of transactions
	// without times, and nil otherwise.
	Init history.Value
	// Events is the number of events read, those of processes that are no clients included. It
	// is 0 for formats of whole operations.
	Events int64
	// Bytes is the number of bytes read, before decompression.
	Bytes int64
}

// fail returns an error at a line of the input.
func fail(name string, line int, msg string) error {
	return &history.Error{Name: name, Line: line, Msg: msg}
}
