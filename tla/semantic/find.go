package semantic

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Source is the text of a module.
type Source struct {
	File     string // for messages
	Text     []byte
	Standard bool // of the library; see Module.Standard
}

// Finder finds the text of the module of a name, or returns an error. The error is a *NotFoundError if there is no such module.
type Finder func(name string) (Source, error)

// NotFoundError says where a module was looked for in vain. It is an fs.ErrNotExist.
type NotFoundError struct {
	Module string
	Looked []string // places, in order
}

func (e *NotFoundError) Error() string {
	where := "no place to look was given"
	if len(e.Looked) > 0 {
		where = "looked in " + strings.Join(e.Looked, ", ")
	}
	return fmt.Sprintf("cannot find module %s (%s)", e.Module, where)
}

// Unwrap makes the error an fs.ErrNotExist.
func (e *NotFoundError) Unwrap() error { return fs.ErrNotExist }

// Folder finds modules in a folder of a file system: the module M is the file M.tla. Name is what messages call the folder; it may be "".
func Folder(fsys fs.FS, folder, name string) Finder {
	return func(module string) (Source, error) {
		file := module + ".tla"
		text, err := fs.ReadFile(fsys, path.Join(folder, file))
		if errors.Is(err, fs.ErrNotExist) {
			place := name
			if place == "" {
				place = folder
			}
			return Source{}, &NotFoundError{Module: module, Looked: []string{place}}
		}
		if err != nil {
			return Source{}, fmt.Errorf("cannot read module %s: %w", module, err)
		}
		return Source{File: path.Join(name, file), Text: text}, nil
	}
}

// Library finds modules by find, which returns nil for a module that it has not, and reports whether the module is a standard one.
func Library(find func(name string) (text []byte, standard bool)) Finder {
	return func(module string) (Source, error) {
		text, standard := find(module)
		if text == nil {
			return Source{}, &NotFoundError{Module: module, Looked: []string{"the library"}}
		}
		return Source{File: module + ".tla", Text: text, Standard: standard}, nil
	}
}

// Following finds modules that follow a file's first one in the same file.
func Following(fsys fs.FS, file, name string) Finder {
	return func(module string) (Source, error) {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return Source{}, &NotFoundError{Module: module, Looked: []string{name}}
		}
		header := regexp.MustCompile(`(?m)^.*-{4,} *MODULE +` + regexp.QuoteMeta(module) + ` *-{4,}`)
		at := header.FindIndex(text)
		if at == nil {
			return Source{}, &NotFoundError{Module: module, Looked: []string{name}}
		}
		// The lines before stay, empty, so that places are those of the file.
		lines := bytes.Repeat([]byte{'\n'}, bytes.Count(text[:at[0]], []byte{'\n'}))
		return Source{File: name, Text: append(lines, text[at[0]:]...)}, nil
	}
}

// First finds a module where the first of the finders that has it does.
func First(finders ...Finder) Finder {
	return func(module string) (Source, error) {
		missing := &NotFoundError{Module: module}
		for _, find := range finders {
			source, err := find(module)
			var none *NotFoundError
			if !errors.As(err, &none) {
				return source, err
			}
			missing.Looked = append(missing.Looked, none.Looked...)
		}
		return Source{}, missing
	}
}
