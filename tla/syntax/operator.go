package syntax

import "slices"

// operator is an operator that has a symbol. Its precedence is a range: it binds tighter than another one if its low end is above the
// other's high end, and two operators whose ranges overlap cannot stand next to each other without parentheses.
type operator struct {
	name      string // canonical
	fix       Fix
	low, high int
	left      bool // a + b + c is (a + b) + c; without it, that is an error
}

// tighter reports whether in a op b other c, or in op b other c, the operand b belongs to op.
func (o *operator) tighter(other *operator) bool {
	return o.low > other.high || o == other && o.left
}

// looser reports whether in a op b other c the operand b belongs to other.
func (o *operator) looser(other *operator) bool { return o.high < other.low }

// Operators by their canonical names. The minus of -x is named "-.", so that no name is in two of them.
var (
	prefixOperators  = map[string]*operator{}
	infixOperators   = map[string]*operator{}
	postfixOperators = map[string]*operator{}
)

// application is the operator of f[x], of which only the precedence matters.
var application = &operator{name: "[", fix: Postfix, low: 160, high: 160, left: true}

func init() {
	define := func(table map[string]*operator, fix Fix, low, high int, left bool, names ...string) {
		for _, name := range names {
			table[name] = &operator{name: name, fix: fix, low: low, high: high, left: left}
		}
	}
	define(prefixOperators, Prefix, 40, 40, true, "~")
	define(prefixOperators, Prefix, 40, 150, false, "[]", "<>", "ENABLED", "UNCHANGED")
	define(prefixOperators, Prefix, 100, 130, false, "SUBSET", "UNION", "DOMAIN")
	define(prefixOperators, Prefix, 120, 120, false, "-.")
	define(postfixOperators, Postfix, 150, 150, false, "'", "^+", "^*", "^#")

	infix := func(low, high int, left bool, names ...string) {
		define(infixOperators, Infix, low, high, left, names...)
	}
	infix(10, 10, false, "=>")
	infix(20, 20, false, "~>", "<=>", "-+->")
	infix(30, 30, true, `/\`, `\/`)
	infix(50, 50, false, "=", "#", `\in`, `\notin`, `\subseteq`, `\subset`, `\supset`, `\supseteq`, "<", ">", "<=", ">=",
		"|-", "|=", "-|", "=|", ":=", "::=", `\prec`, `\succ`, `\preceq`, `\succeq`, `\sim`, `\simeq`, `\ll`, `\gg`, `\asymp`,
		`\approx`, `\cong`, `\sqsubset`, `\sqsubseteq`, `\sqsupset`, `\sqsupseteq`, `\doteq`, `\propto`)
	infix(50, 140, true, `\cdot`)
	infix(60, 60, true, "@@")
	infix(70, 70, false, ":>", "<:")
	infix(80, 80, false, `\`)
	infix(80, 80, true, `\cup`, `\cap`)
	infix(90, 90, false, "..", "...")
	infix(90, 130, true, "$", "$$", "??", "##", `\uplus`, `\sqcap`, `\sqcup`)
	infix(90, 130, false, "!!")
	infix(90, 140, false, `\wr`)
	infix(100, 100, true, "+", "++", "(+)")
	infix(100, 110, true, "|", "||", "%%")
	infix(100, 110, false, "%")
	infix(100, 130, true, `\X`)
	infix(110, 110, true, "-", "--", "(-)")
	infix(130, 130, true, "*", "**", "&", "&&", `(.)`, `(\X)`, `\o`, `\star`, `\bigcirc`, `\bullet`)
	infix(130, 130, false, "/", "//", "(/)", `\div`)
	infix(140, 140, false, "^", "^^")
}

// synonyms are the further ways to write each symbol. The first name is the canonical one.
var synonyms = [][]string{
	{"~", `\lnot`, `\neg`, "¬"}, {`/\`, `\land`, "∧"}, {`\/`, `\lor`, "∨"}, {"=>", "⇒"}, {"<=>", `\equiv`, "≡", "⇔"},
	{"~>", "↝"}, {"-+->", "⇸"}, {"[]", "□"}, {"<>", "◇"}, {"#", "/=", "≠"},
	{`\in`, "∈"}, {`\notin`, "∉"}, {`\subseteq`, "⊆"}, {`\subset`, "⊂"}, {`\supset`, "⊃"}, {`\supseteq`, "⊇"},
	{`\cup`, `\union`, "∪"}, {`\cap`, `\intersect`, "∩"}, {`\X`, `\times`, "×"}, {`\uplus`, "⊎"},
	{"<=", `\leq`, "=<", "≤"}, {">=", `\geq`, "≥"}, {`\o`, `\circ`, "∘"}, {`\div`, "÷"}, {"..", "‥"}, {"...", "…"},
	{"(+)", `\oplus`, "⊕"}, {"(-)", `\ominus`, "⊖"}, {"(.)", `\odot`, "⊙"}, {"(/)", `\oslash`, "⊘"}, {`(\X)`, `\otimes`, "⊗"},
	{`\approx`, "≈"}, {`\asymp`, "≍"}, {`\bigcirc`, "◯"}, {`\bullet`, "●"}, {`\cdot`, "⋅"}, {`\cong`, "≅"}, {`\doteq`, "≐"},
	{`\ll`, "≪"}, {`\gg`, "≫"}, {`\prec`, "≺"}, {`\preceq`, "⪯"}, {`\succ`, "≻"}, {`\succeq`, "⪰"}, {`\propto`, "∝"},
	{`\sim`, "∼"}, {`\simeq`, "≃"}, {`\sqcap`, "⊓"}, {`\sqcup`, "⊔"}, {`\sqsubset`, "⊏"}, {`\sqsubseteq`, "⊑"},
	{`\sqsupset`, "⊐"}, {`\sqsupseteq`, "⊒"}, {`\star`, "⋆"}, {`\wr`, "≀"},
	{":=", "≔"}, {"::=", "⩴"}, {"!!", "‼"}, {"??", "⁇"}, {"||", "‖"},
	{"|=", "⊨"}, {"|-", "⊢"}, {"-|", "⊣"}, {"=|", "⫤"}, {"^+", "⁺"},

	{`\A`, `\forall`, "∀"}, {`\E`, `\exists`, "∃"}, {`\AA`}, {`\EE`},
	{"==", "≜"}, {"<<", "⟨"}, {">>", "⟩"}, {">>_", "⟩_"}, {"->", "→"}, {"<-", "←"}, {"|->", "↦"}, {"::", "∷"},
	{"("}, {")"}, {"["}, {"]"}, {"]_"}, {"{"}, {"}"}, {","}, {":"}, {"."}, {"_"}, {"!"}, {"[]ASSUME"}, {"[]PROVE"},
	{"Nat", "ℕ"}, {"Int", "ℤ"}, {"Real", "ℝ"},
}

// IsSymbol reports whether a canonical name is that of an operator which is written as a symbol or a keyword between or beside its
// arguments, such as +, \in, ' or DOMAIN, and not a name such as Foo.
func IsSymbol(name string) bool { return symbolFix(name) != NoFix }

// symbolFix says where the operator of that name stands; NoFix if it is no symbol.
func symbolFix(name string) Fix {
	for _, table := range []map[string]*operator{prefixOperators, infixOperators, postfixOperators} {
		if op := table[name]; op != nil {
			return op.fix
		}
	}
	return NoFix
}

// canonical maps all ways to write a symbol, also the canonical one, to its name.
var canonical = func() map[string]string {
	names := map[string]string{}
	for _, list := range synonyms {
		for _, s := range list {
			names[s] = list[0]
		}
	}
	return names
}()

// longest is how many bytes the longest symbol takes that does not begin with a letter.
var longest int

func init() {
	for _, table := range []map[string]*operator{prefixOperators, infixOperators, postfixOperators} {
		for name := range table {
			if !isWordByte(name[0]) {
				canonical[name] = name
			}
		}
	}
	for s := range canonical {
		longest = max(longest, len(s))
	}
}

// keywords are the words that cannot be names.
var keywords = []string{
	"ACTION", "ACTIONS", "ASSUME", "ASSUMPTION", "AXIOM", "BY", "CASE", "CHOOSE", "CONSTANT", "CONSTANTS", "COROLLARY", "DEF", "DEFINE",
	"DEFS", "ELSE", "EXCEPT", "EXTENDS", "HAVE", "HIDE", "IF", "IN", "INSTANCE", "LAMBDA", "LEMMA", "LET", "LOCAL", "MODULE", "NEW",
	"OBVIOUS", "OMITTED", "ONLY", "OTHER", "PICK", "PROOF", "PROPOSITION", "PROVE", "QED", "RECURSIVE", "STATE", "SUFFICES", "TAKE",
	"TEMPORAL", "TEMPORALS", "THEN", "THEOREM", "USE", "VARIABLE", "VARIABLES", "WITH", "WITNESS",
}

func isKeyword(word string) bool {
	_, found := slices.BinarySearch(keywords, word)
	return found
}
