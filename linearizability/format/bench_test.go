package format_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// register returns a history of reads, writes and compare-and-sets whose text is about a megabyte.
func register() *history.History {
	var b history.Builder
	for i := range int64(6000) {
		e := history.Event{Type: history.EventInvoke, Process: i % 20, HasProcess: true, F: "read", Time: 10474104701 + 48000*i}
		out := history.Int(i % 5)
		switch i % 3 {
		case 1:
			e.F, e.Value = "write", out
		case 2:
			e.F, e.Value = "cas", history.List(history.Int(i%5), history.Int(i%7))
			out = e.Value
		}
		if err := b.Add(e); err != nil {
			panic(err)
		}
		e.Type, e.Value, e.Time = history.EventOK, out, e.Time+24000
		if err := b.Add(e); err != nil {
			panic(err)
		}
	}
	return b.History()
}

func benchmarkRead(b *testing.B, f format.Format) {
	var text bytes.Buffer
	require.NoError(b, format.Write(&text, f, register()))
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		_, _, err := format.Read(context.Background(), bytes.NewReader(text.Bytes()), "bench", format.Options{})
		require.NoError(b, err)
	}
}

func BenchmarkReadEDN(b *testing.B)  { benchmarkRead(b, format.JepsenEDN) }
func BenchmarkReadJSON(b *testing.B) { benchmarkRead(b, format.JepsenJSON) }

// BenchmarkEventsJSON leaves out the building of the history.
func BenchmarkEventsJSON(b *testing.B) {
	var text bytes.Buffer
	require.NoError(b, format.Write(&text, format.JepsenJSON, register()))
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		r, err := format.NewReader(context.Background(), bytes.NewReader(text.Bytes()), "bench", format.Options{})
		require.NoError(b, err)
		for err == nil {
			_, err = r.Read()
		}
	}
}

func BenchmarkWriteJSON(b *testing.B) {
	h := register()
	var text bytes.Buffer
	require.NoError(b, format.Write(&text, format.JepsenJSON, h))
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		text.Reset()
		require.NoError(b, format.Write(&text, format.JepsenJSON, h))
	}
}
