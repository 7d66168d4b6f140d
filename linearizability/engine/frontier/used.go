package frontier

import "encoding/binary"

// used numbers the multisets of operations of unknown outcome that took effect. Operations of
// one class are interchangeable once called, since none of them ever returns; of each class the
// earliest are used first. So a multiset is a count for each class.
type used struct {
	counts [][]classCount // by number; sorted by class
	number map[string]int32
	plus   map[classOf]int32
}

type classCount struct{ class, count int32 }

type classOf struct{ number, class int32 }

func newUsed() *used {
	return &used{counts: [][]classCount{nil}, number: map[string]int32{"": 0}, plus: map[classOf]int32{}}
}

// count returns how many operations of the class are in multiset number.
func (u *used) count(number, class int32) int32 {
	for _, c := range u.counts[number] {
		if c.class == class {
			return c.count
		}
	}
	return 0
}

// add returns the number of the multiset with one more of the class.
func (u *used) add(number, class int32) int32 {
	if sum, known := u.plus[classOf{number, class}]; known {
		return sum
	}
	old := u.counts[number]
	counts := make([]classCount, 0, len(old)+1)
	added := false
	for _, c := range old {
		if !added && c.class >= class {
			added = true
			if c.class == class {
				c.count++
			} else {
				counts = append(counts, classCount{class, 1})
			}
		}
		counts = append(counts, c)
	}
	if !added {
		counts = append(counts, classCount{class, 1})
	}
	sum := u.intern(counts)
	u.plus[classOf{number, class}] = sum
	return sum
}

func (u *used) intern(counts []classCount) int32 {
	var b []byte
	for _, c := range counts {
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.class)), uint64(c.count))
	}
	number, known := u.number[string(b)]
	if !known {
		number = int32(len(u.counts))
		u.number[string(b)] = number
		u.counts = append(u.counts, counts)
	}
	return number
}

// atMost reports whether multiset a is a part of multiset b.
func (u *used) atMost(a, b int32) bool {
	if a == b || a == 0 {
		return true
	}
	larger := u.counts[b]
	for _, c := range u.counts[a] {
		for len(larger) > 0 && larger[0].class < c.class {
			larger = larger[1:]
		}
		if len(larger) == 0 || larger[0].class != c.class || larger[0].count < c.count {
			return false
		}
	}
	return true
}

// size returns how many operations multiset number has.
func (u *used) size(number int32) int {
	size := 0
	for _, c := range u.counts[number] {
		size += int(c.count)
	}
	return size
}

// supply is what there is of a class of operations of unknown outcome besides those that the
// problem lists: ones that were called before the problem begins.
type supply struct {
	count   int32
	endless bool // there is always another
}

// supplies are the supplies by class; nil if there are none. A class with a supply has an operation
// in the problem that stands for those of the supply too.
type supplies []supply

// unused returns the next operation of a class, of which n are used, or -1 if all are. calls are
// those that the problem lists.
func (s supplies) unused(calls []int32, n, class int32) int32 {
	if s != nil {
		n = max(n-s[class].count, 0)
	}
	if int(n) < len(calls) {
		return calls[n]
	}
	return -1
}

// use returns the number of the multiset with one more of the class, which does not count if there
// is always another.
func (s supplies) use(u *used, number, class int32) int32 {
	if s != nil && s[class].endless {
		return number
	}
	return u.add(number, class)
}
