package graph_test

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/value"
)

func Example() {
	g, err := graph.ReadFile(context.Background(), "testdata/One.dot")
	if err != nil {
		fmt.Println(err)
		return
	}
	x := func(n int64) value.State { return value.NewState(value.Field{Name: "x", Value: value.Int(n)}) }
	fmt.Println(g.States(), "states,", g.Edges(), "edges")
	fmt.Println(g.Step("Next", x(0), x(1)))
	fmt.Println(g.Step("Next", x(0), x(2)))
	for _, e := range g.Untaken(1) {
		fmt.Print("never taken: ", e.Action, " to ", e.After)
	}
	// Output:
	// 3 states, 2 edges
	// <nil>
	// no action of the specification makes this step of Next, though it reaches both states
	// its Next would differ:
	//   x = 1
	//   code: 2
	// state before the step:
	//   /\ x = 0
	// variables after the step:
	//   x = 2
	// never taken: Next to /\ x = 2
}
