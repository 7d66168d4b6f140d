package txn_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// read returns the history of EDN text.
func read(t testing.TB, text string) *history.History {
	t.Helper()
	h, _, err := format.Read(context.Background(), strings.NewReader(text), "x.edn", format.Options{Format: format.JepsenEDN})
	require.NoError(t, err)
	return h
}

// both are an invocation and its completion, the one written and the other read.
func both(process, typ, asked, done string) string {
	return "{:process " + process + " :type :invoke :f :txn :value " + asked + "}\n{:process " + process + " :type " + typ + " :f :txn :value " + done + "}\n"
}

func TestDecodeLists(t *testing.T) {
	h, err := txn.Decode(read(t,
		both("0", ":ok", "[[:append x 1] [:r x nil]]", "[[:append x 1] [:r x [1]]]")+
			both("1", ":ok", "[[:r x nil] [:r y nil]]", "[[:r x [1 2]] [:r y nil]]")+
			both("2", ":fail", "[[:append x 4]]", "nil")+
			both("3", ":info", "[[:r x nil] [:append x 2] [:append y 7]]", "nil")+
			both("5", ":info", "[[:append y 8]]", "nil")+
			both("0", ":ok", "[[:r x nil] [:r x nil] [:r y nil]]", "[[:r x [1 2 3 nil]] [:r x [2 1 2]] [:r y []]]"),
	), txn.Options{Model: txn.Lists})
	require.NoError(t, err)
	require.Len(t, h.Txns, 6)
	require.Equal(t, [][]int32{{0, 5}, {1}, {2}, {3}, {4}}, h.Sessions)
	require.Equal(t, []history.Value{history.Symbol("x"), history.Symbol("y")}, h.Keys)
	var committed []bool
	for i := range h.Txns {
		committed = append(committed, h.Txns[i].Committed)
	}
	require.Equal(t, []bool{true, true, false, true, false, true}, committed, "of unknown outcomes, the one that was read")
	require.EqualValues(t, history.Never, h.Txns[3].Return)
	require.Len(t, h.Txns[3].Ops, 2, "what a transaction of unknown outcome read is unknown")
	require.EqualValues(t, 0, h.Versions[h.Txns[3].Ops[0].Version].Op, "numbered as they stand in Ops")

	values := func(ops []txn.Version) []string {
		var all []string
		for _, v := range ops {
			all = append(all, h.FormatVersion(v))
		}
		return all
	}
	last := h.Txns[5].Ops
	require.Equal(t, []string{"1", "2", "3", "nil"}, values(last[0].List))
	require.Equal(t, []string{"2", "1", "2"}, values(last[1].List))
	require.Equal(t, last[1].Version, h.Txns[1].Ops[0].Version)
	require.Equal(t, txn.Initial, last[2].Version)
	require.Empty(t, last[2].List)
	require.Equal(t, txn.Initial, h.Txns[1].Ops[1].Version)
	require.EqualValues(t, 3, h.Versions[last[1].Version].Txn)
	require.EqualValues(t, txn.Nobody, h.Versions[last[0].List[2]].Txn, "nobody wrote 3")
	require.EqualValues(t, txn.Nobody, h.Versions[last[0].List[3]].Txn, "nil is an element like others")
	require.Equal(t, "r x [1 2 3 nil]", h.FormatOp(5, 0))
	require.Equal(t, "append x 2", h.FormatOp(3, 0))
	require.Equal(t, "process 0 on line 2", h.Name(0))
}

