package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"math"
	"os"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// porcupineTime is what Porcupine is given for a history.
const porcupineTime = 10 * time.Second

// porcupineCheck is a process of its own: it reads a history, has Porcupine check it, and prints
// its verdict as cmd/tenet does.
func porcupineCheck(args []string) error {
	h, _, err := format.Open(context.Background(), args[1], format.Options{})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(verdict{Verdict: porcupineVerdict(args[0], h)})
}

func porcupineVerdict(modelName string, h *history.History) string {
	return porcupineVerdicts[porcupine.CheckOperationsTimeout(porcupineModels[modelName], porcupineOperations(h), porcupineTime)]
}

var porcupineVerdicts = map[porcupine.CheckResult]string{
	porcupine.Ok: "valid", porcupine.Illegal: "invalid", porcupine.Unknown: "unknown",
}

// porcupineOperations leaves out failed operations. Porcupine has no operations of unknown
// outcome: it is usual to let them return at the end, with any output.
func porcupineOperations(h *history.History) []porcupine.Operation {
	var ops []porcupine.Operation
	for i := range h.Operations {
		op := &h.Operations[i]
		if op.Status == history.Fail {
			continue
		}
		o := porcupine.Operation{Input: request{op.F, op.Input}, Output: response{op.Output, true}, Call: op.Call, Return: op.Return}
		if op.Status == history.Info {
			o.Output, o.Return = response{}, math.MaxInt64
		}
		ops = append(ops, o)
	}
	return ops
}

type request struct {
	f     string
	value history.Value
}

type response struct {
	value history.Value
	known bool
}

// porcupineModels are written as Porcupine's own tests write theirs, with a hash of the state,
// which makes it faster.
var porcupineModels = map[string]porcupine.Model{
	"register":     registerModel,
	"cas-register": registerModel,
	"queue":        queueModel,
}

var hashSeed = maphash.MakeSeed()

var registerModel = porcupine.Model{
	Init: func() any { return history.Nil },
	Step: func(state, input, output any) (bool, any) {
		held, in, out := state.(history.Value), input.(request), output.(response)
		switch in.f {
		case "write":
			return true, in.value
		case "read":
			return !out.known || out.value == held, held
		}
		swap := in.value.Elems()
		if held == swap[0] {
			return true, swap[1]
		}
		return !out.known, held // one of unknown outcome may have failed
	},
	Hash: func(state any) uint64 { return maphash.Comparable(hashSeed, state.(history.Value)) },
}

// queueModel's states are the contents as texts, so that they can be compared with ==.
var queueModel = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		held, in, out := state.(string), input.(request), output.(response)
		if in.f == "enqueue" {
			return true, held + in.value.String() + ","
		}
		if held == "" {
			return !out.known || out.value.IsNil(), held
		}
		for i := range len(held) {
			if held[i] == ',' {
				return !out.known || out.value.String() == held[:i], held[i+1:]
			}
		}
		panic("a queue's text ends with a comma")
	},
	Hash: func(state any) uint64 { return maphash.String(hashSeed, state.(string)) },
}

// largestSizes are tried one after the other.
var largestSizes = []int{50, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 5000, 10000}

// BenchmarkLargest finds the largest of some sizes of which Porcupine decides all histories in its
// time: the metric ops.
func BenchmarkLargest(b *testing.B) {
	for _, r := range []recipe{registerUnique, register5, queueUnique, busyQueue} {
		r.seeds = []uint64{1, 2, 3}
		b.Run(fmt.Sprintf("history=%s/clients=%d/engine=porcupine", r.name, r.clients), func(b *testing.B) {
			largest := 0
			for b.Loop() {
				largest = largestDecided(b, r)
			}
			b.ReportMetric(float64(largest), "ops")
		})
	}
}

func largestDecided(b *testing.B, r recipe) int {
	b.Helper()
	largest := 0
	for _, n := range largestSizes {
		for _, seed := range r.seeds {
			if _, v := runPorcupine(b, r.sized(n), seed); v.Verdict == "unknown" {
				return largest
			}
		}
		largest = n
	}
	return largest
}
