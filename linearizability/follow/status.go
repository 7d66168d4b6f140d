package follow

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Status is what a Checker knows.
type Status struct {
	// Outcome is Invalid if there is a violation; Valid if an order exists of all that was judged;
	// and otherwise Undecided: then Why says what is missing.
	Outcome engine.Outcome
	Why     string
	// Model is the model that is checked, with its initial state. InitWhy says in a sentence why
	// the initial state is not the default, if the history shows another.
	Model   model.Model
	InitWhy string
	// Events counts the events of clients so far, and Ignored the others.
	Events, Ignored int64
	// Judged counts the events that were judged. Of an object in violation no more are judged.
	Judged int64
	// Waiting is the number of events that wait to be judged: for operations to complete, or for
	// the next batch.
	Waiting int
	// Operations counts the operations invoked, and Open is the number of those not completed.
	Operations int64
	Open       int
	// Unknown counts the operations whose completion says that their outcome is unknown (:info).
	Unknown int64
	// GivenUp counts the operations that count as of unknown outcome because too many events
	// waited for them, or too many operations were open at once; and Late those of them whose
	// outcome has come after all, so that it does not count. A violation may be missed for each.
	GivenUp, Late int64
	// Objects is the number of independent objects, and Configurations the number of
	// configurations that the searches hold.
	Objects, Configurations int
	// Violations are the violations found, at most one for each object: an object is not checked
	// beyond its first.
	Violations []*Violation
	// Doubts are like Violations, of objects whose search kept not all configurations, so that
	// the violation is likely, but not proven.
	Doubts []*Violation
}

// Status returns what is known so far. It takes time in proportion to the number of objects.
func (c *Checker) Status() Status {
	s := c.status
	s.Open, s.Objects = len(c.pairing.open), len(c.objects)
	s.Waiting = len(c.toBeJudged)
	s.Outcome = engine.Valid
	for _, o := range c.objects {
		s.Waiting += len(o.queue) - o.head
		if o.stream == nil {
			continue
		}
		s.Configurations += o.stream.Configurations()
		if o.stream.Misses() {
			s.doubt("%sfrom event %d on, violations may be missed: the search needs more than %d configurations, "+
				"so operations of unknown outcome count as if they could happen any number of times", of(o.key), o.lostAt, c.options.Configurations)
		}
	}
	if len(s.Doubts) > 0 {
		s.doubt("%s", s.Doubts[0].Sentence)
	}
	if s.Late > 0 {
		s.doubt("%d operations count as of unknown outcome because they completed too late, after more than %d events of their object, "+
			"or were too many at once: violations may be missed", s.Late, c.options.Window)
	}
	if len(s.Violations) > 0 {
		s.Outcome, s.Why = engine.Invalid, ""
	}
	return s
}

func (s *Status) doubt(format string, args ...any) {
	if s.Outcome == engine.Valid {
		s.Outcome, s.Why = engine.Undecided, fmt.Sprintf(format, args...)
	}
}

// of names an object at the beginning of a sentence, if there are several.
func of(key history.Value) string {
	if key.IsNil() {
		return ""
	}
	return "key " + key.String() + ": "
}
