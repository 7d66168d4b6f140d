package syntax

import "fmt"

// Pos is a place in a source text. The zero Pos is no place.
type Pos struct {
	Line, Col int // from 1, columns counted in code points
}

func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Col) }

// Span is the part of a source text that a node was read from.
type Span struct {
	Start Pos
	End   Pos // of the last code point, inclusive
}

// Place returns s itself: nodes embed their span.
func (s Span) Place() Span { return s }

func (s Span) String() string {
	return fmt.Sprintf("line %d, col %d to line %d, col %d", s.Start.Line, s.Start.Col, s.End.Line, s.End.Col)
}

// Node is a part of a syntax tree.
type Node interface {
	Place() Span
}
