package format

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// etcdRun is what one client of a robustness test could have recorded, an operation a line but
// for the first, which is indented as etcd writes it.
const etcdRun = `{
  "ClientId": 1,
  "Input": {
    "Type": "range", "LeaseGrant": null, "LeaseRevoke": null,
    "Range": {"Start": "k", "End": "", "Limit": 0, "KeysOnly": false, "Revision": 0},
    "Txn": null, "Defragment": null, "Compact": null
  },
  "Call": 10,
  "Output": {"Txn": null, "Range": {"KVs": [], "Count": 0}, "ClientError": "", "Revision": 1, "member-id": "8e9e05c52164694d", "Persisted": false, "PersistedRevision": 0, "Error": ""},
  "Return": 20,
  "Metadata": null
}
{"ClientId":1,"Input":{"Type":"leaseGrant","LeaseGrant":{"LeaseID":7}},"Call":21,"Output":{"LeaseGrant":{"LeaseID":0},"Revision":1},"Return":22}
{"ClientId":1,"Input":{"Type":"txn","Txn":{"Conditions":null,"OperationsOnSuccess":[{"Type":"put-operation","Range":{"Start":""},"Put":{"Key":"k","Value":{"Value":"1"},"LeaseID":7},"Delete":{"Key":""}}],"OperationsOnFailure":null}},"Call":30,"Output":{"Txn":{"Failure":false,"Results":[{"KVs":null,"Count":0,"Deleted":0}]},"Revision":2},"Return":40}
{"ClientId":1,"Input":{"Type":"txn","Txn":{"Conditions":[{"Key":"k","ExpectedRevision":2,"ExpectedVersion":0}],"OperationsOnSuccess":[{"Type":"put-operation","Put":{"Key":"l","Value":{"Value":"a value of twenty bytes"}}}],"OperationsOnFailure":[{"Type":"range-operation","Range":{"Start":"k"}}]}},"Call":41,"Output":{"Txn":{"Failure":false,"Results":[{"KVs":null}]},"Revision":3},"Return":42}
{"ClientId":1,"Input":{"Type":"range","Range":{"Start":"a","End":"z","Limit":1}},"Call":43,"Output":{"Range":{"KVs":[{"Key":"k","Value":{"Value":"1"},"ModRevision":2,"Version":1}],"Count":2},"Revision":3},"Return":44}
{"ClientId":1,"Input":{"Type":"range","Range":{"Start":"l"}},"Call":45,"Output":{"Range":{"KVs":[{"Key":"l","Value":{"Hash":855193760},"ModRevision":3,"Version":1}],"Count":1},"Revision":3},"Return":46}
{"ClientId":1,"Input":{"Type":"range","Range":{"Start":"k"}},"Call":47,"Output":{"Error":"etcdserver: request timed out"},"Return":48}
{"ClientId":1,"Input":{"Type":"compact","Compact":{"Revision":9}},"Call":49,"Output":{"ClientError":"mvcc: required revision is a future revision"},"Return":50}
{"ClientId":1,"Input":{"Type":"compact","Compact":{"Revision":2}},"Call":51,"Output":{"Compact":{},"Revision":-1},"Return":52}
{"ClientId":1,"Input":{"Type":"defragment","Defragment":{}},"Call":53,"Output":{"Defragment":{},"Revision":-1},"Return":54}
{"ClientId":1,"Input":{"Type":"leaseRevoke","LeaseRevoke":{"LeaseID":7}},"Call":55,"Output":{"LeaseRevoke":{},"Revision":4},"Return":56}
{"ClientId":1,"Input":{"Type":"txn","Txn":{"OperationsOnSuccess":[{"Type":"delete-operation","Delete":{"Key":"l"}}]}},"Call":57,"Output":{"Txn":{"Results":[{"Deleted":1}]},"Revision":5},"Return":58}
{"ClientId":1,"Input":{"Type":"txn","Txn":{"OperationsOnSuccess":[{"Type":"put-operation","Put":{"Key":"m","Value":{"Value":"2"}}}]}},"Call":59,"Output":{"Persisted":true,"PersistedRevision":6},"Return":9223372036854775807}
{"ClientId":2,"Input":{"Type":"txn","Txn":{"OperationsOnSuccess":[{"Type":"put-operation","Put":{"Key":"m","Value":{"Value":"3"}}}]}},"Call":60,"Output":{"Error":"context deadline exceeded"},"Return":70}
`

func TestReadEtcd(t *testing.T) {
	h, err := readEtcd(context.Background(), strings.NewReader(etcdRun), "operations.json")
	require.NoError(t, err)
	require.Len(t, h.Operations, 14)
	first := h.Operations[0]
	require.Equal(t, history.Operation{
		Process: 1, F: "range", Call: 10, Return: 20, CallTime: 10, ReturnTime: 20,
		CallLine: 1, ReturnLine: 1, Status: history.OK,
		Input:  history.Map(entry("key", history.String("k"))),
		Output: history.Map(entry("revision", history.Int(1))),
	}, first)
	require.Equal(t, int32(13), h.Operations[1].CallLine)
	require.Equal(t, history.Fail, h.Operations[6].Status, "a read that got an error has no effect")
	persisted := h.Operations[12]
	require.Equal(t, history.OK, persisted.Status)
	require.Equal(t, int64(71), persisted.Return, "after all clock readings")
	lost := h.Operations[13]
	require.Equal(t, history.Info, lost.Status)
	require.Equal(t, int64(history.Never), lost.Return)
}

