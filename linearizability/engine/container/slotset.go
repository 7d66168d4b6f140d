package container

import "math/bits"

// slotSet is a set of slots in which the neighbors of a slot are found quickly: bit s of level 0
// tells whether s is in the set, and bit w of any other level whether word w below it is not 0.
type slotSet struct{ levels [][]uint64 }

// newSlotSet returns an empty set of slots less than n.
func newSlotSet(n int) *slotSet {
	s := &slotSet{}
	for {
		n = (n + 63) / 64
		s.levels = append(s.levels, make([]uint64, n))
		if n <= 1 {
			return s
		}
	}
}

func (s *slotSet) add(slot int32) {
	for _, words := range s.levels {
		words[slot>>6] |= 1 << (slot & 63)
		slot >>= 6
	}
}

// atOrBefore returns the greatest slot of the set up to the given one, or none.
func (s *slotSet) atOrBefore(slot int32) int32 {
	for level, words := range s.levels {
		if slot < 0 {
			return none
		}
		if word := words[slot>>6] << (63 - slot&63); word != 0 {
			slot -= int32(bits.LeadingZeros64(word))
			for level--; level >= 0; level-- {
				slot = slot<<6 + 63 - int32(bits.LeadingZeros64(s.levels[level][slot]))
			}
			return slot
		}
		slot = slot>>6 - 1
	}
	return none
}

// after returns the least slot of the set after the given one, or none.
func (s *slotSet) after(slot int32) int32 {
	slot++
	for level, words := range s.levels {
		if int(slot>>6) >= len(words) {
			return none
		}
		if word := words[slot>>6] >> (slot & 63); word != 0 {
			slot += int32(bits.TrailingZeros64(word))
			for level--; level >= 0; level-- {
				slot = slot<<6 + int32(bits.TrailingZeros64(s.levels[level][slot]))
			}
			return slot
		}
		slot = slot>>6 + 1
	}
	return none
}
