package twopc_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const spec = "../spec/twopc/TwoPhaseCommit.tla"

// environment are the actions of the specification that no machine takes.
var environment = []string{"Crash"}

// TestActionsHandlersAndSpecificationHaveTheSameNames: none of the three can change without the others.
func TestActionsHandlersAndSpecificationHaveTheSameNames(t *testing.T) {
	actions, functions := declarations(t)
	require.Contains(t, actions, "HandleVote")
	specified := next(t)
	require.Contains(t, specified, "HandleVote")

	for _, action := range actions {
		comment, found := functions[strings.ToLower(action[:1])+action[1:]]
		if action == "Recover" { // "recover" is a function of the language
			comment, found = functions["recoverCoordinator"]
		}
		require.True(t, found, "the action %s has no handler", action)
		require.Regexp(t, `action `+action+`\s+in\s+spec/twopc/TwoPhaseCommit\.tla`, comment, "the comment of its handler")
		require.Contains(t, specified, action, "the specification has no such action")
	}
	named := handlers(t)
	for _, action := range specified {
		if !slices.Contains(environment, action) {
			require.Contains(t, named, strings.ToLower(action), "no comment in the specification names the handler")
		}
		if !slices.Contains(environment, action) {
			require.Contains(t, actions, action, "the code has no such action")
		}
	}
}

// declarations returns the values of the constants Action... and the comments of all functions.
func declarations(t *testing.T) (actions []string, functions map[string]string) {
	t.Helper()
	functions = map[string]string{}
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range files {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				functions[n.Name.Name] += strings.Join(strings.Fields(n.Doc.Text()), " ")
			case *ast.ValueSpec:
				if strings.HasPrefix(n.Names[0].Name, "Action") {
					value, err := strconv.Unquote(n.Values[0].(*ast.BasicLit).Value)
					require.NoError(t, err)
					require.Equal(t, n.Names[0].Name, "Action"+value)
					actions = append(actions, value)
				}
			}
			return true
		})
	}
	return actions, functions
}

// handlers returns the names after "Go:" in the comments of the specification, in small letters.
func handlers(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(spec)
	require.NoError(t, err)
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^\\\* Go: (\w+)$`).FindAllStringSubmatch(string(text), -1) {
		names = append(names, strings.ToLower(match[1]))
	}
	return names
}

// next returns the actions of which the specification's Next consists.
func next(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(spec)
	require.NoError(t, err)
	_, after, found := strings.Cut(string(text), "\nNext ==\n")
	require.True(t, found, "%s has no Next", spec)
	body, _, _ := strings.Cut(after, "\n\n")
	var actions []string
	for _, disjunct := range strings.Split(body, `\/ `)[1:] {
		names := regexp.MustCompile(`([A-Z]\w*)(\([^()]*\))?\s*$`).FindStringSubmatch(disjunct)
		require.NotNil(t, names, "%q", disjunct)
		actions = append(actions, names[1])
	}
	return actions
}
