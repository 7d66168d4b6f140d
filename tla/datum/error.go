package datum

import "fmt"

// Error says what TLA+ leaves unspecified, or what is too large, and so was not computed. Operations panic with it.
type Error struct {
	Message string
}

func (e *Error) Error() string { return e.Message }

func fail(format string, args ...any) {
	panic(&Error{fmt.Sprintf(format, args...)})
}

// described prints a value for an error, not too long, and as a few words if it cannot be printed.
func described(d Datum) (text string) {
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(*Error); !ok {
				panic(e)
			}
			text = "(a value that cannot be printed)"
		}
	}()
	const most = 1000
	text = string(appendBrief(nil, d))
	if len(text) > most {
		text = text[:most] + "..."
	}
	return text
}

// kindNames are for errors.
var kindNames = map[Kind]string{
	KindNone:     "no value",
	KindBool:     "the Boolean",
	KindInt:      "the integer",
	KindString:   "the string",
	KindModel:    "the model value",
	KindSet:      "the set",
	KindFunction: "the function",
}

// what describes a value with its kind.
func what(d Datum) string {
	kind := kindNames[d.Kind()]
	switch {
	case d.IsZero():
		return kind
	case IsTuple(d):
		kind = "the tuple"
	case isRecord(d):
		kind = "the record"
	}
	return kind + " " + described(d)
}

// failCompare is for values of which TLA+ does not say whether they are equal.
func failCompare(a, b Datum) {
	fail("attempted to compare %s with %s", what(a), what(b))
}

// failMember is for values of which TLA+ does not say whether they are elements of a set.
func failMember(x, set Datum) {
	fail("attempted to check if %s is an element of the set %s", what(x), described(set))
}

// needSet refuses what is no set.
func needSet(d Datum) {
	if d.Kind() != KindSet {
		fail("expected a set, found %s", what(d))
	}
}

// needFunction refuses what is no function.
func needFunction(d Datum) {
	if d.Kind() != KindFunction {
		fail("expected a function, found %s", what(d))
	}
}
