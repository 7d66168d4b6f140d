package format_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

const (
	ednInvoke = "{:type :invoke, :f :read, :process 0, :value nil}\n"
	ednOK     = "{:type :ok, :f :read, :process 0, :value 1}\n"
	jsonRead  = `{"type":"invoke","f":"read","process":0,"value":null}` + "\n"
	jsonOK    = `{"type":"ok","f":"read","process":0,"value":1}` + "\n"
	logRead   = "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
)

func TestMalformedInput(t *testing.T) {
	for _, c := range []struct {
		format format.Format
		text   string
		line   int
		msg    string
	}{
		{format.JepsenEDN, ednInvoke + "{:type :ok, :f :read", 2, "expected a value or the closing }"},
		{format.JepsenEDN, ednInvoke + "{:type :ok,\n:f \"rea", 3, `form that begins in line 2, expected the closing "`},
		{format.JepsenEDN, ednInvoke + "{:type :done, :process 0}", 2, `expected :invoke, :ok, :fail or :info as :type, found "done"`},
		{format.JepsenEDN, ednInvoke + "{:type 7, :process 0}", 2, "expected :invoke, :ok, :fail or :info"},
		{format.JepsenEDN, "{:f :read, :process 0}", 1, "expected the key :type"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 1.5}", 1, "expected an integer, or a name such as :nemesis, not the float 1.5 as :process"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 0, :time \"now\"}", 1, `expected a 64-bit integer, not the string "now" as :time`},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 0, :index :x}", 1, "not the keyword :x as :index"},
		{format.JepsenEDN, "{:type :invoke, :f [1], :process 0}", 1, "expected a keyword or a string as :f"},
		{format.JepsenEDN, "{:type :invoke, :type :ok, :process 0}", 1, "expected different keys in an operation"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 0, :a 1, :a 2}", 1, "found :a twice"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process}", 1, "expected a value for the last key"},
		{format.JepsenEDN, "[" + ednInvoke, 2, "expected an operation or the closing ]"},
		{format.JepsenEDN, "[" + ednInvoke + "] " + ednOK, 2, "expected the end of the input after the closing ]"},
		{format.JepsenEDN, "[" + ednInvoke + ")", 2, "expected an operation"},
		{format.JepsenEDN, ednInvoke + "17", 2, "expected an operation such as {:type :invoke"},
		{format.JepsenEDN, ednInvoke + "]", 2, "expected an operation such as"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 0, :value [1 2}", 1, "expected a value or the closing ], found }"},
		{format.JepsenEDN, "{:type :invoke, :f :add, :process 0, :value #{1\n1}}", 2, "expected different elements in a set"},
		{format.JepsenEDN, "{:type :invoke, :f :add, :process 0, :value 1x}", 1, "expected a number"},
		{format.JepsenEDN, "{:type :invoke, :f :read, :process 99999999999999999999}", 1, "expected an integer"},
		{format.JepsenEDN, ednOK, 1, "process 0 completes read (:ok) but has no operation open"},
		{format.JepsenEDN, ednInvoke + ednInvoke, 2, "still open"},
		{format.JepsenEDN, ednInvoke + "{:type :info :process 0}\n" + ednInvoke, 3, "unknown outcome"},
		{format.JepsenEDN, ednInvoke + "{:type :ok :f :write :process 0}", 2, "completes write, but invoked read in line 1"},
		{format.JepsenEDN, "{:type :invoke :process 0}", 1, "invocation without a function"},
		{format.JepsenEDN, ednInvoke + "{:type :ok :f :read}", 2, "a history names a process in each event or in none"},
		{format.JepsenEDN, "{:type :info :f :start :process :nemesis}", 1, "all 1 events are of other processes"},
		{format.JepsenJSON, jsonRead + `{"type":"ok"`, 2, "expected a key or the closing }"},
		{format.JepsenJSON, jsonRead + "{\"type\":\n\"okay\"}", 3, `as "type", found "okay"`},
		{format.JepsenJSON, jsonRead + `{"type":1}`, 2, `not the integer 1 as "type"`},
		{format.JepsenJSON, `{"f":"read","process":0}`, 1, `expected the key "type"`},
		{format.JepsenJSON, `{"type":"invoke","f":3,"process":0}`, 1, `not the integer 3 as "f"`},
		{format.JepsenJSON, `{"type":"invoke","f":"read","process":[0]}`, 1, `as "process"`},
		{format.JepsenJSON, `{"type":"invoke","f":"read","process":0,"time":1.5}`, 1, `not the float 1.5 as "time"`},
		{format.JepsenJSON, `{"type":"invoke","type":"ok"}`, 1, `found "type" twice`},
		{format.JepsenJSON, `{"type":"invoke","f":"a","process":0,"x":1,"y":2,"x":3}`, 1, `found "x" twice`},
		{format.JepsenJSON, `{"type":"invoke","f":"a","process":0,"value":{"1":1,"1":2}}`, 1, "expected different keys in an object, found 1 twice"},
		{format.JepsenJSON, "[" + jsonRead + jsonOK + "]", 2, "expected a comma or the closing ] after an operation"},
		{format.JepsenJSON, "[" + jsonRead + ",", 2, "expected an operation or the closing ]"},
		{format.JepsenJSON, "[" + jsonRead + ",]", 2, "expected an operation such as"},
		{format.JepsenJSON, "[" + jsonRead + "]\n1", 3, "expected the end of the input"},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":[1 2]}`, 1, "expected a comma or the closing ] of an array"},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":[1,]}`, 1, "expected a value, found ']'"},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":nul}`, 1, `expected a value, found "nul"`},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":01}`, 1, "without leading zeros"},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":+1}`, 1, `found "+1"`},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":"` + "\t" + `"}`, 1, "control character"},
		{format.JepsenJSON, `{"type":"invoke","f":"a","value":"\x"}`, 1, "expected one of the escapes"},
		{format.JepsenJSON, `{"type" "invoke"}`, 1, "expected a colon"},
		{format.JepsenJSON, `{type:"invoke"}`, 1, "a string in double quotes"},
		{format.JepsenJSON, `{"type":"invoke",}`, 1, "a string in double quotes"},
		{format.JepsenJSON, jsonRead + "x", 2, `expected an operation such as {"type"`},
		{format.JepsenLog, logRead + "INFO  jepsen.util - 0\t:done\t:read\t1\n", 2, `found ":done"`},
		{format.JepsenLog, logRead + "INFO  jepsen.util - 0\t:ok\t:cas\t[2", 2, "expected a value or the closing ]"},
		{format.JepsenLog, logRead + "0\t:ok\t:read\t", 2, "expected a value after the function :read"},
		{format.JepsenLog, logRead + "0\t:ok\t7\t1", 2, "expected a function such as :read"},
		{format.JepsenLog, logRead + "0\t:ok\t:read\t1 2", 2, "expected a tab or the end of the line"},
		{format.JepsenLog, "INFO nothing\nhere\n", 3, "expected at least one line with an operation"},
		{format.KVLog, `{:type :invoke :f :get :key "a" :process 0}` + "\n" + `{:type :ok :f :get :key "b" :process 0}`, 2, `completes get of key "b", but invoked key "a"`},
		{format.ViolinLog, "# c\n[1] call add(1)\n[1] returns", 3, "expected a line such as [1] call add(1)"},
		{format.ViolinLog, "[x] call add(1)", 1, "expected an integer in brackets"},
		{format.ViolinLog, "[1 call add(1)", 1, "expected a line such as"},
		{format.ViolinLog, "[1] call add(1", 1, "expected a closing parenthesis"},
		{format.ViolinLog, "[1] call", 1, "expected a method"},
		{format.ViolinLog, "[1] return 5", 1, "has no operation open"},
		{format.ViolinLog, "[1] call a\n\n[1] call b\n", 3, "still open"},
		{format.ViolinLog, "[1] call a\nnonsense\n", 2, "expected a line such as"},
	} {
		_, _, err := format.Read(context.Background(), strings.NewReader(c.text), "file", format.Options{Format: c.format})
		var flaw *history.Error
		require.ErrorAs(t, err, &flaw, c.text)
		require.Contains(t, flaw.Msg, c.msg, c.text)
		require.Equal(t, c.line, flaw.Line, "%s: %s", c.text, flaw.Msg)
		require.Equal(t, "file", flaw.Name)
	}
}

