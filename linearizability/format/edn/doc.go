// Package edn decodes EDN (github.com/edn-format/edn) to history.Value, as a stream and within
// bounds of memory and depth.
//
//	decoder.go     Decoder: the next form, limits
//	value.go       forms by their first byte; collections, tagged literals
//	atom.go        tokens: keywords, symbols, booleans, nil, characters
//	number.go      integers, floats, ratios
//	text.go        strings
//	event.go       Jepsen's operation maps, decoded straight to history.Event
//
// It reads what the EDN specification describes and what Clojure prints besides: ratios,
// hexadecimal integers (in #object[...]), ##Inf and ##NaN, namespaced maps #:ns{...}, metadata
// (dropped), any tag. It is strict where leniency would hide a damaged file: repeated set
// elements and map keys, mismatched brackets, numbers that are none and invalid UTF-8 are errors.
//
// Where history.Value has no kind for what EDN says, the nearest is taken: a character is a
// string of one character, a ratio and a decimal with the suffix M are the nearest float. Lists
// and vectors are one kind. Big integers that fit 64 bits are integers.
package edn
