package json

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// fromStandard turns what encoding/json decodes into a Value.
func fromStandard(x any) history.Value {
	switch x := x.(type) {
	case nil:
		return history.Nil
	case bool:
		return history.Bool(x)
	case json.Number:
		if strings.ContainsAny(x.String(), ".eE") {
			f, _ := x.Float64()
			return history.Float(f)
		}
		if n, err := x.Int64(); err == nil {
			return history.Int(n)
		}
		return history.BigInt(x.String())
	case string:
		return history.String(x)
	case []any:
		elems := make([]history.Value, len(x))
		for i := range x {
			elems[i] = fromStandard(x[i])
		}
		return history.List(elems...)
	}
	var entries []history.Entry
	for k, v := range x.(map[string]any) {
		key := history.String(k)
		if n, ok := opfield.Decimal(k); ok {
			key = history.Int(n)
		}
		entries = append(entries, history.Entry{Key: key, Value: fromStandard(v)})
	}
	return history.Map(entries...)
}

func standard(text []byte) (history.Value, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var x any
	if err := d.Decode(&x); err != nil {
		return history.Nil, err
	}
	return fromStandard(x), nil
}

func genJSON(depth int) *rapid.Generator[any] {
	atoms := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Uint64().AsAny(),
		rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).AsAny(), rapid.String().AsAny(),
	}
	if depth == 0 {
		return rapid.OneOf(atoms...)
	}
	key := rapid.OneOf(rapid.String(), rapid.StringMatching("-?[0-9]{1,20}"))
	return rapid.OneOf(append(atoms,
		rapid.SliceOfN(genJSON(depth-1), 0, 4).AsAny(),
		rapid.MapOfN(key, genJSON(depth-1), 0, 4).AsAny())...)
}

func TestAgreesWithStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := genJSON(3).Draw(t, "value")
		text, err := json.Marshal(x)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "indent") {
			text, err = json.MarshalIndent(x, " ", "\t")
			require.NoError(t, err)
		}
		want, err := standard(text)
		require.NoError(t, err)
		got, err := NewDecoder(bytes.NewReader(text), scan.Limits{}).Decode()
		require.NoError(t, err, string(text))
		require.Equal(t, want, got, string(text))
	})
}

// FuzzDecode compares with encoding/json, which is more lenient: it takes the last of repeated
// keys, and U+FFFD for bytes that are no UTF-8.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0,2.5e-3,"\u00e9\ud83d\ude00\ud800",null,true]}`, `{"1":1,"01":{}}`, "[1,]", `"\x"`, "01", "-", "1e", "nul", `{"a" 1}`, " [ ] "} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d := NewDecoder(iotest.OneByteReader(bytes.NewReader(text)), scan.Limits{})
		got, err := d.Decode()
		_, end := d.next()
		if !json.Valid(text) {
			require.False(t, err == nil && errors.Is(end, io.EOF))
			return
		}
		if err != nil {
			require.Regexp(t, "different keys|expected UTF-8|range of 64-bit floats|nested at most", err.Error())
			return
		}
		want, wantErr := standard(text)
		require.NoError(t, wantErr)
		require.Equal(t, want, got)
		require.ErrorIs(t, end, io.EOF)
	})
}
