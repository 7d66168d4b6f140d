package raft

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/machine"
)

// The messages. Each of them may be lost, repeated and reordered.
type (
	// VoteRequest asks for a vote (RequestVote RPC, Raft §5.2), or, if it is Pre, whether a vote would be given (thesis §9.6).
	VoteRequest struct {
		// Term is the candidate's term, or the one that it would have if it is Pre.
		Term Term
		Pre  bool
		// LastIndex and LastTerm are of the candidate's last entry.
		LastIndex Index
		LastTerm  Term
	}
	// VoteResponse answers VoteRequest.
	VoteResponse struct {
		// Term is that of the request if the answer is yes, or else the sender's.
		Term    Term
		Pre     bool
		Granted bool
	}
	// AppendRequest replicates entries, and is the heartbeat if there are none (AppendEntries RPC, Raft §5.3).
	AppendRequest struct {
		Term Term
		// PrevIndex and PrevTerm are of the entry before Entries.
		PrevIndex Index
		PrevTerm  Term
		Entries   []Entry
		// Commit is the leader's commit index.
		Commit Index
		// Round is the newest round of the leader, in which it asks whether it still leads (thesis §6.4). Followers
		// send it back.
		Round uint64
	}
	// AppendResponse answers AppendRequest, and the last SnapshotRequest of a snapshot.
	AppendResponse struct {
		Term     Term
		Rejected bool
		// Index is up to where the sender's log durably matches the leader's, or the PrevIndex that was rejected.
		Index Index
		// HintIndex and HintTerm are, if it was rejected, of the last entry of the sender that may match: none
		// from there to the rejected index has a term of at most PrevTerm.
		HintIndex Index
		HintTerm  Term
		Round     uint64
	}
	// SnapshotRequest carries a chunk of a snapshot (InstallSnapshot RPC, Raft §7). The transport attaches the bytes from Offset to
	// Offset+Length, which the receiving host puts aside before it gives the message to the machine.
	SnapshotRequest struct {
		Term           Term
		Snapshot       SnapshotMeta
		Offset, Length uint64
		Round          uint64
	}
	// SnapshotResponse says which byte of a snapshot the sender wants next.
	SnapshotResponse struct {
		Term     Term
		Snapshot SnapshotMeta
		Offset   uint64
		Round    uint64
	}
	// ReadRequest is a follower's: up to where must it have applied the log to answer a read (thesis §6.4)?
	ReadRequest struct{ ID machine.RequestID }
	// ReadResponse answers ReadRequest.
	ReadResponse struct {
		ID    machine.RequestID
		Index Index
	}
)

func (m VoteRequest) String() string {
	return fmt.Sprintf("%s request, term %d, log to %d:%d", voting(m.Pre), m.Term, m.LastIndex, m.LastTerm)
}

func (m VoteResponse) String() string {
	answer := "no"
	if m.Granted {
		answer = "yes"
	}
	return fmt.Sprintf("%s %s, term %d", voting(m.Pre), answer, m.Term)
}

func voting(pre bool) string {
	if pre {
		return "pre-vote"
	}
	return "vote"
}

func (m AppendRequest) String() string {
	return fmt.Sprintf("append, term %d, after %d:%d [%s], commit %d%s",
		m.Term, m.PrevIndex, m.PrevTerm, listed(m.Entries), m.Commit, rounded(m.Round))
}

func (m AppendResponse) String() string {
	if m.Rejected {
		return fmt.Sprintf("rejected, term %d, after %d, hint %d:%d%s", m.Term, m.Index, m.HintIndex, m.HintTerm, rounded(m.Round))
	}
	return fmt.Sprintf("appended, term %d, to %d%s", m.Term, m.Index, rounded(m.Round))
}

func (m SnapshotRequest) String() string {
	return fmt.Sprintf("%v, term %d, bytes %d to %d%s", m.Snapshot, m.Term, m.Offset, m.Offset+m.Length, rounded(m.Round))
}

func (m SnapshotResponse) String() string {
	return fmt.Sprintf("%v, term %d, next byte %d%s", m.Snapshot, m.Term, m.Offset, rounded(m.Round))
}

func (m ReadRequest) String() string  { return fmt.Sprintf("read request %d", m.ID) }
func (m ReadResponse) String() string { return fmt.Sprintf("read %d at %d", m.ID, m.Index) }

func rounded(round uint64) string {
	if round == 0 {
		return ""
	}
	return fmt.Sprintf(", round %d", round)
}

func listed(entries []Entry) string {
	words := make([]string, len(entries))
	for i, e := range entries {
		words[i] = e.String()
	}
	return strings.Join(words, " ")
}
