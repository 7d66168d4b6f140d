package bench

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
)

// recipe says how to make a history. Clients are always busy.
type recipe struct {
	name      string
	model     string
	ops       int
	clients   int
	values    int     // distinct ones; 0: unique
	removals  float64 // rate of removals from a queue; 0: as many as keep it short
	info      float64 // rate of operations of unknown outcome
	anomalies int     // planted ones; with any, the history is in violation
	// seeds are numbers of histories. Those of recipes with anomalies are chosen so that the
	// history is in violation, and not before some hundred operations.
	seeds []uint64
}

func (r recipe) verdict() string {
	if r.anomalies > 0 {
		return "invalid"
	}
	return "valid"
}

// The README says which floors these histories have.
var (
	registerUnique  = recipe{name: "register-unique", model: "register", ops: 1_000_000, clients: 20, seeds: one}
	register5       = recipe{name: "register-5-values", model: "register", ops: 1_000_000, clients: 20, values: 5, seeds: one}
	queueUnique     = recipe{name: "queue-unique", model: "queue", ops: 1_000_000, clients: 20, seeds: one}
	registerIllegal = recipe{name: "register-illegal", model: "register", ops: 1000, clients: 20, values: 5, info: 0.03, anomalies: 8, seeds: []uint64{1, 5, 9}}
	registerInfo    = recipe{name: "register-info", model: "register", ops: 20_000, clients: 20, values: 5, info: 0.01, seeds: three}
	casIllegal      = recipe{name: "cas-register-illegal", model: "cas-register", ops: 1000, clients: 20, values: 5, info: 0.03, anomalies: 8, seeds: []uint64{2, 7, 8}}
	casInfo         = recipe{name: "cas-register-info", model: "cas-register", ops: 20_000, clients: 20, values: 5, info: 0.01, seeds: three}
	busyRegister    = recipe{name: "busy-register", model: "register", ops: 1000, clients: 20, seeds: three}
	busyQueue       = recipe{name: "busy-queue", model: "queue", ops: 200, clients: 5, removals: 0.3, seeds: three}

	one   = []uint64{1}
	three = []uint64{1, 2, 3}

	recipes = []recipe{
		registerUnique, register5, queueUnique, registerIllegal, registerInfo, casIllegal, casInfo, busyRegister, busyQueue,
	}
)

func (r recipe) history(seed uint64) (*history.History, error) {
	rng := rand.New(rand.NewPCG(seed, uint64(r.ops)))
	return generate.Random(rng, r.model, generate.Options{
		Operations: r.ops, Clients: r.clients, Values: r.values, Reads: r.removals, InfoRate: r.info, Corrupt: r.anomalies,
	})
}

// sized returns the recipe for histories of n operations.
func (r recipe) sized(n int) recipe {
	r.ops = n
	return r
}

// formats are those of the files, by the names that benchmarks give them.
var formats = map[string]format.Format{"ndjson": format.JepsenJSON, "edn": format.JepsenEDN}

// file returns the path of the history of a seed in a format, which it makes when first asked.
func (r recipe) file(tb testing.TB, seed uint64, formatName string) string {
	tb.Helper()
	path := filepath.Join(scratch, fmt.Sprintf("%s-%d-%d.%s", r.name, r.ops, seed, formatName))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	require.NoError(tb, as(tb, "generate", r.name, strconv.Itoa(r.ops), strconv.FormatUint(seed, 10), formatName, path).Run())
	return path
}

// generateFile is a process of its own, because a history takes much memory.
func generateFile(args []string) error {
	ops, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	seed, err := strconv.ParseUint(args[2], 10, 64)
	if err != nil {
		return err
	}
	for _, r := range recipes {
		if r.name == args[0] {
			h, err := r.sized(ops).history(seed)
			if err != nil {
				return err
			}
			return write(args[4], formats[args[3]], h)
		}
	}
	return fmt.Errorf("no recipe %q", args[0])
}

// write writes a file that is whole or not there.
func write(path string, f format.Format, h *history.History) error {
	file, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	if err := errors.Join(format.Write(file, f, h), file.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}
