package value_test

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/value"
)

func Example() {
	printed, err := value.Parse(`[phase |-> "prepared", peers |-> {2, 1}]`)
	if err != nil {
		fmt.Println(err)
		return
	}
	built := value.Record(
		value.Field{Name: "peers", Value: value.Set(value.Int(1), value.Int(2))},
		value.Field{Name: "phase", Value: value.String("prepared")},
	)
	fmt.Println(printed == built)
	fmt.Println(built)
	// Output:
	// true
	// [peers |-> {1, 2}, phase |-> "prepared"]
}

func ExampleParseState() {
	s, err := value.ParseState(`
/\ messages = {[type |-> "ack", from |-> 1]}
/\ crashes = 0`)
	fmt.Println(s.Value("messages"), s.Value("crashes"), err)
	// Output: {[from |-> 1, type |-> "ack"]} 0 <nil>
}