// endless repeats a text for ever after a beginning, and counts what was read.
type endless struct {
	begin, repeat string
	at            int // in repeat
	read          int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.begin)
	e.begin = e.begin[n:]
	for n < len(p) {
		copied := copy(p[n:], e.repeat[e.at:])
		e.at = (e.at + copied) % len(e.repeat)
		n += copied
	}
	e.read += n
	return n, nil
}

func TestEndlessLinesFailFast(t *testing.T) {
	const limit = 1 << 20
	for _, c := range []struct {
		format format.Format
		begin  string
		repeat string
	}{
		{format.JepsenEDN, `{:type :invoke, :f "`, "x"},
		{format.JepsenEDN, `{:type :invoke, :value [`, "1 "},
		{format.JepsenEDN, `{:type :invoke, :value `, "["},
		{format.JepsenEDN, `{:type :invoke, :value `, "1"},
		{format.JepsenEDN, `{:type :invoke`, " "},
		{format.JepsenEDN, `{:type :invoke ;`, "x"},
		{format.JepsenEDN, `{:type :invoke :`, "x"},
		{format.JepsenEDN, "#_ \"", "x"},
		{format.KVLog, `{:type :invoke, :key "`, "x"},
		{format.JepsenJSON, `{"type":"`, "x"},
		{format.JepsenJSON, `{"value":[1`, ",1"},
		{format.JepsenJSON, `{"value":`, "["},
		{format.JepsenJSON, `{"value":`, `{"a":`},
		{format.JepsenJSON, `{"value":`, "1"},
		{format.JepsenJSON, `{"value":1`, " "},
		{format.JepsenLog, "0\t:invoke\t:read\t", "x"},
		{format.ViolinLog, "[1] call add(", "x"},
		{format.ViolinLog, "# ", "x"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := &endless{begin: c.begin, repeat: c.repeat}
		_, _, err := format.Read(context.Background(), r, "file", format.Options{Format: c.format, MaxForm: limit})
		runtime.ReadMemStats(&after)
		var flaw *history.Error
		require.ErrorAs(t, err, &flaw, c.begin)
		require.Equal(t, 1, flaw.Line, c.begin)
		require.Regexp(t, "at most [0-9]+ (bytes|deep)", flaw.Msg)
		require.Less(t, r.read, 4*limit, c.begin)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(60*limit), c.begin)
	}
}

