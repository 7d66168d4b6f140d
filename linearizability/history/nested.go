package history

import "encoding/binary"

// Nested makes lists of values and of further lists. Of these only the outermost becomes a Value of
// its own, so that a transaction of a hundred elements costs no more than one. The zero Nested is
// ready.
//
//	n.Begin()           // [
//	n.Begin()           //  [
//	n.Add(Keyword("r")) //   :r
//	n.End()             //  ]
//	v := n.Take()       // ]
type Nested struct {
	text []byte
	open []openList
}

// openList is a list that was begun.
type openList struct {
	begin int // of its encoding
	count int // of its elements so far
}

// Begin begins a list: the outermost one, or one that is an element of the list begun before.
func (n *Nested) Begin() {
	n.open = append(n.open, openList{begin: len(n.text)})
	n.text = append(n.text, byte(KindList), 0)
}

// Add adds an element to the innermost list.
func (n *Nested) Add(v Value) {
	n.text = v.AppendBinary(n.text)
	n.open[len(n.open)-1].count++
}

// End ends the innermost list, which is an element of another.
func (n *Nested) End() {
	n.close()
	n.open[len(n.open)-1].count++
}

// Take ends the innermost list, and returns it instead of adding it to the one around it.
func (n *Nested) Take() Value {
	begin := n.close()
	v := intern(n.text[begin:])
	n.text = n.text[:begin]
	const keep = 1 << 16
	if begin == 0 && cap(n.text) > keep {
		n.text = nil
	}
	return v
}

// Drop forgets all lists that were begun.
func (n *Nested) Drop() { n.text, n.open = n.text[:0], n.open[:0] }

// close puts the number of elements before them. It mostly fits the byte that Begin left for it.
func (n *Nested) close() (begin int) {
	last := len(n.open) - 1
	list := n.open[last]
	n.open = n.open[:last]
	at := list.begin + 1
	if list.count < 0x80 {
		n.text[at] = byte(list.count)
		return list.begin
	}
	var count [binary.MaxVarintLen64]byte
	used := binary.PutUvarint(count[:], uint64(list.count))
	n.text = append(n.text, count[:used-1]...) // room; overwritten
	copy(n.text[at+used:], n.text[at+1:len(n.text)-used+1])
	copy(n.text[at:], count[:used])
	return list.begin
}
