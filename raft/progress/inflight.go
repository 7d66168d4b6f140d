package progress

// Inflight are messages with entries that were sent and not answered, oldest first.
type Inflight struct {
	messages []message
	bytes    int
}

type message struct {
	last  uint64 // index of the last entry
	bytes int
}

// Add notes a message with entries up to last.
func (w *Inflight) Add(last uint64, bytes int) {
	w.messages = append(w.messages, message{last, bytes})
	w.bytes += bytes
}

// Free forgets the messages whose entries end at index or before.
func (w *Inflight) Free(index uint64) {
	n := 0
	for n < len(w.messages) && w.messages[n].last <= index {
		w.bytes -= w.messages[n].bytes
		n++
	}
	w.messages = w.messages[:copy(w.messages, w.messages[n:])]
}

// Clear forgets all messages.
func (w *Inflight) Clear() { w.messages, w.bytes = w.messages[:0], 0 }

// Len counts the messages.
func (w *Inflight) Len() int { return len(w.messages) }

// Last returns up to where the entries of the i-th message go.
func (w *Inflight) Last(i int) uint64 { return w.messages[i].last }

// Bytes returns how much the i-th message counts.
func (w *Inflight) Bytes(i int) int { return w.messages[i].bytes }

// Total returns how much all messages count together.
func (w *Inflight) Total() int { return w.bytes }
