package difftest

// kind is a kind of values that expressions are made for.
type kind uint8

const (
	integer kind = iota
	boolean
	text
	model
	set
	sequence
	function // of a set of integers
	record   // [a : integer, b : set of integers]
	pair     // of an integer and a text
)

// typ is a type of values.
type typ struct {
	kind kind
	elem *typ // of a set, a sequence, the values of a function
}

var (
	integers  = &typ{kind: integer}
	booleans  = &typ{kind: boolean}
	texts     = &typ{kind: text}
	models    = &typ{kind: model}
	records   = &typ{kind: record}
	pairs     = &typ{kind: pair}
	numbers   = &typ{kind: set, elem: integers}
	words     = &typ{kind: set, elem: texts}
	lists     = &typ{kind: sequence, elem: integers}
	mappings  = &typ{kind: function, elem: integers}
	modelSets = &typ{kind: set, elem: models}
)

// any type, not too deep.
func (g *generator) typ(depth int) *typ {
	simple := []*typ{integers, booleans, numbers, lists, texts, models, mappings, records, pairs}
	if depth > 0 && g.sometimes(4) {
		return &typ{kind: one(&g.choices, set, sequence, function), elem: g.typ(depth - 1)}
	}
	return one(&g.choices, simple...)
}

func (t *typ) equal(u *typ) bool {
	if t == nil || u == nil {
		return t == u
	}
	return t.kind == u.kind && t.elem.equal(u.elem)
}

// has reports whether values of the type contain values of a kind.
func (t *typ) has(k kind) bool {
	return t.kind == k || t.elem != nil && t.elem.has(k) || t.kind == pair && k == text
}
