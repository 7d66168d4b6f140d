package linearizability

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/container"
	"github.com/tenet-go/tenet/linearizability/engine/frontier"
	"github.com/tenet-go/tenet/linearizability/engine/sequential"
	"github.com/tenet-go/tenet/linearizability/engine/wgl"
	"github.com/tenet-go/tenet/linearizability/engine/zones"
	"github.com/tenet-go/tenet/linearizability/model"
)

// portfolio is the choice of engines for one problem: those of polynomial time, one after the
// other, and then the searches, which race.
type portfolio struct {
	quick    []engine.Engine
	searches []engine.Engine
}

// Each search has a head start on the next, which joins the race after that: a time for any
// problem and one for each operation. Most problems are decided within it, and the second
// processor stays free for another object.
const (
	headStart             = 300 * time.Millisecond
	headStartPerOperation = 20 * time.Microsecond
)

// configurationBytes is about what a search holds for a configuration, with all its indexes.
const configurationBytes = 512

// searchShare is the part of the memory limit that one search may plan with.
const searchShare = 4

// engines returns the portfolio for a shape. Memory is in bytes, not positive if unlimited.
func engines(s model.Shape, memory int64) portfolio {
	if memory <= 0 {
		memory = 1 << 40
	}
	share := memory / searchShare
	most := int(min(share/configurationBytes, 1<<28))
	f := portfolio{searches: []engine.Engine{frontier.Object(most), wgl.Porcupine(share)}}
	switch s {
	case model.Register:
		f.quick = []engine.Engine{zones.Engine()}
		f.searches = slices.Insert(f.searches, 0, frontier.Register(most))
	case model.Queue:
		f.quick = []engine.Engine{container.Queue()}
	case model.Stack:
		f.quick = []engine.Engine{container.Stack()}
	case model.PriorityQueue:
		f.quick = []engine.Engine{container.PriorityQueue()}
	case model.Set:
		f.quick = []engine.Engine{container.Set()}
	case model.Log:
		f.quick = []engine.Engine{container.Log()}
	}
	return f
}

// EngineNames returns the names of all engines.
func EngineNames() []string {
	names := []string{sequential.Engine(0).Name()}
	for s := model.Opaque; s <= model.Log; s++ {
		f := engines(s, 0)
		for _, e := range slices.Concat(f.quick, f.searches) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func knownEngine(name string) bool { return slices.Contains(EngineNames(), name) }

// only keeps the engines of the given names; all if there are none.
func (f portfolio) only(names []string) portfolio {
	if len(names) == 0 {
		return f
	}
	unwanted := func(e engine.Engine) bool { return !slices.Contains(names, e.Name()) }
	return portfolio{slices.DeleteFunc(f.quick, unwanted), slices.DeleteFunc(f.searches, unwanted)}
}

// decide gives p to the engines and returns the first decision with the name of its engine, or
// else why none decided.
func (f portfolio) decide(ctx context.Context, p *engine.Problem) (engine.Result, string) {
	if p.Len() == 0 {
		return engine.Result{Outcome: engine.Valid}, "none needed"
	}
	var why []string
	for _, e := range f.quick {
		r := e.Solve(ctx, p)
		if r.Outcome != engine.Undecided {
			return r, e.Name()
		}
		if context.Cause(ctx) != nil {
			return stopped(ctx), ""
		}
		why = append(why, fmt.Sprintf("%s: %s", e.Name(), r.Why))
	}
	r, name, raced := f.race(ctx, p)
	if r.Outcome == engine.Undecided {
		if context.Cause(ctx) != nil {
			return stopped(ctx), ""
		}
		r.Why = strings.Join(append(why, raced...), "; ")
		if r.Why == "" {
			r.Why = "none of the engines asked for is for this model"
		}
	}
	return r, name
}

// stopped is the result when the time or the memory has run out.
func stopped(ctx context.Context) engine.Result {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.DeadlineExceeded) {
		cause = errors.New("time limit reached")
	}
	return engine.Result{Why: cause.Error()}
}

// race lets the searches run until one decides. It returns only when all have ended.
func (f portfolio) race(ctx context.Context, p *engine.Problem) (engine.Result, string, []string) {
	ctx, cancel := context.WithCancel(ctx)
	type finish struct {
		engine engine.Engine
		result engine.Result
	}
	finishes := make(chan finish, len(f.searches))
	running, next := 0, 0
	start := func() {
		e := f.searches[next]
		next++
		running++
		go func() { finishes <- finish{e, e.Solve(ctx, p)} }()
	}
	defer func() {
		cancel()
		for ; running > 0; running-- {
			<-finishes
		}
	}()
	var why []string
	for next < len(f.searches) || running > 0 {
		var join <-chan time.Time
		switch {
		case running == 0:
			start()
			continue
		case next < len(f.searches):
			join = time.After(headStart + time.Duration(p.Len())*headStartPerOperation)
		}
		select {
		case done := <-finishes:
			running--
			if done.result.Outcome != engine.Undecided {
				return done.result, done.engine.Name(), nil
			}
			why = append(why, fmt.Sprintf("%s: %s", done.engine.Name(), done.result.Why))
		case <-join:
			start()
		}
	}
	return engine.Result{}, "", why
}
