package transaction

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Model says what transactions do, and what levels of isolation mean by their names.
type Model uint8

const (
	// ListAppend is Jepsen's list-append: transactions append to lists and read whole lists. Levels have
	// Elle's names: a level respects the order of sessions only if it is called strong-session, strong
	// or strict.
	ListAppend Model = iota
	// RWRegister is Jepsen's rw-register: transactions write and read registers, and no value is written
	// to a key twice. Levels have Elle's names.
	RWRegister
	// Transactions has the operations of RWRegister. Levels are those of Biswas and Enea (OOPSLA 2019),
	// which respect the order of each session, from read committed on. Their read committed is what
	// isolation calls monotonic atomic view.
	Transactions
)

var modelNames = [...]string{"list-append", "rw-register", "transactions"}

// String returns the name of the model, as the command line has it.
func (m Model) String() string { return modelNames[m] }

// Summary says in a line what the operations of the model are.
func (m Model) Summary() string {
	return [...]string{
		"txn [[:append KEY ELEMENT] [:r KEY LIST] ...]: lists, each element appended once (Jepsen's list-append)",
		"txn [[:w KEY VALUE] [:r KEY VALUE] ...]: registers, no value written twice to a key (Jepsen's rw-register)",
		"the same; plain names of levels respect sessions, as Biswas and Enea define them (DBCop, Plume, AWDIT)",
	}[m]
}

// Models returns all models.
func Models() []Model { return []Model{ListAppend, RWRegister, Transactions} }

// ModelNames returns the names of all models.
func ModelNames() []string { return modelNames[:] }

// ParseModel returns the model of the given name.
func ParseModel(name string) (Model, error) {
	if i := slices.Index(modelNames[:], name); i >= 0 {
		return Model(i), nil
	}
	return 0, fmt.Errorf("no model of transactions is called %q: expected one of %s", name, strings.Join(modelNames[:], ", "))
}

func (m Model) decoded() txn.Model {
	if m == ListAppend {
		return txn.Lists
	}
	return txn.Registers
}

// sessionNames are the names of levels that respect sessions, in the model Transactions.
var sessionNames = map[isolation.Base]string{
	isolation.MonotonicAtomicView:       "read-committed",
	isolation.ReadAtomic:                "read-atomic",
	isolation.Causal:                    "causal",
	isolation.ParallelSnapshotIsolation: "parallel-snapshot-isolation",
	isolation.SnapshotIsolation:         "snapshot-isolation",
	isolation.Serializable:              "serializable",
}

// LevelName returns what the model calls a level.
func (m Model) LevelName(l isolation.Level) string {
	if m != Transactions {
		return l.String()
	}
	name := sessionNames[l.Base]
	switch {
	case l.Order == isolation.Session:
		return name
	case l.Base == isolation.Serializable:
		return l.String()
	}
	return "strong-" + name
}

// Levels returns the levels that the model has names for, weaker ones first where one implies the
// other. Histories without times have no levels that respect real time.
func (m Model) Levels(timed bool) []isolation.Level {
	return slices.DeleteFunc(isolation.Levels(), func(l isolation.Level) bool {
		if !timed && l.Order == isolation.RealTime {
			return true
		}
		return m == Transactions && (l.Order == isolation.Unordered || sessionNames[l.Base] == "")
	})
}

// LevelNames returns the names of all levels of the model.
func (m Model) LevelNames() []string {
	var names []string
	for _, l := range m.Levels(true) {
		names = append(names, m.LevelName(l))
	}
	return names
}

// ParseLevel returns the level that the model calls by the given name, or that goes by it elsewhere. For
// Transactions that is the form of it that respects sessions.
func (m Model) ParseLevel(name string) (isolation.Level, error) {
	if m != Transactions {
		return isolation.Parse(name)
	}
	for _, l := range m.Levels(true) {
		if m.LevelName(l) == isolation.Canonical(name) {
			return l, nil
		}
	}
	l, err := isolation.Parse(name)
	l.Order = max(l.Order, isolation.Session)
	if err == nil && sessionNames[l.Base] != "" {
		return l, nil
	}
	return isolation.Level{}, fmt.Errorf("model %s has no level %q: expected one of %s", m, name, strings.Join(m.LevelNames(), ", "))
}
