// Package spec holds the TLA+ specifications, so that the tenet command has them wherever it runs.
package spec

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
)

// Files are the modules and models, by their paths below this folder.
//
//go:embed abstract twopc raft rsm
var Files embed.FS

// Write writes all files below a folder, which TLC can then read.
func Write(folder string) error {
	return fs.WalkDir(Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(path, 0o755)
		}
		content, err := fs.ReadFile(Files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(path, content, 0o644)
	})
}
