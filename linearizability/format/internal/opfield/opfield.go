// Package opfield holds what the formats share that write an operation as a map with Jepsen's
// field names: which fields there are, and what an event means when some are missing.
package opfield

import (
	"math"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Field is one of the fields that mean something. The others are ignored.
type Field uint8

// The fields, with Jepsen's names. Key is Porcupine's.
const (
	Other   Field = 0
	Type    Field = 1 << iota
	Process       // an integer, or a name for what is no client
	F
	Value
	Key
	Time // nanoseconds
	Index
)

// Of returns the field of the given name.
func Of(name []byte) Field {
	switch string(name) {
	case "type":
		return Type
	case "process":
		return Process
	case "f":
		return F
	case "value":
		return Value
	case "key":
		return Key
	case "time":
		return Time
	case "index":
		return Index
	}
	return Other
}

// TypeOf returns the type of event of the given name.
func TypeOf(name []byte) (history.EventType, bool) {
	switch string(name) {
	case "invoke":
		return history.EventInvoke, true
	case "ok":
		return history.EventOK, true
	case "fail":
		return history.EventFail, true
	case "info":
		return history.EventInfo, true
	}
	return 0, false
}

// Named sets the process of e to one that is given by a name. Names that are decimal integers
// are client numbers, since JSON written by hand often has them; other names, such as nemesis,
// are of processes that are no clients.
func Named(e *history.Event, name string) {
	if n, ok := Decimal(name); ok {
		e.Process, e.HasProcess = n, true
		return
	}
	e.External = true
}

// Decimal returns the integer that s is the usual decimal form of.
func Decimal(s string) (int64, bool) {
	if len(s) == 0 || len(s) > 20 || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || (s[0] == '0' && len(s) > 1) || (s[0] == '-' && (s[1] == '0')) {
		return 0, false
	}
	return n, true
}

// Number returns the 64-bit integer v, or an explanation of what is wrong with it.
func Number(v history.Value) (n int64, wrong string) {
	n, ok := v.Int()
	if !ok {
		return 0, "expected a 64-bit integer, not the " + v.Kind().String() + " " + Short(v)
	}
	return n, ""
}

// Short returns v in EDN, cut to a length fit for messages.
func Short(v history.Value) string {
	const longest = 40
	s := v.String()
	if len(s) > longest {
		return s[:longest] + "..."
	}
	return s
}

// Finish completes an event whose map has just the given fields.
func Finish(e *history.Event, fields Field) {
	if fields&Time == 0 {
		e.Time = math.MinInt64
	}
	if e.F == "" && e.Type == history.EventInvoke && !e.External && isTransaction(e.Value) {
		e.F = "txn"
	}
}

// isTransaction reports whether v is a list of micro-operations such as [:append 3 1], [:r 5 nil].
func isTransaction(v history.Value) bool {
	if v.Kind() != history.KindList {
		return false
	}
	for micros := v.Cursor(); micros.Len() > 0; {
		micro, isList := micros.List()
		if !isList || micro.Len() < 2 || micro.Kind() != history.KindKeyword && micro.Kind() != history.KindString {
			return false
		}
	}
	return true
}
