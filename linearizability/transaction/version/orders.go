package version

import (
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Orders is what is known of the orders of versions of committed transactions. The initial version
// comes first everywhere.
type Orders struct {
	// Chains lists, for each key, versions of known order, oldest first: of lists the longest list that
	// was read. Registers have none.
	Chains [][]txn.Version
	// Readers has, for each key, the operation that read the longest list. Its transaction is proof.None
	// if there is none.
	Readers []proof.Place
	// Rest lists, for each key, the other versions: of lists the elements that nobody read, all later
	// than the chain, in unknown order, those of one transaction in program order; of registers the last version that each transaction left.
	Rest [][]txn.Version
	// Pairs are known for registers, by assumptions of the user.
	Pairs []Pair
}

// Pair says that one version of a key is older than another, and why.
type Pair struct {
	Older, Newer txn.Version
	Basis        proof.Basis
	// First and Second are the operations that read or wrote the two versions, on which Basis rests.
	First, Second proof.Place
}
