package faults

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/bench/raft/harness"
)

const (
	// roundsInTick is how many messages after each other fit between two heartbeats.
	roundsInTick = 4
	// electionTicks is the election timeout.
	electionTicks = 10
)

// world is a cluster, its network and its time. In each round, every node that is up gets the messages that were sent in the round before.
type world[M any, D harness.Data] struct {
	core   harness.Core[M, D]
	ledger *ledger
	seats  []*seat[M, D]
	lost   [][]bool // from, to: messages do not arrive
	round  int

	messages int // sent
}

// seat is the place of a node. It is its host.
type seat[M any, D harness.Data] struct {
	world         *world[M, D]
	id            int
	node          harness.Node[M, D]
	up            bool
	coming, going []envelope[M] // for the next round, for this one
}

type envelope[M any] struct {
	from    int
	message M
}

func newWorld[M any, D harness.Data](core harness.Core[M, D], s *Script) *world[M, D] {
	w := &world[M, D]{core: core, ledger: newLedger(s.Nodes)}
	for id := 1; id <= s.Nodes; id++ {
		w.lost = append(w.lost, make([]bool, s.Nodes))
		w.seats = append(w.seats, &seat[M, D]{world: w, id: id, up: true, node: core.New(id, &harness.Options{
			Nodes: s.Nodes, PreVote: s.PreVote, CheckQuorum: s.CheckQuorum, ElectionTicks: electionTicks,
			MaxInflight: 256, MaxMessageBytes: 1 << 20, Trailing: 4, Random: rand.New(rand.NewPCG(s.Seed, uint64(id))),
		})})
	}
	return w
}

// step plays a round. Clocks of different nodes tick in different rounds.
func (w *world[M, D]) step() {
	for _, s := range w.seats {
		s.coming, s.going = s.going[:0], s.coming
	}
	for _, s := range w.seats {
		if !s.up {
			for _, e := range s.going {
				w.seats[e.from-1].sent(e, false)
			}
			continue
		}
		if w.round%roundsInTick == s.id%roundsInTick {
			s.node.Tick()
		}
		s.receive()
		s.node.Flush(s)
		if term, leads := s.node.Leader(); leads {
			w.ledger.lead(s.id, term)
		}
	}
	w.round++
}

// ticks is how much time has passed.
func (w *world[M, D]) ticks() float64 { return float64(w.round) / roundsInTick }

// receive gives the node what has arrived.
func (s *seat[M, D]) receive() {
	for _, e := range s.going {
		if s.world.lost[e.from-1][s.id-1] {
			s.world.seats[e.from-1].sent(e, false)
			continue
		}
		s.node.Receive(e.message)
		s.world.seats[e.from-1].sent(e, true)
	}
	s.going = s.going[:0]
}

// sent says whether a message has arrived, to who has sent it.
func (s *seat[M, D]) sent(e envelope[M], arrived bool) {
	if s.up {
		s.node.Sent(e.message, arrived)
	}
}

// crash ends a node in the middle of the burst in which it gets what has arrived.
func (w *world[M, D]) crash(id int) {
	s := w.seats[id-1]
	if !s.up {
		return
	}
	s.coming, s.going = s.going[:0], s.coming
	s.receive()
	s.node.Crash(s)
	s.up = false
	w.ledger.crash(id)
}

func (w *world[M, D]) restart(id int) {
	if s := w.seats[id-1]; !s.up {
		s.up = true
		s.node.Restart()
	}
}

// heal loses no more messages.
func (w *world[M, D]) heal() {
	for _, to := range w.lost {
		clear(to)
	}
}

// compact has all nodes take a snapshot.
func (w *world[M, D]) compact() {
	for i, s := range w.seats {
		if index := w.ledger.applied[i]; s.up && index > 0 {
			s.node.Compact(index)
		}
	}
}

// leaders returns the nodes that say that they lead.
func (w *world[M, D]) leaders() (ids []int) {
	for _, s := range w.seats {
		if s.up {
			if _, leads := s.node.Leader(); leads {
				ids = append(ids, s.id)
			}
		}
	}
	return ids
}

// propose makes a proposal at a node.
func (w *world[M, D]) propose(at int) (id uint64, taken bool) {
	id = w.ledger.propose(at)
	taken = w.seats[at-1].node.Propose(id, w.core.Data(data(id)))
	if !taken {
		w.ledger.refuse(id)
	}
	return id, taken
}

func (s *seat[M, D]) Send(to int, m M) {
	s.world.messages++
	t := s.world.seats[to-1]
	t.coming = append(t.coming, envelope[M]{s.id, m})
}

func (s *seat[M, D]) Apply(index uint64, d D) { s.world.ledger.apply(s.id, index, number(d)) }

func (s *seat[M, D]) Restore(index uint64) { s.world.ledger.restore(s.id, index) }

func (s *seat[M, D]) Answer(id uint64, applied bool) { s.world.ledger.answer(s.id, id, applied) }
