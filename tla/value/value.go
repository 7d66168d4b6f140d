// Package value holds values of TLA+: what specifications compute with, what TLC prints, and what Go states are
// mapped to when code is held to its specification.
//
// A [Value] is its own canonical encoding. So values compare with ==, are keys of maps, and sort; two
// values are equal in TLA+ if and only if they are == in Go: a tuple is a function over 1..n, a
// record a function over strings, and so they are here.
package value

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Value is a value of TLA+. The zero Value is none.
type Value struct{ code string }

// The kinds of values, as the first byte of their encodings, and so in the order in which they sort.
const (
	kindBool     = 'b'
	kindFunction = 'f'
	kindInt      = 'i'
	kindModel    = 'm'
	kindSet      = 's'
	kindString   = 't'
)

// Bool returns TRUE or FALSE.
func Bool(b bool) Value {
	if b {
		return Value{"b1"}
	}
	return Value{"b0"}
}

// Int returns an integer.
func Int(n int64) Value {
	if 0 <= n && n < int64(len(small)) {
		return small[n]
	}
	return newInt(n)
}

// small are the integers that occur most.
var small = func() (ints [256]Value) {
	for n := range ints {
		ints[n] = newInt(int64(n))
	}
	return ints
}()

func newInt(n int64) Value {
	b := [9]byte{kindInt}
	binary.BigEndian.PutUint64(b[1:], uint64(n)^1<<63) // so that encodings sort as numbers do
	return Value{string(b[:])}
}

// String returns a string.
func String(s string) Value { return Value{string(kindString) + s} }

// Model returns the model value of that name: a value equal to itself and nothing else.
func Model(name string) Value { return Value{string(kindModel) + name} }

// Set returns the set of elems, which may be given in any order and more than once.
func Set(elems ...Value) Value {
	for i := 1; i < len(elems); i++ {
		if Compare(elems[i-1], elems[i]) >= 0 {
			sorted := slices.Clone(elems)
			slices.SortFunc(sorted, Compare)
			return compound(kindSet, slices.Compact(sorted))
		}
	}
	return compound(kindSet, elems)
}

// Tuple returns the sequence of elems: the function over 1..n.
func Tuple(elems ...Value) Value {
	n := 1
	for i, e := range elems {
		n += sizeOf(Int(int64(i+1))) + sizeOf(e)
	}
	e := encoder{}
	e.Grow(n)
	e.WriteByte(kindFunction)
	for i, x := range elems {
		e.part(Int(int64(i + 1)))
		e.part(x)
	}
	return Value{e.String()}
}

// Pair is one argument of a function and its value there.
type Pair struct{ Key, Value Value }

// Function returns the function of those pairs. It panics if a key occurs twice.
func Function(pairs ...Pair) Value {
	sorted := slices.Clone(pairs)
	slices.SortFunc(sorted, func(a, b Pair) int { return Compare(a.Key, b.Key) })
	flat := make([]Value, 0, 2*len(sorted))
	for i, p := range sorted {
		if i > 0 && sorted[i-1].Key == p.Key {
			panic(fmt.Sprintf("value: two values of a function at %v", p.Key))
		}
		flat = append(flat, p.Key, p.Value)
	}
	return compound(kindFunction, flat)
}

// Field is a field of a record.
type Field struct {
	Name  string
	Value Value
}

// Record returns the record of those fields: the function over their names.
func Record(fields ...Field) Value {
	pairs := make([]Pair, len(fields))
	for i, f := range fields {
		pairs[i] = Pair{String(f.Name), f.Value}
	}
	return Function(pairs...)
}

// Compare orders values totally: integers as numbers, others by their encodings.
func Compare(a, b Value) int { return strings.Compare(a.code, b.code) }

// IsZero reports whether v is the zero Value.
func (v Value) IsZero() bool { return v.code == "" }

// AppendTo appends the canonical encoding to b.
func (v Value) AppendTo(b []byte) []byte { return append(b, v.code...) }

// compound encodes the parts of a set or function, each with its length.
func compound(kind byte, parts []Value) Value {
	n := 1
	for _, p := range parts {
		n += sizeOf(p)
	}
	e := encoder{}
	e.Grow(n)
	e.WriteByte(kind)
	for _, p := range parts {
		e.part(p)
	}
	return Value{e.String()}
}

// encoder writes the encoding of a compound value.
type encoder struct{ strings.Builder }

func (e *encoder) part(p Value) {
	n := uint(len(p.code))
	for ; n >= 0x80; n >>= 7 {
		e.WriteByte(byte(n) | 0x80)
	}
	e.WriteByte(byte(n))
	e.WriteString(p.code)
}

// sizeOf returns how many bytes a part takes.
func sizeOf(p Value) int {
	size := len(p.code) + 1
	for n := len(p.code); n >= 0x80; n >>= 7 {
		size++
	}
	return size
}

// parts decodes what compound encoded.
func (v Value) parts() []Value {
	all := make([]Value, 0, v.count())
	for rest := v.code[1:]; len(rest) > 0; {
		n, used := uvarint(rest)
		all = append(all, Value{rest[used : used+n]})
		rest = rest[used+n:]
	}
	return all
}

// count returns how many parts there are.
func (v Value) count() (count int) {
	for rest := v.code[1:]; len(rest) > 0; count++ {
		n, used := uvarint(rest)
		rest = rest[used+n:]
	}
	return count
}

// uvarint is binary.Uvarint of a string.
func uvarint(s string) (n, used int) {
	for shift := 0; ; shift += 7 {
		b := s[used]
		used++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n, used
		}
	}
}
