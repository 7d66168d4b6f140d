package twopc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/tenet-go/tenet/mutants/matrix"
	"github.com/tenet-go/tenet/tla/tlc"
)

// Subject returns two-phase commit.
func Subject() *matrix.Subject {
	return &matrix.Subject{
		Name:          "twopc",
		Packages:      []string{"twopc"},
		Code:          slices.Concat(coordinatorPatches, participantPatches),
		Specification: specPatches,
		Rungs:         rungs,
		Survivors:     "mutants/twopc/survivors.txt",
	}
}

const testPackage = "twopc/twopctest"

// graphsVariable is that of the test of the rung refinement.
const graphsVariable = "TENET_TWOPC_GRAPHS"

// rungs returns who looks for mistakes.
func rungs(scratch string) []matrix.Rung {
	code := []string{matrix.Syntax, matrix.Scenario}
	both := append(slices.Clone(code), matrix.Spec)
	spec := &specification{scratch: scratch}
	test := func(name string, groups []string, check matrix.GoTest) matrix.Rung {
		return matrix.Rung{Name: name, Groups: groups, Checks: []matrix.Check{check}}
	}
	return []matrix.Rung{
		test("exhaustive", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungExhaustive$"}),
		{Name: "refinement", Groups: both, Checks: []matrix.Check{spec.refinement()}},
		test("walk", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungWalk$"}),
		test("rapid", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungRapid$", Args: drawing(600)}),
		test("machinetest", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungContract$", Args: drawing(60)}),
		test("scenarios", code, matrix.GoTest{Package: "twopc", Tests: "^TestScenario"}),
		test("unit tests", code, matrix.GoTest{Package: "twopc", Tests: "^Test", Skip: "^TestScenario", Args: drawing(50)}),
		{Name: "tlc", Groups: []string{matrix.Spec}, Checks: []matrix.Check{spec}},
	}
}

// drawing has rapid draw so many times, the same in every run. A failure is not made small and not kept.
func drawing(checks int) []string {
	return []string{fmt.Sprintf("-rapid.checks=%d", checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
}

// specification is the specification as it is, and the check of its mutants by TLC.
type specification struct {
	scratch string
	tlc     *tlc.TLC
	// missing says why there is no TLC.
	missing string
	// graphs is the folder with the graphs of the models.
	graphs string
}

// prepare finds TLC and dumps the graphs of the models, unless that is done: the source as it is is run first, and
// alone. The graphs are kept in the user's folder for such files, until the specification changes.
func (s *specification) prepare(ctx context.Context, root string) error {
	if s.graphs != "" || s.missing != "" {
		return nil
	}
	found, err := tlc.Find(ctx)
	if errors.Is(err, tlc.ErrUnavailable) {
		s.missing = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	s.tlc = found
	made := filepath.Join(s.scratch, "graphs")
	if err := os.Mkdir(made, 0o750); err != nil {
		return err
	}
	sum, err := s.lay(root, made)
	if err != nil {
		return err
	}
	kept := keeping(sum)
	if _, err := os.Stat(kept); kept != "" && err == nil {
		s.graphs = kept
		return nil
	}
	violation, err := s.check(ctx, root, nil, made, true)
	switch {
	case err != nil:
		return err
	case violation != "":
		return fmt.Errorf("the specification as it is does not hold: %s", violation)
	}
	s.graphs = made
	if kept != "" && keep(made, kept) == nil {
		s.graphs = kept
	}
	return nil
}

// lay writes the specification and its models to a folder and returns a sum over all.
func (s *specification) lay(root, folder string) (string, error) {
	properties, err := copySpecification(root, nil, folder)
	if err != nil {
		return "", err
	}
	for _, m := range models {
		if err := m.write(folder, properties); err != nil {
			return "", err
		}
	}
	sum := sha256.New()
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", e.Name(), len(content), content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// keptGraphs begins the names of the folders in which graphs are kept.
const keptGraphs = "twopc-graphs-"

// keeping returns the folder for graphs of a specification of that sum, "" if there is no place.
func keeping(sum string) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "tenet", keptGraphs+sum)
}

// keep copies graphs to the folder in which they are kept. Those of other specifications go.
func keep(made, kept string) error {
	others, err := filepath.Glob(filepath.Join(filepath.Dir(kept), keptGraphs+"*"))
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := os.RemoveAll(other); err != nil {
			return err
		}
	}
	staging := kept + ".part"
	if err := os.CopyFS(staging, os.DirFS(made)); err != nil {
		return err
	}
	return os.Rename(staging, kept)
}
