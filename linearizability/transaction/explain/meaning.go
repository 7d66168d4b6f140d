package explain

import "github.com/tenet-go/tenet/linearizability/transaction/isolation"

// meaning says of an anomaly what else it is called, and what it means.
type meaning struct{ also, text string }

// meanings has the anomalies that are known, without the orders that they need (Adya 1999, §3 and §4; Berenson
// et al., SIGMOD 1995; Elle, VLDB 2020, §4; Biswas and Enea, OOPSLA 2019, §2).
var meanings = map[isolation.Anomaly]meaning{
	isolation.G0:  {"dirty writes", "Transactions overwrote each other's writes, in different orders on different keys."},
	isolation.G1a: {"aborted read", "A transaction read what a transaction wrote that failed."},
	isolation.G1b: {"intermediate read", "A transaction read a version that its writer went on to change."},
	isolation.G1c: {"circular information flow", "Each of these transactions saw or overwrote what the one before it wrote, all the way round."},
	isolation.GSingle: {"read skew", "A transaction saw one part of what others did and missed another that came before it: its reads are of no " +
		"single moment."},
	isolation.GNonadjacent: {"long fork, for instance", "Transactions missed each other's writes in a way that no snapshots of one history explain, even though no " +
		"two anti-dependencies (rw) of the cycle follow one another."},
	isolation.G2Item:            {"write skew, for instance", "Each of these transactions missed what the next one wrote, or saw it: no serial order explains all of their reads."},
	isolation.LostUpdate:        {"", "Two transactions read the same version, and each replaced it without having seen the other's write: one of the two updates is lost."},
	isolation.Internal:          {"", "A transaction did not read what it had itself written."},
	isolation.NonRepeatableRead: {"fuzzy read", "A transaction read a key twice and found different versions."},
	isolation.FutureRead:        {"", "A transaction read what it wrote only afterwards."},
	isolation.GarbageRead:       {"", "A value was read that nobody wrote."},
	isolation.DirtyUpdate:       {"", "What a transaction wrote that failed was built upon by one that committed."},
	isolation.IncompatibleOrder: {"", "Two reads of a list disagree about its elements: no order of the appends explains both."},
	isolation.DuplicateElements: {"", "A list has an element twice that was appended once."},
	isolation.CyclicVersions:    {"", "What was assumed of the database orders the versions of a key in a circle."},
	isolation.NonMonotonicRead:  {"", "A transaction read from another, and afterwards an older version of a key than that one wrote."},
	isolation.StaleRead:         {"", "A transaction missed a write that came before it."},
	isolation.FracturedRead:     {"", "A transaction saw one of another's writes, and missed another of them."},
	isolation.CausalityViolation: {"", "A transaction saw an effect and missed its cause: something that was known to those whose writes " +
		"it read."},
	isolation.CyclicCausality: {"", "What sessions did and read leads from a transaction back to itself: an effect was seen before its cause."},
}

// patterns has the patterns of package causal, which violate promises about single operations (Bouajjani et
// al., POPL 2017, table 1; Terry et al., PDIS 1994).
var patterns = map[isolation.Anomaly]string{
	"CyclicCO":                   "Operations are causally before themselves: an effect was seen before its cause.",
	"WriteCOInitRead":            "A read returned the initial value of a key, though it comes causally after a write to it.",
	"ThinAirRead":                "A read returned what nobody wrote.",
	"WriteCORead":                "A read returned what had been overwritten causally before the read.",
	"CyclicCF":                   "The reads disagree about the order of writes: no single order of them explains what all sessions saw.",
	"WriteHBInitRead":            "A session read the initial value of a key, though its other reads show that a write to it came before.",
	"CyclicHB":                   "The reads of one session allow no order of the writes.",
	"aborted-read":               "A read returned what was written by an operation that failed.",
	"read-your-writes-violation": "A session did not see what it had itself written.",
	"monotonic-reads-violation":  "A session read something older than it had read before.",
}

// needs says what it means that a cycle has edges of an order.
var needs = map[isolation.Order]string{
	isolation.Session: " The cycle needs the order of a process: without it, the transactions could be ordered.",
	isolation.RealTime: " The cycle needs real time: could transactions take effect before they are called, or after they returned, " +
		"they could be ordered.",
}

// stale has the anomalies that are read skew of some kind, and stale reads if it takes an order to see them.
var stale = map[isolation.Anomaly]bool{
	isolation.GSingle: true, isolation.NonMonotonicRead: true, isolation.FracturedRead: true, isolation.CausalityViolation: true,
}

// Also returns what else an anomaly is called, if it has another name that is in use. Forms that need
// the order of a process or real time have none.
func Also(a isolation.Anomaly) string {
	return meanings[a].also
}

// Meaning says in a sentence or two what an anomaly means, or nothing if its name is not known.
func Meaning(a isolation.Anomaly) string {
	name, order := a.Split()
	switch {
	case meanings[name].text == "":
		return patterns[a]
	case order != isolation.Unordered && stale[name]:
		return "A transaction missed a write that was there before it: a stale read." + needs[order]
	}
	return meanings[name].text + needs[order]
}
