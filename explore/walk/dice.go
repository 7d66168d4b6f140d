package walk

import (
	"math/bits"
	"math/rand/v2"
	"time"
)

// dice draws from a seed. It computes with integers only, since floating-point results differ between machines, and
// does not use rand.Rand, whose ways from source to number may change.
type dice struct{ source *rand.PCG }

func newDice(seed uint64) dice { return dice{rand.NewPCG(seed, 0x9e3779b97f4a7c15)} }

// below draws from 0 to n-1.
func (d dice) below(n int64) int64 {
	hi, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int64(hi)
}

// pick draws an index of a list of length n.
func (d dice) pick(n int) int { return int(d.below(int64(n))) }

// between draws from least to most, both included.
func (d dice) between(least, most time.Duration) time.Duration {
	if most <= least {
		return least
	}
	return least + time.Duration(d.below(int64(most-least)+1))
}

// million is the chance of what is certain.
const million = 1_000_000

// chance is true so many times in a million.
func (d dice) chance(parts int64) bool { return parts > 0 && d.below(million) < parts }

// octave draws a number of halvings, k with chance 2^-(k+1), and a position within the octave in 1/1024.
func (d dice) octave() (halvings int, within int64) {
	u := d.source.Uint64()
	return min(bits.LeadingZeros64(u), 20), int64(u & 1023)
}

// exponential draws from a distribution close to the exponential one: it agrees wherever the tail is a power of 1/2,
// and is even between.
func (d dice) exponential(mean time.Duration) time.Duration {
	halvings, within := d.octave()
	return mean * time.Duration(1024*halvings+int(within)) / 1536
}

// scaled draws between least and most so that each order of magnitude is as likely as the others.
func (d dice) scaled(least, most int64) int64 {
	octaves := 0
	for least<<(octaves+1) <= most {
		octaves++
	}
	low := least << d.pick(octaves+1)
	return low + d.below(min(low, most-low)+1)
}
