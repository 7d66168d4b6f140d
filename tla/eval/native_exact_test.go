package eval

import (
	"math/big"
	"testing/fstest"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

// compiled compiles the expression of a module that extends some others.
func compiled(extends, e string) (*Program, error) {
	files := fstest.MapFS{"M.tla": {Data: []byte("---- MODULE M ----\nEXTENDS " + extends + "\nResult == " + e + "\n====\n")}}
	spec, err := semantic.Load(semantic.First(semantic.Folder(files, ".", ""), semantic.Library(modules.Find)), "M")
	if err != nil {
		return nil, err
	}
	model, err := config.Parse("M.cfg", []byte("ALIAS Result\n"))
	if err != nil {
		return nil, err
	}
	return Compile(spec, model)
}

// exactly are operators on integers without bounds, which have no value if that is no int64 or they are not defined.
var exactly = map[string]func(a, b int64) (int64, bool){
	"+": func(a, b int64) (int64, bool) { return narrow(new(big.Int).Add(big.NewInt(a), big.NewInt(b))) },
	"-": func(a, b int64) (int64, bool) { return narrow(new(big.Int).Sub(big.NewInt(a), big.NewInt(b))) },
	"*": func(a, b int64) (int64, bool) { return narrow(new(big.Int).Mul(big.NewInt(a), big.NewInt(b))) },
	`\div`: func(a, b int64) (int64, bool) {
		if b == 0 {
			return 0, false
		}
		quotient, rest := new(big.Int).QuoRem(big.NewInt(a), big.NewInt(b), new(big.Int))
		if rest.Sign() != 0 && (a < 0) != (b < 0) {
			quotient.Sub(quotient, big.NewInt(1))
		}
		return narrow(quotient)
	},
	"%": func(a, b int64) (int64, bool) {
		if b <= 0 {
			return 0, false
		}
		return narrow(new(big.Int).Mod(big.NewInt(a), big.NewInt(b)))
	},
	"^": func(a, b int64) (int64, bool) {
		if b < 0 || a == 0 && b == 0 {
			return 0, false
		}
		if a >= -1 && a <= 1 {
			b = b%2 + 2
		}
		if b > 64 {
			return 0, false
		}
		return narrow(new(big.Int).Exp(big.NewInt(a), big.NewInt(b), nil))
	},
}

func narrow(n *big.Int) (int64, bool) { return n.Int64(), n.IsInt64() }
