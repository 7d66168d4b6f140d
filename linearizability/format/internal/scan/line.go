package scan

import (
	"bytes"
	"io"
)

// NextLine takes the next line and returns it, without its end, and its number. The bytes are
// good until the window moves. It returns io.EOF after the last line.
func (w *Window) NextLine() ([]byte, int, error) {
	number := w.BeginForm()
	start, searched := w.Pos, w.Pos
	for {
		if n := bytes.IndexByte(w.Buf[searched:], '\n'); n >= 0 {
			w.Pos = searched + n + 1
			return bytes.TrimSuffix(w.Buf[start:w.Pos-1], []byte{'\r'}), number, w.EndForm()
		}
		searched = len(w.Buf) - start
		more := w.More(start)
		start = 0
		if more {
			continue
		}
		if !w.Ended() {
			return nil, number, w.ReadError()
		}
		if len(w.Buf) == 0 {
			return nil, number, io.EOF
		}
		w.Pos = len(w.Buf)
		return w.Buf, number, w.EndForm()
	}
}
