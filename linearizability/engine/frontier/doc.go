// Package frontier decides linearizability by a search along the history: just-in-time
// linearization (Lowe, "Testing for linearizability", 2017).
//
// The sweep passes over the events in order of time and keeps the frontier: the configurations
// that some order of the operations so far can have reached. A configuration is the state of
// the object and, of the operations that are open, those which already took effect. An operation
// takes effect at the latest moment at which it can: just before some operation returns that has
// not taken effect yet. Memory therefore grows with the operations open at once and not with the
// length of the history.
//
// Two spaces of configurations share the sweep:
//
//   - [Register] knows that a write overwrites. Reads take effect as soon as they can; a write
//     that another write may have overwritten at once is absorbed, with no decision when; writes
//     of unknown outcome that nobody reads are left out.
//   - [Object] knows nothing but the model's Step. Read-only operations take effect as soon as
//     they can.
//
// A frontier can grow beyond all bounds, since the problem is NP-complete. So the sweep keeps
// only the most promising configurations when there are too many, and starts again from an
// earlier moment with more of them when all have died. A valid verdict does not suffer: it
// carries an order that can be checked. An invalid verdict is given only by a sweep that has
// left out nothing.
//
// Files: sweep.go the pass over the events; config.go configurations and which of them are
// better; register.go, reach.go and prune.go registers; object.go any model; used.go operations of
// unknown outcome; chain.go and place.go the order that a valid verdict carries; stream.go and
// batch.go [Stream], the sweep over events that come in batches, with bounded memory.
package frontier
