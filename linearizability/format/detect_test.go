package format_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       format.Format
	}{
		{ednInvoke, "x", format.JepsenEDN},
		{ednInvoke, "x.json", format.JepsenEDN},
		{"\xef\xbb\xbf; c\r\n\r\n[" + ednInvoke, "x", format.JepsenEDN},
		{"(" + ednInvoke, "x", format.JepsenEDN},
		{`{"type" "invoke", "process" 0}`, "x", format.JepsenEDN},
		{`[{"type" :invoke}`, "x", format.JepsenEDN},
		{`{"type":invoke}`, "x", format.JepsenEDN},
		{"#jepsen.history.Op{:type :invoke}", "x", format.JepsenEDN},
		{"[#jepsen.history.Op{:type :invoke}", "x", format.JepsenEDN},
		{"#_ 1 {:type :invoke}", "x", format.JepsenEDN},
		{"[]", "x.edn", format.JepsenEDN},
		{"[]", "x.json", format.JepsenJSON},
		{"[\n]", "x.ndjson.gz", format.JepsenJSON},
		{jsonRead, "x.edn", format.JepsenJSON},
		{"[\r\n" + jsonRead, "x", format.JepsenJSON},
		{`{"value":null,"type":"ok"}`, "x", format.JepsenJSON},
		{`{"value":nul`, "x", format.JepsenJSON},
		{`{ "value" : [1`, "x", format.JepsenJSON},
		{`{:type :invoke :key "a"}`, "x", format.KVLog},
		{`{:type :invoke :process 0 :f :get :value nil :key 3}`, "x", format.KVLog},
		{"; c\n" + logRead, "x", format.JepsenLog},
		{"[other] line\n" + logRead, "x", format.JepsenLog},
		{"3\t:invoke\t:cas\t[2 2]\r\n", "x", format.JepsenLog},
		{"3   :invoke  :cas   [2 2]\n", "x", format.JepsenLog},
		{":nemesis\t:info\t:start\tnil\n", "x", format.JepsenLog},
		{"2024-01-01 12:00:00,1{GMT}\tINFO\t[jepsen worker 1] jepsen.util: 1\t:invoke\t:read\tnil", "x", format.JepsenLog},
		{"[1] call add(1)", "x", format.ViolinLog},
		{"# @object stack\n\n   [1] call pop", "x", format.ViolinLog},
		{"#comment\n# {not edn}\n[1] return", "x", format.ViolinLog},
		{`{"ClientId":1,"Input":{},"Call":1}`, "x", format.EtcdJSON},
		{`[{"Input":{},"ClientId":1}]`, "x", format.EtcdJSON},
		{"w 0 0\n-----\nr 1 1\n=====\n", "x", format.AwditText},
	} {
		got, err := format.Detect([]byte(c.text), c.name)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, c.text)
	}
	for _, text := range []string{"", " \n", "hello", "[hello", "{", "[1 2 3]", "\x00\x01", "; only comments\n"} {
		_, err := format.Detect([]byte(text), "file")
		require.ErrorContains(t, err, "expected", text)
	}
}

func TestParse(t *testing.T) {
	for _, f := range format.Formats() {
		got, err := format.Parse(string(f))
		require.NoError(t, err)
		require.Equal(t, f, got)
		require.NotEmpty(t, f.Describe())
	}
	_, err := format.Parse("csv")
	require.ErrorContains(t, err, `unknown format "csv": expected one of jepsen-edn`)
	_, _, err = format.Read(context.Background(), strings.NewReader("x"), "file", format.Options{Format: "csv"})
	require.ErrorContains(t, err, "unknown format")
}

// One history, told in every way a file may be wrapped.
func TestWrappings(t *testing.T) {
	text := ednInvoke + ednOK
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write([]byte("\xef\xbb\xbf" + text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for name, wrapped := range map[string]string{
		"plain": text, "BOM": "\xef\xbb\xbf" + text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "gzip": zipped.String(),
	} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(wrapped), 0o600))
		var progress int64
		h, info, err := format.Open(context.Background(), path, format.Options{Progress: func(n int64) { progress = n }})
		require.NoError(t, err, name)
		require.Equal(t, format.Info{Format: format.JepsenEDN, Events: 2, Bytes: int64(len(wrapped))}, info, name)
		require.Equal(t, info.Bytes, progress, name)
		require.Len(t, h.Operations, 1)
		require.Equal(t, [2]int32{1, 2}, [2]int32{h.Operations[0].CallLine, h.Operations[0].ReturnLine}, name)
		_, _, err = format.Read(context.Background(), iotest.OneByteReader(strings.NewReader(wrapped)), name, format.Options{})
		require.NoError(t, err, name)
	}
	_, _, err = format.Read(context.Background(), strings.NewReader(zipped.String()[:30]), "cut", format.Options{})
	require.ErrorContains(t, err, "cut: reading")
	_, _, err = format.Read(context.Background(), strings.NewReader("\xff\xfe{\x00"), "file", format.Options{})
	require.ErrorContains(t, err, "expected UTF-8")
}

func TestOpenErrors(t *testing.T) {
	_, _, err := format.Open(context.Background(), filepath.Join(t.TempDir(), "none"), format.Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, _, err = format.Open(context.Background(), t.TempDir(), format.Options{})
	require.ErrorContains(t, err, "client-*/operations.json")
	_, _, err = format.Open(context.Background(), t.TempDir(), format.Options{Format: format.JepsenEDN})
	require.ErrorContains(t, err, "this is a directory, expected a file in the format jepsen-edn")
	_, err = format.NewReader(context.Background(), strings.NewReader(`{"ClientId":1}`), "file", format.Options{})
	require.ErrorContains(t, err, "holds whole operations")
	_, info, err := format.Read(context.Background(), strings.NewReader(`{"ClientId":1}`), "file", format.Options{})
	require.ErrorContains(t, err, "file:1: ")
	require.Equal(t, format.Info{Format: format.EtcdJSON, Model: "etcd", Bytes: 14}, info)
}

func TestMaxOperations(t *testing.T) {
	opts := format.Options{MaxOperations: 1}
	_, _, err := format.Read(context.Background(), strings.NewReader(ednInvoke+ednOK), "file", opts)
	require.NoError(t, err)
	_, _, err = format.Read(context.Background(), strings.NewReader(ednInvoke+ednOK+ednInvoke), "file", opts)
	require.ErrorContains(t, err, "file:3: expected at most 1 operations")
}

// A reader of a pipe that still grows returns each event as soon as it is there.
func TestReaderDoesNotWaitForMore(t *testing.T) {
	for _, c := range []struct{ first, second string }{{ednInvoke, ednOK}, {jsonRead, jsonOK}, {"[1] call a(1)\n", "[1] return\n"}, {logRead, logRead}} {
		pipe := &steps{texts: []string{c.first, c.second}}
		r, err := format.NewReader(context.Background(), pipe, "pipe", format.Options{})
		require.NoError(t, err)
		_, err = r.Read()
		require.NoError(t, err)
		require.Len(t, pipe.texts, 1, "read ahead of %s", c.first)
		_, err = r.Read()
		require.NoError(t, err)
	}
}

// steps is a reader that returns its texts one by one.
type steps struct{ texts []string }

func (s *steps) Read(p []byte) (int, error) {
	n := copy(p, s.texts[0])
	s.texts = s.texts[1:]
	return n, nil
}
