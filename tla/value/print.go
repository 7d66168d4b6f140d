package value

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// String prints v as TLC does.
func (v Value) String() string {
	if v.IsZero() {
		return "(no value)"
	}
	switch rest := v.code[1:]; v.code[0] {
	case kindBool:
		return map[string]string{"0": "FALSE", "1": "TRUE"}[rest]
	case kindInt:
		return strconv.FormatInt(v.int(), 10)
	case kindString:
		return quote(rest)
	case kindModel:
		return rest
	case kindSet:
		return "{" + join(v.parts()) + "}"
	}
	return v.function()
}

func (v Value) int() int64 {
	return int64(binary.BigEndian.Uint64([]byte(v.code[1:])) ^ 1<<63)
}

// function prints a function as a tuple or a record, if it is one.
func (v Value) function() string {
	parts := v.parts()
	tuple, record := true, len(parts) > 0
	var values []Value
	var fields, pairs []string
	for i := 0; i < len(parts); i += 2 {
		key, at := parts[i], parts[i+1]
		values = append(values, at)
		tuple = tuple && key == Int(int64(i/2+1))
		if record = record && key.code[0] == kindString && IsIdentifier(key.code[1:]); record {
			fields = append(fields, key.code[1:]+" |-> "+at.String())
		}
		pairs = append(pairs, key.String()+" :> "+at.String())
	}
	switch {
	case tuple:
		return "<<" + join(values) + ">>"
	case record:
		return "[" + strings.Join(fields, ", ") + "]"
	}
	return "(" + strings.Join(pairs, " @@ ") + ")"
}

func join(values []Value) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = v.String()
	}
	return strings.Join(all, ", ")
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\f", `\f`, "\r", `\r`).Replace(s) + `"`
}

// IsIdentifier reports whether a text is a name of TLA+, such as a record may have for a field.
func IsIdentifier(s string) bool {
	letter := false
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
			letter = true
		case r >= '0' && r <= '9':
		default:
			return false
		}
	}
	return letter
}
