package syntax

// Token is a word of a text, without comments and white space around it.
type Token struct {
	Span
	Kind TokenKind
	Text string // a name or keyword as it was written, the value of a string, or the canonical name of a symbol
}

// TokenKind is a kind of Token.
type TokenKind uint8

// Kinds of tokens.
const (
	WordToken   TokenKind = iota // a name or a keyword
	NumberToken                  // digits, or a number such as \hFF
	StringToken
	SymbolToken // an operator that is no keyword, a bracket, or a separator
)

// Scan cuts a text into tokens as the parser does, for languages that borrow the words of TLA+. Errors are of type *Error.
func Scan(file string, text []byte) ([]Token, error) {
	var list []Token
	for _, t := range newLexer(string(text)).expression() {
		token := Token{Span: t.span(), Text: t.text}
		switch t.kind {
		case illegal:
			return nil, NewError(file, text, t.start, t.text)
		case endOfText:
			return list, nil
		case number:
			token.Kind = NumberToken
		case quoted:
			token.Kind = StringToken
		case identifier, keyword, symbol, punctuation:
			if t.raw == "_" || !isWordByte(t.raw[0]) {
				token.Kind = SymbolToken
			}
		default:
			token.Kind, token.Text = SymbolToken, t.raw
		}
		list = append(list, token)
	}
	return list, nil
}
