package wire

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReaderReadsWhatIsThere(t *testing.T) {
	r := NewReader([]byte{7, 0xac, 0x02, 2, 'h', 'i', 1, 0})
	require.EqualValues(t, 7, r.Byte("tag"))
	require.EqualValues(t, 300, r.Uvarint("number"))
	require.Equal(t, "hi", r.String("name"))
	require.True(t, r.Bool("flag"))
	require.False(t, r.Bool("flag"))
	require.NoError(t, r.End())
}

func TestSharedStringsAreOneCopy(t *testing.T) {
	b := []byte{1, 'x', 2, 'h', 'i', 0, 5, 'w', 'o', 'r', 'l', 'd', 9}
	r := NewReader(b)
	require.Equal(t, "x", r.String("a"))
	r.ShareStrings()
	require.Equal(t, "hi", r.String("b"))
	require.Empty(t, r.String("c"))
	last := r.String("d")
	require.EqualValues(t, 9, r.Byte("e"))
	require.NoError(t, r.End())
	require.Equal(t, "world", last)
	b[7] = 'W'
	require.Equal(t, "world", last, "the copy is not the input")

	many := make([]byte, 200)
	for i := range many[:100] {
		many[2*i], many[2*i+1] = 1, byte(i)
	}
	allocations := testing.AllocsPerRun(10, func() {
		r := NewReader(many)
		r.ShareStrings()
		for range 100 {
			kept = r.String("a")
		}
	})
	require.Less(t, allocations, 2.0)
}

// TestStringsInPlaceAreTheInput: nothing is copied, nor allocated.
func TestStringsInPlaceAreTheInput(t *testing.T) {
	b := []byte{1, 'x', 2, 'h', 'i', 0}
	r := InPlace(b)
	first := r.String("a")
	r.ShareStrings()
	second := r.String("b")
	require.Empty(t, r.String("c"))
	require.NoError(t, r.End())
	b[1], b[4] = 'y', 'o'
	require.Equal(t, "y", first)
	require.Equal(t, "ho", second)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		r := InPlace(b)
		r.ShareStrings()
		kept = r.String("a")
	}))
	for _, nothing := range [][]byte{nil, {}} {
		r := InPlace(nothing)
		require.Empty(t, r.String("d"))
		require.ErrorContains(t, r.End(), "d is cut off")
	}
}

// TestUvarintIsThatOfEncodingBinary compares with the standard library, also where numbers are cut off or followed by other bytes.
func TestUvarintIsThatOfEncodingBinary(t *testing.T) {
	for shift := range 64 {
		for _, n := range []uint64{1 << shift, 1<<shift - 1, 1<<shift + 1, math.MaxUint64 << shift} {
			b := binary.AppendUvarint(nil, n)
			r := NewReader(append(b, 0xff))
			require.Equal(t, n, r.Uvarint("number"))
			require.EqualValues(t, 0xff, r.Byte("what follows"))
			require.NoError(t, r.End())
			for cut := range b {
				r := NewReader(b[:cut])
				r.Uvarint("number")
				require.ErrorContains(t, r.End(), "number is cut off")
			}
		}
	}
}

// FuzzUvarint: the standard library accepts what a reader accepts, and longer forms of it.
func FuzzUvarint(f *testing.F) {
	f.Add([]byte{0x80, 0x80, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02})
	f.Fuzz(func(t *testing.T, b []byte) {
		want, used := binary.Uvarint(b)
		r := NewReader(b)
		n := r.Uvarint("number")
		if used <= 0 || used > 1 && b[used-1] == 0 {
			require.Error(t, r.End())
			require.Zero(t, n)
			return
		}
		require.False(t, r.Failed())
		require.Equal(t, want, n)
		require.Equal(t, len(b)-used, r.left())
	})
}

var kept string

func TestReaderKnowsThatItHasFailed(t *testing.T) {
	r := NewReader([]byte{1})
	r.Byte("a")
	require.False(t, r.Failed())
	r.Byte("b")
	require.True(t, r.Failed())
	require.Zero(t, r.CountOf("c", 3))
	r.ShareStrings()
	require.Empty(t, r.String("d"))
}

func TestReaderErrorsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name  string
		bytes []byte
		read  func(r *Reader)
		want  string
	}{
		{"no byte", nil, func(r *Reader) { r.Byte("the tag") }, "before byte 0 of 0: the tag is missing"},
		{"cut off", []byte{0x80}, func(r *Reader) { r.Uvarint("epoch") }, "epoch is cut off"},
		{"too long", []byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, func(r *Reader) { r.Uvarint("epoch") }, "epoch has more than 64 bits"},
		{"second encoding", []byte{0x80, 0}, func(r *Reader) { r.Uvarint("epoch") }, "epoch is not in its shortest form"},
		{"elements", []byte{3, 1, 2, 3, 4, 5}, func(r *Reader) { r.CountOf("the number", 2) }, "before byte 1 of 6: the number is 3, but 5 bytes follow"},
		{"shared string", []byte{1, 'a', 3, 'b'}, func(r *Reader) { r.ShareStrings(); _ = r.String("a"); _ = r.String("b") }, "before byte 3 of 4: the length of b is 3, but 1 bytes follow"},
		{"string", []byte{3, 'a', 'b'}, func(r *Reader) { r.String("work") }, "before byte 1 of 3: the length of work is 3, but 2 bytes follow"},
		{"bool", []byte{2}, func(r *Reader) { r.Bool("flag") }, "flag is 2, expected 0 or 1"},
		{"rest", []byte{1, 2}, func(r *Reader) { r.Byte("tag") }, "before byte 1 of 2: the encoding has ended, but 1 bytes follow"},
		{"the first error stays", []byte{1, 2}, func(r *Reader) { r.Fail("no"); r.Byte("tag"); r.Uvarint("x"); _ = r.String("y") }, "before byte 0 of 2: no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewReader(c.bytes)
			c.read(r)
			require.ErrorIs(t, r.End(), ErrMalformed)
			require.ErrorContains(t, r.End(), c.want)
		})
	}
}
