package format_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

func read(t *testing.T, text string, f format.Format) (*history.History, format.Info) {
	h, info, err := format.Read(context.Background(), strings.NewReader(text), "file", format.Options{Format: f})
	require.NoError(t, err, text)
	return h, info
}

func TestJSONValues(t *testing.T) {
	h, _ := read(t, `{"type":"invoke","f":"read","process":"nemesis"}
{"type":"invoke","f":"txn","process":"12","value":{"0":100,"-7":[1.5,null,true,"é\n"],"07":1,"x":{}}, "error":{"a":[{}]}}
{"type":"ok","f":"txn","process":12,"value":[-0,1e2,123456789012345678901234567890,[[]]],"time":5,"index":null}`, "")
	require.Equal(t, 1, h.Ignored)
	op := h.Operations[0]
	require.Equal(t, int64(12), op.Process)
	require.Equal(t, `{-7 [1.5 nil true "é\n"], 0 100, "07" 1, "x" {}}`, op.Input.String())
	require.Equal(t, "[0 100.0 123456789012345678901234567890N [[]]]", op.Output.String())
	require.Equal(t, int64(5), op.ReturnTime)
	require.Equal(t, int64(history.NoTime), op.CallTime)
}

func TestJepsenLogLines(t *testing.T) {
	h, info := read(t, "INFO starting, 3 :ok\n"+
		"INFO  jepsen.util - 0\t:invoke\t:cas\t[2 2]\r\n"+
		"INFO  jepsen.util - :nemesis\t:info\t:start\t#<unreadable\n"+
		"WARN\tclient 7\tsays :fail\n"+
		"2024\tINFO\t[worker] jepsen.util: 1\t:invoke\t:write\t\"a\tb\"\n"+
		"0\t:fail\t:cas\t[2 2]\t[:not-found \"x\"]\n"+
		"1  :ok  :write  \"a\\tb\"  :extra\n"+
		"2\t:invoke\t:read\tnil", "")
	require.Equal(t, format.JepsenLog, info.Format)
	require.Equal(t, 1, h.Ignored)
	require.Len(t, h.Operations, 3)
	require.Equal(t, history.Fail, h.Operations[0].Status)
	require.Equal(t, history.String("a\tb"), h.Operations[1].Input)
	require.Equal(t, history.OK, h.Operations[1].Status)
	require.Equal(t, history.Info, h.Operations[2].Status)
	require.Equal(t, int32(8), h.Operations[2].CallLine)
}

func TestViolinLines(t *testing.T) {
	h, info := read(t, "# @object queue\n# c\n\n [1] call add( 7 )\n\t[2] call pop\n[1] return\n[2] return empty\n[3] call put(a, -1)\n[3] return true\n[4] call remove", "")
	require.Equal(t, "queue", info.Model)
	require.Equal(t, int64(7), info.Events)
	var ops []string
	for _, op := range h.Operations {
		ops = append(ops, op.F+" "+op.Input.String()+" "+op.Output.String()+" "+op.Status.String())
	}
	require.Equal(t, []string{"add 7 nil ok", "pop nil :empty ok", `put ["a" -1] true ok`, "remove nil nil info"}, ops)
	require.Equal(t, int64(4), h.Operations[3].Process)
	require.Equal(t, "[1] call add(7)\n[2] call pop\n[1] return\n[2] return empty\n[3] call put(a,-1)\n[3] return true\n[4] call remove\n", write(t, h, format.ViolinLog))
	for i := range h.Operations {
		h.Operations[i].Process = 0
	}
	require.Contains(t, write(t, h, format.ViolinLog), "[4] call remove", "operations of one process get numbers of their own")
}

func TestKVLog(t *testing.T) {
	h, info := read(t, "{:process 0, :type :invoke, :f :get, :key \"7\", :value nil}\n{:process 0, :type :ok, :f :get, :key \"7\", :value \"\"}", "")
	require.Equal(t, format.KVLog, info.Format)
	require.Equal(t, "kv", info.Model)
	require.Equal(t, history.String("7"), h.Operations[0].Key)
	require.Equal(t, history.String(""), h.Operations[0].Output)
}
