package history

// EventType says what an event is: an invocation, or how an operation completed.
type EventType uint8

// The types of events, with Jepsen's names and meanings.
const (
	EventInvoke EventType = iota
	EventOK
	EventFail
	EventInfo
)

// String returns Jepsen's name of the type.
func (t EventType) String() string { return [...]string{"invoke", "ok", "fail", "info"}[t] }

// Event is one line of a history as test systems record it: something a process did.
type Event struct {
	Type EventType
	// Process is the client's number. It means nothing when HasProcess is false.
	Process int64
	// HasProcess is false if the source names no process.
	HasProcess bool
	// External marks events that are not of clients, such as those of a nemesis.
	External bool
	// F is the function; it may be empty in a completion.
	F string
	// Key is the independent object, where the format has a place for it.
	Key   Value
	Value Value
	// Index is the event's place in the history by its source. It means nothing when HasIndex is
	// false. Events come in its order.
	Index    int64
	HasIndex bool
	// Time is in nanoseconds, or NoTime.
	Time int64
	// Line is where the event begins in its input, from 1; 0 if unknown.
	Line int
}
