package bench

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"errors"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	olympos "olympos.io/encoding/edn"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// parsed is a history of 100,000 operations with compare-and-sets, whose values are vectors.
var parsed = casInfo.sized(100_000)

// parser reads a whole text and returns the number of events in it.
type parser struct {
	name string
	read func(text []byte, f format.Format) (int, error)
}

// BenchmarkParse parses a history from memory: the events alone, the events made a history, and
// the same text with decoders that know nothing of histories: into values of any type, and into
// structs.
func BenchmarkParse(b *testing.B) {
	h, err := parsed.history(1)
	require.NoError(b, err)
	for _, formatName := range []string{"edn", "ndjson"} {
		var text bytes.Buffer
		require.NoError(b, format.Write(&text, formats[formatName], h))
		for _, p := range parsers(formatName) {
			b.Run("format="+formatName+"/decoder="+p.name, func(b *testing.B) {
				b.SetBytes(int64(text.Len()))
				b.ReportAllocs()
				start, rounds := selfCPU(b), 0
				for b.Loop() {
					_, err := p.read(text.Bytes(), formats[formatName])
					require.NoError(b, err)
					rounds++
				}
				cpu := (selfCPU(b) - start).Seconds() // the garbage collector included
				b.ReportMetric(cpu/float64(rounds), "cpu-s/op")
				b.ReportMetric(float64(text.Len())*float64(rounds)/1e6/cpu, "MB/cpu-s")
			})
		}
	}
}

func parsers(formatName string) []parser {
	own := []parser{{"tenet-events", readEvents}, {"tenet-history", readHistory}}
	if formatName == "edn" {
		return append(own, parser{"olympos-any", olymposAny}, parser{"olympos-struct", olymposStruct})
	}
	return append(own, parser{"encoding-json-any", jsonAny}, parser{"encoding-json-struct", jsonStruct})
}

func selfCPU(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func readEvents(text []byte, f format.Format) (int, error) {
	r, err := format.NewReader(context.Background(), bytes.NewReader(text), "bench", format.Options{Format: f})
	if err != nil {
		return 0, err
	}
	return count(func() error { _, err := r.Read(); return err })
}

func readHistory(text []byte, f format.Format) (int, error) {
	_, info, err := format.Read(context.Background(), bytes.NewReader(text), "bench", format.Options{Format: f})
	return int(info.Events), err
}

func olymposAny(text []byte, _ format.Format) (int, error) {
	d := olympos.NewDecoder(bytes.NewReader(text))
	return count(func() error { var v any; return d.Decode(&v) })
}

func olymposStruct(text []byte, _ format.Format) (int, error) {
	d := olympos.NewDecoder(bytes.NewReader(text))
	return count(func() error {
		var v struct {
			Index   int64           `edn:"index"`
			Process int64           `edn:"process"`
			Type    olympos.Keyword `edn:"type"`
			F       olympos.Keyword `edn:"f"`
			Value   any             `edn:"value"`
		}
		return d.Decode(&v)
	})
}

func jsonAny(text []byte, _ format.Format) (int, error) {
	d := stdjson.NewDecoder(bytes.NewReader(text))
	return count(func() error { var v any; return d.Decode(&v) })
}

func jsonStruct(text []byte, _ format.Format) (int, error) {
	d := stdjson.NewDecoder(bytes.NewReader(text))
	return count(func() error {
		var v struct {
			Index   int64  `json:"index"`
			Process int64  `json:"process"`
			Type    string `json:"type"`
			F       string `json:"f"`
			Value   any    `json:"value"`
		}
		return d.Decode(&v)
	})
}

// count calls next until io.EOF and returns how often it succeeded.
func count(next func() error) (int, error) {
	for n := 0; ; n++ {
		if err := next(); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

// TestParsersReadAll has all decoders find as many events as were written.
func TestParsersReadAll(t *testing.T) {
	h, err := parsed.sized(300).history(1)
	require.NoError(t, err)
	events := len(h.Operations) // and their completions
	for i := range h.Operations {
		if h.Operations[i].Status != history.Info || h.Operations[i].ReturnLine > 0 {
			events++
		}
	}
	for formatName, f := range formats {
		var text bytes.Buffer
		require.NoError(t, format.Write(&text, f, h))
		for _, p := range parsers(formatName) {
			n, err := p.read(text.Bytes(), f)
			require.NoError(t, err, p.name)
			require.Equal(t, events, n, p.name)
		}
	}
}
