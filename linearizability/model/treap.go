package model

import "github.com/tenet-go/tenet/linearizability/history"

// treap is a persistent map from values to V, sorted by history.Compare. The priorities of its
// nodes are hashes of their keys, so the shape depends on the contents alone and the depth is
// O(log n) in expectation (Seidel & Aragon 1996). nil is the empty map.
type treap[V any] struct {
	key         history.Value
	value       V
	priority    uint64
	left, right *treap[V]
}

// below reports whether t belongs below a node with the given priority and key.
func (t *treap[V]) below(priority uint64, key history.Value) bool {
	return priority > t.priority || priority == t.priority && history.Compare(key, t.key) < 0
}

func (t *treap[V]) get(key history.Value) (value V, ok bool) {
	for t != nil {
		c := history.Compare(key, t.key)
		switch {
		case c == 0:
			return t.value, true
		case c < 0:
			t = t.left
		default:
			t = t.right
		}
	}
	return value, false
}

// with returns the map in which key has the given value.
func (t *treap[V]) with(key history.Value, value V) *treap[V] {
	return t.insert(key, value, hash(key))
}

func (t *treap[V]) insert(key history.Value, value V, priority uint64) *treap[V] {
	// A key with the highest priority of a subtree is at its root, or not in it.
	if t == nil || key != t.key && t.below(priority, key) {
		left, right := t.split(key)
		return &treap[V]{key, value, priority, left, right}
	}
	n := *t
	c := history.Compare(key, t.key)
	switch {
	case c == 0:
		n.value = value
	case c < 0:
		n.left = t.left.insert(key, value, priority)
	default:
		n.right = t.right.insert(key, value, priority)
	}
	return &n
}

// split returns the parts of t before and after key, which is not in t.
func (t *treap[V]) split(key history.Value) (left, right *treap[V]) {
	if t == nil {
		return nil, nil
	}
	n := *t
	if history.Compare(key, t.key) < 0 {
		left, n.left = t.left.split(key)
		return left, &n
	}
	n.right, right = t.right.split(key)
	return &n, right
}

// without returns the map without key.
func (t *treap[V]) without(key history.Value) *treap[V] {
	if t == nil {
		return nil
	}
	c := history.Compare(key, t.key)
	if c == 0 {
		return join(t.left, t.right)
	}
	n := *t
	if c < 0 {
		n.left = t.left.without(key)
	} else {
		n.right = t.right.without(key)
	}
	return &n
}

// join returns the union of two maps; all keys of left are before those of right.
func join[V any](left, right *treap[V]) *treap[V] {
	if left == nil {
		return right
	}
	if right == nil {
		return left
	}
	if right.below(left.priority, left.key) {
		n := *left
		n.right = join(left.right, right)
		return &n
	}
	n := *right
	n.left = join(left, right.left)
	return &n
}

// least returns the node with the least key, or nil.
func (t *treap[V]) least() *treap[V] {
	if t == nil {
		return nil
	}
	for t.left != nil {
		t = t.left
	}
	return t
}

// each calls f for all keys in order.
func (t *treap[V]) each(f func(key history.Value, value V)) {
	if t == nil {
		return
	}
	t.left.each(f)
	f(t.key, t.value)
	t.right.each(f)
}
