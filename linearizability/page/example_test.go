package page_test

import (
	"bytes"
	"fmt"
	"os"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/page"
)

// staleRead is a register whose value 1 is read after 2 has replaced it.
func staleRead() page.Page {
	b := history.Builder{Name: "stale.edn"}
	for i, e := range []history.Event{
		{Type: history.EventInvoke, Process: 0, F: "write", Value: history.Int(1)},
		{Type: history.EventOK, Process: 0, F: "write", Value: history.Int(1)},
		{Type: history.EventInvoke, Process: 2, F: "write", Value: history.Int(3)},
		{Type: history.EventInvoke, Process: 0, F: "write", Value: history.Int(2)},
		{Type: history.EventOK, Process: 0, F: "write", Value: history.Int(2)},
		{Type: history.EventInvoke, Process: 1, F: "read"},
		{Type: history.EventOK, Process: 1, F: "read", Value: history.Int(1)},
	} {
		e.HasProcess, e.Line, e.Time = true, i+1, history.NoTime
		if err := b.Add(e); err != nil {
			panic(err)
		}
	}
	return page.Page{
		Verdict: "invalid", Model: "register", Engine: "zones", Certified: "certified by brute force",
		Reason:  "read → 1 began after write 2 had returned.",
		History: b.History(), Witness: []int32{0, 1, 2, 3}, Earliest: 3, States: []string{"2", "3"},
	}
}

func ExampleText() {
	if err := page.Text(os.Stdout, staleRead()); err != nil {
		fmt.Println(err)
	}
	// Output:
	//   p0 ├──┤                     write 1     lines 1, 2
	//   p2       ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▸ write 3 → ? line 3
	//   p0          ├───┤           write 2     lines 4, 5
	// ✗ p1                 ├──┤     read → 1    lines 6, 7
	// Possible states just before ✗ returned:
	//   2
	//   3
}

func ExampleWrite() {
	var html bytes.Buffer
	if err := page.Write(&html, staleRead()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(bytes.Contains(html.Bytes(), []byte("read → 1 began after write 2 had returned.")))
	// Output: true
}
