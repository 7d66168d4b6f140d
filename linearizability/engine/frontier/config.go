package frontier

import "math/bits"

// maxOpen is how many operations with a known outcome may be open at once.
const maxOpen = 128

// mask is a set of slots. A slot belongs to an operation from its call to its return.
type mask [maxOpen / 64]uint64

func (m mask) has(slot int32) bool { return m[slot>>6]&(1<<(slot&63)) != 0 }

func (m mask) with(slot int32) mask {
	m[slot>>6] |= 1 << (slot & 63)
	return m
}

func (m mask) without(slot int32) mask {
	m[slot>>6] &^= 1 << (slot & 63)
	return m
}

func (m mask) or(o mask) mask     { return mask{m[0] | o[0], m[1] | o[1]} }
func (m mask) and(o mask) mask    { return mask{m[0] & o[0], m[1] & o[1]} }
func (m mask) andNot(o mask) mask { return mask{m[0] &^ o[0], m[1] &^ o[1]} }
func (m mask) empty() bool        { return m[0]|m[1] == 0 }
func (m mask) count() int         { return bits.OnesCount64(m[0]) + bits.OnesCount64(m[1]) }

// next removes the lowest slot from m and returns it; m must not be empty.
func (m *mask) next() int32 {
	if m[0] != 0 {
		slot := bits.TrailingZeros64(m[0])
		m[0] &= m[0] - 1
		return int32(slot)
	}
	slot := bits.TrailingZeros64(m[1])
	m[1] &= m[1] - 1
	return int32(slot + 64)
}

// config is a configuration: what some order of the operations so far has led to.
type config struct {
	key
	// step is the last operation that changed the state, in the chain.
	step int32
}

// key is the part of a configuration that decides about its future.
type key struct {
	state int32 // the register's value, or the number of the object's state
	used  int32 // which operations of unknown outcome took effect: a number in used
	done  mask  // open operations that took effect
	free  mask  // open writes that may have taken effect and been overwritten at once
}

// roles says what the open operations are, for the comparison of configurations.
type roles struct {
	observers mask // never change the state: the more took effect, the better
	writes    mask // registers only: blind writes
}

// covers reports whether every future of b is one of a: whatever happens after b, it could have
// happened after a. The states must be equal.
//
//   - An observer that took effect is one obligation less.
//   - A free write can do both what a write that took effect can do (nothing more), and what one
//     can do that did not (set the register).
//   - An operation of unknown outcome that was not used may still be used.
func covers(a, b *key, r *roles, u *used) bool {
	for i := range a.done {
		differ := (a.done[i] ^ b.done[i]) | (a.free[i] ^ b.free[i])
		better := (r.observers[i] & a.done[i]) | (r.writes[i] & a.free[i] &^ a.done[i])
		if differ&^better != 0 {
			return false
		}
	}
	return u.atMost(a.used, b.used)
}
