package datum_test

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/datum"
)

func Example() {
	shape := datum.NewShape([]string{"type", "from"}) // once, when compiling
	message, fields := datum.NewRecord(shape)
	fields[0], fields[1] = datum.Model("s1"), datum.String("vote") // in the order of the sorted names

	messages := datum.Union(datum.EmptySet, datum.Singleton(message))
	voted, _ := datum.With(datum.Function(datum.Interval(0, 2), []datum.Datum{datum.Bool(false), datum.Bool(false), datum.Bool(false)}),
		datum.Int(1), datum.Bool(true))

	fmt.Println(messages)
	fmt.Println(voted)
	fmt.Println(datum.Contains(datum.FunctionSet(datum.Interval(0, 2), datum.Booleans), voted))
	fmt.Println(datum.Contains(datum.Powerset(datum.RecordSet(shape, datum.Singleton(datum.Model("s1")), datum.Strings)), messages))
	// Output:
	// {[from |-> s1, type |-> "vote"]}
	// (0 :> FALSE @@ 1 :> TRUE @@ 2 :> FALSE)
	// true
	// true
}

func ExampleError() {
	defer func() { fmt.Println(recover()) }()
	datum.Equal(datum.Int(1), datum.String("a"))
	// Output: attempted to compare the integer 1 with the string "a"
}
