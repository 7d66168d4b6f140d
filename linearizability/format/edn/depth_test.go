package edn_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format/edn"
)

// TestDepthIsOfNesting reads many forms one after the other, each of which is nested a little: only
// those that are open at once count.
func TestDepthIsOfNesting(t *testing.T) {
	for _, form := range []string{"#a 1", "[1]", "(1)", "#{1}", "{1 2}", "#:n{:a 1}", "^:m x", "#_ [1] x", "[#a {1 (2)}]"} {
		t.Run(form, func(t *testing.T) {
			const times, deep = 50, 6
			d := edn.NewDecoder(strings.NewReader("["+strings.Repeat(form+" ", times)+"]"), edn.Limits{Depth: deep})
			v, err := d.Decode()
			require.NoError(t, err)
			require.Equal(t, times, v.Len())
		})
	}
}
