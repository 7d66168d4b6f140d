package register

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// Entry is the register's content: the value of a write, and its version.
type Entry struct{ Version, Value uint64 }

func (e Entry) String() string { return fmt.Sprintf("%d=%d", e.Version, e.Value) }

// AppendTo appends the canonical encoding to b.
func (e Entry) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, e.Version), e.Value)
}

type (
	// Write is the message of a primary that asks for an entry to be kept.
	Write struct{ Entry Entry }
	// Ack is the message of a backup that keeps a version.
	Ack struct{ Version uint64 }
	// Kept is the record of an entry.
	Kept struct{ Entry Entry }
	// Put is the request to write a value.
	Put struct{ Value uint64 }
	// Done is the answer to Put: the value is safe.
	Done struct{ Version uint64 }
	// Show is the command to show an entry to the application.
	Show struct{ Entry Entry }
	// Resend is the timer after which a version is sent again to those who are silent.
	Resend struct{ Version uint64 }
)

func (m Write) String() string  { return "write " + m.Entry.String() }
func (m Ack) String() string    { return fmt.Sprintf("ack %d", m.Version) }
func (r Kept) String() string   { return "kept " + r.Entry.String() }
func (o Put) String() string    { return fmt.Sprintf("put %d", o.Value) }
func (r Done) String() string   { return fmt.Sprintf("done %d", r.Version) }
func (c Show) String() string   { return "show " + c.Entry.String() }
func (t Resend) String() string { return fmt.Sprintf("resend %d", t.Version) }

// The first bytes of messages.
const (
	writeTag = 'w'
	ackTag   = 'a'
)

// AppendTo appends the canonical encoding to b.
func (m Write) AppendTo(b []byte) []byte { return m.Entry.AppendTo(append(b, writeTag)) }

// AppendTo appends the canonical encoding to b.
func (m Ack) AppendTo(b []byte) []byte { return binary.AppendUvarint(append(b, ackTag), m.Version) }

// AppendTo appends the canonical encoding to b.
func (r Kept) AppendTo(b []byte) []byte { return r.Entry.AppendTo(b) }

// AppendTo appends the canonical encoding to b.
func (o Put) AppendTo(b []byte) []byte { return binary.AppendUvarint(b, o.Value) }

// AppendTo appends the canonical encoding to b.
func (r Done) AppendTo(b []byte) []byte { return binary.AppendUvarint(b, r.Version) }

// AppendTo appends the canonical encoding to b.
func (c Show) AppendTo(b []byte) []byte { return c.Entry.AppendTo(b) }

// AppendTo appends the canonical encoding to b.
func (t Resend) AppendTo(b []byte) []byte { return binary.AppendUvarint(b, t.Version) }

// Codec decodes messages and records.
type Codec struct{}

// DecodeMessage decodes a message.
func (Codec) DecodeMessage(b []byte) (machine.Message, error) {
	if len(b) == 0 {
		return nil, errors.New("register: an empty message")
	}
	switch b[0] {
	case writeTag:
		e, err := decodeEntry(b[1:])
		return Write{e}, err
	case ackTag:
		version, rest, err := uvarint(b[1:])
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("register: %d bytes after an ack", len(rest))
		}
		return Ack{version}, err
	}
	return nil, fmt.Errorf("register: unknown message %#x", b[0])
}

// DecodeRecord decodes a record.
func (Codec) DecodeRecord(b []byte) (machine.Record, error) {
	e, err := decodeEntry(b)
	return Kept{e}, err
}

func decodeEntry(b []byte) (Entry, error) {
	version, rest, err := uvarint(b)
	if err != nil {
		return Entry{}, err
	}
	value, rest, err := uvarint(rest)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("register: %d bytes after an entry", len(rest))
	}
	return Entry{version, value}, err
}

// uvarint accepts only the shortest encoding of a number, so that equal values have equal bytes.
func uvarint(b []byte) (n uint64, rest []byte, err error) {
	n, used := binary.Uvarint(b)
	if used <= 0 || used > 1 && b[used-1] == 0 {
		return 0, nil, errors.New("register: no number where one was expected")
	}
	return n, b[used:], nil
}
