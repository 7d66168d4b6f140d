package generate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Options shape a history. Rates are probabilities from 0 to 1. Zero fields mean the defaults.
type Options struct {
	// Model says what keys hold.
	Model txn.Model
	// Single makes each transaction one operation, read or write, of Operation.Key, for models of
	// single registers. MinOps and MaxOps are then 1.
	Single bool
	// Transactions is the number of transactions, those of a planted anomaly aside.
	Transactions int
	// Sessions is the number of clients, each with at most one transaction open. The default is 10.
	Sessions int
	// Keys is the number of keys in use at once. The default is 10.
	Keys int
	// WritesPerKey is the number of writes of a key, after which a fresh one takes its place. It bounds
	// the length of lists. The default is 32.
	WritesPerKey int
	// MinOps and MaxOps bound the operations of a transaction. The defaults are 1 and 4.
	MinOps, MaxOps int
	// Reads is the rate of operations that read. The default is 0.5; less than 0 means none.
	Reads float64
	// FailRate is the rate of transactions that fail without effect, besides those that the simulated
	// database aborts, and InfoRate of those whose outcome stays unknown, half of which take effect.
	FailRate, InfoRate float64
	// Level is what the simulated database has. It is one of Levels(). The zero Level, read uncommitted,
	// is one like others.
	Level isolation.Level
	// Anomaly is the name of one that is planted, by transactions of their own on keys of their own, in
	// the middle of the history; one of Anomalies(Model, Single). None if it is empty.
	Anomaly string
}

// withDefaults returns complete options, or lists what is wrong with them.
func (o Options) withDefaults() (Options, error) {
	if o.Single {
		o.MinOps, o.MaxOps = 1, 1
	}
	orDefault(&o.Sessions, 10)
	orDefault(&o.Keys, 10)
	orDefault(&o.WritesPerKey, 32)
	orDefault(&o.MinOps, 1)
	orDefault(&o.MaxOps, max(o.MinOps, 4))
	if o.Reads == 0 {
		o.Reads = 0.5
	}
	o.Reads = max(o.Reads, 0)

	var wrong []string
	atLeast := func(name string, got, least int) {
		if got < least {
			wrong = append(wrong, fmt.Sprintf("%s is %d or more, got %d", name, least, got))
		}
	}
	atLeast("Transactions", o.Transactions, 0)
	atLeast("Sessions", o.Sessions, 1)
	atLeast("Keys", o.Keys, 1)
	atLeast("WritesPerKey", o.WritesPerKey, 1)
	atLeast("MinOps", o.MinOps, 1)
	atLeast("MaxOps", o.MaxOps, o.MinOps)
	rate := func(name string, got float64) {
		if !(got >= 0 && got <= 1) {
			wrong = append(wrong, fmt.Sprintf("%s is from 0 to 1, got %v", name, got))
		}
	}
	rate("Reads", o.Reads)
	rate("FailRate", o.FailRate)
	rate("InfoRate", o.InfoRate)
	if !slices.Contains(Levels(), o.Level) {
		wrong = append(wrong, fmt.Sprintf("Level is one of those that can be simulated, %s; got %v", join(Levels()), o.Level))
	}
	if known := Anomalies(o.Model, o.Single); o.Anomaly != "" && !slices.Contains(known, o.Anomaly) {
		wrong = append(wrong, fmt.Sprintf("Anomaly is one of %s; got %s", strings.Join(known, ", "), o.Anomaly))
	}
	if len(wrong) > 0 {
		return o, fmt.Errorf("generate: %s", strings.Join(wrong, "; "))
	}
	return o, nil
}

func orDefault(n *int, fallback int) {
	if *n == 0 {
		*n = fallback
	}
}

func join(levels []isolation.Level) string {
	var names []string
	for _, l := range levels {
		names = append(names, l.String())
	}
	return strings.Join(names, ", ")
}

// Levels returns the levels that a simulated database can have. A database that is causal or has
// parallel snapshot isolation is one of replicas that lag behind, which no level of real time allows.
func Levels() []isolation.Level {
	return slices.DeleteFunc(isolation.Levels(), func(l isolation.Level) bool {
		return l.Order == isolation.RealTime && replicated(l)
	})
}

func replicated(l isolation.Level) bool {
	return l.Base == isolation.Causal || l.Base == isolation.ParallelSnapshotIsolation
}
