package semantic

// operator is what is known of an operator of the language: its level, at most which level its arguments may have, and whether the level
// of the operator's use is at least that of its arguments.
type operator struct {
	arity  int
	level  Level
	limits []Level
	opaque bool // the level of arguments does not matter; such an operator does not respect equality, either
}

// operators are the operators of the language that have names.
var operators = map[string]operator{
	"TRUE": {}, "FALSE": {}, "BOOLEAN": {}, "STRING": {},
	"=": relation, "#": relation, "\\in": relation, "\\notin": relation, "\\subseteq": relation,
	"\\": relation, "\\cap": relation, "\\cup": relation, "\\X": relation,
	"SUBSET": ofSet, "UNION": ofSet, "DOMAIN": ofSet,
	"~":   {arity: 1, limits: []Level{TemporalLevel}},
	"/\\": connective, "\\/": connective, "=>": connective, "<=>": connective,
	"'":         {arity: 1, level: ActionLevel, limits: []Level{StateLevel}, opaque: true},
	"UNCHANGED": {arity: 1, level: ActionLevel, limits: []Level{StateLevel}, opaque: true},
	"ENABLED":   {arity: 1, level: StateLevel, limits: []Level{ActionLevel}, opaque: true},
	"\\cdot":    {arity: 2, level: ActionLevel, limits: []Level{ActionLevel, ActionLevel}, opaque: true},
	"[]":        {arity: 1, level: TemporalLevel, limits: []Level{TemporalLevel}, opaque: true},
	"<>":        {arity: 1, level: TemporalLevel, limits: []Level{TemporalLevel}, opaque: true},
	"~>":        temporal, "-+->": temporal,
}

var (
	relation   = operator{arity: 2, limits: []Level{ActionLevel, ActionLevel}}
	ofSet      = operator{arity: 1, limits: []Level{ActionLevel}}
	connective = operator{arity: 2, limits: []Level{TemporalLevel, TemporalLevel}}
	temporal   = operator{arity: 2, level: TemporalLevel, limits: []Level{TemporalLevel, TemporalLevel}, opaque: true}
)

// builtins makes the objects of operators.
func builtins() map[string]*Object {
	objects := map[string]*Object{}
	for name, op := range operators {
		objects[name] = &Object{Kind: Builtin, Name: name, Arity: op.arity, Level: op.level}
	}
	return objects
}

// origin names the standard modules that define an operator, for messages.
var origin = map[string]string{
	"+": "Naturals", "-": "Naturals", "*": "Naturals", "^": "Naturals", "%": "Naturals", "\\div": "Naturals", "..": "Naturals",
	"<": "Naturals", ">": "Naturals", "\\leq": "Naturals", "\\geq": "Naturals", "<=": "Naturals", ">=": "Naturals", "=<": "Naturals", "Nat": "Naturals",
	"Int": "Integers", "-.": "Integers", "Real": "Reals", "/": "Reals",
	"Seq": "Sequences", "Len": "Sequences", "Append": "Sequences", "Head": "Sequences", "Tail": "Sequences",
	"SubSeq": "Sequences", "SelectSeq": "Sequences", "\\o": "Sequences",
	"Cardinality": "FiniteSets", "IsFiniteSet": "FiniteSets",
	"Print": "TLC", "PrintT": "TLC", "Assert": "TLC", "TLCGet": "TLC", "TLCSet": "TLC", "Permutations": "TLC", "SortSeq": "TLC",
	":>": "TLC", "@@": "TLC", "ToString": "TLC", "RandomElement": "TLC",
}
