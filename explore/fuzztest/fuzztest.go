package fuzztest

import (
	"errors"
	"flag"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/schedule"
)

// Options says how schedules are judged. The zero value is of use.
type Options struct {
	// Steps is how many events a schedule has, 0 for 128, unless nothing more can happen.
	Steps int
	// Spec judges steps too, unless it is nil or the system has no Abstraction.
	Spec explore.Spec
	// Seeds are runs with which the fuzzer begins, beside some that are made up.
	Seeds []explore.Run
}

// Run runs the schedule that data says. It returns the violation with which it ends, or nil.
//
// Each byte is a number, modulo the count of the candidates: which of them happens; if the machine refuses it, the next that is not
// refused. Where there are more than 256 candidates, two bytes are a number, the high one first. Where data ends, the schedule goes on
// with arbitrary numbers that depend on all of data: fuzzers keep inputs short, and bugs lie deep.
func Run(system *explore.System, data []byte, options Options) *explore.Violation {
	if options.Steps <= 0 {
		options.Steps = 128
	}
	numbers := &numbers{data: data}
	course, v := schedule.Begin(system, options.Spec)
	for range options.Steps {
		if v != nil {
			return v
		}
		candidates := course.Candidates()
		happened := false
		if v, happened = attempt(course, candidates, numbers.below(len(candidates))); !happened {
			return nil
		}
	}
	return v
}

// numbers are those that data says, and after them arbitrary ones that depend on all of data.
type numbers struct {
	data   []byte
	next   int
	random *rand.PCG
}

// below takes a number below n.
func (d *numbers) below(n int) int {
	number := d.byte()
	if n > 256 {
		number = number<<8 | d.byte()
	}
	return number % max(n, 1)
}

func (d *numbers) byte() int {
	if d.next < len(d.data) {
		d.next++
		return int(d.data[d.next-1])
	}
	if d.random == nil {
		h := fnv.New64a()
		h.Write(d.data)
		d.random = rand.NewPCG(h.Sum64(), uint64(len(d.data)))
	}
	return int(d.random.Uint64() >> 56)
}

// attempt lets the first candidate happen, from a place on and around, that is not refused.
func attempt(course *schedule.Course, candidates []explore.Event, at int) (v *explore.Violation, happened bool) {
	for i := range candidates {
		if v, happened = course.Try(candidates[(at+i)%len(candidates)]); happened {
			return v, true
		}
	}
	return nil, false
}

// Encode returns the bytes for which Run runs r.
func Encode(system *explore.System, r *explore.Run) []byte {
	var data []byte
	w := r.Initial
	for i := range r.Transitions {
		candidates := system.Candidates(w)
		want := r.Transitions[i].Event.String()
		for at, c := range candidates {
			if c.String() != want {
				continue
			}
			if len(candidates) > 256 {
				data = append(data, byte(at>>8))
			}
			data = append(data, byte(at))
			break
		}
		w = r.Transitions[i].World
	}
	return data
}

// Fuzz fuzzes schedules of system. A failure prints the shortened schedule and its transcript. Unless -fuzzminimizetime is
// given, the fuzzer does not minimize inputs: that would take nearly all of its time, and shortening schedules does better.
func Fuzz(f *testing.F, system *explore.System, options Options) {
	f.Helper()
	setByDefault(flag.CommandLine, "test.fuzzminimizetime", "1x")
	for i := range options.Seeds {
		f.Add(Encode(system, &options.Seeds[i]))
	}
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if v := Run(system, data, options); v != nil {
			t.Fatal(report(system, v, options))
		}
	})
}

// setByDefault sets a flag that was not given.
func setByDefault(flags *flag.FlagSet, name, value string) {
	given := flags.Lookup(name) == nil
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if !given {
		_ = flags.Set(name, value) // then the fuzzer is slower
	}
}

// report returns what is printed of a violation.
func report(system *explore.System, v *explore.Violation, options Options) string {
	v = schedule.Shorten(system, options.Spec, v)
	var b strings.Builder
	err := schedule.Report(&b, v, "")
	b.WriteString("\nThe schedule, to be kept (see package schedule):\n\n")
	err = errors.Join(err, schedule.OfViolation(system, v).Write(&b))
	if err != nil {
		return err.Error()
	}
	return b.String()
}

// seeds returns short inputs: what follows them is arbitrary.
func seeds() [][]byte { return [][]byte{{}, {0, 0, 0, 0}, {1, 2, 3, 4, 5, 6, 7, 8}} }
