package execution

import (
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// exists judges whether a version that operation k of a node read, besides its own, was left by a
// committed transaction: anomalies G1a, garbage read, future read (Adya's G1a; Elle §4.2).
func (b *builder) exists(node, k int32, v txn.Version) bool {
	if v == txn.Initial {
		return true
	}
	h, t := b.execution.History, b.execution.Txns[node]
	w := h.Versions[v]
	var anomaly isolation.Anomaly
	switch {
	case w.Txn == txn.Nobody:
		anomaly = isolation.GarbageRead
	case w.Txn == t:
		anomaly = isolation.FutureRead
	case h.Txns[w.Txn].Status == history.Fail:
		anomaly = isolation.G1a
	default:
		return true
	}
	if !b.findings.Full(anomaly) {
		b.impossible(anomaly, node, k, v)
	}
	return false
}

// impossible finds a read of what no committed transaction left.
func (b *builder) impossible(a isolation.Anomaly, node, k int32, v txn.Version) {
	h, t := b.execution.History, b.execution.Txns[node]
	w := h.Versions[v]
	read, write := proof.Place{Txn: t, Op: k}, proof.Place{Txn: w.Txn, Op: w.Op}
	switch a {
	case isolation.GarbageRead:
		b.findings.Addf(a, []proof.Place{read}, "%s read %s of key %v, which nobody wrote", h.Name(t), h.FormatVersion(v), h.Keys[w.Key])
	case isolation.FutureRead:
		b.findings.Addf(a, []proof.Place{read, write}, "%s read %s of key %v before it wrote that itself", h.Name(t), h.FormatVersion(v), h.Keys[w.Key])
	default:
		b.findings.Addf(a, []proof.Place{read, write}, "%s read %s of key %v, which %s wrote, and failed",
			h.Name(t), h.FormatVersion(v), h.Keys[w.Key], h.Name(w.Txn))
	}
}

// intermediate finds a read of what its writer replaced itself, or appended to: anomaly G1b.
func (b *builder) intermediate(node, k int32, v txn.Version, writer int32) {
	e := b.execution
	for _, w := range e.Writes(writer) {
		written := e.History.Versions[v]
		if w.Key != written.Key || w.Version == v || b.findings.Full(isolation.G1b) {
			continue
		}
		h, t := e.History, e.Txns[node]
		b.findings.Addf(isolation.G1b, []proof.Place{{Txn: t, Op: k}, {Txn: written.Txn, Op: written.Op}, {Txn: written.Txn, Op: w.Op}},
			"%s read %s of key %v, which %s wrote and then went on to %s", h.Name(t), h.FormatVersion(v), h.Keys[w.Key], h.Name(written.Txn), h.FormatVersion(w.Version))
	}
}

// internal finds a read that is not of what the transaction had written: anomaly internal.
func (b *builder) internal(node, k int32, own txn.Version) {
	if b.findings.Full(isolation.Internal) {
		return
	}
	h, t := b.execution.History, b.execution.Txns[node]
	w := h.Versions[own]
	b.findings.Addf(isolation.Internal, []proof.Place{{Txn: t, Op: w.Op}, {Txn: t, Op: k}},
		"%s wrote %s to key %v and then did %s", h.Name(t), h.FormatVersion(own), h.Keys[w.Key], h.FormatOp(t, k))
}

// repeatable finds two reads of a key that saw different versions: anomaly non-repeatable read.
func (b *builder) repeatable(node, earlier, k int32) {
	if b.findings.Full(isolation.NonRepeatableRead) {
		return
	}
	h, t := b.execution.History, b.execution.Txns[node]
	b.findings.Addf(isolation.NonRepeatableRead, []proof.Place{{Txn: t, Op: earlier}, {Txn: t, Op: k}},
		"%s did %s and then %s", h.Name(t), h.FormatOp(t, earlier), h.FormatOp(t, k))
}

// duplicates finds an element that stands in a list twice: anomaly duplicate elements.
func (b *builder) duplicates(node, k int32, list []txn.Version) {
	if b.seen == nil {
		b.seen = make([]int32, len(b.execution.History.Versions))
	}
	b.mark++
	for _, v := range list {
		if b.seen[v] == b.mark {
			if b.findings.Full(isolation.DuplicateElements) {
				return
			}
			h, t := b.execution.History, b.execution.Txns[node]
			b.findings.Addf(isolation.DuplicateElements, []proof.Place{{Txn: t, Op: k}},
				"%s read %s twice in the list of key %v", h.Name(t), h.FormatVersion(v), h.Keys[h.Versions[v].Key])
			return
		}
		b.seen[v] = b.mark
	}
}