// The operations of the file, one after the other, are what model etcd expects.
func TestReadEtcdForModel(t *testing.T) {
	h, err := readEtcd(context.Background(), strings.NewReader(etcdRun), "operations.json")
	require.NoError(t, err)
	m, err := model.New("etcd", model.Options{})
	require.NoError(t, err)
	s := m.Init()
	for i := range h.Operations {
		a, err := m.Decode(&h.Operations[i])
		require.NoError(t, err)
		if a.Op == model.Skip {
			continue
		}
		var ok bool
		s, ok = s.Step(a)
		require.True(t, ok, model.Describe(m, a))
	}
	require.Contains(t, s.String(), "revision 7")
}

func TestReadEtcdDir(t *testing.T) {
	dir := t.TempDir()
	lines := strings.SplitAfter(etcdRun, "\n")
	write := func(client, text string) {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, client), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, client, "operations.json"), []byte(text), 0o644))
	}
	_, err := readEtcdDir(context.Background(), dir)
	require.ErrorContains(t, err, "expected a report of etcd's robustness tests")
	last := lines[len(lines)-2]
	write("client-2", last)
	write("client-1", strings.TrimSuffix(etcdRun, last))
	h, err := readEtcdDir(context.Background(), dir)
	require.NoError(t, err)
	require.Equal(t, dir, h.Name)
	whole, err := readEtcd(context.Background(), strings.NewReader(etcdRun), "")
	require.NoError(t, err)
	for i := range whole.Operations {
		whole.Operations[i].CallLine, whole.Operations[i].ReturnLine = 0, 0
	}
	require.Equal(t, whole.Operations, h.Operations)

	write("client-3", "{}")
	_, err = readEtcdDir(context.Background(), dir)
	require.ErrorContains(t, err, filepath.Join("client-3", "operations.json")+":1: operation without ClientId")
}

func TestReadEtcdErrors(t *testing.T) {
	const ok = `{"ClientId":1,"Input":{"Type":"compact","Compact":{"Revision":2}},"Call":1,"Output":{"Compact":{}},"Return":5}` + "\n"
	for _, test := range []struct{ name, text, want string }{
		{"no object", "[1]", "f:1: operation without ClientId"},
		{"cut short", ok + `{"ClientId":1,`, "f:2: "},
		{"no input", ok + `{"ClientId":1,"Call":6,"Return":7,"Output":{}}`, "f:2: operation without Input"},
		{"backwards", `{"ClientId":1,"Input":{},"Call":6,"Return":5,"Output":{}}`, "f:1: the operation returns at 5, before its call at 6"},
		{"wrong number", `{"ClientId":"x","Input":{"Type":"defragment"},"Call":6,"Return":7,"Output":{"Error":"e"}}`, "f:1: ClientId: expected an integer of 64 bits, got string"},
		{"unknown type", `{"ClientId":1,"Input":{"Type":"watch"},"Call":6,"Return":7,"Output":{"Error":"e"}}`, `f:1: the request's Type is "watch": expected range, txn`},
		{"unknown step", `{"ClientId":1,"Input":{"Type":"txn","Txn":{"OperationsOnSuccess":[{"Type":"x"}]}},"Call":6,"Return":7,"Output":{"Error":"e"}}`, `f:1: a transaction's operation has the Type "x": expected range-operation`},
		{"no array", `{"ClientId":1,"Input":{"Type":"txn","Txn":{"Conditions":3}},"Call":6,"Return":7,"Output":{"Error":"e"}}`, `f:1: Conditions: expected an array, got integer`},
		{"no objects", `{"ClientId":1,"Input":{"Type":"txn","Txn":{"Conditions":[3]}},"Call":6,"Return":7,"Output":{"Error":"e"}}`, `f:1: Conditions: expected objects, got integer`},
		{"no response", `{"ClientId":1,"Input":{"Type":"range","Range":{"Start":"k"}},"Call":6,"Return":7,"Output":{"Revision":3}}`, "f:1: the response to a range has no Range, ClientError, Persisted or Error"},
		{"overlapping", ok + strings.Replace(ok, `"Call":1`, `"Call":5`, 1), "f:2: client 1 calls compact at 5, before its operation of f:1 returned"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readEtcd(context.Background(), strings.NewReader(test.text), "f")
			require.ErrorContains(t, err, test.want)
			var flaw *history.Error
			require.ErrorAs(t, err, &flaw)
		})
	}
}

func TestReadEtcdStops(t *testing.T) {
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	_, err := readEtcd(ctx, strings.NewReader(etcdRun), "f")
	require.ErrorIs(t, err, cause)
}

func FuzzReadEtcd(f *testing.F) {
	for line := range strings.Lines(etcdRun) {
		f.Add(line)
	}
	f.Add(etcdRun)
	m, err := model.New("etcd", model.Options{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		h, err := readEtcd(context.Background(), strings.NewReader(text), "f")
		if err != nil {
			return
		}
		for i := range h.Operations {
			_, err := m.Decode(&h.Operations[i])
			require.NoError(t, err, "%+v", h.Operations[i])
		}
	})
}
