package format_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// fuzz reads any bytes in a format: the outcome is a history or an error with a place, and a
// history can be written and read again.
func fuzz(f *testing.F, in, out format.Format, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		opts := format.Options{Format: in, MaxForm: 1 << 16, MaxDepth: 100}
		h, _, err := format.Read(context.Background(), bytes.NewReader(text), "file", opts)
		if err != nil {
			var flaw *history.Error
			if bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
				return // damaged gzip has no lines
			}
			require.ErrorAs(t, err, &flaw)
			require.NotEmpty(t, flaw.Msg)
			return
		}
		var b bytes.Buffer
		if err := format.Write(&b, out, h); err != nil {
			require.ErrorAs(t, err, new(*history.Error))
			return
		}
		opts.Format, opts.MaxForm = out, 0
		again, _, err := format.Read(context.Background(), &b, "again", opts)
		require.NoError(t, err)
		require.Len(t, again.Operations, len(h.Operations))
	})
}

func FuzzJepsenEDN(f *testing.F) {
	fuzz(f, format.JepsenEDN, format.JepsenEDN, ednInvoke+ednOK, "["+ednInvoke+"]", `{"type" "invoke" :f "a b" :value #{1 {:a #x "\n"}}}`)
}

func FuzzJepsenJSON(f *testing.F) {
	fuzz(f, format.JepsenJSON, format.JepsenEDN, jsonRead+jsonOK, "["+jsonRead+"]", `{"type":"invoke","f":"a","value":{"0":[1.5e3,"\u00e9",null]}}`)
}

func FuzzJepsenLog(f *testing.F) {
	fuzz(f, format.JepsenLog, format.JepsenEDN, logRead, "x\n3  :invoke :cas [2 2]\r\n3\t:ok\t:cas\t[2 2]\t:err")
}

func FuzzKVLog(f *testing.F) {
	fuzz(f, format.KVLog, format.KVLog, `{:process 0, :type :invoke, :f :get, :key "7", :value nil}`)
}

func FuzzViolinLog(f *testing.F) {
	fuzz(f, format.ViolinLog, format.ViolinLog, "# @object queue\n[1] call add(1)\n[1] return\n[2] call pop\n[2] return empty")
}

func FuzzAwditText(f *testing.F) {
	fuzz(f, format.AwditText, format.AwditText, awditText)
}

func FuzzPlumeText(f *testing.F) {
	fuzz(f, format.PlumeText, format.PlumeText, plumeText)
}

func FuzzDbcop(f *testing.F) {
	fuzz(f, format.Dbcop, format.Dbcop, string(dbcopFile()), string(dbcopHeader().numbers(1, 1, 1)))
}

// FuzzDetect reads any bytes in the format that is detected.
func FuzzDetect(f *testing.F) {
	fuzz(f, "", format.JepsenEDN, ednInvoke, jsonRead, logRead, "[1] call a(1)", "w 0 1", "#_ x", "\xef\xbb\xbf[]", `{"ClientId":1}`)
}