func TestDecodeRegisters(t *testing.T) {
	text := both("0", ":ok", "[[:r x nil] [:r y nil]]", "[[:r x 0] [:r y 0]]") +
		both("1", ":ok", "[[:w x 0] [:w x 5] [:r y nil]]", "[[:w x 0] [:w x 5] [:r y nil]]") +
		both("2", ":fail", `[[:w "k" 1]]`, "nil") + both("3", ":ok", `[["write" "k" 1]]`, `[[:w "k" 1]]`)
	for init, want := range map[history.Value]string{history.Int(0): "nil", history.Nil: "0", history.Int(9): "0"} {
		h, err := txn.Decode(read(t, text), txn.Options{Init: init, InitIfUnwritten: true})
		require.NoError(t, err)
		first := h.Txns[0].Ops
		require.EqualValues(t, 1, h.Versions[first[0].Version].Txn, "a value that is written was written, also if it is the initial one")
		require.Equal(t, want, h.FormatVersion(first[1].Version), "initial value %v", init)
		require.Equal(t, txn.Initial, h.Txns[1].Ops[2].Version)
		require.EqualValues(t, 3, h.Versions[h.Txns[3].Ops[0].Version].Txn, "not the one that failed")
		require.Equal(t, h.Txns[2].Ops[0].Version, h.Txns[3].Ops[0].Version)
	}
}

func TestDecodeSingle(t *testing.T) {
	op := func(process int64, f string, key, in, out history.Value, at int64, status history.Status) history.Operation {
		return history.Operation{Process: process, F: f, Key: key, Input: in, Output: out, Call: at, Return: at, Status: status, CallLine: int32(at)}
	}
	x, one, two := history.String("x"), history.Int(1), history.Int(2)
	h, err := txn.Decode(&history.History{Operations: []history.Operation{
		op(0, "put", x, one, history.Nil, 1, history.OK),
		op(1, "get", x, history.Nil, one, 2, history.OK),
		op(1, "read", history.Nil, history.Nil, history.Nil, 3, history.OK),
		op(2, "write", history.Nil, two, history.Nil, 4, history.Info),
		op(3, "write", x, two, history.Nil, 5, history.Fail),
		op(3, "read", x, history.Nil, history.Nil, 6, history.Fail),
	}}, txn.Options{Single: true})
	require.NoError(t, err)
	var ops []string
	for i := range h.Txns {
		for k := range h.Txns[i].Ops {
			ops = append(ops, h.FormatOp(int32(i), int32(k)))
		}
	}
	require.Equal(t, []string{`w "x" 1`, `r "x" 1`, "r nil nil", "w nil 2", `w "x" 2`, `r "x" nil`}, ops)
	require.False(t, h.Txns[3].Committed)

	h, err = txn.Decode(&history.History{Operations: []history.Operation{
		op(0, "append", x, one, history.Nil, 1, history.OK), op(1, "read", x, history.Nil, history.List(one), 2, history.OK),
	}}, txn.Options{Single: true, Model: txn.Lists})
	require.NoError(t, err)
	require.Equal(t, `r "x" [1]`, h.FormatOp(1, 0))
}

