package syntax

import (
	"fmt"
	"strings"
)

// Kind is a kind of mistake.
type Kind string

// The kinds of mistakes.
const (
	PersistDropped    Kind = "persist-dropped"
	SendDropped       Kind = "send-dropped"
	ReplyDropped      Kind = "reply-dropped"
	ApplyDropped      Kind = "apply-dropped"
	TimerDropped      Kind = "timer-dropped"
	CallDropped       Kind = "call-dropped"
	Unawaited         Kind = "unawaited"
	ActionSwapped     Kind = "action-swapped"
	GuardDropped      Kind = "guard-dropped"
	ConditionAlways   Kind = "condition-always"
	ConditionNegated  Kind = "condition-negated"
	OperandDropped    Kind = "operand-dropped"
	ComparisonFlipped Kind = "comparison-flipped"
	Boundary          Kind = "boundary"
	Quorum            Kind = "quorum"
	ConstantUp        Kind = "constant-up"
	ConstantDown      Kind = "constant-down"
	ConstantSwapped   Kind = "constant-swapped"
	Arithmetic        Kind = "arithmetic"
	BoolFlipped       Kind = "bool-flipped"
	ErrorDropped      Kind = "error-dropped"
	AssignmentDropped Kind = "assignment-dropped"
	AppendDropped     Kind = "append-dropped"
	FieldDropped      Kind = "field-dropped"
	CloneDropped      Kind = "clone-dropped"
	CaseDropped       Kind = "case-dropped"
	LoopSkipped       Kind = "loop-skipped"
	LoopOnce          Kind = "loop-once"
)

// Kinds says what each kind of mistake is.
var Kinds = []struct {
	Kind  Kind
	Means string
}{
	{PersistDropped, "a batch is not written"},
	{SendDropped, "a message is not sent"},
	{ReplyDropped, "a request is not answered"},
	{ApplyDropped, "the application is not told"},
	{TimerDropped, "a timer is not set, or not stopped"},
	{CallDropped, "a call for its effects is forgotten"},
	{Unawaited, "an effect leaves at once, rather than after the batch"},
	{ActionSwapped, "a rule names itself as another one"},
	{GuardDropped, "a condition that ends a function, or a round of a loop, never does"},
	{ConditionAlways, "what is to be done on a condition is done always"},
	{ConditionNegated, "a condition is read the wrong way round"},
	{OperandDropped, "one side of && or || is forgotten"},
	{ComparisonFlipped, "== for !=, < for >="},
	{Boundary, "< for <=, > for >="},
	{Quorum, "all but one, or a majority, counts as all"},
	{ConstantUp, "a number is one too large"},
	{ConstantDown, "a number is one too small"},
	{ConstantSwapped, "the next constant of the same type"},
	{Arithmetic, "+ for -, * for /"},
	{BoolFlipped, "true for false, or a returned condition negated"},
	{ErrorDropped, "nil is returned for an error"},
	{AssignmentDropped, "a variable or field keeps its value"},
	{AppendDropped, "an element is not added"},
	{FieldDropped, "a field of a composite literal stays zero"},
	{CloneDropped, "what should be copied is shared"},
	{CaseDropped, "a case of a switch is forgotten"},
	{LoopSkipped, "a loop does nothing"},
	{LoopOnce, "a loop ends after one round"},
}

// Mutant is one small mistake in one file.
type Mutant struct {
	// Name is file:function:kind:number. Numbers count from 1 in the order of the source, and count
	// places whose changes do not compile too.
	Name string
	Kind Kind
	// File is the name of the file, without folder.
	File string
	// Line and Column are where the change begins in the file as it is, from 1. Columns count bytes.
	Line, Column int
	// Before is the text that is replaced by After, for readers: long ones are shortened, and both are on one line.
	Before, After string

	edits []edit
	body  block
}

// block is the body of the function that is changed, without its braces.
type block struct {
	start, end int
	results    bool // the function returns something
}

// edit replaces the bytes [start, end) of a file.
type edit struct {
	start, end int
	text       string
}

// Apply returns the source of the file with the mistake in it.
func (m *Mutant) Apply(source []byte) []byte { return apply(source, m.edits) }

// apply makes edits, which are sorted and do not overlap.
func apply(source []byte, edits []edit) []byte {
	var b []byte
	at := 0
	for _, e := range edits {
		b = append(b, source[at:e.start]...)
		b = append(b, e.text...)
		at = e.end
	}
	return append(b, source[at:]...)
}

func (m *Mutant) String() string {
	return fmt.Sprintf("%s (line %d): %s -> %s", m.Name, m.Line, m.Before, m.After)
}

// maxShown is how many characters of a change are shown.
const maxShown = 100

// shown puts a piece of source on one line.
func shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "(nothing)"
	}
	if r := []rune(text); len(r) > maxShown {
		return string(r[:maxShown-1]) + "…"
	}
	return text
}
