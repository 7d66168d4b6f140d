package model

import "github.com/tenet-go/tenet/linearizability/history"

// hash mixes the canonical encoding of v into 64 bits. Equal values have equal hashes, in every
// run of the program.
func hash(v history.Value) uint64 {
	if i, ok := v.Int(); ok {
		return mix(uint64(i))
	}
	var buffer [128]byte
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range v.AppendBinary(buffer[:0]) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

// mix is the finalizer of SplitMix64 (Steele, Lea & Flood 2014).
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// chain extends the hash of a sequence by one element.
func chain(h uint64, v history.Value) uint64 { return mix(h) + hash(v) }

// boxed makes a hash part of an Action.
func boxed(h uint64) history.Value { return history.Int(int64(h)) }
