package follow

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/model"
)

// TestInfersTheInitialState begins with a register that was in use before.
func TestInfersTheInitialState(t *testing.T) {
	read := func(p, v string) string { return line("invoke", p, "read", "null") + line("ok", p, "read", v) }
	for _, c := range []struct {
		name    string
		text    string
		options Options
		want    engine.Outcome
		why     string
	}{
		{"shown at once", read("0", "7") + good + read("1", "1"), Options{Batch: 1}, engine.Valid, "process 0 read it (line 2)"},
		{"shown in the last batch", read("0", "7") + read("1", "7"), Options{}, engine.Valid, "process 0 read it (line 2)"},
		{"and wrong later", read("0", "7") + good + read("1", "7"), Options{Batch: 2}, engine.Invalid, "process 0 read it (line 2)"},
		{"not wanted", read("0", "7"), Options{Infer: -1}, engine.Invalid, ""},
		{"too late", good + read("0", "1") + read("0", "7"), Options{Infer: 4}, engine.Invalid, ""},
		{"not shown", good + read("0", "7"), Options{Batch: 1}, engine.Invalid, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			checker := newChecker(t, newModel(t, "register", model.Options{}), c.options)
			events, err := format.NewReader(t.Context(), strings.NewReader(c.text), "h", format.Options{})
			require.NoError(t, err)
			require.NoError(t, Follow(t.Context(), checker, events, Loop{}))
			s := checker.Status()
			require.Equal(t, c.want, s.Outcome)
			require.Contains(t, s.InitWhy, c.why)
			require.Equal(t, c.why == "", s.InitWhy == "")
			require.LessOrEqual(t, s.Events, int64(strings.Count(c.text, "\n")), "no event counts twice")
		})
	}
}

// TestRecordedHistories compares with Check on Jepsen's recordings of etcd.
func TestRecordedHistories(t *testing.T) {
	root := os.Getenv("TENET_HISTORIES")
	if root == "" {
		root = "../../../shared/histories"
	}
	files, err := filepath.Glob(filepath.Join(root, "porcupine", "jepsen", "etcd_0*.log"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skipf("no histories in %s: set TENET_HISTORIES", root)
	}
	verdicts := map[engine.Outcome]int{}
	for _, path := range files[:min(40, len(files))] {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		h, _, err := format.Open(ctx, path, format.Options{})
		require.NoError(t, err)
		m := newModel(t, "cas-register", model.Options{})
		want, err := linearizability.Check(ctx, m, h, linearizability.Options{NoExplanation: true})
		require.NoError(t, err)
		file, err := os.Open(path)
		require.NoError(t, err)
		events, err := format.NewReader(ctx, file, path, format.Options{})
		require.NoError(t, err)
		c := newChecker(t, m, Options{})
		require.NoError(t, Follow(ctx, c, events, Loop{}))
		require.NoError(t, file.Close())
		s := c.Status()
		require.Equal(t, want.Outcome, s.Outcome, "%s: %s", path, s.Why)
		verdicts[s.Outcome]++
		cancel()
	}
	require.Positive(t, verdicts[engine.Valid])
	require.Positive(t, verdicts[engine.Invalid])
}
