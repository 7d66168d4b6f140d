package eval

import "github.com/tenet-go/tenet/tla/datum"

// State is a state: one value for each variable, in the order of Program.Variables.
type State []datum.Datum

// Hash is a fingerprint of 64 bits: equal for equal states, and different for different ones but for a collision.
func (s State) Hash() uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, d := range s {
		h = (h ^ d.Hash()) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}
