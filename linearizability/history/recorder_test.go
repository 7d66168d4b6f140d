package history_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenet-go/tenet/linearizability/history"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRecorderRecordsConcurrentClients(t *testing.T) {
	const clients, each = 8, 500
	r := history.NewRecorder()
	var register sync.Mutex
	value := int64(0)
	var workers sync.WaitGroup
	for range clients {
		c := r.Client()
		workers.Go(func() {
			for i := range each {
				switch i % 3 {
				case 0:
					c.Invoke("inc", history.Nil, history.Int(1))
					register.Lock()
					value++
					register.Unlock()
					c.OK(history.Nil)
				case 1:
					c.Invoke("read", history.Nil, history.Nil)
					register.Lock()
					seen := value
					register.Unlock()
					c.OK(history.Int(seen))
				default:
					c.Invoke("inc", history.Nil, history.Int(1))
					c.Info()
				}
			}
		})
	}
	workers.Wait()
	h := r.History()
	require.Len(t, h.Operations, clients*each)
	processes := map[int64]int{}
	last := map[int64]history.Operation{}
	moments := map[int64]bool{}
	for i, op := range h.Operations {
		processes[op.Process]++
		if i > 0 {
			require.Less(t, h.Operations[i-1].Call, op.Call)
		}
		if before, some := last[op.Process]; some {
			require.Equal(t, history.OK, before.Status, "a process ends with its operation of unknown outcome")
			require.Less(t, before.Return, op.Call)
		}
		last[op.Process] = op
		require.False(t, moments[op.Call])
		moments[op.Call] = true
		if op.Status == history.OK {
			require.False(t, moments[op.Return])
			moments[op.Return] = true
			require.LessOrEqual(t, op.CallTime, op.ReturnTime)
		}
	}
	require.Len(t, processes, clients*(each/3+1))
}

func TestRecorderPanicsOnMisuse(t *testing.T) {
	c := history.NewRecorder().Client()
	require.PanicsWithValue(t, "history: completion without an operation: call Client.Invoke first", func() { c.OK(history.Nil) })
	c.Invoke("read", history.Nil, history.Nil)
	require.Panics(t, func() { c.Invoke("read", history.Nil, history.Nil) })
	c.Fail(history.Nil)
	require.Panics(t, c.Info)
}

func ExampleRecorder() {
	r := history.NewRecorder()
	c := r.Client()

	c.Invoke("write", history.Nil, history.Int(1))
	// Call the system here.
	c.OK(history.Nil)

	c.Invoke("read", history.Nil, history.Nil)
	c.Info() // a timeout: nobody knows

	for _, op := range r.History().Operations {
		fmt.Println(op.Process, op.F, op.Input, op.Status)
	}
	// Output:
	// 0 write 1 ok
	// 0 read nil info
}

func BenchmarkRecorder(b *testing.B) {
	r := history.NewRecorder()
	b.RunParallel(func(pb *testing.PB) {
		c := r.Client()
		for pb.Next() {
			c.Invoke("read", history.Nil, history.Nil)
			c.OK(history.Int(1))
		}
	})
}
