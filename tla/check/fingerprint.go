package check

import (
	"math/bits"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// fingerprinter maps states to fingerprints: equal ones for states that the model takes for one. It is for one goroutine.
type fingerprinter struct {
	spec *Spec
	// Of symmetry: the hashes of the values of the least state so far, and of one more; and these states.
	least, hashes      []uint64
	state, permuted    eval.State
	symmetric, viewing bool
}

func newFingerprinter(spec *Spec) *fingerprinter {
	f := &fingerprinter{spec: spec, symmetric: len(spec.Symmetry) > 0, viewing: spec.View != nil}
	if f.symmetric {
		n := len(spec.Variables)
		f.least, f.hashes = make([]uint64, n), make([]uint64, n)
		f.state, f.permuted = make(eval.State, n), make(eval.State, n)
	}
	return f
}

// of returns the fingerprint of s. The evaluator is for the view. A state has none if it cannot be told from others: if it has a set
// that is too large to be enumerated and has to be.
func (f *fingerprinter) of(s eval.State, e Evaluator) (fp uint64, err error) {
	defer recovered(&err)
	if !f.symmetric && !f.viewing {
		h := seed
		for i := range s {
			h = mix(h, s[i].Hash())
		}
		return finish(h), nil
	}
	if f.symmetric {
		f.canonical(s)
		s = f.state
	}
	if f.viewing {
		view, err := e.Value(f.spec.View, s, nil)
		if err != nil {
			return 0, err
		}
		return finish(mix(seed, view.Hash())), nil
	}
	h := seed
	for _, v := range f.least {
		h = mix(h, v)
	}
	return finish(h), nil
}

// recovered turns a panic of package datum into an error.
func recovered(err *error) {
	switch reason := recover().(type) {
	case nil:
	case *datum.Error:
		*err = reason
	default:
		panic(reason)
	}
}

// canonical finds among the permuted states of s the one whose hashes come first in lexical order. They are the same states for all that
// are permutations of s, as the permutations are a group.
func (f *fingerprinter) canonical(s eval.State) {
	for i := range s {
		f.least[i], f.state[i] = s[i].Hash(), s[i]
	}
	for _, p := range f.spec.Symmetry {
		if f.permute(s, p) {
			f.least, f.hashes = f.hashes, f.least
			f.state, f.permuted = f.permuted, f.state
		}
	}
}

// permute computes a permuted state, and reports whether it comes before the least. If it does not, it stops early.
func (f *fingerprinter) permute(s eval.State, p *datum.Permutation) bool {
	less := false
	for i := range s {
		v := datum.Permute(s[i], p)
		h := v.Hash()
		if !less {
			if h > f.least[i] {
				return false
			}
			less = h < f.least[i]
		}
		f.permuted[i], f.hashes[i] = v, h
	}
	return less
}

// The constants are odd and have no pattern. mix is a bijection in each argument, so that it confuses no more than the hashes do.
const seed = uint64(0x9e3779b97f4a7c15)

func mix(h, v uint64) uint64 { return (bits.RotateLeft64(h, 25) ^ v) * 0xd6e8feb86659fd93 }

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x94d049bb133111eb
	return h ^ h>>29
}
