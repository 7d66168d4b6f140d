package rsm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A snapshot is written in frames, so that damage is seen before what is damaged is used, and so that it has an end. After the magic
// come the frames: the length of the payload (4 bytes), the payload, a checksum (4 bytes, big-endian both). All frames but the last
// one are full; that one is not, and may be empty. So each content has one encoding. A checksum is over all that comes before it,
// so that frames cannot be left out or change places.
const (
	frameMagic   = "tenrsm\x00\x01"
	framePayload = 1 << 16
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type frameWriter struct {
	out     io.Writer
	frame   []byte // the length, which is not yet set, and the payload so far
	sum     uint32
	written int64
}

func newFrameWriter(out io.Writer) *frameWriter {
	return &frameWriter{out: out, frame: make([]byte, 4, 4+framePayload+4)}
}

// Write adds p to the content.
func (w *frameWriter) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		part := min(len(p), 4+framePayload-len(w.frame))
		w.frame = append(w.frame, p[:part]...)
		if len(w.frame) == 4+framePayload {
			if err := w.flush(); err != nil {
				return n, err
			}
		}
		n += part
		p = p[part:]
	}
	return n, nil
}

// end writes the last frame.
func (w *frameWriter) end() error { return w.flush() }

func (w *frameWriter) flush() error {
	if w.written == 0 {
		w.sum = crc32.Checksum([]byte(frameMagic), castagnoli)
		if err := w.put([]byte(frameMagic)); err != nil {
			return err
		}
	}
	binary.BigEndian.PutUint32(w.frame, uint32(len(w.frame)-4))
	w.sum = crc32.Update(w.sum, castagnoli, w.frame)
	err := w.put(binary.BigEndian.AppendUint32(w.frame, w.sum))
	w.frame = w.frame[:4]
	return err
}

func (w *frameWriter) put(b []byte) error {
	n, err := w.out.Write(b)
	w.written += int64(n)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	return err
}

// frameReader reads the content of frames. It gives only what is checked, and io.EOF only at the end of a last frame that is
// checked. Other errors are ErrDamaged or those of in.
type frameReader struct {
	in   io.Reader
	buf  []byte // of a frame, nil before the first
	rest []byte // the part of buf that was not read yet
	last bool   // rest is of the last frame
	sum  uint32
	read int64
	err  error
}

// Read reads content.
func (r *frameReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(r.rest) == 0 {
		if r.err == nil {
			r.err = r.fill()
		}
		if r.err != nil {
			return 0, r.err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// end returns nil if all content was read and nothing follows the last frame.
func (r *frameReader) end() error {
	var one [1]byte
	switch n, err := r.Read(one[:]); {
	case n > 0:
		return fmt.Errorf("%w: content is left before byte %d that nobody has read", ErrDamaged, r.read)
	case !errors.Is(err, io.EOF):
		return err
	}
	switch _, err := io.ReadFull(r.in, one[:]); {
	case err == nil:
		return r.damaged("more bytes follow the last frame")
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// fill reads the next frame.
func (r *frameReader) fill() error {
	if r.last {
		return io.EOF
	}
	if r.buf == nil {
		if err := r.begin(); err != nil {
			return err
		}
	}
	if err := r.full(r.buf[:4]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(r.buf)
	if size > framePayload {
		return r.damaged(fmt.Sprintf("a frame has %d bytes, expected at most %d", size, framePayload))
	}
	if err := r.full(r.buf[4 : 4+size+4]); err != nil {
		return err
	}
	payload, sum := r.buf[4:4+size], binary.BigEndian.Uint32(r.buf[4+size:])
	r.sum = crc32.Update(r.sum, castagnoli, r.buf[:4+size])
	if r.sum != sum {
		return r.damaged(fmt.Sprintf("the checksum is %08x, expected %08x", sum, r.sum))
	}
	r.rest, r.last = payload, size < framePayload
	return nil
}

func (r *frameReader) begin() error {
	r.buf = make([]byte, 4+framePayload+4)
	magic := r.buf[:len(frameMagic)]
	if err := r.full(magic); err != nil {
		return err
	}
	if string(magic) != frameMagic {
		return r.damaged(fmt.Sprintf("it begins with %q, expected %q", magic, frameMagic))
	}
	r.sum = crc32.Checksum(magic, castagnoli)
	return nil
}

func (r *frameReader) full(b []byte) error {
	n, err := io.ReadFull(r.in, b)
	r.read += int64(n)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return r.damaged("it is cut off")
	}
	return err
}

func (r *frameReader) damaged(what string) error {
	return fmt.Errorf("%w, before byte %d: %s", ErrDamaged, r.read, what)
}
