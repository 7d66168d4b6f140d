package trace_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/trace"
)

// The first item that was put is not logged, nor who owns the queue.
func ExampleCheck() {
	m, err := tla.Load(os.DirFS("testdata"), "Queue.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	const recorded = `
{"state": {"queue": []}}
{"action": "Put"}
{"action": "Take", "state": {"taken": {"#set": ["b"]}}}
{"action": "Take", "state": {"queue": []}}`
	r, err := trace.Check(context.Background(), m.Program, strings.NewReader(recorded), trace.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Behavior[1].Action, "led to queue =", r.Behavior[1].State[0])
	fmt.Println(strings.SplitN(r.Failure.Error(), "\n", 2)[0])
	// Output:
	// Put led to queue = <<"b">>
	// line 5: the step Take is none of the specification, from any of the 2 states in which it may be: it fits a step Own
}
