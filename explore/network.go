package explore

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/machine"
)

// Network is what may happen to messages.
type Network uint8

const (
	// Unreliable networks lose, duplicate and reorder. The inbox is the set of all envelopes ever sent to
	// the node: one may be delivered again and again, at once, late, or never.
	Unreliable Network = iota
	// Once networks lose and reorder, but deliver no envelope more often than it was sent.
	Once
	// Ordered networks deliver what one node sends to another in the order of sending, once each, and
	// lose nothing.
	Ordered
)

func (n Network) String() string { return [...]string{"unreliable", "once", "ordered"}[n] }

// Envelope is a message on its way.
type Envelope struct {
	From, To machine.NodeID
	Message  machine.Message
}

// AppendTo appends the canonical encoding to b.
func (e Envelope) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(e.From))
	b = binary.AppendUvarint(b, uint64(e.To))
	return e.Message.AppendTo(b)
}

// Inbox is what the network holds for one node. It is an immutable value.
type Inbox struct {
	network Network
	list    []posted // sorted by key; on ordered networks by sender and then by time
}

// posted is an envelope and its encoding. On ordered networks the key is the sender alone.
type posted struct {
	Envelope
	key string
}

// Len counts the envelopes.
func (b Inbox) Len() int { return len(b.list) }

// At returns the envelope at a place. Places are in no order that says anything.
func (b Inbox) At(i int) Envelope { return b.list[i].Envelope }

// Add returns the inbox with e in it.
func (b Inbox) Add(e Envelope) Inbox {
	key := string(e.AppendTo(nil))
	if b.network == Ordered {
		key = string(binary.AppendUvarint(nil, uint64(e.From)))
	}
	at := sort.Search(len(b.list), func(i int) bool { return b.list[i].key > key })
	if b.network == Unreliable && at > 0 && b.list[at-1].key == key {
		return b
	}
	list := make([]posted, 0, len(b.list)+1)
	list = append(list, b.list[:at]...)
	list = append(list, posted{e, key})
	return Inbox{b.network, append(list, b.list[at:]...)}
}

// deliverable returns the places of the envelopes that may arrive next, equal ones once.
func (b Inbox) deliverable() []int {
	places := make([]int, 0, len(b.list))
	for i := range b.list {
		if i == 0 || b.list[i].key != b.list[i-1].key {
			places = append(places, i)
		}
	}
	return places
}

// Without returns the inbox after e was delivered or dropped, and false if it may not be.
func (b Inbox) Without(e Envelope) (Inbox, bool) {
	want := e.AppendTo(nil)
	if b.network == Unreliable {
		at := sort.Search(len(b.list), func(i int) bool { return b.list[i].key >= string(want) })
		return b, at < len(b.list) && b.list[at].key == string(want)
	}
	for _, i := range b.deliverable() {
		if !bytes.Equal(b.list[i].AppendTo(nil), want) {
			continue
		}
		return Inbox{b.network, slices.Delete(slices.Clone(b.list), i, i+1)}, true
	}
	return b, false
}

// AppendTo appends the canonical encoding to b.
func (b Inbox) AppendTo(to []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(b.list)))
	for i := range b.list {
		to = appendBytes(to, b.list[i].Envelope)
	}
	return to
}

// appender has a canonical encoding.
type appender interface{ AppendTo(b []byte) []byte }

// appendBytes appends the encoding of a and its length.
func appendBytes(b []byte, a appender) []byte {
	encoded := a.AppendTo(nil)
	b = binary.AppendUvarint(b, uint64(len(encoded)))
	return append(b, encoded...)
}
