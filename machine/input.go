package machine

import "fmt"

// Input is something that happens to a machine: Receive, Fire, Request, Flush or Persisted.
type Input interface {
	fmt.Stringer
	isInput()
}

// RequestID joins a reply to its request. It is chosen by the host and unique among the requests
// that wait for a reply of one machine. 0 is none.
type RequestID uint64

type (
	// Receive is the arrival of a message.
	Receive struct {
		From    NodeID
		Message Message
	}
	// Fire is the end of a timer, which is pending no more.
	Fire struct{ Timer Timer }
	// Request is what a client asks of this node.
	Request struct {
		ID RequestID
		Op Op
	}
	// Flush ends a burst of inputs: what the machine has put off to send together, it sends.
	Flush struct{}
	// Persisted says that the batch of that number is durable, as are all before it. Each batch is
	// acknowledged, in the order of their numbers.
	Persisted struct{ Seq Seq }
)

func (Receive) isInput()   {}
func (Fire) isInput()      {}
func (Request) isInput()   {}
func (Flush) isInput()     {}
func (Persisted) isInput() {}

func (i Receive) String() string   { return fmt.Sprintf("receive %v from %d", i.Message, i.From) }
func (i Fire) String() string      { return fmt.Sprintf("fire %v", i.Timer) }
func (i Request) String() string   { return fmt.Sprintf("request %d: %v", i.ID, i.Op) }
func (Flush) String() string       { return "flush" }
func (i Persisted) String() string { return fmt.Sprintf("persisted %d", i.Seq) }
