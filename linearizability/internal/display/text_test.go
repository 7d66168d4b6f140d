package display

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":        "plain",
		"a\nb\tc":      "a b c",
		"\x1b[31m":     `\u001b[31m`,
		"\u202ex":      `\u202ex`,
		"\U000e0001":   `\U000e0001`,
		"\xff":         "\ufffd",
		"日本 ü ✓":       "日本 ü ✓",
		"\x00\u2028\r": `\u0000\u2028 `,
	} {
		require.Equal(t, want, Clean(in), "%q", in)
	}
}

func TestCleanAndCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		s := Cut(Clean(rapid.String().Draw(t, "s")), limit)
		require.True(t, utf8.ValidString(s))
		require.LessOrEqual(t, Width(s), limit)
		require.Equal(t, -1, strings.IndexFunc(s, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }))
	})
}

func TestWrapKeepsTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,10}`), 1, 30).Draw(t, "words")
		columns := rapid.IntRange(20, 60).Draw(t, "columns")
		lines := Wrap(strings.Join(words, " "), "- ", "  ", columns)
		var back []string
		for i, line := range lines {
			require.LessOrEqual(t, Width(line), columns)
			if i == 0 {
				line = strings.TrimPrefix(line, "- ")
			}
			back = append(back, strings.Fields(line)...)
		}
		require.Equal(t, words, back)
	})
	require.Equal(t, []string{"- " + strings.Repeat("x", 17) + "…"}, Wrap(strings.Repeat("x", 100), "- ", "  ", 20))
}

func TestCounts(t *testing.T) {
	require.Equal(t, []string{"0", "999", "1,000", "-1,234,567", "-100"}, []string{Group(0), Group(999), Group(1000), Group(-1234567), Group(-100)})
	require.Equal(t, []string{"1 edge", "0 edges", "2,000 edges"}, []string{Plural(1, "edge"), Plural(0, "edge"), Plural(2000, "edge")})
}

func TestCleanMakesOneVisibleLine(t *testing.T) {
	require.Equal(t, "plain — ünïcode 漢字", Clean("plain — ünïcode 漢字"))
	require.Equal(t, `a b\u001b[0m\u202e`, Clean("a\nb\x1b[0m\u202e"))
	require.Equal(t, `\U000e0001`, Clean("\U000e0001"))
	rapid.Check(t, func(t *rapid.T) {
		s := Clean(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text"))
		require.True(t, utf8.ValidString(s))
		for _, r := range s {
			require.True(t, unicode.IsPrint(r), "%q", r)
		}
		require.Equal(t, s, Clean(s))
	})
}

func TestCut(t *testing.T) {
	require.Equal(t, "abcdef", Cut("abcdef", 6))
	require.Equal(t, "abcd…", Cut("abcdef", 5))
	require.Equal(t, "漢…", Cut("漢字漢", 4))
	rapid.Check(t, func(t *rapid.T) {
		s, limit := rapid.String().Draw(t, "text"), rapid.IntRange(1, 20).Draw(t, "limit")
		short := Cut(s, limit)
		require.LessOrEqual(t, Width(short), limit)
		require.True(t, short == s || strings.HasPrefix(s, strings.TrimSuffix(short, "…")))
	})
}

func TestGroup(t *testing.T) {
	require.Equal(t, "0", Group(0))
	require.Equal(t, "999", Group(999))
	require.Equal(t, "1,000", Group(1000))
	require.Equal(t, "12,345,678", Group(12345678))
	require.Equal(t, "1 operation", Plural(1, "operation"))
}
