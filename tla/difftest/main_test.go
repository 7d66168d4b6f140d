package difftest

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenet-go/tenet/tla/tlc"
)

var (
	asked = flag.Bool("tlc", false, "ask TLC for all answers of the corpora again")
	wrote = flag.Int("tlc-write", 0, "make the corpora anew, with so many generated cases each, and TLC's answers")
	seed  = flag.Uint64("tlc-seed", 1, "what the generated cases depend on")
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// referee returns TLC, or skips the test.
func referee(t testing.TB) *tlc.TLC {
	t.Helper()
	checker, err := tlc.Find(context.Background())
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return checker
}

// randomBytes are bytes to make something of.
func randomBytes(random *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}
