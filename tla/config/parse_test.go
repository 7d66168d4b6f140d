package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

func TestParse(t *testing.T) {
	c, err := Parse("M.cfg", []byte(`\* A model.
SPECIFICATION Spec
(* All that (* must *) hold. *)
INVARIANTS Inv1
  Inv2 INVARIANT Inv3
PROPERTY Live PROPERTIES Refines
CONSTRAINT Small CONSTRAINTS Smaller
ACTION_CONSTRAINT Slow
ACTION_CONSTRAINTS Slower
SYMMETRY Perms VIEW vars ALIAS Short POSTCONDITION Done
CHECK_DEADLOCK FALSE
_PERIODIC Report
CONSTANTS
  N = 3  Low = -4
  Name = "a \"b\""  On = TRUE Off = FALSE
  Nodes = {n1, n2,
    n3}
  Nested = {{}, {1, -2}, {{"x"}}}
  Max <- MCMax
  Int <- [Naturals]Nat
  M = [Other] 5
  I!c = 1
  f(1, a) = 2
  \cup <- Union
  - <- (-)
`))
	require.NoError(t, err)
	texts := func(names []Name) (list []string) {
		for _, n := range names {
			list = append(list, n.Text)
		}
		return list
	}
	require.Equal(t, "M.cfg", c.File)
	require.Equal(t, &Name{"Spec", syntax.Pos{Line: 2, Col: 15}}, c.Specification)
	require.Nil(t, c.Init)
	require.Nil(t, c.Next)
	require.Equal(t, []string{"Inv1", "Inv2", "Inv3"}, texts(c.Invariants))
	require.Equal(t, syntax.Pos{Line: 5, Col: 3}, c.Invariants[1].Pos)
	require.Equal(t, []string{"Live", "Refines"}, texts(c.Properties))
	require.Equal(t, []string{"Small", "Smaller"}, texts(c.Constraints))
	require.Equal(t, []string{"Slow", "Slower"}, texts(c.ActionConstraints))
	require.Equal(t, []string{"Perms"}, texts(c.Symmetry))
	require.Equal(t, "vars", c.View.Text)
	require.Equal(t, "Short", c.Alias.Text)
	require.Equal(t, "Done", c.Postcondition.Text)
	require.NotNil(t, c.CheckDeadlock)
	require.False(t, *c.CheckDeadlock)
	require.Equal(t, []string{"_PERIODIC"}, texts(c.Ignored))

	var constants []string
	for _, k := range c.Constants {
		text := k.Name.Text
		for _, arg := range k.Args {
			text += " " + datum.ToValue(arg.Datum()).String()
		}
		text += " @" + k.Module
		if k.Replacement != nil {
			text += " <- " + k.Replacement.Text
		} else {
			text += " = " + datum.ToValue(k.Value.Datum()).String()
		}
		constants = append(constants, text)
	}
	require.Equal(t, []string{
		"N @ = 3", "Low @ = -4", `Name @ = "a \"b\""`, "On @ = TRUE", "Off @ = FALSE", "Nodes @ = {n1, n2, n3}",
		`Nested @ = {{}, {{"x"}}, {-2, 1}}`, "Max @ <- MCMax", "Int @Naturals <- Nat", "M @Other = 5", "I!c @ = 1", "f 1 a @ = 2",
		`\cup @ <- Union`, "- @ <- (-)",
	}, constants)
	require.Equal(t, syntax.Pos{Line: 14, Col: 7}, c.Constants[0].Value.Pos)
	require.Equal(t, syntax.Pos{Line: 14, Col: 16}, c.Constants[1].Value.Pos)
}

