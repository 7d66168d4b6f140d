package history

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unique"
)

// Kind says what a Value is.
type Kind uint8

// The kinds of values, in the order in which Compare sorts them.
const (
	KindNil Kind = iota
	KindBool
	KindInt
	KindFloat
	KindBigInt
	KindString
	KindKeyword
	KindSymbol
	KindList // EDN lists and vectors, JSON arrays
	KindSet
	KindMap    // EDN maps, JSON objects
	KindTagged // EDN tagged literals other than the built-in ones
)

var kindNames = [...]string{
	"nil", "boolean", "integer", "float", "big integer", "string",
	"keyword", "symbol", "list", "set", "map", "tagged literal",
}

// String returns the name of the kind, as error messages use it.
func (k Kind) String() string { return kindNames[k] }

// Value is an immutable value as it occurs in histories: the union of what EDN and JSON can say.
// The zero Value is nil.
//
// Equal values are equal under ==, so that a Value can be a map key. This holds for collections
// too: a collection is interned under its canonical encoding, in which sets and maps are sorted.
// EDN lists and vectors are one kind, since EDN calls (1 2) and [1 2] equal.
type Value struct {
	num int64 // integers, booleans (0, 1), bits of floats
	// text is the zero handle for nil, one of the marks below for values held in num, and
	// otherwise the encoding of the value: a byte of Kind, then its payload.
	text unique.Handle[string]
}

var (
	intMark   = unique.Make(string([]byte{byte(KindInt)}))
	boolMark  = unique.Make(string([]byte{byte(KindBool)}))
	floatMark = unique.Make(string([]byte{byte(KindFloat)}))
	nilMark   unique.Handle[string]
)

// Nil is the nil value.
var Nil Value

// Int returns an integer.
func Int(i int64) Value { return Value{i, intMark} }

// Bool returns a boolean.
func Bool(b bool) Value {
	if b {
		return Value{1, boolMark}
	}
	return Value{0, boolMark}
}

// Float returns a floating-point number. All NaNs are one value, and -0 is 0.
func Float(f float64) Value {
	if math.IsNaN(f) {
		f = math.NaN()
	}
	if f == 0 {
		f = 0
	}
	return Value{int64(math.Float64bits(f)), floatMark}
}

// String returns a string.
func String(s string) Value { return text(KindString, s) }

// Keyword returns the EDN keyword :s.
func Keyword(s string) Value { return text(KindKeyword, s) }

// Symbol returns the EDN symbol s.
func Symbol(s string) Value { return text(KindSymbol, s) }

// BigInt returns an integer that does not fit 64 bits, given by its decimal digits.
func BigInt(digits string) Value { return text(KindBigInt, digits) }

func text(k Kind, s string) Value {
	b := make([]byte, 0, 64)
	return intern(append(append(b, byte(k)), s...))
}

func intern(b []byte) Value { return Value{0, unique.Make(string(b))} }

// List returns a list of the given elements.
func List(elems ...Value) Value { return collection(KindList, elems) }

// Set returns the set of the given elements; repeated ones count once.
func Set(elems ...Value) Value {
	sorted := slices.Clone(elems)
	slices.SortFunc(sorted, Compare)
	return collection(KindSet, slices.Compact(sorted))
}

// Entry is one key of a map with its value.
type Entry struct{ Key, Value Value }

// Map returns the map of the given entries. Of entries with one key the last counts.
func Map(entries ...Entry) Value {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b Entry) int { return Compare(a.Key, b.Key) })
	flat := make([]Value, 0, 2*len(sorted))
	for i, e := range sorted {
		if i+1 < len(sorted) && sorted[i+1].Key == e.Key {
			continue
		}
		flat = append(flat, e.Key, e.Value)
	}
	return collection(KindMap, flat)
}

// Tagged returns the EDN tagged literal #tag v.
func Tagged(tag string, v Value) Value { return collection(KindTagged, []Value{Symbol(tag), v}) }

func collection(k Kind, elems []Value) Value {
	b := make([]byte, 0, 256)
	b = append(b, byte(k))
	b = binary.AppendUvarint(b, uint64(len(elems)))
	for _, e := range elems {
		b = e.AppendBinary(b)
	}
	return intern(b)
}

// AppendBinary appends the canonical encoding of v to b: equal values have equal encodings, and
// no encoding is a prefix of another.
func (v Value) AppendBinary(b []byte) []byte {
	switch v.text {
	case nilMark:
		return append(b, byte(KindNil))
	case intMark:
		return binary.AppendVarint(append(b, byte(KindInt)), v.num)
	case boolMark:
		return append(b, byte(KindBool), byte(v.num))
	case floatMark:
		return binary.BigEndian.AppendUint64(append(b, byte(KindFloat)), uint64(v.num))
	}
	s := v.text.Value()
	if Kind(s[0]) >= KindList {
		return append(b, s...)
	}
	b = binary.AppendUvarint(append(b, s[0]), uint64(len(s)-1))
	return append(b, s[1:]...)
}

// Kind returns the kind of v.
func (v Value) Kind() Kind {
	switch v.text {
	case nilMark:
		return KindNil
	case intMark:
		return KindInt
	case boolMark:
		return KindBool
	case floatMark:
		return KindFloat
	}
	return Kind(v.text.Value()[0])
}

