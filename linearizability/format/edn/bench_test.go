package edn_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/history"
)

// jepsenOps returns about a megabyte of operations as Jepsen writes them.
func jepsenOps() []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < 1<<20; i += 2 {
		process, time := i/2%20, 10474104701+int64(i)*48000
		f, in, out := ":read", "nil", fmt.Sprint(i%5)
		switch i / 2 % 3 {
		case 1:
			f, in = ":write", out
		case 2:
			f, in = ":cas", fmt.Sprintf("[%d %d]", i%5, i%7)
			out = in
		}
		const line = "{:type :%s, :f %s, :process %d, :time %d, :value %s, :index %d}\n"
		fmt.Fprintf(&b, line, "invoke", f, process, time, in, i)
		fmt.Fprintf(&b, line, "ok", f, process, time+24000, out, i+1)
	}
	return b.Bytes()
}

func BenchmarkDecodeEvent(b *testing.B) {
	text := jepsenOps()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := edn.NewDecoder(bytes.NewReader(text), edn.Limits{})
		var e history.Event
		var err error
		for err == nil {
			err = d.DecodeEvent(&e)
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	text := jepsenOps()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := edn.NewDecoder(bytes.NewReader(text), edn.Limits{})
		var err error
		for err == nil {
			_, err = d.Decode()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}
