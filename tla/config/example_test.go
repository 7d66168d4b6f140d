package config_test

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/config"
)

func ExampleParse() {
	c, err := config.Parse("Model.cfg", []byte(`
SPECIFICATION Spec
INVARIANTS TypeOK Safe
CONSTANTS
  Nodes = {n1, n2}
  MaxBallot <- SmallBallot
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, inv := range c.Invariants {
		fmt.Println(inv.Text, "at", inv.Pos)
	}
	for _, k := range c.Constants {
		fmt.Println(k.Name.Text, k.Value != nil, k.Replacement != nil)
	}
	// Output:
	// TypeOK at 3:12
	// Safe at 3:19
	// Nodes true false
	// MaxBallot false true
}