// IsNil reports whether v is nil.
func (v Value) IsNil() bool { return v == Nil }

// Int returns the integer v, and whether v is one.
func (v Value) Int() (int64, bool) { return v.num, v.text == intMark }

// Bool returns the boolean v, and whether v is one.
func (v Value) Bool() (value, ok bool) { return v.num == 1, v.text == boolMark }

// Float returns the floating-point number v, and whether v is one.
func (v Value) Float() (float64, bool) {
	return math.Float64frombits(uint64(v.num)), v.text == floatMark
}

// Text returns the text of a string, keyword, symbol or big integer, without any leading colon,
// and whether v is one of these.
func (v Value) Text() (string, bool) {
	switch k := v.Kind(); k {
	case KindString, KindKeyword, KindSymbol, KindBigInt:
		return v.text.Value()[1:], true
	default:
		return "", false
	}
}

// Len returns the number of elements of a list or set, of entries of a map, and 0 otherwise.
func (v Value) Len() int {
	n, _ := v.flatLen()
	if v.Kind() == KindMap {
		return n / 2
	}
	return n
}

// flatLen returns the number of encoded values in a collection, and where they begin.
func (v Value) flatLen() (n int, rest string) {
	if v.Kind() < KindList {
		return 0, ""
	}
	s := v.text.Value()[1:]
	u, used := uvarint(s)
	return int(u), s[used:]
}

// Elems returns the elements of a list, or of a set in canonical order; nil for other kinds.
func (v Value) Elems() []Value {
	if k := v.Kind(); k != KindList && k != KindSet {
		return nil
	}
	return v.flat()
}

// Entries returns the entries of a map in canonical order of their keys; nil for other kinds.
func (v Value) Entries() []Entry {
	if v.Kind() != KindMap {
		return nil
	}
	flat := v.flat()
	entries := make([]Entry, len(flat)/2)
	for i := range entries {
		entries[i] = Entry{flat[2*i], flat[2*i+1]}
	}
	return entries
}

// Lookup returns the value of key in the map v, and whether v is a map that has it.
func (v Value) Lookup(key Value) (Value, bool) {
	for _, e := range v.Entries() {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Nil, false
}

// Tag returns the tag and the value of a tagged literal, and whether v is one.
func (v Value) Tag() (tag string, value Value, ok bool) {
	if v.Kind() != KindTagged {
		return "", Nil, false
	}
	flat := v.flat()
	tag, _ = flat[0].Text()
	return tag, flat[1], true
}

func (v Value) flat() []Value {
	n, s := v.flatLen()
	values := make([]Value, n)
	for i := range values {
		values[i], s = decode(s)
	}
	return values
}

// decode reads one value of an encoding made by AppendBinary and returns what follows it.
func decode(s string) (Value, string) {
	kind := Kind(s[0])
	switch kind {
	case KindNil:
		return Nil, s[1:]
	case KindBool:
		return Bool(s[1] == 1), s[2:]
	case KindInt:
		u, n := uvarint(s[1:])
		return Int(int64(u>>1) ^ -int64(u&1)), s[1+n:]
	case KindFloat:
		return Value{int64(binary.BigEndian.Uint64([]byte(s[1:9]))), floatMark}, s[9:]
	}
	if kind < KindList {
		u, n := uvarint(s[1:])
		end := 1 + n + int(u)
		return text(kind, s[1+n:end]), s[end:]
	}
	rest := skip(s)
	return Value{0, unique.Make(strings.Clone(s[:len(s)-len(rest)]))}, rest
}

// skip returns what follows the first value of an encoding.
func skip(s string) string {
	for pending := 1; pending > 0; pending-- {
		kind := Kind(s[0])
		switch {
		case kind == KindNil:
			s = s[1:]
		case kind == KindBool:
			s = s[2:]
		case kind == KindFloat:
			s = s[9:]
		default:
			u, n := uvarint(s[1:])
			s = s[1+n:]
			if kind >= KindList {
				pending += int(u)
			} else if kind != KindInt {
				s = s[u:]
			}
		}
	}
	return s
}

// uvarint is binary.Uvarint for strings; its input is always well formed.
func uvarint(s string) (u uint64, n int) {
	for shift := 0; ; shift += 7 {
		c := s[n]
		n++
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return u, n
		}
	}
}

// Compare orders values: numbers of all kinds by size, others first by kind, then texts by bytes,
// collections by their elements and then by length. Numbers of one size and different kinds are
// different values, ordered by kind.
func Compare(a, b Value) int {
	if a == b {
		return 0
	}
	ka, kb := a.Kind(), b.Kind()
	if isNumber(ka) && isNumber(kb) && (ka != kb || ka == KindBigInt) {
		return cmp.Or(compareNumbers(a, b), cmp.Compare(ka, kb), cmp.Compare(a.String(), b.String()))
	}
	if ka != kb {
		return cmp.Compare(ka, kb)
	}
	switch ka {
	case KindInt, KindBool:
		return cmp.Compare(a.num, b.num)
	case KindFloat:
		x, _ := a.Float()
		y, _ := b.Float()
		return cmp.Compare(x, y)
	case KindString, KindKeyword, KindSymbol:
		return strings.Compare(a.text.Value(), b.text.Value())
	}
	return slices.CompareFunc(a.flat(), b.flat(), Compare)
}
