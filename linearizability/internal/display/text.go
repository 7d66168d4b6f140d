package display

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Clean spells out the characters of s that cannot be seen or that move others, such as terminal
// controls and direction marks. What it returns is valid UTF-8 on one line.
func Clean(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !visible(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case visible(r) || r == unicode.ReplacementChar:
			b.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func visible(r rune) bool {
	return r == ' ' || unicode.IsPrint(r) && r != unicode.ReplacementChar
}

// Cut shortens s to at most limit columns, the last of which is then an ellipsis.
func Cut(s string, limit int) string {
	columns, keep := 0, 0
	for i, r := range s {
		columns += runeWidth(r)
		if columns < limit {
			keep = i + len(string(r))
		}
		if columns > limit {
			return s[:keep] + "…"
		}
	}
	return s
}

// Width returns how many columns s takes in a font of fixed width.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is 2 for East Asian wide characters and emoji, by their blocks; 0 for combining marks.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// Group writes a count with commas between thousands.
func Group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Plural writes a count with its noun.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Group(n) + " " + noun + "s"
}

// Wrap breaks s into lines of at most columns, at spaces. The first line begins with first, the others
// with indent. Words longer than a line are cut.
func Wrap(s, first, indent string, columns int) []string {
	var lines []string
	line, empty := first, true
	room := max(8, columns-max(Width(first), Width(indent)))
	for word := range strings.SplitSeq(s, " ") {
		word = Cut(word, room)
		switch {
		case empty:
			line += word
		case Width(line)+1+Width(word) <= columns:
			line += " " + word
		default:
			lines = append(lines, line)
			line = indent + word
		}
		empty = false
	}
	return append(lines, line)
}
