package rsm_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
)

func TestEveryEntryComesOnceAndInOrder(t *testing.T) {
	l := newLog(small)
	require.Zero(t, l.Applied())
	l.Pass(1)
	require.EqualValues(t, 1, l.Applied())
	require.Equal(t, rsm.Outcome{Kind: rsm.Registered, Session: 2}, l.add(rsm.Register{}))
	require.EqualValues(t, 2, l.Applied())
	for _, index := range []uint64{0, 1, 2, 4} {
		want := fmt.Sprintf("rsm: the entry at %d was given, expected 3", index)
		require.PanicsWithValue(t, want, func() { l.Apply(index, "") })
		require.PanicsWithValue(t, want, func() { l.Pass(index) })
	}
	require.EqualValues(t, 2, l.Applied())
	require.Equal(t, rsm.Malformed, l.addData("").Kind)
	require.EqualValues(t, 3, l.Applied(), "an entry that says nothing takes its place all the same")
}

// filled is a log with something of everything. Its application has size bytes.
func filled(size int) log {
	l := newLog(small)
	l.Pass(1)
	l.add(rsm.Register{Now: 3})
	l.add(rsm.Register{Now: 4})
	l.add(command(2, 1, 0, 5, "a"))
	l.add(command(2, 2, 1, 6, "b"))
	l.add(command(3, 2, 0, 7, strings.Repeat("z", size)))
	return l
}

func TestSnapshotsRestore(t *testing.T) {
	for _, size := range []int{0, 10, rsm.FramePayload, 3 * rsm.FramePayload} {
		l := filled(size)
		s := l.Snapshot()
		l.add(command(2, 3, 1, 7, "later"))
		require.EqualValues(t, 6, s.Index())
		var b bytes.Buffer
		n, err := s.WriteTo(&b)
		require.NoError(t, err)
		require.EqualValues(t, b.Len(), n)
		require.Equal(t, filled(size).image(), b.Bytes(), "as it was when it was asked for")

		again := newLog(small)
		require.NoError(t, again.Restore(iotest.DataErrReader(iotest.HalfReader(&b))))
		require.EqualValues(t, 6, again.Applied())
		require.Equal(t, rsm.Applied, again.add(command(2, 3, 1, 7, "later")).Kind)
		require.Equal(t, l.image(), again.image())
		require.Equal(t, l.app, again.app)
	}
}

// Content that ends with a full frame is followed by an empty one, so that it has an end.
func TestFullFramesAreNotTheLast(t *testing.T) {
	head := contentOf(t, filled(0))
	for _, size := range []int{len(head), rsm.FramePayload - 1, rsm.FramePayload, rsm.FramePayload + 1, 2*rsm.FramePayload - 1, 2 * rsm.FramePayload, 2*rsm.FramePayload + 1} {
		content := head + strings.Repeat("x", size-len(head))
		var b bytes.Buffer
		require.NoError(t, rsm.Seal(&b, content))
		full, last := framesOf(t, b.Bytes())
		require.Equal(t, []int{size / rsm.FramePayload, size % rsm.FramePayload}, []int{full, last})
		w := &witness{}
		r, err := rsm.NewReplica(w, small)
		require.NoError(t, err)
		require.NoError(t, r.Restore(&b))
		require.True(t, strings.HasSuffix(content, string(w.got)))
		require.GreaterOrEqual(t, len(w.got), size-len(head))
	}
}

// framesOf counts the full frames and the bytes of the last one.
func framesOf(t *testing.T, image []byte) (full, last int) {
	t.Helper()
	image = image[8:]
	for {
		size := int(binary.BigEndian.Uint32(image))
		image = image[4+size+4:]
		if size < rsm.FramePayload {
			require.Empty(t, image)
			return full, size
		}
		full++
	}
}

// witness is an application that notes what it is given.
type witness struct {
	tape
	got []byte
	err error
}

func (w *witness) Restore(in io.Reader) error {
	w.got, w.err = io.ReadAll(in)
	return w.err
}

