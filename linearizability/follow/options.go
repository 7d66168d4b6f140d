package follow

import (
	"errors"
	"fmt"
)

// Options adjust a Checker. The zero Options are good defaults.
type Options struct {
	// Name is the name of the input, for messages.
	Name string
	// Window is the number of events of one object that may wait for an operation to complete.
	// When there are more, the operation counts as of unknown outcome for good, even if it
	// completes later: this may hide a violation, and never makes one. 0 means 10,000.
	Window int
	// Configurations bounds the search of each object. When more are needed, violations may be
	// missed, and in the end they cannot be proven any more; the status says so. 0 means 16,384.
	// Time and memory for a hard history are proportional to it.
	Configurations int
	// Recent is the number of the latest operations of each object that are kept to be shown
	// with a violation. 0 means 200.
	Recent int
	// Batch is the number of events of an object that are judged at once. Fewer are judged only by
	// Flush and Close. More take less time for each event and find violations later. 0 means 256.
	Batch int
	// Infer is the number of events, from the beginning, of which the initial state is inferred
	// if the model can do that and a violation is found in them: as linearizability.Check does
	// with the whole history. They are kept until there are more. 0 means 10,000, and a negative
	// number that nothing is inferred.
	Infer int
}

// withDefaults checks the options and fills in the defaults. The error lists all that is wrong.
func (o Options) withDefaults() (Options, error) {
	var wrong []error
	fill := func(name string, value *int, standard int) {
		if *value < 0 {
			wrong = append(wrong, fmt.Errorf("%s is 0 or more, got %d", name, *value))
		}
		if *value == 0 {
			*value = standard
		}
	}
	fill("Window", &o.Window, 10_000)
	fill("Configurations", &o.Configurations, 1<<14)
	fill("Recent", &o.Recent, 200)
	fill("Batch", &o.Batch, 256)
	if o.Infer == 0 {
		o.Infer = 10_000
	}
	if err := errors.Join(wrong...); err != nil {
		return o, fmt.Errorf("follow: %w", err)
	}
	return o, nil
}
