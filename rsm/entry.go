package rsm

import (
	"encoding/binary"
	"fmt"
)

// Entry is what an entry of the log says: Register or Command. Its encoding is the data that a host proposes.
type Entry interface {
	// AppendTo appends the canonical encoding to b and returns the extended slice.
	AppendTo(b []byte) []byte
	fmt.Stringer
	isEntry()
}

type (
	// Register asks for a session. The index of the entry becomes its name. A client that asks again, for want of an answer, may get
	// two sessions, of which it uses one.
	Register struct {
		// Now is a reading of the proposer's clock, in the unit of Limits.Idle.
		Now uint64
	}
	// Command asks to apply a command of the application, unless it is applied already.
	Command struct {
		// Session is the name of the session, at least 1.
		Session uint64
		// Seq numbers the commands of the session: 1, 2, 3... Attempts of the same command have the same number.
		Seq uint64
		// Acknowledged says that the client asks no more for the results of all numbers up to it. It is less than Seq.
		Acknowledged uint64
		// Now is a reading of the proposer's clock, in the unit of Limits.Idle.
		Now uint64
		// Data is what the application is to apply.
		Data string
	}
)

func (Register) isEntry() {}
func (Command) isEntry()  {}

func (e Register) String() string { return fmt.Sprintf("register at time %d", e.Now) }
func (e Command) String() string {
	return fmt.Sprintf("session %d, command %d, acknowledged %d, at time %d: %q", e.Session, e.Seq, e.Acknowledged, e.Now, e.Data)
}

// The tags begin the encodings of entries. After them come the fields in their order: numbers are uvarints, strings are
// preceded by their length.
const (
	tagRegister byte = 1
	tagCommand  byte = 2
)

// AppendTo appends the canonical encoding to b.
func (e Register) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(append(b, tagRegister), e.Now)
}

// AppendTo appends the canonical encoding to b.
func (e Command) AppendTo(b []byte) []byte {
	b = append(b, tagCommand)
	for _, n := range [...]uint64{e.Session, e.Seq, e.Acknowledged, e.Now} {
		b = binary.AppendUvarint(b, n)
	}
	return appendString(b, e.Data)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// DecodeEntry decodes what AppendTo appends, and nothing else: each entry has one encoding. Its error is an ErrMalformed.
// The entry shares memory with data.
func DecodeEntry(data string) (Entry, error) {
	tag, e, err := readEntry(data)
	switch {
	case err != nil:
		return nil, err
	case tag == tagRegister:
		return Register{Now: e.Now}, nil
	default:
		return e, nil
	}
}

// readEntry decodes an entry without allocating. Of a Register, only Now is set.
func readEntry(data string) (tag byte, e Command, err error) {
	r := reader{all: data, rest: data}
	tag = r.byte("the kind of entry")
	switch tag {
	case tagRegister:
		e.Now = r.uvarint("the time")
	case tagCommand:
		e = readCommand(&r)
	default:
		r.fail("%d is no kind of entry", tag)
	}
	if err := r.end(); err != nil {
		return 0, Command{}, fmt.Errorf("rsm: entry: %w", err)
	}
	return tag, e, nil
}

func readCommand(r *reader) Command {
	e := Command{Session: r.uvarint("the session"), Seq: r.uvarint("the sequence number"), Acknowledged: r.uvarint("the acknowledged number"), Now: r.uvarint("the time")}
	switch {
	case e.Session == 0:
		r.fail("the session is 0, expected at least 1")
	case e.Acknowledged >= e.Seq:
		r.fail("%d is acknowledged by the command of number %d, expected less", e.Acknowledged, e.Seq)
	}
	e.Data = r.string("the length of the command")
	return e
}
