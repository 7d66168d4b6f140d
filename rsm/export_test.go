package rsm

import "io"

// SessionView is what a session remembers.
type SessionView struct {
	ID, Active, Acknowledged uint64
	Seqs                     []uint64
	Results                  []string
}

// View returns the sessions in the order of their use.
func (s *Sessions) View() (views []SessionView) {
	for x := s.order.first; x != nil; x = x.after {
		v := SessionView{ID: x.id, Active: x.active, Acknowledged: x.acknowledged}
		for _, r := range x.results {
			v.Seqs, v.Results = append(v.Seqs, r.seq), append(v.Results, r.text)
		}
		views = append(views, v)
	}
	return views
}

// FramePayload is how much a full frame of a snapshot holds.
const FramePayload = framePayload

// Seal writes content in frames.
func Seal(w io.Writer, content string) error {
	frames := newFrameWriter(w)
	if _, err := io.WriteString(frames, content); err != nil {
		return err
	}
	return frames.end()
}
