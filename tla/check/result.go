package check

import (
	"encoding/json"
	"time"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Result is what a check found.
type Result struct {
	Verdict Verdict `json:"verdict"`
	// Complete reports that all reachable states were visited. If not, and nothing was found, Limit says why, but for simulations that took all
	// the walks they were asked for.
	Complete bool   `json:"complete"`
	Limit    string `json:"limit,omitempty"`
	// Property is the name of what is violated or cannot be evaluated: an invariant, a property, an assumption, a constraint; File and Span are where it is.
	Property string      `json:"property,omitempty"`
	File     string      `json:"-"`
	Span     syntax.Span `json:"-"`
	// Err is the error of evaluation, if that is what went wrong.
	Err error `json:"-"`
	// Trace leads from an initial state to where it went wrong. TraceNote says what is wrong with the trace itself, if anything is.
	Trace     []Step `json:"trace,omitempty"`
	TraceNote string `json:"traceNote,omitempty"`

	Stats   Stats         `json:"stats"`
	Actions []ActionStats `json:"actions,omitempty"`
	// Warnings say what was checked in vain, which is known of complete searches, or not at all.
	Warnings []string `json:"warnings,omitempty"`
	// Collision is known of complete searches.
	Collision *Collision `json:"collision,omitempty"`
	// Simulation is set by Simulate.
	Simulation *SimulationStats `json:"simulation,omitempty"`

	variables []string
}

// MarshalJSON adds the texts of the error and of the place.
func (r *Result) MarshalJSON() ([]byte, error) {
	type plain Result
	out := struct {
		*plain
		ExitCode int    `json:"exitCode"`
		Error    string `json:"error,omitempty"`
		Place    string `json:"place,omitempty"`
	}{plain: (*plain)(r), ExitCode: r.Verdict.ExitCode()}
	if r.Err != nil {
		out.Error = r.Err.Error()
	}
	out.Place = where(r.File, r.Span)
	return json.Marshal(out)
}

// Stats are the numbers of a search, counted as TLC does.
type Stats struct {
	Initial   int64         `json:"initial"`   // states that Init yielded
	Generated int64         `json:"generated"` // states that Init and Next yielded
	Distinct  int64         `json:"distinct"`
	Queue     int64         `json:"queue"` // distinct states that were not expanded
	Depth     int           `json:"depth"` // states on the longest of all shortest behaviors to a state, at least 1
	Spilled   int64         `json:"spilled,omitempty"`
	Duration  time.Duration `json:"-"` // in seconds as JSON
}

// MarshalJSON has the duration in seconds.
func (s Stats) MarshalJSON() ([]byte, error) {
	type plain Stats
	return json.Marshal(struct {
		plain
		Seconds float64 `json:"seconds"`
	}{plain(s), s.Duration.Seconds()})
}

// ActionStats counts what an action yielded.
type ActionStats struct {
	Name      string      `json:"name"`
	File      string      `json:"-"`
	Span      syntax.Span `json:"-"`
	Generated int64       `json:"generated"`
	Distinct  int64       `json:"distinct"` // those that were new
}

// Step is a state of a behavior.
type Step struct {
	// Action is the name of the action that led here, "" for an initial state.
	Action string
	File   string
	Span   syntax.Span
	State  eval.State
	// Alias is the value of ALIAS here, or zero.
	Alias datum.Datum

	variables []string
}

// stepJSON is a Step as JSON: values are TLA+.
type stepJSON struct {
	Action string            `json:"action,omitempty"`
	Place  string            `json:"place,omitempty"`
	State  map[string]string `json:"state"`
	Alias  string            `json:"alias,omitempty"`
}

// MarshalJSON writes the state as an object of TLA+ expressions.
func (s Step) MarshalJSON() ([]byte, error) {
	out := stepJSON{Action: s.Action, State: map[string]string{}}
	if s.Action != "" {
		out.Place = where(s.File, s.Span)
	}
	for i, v := range s.State {
		out.State[s.variables[i]] = v.String()
	}
	if !s.Alias.IsZero() {
		out.Alias = s.Alias.String()
	}
	return json.Marshal(out)
}

// Collision estimates the probability that two states were taken for one because they have the same fingerprint.
type Collision struct {
	// Optimistic is calculated from the numbers of states, as if fingerprints were random.
	Optimistic float64 `json:"optimistic"`
	// Actual is the inverse of the least distance between two fingerprints. As in TLC, it is 0, not computed, if Optimistic is below 1e-10.
	Actual float64 `json:"actual,omitempty"`
}

func collision(generated, distinct int64, fps *seen) *Collision {
	c := &Collision{Optimistic: float64(distinct) * float64(generated-distinct) / (1 << 64)}
	if c.Optimistic >= 1e-10 {
		if least := fps.closest(); least > 0 {
			c.Actual = 1 / float64(least)
		}
	}
	return c
}
