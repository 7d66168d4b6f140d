package machinetest

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"

	"github.com/tenet-go/tenet/machine"
)

// decoder is one of the two functions of a codec.
type decoder struct {
	role   string
	decode func(b []byte) (machine.Data, error)
}

func messages(c machine.Codec) decoder {
	return decoder{"message", func(b []byte) (machine.Data, error) { return c.DecodeMessage(b) }}
}

func records(c machine.Codec) decoder {
	return decoder{"record", func(b []byte) (machine.Data, error) { return c.DecodeRecord(b) }}
}

func (m *memory) checkMessage(d machine.Message) {
	if m.codec != nil {
		m.once(fmt.Sprintf("message/%s", encode(d)), func() { messages(m.codec).check(d) })
	}
}

func (m *memory) checkRecord(d machine.Record) {
	if m.codec != nil {
		m.once(fmt.Sprintf("record/%s", encode(d)), func() { records(m.codec).check(d) })
	}
}

// check checks that data decodes to itself, and what becomes of its damaged bytes.
func (c decoder) check(d machine.Data) {
	encoded := encode(d)
	decoded, err := c.try(encoded)
	if err != nil {
		breach("the %s %v does not decode from its encoding %x: %v", c.role, d, encoded, err)
	}
	if decoded.String() != d.String() || !bytes.Equal(encode(decoded), encoded) {
		breach("the %s %v decodes from its encoding %x as %v", c.role, d, encoded, decoded)
	}
	damaged := damage(encoded)
	before := allocated()
	for _, b := range damaged {
		if err := c.arbitrary(b); err != nil {
			breach("the encoding of %v, damaged: %v", d, err)
		}
	}
	// Everything that decoding allocates, the values too, and that others allocate meanwhile.
	if used, limit := allocated()-before, uint64(1<<20+len(damaged)*(4096+64*len(encoded))); used > limit {
		breach("decoding %d damaged encodings of %v, %d bytes long, allocates %d bytes, expected less than %d", len(damaged), d, len(encoded), used, limit)
	}
}

// damage returns what may become of an encoding: all prefixes, each bit flipped, each byte at its largest, more bytes at the end.
func damage(encoded []byte) [][]byte {
	var all [][]byte
	for n := range encoded {
		all = append(all, encoded[:n:n])
	}
	for i := range encoded {
		for bit := range 8 {
			b := bytes.Clone(encoded)
			b[i] ^= 1 << bit
			all = append(all, b)
		}
		// A length as large as can be.
		b := append(bytes.Clone(encoded[:i]), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)
		all = append(all, append(b, encoded[i+1:]...))
	}
	return append(all, append(bytes.Clone(encoded), 0), append(bytes.Clone(encoded), encoded...))
}

// decodeArbitrary decodes any bytes as a message and as a record.
func decodeArbitrary(c machine.Codec, b []byte) error {
	if err := messages(c).arbitrary(b); err != nil {
		return err
	}
	return records(c).arbitrary(b)
}

// arbitrary says what is wrong with how any bytes decode: they give an error, or a value of that encoding.
func (c decoder) arbitrary(b []byte) error {
	given := bytes.Clone(b)
	d, err := c.try(b)
	var panicked *panicError
	switch {
	case errors.As(err, &panicked):
		return fmt.Errorf("decoding the %s %x: %w", c.role, given, err)
	case !bytes.Equal(given, b):
		return fmt.Errorf("decoding the %s %x changes it", c.role, given)
	case err != nil:
		return nil
	}
	if again := encode(d); !bytes.Equal(again, given) {
		return fmt.Errorf("the bytes %x decode to the %s %v, whose encoding is %x: bytes that are no encoding give an error", given, c.role, d, again)
	}
	return nil
}

func allocated() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.TotalAlloc
}

// panicError is a panic of a decoder.
type panicError struct{ cause any }

func (e *panicError) Error() string { return fmt.Sprintf("the decoder panics: %v", e.cause) }

// try decodes, and makes an error of a panic.
func (c decoder) try(b []byte) (d machine.Data, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &panicError{cause}
		}
	}()
	return c.decode(b)
}
