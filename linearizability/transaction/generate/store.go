package generate

import "slices"

// store is a database that keeps all versions of the keys in use.
type store struct {
	// committed counts the transactions that took effect and wrote. They are numbered from 1.
	committed int64
	nextKey   int64
	active    []*key // those in use
	limit     int    // writes of a key
	// recent are what the latest transactions that took effect depend on, at their number modulo window,
	// themselves included, if the database is replicated.
	recent [window]vector
	// replicas have the database if it is replicated.
	replicas [replicas]vector
}

// window is how far views lag behind at most, in transactions that took effect.
const window = 64

// key has the versions of a key, in order. What a transaction wrote before its last value is no
// version of its own.
type key struct {
	id       int64
	planned  int // writes, those of transactions that did not take effect yet included
	values   []int64
	versions []keyVersion
}

// keyVersion is what a transaction left: the values up to end, of which a register has the last.
type keyVersion struct {
	end    int32
	origin uint8 // replica
	commit int64
	number int64 // of the commit among those of its origin
}

func newStore(keys, limit int) *store {
	s := &store{limit: limit, active: make([]*key, keys)}
	for i := range s.active {
		s.active[i] = s.fresh()
	}
	return s
}

// fresh returns a key that was never used.
func (s *store) fresh() *key {
	s.nextKey++
	return &key{id: s.nextKey - 1}
}

// plan returns the next value to write to a key. When it has got all its writes, another takes its
// place.
func (s *store) plan(slot int) (k *key, value int64) {
	k = s.active[slot]
	k.planned++
	if k.planned == s.limit {
		s.active[slot] = s.fresh()
	}
	return k, int64(k.planned)
}

// latest returns how many versions of a key a view sees: all up to a newest one. 0 is the initial one.
func (k *key) latest(sees func(*keyVersion) bool) int {
	for n := len(k.versions); n > 0; n-- {
		if sees(&k.versions[n-1]) {
			return n
		}
	}
	return 0
}

// read returns the values up to version n, or, of a register, no more than a few of them.
func (k *key) read(n int, register bool) []int64 {
	const few = 4
	if n == 0 {
		return nil
	}
	end := k.versions[n-1].end
	if register {
		return k.values[max(end-few, 0):end]
	}
	return k.values[:end]
}

// apply lets a transaction that saw nothing wrong take effect.
func (s *store) apply(t *transaction, origin uint8) {
	var wrote []*key
	for i := range t.ops {
		op := &t.ops[i]
		if op.read {
			continue
		}
		op.key.values = append(op.key.values, op.value)
		if !slices.Contains(wrote, op.key) {
			wrote = append(wrote, op.key)
		}
	}
	if len(wrote) == 0 {
		return
	}
	s.committed++
	own := &s.replicas[origin]
	own[origin]++
	s.recent[s.committed%window] = *own
	for _, k := range wrote {
		k.versions = append(k.versions, keyVersion{end: int32(len(k.values)), origin: origin, commit: s.committed, number: own[origin]})
	}
}

// replicas is how many there are of a replicated database.
const replicas = 3

// vector counts, for each replica, the transactions of that origin that are known.
type vector [replicas]int64

func (v *vector) merge(other *vector) {
	for i := range v {
		v[i] = max(v[i], other[i])
	}
}

func (v *vector) sees(k *keyVersion) bool { return k.number <= v[k.origin] }
