package fuzz

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// writable are the formats of events that can be written, and those of transactions without times.
var (
	writable = []format.Format{format.JepsenEDN, format.JepsenJSON, format.KVLog, format.ViolinLog}
	timeless = []format.Format{format.AwditText, format.PlumeText, format.Dbcop}
)

// FuzzReadHistory takes the number of a format, 0 to have it detected, and the bytes of a file.
func FuzzReadHistory(f *testing.F) {
	seeds := []string{
		"{:type :invoke, :f :write, :process 0, :value 1, :time 3}\n{:type :ok, :f :write, :process 0, :value 1, :time 9}\n{:type :invoke, :f :read, :process 1, :value nil}\n{:type :info, :f :read, :process 1, :value nil, :error :timeout}\n",
		"[{:process :nemesis, :type :info, :f :start}\n {:process 2, :type :invoke, :f :cas, :value [1 2]} {:process 2, :type :fail, :f :cas, :value [1 2]}]",
		`{"type":"invoke","f":"add","process":0,"value":[1,-2.5e3,null,"é"],"key":"k"}` + "\n" + `{"type":"ok","f":"add","process":0,"value":{"a":true}}`,
		"INFO  jepsen.util - 3\t:invoke\t:cas\t[2 2]\nINFO  jepsen.util - 3\t:ok\t:cas\t[2 2]\n",
		`{:process 0, :type :invoke, :f :put, :key "7", :value "a\n"}` + "\n" + `{:process 0, :type :ok, :f :put, :key "7", :value "a"}`,
		"# @object queue\n[1] call enqueue(1)\n[2] call dequeue\n[1] return\n[2] return 1\n[3] call dequeue\n",
		`[{"ClientId":1,"Input":{"Type":"range","Range":{"Start":"a"}},"Call":1,"Output":{},"Return":2}]`,
		"#{1 2 -3 4.5 1/2 ##NaN ##-Inf \\a #uuid \"x\" #:a{:b 1} ^:m [] (1) 12345678901234567890N}",
		"\x1f\x8b\x08\x00", "\xef\xbb\xbf;\n", "-----\nw 0 1\n=====", "w(0,1,2,3)\nr(0,1,3,4)\nw(0,2,3,-1)\n",
		"{:type :invoke :f w :value 0}",
		strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 5) + "\x00\x00\x00\x00\x00\x00\x00\x00" + "\x0b\x00\x00\x00\x00\x00\x00\x002019-12-24T" + strings.Repeat("\x00", 16),
	}
	for n := range 1 + len(format.Formats()) {
		for _, seed := range seeds {
			f.Add(uint8(n), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, number uint8, text []byte) {
		o := format.Options{MaxForm: 1 << 16, MaxDepth: 100}
		if n := int(number) % (1 + len(format.Formats())); n > 0 {
			o.Format = format.Formats()[n-1]
		}
		h, _, err := format.Read(context.Background(), bytes.NewReader(text), "file", o)
		if err != nil {
			if bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
				return // damaged gzip has no lines
			}
			var flaw *history.Error
			require.ErrorAs(t, err, &flaw)
			require.Equal(t, "file", flaw.Name)
			require.NotEmpty(t, flaw.Msg)
			return
		}
		for _, out := range timeless {
			rewrite(t, h, out)
		}
		if h.Untimed {
			return
		}
		for _, out := range writable {
			// Text that is not UTF-8 cannot be written as it is.
			roundTrip(t, h, out, utf8.Valid(text))
		}
	})
}

// rewrite writes h in a format without times, if it can be, and reads and writes it again. What is
// written must be the same.
func rewrite(t *testing.T, h *history.History, out format.Format) {
	var first, second bytes.Buffer
	if err := format.Write(&first, out, h); err != nil {
		require.ErrorAs(t, err, new(*history.Error), "%s", out)
		return
	}
	again, _, err := format.Read(context.Background(), bytes.NewReader(first.Bytes()), "again", format.Options{Format: out})
	require.NoError(t, err, "%s:\n%s", out, first.String())
	require.True(t, again.Untimed)
	require.NoError(t, format.Write(&second, out, again))
	require.Equal(t, first.String(), second.String(), "%s", out)
}

// roundTrip writes h in a format that may not be able to, and reads it again. What is read must be
// the same, if exact to the letter.
func roundTrip(t *testing.T, h *history.History, out format.Format, exact bool) {
	var first, second bytes.Buffer
	if err := format.Write(&first, out, h); err != nil {
		require.ErrorAs(t, err, new(*history.Error), "%s", out)
		require.NotEqual(t, format.JepsenEDN, out, "any history can be written: %v", err)
		return
	}
	if len(h.Operations) == 0 {
		return // an empty file has no format
	}
	again, _, err := format.Read(context.Background(), bytes.NewReader(first.Bytes()), "again", format.Options{Format: out})
	require.NoError(t, err, "%s:\n%s", out, first.String())
	require.Len(t, again.Operations, len(h.Operations), "%s:\n%s", out, first.String())
	for i := range h.Operations {
		a, b := &h.Operations[i], &again.Operations[i]
		require.Equal(t, a.Status, b.Status)
		if exact {
			require.Equal(t, a.F, b.F, "%s", out)
		}
		if exact && out != format.JepsenJSON { // which has fewer kinds of values
			require.Equal(t, a.Key, b.Key)
			require.Equal(t, a.Input, b.Input)
			if a.Status == history.OK {
				require.Equal(t, a.Output, b.Output)
			}
		}
	}
	requireSameTimes(t, h, again)
	require.NoError(t, format.Write(&second, out, again))
	require.Equal(t, first.String(), second.String(), "%s", out)
}

// requireSameTimes demands that the same operations are before others.
func requireSameTimes(t *testing.T, h, again *history.History) {
	const most = 64
	n := min(len(h.Operations), most)
	for i := range n {
		for j := range n {
			require.Equal(t, h.Operations[i].Return < h.Operations[j].Call, again.Operations[i].Return < again.Operations[j].Call,
				"operations %d and %d", i, j)
		}
	}
}
