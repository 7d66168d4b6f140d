package machine

// Output is what a host must do after a step. The host carries out everything in it; the order
// among effects of the same After is that of the lists.
type Output struct {
	// Action is the rule that fired, or "" if the input was refused.
	Action Action
	// Records are the batch to write, numbered Seq. No records, no batch.
	Records []Record
	Seq     Seq
	Sends   []Send
	Replies []Reply
	Applies []Apply
	Timers  []TimerChange
}

type (
	// Send is a message to another node.
	Send struct {
		To      NodeID
		Message Message
		After   Seq
	}
	// Reply is the answer to a request.
	Reply struct {
		ID     RequestID
		Result Result
		After  Seq
	}
	// Apply is a command to the application on this node.
	Apply struct {
		Command Command
		After   Seq
	}
	// TimerChange sets a timer, anew if it is pending, or stops it.
	TimerChange struct {
		Timer Timer
		Stop  bool
	}
)

// Reset empties o, keeping its memory: the next step writes into the same slices. A host copies from them what it has not carried out yet.
func (o *Output) Reset() {
	clear(o.Records)
	clear(o.Sends)
	clear(o.Replies)
	clear(o.Applies)
	clear(o.Timers)
	o.Action, o.Seq = "", 0
	o.Records, o.Sends, o.Replies = o.Records[:0], o.Sends[:0], o.Replies[:0]
	o.Applies, o.Timers = o.Applies[:0], o.Timers[:0]
}

// Persist writes records as the batch of that number. A step writes at most one batch.
func (o *Output) Persist(seq Seq, records ...Record) {
	if len(o.Records) > 0 {
		panic("machine: a step writes two batches")
	}
	o.Seq = seq
	o.Records = append(o.Records, records...)
}

// Send sends m to a node once the batch after is durable.
func (o *Output) Send(to NodeID, m Message, after Seq) {
	o.Sends = append(o.Sends, Send{to, m, after})
}

// Reply answers a request once the batch after is durable.
func (o *Output) Reply(id RequestID, r Result, after Seq) {
	o.Replies = append(o.Replies, Reply{id, r, after})
}

// Apply tells the application to do c once the batch after is durable.
func (o *Output) Apply(c Command, after Seq) {
	o.Applies = append(o.Applies, Apply{c, after})
}

// SetTimer sets a timer, anew if it is pending.
func (o *Output) SetTimer(t Timer) { o.Timers = append(o.Timers, TimerChange{Timer: t}) }

// StopTimer stops a timer. One that is not pending may be stopped too.
func (o *Output) StopTimer(t Timer) { o.Timers = append(o.Timers, TimerChange{Timer: t, Stop: true}) }

// Empty reports whether o asks for nothing and names no action.
func (o *Output) Empty() bool {
	return o.Action == "" && len(o.Records) == 0 && len(o.Sends) == 0 &&
		len(o.Replies) == 0 && len(o.Applies) == 0 && len(o.Timers) == 0
}
