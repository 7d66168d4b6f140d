package syntax

// kind is a kind of token.
type kind uint8

const (
	endOfText kind = iota
	illegal        // text is the message
	outdent        // stands for any token that is not inside the list that is being read
	identifier
	number
	quoted      // text is the value of the string
	stepName    // <1>a, which expressions of proofs may mention
	stepStart   // <1>, <1>a., <*>
	moduleStart // ---- MODULE
	moduleEnd   // ====
	separator   // ----
	keyword
	punctuation
	symbol // an operator; text is its canonical name
)

// token is a word of the language. Its raw text is as it was written; text is canonical.
type token struct {
	kind       kind
	text, raw  string
	start, end Pos
	col        int // with tabs expanded as SANY does, to multiples of 8, which is what the layout of lists goes by
}

// is reports whether t is this keyword, punctuation or operator.
func (t *token) is(text string) bool { return t.kind >= keyword && t.text == text }

// bullet reports whether t may begin an item of a list. \land and \lor may not.
func (t *token) bullet() bool {
	if t.kind != symbol {
		return false
	}
	switch t.raw {
	case `/\`, `\/`, "∧", "∨":
		return true
	}
	return false
}

// word reports whether t is a name or a keyword that is made like one, which may name a field.
func (t *token) word() bool {
	return t.kind == identifier && t.text != "@" || t.kind >= keyword && isWordByte(t.raw[0]) && t.raw != "_"
}

// span is where t stands.
func (t *token) span() Span { return Span{t.start, t.end} }

func (t *token) name() Name {
	if t.kind >= keyword && t.kind != symbol {
		return Name{t.span(), t.raw}
	}
	return Name{t.span(), t.text}
}

func (t *token) String() string {
	switch t.kind {
	case endOfText:
		return "the end of the text"
	case moduleStart:
		return "---- MODULE"
	case moduleEnd:
		return "==== (the end of the module)"
	case separator:
		return "----"
	}
	return show(t.raw)
}

// show is a word of the language as messages show it: in quotes if it could be taken for punctuation of the message.
func show(text string) string {
	if isWordByte(text[0]) && text != "_" || text[0] == '"' || text[0] == '<' && len(text) > 2 && text[2] == '>' {
		return text
	}
	return `"` + text + `"`
}

// isWordByte reports whether b may be in a name.
func isWordByte(b byte) bool {
	return isLetter(b) || isDigit(b) || b == '_'
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
