package matrix

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// reach knows which places tests reach in the source as it is. Tests do the same in every run, so that a mistake where
// they do not come changes nothing for them.
type reach struct {
	// packages are the import paths whose places are measured, separated by commas; "" for none.
	packages string
	profiles map[string]profile
}

// profile says for blocks of files whether they are reached.
type profile map[string][]span

// span is a block without branches, both ends included.
type span struct {
	from, to position
	reached  bool
}

type position struct{ line, column int }

func (p position) before(o position) bool {
	return p.line < o.line || p.line == o.line && p.column < o.column
}

func (g GoTest) name() string { return fmt.Sprintf("%s %q %q %q", g.Package, g.Tests, g.Skip, g.Args) }

// of returns the profile of tests, nil if it was not measured.
func (r *reach) of(g GoTest) profile { return r.profiles[g.name()] }

// measure runs the tests once more on the source as it is, and notes what they reach.
func (r *reach) measure(ctx context.Context, g GoTest, w *Workspace) error {
	if r.packages == "" {
		return nil
	}
	binary, err := w.builder.share("cover", g.Package, func(to string) error {
		return w.builder.compile(ctx, g.Package, to, nil, "-cover", "-coverpkg="+r.packages)
	})
	if err != nil {
		return err
	}
	file := filepath.Join(w.Folder, "cover")
	if _, err := g.execute(ctx, w, binary, "-test.coverprofile="+file); err != nil {
		return err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	r.profiles[g.name()] = readProfile(content, modulePath(w.Root))
	return nil
}

var block = regexp.MustCompile(`(?m)^(.+):(\d+)\.(\d+),(\d+)\.(\d+) \d+ (\d+)$`)

// readProfile reads a profile of go test, whose files begin with the path of the module.
func readProfile(content []byte, module string) profile {
	p := profile{}
	for _, m := range block.FindAllSubmatch(content, -1) {
		number := func(i int) int {
			n, _ := strconv.Atoi(string(m[i])) // digits, by the pattern
			return n
		}
		file := strings.TrimPrefix(string(m[1]), module+"/")
		p[file] = append(p[file], span{position{number(2), number(3)}, position{number(4), number(5)}, number(6) > 0})
	}
	return p
}

// reaches reports whether a place may be reached: it is not only in blocks that are not.
func (p profile) reaches(at Place) bool {
	known := false
	here := position{at.Line, at.Column}
	for _, s := range p[at.File] {
		if here.before(s.from) || s.to.before(here) {
			continue
		}
		if s.reached {
			return true
		}
		known = true
	}
	return !known
}

// modulePath returns the path of the module whose root that is, or "".
func modulePath(root string) string {
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return ""
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	return strings.TrimSpace(strings.TrimPrefix(string(line), "module "))
}
