package syntax

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPrecedence compares the grouping of all pairs of operators with a table of what SANY makes of them.
func TestPrecedence(t *testing.T) {
	content, err := os.ReadFile("testdata/precedence.txt")
	require.NoError(t, err)
	table := strings.Split(strings.TrimSpace(string(content)), "\n")[2:]
	infix, postfix := strings.Fields(table[0])[1:], strings.Fields(table[1])[1:]
	require.Len(t, infix, len(infixOperators))
	require.Len(t, postfix, len(postfixOperators))
	require.Len(t, table[2:], len(infixOperators)+len(prefixOperators))
	for _, row := range table[2:] {
		fields := strings.Fields(row)
		require.Len(t, fields, 3, row)
		for i, op := range infix {
			require.Equal(t, string(fields[1][i]), grouping(t, fields[0], op, " c"), "%s, then %s", fields[0], op)
		}
		for i, op := range postfix {
			require.Equal(t, string(fields[2][i]), grouping(t, fields[0], op, ""), "%s, then %s", fields[0], op)
		}
	}
}

// grouping reads b between two operators, and says l if it belongs to the left one, r if to the right one, and . if to neither.
func grouping(t *testing.T, left, right, rest string) string {
	text := left + " b " + right + rest
	switch {
	case left == "-.":
		text = "- b " + right + rest
	case prefixOperators[left] == nil:
		text = "a " + text
	}
	x, err := ParseExpr(text)
	if err != nil {
		return "."
	}
	parts := Children(x)
	top := `\X`
	if a, ok := x.(*Apply); ok {
		top = a.Name.Text
	}
	if last := parts[len(parts)-1]; top == right && (left != right || len(Children(last)) == 0) {
		return "l"
	}
	return "r"
}
