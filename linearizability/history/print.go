package history

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// String returns v in EDN.
func (v Value) String() string { return string(v.AppendEDN(nil)) }

// AppendEDN appends v in EDN. Lists are written as vectors.
func (v Value) AppendEDN(b []byte) []byte {
	switch v.Kind() {
	case KindNil:
		return append(b, "nil"...)
	case KindBool:
		return strconv.AppendBool(b, v.num == 1)
	case KindInt:
		return strconv.AppendInt(b, v.num, 10)
	case KindFloat:
		return appendFloatEDN(b, v)
	case KindString:
		s, _ := v.Text()
		return appendQuoted(b, s)
	case KindKeyword:
		s, _ := v.Text()
		return append(append(b, ':'), s...)
	case KindBigInt:
		s, _ := v.Text()
		return append(append(b, s...), 'N')
	case KindSymbol:
		s, _ := v.Text()
		return append(b, s...)
	case KindList:
		return append(appendElements(append(b, '['), v.Cursor(), Value.AppendEDN, ' '), ']')
	case KindSet:
		return append(appendElements(append(b, "#{"...), v.Cursor(), Value.AppendEDN, ' '), '}')
	case KindMap:
		return v.appendMap(b)
	}
	tag, value, _ := v.Tag()
	return value.AppendEDN(append(append(append(b, '#'), tag...), ' '))
}

func appendFloatEDN(b []byte, v Value) []byte {
	f, _ := v.Float()
	switch {
	case math.IsNaN(f):
		return append(b, "##NaN"...)
	case math.IsInf(f, 1):
		return append(b, "##Inf"...)
	case math.IsInf(f, -1):
		return append(b, "##-Inf"...)
	}
	return appendFloat(b, f)
}

func appendFloat(b []byte, f float64) []byte {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	b = append(b, s...)
	if !strings.ContainsAny(s, ".e") {
		b = append(b, ".0"...)
	}
	return b
}

// appendElements appends the elements of a list or set. Lists among them become no Values.
func appendElements(b []byte, c Cursor, each func(Value, []byte) []byte, separator byte) []byte {
	for first := true; c.Len() > 0; first = false {
		if !first {
			b = append(b, separator)
		}
		if c.Kind() == KindList {
			list, _ := c.List()
			b = append(appendElements(append(b, '['), list, each, separator), ']')
			continue
		}
		b = each(c.Value(), b)
	}
	return b
}

func (v Value) appendMap(b []byte) []byte {
	b = append(b, '{')
	for i, e := range v.Entries() {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = e.Value.AppendEDN(append(e.Key.AppendEDN(b), ' '))
	}
	return append(b, '}')
}

// AppendJSON appends v in JSON. What JSON cannot say is written as its nearest: keywords and
// symbols as strings, sets as arrays, map keys as strings, tagged literals as their values, and
// NaN and infinities as strings.
func (v Value) AppendJSON(b []byte) []byte {
	switch v.Kind() {
	case KindNil:
		return append(b, "null"...)
	case KindBool:
		return strconv.AppendBool(b, v.num == 1)
	case KindInt:
		return strconv.AppendInt(b, v.num, 10)
	case KindFloat:
		f, _ := v.Float()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return appendQuoted(b, v.String())
		}
		return appendFloat(b, f)
	case KindBigInt:
		s, _ := v.Text()
		return append(b, s...)
	case KindString, KindKeyword, KindSymbol:
		s, _ := v.Text()
		return appendQuoted(b, s)
	case KindList, KindSet:
		return append(appendElements(append(b, '['), v.Cursor(), Value.AppendJSON, ','), ']')
	case KindMap:
		return v.appendObject(b)
	}
	_, value, _ := v.Tag()
	return value.AppendJSON(b)
}

func (v Value) appendObject(b []byte) []byte {
	b = append(b, '{')
	for i, e := range v.Entries() {
		if i > 0 {
			b = append(b, ',')
		}
		key, isText := e.Key.Text()
		if !isText {
			key = e.Key.String()
		}
		b = append(appendQuoted(b, key), ':')
		b = e.Value.AppendJSON(b)
	}
	return append(b, '}')
}

// MarshalJSON implements json.Marshaler.
func (v Value) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil), nil }

// appendQuoted quotes s so that both EDN and JSON readers read it back.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