func TestParseNothing(t *testing.T) {
	c, err := Parse("", []byte(" \n\\* nothing"))
	require.NoError(t, err)
	require.Equal(t, &Config{}, c)
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, message string }{
		{"Inv", "1:1: found Inv, expected a keyword such as INVARIANT"},
		{"INIT", "1:4: found the end of the text, expected the name that INIT is about"},
		{"INIT NEXT Next", "1:6: found NEXT, expected the name that INIT is about"},
		{"INIT Init\nINIT Init2", "2:1: found a second INIT"},
		{"NEXT A B", "1:8: found B, expected a keyword such as INVARIANT"},
		{"POSTCONDITION A POSTCONDITIONS B", "1:17: found a second POSTCONDITION"},
		{"SYMMETRY A SYMMETRY B", "1:12: found a second SYMMETRY"},
		{"SPECIFICATION Spec NEXT Next", "1:25: found both SPECIFICATION and INIT or NEXT, expected one of them"},
		{"INVARIANT A = 1", "1:13: found =, expected a name"},
		{"INVARIANT \"A\"", `1:11: found "A", expected a name`},
		{"CHECK_DEADLOCK yes", "1:16: found yes, expected TRUE or FALSE"},
		{"CHECK_DEADLOCK TRUE CHECK_DEADLOCK TRUE", "1:21: found a second CHECK_DEADLOCK"},
		{"CONSTANT c", "1:10: found the end of the text, expected = or <-"},
		{"CONSTANT c =", "1:12: found the end of the text, expected a value"},
		{"CONSTANT c = )", "1:14: found ), expected a value: a number, a string, TRUE, FALSE, a set in braces, or the name of a model value"},
		{"CONSTANT c = - x", "1:16: found x, expected a number"},
		{"CONSTANT c = 99999999999999999999", "1:14: found 99999999999999999999, expected a decimal number of at most 64 bits"},
		{"CONSTANT c = {1, 2", "1:18: found the end of the text, expected , or }"},
		{"CONSTANT c = {1 2}", "1:17: found 2, expected , or }"},
		{"CONSTANT c <-", "1:13: found the end of the text, expected the name of what replaces c"},
		{"CONSTANT c <- [M d", "1:18: found d, expected ]"},
		{"CONSTANT c <- INVARIANT", "1:15: found INVARIANT, expected the name of what replaces c"},
		{"CONSTANT f(1 = 2", "1:14: found =, expected , or )"},
		{"CONSTANT 1 = 2", "1:10: found 1, expected the name of a constant"},
		{"CONSTANT c = (* 1", "1:14: found a comment that does not end, expected *)"},
		{"CONSTANT c = \"a", "1:14: found a string that does not end, expected \""},
		{"CONSTANT c = \x00", `1:14: found '\x00', which means nothing here`},
		{"CONSTANT c = " + strings.Repeat("{", 2000), "1:1015: found {, expected a value"},
	} {
		_, err := Parse("", []byte(c.text))
		require.Error(t, err, c.text)
		var e *Error
		require.ErrorAs(t, err, &e, c.text)
		message, _, _ := strings.Cut(err.Error(), "\n")
		require.Equal(t, c.message, message, c.text)
		require.NotEmpty(t, e.Line, c.text)
	}
}

// TestModelsParse reads all configurations of this repository and, if TENET_TLA_EXAMPLES names a clone of github.com/tlaplus/Examples, of it.
func TestModelsParse(t *testing.T) {
	for _, root := range []string{"../../spec", os.Getenv("TENET_TLA_EXAMPLES")} {
		if root == "" {
			continue
		}
		n := 0
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".cfg" {
				return err
			}
			n++
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			c, err := Parse(path, text)
			require.NoError(t, err)
			require.Equal(t, path, c.File)
			return nil
		})
		require.NoError(t, err)
		require.NotZero(t, n)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "INIT Init NEXT Next", "CONSTANTS a = {1, {x, \"y\"}} b <- [M]c d(1, 2) = TRUE", "INVARIANT A \\* b\nCHECK_DEADLOCK FALSE"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Parse("", []byte(text)); err != nil {
			var e *Error
			require.ErrorAs(t, err, &e)
		}
	})
}
