package twopctest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// The names of the properties that always hold.
const (
	// Atomicity says that nobody has one outcome where somebody else has the other.
	Atomicity = "atomicity"
	// Unanimity says that a transaction commits only if all of its participants have promised to, or have only read.
	Unanimity = "unanimity"
	// PromiseIsDurable says that whoever has voted yes can commit after a crash.
	PromiseIsDurable = "promise is durable"
	// DecisionIsKept says that a commit of which anybody has heard is durable at every participant that has promised, or else
	// at the coordinator, which will tell it.
	DecisionIsKept = "decision is kept"
	// CommitIsDurable says that an application is told to commit only what its participant has committed durably.
	CommitIsDurable = "commit is durable"
	// Locking says that an application holds locks for exactly the branches that have not ended.
	Locking = "locking"
	// WorkIsKept says that applications are handed the work that was enlisted.
	WorkIsKept = "work is kept"
	// AnswersFit says that each answer is to who has asked, and about their own transaction.
	AnswersFit = "answers fit"
	// NamesAreUnique says that no two clients have the same transaction.
	NamesAreUnique = "names are unique"
)

func safety() []explore.Property {
	always := func(name string, holds func(w *World) error) explore.Property {
		return explore.Property{Name: name, Kind: explore.Always, Holds: func(w *explore.World) error { return holds(&World{w}) }}
	}
	return []explore.Property{
		always(Atomicity, forEachClient(atomicity)),
		always(Unanimity, forEachClient(unanimity)),
		always(PromiseIsDurable, forEachClient(promiseIsDurable)),
		always(DecisionIsKept, forEachClient(decisionIsKept)),
		always(CommitIsDurable, forEachClient(commitIsDurable)),
		always(Locking, locking),
		always(WorkIsKept, workIsKept),
		always(AnswersFit, answersFit),
		always(NamesAreUnique, namesAreUnique),
	}
}

// forEachClient makes a property of what must hold for each transaction that has begun.
func forEachClient(holds func(w *World, k int, c *Client) error) func(w *World) error {
	return func(w *World) error {
		clients := w.ghost().Clients
		for k := range clients {
			if clients[k].Txn.Number == 0 {
				continue
			}
			if err := holds(w, k, &clients[k]); err != nil {
				return err
			}
		}
		return nil
	}
}

func atomicity(w *World, _ int, c *Client) error {
	var committed, aborted holder
	w.evidence(c, func(o twopc.Outcome, who holder) {
		if o == twopc.Committed {
			committed = who
		} else {
			aborted = who
		}
	})
	if committed != nobody && aborted != nobody {
		return fmt.Errorf("transaction %v is committed at %v and aborted at %v", c.Txn, committed, aborted)
	}
	return nil
}

// evidence calls add with each outcome of a transaction that somebody has, and who. Nobody's outcome may change any more.
func (w *World) evidence(c *Client, add func(o twopc.Outcome, who holder)) {
	both := func(told Telling, who holder) {
		if told&ToldCommit != 0 {
			add(twopc.Committed, who)
		}
		if told&ToldAbort != 0 {
			add(twopc.Aborted, who)
		}
	}
	both(c.Told, holder{role: "its client"})
	if w.decided(c.Txn) {
		add(twopc.Committed, holder{role: "its coordinator"})
	}
	for p, n := range w.participants() {
		both(w.ghost().Application(p).Told(c.Txn), holder{"the application", p})
		both(outcomeOf(w.storage(n).State(c.Txn)), holder{"the storage", p})
		if n.Up() {
			both(outcomeOf(participantOf(n).State(c.Txn)), holder{"the participant", p})
		}
	}
}

// holder is who has an outcome. It is put into words only when that is needed, since properties are checked in every world.
type holder struct {
	role string
	at   machine.NodeID // 0 where the role says all
}

var nobody holder

func (h holder) String() string {
	if h.at == 0 {
		return h.role
	}
	return fmt.Sprintf("%s at %d", h.role, h.at)
}

func outcomeOf(s twopc.BranchState) Telling {
	switch s {
	case twopc.BranchCommitting, twopc.BranchCommitted:
		return ToldCommit
	case twopc.BranchAborted:
		return ToldAbort
	case twopc.BranchAbsent, twopc.BranchEnlisted, twopc.BranchPreparing, twopc.BranchPrepared:
	}
	return 0
}

// committed says who has committed the transaction, or nobody.
func (w *World) committed(c *Client) holder {
	committed := nobody
	w.evidence(c, func(o twopc.Outcome, who holder) {
		if o == twopc.Committed {
			committed = who
		}
	})
	return committed
}

func unanimity(w *World, k int, c *Client) error {
	missing := w.ghost().Scope(k).Without(c.Promised...).Without(c.Read...)
	if len(missing) == 0 {
		return nil
	}
	if who := w.committed(c); who != nobody {
		return fmt.Errorf("transaction %v is committed at %v without the votes of %v", c.Txn, who, missing)
	}
	return nil
}

func promiseIsDurable(w *World, _ int, c *Client) error {
	for p, n := range w.participants() {
		if c.Promised.Has(p) && w.storage(n).State(c.Txn) == twopc.BranchAbsent && !w.forgotten(p, c.Txn) {
			return fmt.Errorf("participant %d has voted yes on %v, but its storage does not know", p, c.Txn)
		}
	}
	return nil
}

func decisionIsKept(w *World, _ int, c *Client) error {
	kept, _ := w.coordinatorStorage(c.Txn).Commit(c.Txn)
	for p := range w.participants() {
		if !c.Promised.Has(p) || kept.Yes.Has(p) || w.durablyCommitted(p, c.Txn) {
			continue
		}
		if who := w.committed(c); who != nobody {
			return fmt.Errorf("transaction %v is committed at %v, but neither the storage of participant %d nor that of the coordinator knows", c.Txn, who, p)
		}
	}
	return nil
}

func commitIsDurable(w *World, _ int, c *Client) error {
	for p := range w.participants() {
		if w.ghost().Application(p).Told(c.Txn)&ToldCommit != 0 && !w.durablyCommitted(p, c.Txn) {
			return fmt.Errorf("the application at %d was told to commit %v, but the storage of its participant does not know", p, c.Txn)
		}
	}
	return nil
}

func locking(w *World) error {
	for p, n := range w.participants() {
		if !n.Up() {
			continue
		}
		var open []twopc.Txn
		for _, branch := range participantOf(n).Branches() {
			if isOpen(branch.State) {
				open = append(open, branch.Txn)
			}
		}
		if locks := w.ghost().Application(p).Locks; !slices.Equal(open, locks) {
			return fmt.Errorf("participant %d has the open branches %v, but its application holds the locks of %v", p, open, locks)
		}
	}
	return nil
}

func isOpen(s twopc.BranchState) bool {
	return s != twopc.BranchAbsent && s != twopc.BranchCommitted && s != twopc.BranchAborted
}

func workIsKept(w *World) error {
	if w.ghost().WrongWork {
		return errors.New("an application was handed work that nobody has enlisted")
	}
	return nil
}

func answersFit(w *World) error {
	if w.ghost().WrongAnswer {
		return errors.New("somebody was answered who had not asked, or about another transaction than their own")
	}
	return nil
}

func namesAreUnique(w *World) error {
	clients := w.ghost().Clients
	for k := range clients {
		if other := w.ghost().clientOf(clients[k].Txn); clients[k].Txn.Number != 0 && other != k {
			return fmt.Errorf("clients %d and %d both have the transaction %v", other+1, k+1, clients[k].Txn)
		}
	}
	return nil
}
