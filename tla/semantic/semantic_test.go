package semantic_test

import (
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

var header = regexp.MustCompile(`-- MODULE (\w+)`)

// load loads the first of the texts, each of which is a file named like its module; the library is at hand.
func load(texts ...string) (*semantic.Spec, error) {
	files := fstest.MapFS{}
	var root string
	for i, text := range texts {
		name := header.FindStringSubmatch(text)[1]
		if i == 0 {
			root = name
		}
		files[name+".tla"] = &fstest.MapFile{Data: []byte(text)}
	}
	return semantic.Load(semantic.First(semantic.Folder(files, ".", ""), semantic.Library(modules.Find)), root)
}

// module is the text of a module M with a body.
func module(body string) string {
	return "---- MODULE M ----\n" + body + "\n====\n"
}

// must loads texts that are right.
func must(t *testing.T, texts ...string) *semantic.Spec {
	t.Helper()
	spec, err := load(texts...)
	require.NoError(t, err)
	return spec
}

// mistakes are the errors in an error of Load.
func mistakes(t *testing.T, err error) []*syntax.Error {
	t.Helper()
	var all []*syntax.Error
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range several.Unwrap() {
			all = append(all, mistakes(t, e)...)
		}
		return all
	}
	var e *syntax.Error
	require.ErrorAs(t, err, &e)
	return []*syntax.Error{e}
}

// body is the body of a definition.
func body(t *testing.T, spec *semantic.Spec, name string) syntax.Expr {
	t.Helper()
	o := spec.Root.Lookup(name)
	require.NotNil(t, o, name)
	require.NotNil(t, o.Body, name)
	return o.Body
}

// use is what the body of a definition means, which is a name.
func use(t *testing.T, spec *semantic.Spec, name string) semantic.Use {
	t.Helper()
	a, ok := body(t, spec, name).(*syntax.Apply)
	require.True(t, ok, "%s is not a name", name)
	u, ok := spec.Info.Uses[a]
	require.True(t, ok, "%s is not resolved", name)
	return u
}
