package semantic_test

import (
	"fmt"
	"testing/fstest"

	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

func Example() {
	files := fstest.MapFS{"Clock.tla": {Data: []byte(`---- MODULE Clock ----
EXTENDS Naturals
VARIABLE hour
Init == hour = 1
Next == hour' = IF hour = 12 THEN 1 ELSE hour + 1
====`)}}
	find := semantic.First(semantic.Folder(files, ".", ""), semantic.Library(modules.Find))
	spec, err := semantic.Load(find, "Clock")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range spec.Root.Definitions {
		fmt.Printf("%s is an %v of %v level\n", o.Name, o.Kind, o.Level)
	}
	_, err = spec.Expr("huor' = 2")
	fmt.Println(err)
	// Output:
	// Init is an operator of state level
	// Next is an operator of action level
	// 1:1: unknown name huor; is hour meant?
	// 	huor' = 2
	// 	^
}
