// Package json decodes JSON to history.Value as a stream, within bounds of memory and depth, and
// decodes operations with Jepsen's field names straight to history.Event.
//
// It is strict (RFC 8259): repeated keys, trailing commas, raw control characters in strings and
// invalid UTF-8 are errors. An escaped surrogate without its other half stands for U+FFFD.
// Object keys that are decimal integers become integers, since that is how maps with integer
// keys are written in JSON. Other strings stay strings.
package json
