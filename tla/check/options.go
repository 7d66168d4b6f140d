package check

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"
)

// Options say how to search. The zero value searches everything, on all processors.
type Options struct {
	// Workers is how many goroutines search, at most MaxWorkers; 0 stands for as many as there are processors. One searches in a reproducible order.
	Workers int
	// MaxStates ends the search when there are so many distinct states; 0 is no limit. It may find a few more.
	MaxStates int64
	// MaxDepth bounds the levels whose states are found, the initial states being the first; 0 is no limit.
	MaxDepth int
	// Memory is about how many bytes the search may take for states, besides what evaluating takes; 0 is no limit. What is waiting to be expanded
	// goes to disk if it must. Fingerprints, about 12 bytes a distinct state, stay in memory: the search ends when they take more than
	// Memory and LeastMemory.
	Memory int64
	// Seed is what operators that draw by chance (RandomElement) depend on. They draw the same whenever they are evaluated for the same state.
	Seed uint64
	// Dir is the folder for temporary files; "" is the system's.
	Dir string
	// Progress is called now and then, one call at a time. Interval is the time between two calls; 0 stands for one minute, as in TLC.
	Progress func(Progress)
	Interval time.Duration
	// Out is where Print and PrintT write; nil is nowhere. Only one goroutine writes at a time.
	Out io.Writer
}

// LeastMemory is the number of bytes that fingerprints may always take.
const LeastMemory = 1 << 20

// packAbove is how many bytes of states, estimated, are held as they are. More of them cost more time in the garbage collector than packing does.
const packAbove = 24 << 20

// roomAbove is how many distinct states a search has that is given room, which takes time.
const roomAbove = 1 << 14

// roomFor is how much room a search is given that may take so much memory.
func roomFor(memory int64) int64 {
	const most = 64 << 20
	if memory == 0 {
		return most
	}
	return min(most, memory/4)
}

func (o *Options) validate() error {
	var wrong []error
	if o.Workers < 0 || o.Workers > MaxWorkers {
		wrong = append(wrong, fmt.Errorf("%s is %d, expected 0 to %d", "Workers", o.Workers, MaxWorkers))
	}
	for _, field := range []struct {
		name  string
		value int64
	}{{"MaxStates", o.MaxStates}, {"MaxDepth", int64(o.MaxDepth)}, {"Memory", o.Memory}, {"Interval", int64(o.Interval)}} {
		if field.value < 0 {
			wrong = append(wrong, fmt.Errorf("%s is %d, expected 0 or more", field.name, field.value))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("check: options: %w", errors.Join(wrong...))
	}
	return nil
}

// workers is how many goroutines search.
func workers(wanted int) int {
	if wanted == 0 {
		return min(runtime.GOMAXPROCS(0), MaxWorkers)
	}
	return wanted
}
