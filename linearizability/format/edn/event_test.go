package edn_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/history"
)

func events(t *testing.T, r io.Reader) []history.Event {
	d := edn.NewDecoder(r, edn.Limits{})
	var all []history.Event
	for {
		var e history.Event
		err := d.DecodeEvent(&e)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, e)
	}
}

func TestDecodeEvent(t *testing.T) {
	const text = `; a comment
[{:type :invoke, :f :cas, :process 3, :time 123, :value [1 2], :index 0}
 #jepsen.history.Op{"type" "ok", "f" "cas", "process" 3, :error {:a [1 #{2}]},
   :value [1 2]}
 #_ {:type :bogus}
 {:type :info, :f 7, :process :nemesis, :value "x"} {:type "invoke" :f read :process nil}
 {:type :invoke, :process 1, :value [[:r 5 nil] [:append 5 1]]}
 {:type :ok, :process 1, :value [[:r 5 nil]] :time nil}
 {:type :invoke, :f :get, :key "7", :process "12"}
]`
	want := []history.Event{
		{Type: history.EventInvoke, F: "cas", Process: 3, HasProcess: true, HasIndex: true, Time: 123, Value: lst(i(1), i(2)), Line: 2},
		{Type: history.EventOK, F: "cas", Process: 3, HasProcess: true, Time: history.NoTime, Value: lst(i(1), i(2)), Line: 3},
		{Type: history.EventInfo, External: true, Time: history.NoTime, Value: s("x"), Line: 6},
		{Type: history.EventInvoke, F: "read", Time: history.NoTime, Line: 6},
		{Type: history.EventInvoke, F: "txn", Process: 1, HasProcess: true, Time: history.NoTime, Line: 7,
			Value: lst(lst(k("r"), i(5), history.Nil), lst(k("append"), i(5), i(1)))},
		{Type: history.EventOK, Process: 1, HasProcess: true, Time: history.NoTime, Line: 8, Value: lst(lst(k("r"), i(5), history.Nil))},
		{Type: history.EventInvoke, F: "get", Key: s("7"), Process: 12, HasProcess: true, Time: history.NoTime, Line: 9},
	}
	require.Equal(t, want, events(t, strings.NewReader(text)))
	require.Equal(t, want, events(t, iotest.OneByteReader(strings.NewReader(text))))
	list := strings.Replace(strings.TrimSuffix(text, "]")+")", "[{", "({", 1)
	require.Equal(t, want, events(t, strings.NewReader(list)))
	bare := strings.Replace(strings.TrimSuffix(text, "]"), "[{", "{", 1)
	require.Equal(t, want, events(t, strings.NewReader(bare)))
}

func TestManyIgnoredKeys(t *testing.T) {
	var b strings.Builder
	b.WriteString("{:type :invoke :f :read")
	for n := range 100 {
		b.WriteString(" :k" + strings.Repeat("x", n) + " 1")
	}
	require.Len(t, events(t, strings.NewReader(b.String()+"}")), 1)
	d := edn.NewDecoder(strings.NewReader(b.String()+" :kxx 2}"), edn.Limits{})
	require.ErrorContains(t, d.DecodeEvent(new(history.Event)), "found :kxx twice")
}

// Decoding allocates for what it has not seen before, not for each event.
func TestEventsRarelyAllocate(t *testing.T) {
	text := jepsenOps()
	events := strings.Count(string(text), "\n")
	allocations := testing.AllocsPerRun(1, func() {
		d := edn.NewDecoder(strings.NewReader(string(text)), edn.Limits{})
		var e history.Event
		for d.DecodeEvent(&e) == nil {
		}
	})
	require.Less(t, allocations, float64(events)/20)
}
