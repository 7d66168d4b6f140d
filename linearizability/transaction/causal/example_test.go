package causal_test

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// A client records what it wrote to a replicated store and what it read, and asks whether the store was
// causally consistent. Here the answer to a question is seen before the question.
func Example() {
	recorder := history.NewRecorder()
	alice, bob, carol := recorder.Client(), recorder.Client(), recorder.Client()
	write := func(c *history.Client, key string, value int64) {
		c.Invoke("write", history.String(key), history.Int(value))
		c.OK(history.Nil)
	}
	read := func(c *history.Client, key string, value history.Value) {
		c.Invoke("read", history.String(key), history.Nil)
		c.OK(value)
	}
	write(alice, "question", 1)
	read(bob, "question", history.Int(1))
	write(bob, "answer", 2)
	read(carol, "answer", history.Int(2))
	read(carol, "question", history.Nil)

	h, err := txn.Decode(recorder.History(), txn.Options{Single: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := causal.Check(context.Background(), h, causal.CC, causal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcome, result.Violation.Anomaly)
	fmt.Println(result.Violation.Sentence)
	for _, e := range result.Violation.Cycle {
		fmt.Printf("%s -%s-> %s\n", h.FormatOp(e.From, 0), e.Reason, h.FormatOp(e.To, 0))
	}
	// Output:
	// invalid WriteCOInitRead
	// process 0, operation 0 wrote 1 to key "question", and then process 2, operation 4, which must come after it, read the initial value
	// w "question" 1 -wr-> r "question" 1
	// r "question" 1 -process-> w "answer" 2
	// w "answer" 2 -wr-> r "answer" 2
	// r "answer" 2 -process-> r "question" nil
	// r "question" nil -rw-> w "question" 1
}