func TestAllDamageIsSeen(t *testing.T) {
	image := filled(20).image()
	long := filled(rsm.FramePayload).image()
	full := &witness{}
	r, err := rsm.NewReplica(full, small)
	require.NoError(t, err)
	require.NoError(t, r.Restore(bytes.NewReader(long)))

	restore := func(b []byte) {
		t.Helper()
		w := &witness{}
		r, err := rsm.NewReplica(w, small)
		require.NoError(t, err)
		err = r.Restore(bytes.NewReader(b))
		require.ErrorIs(t, err, rsm.ErrDamaged)
		require.ErrorContains(t, err, "rsm: restore a snapshot: ")
		require.True(t, bytes.HasPrefix(full.got, w.got) || len(w.got) < 100, "an application sees nothing that is damaged")
		require.Panics(t, func() { r.Apply(1, "") })
	}
	for at := range image {
		for _, flip := range []byte{1, 0x80, 0xff} {
			damaged := bytes.Clone(image)
			damaged[at] ^= flip
			restore(damaged)
		}
		restore(image[:at])
		restore(append(bytes.Clone(image[:at]), image[at+1:]...))
	}
	restore(append(bytes.Clone(image), 0))
	restore(append(bytes.Clone(image), image...))
	for _, at := range []int{8, 12, 100, 8 + rsm.FramePayload + 8, len(long) - 1} {
		damaged := bytes.Clone(long)
		damaged[at]++
		restore(damaged)
		restore(long[:at])
	}
	second := 8 + 4 + rsm.FramePayload + 4
	restore(append(bytes.Clone(long[:8]), long[second:]...))
	restore(append(append(bytes.Clone(long[:second]), long[8:second]...), long[second:]...))
}

func TestDamageSaysWhere(t *testing.T) {
	image := filled(20).image()
	for _, c := range []struct {
		name   string
		damage func(b []byte) []byte
		want   string
	}{
		{"nothing", func([]byte) []byte { return nil }, "damaged snapshot, before byte 0: it is cut off"},
		{"another file", func(b []byte) []byte { return append([]byte("PK"), b...) }, `damaged snapshot, before byte 8: it begins with "PKtenrsm", expected "tenrsm\x00\x01"`},
		{"a large frame", func(b []byte) []byte { b[8] = 1; return b }, "a frame has 16777"},
		{"a bit", func(b []byte) []byte { b[30] ^= 1; return b }, fmt.Sprintf("before byte %d: the checksum is", len(image))},
		{"its end", func(b []byte) []byte { return b[:20] }, "before byte 20: it is cut off"},
		{"more", func(b []byte) []byte { return append(b, 'x') }, "more bytes follow the last frame"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ErrorContains(t, newLog(small).Restore(bytes.NewReader(c.damage(bytes.Clone(image)))), c.want)
		})
	}
}

// sealed makes a snapshot of any content, with sums that are right.
func sealed(t *testing.T, content string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, rsm.Seal(&b, content))
	return &b
}

func TestContentThatNoReplicaWrites(t *testing.T) {
	sessions := string(filled(0).Sessions().AppendTo(nil))
	head := func(index, size uint64) string {
		return string(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, index), size))
	}
	good := head(6, uint64(len(sessions))) + sessions
	require.NoError(t, newLog(small).Restore(sealed(t, good)))
	for _, c := range []struct {
		name, content, want string
	}{
		{"no head", good[:15], "it ends within the sessions"},
		{"empty", "", "it ends within the sessions"},
		{"half the sessions", good[:len(good)-1], "it ends within the sessions"},
		{"huge sessions", head(6, 1<<62) + sessions, "it ends within the sessions"},
		{"impossible sessions", head(6, 1<<63) + sessions, "9223372036854775808 bytes of sessions"},
		{"malformed sessions", head(6, 2) + "\x00\x00", "sessions: malformed encoding"},
		{"a session of the future", head(2, uint64(len(sessions))) + sessions, "session 3 in a snapshot of the log up to 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := newLog(small).Restore(sealed(t, c.content))
			require.ErrorIs(t, err, rsm.ErrDamaged)
			require.ErrorContains(t, err, c.want)
		})
	}
	require.ErrorIs(t, newLog(small).Restore(sealed(t, head(6, 2)+"\x00\x00")), rsm.ErrMalformed)
}

