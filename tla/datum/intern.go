package datum

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Strings and the names of model values are interned: a Datum holds their number in the low half of n, and in the high half their
// first four bytes, so that most of them can be ordered without looking at the text.

// name is an interned text.
type name struct {
	text string
	// hashes of the string and of the model value with that text
	stringHash, modelHash uint64
}

// names is the table of interned texts. Reading takes no lock.
var names struct {
	known atomic.Pointer[map[string]int64] // most names; the map does not change
	table atomic.Pointer[[]name]           // by number

	adding sync.Mutex
	fresh  map[string]int64 // the names that are not in known; guarded by adding
}

func init() {
	names.known.Store(&map[string]int64{})
	names.table.Store(&[]name{})
	names.fresh = map[string]int64{}
}

// intern returns what n is for that text.
func intern(text string) int64 {
	if n, found := (*names.known.Load())[text]; found {
		return n
	}
	return internSlow(text)
}

// internBytes is intern of a text that is only lent.
func internBytes(text []byte) int64 {
	if n, found := (*names.known.Load())[string(text)]; found {
		return n
	}
	return internSlow(string(text))
}

func internSlow(text string) int64 {
	names.adding.Lock()
	defer names.adding.Unlock()
	known := *names.known.Load()
	if n, found := known[text]; found {
		return n
	}
	if n, found := names.fresh[text]; found {
		return n
	}
	table := *names.table.Load()
	n := int64(prefix(text))<<32 | int64(len(table))
	hash := hashText(text)
	table = append(table, name{text, scramble(hash ^ seedString), scramble(hash ^ seedModel)})
	names.table.Store(&table)
	names.fresh[text] = n
	if len(names.fresh) > 16+len(known)/4 { // so that all copying together is linear
		merged := maps.Clone(known)
		maps.Copy(merged, names.fresh)
		names.known.Store(&merged)
		names.fresh = map[string]int64{}
	}
	return n
}

// prefix returns the first four bytes of a text as a number that orders as they do.
func prefix(text string) uint32 {
	var p uint32
	for i := range 4 {
		p <<= 8
		if i < len(text) {
			p |= uint32(text[i])
		}
	}
	return p
}

// nameOf returns the text that has this n.
func nameOf(n int64) *name { return &(*names.table.Load())[uint32(n)] }

// withNumber returns the n of the text with that number.
func withNumber(number uint64) (n int64, known bool) {
	table := *names.table.Load()
	if number >= uint64(len(table)) {
		return 0, false
	}
	return int64(prefix(table[number].text))<<32 | int64(number), true
}

// compareNames orders two texts by their bytes.
func compareNames(a, b int64) int {
	if a == b {
		return 0
	}
	if p, q := uint32(uint64(a)>>32), uint32(uint64(b)>>32); p != q {
		if p < q {
			return -1
		}
		return 1
	}
	if nameOf(a).text < nameOf(b).text {
		return -1
	}
	return 1
}

// modelType returns the type of a model value, or 0 if it is untyped.
func modelType(n int64) byte {
	if byte(n>>48) == '_' && len(nameOf(n).text) > 2 {
		return byte(n >> 56)
	}
	return 0
}
