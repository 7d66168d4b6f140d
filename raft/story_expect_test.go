package raft_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
)

// expect fails the test unless what the command says is so.
func (s *story) expect(t *testing.T, d *datadriven.TestData) {
	t.Helper()
	switch {
	case d.HasArg("request"):
		id := machine.RequestID(number(t, d, "request"))
		want := arg(d, "told").Vals
		if slices.Equal(want, []string{"nothing"}) {
			want = nil
		}
		require.Equal(t, want, s.told[id], "%s: request %d", d.Pos, id)
	case d.HasArg("mail"):
		count, matching := 0, matcher(t, d)
		for _, e := range slices.Concat(s.mail, s.delayed) {
			if matching(e) {
				count++
			}
		}
		require.True(t, d.HasArg("count"), "%s: expected count=", d.Pos)
		require.EqualValues(t, number(t, d, "count"), count, "%s: messages on the way", d.Pos)
	case d.HasArg("leaders"):
		var leaders []machine.NodeID
		for _, n := range s.nodes {
			if n.Up() && s.node(n.ID).Role() == raft.Leader {
				leaders = append(leaders, n.ID)
			}
		}
		require.Equal(t, nodes(t, d, "leaders"), leaders, d.Pos)
	case d.HasArg("down"):
		for _, id := range nodes(t, d, "at") {
			require.False(t, s.at(id).Up(), "%s: node %d", d.Pos, id)
		}
	default:
		for _, id := range nodes(t, d, "at") {
			s.expectNode(t, d, id)
		}
	}
}

func (s *story) expectNode(t *testing.T, d *datadriven.TestData, id machine.NodeID) {
	t.Helper()
	require.True(t, s.at(id).Up(), "%s: node %d is down", d.Pos, id)
	facts := facts(s.node(id))
	if d.HasArg("follower") {
		follower := machine.NodeID(number(t, d, "follower"))
		for f := range s.node(id).Followers() {
			if f.ID == follower {
				facts = factsOf(&f)
			}
		}
	}
	for _, a := range d.CmdArgs {
		if a.Key == "at" || a.Key == "follower" {
			continue
		}
		fact, ok := facts[a.Key]
		require.True(t, ok, "%s: nothing is called %s", d.Pos, a.Key)
		want := a.Vals
		if len(want) == 1 && want[0] == "" {
			want = []string{}
		}
		require.Equal(t, want, fact, "%s: %s at node %d", d.Pos, a.Key, id)
	}
}

// facts returns what may be expected of a node, each as a list of words.
func facts(n *raft.Node) map[string][]string {
	base, _ := n.Base()
	log := []string{}
	for _, e := range n.Entries() {
		log = append(log, word(e))
	}
	votes := []string{}
	for _, id := range n.Votes() {
		votes = append(votes, fmt.Sprint(id))
	}
	return map[string][]string{
		"role": {n.Role().String()}, "term": {fmt.Sprint(n.Term())}, "vote": {fmt.Sprint(n.VotedFor())}, "leader": {fmt.Sprint(n.Leader())},
		"commit": {fmt.Sprint(n.Commit())}, "log": log, "base": {fmt.Sprint(base)}, "snapshot": {fmt.Sprint(n.Snapshot().Index)},
		"incoming": {fmt.Sprint(n.Incoming().Offset)}, "votes": votes,
	}
}

func factsOf(f *progress.Follower) map[string][]string {
	return map[string][]string{
		"progress": {f.State.String()}, "match": {fmt.Sprint(f.Match)}, "next": {fmt.Sprint(f.Next)},
	}
}
