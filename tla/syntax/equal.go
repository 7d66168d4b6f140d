package syntax

import "reflect"

// Equal reports whether two trees are the same but for where they were read: their spans, files and lines.
func Equal(a, b Node) bool {
	return equal(reflect.ValueOf(a), reflect.ValueOf(b))
}

func equal(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid() && !a.IsValid()
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return equal(a.Elem(), b.Elem())
	case reflect.Slice:
		for i := 0; i < min(a.Len(), b.Len()); i++ {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return a.Len() == b.Len()
	case reflect.Struct:
		for i := range a.NumField() {
			switch f := a.Type().Field(i); {
			case f.Type == reflect.TypeFor[Span](), a.Type() == reflect.TypeFor[Module]() && (f.Name == "File" || f.Name == "Lines"):
			case !equal(a.Field(i), b.Field(i)):
				return false
			}
		}
		return true
	}
	return a.Interface() == b.Interface()
}
