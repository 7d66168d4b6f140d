package history

import "fmt"

// Independent makes the operations of h, whose values are pairs [key value], operations on
// independent objects, as jepsen.independent writes them: the key moves to Operation.Key. A
// completion may repeat the pair or leave the value nil.
//
// Nobody can tell such a pair from an argument that happens to be a list of two, such as that of
// a compare-and-set, so this is never done unasked. An invocation whose value is no pair is an
// error of type *Error; h is then unchanged.
func Independent(h *History) error {
	for i := range h.Operations {
		op := &h.Operations[i]
		if !isPair(op.Input) {
			return &Error{Name: h.Name, Line: int(op.CallLine), Msg: fmt.Sprintf("%s of %s: expected a pair [key value] of an independent object", op.F, op.Input)}
		}
		if op.Status == OK && op.Output != Nil && (!isPair(op.Output) || op.Output.Elems()[0] != op.Input.Elems()[0]) {
			return &Error{Name: h.Name, Line: int(op.ReturnLine), Msg: fmt.Sprintf("%s returned %s: expected a pair with the key %s of its invocation", op.F, op.Output, op.Input.Elems()[0])}
		}
	}
	for i := range h.Operations {
		op := &h.Operations[i]
		pair := op.Input.Elems()
		op.Key, op.Input = pair[0], pair[1]
		if isPair(op.Output) && op.Output.Elems()[0] == op.Key {
			op.Output = op.Output.Elems()[1]
		}
	}
	return nil
}

func isPair(v Value) bool { return v.Kind() == KindList && v.Len() == 2 }

// Independent does the same to one event. The name is that of the input, for the error.
func (e *Event) Independent(name string) error {
	switch {
	case isPair(e.Value):
		pair := e.Value.Elems()
		e.Key, e.Value = pair[0], pair[1]
	case e.Type == EventInvoke:
		return &Error{Name: name, Line: e.Line, Msg: fmt.Sprintf("%s of %s: expected a pair [key value] of an independent object", e.F, e.Value)}
	}
	return nil
}