func TestSnapshotsOfOtherLimitsAreRefused(t *testing.T) {
	image := filled(0).image()
	for _, limits := range []rsm.Limits{{Sessions: 3, Outstanding: 2, Idle: 10}, {Sessions: 2, Outstanding: 3, Idle: 10}, {Sessions: 2, Outstanding: 2, Idle: 11}} {
		l := newLog(limits)
		err := l.Restore(bytes.NewReader(image))
		require.ErrorIs(t, err, rsm.ErrLimits)
		require.ErrorContains(t, err, "the snapshot has 2 sessions, 2 outstanding, idle for 10, this replica "+limits.String())
		require.Nil(t, l.app.commands)
	}
}

// lazy is an application that reads only a part of its state, and forgets errors.
type lazy struct {
	tape
	reads int64
}

func (a *lazy) Restore(in io.Reader) error {
	_, _ = io.CopyN(io.Discard, in, a.reads)
	return nil
}

func TestWhatTheApplicationLeavesIsAnError(t *testing.T) {
	image := filled(rsm.FramePayload).image()
	a := &lazy{reads: 5}
	r, err := rsm.NewReplica(a, small)
	require.NoError(t, err)
	require.ErrorContains(t, r.Restore(bytes.NewReader(image)), "content is left")
	require.Panics(t, func() { r.Snapshot() })
	require.ErrorIs(t, r.Restore(bytes.NewReader(image[:rsm.FramePayload+50])), rsm.ErrDamaged)
	a.reads = 1 << 20
	require.ErrorIs(t, r.Restore(bytes.NewReader(image[:rsm.FramePayload+50])), rsm.ErrDamaged, "though the application has not said so")
	require.NoError(t, r.Restore(bytes.NewReader(image)), "a good snapshot mends it")
	require.Equal(t, rsm.Freed, r.Apply(7, string(command(2, 1, 0, 7, "").AppendTo(nil))).Kind)
}

func TestErrorsOfOthersGoThrough(t *testing.T) {
	broken := errors.New("the disk is on fire")
	image := filled(rsm.FramePayload).image()
	for at := 0; at < len(image); at += 1 + len(image)/20 {
		in := io.MultiReader(bytes.NewReader(image[:at]), iotest.ErrReader(broken))
		err := newLog(small).Restore(in)
		require.ErrorIs(t, err, broken)
		require.NotErrorIs(t, err, rsm.ErrDamaged)
	}
	require.ErrorIs(t, newLog(small).Restore(io.MultiReader(bytes.NewReader(image), iotest.ErrReader(broken))), broken)

	torn := filled(20)
	require.ErrorContains(t, newLog(small).Restore(sealed(t, contentOf(t, torn)+"\xff")), "the application's part: the tape is torn")
}

// contentOf is what the frames of a short snapshot hold.
func contentOf(t *testing.T, l log) string {
	t.Helper()
	image := l.image()
	require.Less(t, len(image), rsm.FramePayload)
	return string(image[12 : len(image)-4])
}

// full is a disk that is full after so many bytes.
type full struct {
	left  int
	err   error
	wrote int64
}

func (f *full) Write(p []byte) (int, error) {
	n := min(len(p), f.left)
	f.left -= n
	f.wrote += int64(n)
	if n < len(p) {
		return n, f.err
	}
	return n, nil
}

func TestSnapshotsThatCannotBeWritten(t *testing.T) {
	l := filled(2 * rsm.FramePayload)
	size := len(l.image())
	failed := errors.New("no space")
	for at := 0; at < size; at += 1 + size/20 {
		f := &full{left: at, err: failed}
		n, err := l.Snapshot().WriteTo(f)
		require.ErrorIs(t, err, failed)
		require.ErrorContains(t, err, "rsm: write the snapshot of 6: ")
		require.Equal(t, f.wrote, n)
	}
	_, err := l.Snapshot().WriteTo(&full{left: 3})
	require.ErrorIs(t, err, io.ErrShortWrite)
	_, err = l.Snapshot().WriteTo(&full{left: size})
	require.NoError(t, err)
}

