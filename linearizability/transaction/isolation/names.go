package isolation

import (
	"fmt"
	"strings"
)

// aliases are other names of the levels: Adya's, and those of Jepsen and Elle. Where a name stands
// for another definition that comes to the same on histories without predicates, the comment says so.
var aliases = map[string]Level{
	"PL-1": {ReadUncommitted, Unordered},
	"PL-2": {ReadCommitted, Unordered},
	// Cerone's causal consistency has no sessions (CONCUR 2015, figure 1).
	"causal-cerone": {Causal, Unordered},
	// Adya's PL-2+ forbids G1 and G-single, as parallel snapshot isolation does.
	"consistent-view": {ParallelSnapshotIsolation, Unordered},
	"PL-2+":           {ParallelSnapshotIsolation, Unordered},
	// Elle means generalized snapshot isolation: a snapshot may be older than the transaction.
	"PL-SI":                          {SnapshotIsolation, Unordered},
	"generalized-snapshot-isolation": {SnapshotIsolation, Unordered},
	// Adya's repeatable read is serializability but for predicates, and there are none.
	"repeatable-read": {Serializable, Unordered},
	"PL-2.99":         {Serializable, Unordered},
	"PL-3":            {Serializable, Unordered},
	// The order of versions is unknown to clients: some serial order must explain the reads.
	"view-serializable":          {Serializable, Unordered},
	"conflict-serializable":      {Serializable, Unordered},
	"1SR":                        {Serializable, Unordered},
	"session-serializable":       {Serializable, Session},
	"strong-session-PL-1":        {ReadUncommitted, Session},
	"strong-session-PL-2":        {ReadCommitted, Session},
	"strong-PL-1":                {ReadUncommitted, RealTime},
	"strong-PL-2":                {ReadCommitted, RealTime},
	"strong-serializable":        {Serializable, RealTime},
	"PL-SS":                      {Serializable, RealTime},
	"strict-snapshot-isolation":  {SnapshotIsolation, RealTime},
	"session-snapshot-isolation": {SnapshotIsolation, Session},
	"session-causal":             {Causal, Session},
	"strong-session-1SR":         {Serializable, Session},
	"strict-1SR":                 {Serializable, RealTime},
	"strong-strict-serializable": {Serializable, RealTime},
	"linearizable":               {Serializable, RealTime}, // of transactions
	"mav":                        {MonotonicAtomicView, Unordered},
	"psi":                        {ParallelSnapshotIsolation, Unordered},
	"si":                         {SnapshotIsolation, Unordered},
}

// between has levels that are not decided, and the decided ones next to them: a history of the
// second is of that level, and one that is not of the first is not.
var between = map[string][2]Level{
	// Adya's PL-CS needs cursors, which histories do not tell of.
	"cursor-stability": {{ReadCommitted, Unordered}, {ParallelSnapshotIsolation, Unordered}},
	"PL-CS":            {{ReadCommitted, Unordered}, {ParallelSnapshotIsolation, Unordered}},
	// Adya's PL-2L lets what a transaction has seen grow with each of its reads, dependencies of
	// dependencies included. Monotonic atomic view includes direct ones only.
	"monotonic-view":          {{ReadCommitted, Unordered}, {ParallelSnapshotIsolation, Unordered}},
	"PL-2L":                   {{ReadCommitted, Unordered}, {ParallelSnapshotIsolation, Unordered}},
	"monotonic-snapshot-read": {{ReadCommitted, Unordered}, {SnapshotIsolation, Unordered}},
	"PL-MSR":                  {{ReadCommitted, Unordered}, {SnapshotIsolation, Unordered}},
	// Read atomic without lost updates (Cerone et al., CONCUR 2015).
	"update-atomic": {{ReadAtomic, Unordered}, {ParallelSnapshotIsolation, Unordered}},
	// Snapshots that are prefixes of the commit order, with lost updates (Cerone et al., CONCUR 2015).
	"prefix": {{Causal, Unordered}, {SnapshotIsolation, Unordered}},
	// Adya's G-SIb needs to know when transactions began and committed in the database.
	"forward-consistent-view": {{ParallelSnapshotIsolation, Unordered}, {SnapshotIsolation, Unordered}},
	"PL-FCV":                  {{ParallelSnapshotIsolation, Unordered}, {SnapshotIsolation, Unordered}},
	// Adya's PL-3U: those that write are serializable, and each that only reads is with them.
	"update-serializable": {{ParallelSnapshotIsolation, Unordered}, {Serializable, Unordered}},
	"PL-3U":               {{ParallelSnapshotIsolation, Unordered}, {Serializable, Unordered}},
}

// Parse returns the level of the given name: one of Names, or another that is in use for it, such
// as PL-3 or repeatable-read.
func Parse(name string) (Level, error) {
	name = Canonical(name)
	for _, l := range Levels() {
		if l.String() == name {
			return l, nil
		}
	}
	if l, known := aliases[name]; known {
		return l, nil
	}
	if near, known := between[name]; known {
		return Level{}, fmt.Errorf("level %s is not decided: a history that is not of level %s is not of it, and one of level %s is", name, near[0], near[1])
	}
	return Level{}, fmt.Errorf("no level of isolation is called %q: expected one of %s", name, strings.Join(Names(), ", "))
}

// Canonical returns a name as it is listed here: Adya's as they are, others in small letters with hyphens.
func Canonical(name string) string {
	if known(name) {
		return name
	}
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "-")
}

func known(name string) bool {
	_, alias := aliases[name]
	_, near := between[name]
	return alias || near
}

// Names returns the names of all levels.
func Names() []string {
	var names []string
	for _, l := range Levels() {
		names = append(names, l.String())
	}
	return names
}
