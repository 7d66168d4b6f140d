package datum

import (
	"sync/atomic"
	"unsafe"
)

// Kind is a kind of values.
type Kind uint8

// Kinds. All sets have kind KindSet whatever represents them; functions, tuples, sequences and records have KindFunction.
const (
	KindNone Kind = iota // the zero Datum: no value
	KindBool
	KindInt
	KindString
	KindModel
	KindSet
	KindFunction
)

// Datum is a value. The zero Datum is no value. Data are not compared with ==, but with Equal.
type Datum struct {
	node *Node // what kind of value, and the parts of sets and functions
	n    int64 // a Boolean, an integer, or a name (see intern)
}

// Node holds the parts of a set or a function. It is shared and, but for what it remembers of itself, never changes.
type Node struct {
	kind  Kind
	rep   rep
	marks atomic.Uint32 // what is known of the node, see the constants
	sum   atomic.Uint64 // what the hash is made of, see hash.go; 0: not computed

	// elems are the elements of a set in canonical order, or the values of a function in the order of its domain.
	elems []Datum
	// dom is the domain of a function that is no tuple: a set that is enumerated. Functions of equal domains often share it, so
	// that a place found in one is the place in the other.
	dom *Node
}

// lazyNode is a node that represents its value by something else than elems. Such nodes are few: others are spared the fields.
type lazyNode struct {
	Node
	set    lazySet // of repLazy
	lambda *lambda // of repLambda
	// full is the enumeration, once somebody needed it.
	full atomic.Pointer[Node]
	// domain is the dom of functions whose domain is this set, once there is one.
	domain atomic.Pointer[Node]
}

// lazy returns the whole of a node that is repLazy or repLambda.
func (n *Node) lazy() *lazyNode { return (*lazyNode)(unsafe.Pointer(n)) }

// rep is how a node represents its value.
type rep uint8

const (
	repAtom     rep = iota // nodes that only tell a kind
	repElems               // a set by its elements
	repLazy                // a set by lazy
	repTuple               // a function with domain 1..len(elems)
	repFunction            // a function with domain dom, which is not empty and not 1..n
	repLambda              // a function by lazy
)

// Marks of nodes.
const (
	markModels   = 1 << iota // it contains a model value
	markNoModels             // it contains none
	markInterned             // the node is the only domain with these elements
	markStrings              // the elements of this domain are strings: a function with it is a record

	markBits = 8 // above them is, for a set that is equal to an interned domain, the number of the domain + 1, once that is known
)

// The nodes of atoms.
var (
	boolNode   = &Node{kind: KindBool}
	intNode    = &Node{kind: KindInt}
	stringNode = &Node{kind: KindString}
	modelNode  = &Node{kind: KindModel}
)

// Int returns an integer.
func Int(n int64) Datum { return Datum{intNode, n} }

// Bool returns TRUE or FALSE.
func Bool(b bool) Datum {
	if b {
		return Datum{boolNode, 1}
	}
	return Datum{boolNode, 0}
}

// String returns a string.
func String(s string) Datum { return Datum{stringNode, intern(s)} }

// Model returns the model value of that name. As in TLC, it is typed if its name is a character, an underscore and more, such as
// A_x: it may then be compared only with model values that are untyped or of the same type.
func Model(name string) Datum { return Datum{modelNode, intern(name)} }

// Kind returns the kind of d.
func (d Datum) Kind() Kind {
	if d.node == nil {
		return KindNone
	}
	return d.node.kind
}

// IsZero reports whether d is no value.
func (d Datum) IsZero() bool { return d.node == nil }

// IsInt reports whether d is an integer.
func (d Datum) IsInt() bool { return d.node == intNode }

// IsBool reports whether d is a Boolean.
func (d Datum) IsBool() bool { return d.node == boolNode }

// IsString reports whether d is a string.
func (d Datum) IsString() bool { return d.node == stringNode }

// IsSet reports whether d is a set.
func (d Datum) IsSet() bool { return d.Kind() == KindSet }

// IsFunction reports whether d is a function, tuple, sequence or record.
func (d Datum) IsFunction() bool { return d.Kind() == KindFunction }

// Int returns the integer that d is; the caller knows that it is one.
func (d Datum) Int() int64 { return d.n }

// Bool reports whether d is TRUE; the caller knows that it is a Boolean.
func (d Datum) Bool() bool { return d.n != 0 }

// Text returns the text of a string or the name of a model value; the caller knows that d is one.
func (d Datum) Text() string { return nameOf(d.n).text }

// isAtom reports whether d has no parts.
func (d Datum) isAtom() bool { return d.node.rep == repAtom }

// same reports whether a and b are the same atom or the same node, and so surely equal.
func same(a, b Datum) bool { return a.node == b.node && a.n == b.n }

// slots is how many elements a node may have in its own allocation.
const slots = 8

// newNode makes a node with room for n elements, in one allocation if they are few.
func newNode(kind Kind, rep rep, n int) *Node {
	var node *Node
	switch n {
	case 0:
		node = &Node{}
	case 1:
		with := &struct {
			Node
			elems [1]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:]
	case 2:
		with := &struct {
			Node
			elems [2]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:]
	case 3:
		with := &struct {
			Node
			elems [3]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:]
	case 4:
		with := &struct {
			Node
			elems [4]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:]
	case 5, 6:
		with := &struct {
			Node
			elems [6]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:n:n]
	case 7, slots:
		with := &struct {
			Node
			elems [slots]Datum
		}{}
		node = &with.Node
		node.elems = with.elems[:n:n]
	default:
		node = &Node{elems: make([]Datum, n)}
	}
	node.kind, node.rep = kind, rep
	return node
}
