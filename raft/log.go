package raft

import (
	"encoding/binary"
	"slices"
)

// log is a log without its beginning: the entries after base. It shares its entries with whoever was given some of them, and so never
// writes where it has written before.
type log struct {
	base     Index
	baseTerm Term
	entries  []Entry
}

func (l *log) last() Index { return l.base + Index(len(l.entries)) }

func (l *log) lastTerm() Term {
	if len(l.entries) == 0 {
		return l.baseTerm
	}
	return l.entries[len(l.entries)-1].Term
}

// has reports whether the term of the entry at i is known.
func (l *log) has(i Index) bool { return l.base <= i && i <= l.last() }

// term returns the term of the entry at i, which the log has.
func (l *log) term(i Index) Term {
	if i == l.base {
		return l.baseTerm
	}
	return l.entries[i-l.base-1].Term
}

// matches reports whether the log has an entry of that term at i.
func (l *log) matches(i Index, t Term) bool { return l.has(i) && l.term(i) == t }

// between returns the entries from first to last, both included. They are after base.
func (l *log) between(first, last Index) []Entry {
	return slices.Clip(l.entries[first-l.base-1 : last-l.base])
}

// from returns the entries from first to last, but as many only as do not exceed that many bytes, and at least one.
func (l *log) from(first, last Index, bytes int) (entries []Entry, size int) {
	end := first
	for end <= last {
		more := l.entries[end-l.base-1].size()
		if end > first && size+more > bytes {
			break
		}
		size += more
		end++
	}
	return l.between(first, end-1), size
}

// truncate drops the entries after last.
func (l *log) truncate(last Index) {
	if last < l.last() {
		l.entries = slices.Clip(l.entries[:last-l.base])
	}
}

// compact drops the entries up to base. It leaves room for as many as it drops: the log will soon be as long again.
func (l *log) compact(base Index) {
	if base <= l.base {
		return
	}
	term := l.term(base)
	l.entries = append(make([]Entry, 0, len(l.entries)), l.entries[base-l.base:]...)
	l.base, l.baseTerm = base, term
}

// install puts a snapshot in the place of the entries that it covers. It keeps what follows if the log has the snapshot's last
// entry (Raft §7).
func (l *log) install(s SnapshotMeta) {
	if l.matches(s.Index, s.Term) {
		l.compact(s.Index)
		return
	}
	*l = log{base: s.Index, baseTerm: s.Term}
}

// lastOf returns the last entry up to i whose term is at most t, or 0 and false if the log has none.
func (l *log) lastOf(i Index, t Term) (Index, bool) {
	i = min(i, l.last())
	for i > l.base && l.entries[i-l.base-1].Term > t {
		i--
	}
	if i < l.base || l.term(i) > t {
		return 0, false
	}
	return i, true
}

func (l *log) clone() log { return log{l.base, l.baseTerm, slices.Clip(l.entries)} }

func (l *log) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, l.base)
	b = binary.AppendUvarint(b, uint64(l.baseTerm))
	return appendEntries(b, l.entries)
}
