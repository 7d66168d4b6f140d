package twopctest

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
)

// The names of the properties that hold eventually: again and again, however the run goes on, once faults have ended.
const (
	// BranchesEnd says that no branch stays open, in doubt or not, and no lock is held for ever.
	BranchesEnd = "every branch ends"
	// TransactionsEnd says that coordinators decide, are heard by all, and forget.
	TransactionsEnd = "every transaction ends"
	// ClientsAreTold says that whoever has asked to commit is told the outcome, unless the coordinator has crashed meanwhile.
	ClientsAreTold = "every client is told"
)

func liveness() []explore.Property {
	eventually := func(name string, holds func(w *World) error) explore.Property {
		return explore.Property{Name: name, Kind: explore.Eventually, Holds: func(w *explore.World) error { return holds(&World{w}) }}
	}
	return []explore.Property{
		eventually(BranchesEnd, branchesEnd),
		eventually(TransactionsEnd, transactionsEnd),
		eventually(ClientsAreTold, clientsAreTold),
	}
}

func branchesEnd(w *World) error {
	for p, n := range w.participants() {
		if !n.Up() {
			return fmt.Errorf("participant %d is down", p)
		}
		for _, branch := range participantOf(n).Branches() {
			if isOpen(branch.State) {
				return fmt.Errorf("the branch of %v at participant %d is %v", branch.Txn, p, branch.State)
			}
		}
	}
	return nil
}

func transactionsEnd(w *World) error {
	for id, n := range w.coordinators() {
		if !n.Up() {
			return fmt.Errorf("coordinator %d is down", id)
		}
		for _, t := range coordinatorOf(n).Transactions() {
			return fmt.Errorf("the transaction %v is %v", t.Txn, t.Phase)
		}
	}
	return nil
}

func clientsAreTold(w *World) error {
	for k, c := range w.ghost().Clients {
		coordinator := w.coordinator(c.Txn)
		if c.Asked && c.Told == 0 && (coordinator == nil || coordinator.Epoch() == c.Txn.Epoch) {
			return fmt.Errorf("client %d has asked to commit %v and was not told", k+1, c.Txn)
		}
	}
	return nil
}
