package follow_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/follow"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/model"
)

func ExampleFollow() {
	ctx := context.Background()
	growing := strings.NewReader(`
{"type":"invoke","process":0,"f":"write","value":1}
{"type":"ok","process":0,"f":"write","value":1}
{"type":"invoke","process":0,"f":"write","value":2}
{"type":"ok","process":0,"f":"write","value":2}
{"type":"invoke","process":1,"f":"read","value":null}
{"type":"ok","process":1,"f":"read","value":1}
`)
	m, err := model.New("register", model.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := follow.New(m, follow.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	events, err := format.NewReader(ctx, growing, "stdin", format.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := follow.Follow(ctx, c, events, follow.Loop{}); err != nil {
		fmt.Println(err)
		return
	}
	status := c.Status()
	fmt.Println(status.Outcome, "after", status.Events, "events")
	for _, v := range status.Violations {
		fmt.Println(v.Sentence)
	}
	// Output:
	// invalid after 6 events
	// no order explains that process 1's read -> 1 (lines 6 and 7) had returned: before that, the state was 2, and operations that were open lead from there to no state that allows it
}
