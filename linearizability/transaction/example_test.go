package transaction_test

import (
	"context"
	"fmt"
	"os"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// Two doctors go off call, each because the other is on call: write skew.
func ExampleCheck() {
	read := func(key string, elements ...history.Value) history.Value {
		return history.List(history.Keyword("r"), history.String(key), history.List(elements...))
	}
	add := func(key string, element int64) history.Value {
		return history.List(history.Keyword("append"), history.String(key), history.Int(element))
	}
	recorder := history.NewRecorder()
	alice, bob := recorder.Client(), recorder.Client()
	alice.Invoke("txn", history.Nil, history.List(read("bob"), add("alice", 1)))
	bob.Invoke("txn", history.Nil, history.List(read("alice"), add("bob", 2)))
	alice.OK(history.List(read("bob"), add("alice", 1)))
	bob.OK(history.List(read("alice"), add("bob", 2)))

	v, err := transaction.Check(context.Background(), recorder.History(), transaction.Options{Model: transaction.ListAppend})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Outcome, "certified:", v.Certified)
	fmt.Println("holds:", v.Strongest(), "violated:", v.Weakest())
	err = explain.Text(os.Stdout, v.History, []proof.Finding{v.Findings[0].Finding}, 100)
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// invalid certified: true
	// holds: [strong-snapshot-isolation] violated: [serializable]
	// G2-item: write skew, for instance
	//   T1 = process 0, operation 0: r "bob" [], append "alice" 1
	//   T2 = process 1, operation 1: r "alice" [], append "bob" 2
	//   T1 comes before T2 (rw): T1 read key "bob" as [], without the 2 that T2 appended.
	//   T2 comes before T1 (rw): T2 read key "alice" as [], without the 1 that T1 appended.
	//   So each of T1 and T2 would have to come before the other.
}