// once is a disk that fails once, after so many calls, and then goes on as if nothing had been.
type once struct {
	in    io.Reader
	out   io.Writer
	calls int
	err   error
}

func (o *once) fails() bool {
	o.calls--
	return o.calls == -1
}

func (o *once) Read(p []byte) (int, error) {
	if o.fails() {
		return 0, o.err
	}
	return o.in.Read(p[:min(1, len(p))])
}

func (o *once) Write(p []byte) (int, error) {
	if o.fails() {
		return 0, o.err
	}
	return o.out.Write(p)
}

// TestErrorsThatGoAwayAreErrors: what was not written is missing, and what was not read too.
func TestErrorsThatGoAwayAreErrors(t *testing.T) {
	failed := errors.New("the disk has stuttered")
	l := filled(2 * rsm.FramePayload)
	for calls := 0; ; calls++ {
		o := &once{out: io.Discard, calls: calls, err: failed}
		if _, err := l.Snapshot().WriteTo(o); o.calls >= 0 {
			require.NoError(t, err)
			require.Greater(t, calls, 3, "the magic, and three frames")
			break
		} else {
			require.ErrorIs(t, err, failed)
		}
	}
	image := filled(20).image()
	for calls := range len(image) + 1 {
		err := newLog(small).Restore(&once{in: bytes.NewReader(image), calls: calls, err: failed})
		require.ErrorIs(t, err, failed, "after %d bytes", calls)
		require.NotErrorIs(t, err, rsm.ErrDamaged)
	}
}

// insistent is an application that reads on after errors, and nothing now and then.
type insistent struct {
	tape
	t    *testing.T
	errs []error
}

func (a *insistent) Restore(in io.Reader) error {
	b := make([]byte, 1<<10)
	for len(a.errs) < 3 {
		n, err := in.Read(nil)
		require.Zero(a.t, n)
		require.NoError(a.t, err, "nothing was asked for")
		if n, err = in.Read(b); err != nil {
			a.errs = append(a.errs, err)
		} else {
			require.Positive(a.t, n, "something is read, or that it is the end")
		}
	}
	return nil
}

func TestApplicationsMayReadOn(t *testing.T) {
	head := contentOf(t, filled(0))
	exact, err := io.ReadAll(sealed(t, head+strings.Repeat("x", rsm.FramePayload-len(head))))
	require.NoError(t, err)
	restore := func(b []byte) (*insistent, error) {
		a := &insistent{t: t}
		r, err := rsm.NewReplica(a, small)
		require.NoError(t, err)
		return a, r.Restore(bytes.NewReader(b))
	}
	a, err := restore(exact)
	require.NoError(t, err)
	require.Equal(t, []error{io.EOF, io.EOF, io.EOF}, a.errs)
	long := filled(3 * rsm.FramePayload).image()
	long[len(long)-10]++
	a, err = restore(long)
	require.ErrorIs(t, err, rsm.ErrDamaged)
	require.Equal(t, a.errs[0], a.errs[1])
	require.Equal(t, a.errs[0], a.errs[2])
	require.ErrorIs(t, err, a.errs[0])
}

// TestSessionsAreACopy: the replica goes on.
func TestSessionsAreACopy(t *testing.T) {
	l := filled(0)
	s := l.Sessions()
	before := s.AppendTo(nil)
	l.add(rsm.Register{Now: 9})
	require.NotEqual(t, before, l.Sessions().AppendTo(nil))
	require.Equal(t, before, s.AppendTo(nil))
}

func TestDamagedLengthsTakeNoMemory(t *testing.T) {
	content := string(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, 1), 1<<40))
	var b bytes.Buffer
	require.NoError(t, rsm.Seal(&b, content+"abc"))
	l := newLog(small)
	bytesUsed := testing.Benchmark(func(b2 *testing.B) {
		for b2.Loop() {
			_ = l.Restore(bytes.NewReader(b.Bytes()))
		}
	}).AllocedBytesPerOp()
	require.Less(t, bytesUsed, int64(4*rsm.FramePayload))
}
