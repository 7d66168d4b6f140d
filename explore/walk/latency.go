package walk

import "time"

// Distribution is how long something takes.
type Distribution struct {
	shape       shape
	least, most time.Duration
}

type shape uint8

const (
	unset shape = iota
	uniform
	exponential
	heavy
)

// Uniform returns the distribution of durations from least to most.
func Uniform(least, most time.Duration) Distribution { return Distribution{uniform, least, most} }

// Exponential returns the exponential distribution of that mean, no shorter than least.
func Exponential(least, mean time.Duration) Distribution {
	return Distribution{exponential, least, mean}
}

// HeavyTail returns a distribution from least on: twice as long is half as likely, up to most. Few
// draws last very long.
func HeavyTail(least, most time.Duration) Distribution { return Distribution{heavy, least, most} }

// String names the distribution.
func (l Distribution) String() string {
	switch l.shape {
	case uniform:
		return "uniform from " + l.least.String() + " to " + l.most.String()
	case exponential:
		return "exponential of mean " + l.most.String()
	case heavy:
		return "heavy tail from " + l.least.String() + " to " + l.most.String()
	case unset:
	}
	return "drawn for each run"
}

func (d dice) draw(l Distribution) time.Duration {
	switch l.shape {
	case exponential:
		return max(l.least, d.exponential(l.most))
	case heavy:
		halvings, within := d.octave()
		long := l.least << halvings
		return min(long+long*time.Duration(within)/1024, l.most)
	case uniform, unset:
	}
	return d.between(l.least, l.most)
}

// The networks and disks of runs whose options do not say.
var (
	latencies = []Distribution{
		Uniform(time.Millisecond, 10*time.Millisecond),
		Exponential(100*time.Microsecond, 5*time.Millisecond),
		HeavyTail(time.Millisecond, 3*time.Second),
	}
	disks = []Distribution{
		Uniform(100*time.Microsecond, 2*time.Millisecond),
		Exponential(50*time.Microsecond, 5*time.Millisecond),
		HeavyTail(time.Millisecond, time.Second),
	}
)
