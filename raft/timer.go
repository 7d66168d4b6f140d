package raft

// Timer is a timer of a node. Each is pending exactly as long as the node is in the situation that needs it.
type Timer uint8

// The timers. T is the election timeout of the cluster. It is well above the time that a message and a write take.
const (
	// ElectionTimer runs at nodes that do not lead, from T to 2T: then they try to. What a leader sends, and a vote that is
	// given, set it anew.
	ElectionTimer Timer = iota
	// LeaderTimer runs at followers that know of a leader, for T from its last message on: until then they help nobody
	// else to lead.
	LeaderTimer
	// HeartbeatTimer runs at leaders, for the heartbeat interval, T/10.
	HeartbeatTimer
	// QuorumTimer runs at leaders with Config.CheckQuorum, for T: if no quorum has answered until then, they step down.
	QuorumTimer
)

var timers = [...]string{"election timer", "leader timer", "heartbeat timer", "quorum timer"}

func (t Timer) String() string { return timers[t] }

// AppendTo appends the canonical encoding to b.
func (t Timer) AppendTo(b []byte) []byte { return append(b, byte(t)) }
