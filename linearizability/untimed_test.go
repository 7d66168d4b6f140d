package linearizability

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// A history without times says nothing of linearizability. Sequential consistency asks for no times.
func TestUntimedHistories(t *testing.T) {
	m, err := model.New("multi-register", model.Options{Init: history.Int(0), HasInit: true})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"w 0 1\n=====\nr 0 0\n-----\nr 0 1\n":             "valid", // the first session came later
		"w 0 1\n=====\nr 0 1\n-----\nr 0 0\n":             "invalid",
		"r 0 1\n-----\nw 1 1\n=====\nr 1 1\n-----\nw 0 1": "invalid",
	} {
		h, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{})
		require.NoError(t, err)
		_, err = Check(context.Background(), m, h, Options{})
		require.ErrorAs(t, err, new(*history.Error))
		require.ErrorContains(t, err, "x: the history has no times")
		v, err := Check(context.Background(), m, h, Options{Consistency: Sequential})
		require.NoError(t, err)
		require.Equal(t, want, v.Outcome.String(), text)
	}
}
