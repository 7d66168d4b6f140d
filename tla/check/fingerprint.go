package check

import (
	"math/bits"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// fingerprinter maps states to fingerprints: equal ones for states that the model takes for one. It is for one goroutine.
type fingerprinter struct {
	spec *Spec
	// Of symmetry: the hashes of the values of the least permuted state so far, and of one more.
	least, hashes []uint64
	// permuted has the hashes that a value has under all permutations, by the value's own hash; 0 is for those not known yet.
	permuted           map[uint64][]uint64
	known              [][]uint64 // those of the values of the state that is looked at
	symmetric, viewing bool
}

// maxPermuted is for how many values a fingerprinter remembers the hashes under all permutations.
const maxPermuted = 1 << 14

func newFingerprinter(spec *Spec) *fingerprinter {
	f := &fingerprinter{spec: spec, symmetric: len(spec.Symmetry) > 0, viewing: spec.View != nil}
	if f.symmetric {
		n := len(spec.Variables)
		f.least, f.hashes = make([]uint64, n), make([]uint64, n)
		f.permuted, f.known = map[uint64][]uint64{}, make([][]uint64, n)
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
		least := f.canonical(s)
		if f.viewing {
			s = permuted(s, least)
		}
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

// canonical finds among the permuted states of s the one whose hashes come first in lexical order, and returns the permutation that leads
// to it; nil is the identity. It is the same state for all that are permutations of s, as the permutations are a group.
func (f *fingerprinter) canonical(s eval.State) *datum.Permutation {
	if len(f.permuted) > maxPermuted {
		clear(f.permuted)
	}
	for i := range s {
		f.least[i] = s[i].Hash()
		f.known[i] = f.permutedHashes(f.least[i])
	}
	var least *datum.Permutation
	for i, p := range f.spec.Symmetry {
		if f.precedes(s, i) {
			least = p
			f.least, f.hashes = f.hashes, f.least
		}
	}
	return least
}

// precedes computes the hashes of s under a permutation, and reports whether they come before the least. If they do not, it stops early.
func (f *fingerprinter) precedes(s eval.State, permutation int) bool {
	less := false
	for i := range s {
		h := f.known[i][permutation]
		if h == 0 {
			h = datum.Permute(s[i], f.spec.Symmetry[permutation]).Hash()
			f.known[i][permutation] = h
		}
		if !less {
			if h > f.least[i] {
				return false
			}
			less = h < f.least[i]
		}
		f.hashes[i] = h
	}
	return less
}

// permutedHashes has the hashes that a value has under the permutations, as far as they are known.
func (f *fingerprinter) permutedHashes(own uint64) []uint64 {
	hashes, ok := f.permuted[own]
	if !ok {
		hashes = make([]uint64, len(f.spec.Symmetry))
		f.permuted[own] = hashes
	}
	return hashes
}

// permuted is a state with a permutation of its model values; nil is the identity.
func permuted(s eval.State, p *datum.Permutation) eval.State {
	if p == nil {
		return s
	}
	t := make(eval.State, len(s))
	for i := range s {
		t[i] = datum.Permute(s[i], p)
	}
	return t
}

// The constants are odd and have no pattern. mix is a bijection in each argument, so that it confuses no more than the hashes do.
const seed = uint64(0x9e3779b97f4a7c15)

func mix(h, v uint64) uint64 { return (bits.RotateLeft64(h, 25) ^ v) * 0xd6e8feb86659fd93 }

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x94d049bb133111eb
	return h ^ h>>29
}
