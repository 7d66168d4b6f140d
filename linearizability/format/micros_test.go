package format_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

const (
	awditText = "w 0 1\nr 1 0\n---\n-\n r 0  1 \r\n=====\n=\n\nw 1 2\n"
	plumeText = "w(0,1,7,0)\nw(1,2,9,5)\n\nr(1,0,7,0)\nw(3,4,9,-1)\nr(3,4,9,-1)\nr( 0 , 1 , 7 , 6 )\n"
)

// bin is a file in bincode.
type bin []byte

func (b bin) numbers(ns ...uint64) bin {
	for _, n := range ns {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return b
}

func (b bin) text(s string) bin { return append(b.numbers(uint64(len(s))), s...) }

// event adds an event; op is r or w, in capitals if it succeeded.
func (b bin) event(op byte, key, value uint64) bin {
	flag := func(v bool) byte {
		if v {
			return 1
		}
		return 0
	}
	b = append(b, flag(op == 'w' || op == 'W')).numbers(key, value)
	return append(b, flag(op == 'W' || op == 'R'))
}

func dbcopHeader() bin {
	return bin{}.numbers(3, 2, 5, 7, 2).text("on a \x00 cluster").text("2019-12-24T13:14:00+01:00").text("2019-12-24T13:15:00+01:00")
}

func dbcopFile() bin {
	b := dbcopHeader().numbers(2)
	b = append(b.numbers(2).numbers(2).event('W', 0, 1).event('R', 1, 0), 1)
	b = append(b.numbers(4).event('R', 0, 1).event('r', 0, 9).event('w', 3, 4).event('W', 3, 5), 1)
	return append(b.numbers(1).numbers(1).event('W', 1, 2), 0)
}

// told writes what matters of a history.
func told(h *history.History) string {
	var b strings.Builder
	for i, op := range h.Operations {
		if op.F != "txn" || op.Call != int64(i) || op.Return != op.Call || op.CallTime != history.NoTime {
			return "not as it should be"
		}
		fmt.Fprintf(&b, "%d/%d %s %v %v\n", op.Process, op.CallLine, op.Status, op.Input, op.Output)
	}
	return b.String()
}

var whole = []struct {
	format format.Format
	text   string
	want   string
}{
	{format.AwditText, awditText,
		"0/1 ok [[:w 0 1] [:r 1 0]] [[:w 0 1] [:r 1 0]]\n0/5 ok [[:r 0 1]] [[:r 0 1]]\n1/9 ok [[:w 1 2]] [[:w 1 2]]\n"},
	{format.PlumeText, plumeText,
		"7/1 ok [[:w 0 1] [:r 1 0]] [[:w 0 1] [:r 1 0]]\n9/2 ok [[:w 1 2]] [[:w 1 2]]\n9/5 fail [[:w 3 4]] nil\n7/7 ok [[:r 0 1]] [[:r 0 1]]\n"},
	{format.Dbcop, string(dbcopFile()),
		"0/0 ok [[:w 0 1] [:r 1 0]] [[:w 0 1] [:r 1 0]]\n0/0 ok [[:r 0 1] [:w 3 5]] [[:r 0 1] [:w 3 5]]\n0/0 fail [[:w 3 4]] nil\n1/0 fail [[:w 1 2]] nil\n"},
}

func TestReadTransactionsWithoutTimes(t *testing.T) {
	for _, c := range whole {
		for _, o := range []format.Options{{}, {Format: c.format}} {
			h, info, err := format.Read(context.Background(), iotest.OneByteReader(strings.NewReader(c.text)), "x", o)
			require.NoError(t, err, c.format)
			require.Equal(t, format.Info{Format: c.format, Model: "transactions", Init: history.Int(0), Bytes: int64(len(c.text))}, info)
			require.True(t, h.Untimed)
			require.NoError(t, h.Validate())
			require.Equal(t, c.want, told(h), c.format)
		}
		_, err := format.NewReader(context.Background(), strings.NewReader(c.text), "x", format.Options{})
		require.ErrorContains(t, err, fmt.Sprintf("the format %s holds whole operations, expected a format of events", c.format))
		_, _, err = format.Read(context.Background(), strings.NewReader(c.text), "x", format.Options{MaxOperations: 1})
		require.ErrorContains(t, err, "expected at most 1 operations")
		_, _, err = format.Read(context.Background(), io.MultiReader(strings.NewReader(c.text), iotest.ErrReader(io.ErrClosedPipe)), "x", format.Options{})
		require.ErrorIs(t, err, io.ErrClosedPipe, c.format)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, _, err = format.Read(ctx, strings.NewReader(c.text), "x", format.Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestMalformedTransactions(t *testing.T) {
	header := dbcopHeader()
	for _, c := range []struct {
		format format.Format
		text   string
		want   string
	}{
		{format.AwditText, "w 0 1\nx 0 1\n", `x:2: expected r KEY VALUE or w KEY VALUE, with integers from 0, or a line of ----- or =====, found "x 0 1"`},
		{format.AwditText, "w 0\n", "x:1: expected r KEY VALUE"},
		{format.AwditText, "\nw 0 1 2\n", "x:2: expected r KEY VALUE"},
		{format.AwditText, "r 0 -1\n", "x:1: expected r KEY VALUE"},
		{format.AwditText, "r 0 9223372036854775808\n", "x:1: expected r KEY VALUE"},
		{format.AwditText, "r 99999999999999999999999 0\n", "x:1: expected r KEY VALUE"},
		{format.AwditText, "rw 0 1\n", "x:1: expected r KEY VALUE"},
		{format.AwditText, "-----=\n", "x:1: expected r KEY VALUE"},
		{format.PlumeText, "w(0,1,2,3)\nw(0,1,2)", `x:2: expected r(KEY,VALUE,SESSION,TRANSACTION) or w(...), with integers from 0, or -1 for the transactions that were aborted, found "w(0,1,2)"`},
		{format.PlumeText, "a(0,1,2,3)", "x:1: expected r(KEY"},
		{format.PlumeText, "w(0,1,2,-2)", "x:1: expected r(KEY"},
		{format.PlumeText, "w(0,1,-1,2)", "x:1: expected r(KEY"},
		{format.PlumeText, "w(0,1,2,3", "x:1: expected r(KEY"},
		{format.PlumeText, "w(0,1,2,3,4)", "x:1: expected r(KEY"},
		{format.PlumeText, "w(0,1,2,3)\nr(0,1,3,3)", "x:2: transaction 3 is of session 3 here, and of session 2 on line 1"},
		{format.Dbcop, "", "x: byte 0: expected a parameter, found the end of the input"},
		{format.Dbcop, string(header), "expected the number of sessions, found the end of the input"},
		{format.Dbcop, string(dbcopFile()[:len(dbcopFile())-1]), "expected whether a transaction succeeded, found the end of the input"},
		{format.Dbcop, string(dbcopFile()) + "!", "expected the end of the input after the last session"},
		{format.Dbcop, string(bin{}.numbers(1, 2, 3, 4, 1<<63)), "byte 32: expected a parameter of at most 63 bits"},
		{format.Dbcop, string(bin{}.numbers(1, 2, 3, 4, 5, 1<<60)), "expected a text about the history of at most 65536 bytes"},
		{format.Dbcop, string(bin{}.numbers(1, 2, 3, 4, 5).text("\xff")), "expected a text about the history in UTF-8"},
		{format.Dbcop, string(dbcopHeader().numbers(1<<62, 1<<62, 1<<62)), "expected whether an event writes, found the end"},
		{format.Dbcop, string(append(dbcopHeader().numbers(1, 1, 1), 2)), "expected 0 or 1 for whether an event writes, found 2"},
	} {
		_, _, err := format.Read(context.Background(), strings.NewReader(c.text), "x", format.Options{Format: c.format})
		require.ErrorAs(t, err, new(*history.Error), "%s %q", c.format, c.text)
		require.ErrorContains(t, err, c.want, "%s %q", c.format, c.text)
	}
}

func TestDetectTransactions(t *testing.T) {
	long := strings.Repeat("w 0 1\nr 12345 67890\n-----\n", 10_000)
	for text, want := range map[string]format.Format{
		awditText: format.AwditText, plumeText: format.PlumeText, string(dbcopFile()): format.Dbcop, long: format.AwditText,
		"\n\nr(0,1,2,-1)": format.PlumeText, strings.Repeat("r(12,34,56,78)\n", 20_000): format.PlumeText, "r 1 x": format.AwditText,
	} {
		got, err := format.Detect([]byte(text), "x")
		require.NoError(t, err, text[:min(len(text), 50)])
		require.Equal(t, want, got)
	}
	for _, text := range []string{"r(1,2,3)", "w 0 1\nr(1,2,3,4)\n", string(dbcopHeader()[:60])} {
		_, err := format.Detect([]byte(text), "x")
		require.Error(t, err, "%q", text)
	}
}

func TestOpenDbcopDirectory(t *testing.T) {
	dir := t.TempDir()
	_, _, err := format.Open(context.Background(), dir, format.Options{Format: format.Dbcop})
	require.ErrorContains(t, err, "expected a directory with a history.bincode")
	path := filepath.Join(dir, "history.bincode")
	require.NoError(t, os.WriteFile(path, dbcopFile(), 0o600))
	for _, name := range []string{dir, path} {
		h, info, err := format.Open(context.Background(), name, format.Options{})
		require.NoError(t, err)
		require.Equal(t, format.Dbcop, info.Format)
		require.Len(t, h.Operations, 4)
		require.Equal(t, path, h.Name)
	}
}

// What one format says, the others say too.
func TestConvertTransactions(t *testing.T) {
	const history = "[[:w 0 1] [:r 1 0]] [[:w 0 1] [:r 1 0]]"
	for _, from := range whole {
		h, _, err := format.Read(context.Background(), strings.NewReader(from.text), "x", format.Options{})
		require.NoError(t, err)
		for _, to := range whole {
			var b bytes.Buffer
			require.NoError(t, format.Write(&b, to.format, h))
			again, info, err := format.Read(context.Background(), bytes.NewReader(b.Bytes()), "x", format.Options{})
			require.NoError(t, err, b.String())
			require.Equal(t, to.format, info.Format)
			failed, want := strings.Count(told(again), "fail"), strings.Count(told(h), "fail")
			if to.format == format.AwditText {
				want = 0
			}
			require.Equal(t, want, failed, "from %s to %s", from.format, to.format)
			require.Contains(t, told(again), history)
			var second bytes.Buffer
			require.NoError(t, format.Write(&second, to.format, again))
			require.Equal(t, b.String(), second.String())
		}
		for _, to := range []format.Format{format.JepsenEDN, format.JepsenJSON, format.KVLog, format.ViolinLog} {
			err := format.Write(io.Discard, to, h)
			require.ErrorContains(t, err, "the history has no times, and cannot be written as "+string(to))
		}
	}
}

func TestWriteTransactionsRefuses(t *testing.T) {
	both := func(typ, asked, done string) string {
		return "{:process 0 :type :invoke :f :txn :value " + asked + "} {:process 0 :type " + typ + " :f :txn :value " + done + "}\n"
	}
	for text, want := range map[string]string{
		both(":ok", "[[:w x 1]]", "[[:w x 1]]"):                                               "x:1: [w x 1] cannot be written as awdit-text: expected an integer from 0 as key",
		both(":ok", "[[:w 1 -1]]", "[[:w 1 -1]]"):                                             "expected an integer from 0 as value",
		both(":ok", "[[:r 1 nil]]", "[[:r 1 nil]]") + both(":ok", "[[:w 1 0]]", "[[:w 1 0]]"): "[r 1 nil] cannot be written as awdit-text: the format writes 0 for what nobody has written, but 0 is written to this key",
		both(":fail", "[[:w 1 2]]", "nil") + both(":ok", "[[:r 1 nil]]", "[[:r 1 2]]"):        "x:2: [r 1 2] cannot be written as awdit-text: it is of a transaction that failed",
		both(":ok", "[[:append 1 2]]", "[[:append 1 2]]"):                                     "micro-operation 1 is [:append 1 2]: expected",
		"{:process 0 :type :invoke :f :enqueue :value 1}":                                     `unknown function "enqueue"`,
	} {
		h, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{})
		require.NoError(t, err)
		err = format.Write(io.Discard, format.AwditText, h)
		require.ErrorAs(t, err, new(*history.Error), text)
		require.ErrorContains(t, err, want, text)
	}
}

// A history with times becomes one without; what of unknown outcome nobody has seen is left out.
func TestWriteTransactionsOfTimedHistories(t *testing.T) {
	const text = `
{:process 0 :type :invoke :f :txn :value [[:w 5 1] [:r 6 nil]]}
{:process 1 :type :invoke :f :txn :value [[:w 6 7] [:r 5 nil]]}
{:process 2 :type :invoke :f :txn :value [[:w 6 8]]}
{:process 1 :type :info :f :txn :value nil}
{:process 2 :type :info :f :txn :value nil}
{:process 0 :type :ok :f :txn :value [[:w 5 1] [:r 6 7]]}
{:process 0 :type :invoke :f :txn :value [[:w 9 9]]}
{:process 0 :type :fail :f :txn :value nil}
`
	h, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{})
	require.NoError(t, err)
	for f, want := range map[format.Format]string{
		format.AwditText: "w 5 1\nr 6 7\n=====\nw 6 7\n", format.PlumeText: "w(5,1,0,0)\nr(6,7,0,0)\nw(9,9,0,-1)\nw(6,7,1,2)\n",
	} {
		var b bytes.Buffer
		require.NoError(t, format.Write(&b, f, h))
		require.Equal(t, want, b.String())
	}
	registers := "{:process 3 :type :invoke :f :write :key 4 :value 1} {:process 3 :type :ok :f :write :key 4 :value 1} {:process 3 :type :invoke :f :read :key 4} {:process 3 :type :ok :f :read :key 4 :value 1}"
	h, _, err = format.Read(context.Background(), strings.NewReader(registers), "x", format.Options{})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, format.Write(&b, format.AwditText, h))
	require.Equal(t, "w 4 1\n-----\nr 4 1\n", b.String(), "single operations are transactions of one")
}
