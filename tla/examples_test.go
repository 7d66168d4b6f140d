package tla_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
)

// Environment variables of TestExamples.
const (
	examplesVariable = "TENET_TLA_EXAMPLES"       // a checkout of tlaplus/Examples
	onlyVariable     = "TENET_TLA_EXAMPLES_ONLY"  // a regular expression for the models to check
	limitVariable    = "TENET_TLA_EXAMPLES_LIMIT" // how long a model may take, 60s if it is not set
)

// TestExamples checks the small models of tlaplus/Examples, those that TLC takes up to 30 seconds for, and compares verdicts and numbers
// of states with the manifests there. A model with temporal properties has to be refused, and is then checked without them.
func TestExamples(t *testing.T) {
	folder := os.Getenv(examplesVariable)
	if folder == "" {
		t.Skipf("set %s to a checkout of github.com/tlaplus/Examples to check its models", examplesVariable)
	}
	limit := time.Minute
	if text := os.Getenv(limitVariable); text != "" {
		var err error
		limit, err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	only := regexp.MustCompile(os.Getenv(onlyVariable))
	files := os.DirFS(folder)
	var tally [2]map[judgment]int // of the models without and with temporal properties
	tally[0], tally[1] = map[judgment]int{}, map[judgment]int{}
	for _, e := range examples(t, files) {
		if !only.MatchString(e.Path) {
			continue
		}
		o := e.run(t.Context(), files, limit)
		kind := 0
		if e.temporal() {
			kind = 1
		}
		tally[kind][o.judgment]++
		t.Logf("%-9s %-75s expected %s, got %s in %.1f s", o.judgment, e.Path, e.expectation(), o.text, o.seconds)
		if o.judgment == wrong {
			t.Errorf("%s: expected %s, got %s", e.Path, e.expectation(), o.text)
		}
	}
	for kind, name := range []string{"without temporal properties", "with temporal properties"} {
		n := tally[kind]
		t.Logf("models %s: %d right, %d refused, %d not finished, %d wrong", name, n[right], n[refused], n[unfinished], n[wrong])
	}
}

// example is a model of a manifest.
type example struct {
	Module   string `json:"-"`
	Path     string `json:"path"`
	Runtime  string `json:"runtime"`
	Mode     any    `json:"mode"`
	Result   string `json:"result"`
	Distinct int64  `json:"distinctStates"`
	Total    int64  `json:"totalStates"`
	Depth    int    `json:"stateDepth"` // with several workers TLC may find a longer way to a state first
	Workers  any    `json:"workers"`    // "auto" or how many

	properties bool // its configuration has PROPERTY
}

// examples reads the manifests.
func examples(t *testing.T, files fs.FS) []example {
	t.Helper()
	manifests, err := fs.Glob(files, "specifications/*/manifest.json")
	require.NoError(t, err)
	require.NotEmpty(t, manifests, "no manifests in $%s", examplesVariable)
	var all []example
	for _, m := range manifests {
		text, err := fs.ReadFile(files, m)
		require.NoError(t, err)
		var manifest struct {
			Modules []struct {
				Path   string
				Models []example
			}
		}
		require.NoError(t, json.Unmarshal(text, &manifest), m)
		for _, module := range manifest.Modules {
			for _, e := range module.Models {
				e.Module = module.Path
				if e.Mode == "exhaustive search" && e.small() {
					config, err := fs.ReadFile(files, e.Path)
					require.NoError(t, err)
					e.properties = namesProperties(config)
					all = append(all, e)
				}
			}
		}
	}
	return all
}

var (
	comments      = regexp.MustCompile(`(?s)\\\*[^\n]*|\(\*.*?\*\)`)
	properties    = regexp.MustCompile(`\bPROPERT(?:Y|IES)\s+(\w+)`)
	otherKeywords = regexp.MustCompile(`^(CHECK_DEADLOCK|CONSTANTS?|INVARIANTS?|CONSTRAINTS?|SPECIFICATION|INIT|NEXT|SYMMETRY|VIEW|ALIAS)$`)
)

// namesProperties reports whether a configuration has properties, and not only the keyword for them.
func namesProperties(config []byte) bool {
	for _, m := range properties.FindAllSubmatch(comments.ReplaceAll(config, nil), -1) {
		if !otherKeywords.Match(m[1]) {
			return true
		}
	}
	return false
}

// small reports whether TLC needs up to 30 seconds.
func (e example) small() bool {
	var h, m, s int
	if _, err := fmt.Sscanf(e.Runtime, "%d:%d:%d", &h, &m, &s); err != nil {
		return false
	}
	return h*3600+m*60+s <= 30
}

// safety are the models whose properties say only what must not happen.
var safety = []string{
	"Paxos/MCPaxos.cfg",
	"Paxos/MCVoting.cfg",
	"PaxosHowToWinATuringAward/MCPaxosTiny.cfg",
	"PaxosHowToWinATuringAward/MCVoting.cfg",
	"SimplifiedFastPaxos/FastPaxos.cfg",
	"SimplifiedFastPaxos/Paxos.cfg",
	"SpecifyingSystems/CachingMemory/MCWriteThroughCache.cfg",
	"SpecifyingSystems/HourClock/HourClock2.cfg",
	"acp/ACP_NB_WRONG_TLC.cfg",
	"barriers/Barrier.cfg",
	"barriers/Barriers.cfg",
	"braf/BufferedRandomAccessFile.cfg",
	"byihive/VoucherIssue.cfg",
	"byzpaxos/VoteProof.cfg",
	"ewd998/EWD998PCal.cfg",
	"glowingRaccoon/clean.cfg",
	"locks_auxiliary_vars/LockHS.cfg",
	"locks_auxiliary_vars/Peterson.cfg",
}

func (e example) temporal() bool {
	return e.properties && !slices.Contains(safety, strings.TrimPrefix(e.Path, "specifications/"))
}

func (e example) expectation() string {
	text := e.Result
	if e.Distinct != 0 {
		text += fmt.Sprintf(" (%d distinct, %d generated, depth %d)", e.Distinct, e.Total, e.Depth)
	}
	return text
}

func (e example) options() check.Options {
	o := check.Options{Memory: 1 << 30}
	if n, ok := e.Workers.(float64); ok {
		o.Workers = int(n)
	}
	return o
}

// judgment is how an outcome compares with what the manifest says.
type judgment string

const (
	right      judgment = "right"
	wrong      judgment = "WRONG"
	refused    judgment = "refused"    // the engine says that it cannot, and why
	unfinished judgment = "unfinished" // in the time that is allowed
)

type outcome struct {
	judgment judgment
	text     string
	seconds  float64
}

// run checks the model.
func (e example) run(ctx context.Context, files fs.FS, limit time.Duration) (o outcome) {
	start := time.Now()
	defer func() {
		if panicked := recover(); panicked != nil { // the other models are to be checked all the same
			o = outcome{judgment: wrong, text: fmt.Sprintf("a panic: %v", panicked)}
		}
		o.seconds = time.Since(start).Seconds()
	}()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	module, err := filepath.Rel(path.Dir(e.Path), e.Module)
	if err != nil {
		return outcome{judgment: wrong, text: err.Error()}
	}
	root := tla.WithModule(path.Join(path.Dir(e.Path), filepath.ToSlash(module)))
	model, err := tla.Load(files, e.Path, root)
	if err != nil {
		return outcome{judgment: refused, text: err.Error()}
	}
	r, err := model.Check(ctx, e.options())
	var temporal *tla.TemporalError
	if errors.As(err, &temporal) {
		return e.withoutTemporal(ctx, files, root)
	}
	if err != nil {
		return outcome{judgment: refused, text: err.Error()}
	}
	if e.temporal() {
		return outcome{judgment: wrong, text: r.Verdict.String() + " in spite of temporal properties"}
	}
	return e.judge(r)
}

// withoutTemporal checks what remains of a model without its temporal properties, which the engine has refused to check.
func (e example) withoutTemporal(ctx context.Context, files fs.FS, root tla.Option) outcome {
	if !e.temporal() {
		return outcome{judgment: wrong, text: "safety properties are taken for temporal ones"}
	}
	model, err := tla.Load(files, e.Path, root, tla.LeaveOutTemporal())
	if err != nil {
		return outcome{judgment: refused, text: err.Error()}
	}
	r, err := model.Check(ctx, e.options())
	if err != nil {
		return outcome{judgment: refused, text: err.Error()}
	}
	if e.Result == "liveness failure" {
		e.Result = "success" // of what remains
	}
	o := e.judge(r)
	o.text += " without temporal properties"
	return o
}

// judge compares a result with the manifest.
func (e example) judge(r *check.Result) outcome {
	o := outcome{judgment: wrong, text: results[r.Verdict]}
	if o.text == "" {
		o.text = r.Verdict.String()
	}
	if r.Err != nil {
		o.text += ": " + r.Err.Error()
	}
	s := r.Stats
	o.text += fmt.Sprintf(" (%d distinct, %d generated, depth %d)", s.Distinct, s.Generated, s.Depth)
	var failed *eval.Error
	switch {
	case r.Limit != "" && !r.Complete && r.Verdict == check.Undecided:
		o.judgment = unfinished
		o.text += ": " + r.Limit
	case errors.As(r.Err, &failed) && failed.Kind == eval.Unsupported:
		o.judgment = refused
	case results[r.Verdict] != e.Result:
	case e.Distinct != 0 && (s.Distinct != e.Distinct || e.Total != 0 && s.Generated != e.Total || s.Depth > e.Depth && e.Depth != 0):
	default:
		o.judgment = right
	}
	return o
}

// results are verdicts by the words of the manifests.
var results = map[check.Verdict]string{
	check.OK:                "success",
	check.AssumptionFalse:   "assumption failure",
	check.Deadlock:          "deadlock failure",
	check.InvariantViolated: "safety failure",
	check.PropertyViolated:  "liveness failure",
}
