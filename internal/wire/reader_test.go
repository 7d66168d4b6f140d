package wire

import (
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
