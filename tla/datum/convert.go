package datum

import (
	"encoding/binary"

	"github.com/tenet-go/tenet/tla/value"
)

// FromValue returns the value that the engine computes with.
func FromValue(v value.Value) Datum {
	if v.IsZero() {
		return Datum{}
	}
	var buffer [512]byte
	return fromCode(v.AppendTo(buffer[:0]))
}

// fromCode reads the canonical encoding of package value.
func fromCode(code []byte) Datum {
	rest := code[1:]
	switch code[0] {
	case 'b':
		return Bool(rest[0] == '1')
	case 'i':
		return Int(int64(binary.BigEndian.Uint64(rest) ^ 1<<63))
	case 't':
		return Datum{stringNode, internBytes(rest)}
	case 'm':
		return Datum{modelNode, internBytes(rest)}
	case 's':
		return setFromCode(rest)
	}
	return functionFromCode(rest)
}

// nextCode splits the encoding of a part off.
func nextCode(rest []byte) (part, after []byte) {
	size, used := uint64(rest[0]), 1
	if size >= 0x80 {
		size, used = binary.Uvarint(rest)
	}
	return rest[used : used+int(size)], rest[used+int(size):]
}

// countCodes returns how many parts there are.
func countCodes(rest []byte) int {
	n := 0
	for len(rest) > 0 {
		_, rest = nextCode(rest)
		n++
	}
	return n
}

func setFromCode(rest []byte) Datum {
	n := countCodes(rest)
	if n == 0 {
		return EmptySet
	}
	node := newNode(KindSet, repElems, n)
	for i := range node.elems {
		var part []byte
		part, rest = nextCode(rest)
		node.elems[i] = fromCode(part)
	}
	sortElements(node.elems) // there are no duplicates
	return Datum{node: node}
}

func functionFromCode(rest []byte) Datum {
	n := countCodes(rest) / 2
	if n == 0 {
		return EmptyTuple
	}
	var few [slots]Datum
	keys := few[:0]
	node := newNode(KindFunction, repFunction, n)
	for i := range node.elems {
		var key, part []byte
		key, rest = nextCode(rest)
		part, rest = nextCode(rest)
		keys = append(keys, fromCode(key))
		node.elems[i] = fromCode(part)
	}
	for i := 1; i < n; i++ {
		if Compare(keys[i-1], keys[i]) > 0 { // sets and functions are in another order there
			return Pairs(append([]Datum(nil), keys...), node.elems)
		}
	}
	if isCount(keys) {
		node.rep = repTuple
		return Datum{node: node}
	}
	node.dom = domainOfKeys(keys)
	return Datum{node: node}
}

// ToValue returns the value for other parts of the program. It panics with an *Error if d contains an infinite set.
func ToValue(d Datum) value.Value {
	switch d.Kind() {
	case KindNone:
		return value.Value{}
	case KindBool:
		return value.Bool(d.n != 0)
	case KindInt:
		return value.Int(d.n)
	case KindString:
		return value.String(d.Text())
	case KindModel:
		return value.Model(d.Text())
	case KindSet:
		return value.Set(toValues(elements(d))...)
	}
	f := d.node.points()
	if f.dom == nil {
		return value.Tuple(toValues(f.elems)...)
	}
	pairs := make([]value.Pair, len(f.elems))
	for i, key := range f.dom.elems {
		pairs[i] = value.Pair{Key: ToValue(key), Value: ToValue(f.elems[i])}
	}
	return value.Function(pairs...)
}

func toValues(elems []Datum) []value.Value {
	values := make([]value.Value, len(elems))
	for i, e := range elems {
		values[i] = ToValue(e)
	}
	return values
}
