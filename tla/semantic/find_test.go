package semantic_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

func TestFind(t *testing.T) {
	files := fstest.MapFS{
		"here/M.tla":         {Data: []byte("m")},
		"there/Naturals.tla": {Data: []byte("n")},
		"there/M.tla":        {Data: []byte("other m")},
	}
	find := semantic.First(semantic.Folder(files, "here", "spec/here"), semantic.Folder(files, "there", ""), semantic.Library(modules.Find))

	source, err := find("M")
	require.NoError(t, err)
	require.Equal(t, semantic.Source{File: "spec/here/M.tla", Text: []byte("m")}, source)

	source, err = find("Naturals")
	require.NoError(t, err)
	require.Equal(t, semantic.Source{File: "Naturals.tla", Text: []byte("n")}, source)

	source, err = find("Sequences")
	require.NoError(t, err)
	require.True(t, source.Standard)

	_, err = find("X")
	require.EqualError(t, err, "cannot find module X (looked in spec/here, there, the library)")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// TestFindErrors checks that what goes wrong while a module is read is not taken for its absence.
func TestFindErrors(t *testing.T) {
	broken := errors.New("broken disk")
	failing := func(string) (semantic.Source, error) { return semantic.Source{}, broken }
	_, err := semantic.Load(semantic.First(failing, semantic.Library(modules.Find)), "Naturals")
	require.ErrorIs(t, err, broken)
	_, err = semantic.Load(semantic.Library(modules.Find), "Nothing")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = semantic.Load(semantic.First(), "Nothing")
	require.EqualError(t, err, "cannot find module Nothing (no place to look was given)")
}

// TestFiles has mistakes between modules: the messages name the file.
func TestFiles(t *testing.T) {
	tests := []struct {
		name  string
		texts []string
		want  string
	}{
		{"module of another name", []string{"---- MODULE M ----\nEXTENDS A\n====\n", "---- MODULE A ----\n====\n"}, ""},
		{"missing module", []string{"---- MODULE M ----\nEXTENDS A, Gone\nP == Q\n====\n", "---- MODULE A ----\nINSTANCE Lost\nR == S\n====\n"},
			"A.tla:2:10: cannot find module Lost (looked in ., the library)\n\tINSTANCE Lost\n\t         ^\n" +
				"M.tla:2:12: cannot find module Gone (looked in ., the library)\n\tEXTENDS A, Gone\n\t           ^"},
		{"circle", []string{"---- MODULE M ----\nEXTENDS A\n====\n", "---- MODULE A ----\nI == INSTANCE B\n====\n", "---- MODULE B ----\nEXTENDS A\n====\n"},
			"B.tla:2:9: modules need each other in a circle: A needs B needs A\n\tEXTENDS A\n\t        ^"},
		{"mistake in an extended module", []string{"---- MODULE M ----\nEXTENDS A\nP == x\n====\n", "---- MODULE A ----\nQ == y\n====\n"},
			"A.tla:2:6: unknown name y\n\tQ == y\n\t     ^\nM.tla:3:6: unknown name x\n\tP == x\n\t     ^"},
		{"extended module that is no TLA+", []string{"---- MODULE M ----\nEXTENDS A, B\nP == x\n====\n", "---- MODULE A ----\nQ == \n====\n", "---- MODULE B ----\nEXTENDS A\n====\n"},
			"A.tla:3:1: found ==== (the end of the module), expected an expression\n\t====\n\t^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(tt.texts...)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, tt.want)
		})
	}
	files := fstest.MapFS{"M.tla": {Data: []byte("---- MODULE N ----\n====\n")}}
	_, err := semantic.Load(semantic.Folder(files, ".", ""), "M")
	require.EqualError(t, err, "M.tla:1:13: module N is in the file of module M\n\t---- MODULE N ----\n\t            ^")
}

func TestModulesThatFollow(t *testing.T) {
	files := fstest.MapFS{"M.tla": {Data: []byte("---- MODULE M ----\nEXTENDS N\nF == G\n====\n\n---- MODULE N ----\nG == 1\nH == nothing\n====\n")}}
	_, err := semantic.Load(semantic.First(semantic.Folder(files, ".", ""), semantic.Following(files, "M.tla", "M.tla")), "M")
	require.ErrorContains(t, err, "M.tla:8:6: unknown name nothing", "the place is that of the file")
	_, err = semantic.Following(files, "M.tla", "M.tla")("O")
	var missing *semantic.NotFoundError
	require.ErrorAs(t, err, &missing)
	_, err = semantic.Following(files, "none.tla", "none.tla")("O")
	require.ErrorAs(t, err, &missing)
}
