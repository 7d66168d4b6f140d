package syntax

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParse checks that no text makes the parser panic, that errors say where, and that what is read can be printed and read back.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "a", "/\\ a\n/\\ \\/ b\n   \\/ c\n + d", "\\E x, y \\in S, <<z>> \\in T : x' = y", "[f EXCEPT ![1].a = @ + 1, !.b[c, d] = 2]",
		"CASE a -> /\\ b [] c -> d [] OTHER -> e", "LET RECURSIVE f(_) f(x) == x I == INSTANCE M WITH a <- -, b <- c IN I!f(1)",
		"[][A]_<<x, y>> /\\ WF_I(a)!v(A) /\\ SF_(x)(<<B>>_x)", "{x \\in S : p} \\cup {e : x \\in S} \\cup {x \\in S, 1}", "F!2!<<!(a)!lab(b)",
		"A!!!(1, 2) !! - (1, 2) - -. (3)", "[a |-> \"\\\\\\n\", b |-> \\h1F.2] = [c : .5]", "lab(x) :: [x \\in S |-> y][1]'^+", "⟨a⟩ ∈ ℕ × ℤ ∧ ¬b ⇒ □◇c",
		"---- MODULE M ----\nEXTENDS N\nCONSTANTS a, f(_), _+_\nVARIABLE x\nLOCAL INSTANCE O\nASSUME A == a\n---- MODULE I ----\n====\n====",
		"---- MODULE M ----\nTHEOREM T == ASSUME NEW x \\in S, ASSUME p PROVE q PROVE r\n<1>1. x BY <*>1 DEF F\n<*>a QED PROOF OBVIOUS\n====",
		"---- MODULE M ----\nx \\prec y == x\n-. x == x\nx^* == x\nf[x \\in S] == (* (* *) *) x \\* c\n====",
	} {
		f.Add(text)
	}
	for _, root := range []string{"../../spec", "../modules"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".tla" {
				return err
			}
			text, err := os.ReadFile(path)
			if len(text) < 4000 { // larger ones slow the search down and hold nothing else
				f.Add(string(text))
			}
			return err
		})
		require.NoError(f, err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := Parse("", []byte(text)); err != nil {
			requirePlace(t, text, err)
		} else {
			roundTrip(t, m)
		}
		x, err := ParseExpr(text)
		if err != nil {
			requirePlace(t, text, err)
			return
		}
		read, err := ParseExpr(PrintExpr(x))
		require.NoError(t, err, PrintExpr(x))
		require.True(t, Equal(x, read), PrintExpr(x))
		require.False(t, bytes.ContainsRune([]byte(PrintExpr(x)), '\r'))
	})
}

// requirePlace checks that an error says where in the text.
func requirePlace(t *testing.T, text string, err error) {
	var e *Error
	require.ErrorAs(t, err, &e)
	require.LessOrEqual(t, e.Pos.Line, len(lines(text)))
	require.LessOrEqual(t, e.Pos.Col, len([]rune(e.Line))+1)
}
