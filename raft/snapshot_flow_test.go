package raft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// TestPaper_7_RepeatedChunksDoNotMultiply: each heartbeat sends the chunk again that is on its way, and each copy is answered, but only one of the
// answers has the leader go on. Else the copies of each chunk would be those of all chunks before, and one more.
func TestPaper_7_RepeatedChunksDoNotMultiply(t *testing.T) {
	const chunks, heartbeats = 20, 3
	s := compacted(t, 2*chunks)
	sent := 0
	to := func(id machine.NodeID) (mail []explore.Envelope) {
		for _, e := range s.mail {
			if e.To == id {
				mail = append(mail, e)
			}
		}
		s.mail = nil
		return mail
	}
	for range 4 * chunks {
		for range heartbeats {
			s.must(t, fire(1, raft.HeartbeatTimer))
		}
		for _, e := range to(3) {
			if isChunk(e) {
				sent++
			}
			s.hears(t, 1, 3, e.Message)
		}
		for _, e := range to(1) {
			s.hears(t, 3, 1, e.Message)
			_, _ = s.do(flush(1)) // it may have nothing to send
		}
	}
	require.EqualValues(t, 4, s.node(3).Commit(), "the snapshot is installed")
	require.LessOrEqual(t, sent, (heartbeats+1)*(chunks+1))
}
