package raft

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// models are those of spec/raft by which steps are judged, the quickest first. TestRungRefinement has the same.
var models = []string{
	"MCSingle", "MCTerms", "MCPreVote", "MCWindow", "MCRetry", "MCCompaction", "MCRead", "MCCheckQuorum", "MCTwoCandidates", "MCSnapshot",
	"MCForwardedRead", "MCConflict", "MCHeartbeats",
}

// checked are those whose properties a mutant of the specification is held to: each of its mistakes shows in one of them.
var checked = []string{"MCSingle", "MCRestriction", "MCWindow", "MCFigure8", "MCElection", "MCReadAgain", "MCConflict", "MCSnapshot", "MCLongerLog", "MCStepDown"}

// folders are those of the specification.
var folders = []string{"spec/raft", "spec/abstract"}

// graphsVariable is that of TestRungRefinement: it names a folder with the specification and its models.
const graphsVariable = "TENET_RAFT_GRAPHS"

// specification says how the specification is checked.
func specification(scratch string) *matrix.Specification {
	return &matrix.Specification{
		Scratch: scratch, Lay: lay, Models: checked,
		Refinement: matrix.GoTest{Package: testPackage, Tests: "^TestRungRefinement$"}, Variable: graphsVariable,
	}
}

// lay writes the specification, with changed files, and its models to a folder.
func lay(root string, changed map[string][]byte, folder string) error {
	for _, from := range folders {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(from), "*"))
		if err != nil {
			return err
		}
		for _, file := range files {
			base := filepath.Base(file)
			name := strings.TrimSuffix(base, filepath.Ext(base))
			if filepath.Ext(base) == ".md" || strings.HasPrefix(base, "MC") && !slices.Contains(models, name) && !slices.Contains(checked, name) {
				continue
			}
			content, mutated := changed[from+"/"+base]
			if !mutated {
				if content, err = os.ReadFile(file); err != nil {
					return err
				}
			}
			if err := os.WriteFile(filepath.Join(folder, base), content, 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

// refinement is the rung refinement. To make the graphs of the specification takes much longer than to judge the code by them, so that the source
// as it is is judged twice: the first time, which does not count, keeps the graphs in the folder of the specification.
type refinement struct{ *matrix.Specification }

// Run runs the test of whether each step is one of the specification.
func (r *refinement) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	if w.Mutant == nil {
		if err := r.Prepare(ctx, w.Root); err != nil {
			return matrix.Result{}, err
		}
		keeping := r.Refinement
		keeping.Env = []string{r.Variable + "=" + r.Folder()}
		if result, err := keeping.RunUnchanged(ctx, w); err != nil || result.Outcome != matrix.Passed {
			return result, err
		}
	}
	return r.Refines().Run(ctx, w)
}
