package check

import (
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// run is what TLCGet and TLCSet are about: a search or a simulation.
type run interface {
	// statistics returns the numbers of TLCGet("stats"), which TLCGet also knows by their names.
	statistics() map[string]int64
	// configuration returns the fields of TLCGet("config").
	configuration() map[string]datum.Datum
	// hosts returns those of all workers while only one of them works, and otherwise nil.
	hosts() []*host
	// quit is TLCSet("exit", TRUE).
	quit()
	print(line string)
	// interrupted is true once the context of the run has ended.
	interrupted() *atomic.Bool
}

// host answers the evaluators of one goroutine.
type host struct {
	run       run
	worker    int
	level     int // of the state that is looked at
	registers map[int64]datum.Datum
	named     map[string]datum.Datum
	// chance is what the states that are yielded depend on. It starts anew with each state that is expanded.
	chance rand.PCG
	// replaying hosts are for behaviors that are computed again: what they do, nobody else sees.
	replaying bool
}

func newHost(r run, worker int) *host {
	return &host{run: r, worker: worker, registers: map[int64]datum.Datum{}, named: map[string]datum.Datum{}}
}

// replayer returns a host for what is computed again.
func (h *host) replayer() *host {
	return &host{run: h.run, worker: h.worker, registers: maps.Clone(h.registers), named: maps.Clone(h.named), replaying: true}
}

// forStates is for the evaluator that yields states.
func (h *host) forStates() eval.Host { return h.with(&h.chance) }

// forFormulas is for other evaluators. What these draw has no influence on the states.
func (h *host) forFormulas() eval.Host { return h.with(rand.NewPCG(0, uint64(h.worker))) }

func (h *host) with(chance rand.Source) eval.Host {
	host := eval.Host{Print: h.print, Get: h.get, Set: h.set, Registers: h.registers, Random: rand.New(chance)}
	if !h.replaying {
		host.Stop = h.run.interrupted()
	}
	return host
}

// share gives the registers to the other workers.
func (h *host) share(others []*host) {
	for _, o := range others {
		maps.Copy(o.registers, h.registers)
		maps.Copy(o.named, h.named)
	}
}

// exitLimit is why a run ended that the specification ended.
const exitLimit = `TLCSet("exit", TRUE)`

// namedPrefix starts the keys of registers that have a name.
const namedPrefix = "s:"

// get is TLCGet of a string.
func (h *host) get(what string) (datum.Datum, bool) {
	switch what {
	case "level":
		return datum.Int(int64(h.level)), true
	case "stats":
		fields := map[string]datum.Datum{"worker": datum.Int(int64(h.worker))}
		for name, n := range h.run.statistics() {
			fields[name] = datum.Int(n)
		}
		return record(fields), true
	case "config":
		return record(h.run.configuration()), true
	case "all":
		return h.all()
	case "initial":
		return datum.Datum{}, false
	case "-Dtlc2.tool.impl.Tool.cdot":
		return datum.String("true"), true // the property with which TLC evaluates A \cdot B, as is always done here
	}
	if strings.HasPrefix(what, namedPrefix) {
		v, ok := h.named[what]
		return v, ok
	}
	n, ok := h.run.statistics()[what]
	return datum.Int(n), ok
}

// all is the function from the numbers of registers to the sequences of their values, one for each worker. A worker that has none gets the
// value of this one.
func (h *host) all() (datum.Datum, bool) {
	workers := h.run.hosts()
	var keys, values []datum.Datum
	for _, n := range slices.Sorted(maps.Keys(h.registers)) {
		var each []datum.Datum
		for _, w := range workers {
			v, ok := w.registers[n]
			if !ok {
				v = h.registers[n]
			}
			each = append(each, v)
		}
		keys, values = append(keys, datum.Int(n)), append(values, datum.Tuple(each))
	}
	return datum.Pairs(keys, values), workers != nil
}

func record(fields map[string]datum.Datum) datum.Datum {
	var keys, values []datum.Datum
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		keys, values = append(keys, datum.String(name)), append(values, fields[name])
	}
	return datum.Pairs(keys, values)
}

// set is TLCSet of a string.
func (h *host) set(what string, v datum.Datum) bool {
	switch {
	case strings.HasPrefix(what, namedPrefix):
		h.named[what] = v
	case what == "exit":
		if v.Kind() == datum.KindBool && v.Bool() && !h.replaying {
			h.run.quit()
		}
	default:
		return false
	}
	return true
}

func (h *host) print(line string) {
	if !h.replaying {
		h.run.print(line)
	}
}

// printer writes lines of several goroutines.
type printer struct {
	mu sync.Mutex
	w  io.Writer // nil is nowhere
}

func (p *printer) print(line string) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = io.WriteString(p.w, line+"\n") // as with any output of a program, nobody could be told
}

// What TLCGet tells of a search.

func (s *search) statistics() map[string]int64 {
	return map[string]int64{
		"generated": s.generated(), "distinct": s.distinct(), "queue": s.queue(), "initial": s.initial.Load(),
		"diameter": s.diameter.Load(), "duration": int64(time.Since(s.start) / time.Second),
	}
}

func (s *search) configuration() map[string]datum.Datum {
	return map[string]datum.Datum{
		"mode": datum.String("bfs"), "deadlock": datum.Bool(s.spec.CheckDeadlock), "worker": datum.Int(int64(len(s.workers))),
		"seed": datum.String("0"), "fingerprint": datum.String("0"), "install": datum.String(""),
	}
}

func (s *search) hosts() (all []*host) {
	for _, w := range s.workers {
		if s.alone {
			all = append(all, w.host)
		}
	}
	return all
}

func (s *search) interrupted() *atomic.Bool { return &s.canceled }

func (s *search) quit() { s.end(exitLimit, true) }

func (s *search) print(line string) { s.out.print(line) }

// What TLCGet tells of a simulation.

func (s *simulation) statistics() map[string]int64 {
	return map[string]int64{
		"generated": s.generated(), "traces": s.taken(), "diameter": s.taken(), "distinct": -1,
		"duration": int64(time.Since(s.start) / time.Second),
	}
}

func (s *simulation) configuration() map[string]datum.Datum {
	return map[string]datum.Datum{
		"mode": datum.String("generate"), "deadlock": datum.Bool(s.spec.CheckDeadlock), "worker": datum.Int(int64(len(s.walkers))),
		"seed": datum.String(strconv.FormatUint(s.o.Seed, 10)), "depth": datum.Int(int64(s.o.Depth)), "traces": datum.Int(s.o.Traces),
		"aril": datum.String("0"), "install": datum.String(""),
	}
}

func (s *simulation) hosts() (all []*host) {
	for _, w := range s.walkers {
		if s.alone {
			all = append(all, w.host)
		}
	}
	return all
}

func (s *simulation) interrupted() *atomic.Bool { return &s.canceled }

func (s *simulation) quit() {
	s.quitting.Store(true)
	s.stopped.Store(true)
}

func (s *simulation) print(line string) { s.out.print(line) }
