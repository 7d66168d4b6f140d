package eval

import (
	"hash/fnv"
	"math/rand/v2"

	"github.com/tenet-go/tenet/tla/datum"
)

// print writes for the specification.
func (e *Evaluator) print(text string) {
	if e.host.Print != nil {
		e.host.Print(text)
	}
}

// register returns the value of a register, or what a string tells about the run.
func (e *Evaluator) register(key datum.Datum) (datum.Datum, bool) {
	switch {
	case key.IsInt():
		v, ok := e.host.Registers[key.Int()]
		return v, ok
	case key.IsString() && e.host.Get != nil:
		return e.host.Get(key.Text())
	}
	return datum.Datum{}, false
}

// setRegister sets a register, and reports whether there is such a one.
func (e *Evaluator) setRegister(key, v datum.Datum) bool {
	if !key.IsInt() {
		return key.IsString() && e.host.Set != nil && e.host.Set(key.Text(), v)
	}
	if e.host.Registers == nil {
		e.host.Registers = map[int64]datum.Datum{}
	}
	e.host.Registers[key.Int()] = v
	return true
}

// draw evaluates a constant that depends on chance: the same in each run, whoever needs it first.
func (p *Program) draw(constant string, u *unit, value expr) datum.Datum {
	h := fnv.New64a()
	_, _ = h.Write([]byte(constant))
	e := p.Evaluator(Host{Random: rand.New(rand.NewPCG(0, h.Sum64()))})
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *datum.Error: // which does not know its place, and e does
			panic(&failure{Undefined, e.at, reason.Message})
		default:
			panic(reason)
		}
	}()
	return value(newFrame(u, e))
}

// random is what chance depends on. An evaluator whose host has none draws the same each time.
func (e *Evaluator) random() *rand.Rand {
	if e.host.Random == nil {
		e.host.Random = rand.New(rand.NewPCG(0, 0))
	}
	return e.host.Random
}
