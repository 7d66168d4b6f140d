package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Options adapt a model to the system that was recorded. The zero Options are the defaults.
type Options struct {
	// Init is the initial value: of a register or a key, any value; of a multi-register, a map
	// from registers to values, or one value for all registers; of a counter, an integer. It
	// counts only if HasInit is true. The default is nil, and 0 for counters. A wrong initial
	// value makes valid histories look invalid, and may hide violations at their beginning.
	Init    history.Value
	HasInit bool
	// ObserveFailedCAS says that a failed compare-and-set saw another value than the one it
	// expected. By default it merely did not happen, which is what a system that fails for
	// other reasons too can promise. Models with cas only.
	ObserveFailedCAS bool
	// Permits is the number of permits of a semaphore, 1 or more. 0 means 1.
	Permits int
}

// errUnknown is wrapped by New's error for a name that no model has.
var errUnknown = errors.New("unknown model")

// New returns the model of that name. The error lists all that is wrong with the options.
func New(name string, o Options) (Model, error) {
	at := slices.IndexFunc(entries, func(e entry) bool { return e.info.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("%w %q: expected one of %s", errUnknown, name, strings.Join(Names(), ", "))
	}
	e := entries[at]
	if wrong := o.check(e); len(wrong) > 0 {
		return nil, fmt.Errorf("model %s: %s", name, strings.Join(wrong, "; "))
	}
	return e.build(o), nil
}

// check lists what is wrong with the options for a model.
func (o Options) check(e entry) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	switch {
	case !o.HasInit && !o.Init.IsNil():
		add("an initial value of %s is given, but HasInit is false", o.Init)
	case o.HasInit && e.takes&takesInit == 0:
		add("it takes no initial value, got %s", o.Init)
	case o.HasInit && e.takes&initIsInt != 0 && o.Init.Kind() != history.KindInt:
		add("the initial value is an integer, got %s", o.Init)
	}
	if o.ObserveFailedCAS && e.takes&takesCAS == 0 {
		add("it has no cas whose failure could be observed")
	}
	switch {
	case o.Permits != 0 && e.takes&takesPermits == 0:
		add("it takes no permits, got %d", o.Permits)
	case o.Permits < 0:
		add("permits are 1 or more, got %d", o.Permits)
	}
	return wrong
}
