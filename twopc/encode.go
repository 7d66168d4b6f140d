package twopc

import "encoding/binary"

// Every type appends its own encoding, in the file that declares it: its tag, then its fields in their order. Numbers are
// uvarints, sets and strings are preceded by their length, booleans and enumerations are one byte. No encoding is the
// beginning of another one.

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
