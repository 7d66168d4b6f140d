package explain

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// TestRecordedHistories explains recorded violations of real systems, with the brute force alone.
func TestRecordedHistories(t *testing.T) {
	dir := os.Getenv("TENET_HISTORIES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "histories")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no recorded histories: set TENET_HISTORIES to their folder (%v)", err)
	}
	empty := model.Options{Init: history.String(""), HasInit: true}
	for _, c := range []struct {
		file, model string
		options     model.Options
		most        int // operations of the part
	}{
		{"knossos/cas-register/bad/cas-failure.edn", "cas-register", model.Options{}, 30},
		{"knossos/cas-register/bad/rethink-fail.edn", "cas-register", model.Options{}, 25},
		{"knossos/mutex/bad/etcd.edn", "mutex", model.Options{}, 264},
		{"porcupine/jepsen/etcd_000.log", "cas-register", model.Options{ObserveFailedCAS: true}, 15},
		{"porcupine/kv/c10-bad.txt", "kv", empty, 20},
		{"violin/scal/ScalObject-bkq/ScalObject-bkq.05.log", "queue", model.Options{}, 5},
		{"violin/simple/figure9.log", "stack", model.Options{}, 6},
	} {
		t.Run(c.file, func(t *testing.T) {
			m, err := model.New(c.model, c.options)
			require.NoError(t, err)
			h, _, err := format.Open(background, filepath.Join(dir, filepath.FromSlash(c.file)), format.Options{})
			require.NoError(t, err)
			if inferrer, ok := m.(model.Inferrer); ok {
				m, _ = inferrer.InferInit(h)
			}
			wrong := 0
			for _, p := range byKey(newProblem(t, m, h)) {
				if bruteForce(background, p) != engine.Invalid {
					continue
				}
				wrong++
				e, err := Explain(background, p, bruteForce, nil)
				require.NoError(t, err)
				require.True(t, e.Exact)
				require.NotEmpty(t, e.Sentence)
				require.LessOrEqual(t, len(e.Part.Ops), c.most)
				verdict, err := certificate.CheckWitness(background, m, h, p.Index, e.Part, certificate.DefaultBudget)
				require.Equal(t, certificate.Certified, verdict, "%v", err)
				t.Logf("%d of %d operations: %s", len(e.Part.Ops), p.Len(), e.Sentence)
			}
			require.Positive(t, wrong)
		})
	}
}

// byKey returns the problems of the keys of p.
func byKey(p *engine.Problem) []*engine.Problem {
	ops := map[history.Value][]int32{}
	for i := range int32(p.Len()) {
		key := p.Operation(i).Key
		ops[key] = append(ops[key], i)
	}
	var parts []*engine.Problem
	for _, group := range ops {
		parts = append(parts, p.Restrict(group))
	}
	return parts
}
