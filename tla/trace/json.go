package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

// decode turns JSON into a value.
func decode(text json.RawMessage) (datum.Datum, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return datum.Datum{}, err
	}
	return fromJSON(v)
}

func fromJSON(v any) (datum.Datum, error) {
	switch v := v.(type) {
	case bool:
		return datum.Bool(v), nil
	case string:
		return datum.String(v), nil
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			return datum.Datum{}, fmt.Errorf("%s is no integer of 64 bits", v)
		}
		return datum.Int(n), nil
	case []any:
		elems, err := allFromJSON(v)
		if err != nil {
			return datum.Datum{}, err
		}
		return datum.Tuple(elems), nil
	case map[string]any:
		return objectFromJSON(v)
	}
	return datum.Datum{}, fmt.Errorf("null is no value of TLA+")
}

func allFromJSON(list []any) ([]datum.Datum, error) {
	elems := make([]datum.Datum, len(list))
	for i, x := range list {
		d, err := fromJSON(x)
		if err != nil {
			return nil, err
		}
		elems[i] = d
	}
	return elems, nil
}

func objectFromJSON(object map[string]any) (datum.Datum, error) {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) == 1 && strings.HasPrefix(names[0], "#") {
		return escaped(names[0], object[names[0]])
	}
	keys, values := make([]datum.Datum, len(names)), make([]datum.Datum, len(names))
	for i, name := range names {
		if strings.HasPrefix(name, "#") {
			return datum.Datum{}, fmt.Errorf("the object with %q has other fields, too", name)
		}
		d, err := fromJSON(object[name])
		if err != nil {
			return datum.Datum{}, fmt.Errorf("field %s: %w", name, err)
		}
		keys[i], values[i] = datum.String(name), d
	}
	return datum.Pairs(keys, values), nil
}

// escaped turns {"#name": v} into a value.
func escaped(name string, v any) (d datum.Datum, err error) {
	switch name {
	case "#set":
		list, ok := v.([]any)
		if !ok {
			return d, fmt.Errorf(`"#set" expects an array of elements`)
		}
		elems, err := allFromJSON(list)
		if err != nil {
			return d, err
		}
		return guarded(func() datum.Datum { return datum.Set(elems) })
	case "#map":
		return functionFromJSON(v)
	case "#model":
		text, ok := v.(string)
		if !ok || text == "" {
			return d, fmt.Errorf(`"#model" expects the name of a model value`)
		}
		return datum.Model(text), nil
	case "#tla":
		text, ok := v.(string)
		if !ok {
			return d, fmt.Errorf(`"#tla" expects the text of a value`)
		}
		parsed, err := value.Parse(text)
		if err != nil {
			return d, err
		}
		return guarded(func() datum.Datum { return datum.FromValue(parsed) })
	}
	return d, fmt.Errorf("%q is not known: #set, #map, #model and #tla are", name)
}

func functionFromJSON(v any) (d datum.Datum, err error) {
	list, ok := v.([]any)
	if !ok {
		return d, fmt.Errorf(`"#map" expects an array of pairs [argument, value]`)
	}
	keys, values, seen := make([]datum.Datum, len(list)), make([]datum.Datum, len(list)), map[value.Value]bool{}
	for i, x := range list {
		pair, ok := x.([]any)
		if !ok || len(pair) != 2 {
			return d, fmt.Errorf(`"#map" expects an array of pairs [argument, value]`)
		}
		both, err := allFromJSON(pair)
		if err != nil {
			return d, err
		}
		keys[i], values[i] = both[0], both[1]
		if key := datum.ToValue(both[0]); seen[key] {
			return d, fmt.Errorf(`"#map" has two values for %v`, key)
		} else {
			seen[key] = true
		}
	}
	return guarded(func() datum.Datum { return datum.Pairs(keys, values) })
}

// guarded turns the refusal to make a value, such as {1, "a"}, into an error.
func guarded(run func() datum.Datum) (d datum.Datum, err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *datum.Error:
			err = reason
		default:
			panic(reason)
		}
	}()
	return run(), nil
}

// encode appends the JSON of a value.
func encode(b []byte, d datum.Datum) []byte {
	switch d.Kind() {
	case datum.KindBool, datum.KindInt:
		return append(b, strings.ToLower(d.String())...)
	case datum.KindString:
		return quote(b, d.Text())
	case datum.KindModel:
		return append(quote(append(b, `{"#model":`...), d.Text()), '}')
	case datum.KindSet:
		return append(list(append(b, `{"#set":`...), datum.Elements(d)), '}')
	case datum.KindFunction, datum.KindNone:
	}
	if datum.IsSequence(d) {
		return list(b, datum.Values(d))
	}
	return encodeFunction(b, d)
}

func encodeFunction(b []byte, d datum.Datum) []byte {
	keys, values := datum.Elements(datum.Domain(d)), datum.Values(d)
	record := !slices.ContainsFunc(keys, func(k datum.Datum) bool { return !k.IsString() || strings.HasPrefix(k.Text(), "#") })
	if record {
		b = append(b, '{')
		for i, k := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = encode(append(quote(b, k.Text()), ':'), values[i])
		}
		return append(b, '}')
	}
	b = append(b, `{"#map":[`...)
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = list(b, []datum.Datum{k, values[i]})
	}
	return append(b, `]}`...)
}

func list(b []byte, elems []datum.Datum) []byte {
	b = append(b, '[')
	for i, e := range elems {
		if i > 0 {
			b = append(b, ',')
		}
		b = encode(b, e)
	}
	return append(b, ']')
}

func quote(b []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic("trace: a string has no JSON: " + err.Error())
	}
	return append(b, quoted...)
}