func TestDecodeRefuses(t *testing.T) {
	single := txn.Options{Single: true}
	for text, c := range map[string]struct {
		options txn.Options
		want    string
	}{
		both("0", ":ok", "5", "5"):                                                             {txn.Options{}, "x.edn:1: 5 is no transaction: expected a list of [:r key value] and [:w key value]"},
		both("0", ":ok", "[5]", "[5]"):                                                         {txn.Options{}, "x.edn:1: micro-operation 1 is 5: expected [:r key value]"},
		both("0", ":ok", "[[:r x]]", "[[:r x]]"):                                               {txn.Options{}, "micro-operation 1 is [:r x]"},
		both("0", ":ok", "[[:r x nil] [:q x 1]]", "[]"):                                        {txn.Options{}, "micro-operation 2 is [:q x 1]"},
		both("0", ":ok", "[[:append x 1]]", "[[:append x 1]]"):                                 {txn.Options{}, "micro-operation 1 is [:append x 1]: expected [:r key value] and [:w key value]"},
		both("0", ":ok", "[[:w x 1]]", "[[:w x 1]]"):                                           {txn.Options{Model: txn.Lists}, "micro-operation 1 is [:w x 1]: expected [:r key list] and [:append key element]"},
		both("0", ":ok", "[[:w x 1]]", "[]"):                                                   {txn.Options{}, "the transaction has 1 micro-operations and its result 0"},
		both("0", ":ok", "[[:w x 1]]", "[[:w x 2]]"):                                           {txn.Options{}, "micro-operation 1 is [w x 1] and its result [w x 2]"},
		both("0", ":ok", "[[:r x nil]]", "[[:r y nil]]"):                                       {txn.Options{}, "micro-operation 1 is [r x nil] and its result [r y nil]"},
		both("0", ":ok", "[[:w x 1]]", "nil"):                                                  {txn.Options{}, "x.edn:2: result: nil is no transaction"},
		both("0", ":fail", "[[:w x nil]]", "nil"):                                              {txn.Options{}, "x.edn:1: [w x nil]: expected a value other than nil"},
		both("0", ":ok", "[[:r x nil]]", "[[:r x 3]]"):                                         {txn.Options{Model: txn.Lists}, "[:r x 3]: expected a list of elements"},
		both("0", ":ok", "[[:w x 1]]", "[[:w x 1]]") + both("1", ":info", "[[:w x 1]]", "nil"): {txn.Options{}, "x.edn:3: w of 1 to key x: the transaction of process 0 on line 1 has it too"},
		both("0", ":ok", "[[:append x 1] [:append x 1]]", "[[:append x 1] [:append x 1]]"):     {txn.Options{Model: txn.Lists}, "append of 1 to key x: the transaction of process 0 on line 1 has it too"},
		"{:process 0 :type :invoke :f :cas :value [1 2]}":                                      {single, `x.edn:1: unknown function "cas": expected read or write`},
		"{:process 0 :type :invoke :f :append :value 1}":                                       {single, `unknown function "append": expected read or write`},
		"{:process 0 :type :invoke :f :write :value 1}":                                        {txn.Options{Single: true, Model: txn.Lists}, `unknown function "write": expected read or append`},
		"{:process 0 :type :invoke :f :write :value nil}":                                      {single, "[w nil nil]: expected a value other than nil"},
		both("0", ":ok", "[[:w x 1]]", "[[:w x 1]]") + both("1", ":ok", "[[:w x (1)] [:w x (1)]]", "[[:w x (1)] [:w x [1]]]"): {txn.Options{}, "x.edn:3: w of [1] to key x"},
	} {
		_, err := txn.Decode(read(t, text), c.options)
		require.ErrorAs(t, err, new(*history.Error), text)
		require.ErrorContains(t, err, c.want, text)
	}
	_, err := txn.Decode(&history.History{Operations: []history.Operation{{Call: 2}, {Call: 1}}}, txn.Options{})
	require.ErrorContains(t, err, "expected operations in order of their Call")
}

// What is decoded must not depend on where in the history values were written.
func TestDecodeLateWriters(t *testing.T) {
	h, err := txn.Decode(read(t,
		both("0", ":ok", "[[:r x nil]]", "[[:r x [7 8]]]")+both("1", ":ok", "[[:append x 8] [:append x 7]]", "[[:append x 8] [:append x 7]]"),
	), txn.Options{Model: txn.Lists})
	require.NoError(t, err)
	for i, op := range []int32{1, 0} {
		w := h.Versions[h.Txns[0].Ops[0].List[i]]
		require.Equal(t, [2]int32{1, op}, [2]int32{w.Txn, w.Op})
	}
}

// Lists that share memory stay what they were when longer ones are read.
func TestDecodeSharedLists(t *testing.T) {
	var text strings.Builder
	for i := range 40 {
		list := "["
		for e := range i {
			list += " " + string(rune('a'+e%26)) + string(rune('a'+e/26))
		}
		text.WriteString(both("0", ":ok", "[[:r x nil]]", "[[:r x "+list+"]]]"))
		text.WriteString(both("0", ":ok", "[[:r x nil]]", "[[:r x "+list+" z"+string(rune('a'+i%26))+"]]]"))
	}
	h, err := txn.Decode(read(t, text.String()), txn.Options{Model: txn.Lists})
	require.NoError(t, err)
	for i := range h.Txns {
		want := h.Source.Operations[i].Output.Elems()[0].Elems()[2].Elems()
		require.Len(t, h.Txns[i].Ops[0].List, len(want))
		for k, v := range h.Txns[i].Ops[0].List {
			require.Equal(t, want[k], h.Versions[v].Value)
		}
	}
}
