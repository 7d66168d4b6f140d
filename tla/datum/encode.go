package datum

import (
	"encoding/binary"
	"errors"
)

// The bytes with which encodings begin. Frequent small values are one byte.
const (
	codeFalse      = 0x00
	codeTrue       = 0x01
	codeInt        = 0x02 // a varint follows
	codeString     = 0x03 // its number follows
	codeModel      = 0x04 // its number follows
	codeSet        = 0x05 // the number of elements and the elements follow
	codeTuple      = 0x06 // likewise
	codeFunction   = 0x07 // the set of the keys and the values follow
	codeInterned   = 0x08 // the number of the domain and the values follow
	codeFewTuple   = 0x10 // and up to 15 more: the number of elements, which follow
	codeFewSet     = 0x20 // likewise
	codeFewDomain  = 0x30 // and up to 15 more: the number of the domain; the values follow
	codeFewInt     = 0x40 // and up to 63 more: the number
	codeFewString  = 0x80 // and up to 63 more: the number of the string
	codeFewModel   = 0xc0 // likewise
	fewParts       = 16
	fewAtoms       = 64
	maxDecodeDepth = 10000
)

// AppendTo appends an encoding of d to b. It can be decoded by the same process only. It panics with an *Error if d contains an
// infinite set.
func AppendTo(b []byte, d Datum) []byte {
	switch d.Kind() {
	case KindBool:
		return append(b, byte(d.n)) // codeFalse or codeTrue
	case KindInt:
		if d.n >= 0 && d.n < fewAtoms {
			return append(b, codeFewInt+byte(d.n))
		}
		return binary.AppendVarint(append(b, codeInt), d.n)
	case KindString:
		return appendNumber(b, codeString, codeFewString, fewAtoms, uint64(uint32(d.n)))
	case KindModel:
		return appendNumber(b, codeModel, codeFewModel, fewAtoms, uint64(uint32(d.n)))
	case KindSet:
		elems := elements(d)
		b = appendNumber(b, codeSet, codeFewSet, fewParts, uint64(len(elems)))
		return appendAll(b, elems)
	}
	f := d.node.points()
	if f.dom == nil {
		b = appendNumber(b, codeTuple, codeFewTuple, fewParts, uint64(len(f.elems)))
	} else if number, interned := f.dom.number(); interned {
		b = appendNumber(b, codeInterned, codeFewDomain, fewParts, uint64(number))
	} else {
		b = AppendTo(append(b, codeFunction), Datum{node: f.dom})
	}
	return appendAll(b, f.elems)
}

func appendAll(b []byte, elems []Datum) []byte {
	for _, e := range elems {
		b = AppendTo(b, e)
	}
	return b
}

// appendNumber appends a code with a number, as one byte if it is small.
func appendNumber(b []byte, code, short byte, few, number uint64) []byte {
	if number < few {
		return append(b, short+byte(number))
	}
	return binary.AppendUvarint(append(b, code), number)
}

var (
	errShort   = errors.New("the encoding of a value ends too early")
	errUnknown = errors.New("the encoding of a value is damaged")
	errDeep    = errors.New("the encoding of a value is nested too deeply")
)

// Decode reads what AppendTo appended, and returns what follows it.
func Decode(b []byte) (Datum, []byte, error) {
	d := decoder{rest: b}
	v := d.value(0)
	if d.err != nil {
		return Datum{}, nil, d.err
	}
	return v, d.rest, nil
}

// decoder reads from rest until there is an error.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) fail(err error) Datum {
	if d.err == nil {
		d.err = err
	}
	d.rest = nil
	return Datum{}
}

func (d *decoder) value(depth int) Datum {
	if len(d.rest) == 0 {
		return d.fail(errShort)
	}
	if depth > maxDecodeDepth {
		return d.fail(errDeep)
	}
	code := d.rest[0]
	d.rest = d.rest[1:]
	switch {
	case code >= codeFewModel:
		return d.named(modelNode, uint64(code-codeFewModel))
	case code >= codeFewString:
		return d.named(stringNode, uint64(code-codeFewString))
	case code >= codeFewInt:
		return Int(int64(code - codeFewInt))
	case code >= codeFewDomain:
		return d.function(uint64(code-codeFewDomain), depth)
	case code >= codeFewSet:
		return d.parts(KindSet, repElems, uint64(code-codeFewSet), depth)
	case code >= codeFewTuple:
		return d.parts(KindFunction, repTuple, uint64(code-codeFewTuple), depth)
	}
	return d.long(code, depth)
}

// long reads what begins with a code that a number or a value follows.
func (d *decoder) long(code byte, depth int) Datum {
	switch code {
	case codeFalse, codeTrue:
		return Bool(code == codeTrue)
	case codeInt:
		n, size := binary.Varint(d.rest)
		if size <= 0 {
			return d.fail(errShort)
		}
		d.rest = d.rest[size:]
		return Int(n)
	case codeString:
		return d.named(stringNode, d.number())
	case codeModel:
		return d.named(modelNode, d.number())
	case codeSet:
		return d.parts(KindSet, repElems, d.number(), depth)
	case codeTuple:
		return d.parts(KindFunction, repTuple, d.number(), depth)
	case codeInterned:
		return d.function(d.number(), depth)
	case codeFunction:
		dom := d.value(depth + 1)
		if d.err == nil && dom.Kind() != KindSet {
			return d.fail(errUnknown)
		}
		return d.functionOn(dom.node, depth)
	}
	return d.fail(errUnknown)
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.fail(errShort)
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) named(node *Node, number uint64) Datum {
	n, known := withNumber(number)
	if !known {
		return d.fail(errUnknown)
	}
	return Datum{node, n}
}

// parts reads the elements of a set or a tuple.
func (d *decoder) parts(kind Kind, rep rep, n uint64, depth int) Datum {
	if n > uint64(len(d.rest)) {
		return d.fail(errShort)
	}
	if n == 0 {
		if kind == KindSet {
			return EmptySet
		}
		return EmptyTuple
	}
	node := newNode(kind, rep, int(n))
	d.fill(node.elems, depth)
	return Datum{node: node}
}

func (d *decoder) fill(elems []Datum, depth int) {
	for i := range elems {
		elems[i] = d.value(depth + 1)
	}
}

// function reads the values of a function on an interned domain.
func (d *decoder) function(number uint64, depth int) Datum {
	dom, known := domainWithNumber(number)
	if !known {
		return d.fail(errUnknown)
	}
	return d.functionOn(dom, depth)
}

func (d *decoder) functionOn(dom *Node, depth int) Datum {
	if d.err != nil {
		return Datum{}
	}
	if len(dom.elems) == 0 {
		return d.fail(errUnknown)
	}
	if len(dom.elems) > len(d.rest) {
		return d.fail(errShort)
	}
	node := newFunction(dom, len(dom.elems))
	d.fill(node.elems, depth)
	return Datum{node: node}
}
