package fuzztest

import (
	"math/rand/v2"
	"testing"

	"github.com/tenet-go/tenet/internal/register"
)

func BenchmarkRun(b *testing.B) {
	system := register.System(register.Config{Backups: 3, Writes: 3, Crashes: 2})
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 100)
	for b.Loop() {
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		if v := Run(system, data, Options{}); v != nil {
			b.Fatal(v)
		}
	}
}
