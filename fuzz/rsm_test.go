package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
)

// FuzzDecodeSessions takes the bytes of an entry for client sessions, and of sessions. What is accepted must be what would have been written.
func FuzzDecodeSessions(f *testing.F) {
	f.Add(rsm.Register{Now: 300}.AppendTo(nil))
	f.Add(rsm.Command{Session: 3, Seq: 300, Acknowledged: 299, Now: 1 << 40, Data: "data"}.AppendTo(nil))
	f.Add(replicaOf(f, []byte("\x00\x08\x11\x1a\x52\x9b")).Sessions().AppendTo(nil))
	f.Add([]byte{})
	f.Add([]byte{2, 1, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, err := rsm.DecodeEntry(string(b)); err != nil {
			require.ErrorIs(t, err, rsm.ErrMalformed)
		} else {
			require.Equal(t, b, e.AppendTo(nil), "%v", e)
		}
		if s, err := rsm.DecodeSessions(b); err != nil {
			require.ErrorIs(t, err, rsm.ErrMalformed)
		} else {
			require.Equal(t, b, s.AppendTo(nil))
			require.Equal(t, b, s.Clone().AppendTo(nil))
		}
	})
}

// FuzzRestoreSessions takes the bytes of a snapshot. What is accepted must be what would have been written, and what is refused must be
// damaged, or of other limits.
func FuzzRestoreSessions(f *testing.F) {
	for _, log := range []string{"", "\x00\x08\x11\x1a\x52\x9b", "\x00\x00\x00\x00"} {
		f.Add(imageOf(f, replicaOf(f, []byte(log)).Replica))
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := replicaOf(t, nil)
		if err := r.Restore(bytes.NewReader(b)); err != nil {
			require.True(t, errors.Is(err, rsm.ErrDamaged) || errors.Is(err, rsm.ErrLimits), "%v", err)
			return
		}
		require.Equal(t, b, imageOf(t, r.Replica))
	})
}

// FuzzSessions takes bytes, each of which stands for an entry. Each command must take effect at most once, the answers must be those
// of the effects, and a replica that is restored from a snapshot in the middle must end up the same.
func FuzzSessions(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("\x00\x08\x11\x1a\x52\x9b\xff\x3c"), uint8(3))
	f.Add([]byte("\x00\x00\x00\x09\x0a\x0b\x09\x49\x89\xc9"), uint8(5))
	f.Fuzz(func(t *testing.T, log []byte, snapshotAt uint8) {
		first, second := replicaOf(t, nil), replicaOf(t, nil)
		answers := map[string]string{} // by session and number
		for i, letter := range log {
			if i == int(snapshotAt) {
				restored := replicaOf(t, nil)
				require.NoError(t, restored.Restore(bytes.NewReader(imageOf(t, second.Replica))))
				second = restored
			}
			index := uint64(i + 1)
			e := entryOf(letter)
			effects := first.app.Len()
			o := first.Apply(index, string(e.AppendTo(nil)))
			require.Equal(t, o, second.Apply(index, string(e.AppendTo(nil))))
			require.Equal(t, o.Kind == rsm.Applied && !o.Cached, first.app.Len() > effects, "%v: %v", e, o)
			if c, isCommand := e.(rsm.Command); isCommand && o.Kind == rsm.Applied {
				before, answered := answers[c.Data]
				require.Equal(t, answered, o.Cached, "%v: %v", e, o)
				if answered {
					require.Equal(t, before, o.Result)
				}
				answers[c.Data] = o.Result
			}
		}
		require.Equal(t, imageOf(t, first.Replica), imageOf(t, second.Replica))
	})
}

// sheet is an application that writes down what it applies, and answers how long the sheet is.
type sheet struct{ bytes.Buffer }

func (s *sheet) Apply(index uint64, command string) string {
	fmt.Fprintf(&s.Buffer, "%d:%s\n", index, command)
	return fmt.Sprint(s.Len())
}

func (s *sheet) Snapshot() io.WriterTo { return bytes.NewReader(bytes.Clone(s.Bytes())) }

func (s *sheet) Restore(in io.Reader) error {
	s.Reset()
	_, err := s.ReadFrom(in)
	return err
}

type replica struct {
	*rsm.Replica
	app *sheet
}

// replicaOf makes a replica of small limits, which has applied a log.
func replicaOf(t testing.TB, log []byte) replica {
	t.Helper()
	app := &sheet{}
	r, err := rsm.NewReplica(app, rsm.Limits{Sessions: 2, Outstanding: 2, Idle: 3})
	require.NoError(t, err)
	for i, letter := range log {
		r.Apply(uint64(i+1), string(entryOf(letter).AppendTo(nil)))
	}
	return replica{r, app}
}

func imageOf(t testing.TB, r *rsm.Replica) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := r.Snapshot().WriteTo(&b)
	require.NoError(t, err)
	return b.Bytes()
}

// entryOf makes an entry of a byte. Times are small, and go on with the high bits.
func entryOf(letter byte) rsm.Entry {
	now := uint64(letter >> 6)
	if letter>>5&1 == 1 {
		now += 3
	}
	session, seq := uint64(letter&7), uint64(letter>>3&3)
	if session == 0 {
		return rsm.Register{Now: now}
	}
	c := rsm.Command{Session: session, Seq: seq + 1, Now: now, Data: fmt.Sprintf("%d-%d", session, seq+1)}
	if letter>>6&1 == 1 {
		c.Acknowledged = seq
	}
	return c
}
