package rsm

import "fmt"

// Kind says what became of a proposal.
type Kind uint8

// The kinds of outcomes. Unknown and NotApplied are said by the log, of proposals whose entry this replica has not applied; the others by Sessions.
const (
	// Unknown means that the proposal may or may not be applied. The zero value knows nothing.
	Unknown Kind = iota
	// NotApplied means that the proposal is not applied and never will be.
	NotApplied
	// Registered means that there is a session.
	Registered
	// Applied means that the command has taken effect, once, by this proposal or by an earlier one.
	Applied
	// Expired means that there is no such session, any more: the proposal has no effect, but what became of earlier attempts of the same
	// command is forgotten.
	Expired
	// Freed means that the client has acknowledged the number before: the proposal has no effect, and the result of
	// earlier attempts is forgotten.
	Freed
	// Crowded means that the number is too far ahead of what the client has acknowledged. Neither the proposal nor an attempt before it
	// has had an effect; after acknowledging more the client may try again.
	Crowded
	// Malformed means that the entry is no encoding of a Register or Command. It has no effect.
	Malformed
)

var kinds = [...]string{"unknown", "not applied", "registered", "applied", "session expired", "freed", "too many outstanding", "malformed"}

func (k Kind) String() string {
	if int(k) >= len(kinds) {
		return fmt.Sprintf("kind %d", uint8(k))
	}
	return kinds[k]
}

// Outcome is what became of a proposal: of one attempt, where there are several. It compares with ==.
type Outcome struct {
	Kind Kind
	// Session is the session, which with Registered is a new one. It is 0 where it is not known.
	Session uint64
	// Seq is the number of the command, 0 of a Register.
	Seq uint64
	// Result is what the application has answered; only with Applied.
	Result string
	// Cached says that an earlier attempt was applied, and this is its result.
	Cached bool
}

func (o Outcome) String() string {
	switch {
	case o.Kind == Registered:
		return fmt.Sprintf("registered session %d", o.Session)
	case o.Cached:
		return fmt.Sprintf("applied before: %q", o.Result)
	case o.Kind == Applied:
		return fmt.Sprintf("applied: %q", o.Result)
	default:
		return o.Kind.String()
	}
}

// Err returns nil if the proposal is applied or registered. Else it returns an error that is either ErrNotApplied or ErrUnknown and says
// what to do. It speaks of the command as far as the session knows: of Expired and Freed it is ErrUnknown, since there may
// have been earlier attempts. Client knows whether there were.
func (o Outcome) Err() error {
	switch o.Kind {
	case Applied, Registered:
		return nil
	case NotApplied:
		return o.error("the log has gone on without the entry; propose it again", ErrNotApplied)
	case Expired:
		return o.error("there is no such session any more, so what became of earlier attempts is not known; "+
			"register another session, and read what the command would have changed", ErrExpired, ErrUnknown)
	case Freed:
		return o.error("the client has acknowledged this number, so its result is forgotten", ErrFreed, ErrUnknown)
	case Crowded:
		return o.error("the number is too far ahead of what the client has acknowledged; propose it again after an earlier one is answered", ErrOutstanding, ErrNotApplied)
	case Malformed:
		return o.error("the entry is no encoding of an entry of rsm; propose what Entry.AppendTo appends", ErrMalformed, ErrNotApplied)
	default:
		return o.error("no answer came; propose it again under the same number in the same session", ErrUnknown)
	}
}

func (o Outcome) error(why string, kinds ...error) error { return &Error{o, why, kinds} }
