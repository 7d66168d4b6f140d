package rsm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Snapshot is the state of a Replica at one index. It can be written once.
type Snapshot struct {
	index    uint64
	sessions []byte
	app      io.WriterTo
}

// Index returns the index up to which the log is in the snapshot.
func (s *Snapshot) Index() uint64 { return s.index }

// WriteTo writes the snapshot, as Replica.Restore reads it, and returns how many bytes that were. Replicas that have applied the same
// entries write the same bytes, if their applications do.
func (s *Snapshot) WriteTo(w io.Writer) (int64, error) {
	frames := newFrameWriter(w)
	head := binary.BigEndian.AppendUint64(nil, s.index)
	head = binary.BigEndian.AppendUint64(head, uint64(len(s.sessions)))
	_, err := frames.Write(append(head, s.sessions...))
	if err == nil {
		_, err = s.app.WriteTo(frames)
	}
	if err == nil {
		err = frames.end()
	}
	if err != nil {
		return frames.written, fmt.Errorf("rsm: write the snapshot of %d: %w", s.index, err)
	}
	return frames.written, nil
}

// readHead reads what comes before the application's part. It takes no more memory than a few times what is there to read.
func readHead(in io.Reader) (index uint64, sessions *Sessions, err error) {
	var head [16]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, nil, headError(err)
	}
	index = binary.BigEndian.Uint64(head[:8])
	size := binary.BigEndian.Uint64(head[8:])
	if size > math.MaxInt64 {
		return 0, nil, fmt.Errorf("%w: %d bytes of sessions", ErrDamaged, size)
	}
	var text bytes.Buffer
	if _, err := io.CopyN(&text, in, int64(size)); err != nil {
		return 0, nil, headError(err)
	}
	sessions, err = decodeSessions(text.Bytes())
	if err != nil {
		return 0, nil, fmt.Errorf("%w: sessions: %w", ErrDamaged, err)
	}
	for x := sessions.order.first; x != nil; x = x.after {
		if x.id > index {
			return 0, nil, fmt.Errorf("%w: session %d in a snapshot of the log up to %d", ErrDamaged, x.id, index)
		}
	}
	return index, sessions, nil
}

// headError says what it means that the frames have ended too early: each of them was whole.
func headError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends within the sessions", ErrDamaged)
	}
	return err
}
