package matrix

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadSurvivors(t *testing.T) {
	all, err := ReadSurvivors([]byte(`# why these are no bugs

a.go:f:boundary:1
    > < -> <=
a.go:f:boundary:2
	> <= ->
	> <
    Never equal,
    by design.

T01 locks kept
    > forgets
    Another.
`))
	require.NoError(t, err)
	require.Equal(t, []Survivor{
		{"a.go:f:boundary:1", "< -> <=", "Never equal, by design.", 3},
		{"a.go:f:boundary:2", "<= -> <", "Never equal, by design.", 5},
		{"T01 locks kept", "forgets", "Another.", 11},
	}, all)
}

func TestReadSurvivorsSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"  no name":                               "line 1: expected the name",
		"a\n  > x -> y\n":                         `line 1: expected an argument for "a"`,
		"a\n  because\n":                          `line 1: expected the mistake of "a"`,
		"a\n  > x\n  because\na\n  > x\n  so\n":   `line 4: a second argument for "a"`,
		"a\n  > x\n  because\nb\n  > x\n# end \n": `line 4: expected an argument for "b"`,
	} {
		_, err := ReadSurvivors([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}
