package rsm_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/rsm"
)

func genEntry() *rapid.Generator[rsm.Entry] {
	return rapid.Custom(func(t *rapid.T) rsm.Entry {
		now := rapid.Uint64().Draw(t, "now")
		if rapid.Bool().Draw(t, "register") {
			return rsm.Register{Now: now}
		}
		seq := rapid.Uint64Min(1).Draw(t, "seq")
		return rsm.Command{
			Session: rapid.Uint64Min(1).Draw(t, "session"), Seq: seq, Acknowledged: rapid.Uint64Max(seq-1).Draw(t, "acknowledged"),
			Now: now, Data: rapid.String().Draw(t, "data"),
		}
	})
}

func TestEntriesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, other := genEntry().Draw(t, "entry"), genEntry().Draw(t, "other")
		b := e.AppendTo(nil)
		again, err := rsm.DecodeEntry(string(b))
		require.NoError(t, err)
		require.Equal(t, e, again)
		require.Equal(t, string(b) == string(other.AppendTo(nil)), e == other, "equal bytes, equal entries")
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		_, err = rsm.DecodeEntry(string(b[:cut]))
		require.ErrorIs(t, err, rsm.ErrMalformed, "no encoding is the beginning of another one")
	})
}

func TestEntriesAreAppended(t *testing.T) {
	require.Equal(t, []byte{9, 1, 0xac, 2}, rsm.Register{Now: 300}.AppendTo([]byte{9}))
	require.Equal(t, []byte{9, 2, 1, 3, 2, 4, 2, 'h', 'i'}, rsm.Command{Session: 1, Seq: 3, Acknowledged: 2, Now: 4, Data: "hi"}.AppendTo([]byte{9}))
}

func TestEntriesOfOtherBytesAreErrors(t *testing.T) {
	for _, c := range []struct {
		name, data, want string
	}{
		{"nothing", "", "before byte 0 of 0: the kind of entry is missing"},
		{"another kind", "\x03", "before byte 1 of 1: 3 is no kind of entry"},
		{"no time", "\x01", "the time is cut off"},
		{"half a time", "\x01\x80", "the time is cut off"},
		{"a long time", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "the time has more than 64 bits"},
		{"a longer time", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "the time has more than 64 bits"},
		{"a second encoding", "\x01\x80\x00", "the time is not in its shortest form"},
		{"more", "\x01\x00\x00", "before byte 2 of 3: the encoding has ended, but 1 bytes follow"},
		{"no session", "\x02\x00\x01\x00\x00\x00", "the session is 0, expected at least 1"},
		{"number 0", "\x02\x01\x00\x00\x00\x00", "0 is acknowledged by the command of number 0, expected less"},
		{"acknowledges itself", "\x02\x01\x05\x05\x00\x00", "5 is acknowledged by the command of number 5, expected less"},
		{"no command", "\x02\x01\x05\x04\x00", "the length of the command is cut off"},
		{"half a command", "\x02\x01\x05\x04\x00\x03ab", "the length of the command is 3, but 2 bytes follow"},
		{"a huge command", "\x02\x01\x05\x04\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01ab", "but 2 bytes follow"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := rsm.DecodeEntry(c.data)
			require.ErrorIs(t, err, rsm.ErrMalformed)
			require.ErrorContains(t, err, "rsm: entry: ")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTheLargestNumberFits(t *testing.T) {
	e := rsm.Command{Session: math.MaxUint64, Seq: math.MaxUint64, Acknowledged: math.MaxUint64 - 1, Now: math.MaxUint64}
	again, err := rsm.DecodeEntry(string(e.AppendTo(nil)))
	require.NoError(t, err)
	require.Equal(t, e, again)
}

// TestNumbersOfAllLengthsFit: the last byte of a number is one below 0x80.
func TestNumbersOfAllLengthsFit(t *testing.T) {
	for bits := range 64 {
		for _, now := range []uint64{1<<bits - 1, 1 << bits} {
			again, err := rsm.DecodeEntry(string(rsm.Register{Now: now}.AppendTo(nil)))
			require.NoError(t, err)
			require.Equal(t, rsm.Register{Now: now}, again)
		}
	}
}

func TestDecodingAnEntryTakesNoMemoryForItsData(t *testing.T) {
	l := newLog(rsm.DefaultLimits)
	l.add(rsm.Register{})
	again := string(rsm.Command{Session: 1, Seq: 1, Data: string(make([]byte, 1<<16))}.AppendTo(nil))
	l.addData(again)
	sessions := l.Sessions()
	require.Zero(t, testing.AllocsPerRun(100, func() { sessions.Apply(4, again, l.app) }))
}

func TestEntriesSayWhatTheyAre(t *testing.T) {
	require.Equal(t, "register at time 3", rsm.Register{Now: 3}.String())
	require.Equal(t, `session 1, command 5, acknowledged 4, at time 3: "add"`, rsm.Command{Session: 1, Seq: 5, Acknowledged: 4, Now: 3, Data: "add"}.String())
}
