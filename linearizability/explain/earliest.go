package explain

import (
	"context"
	"slices"
	"time"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// Decide decides problems: it is how this package asks the engines. It should return soon after
// ctx ends.
type Decide func(ctx context.Context, p *engine.Problem) engine.Outcome

// probeTime and tryTime bound the time of one question: of those that search the earliest
// operation, and of those, many more, that make a part smaller.
const (
	probeTime = 20 * time.Second
	tryTime   = 2 * time.Second
)

// within asks for at most some time.
func (d Decide) within(ctx context.Context, limit time.Duration, p *engine.Problem) engine.Outcome {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return d(ctx, p)
}

// Earliest returns the first moment of p at which no order exists any more, given that p is not
// linearizable: the return of an operation, whose number it returns too. exact is false if some
// prefix could not be decided, so that there may be an earlier one. before is a moment by which
// p is suspected to be wrong already, or engine.Never; it saves time.
//
// It is found by binary search over the returns, since the prefixes of linearizable problems are
// linearizable. op is -1 if p has no returns, in which case it is linearizable.
func Earliest(ctx context.Context, p *engine.Problem, decide Decide, before int32) (op, moment int32, exact bool, err error) {
	var byReturn []int32
	for i := range int32(p.Len()) {
		if !p.Pending(i) {
			byReturn = append(byReturn, i)
		}
	}
	slices.SortFunc(byReturn, func(a, b int32) int { return int(p.Return[a]) - int(p.Return[b]) })
	if len(byReturn) == 0 {
		return -1, engine.Never, false, nil
	}
	exact = true
	low, high := 0, len(byReturn)-1 // the first wrong one is one of these
	probe := func(at int) (engine.Outcome, error) {
		prefix, err := Prefix(p, p.Return[byReturn[at]])
		if err != nil {
			return engine.Undecided, err
		}
		return decide.within(ctx, probeTime, prefix), nil
	}
	if before != engine.Never {
		at, found := slices.BinarySearchFunc(byReturn, before, func(i, m int32) int { return int(p.Return[i]) - int(m) })
		if !found {
			at--
		}
		if at >= 0 && at < high {
			outcome, err := probe(at)
			if err != nil {
				return -1, engine.Never, false, err
			}
			if outcome == engine.Invalid {
				high = at
			}
		}
	}
	for low < high {
		if ctx.Err() != nil {
			exact = false
			break
		}
		middle := (low + high) / 2
		outcome, err := probe(middle)
		if err != nil {
			return -1, engine.Never, false, err
		}
		if outcome == engine.Invalid {
			high = middle
		} else {
			low = middle + 1
			exact = exact && outcome == engine.Valid
		}
	}
	return byReturn[high], p.Return[byReturn[high]], exact, nil
}
