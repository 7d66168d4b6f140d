package eval

import (
	"strconv"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("Json", map[string]native{
	"ToJson":            {unary: func(v datum.Datum) datum.Datum { return datum.String(string(appendJSON(nil, v))) }},
	"ToJsonArray":       {unary: func(v datum.Datum) datum.Datum { return datum.String(string(appendArray(nil, v))) }},
	"ToJsonObject":      {unary: func(v datum.Datum) datum.Datum { return datum.String(string(appendObject(nil, v))) }},
	"JsonSerialize":     unsupportedNative("Json!JsonSerialize", noFiles),
	"JsonDeserialize":   unsupportedNative("Json!JsonDeserialize", noFiles),
	"ndJsonSerialize":   unsupportedNative("Json!ndJsonSerialize", noFiles),
	"ndJsonDeserialize": unsupportedNative("Json!ndJsonDeserialize", noFiles),
})

// appendJSON appends a value as JSON: sets and sequences are arrays, other functions objects whose keys are strings.
func appendJSON(text []byte, v datum.Datum) []byte {
	switch v.Kind() {
	case datum.KindInt:
		return strconv.AppendInt(text, v.Int(), 10)
	case datum.KindBool:
		return strconv.AppendBool(text, v.Bool())
	case datum.KindSet:
		return appendArray(text, v)
	case datum.KindFunction:
		if datum.IsSequence(v) {
			return appendArray(text, v)
		}
		return appendObject(text, v)
	}
	return appendJSONString(text, v)
}

// appendJSONString appends a string, or what is no string as TLA+ prints it in quotes.
func appendJSONString(text []byte, v datum.Datum) []byte {
	const hex = "0123456789abcdef"
	s := v.String()
	if v.IsString() {
		s = v.Text()
	}
	text = append(text, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			text = append(text, '\\', byte(r))
		case r == '\n':
			text = append(text, `\n`...)
		case r == '\t':
			text = append(text, `\t`...)
		case r < ' ':
			text = append(text, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			text = append(text, string(r)...)
		}
	}
	return append(text, '"')
}

func appendArray(text []byte, v datum.Datum) []byte {
	var elems []datum.Datum
	if v.IsSet() {
		elems = datum.Elements(v)
	} else {
		_, elems = functionArgument(0, "ToJsonArray", v)
	}
	text = append(text, '[')
	for i, x := range elems {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendJSON(text, x)
	}
	return append(text, ']')
}

func appendObject(text []byte, v datum.Datum) []byte {
	keys, values := functionArgument(0, "ToJsonObject", v)
	text = append(text, '{')
	for i, x := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(appendJSONString(text, keys[i]), ':')
		text = appendJSON(text, x)
	}
	return append(text, '}')
}