// Without a limit of their own, comments and space between operations are read and forgotten.
func TestCancellation(t *testing.T) {
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	read := int64(0)
	opts := format.Options{Format: format.JepsenEDN, Progress: func(n int64) {
		require.Greater(t, n, read)
		if read = n; n > 1<<22 {
			cancel(cause)
		}
	}}
	_, _, err := format.Read(ctx, &endless{repeat: "; nothing\n"}, "file", opts)
	require.ErrorIs(t, err, cause)
	require.ErrorContains(t, err, "file: reading")
}

func TestBrokenReaders(t *testing.T) {
	for _, f := range []format.Format{"", format.JepsenEDN, format.JepsenJSON, format.JepsenLog, format.ViolinLog, format.KVLog} {
		r := io.MultiReader(strings.NewReader("\n"), brokenReader{})
		_, _, err := format.Read(context.Background(), r, "file", format.Options{Format: f})
		require.ErrorIs(t, err, io.ErrClosedPipe, f)
		_, _, err = format.Read(context.Background(), idleReader{}, "file", format.Options{Format: format.JepsenEDN})
		require.ErrorIs(t, err, io.ErrNoProgress)
	}
}

// An error that wraps io.EOF is not the end: the rest of the history is missing.
func TestWrappedEndIsAnError(t *testing.T) {
	for _, f := range []format.Format{"", format.JepsenEDN} {
		broken := iotest.ErrReader(fmt.Errorf("lost connection: %w", io.EOF))
		_, _, err := format.Read(context.Background(), io.MultiReader(strings.NewReader(ednInvoke), broken), "file", format.Options{Format: f})
		require.ErrorContains(t, err, "file: reading: lost connection")
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }
