package step

import (
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/eval"
)

// verdicts remembers steps that were accepted, by their fingerprints of 64 bits. It has room for so many: a later one takes the place of
// an earlier one.
type verdicts struct {
	keys []atomic.Uint64
}

const verdictBits = 19

func newVerdicts() *verdicts { return &verdicts{make([]atomic.Uint64, 1<<verdictBits)} }

func (v *verdicts) has(key uint64) bool { return v.keys[key>>(64-verdictBits)].Load() == key }

func (v *verdicts) add(key uint64) { v.keys[key>>(64-verdictBits)].Store(key) }

// hashOf is the fingerprint of a state. It is never 0.
func hashOf(s eval.State) uint64 { return s.Hash() | 1 }

// edgeKey is the fingerprint of a step.
func edgeKey(from, action, to uint64) uint64 {
	return scramble(scramble(from^action)*0xd6e8feb86659fd93+to) | 1
}

func scramble(x uint64) uint64 {
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 29
	x *= 0xa0761d6478bd642f
	return x ^ x>>32
}
