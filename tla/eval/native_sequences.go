package eval

import (
	"unicode/utf8"

	"github.com/tenet-go/tenet/tla/datum"
)

// Strings are sequences for Len, Tail, SubSeq and \o only, as for TLC.
var _ = register("Sequences", map[string]native{
	"Seq":       {unary: datum.Seq},
	"Len":       {unary: length},
	"Append":    {binary: datum.Append},
	`\o`:        {binary: concatenate},
	"Head":      {unary: datum.Head},
	"Tail":      {unary: tail},
	"SubSeq":    {call: subSequence},
	"SelectSeq": {call: selectSequence},
})

func length(s datum.Datum) datum.Datum {
	if s.IsString() {
		return datum.Int(int64(utf8.RuneCountInString(s.Text())))
	}
	if !datum.IsSequence(s) {
		refuse("the argument of Len should be a sequence, but it is %s", s)
	}
	return datum.Int(int64(datum.Len(s)))
}

func concatenate(s, t datum.Datum) datum.Datum {
	if !s.IsString() {
		return datum.Concat(s, t)
	}
	if !t.IsString() {
		refuseArgument(1, `\o`, "a string, as the first is", t)
	}
	return datum.String(s.Text() + t.Text())
}

func tail(s datum.Datum) datum.Datum {
	if !s.IsString() {
		return datum.Tail(s)
	}
	if s.Text() == "" {
		refuse("attempted to apply Tail to the empty sequence")
	}
	_, size := utf8.DecodeRuneInString(s.Text())
	return datum.String(s.Text()[size:])
}

func subSequence(c *call) datum.Datum {
	s := c.arg(0)
	from, to := integerArgument(1, "SubSeq", c.arg(1)), integerArgument(2, "SubSeq", c.arg(2))
	if s.IsString() {
		return substring(s, from, to)
	}
	return datum.SubSeq(s, from, to)
}

func substring(s datum.Datum, from, to int64) datum.Datum {
	runes := []rune(s.Text())
	n := int64(len(runes))
	switch {
	case from > to:
		return datum.String("")
	case from < 1 || from > n:
		refuse("the second argument of SubSeq is %d, which is not in the domain of %s", from, s)
	case to > n:
		refuse("the third argument of SubSeq is %d, which is not in the domain of %s", to, s)
	}
	return datum.String(string(runes[from-1 : to]))
}

func selectSequence(c *call) datum.Datum {
	s := c.arg(0)
	elems := sequenceArgument(0, "SelectSeq", s)
	var kept []datum.Datum
	for _, x := range elems {
		if c.holds("SelectSeq", x) {
			kept = append(kept, x)
		}
	}
	if len(kept) == len(elems) {
		return s
	}
	return datum.Tuple(kept)
}
