package format_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Event by event a history is written as it is at once.
func TestEventWriter(t *testing.T) {
	h := register()
	for _, f := range []format.Format{format.JepsenEDN, format.JepsenJSON} {
		var whole, single bytes.Buffer
		require.NoError(t, format.Write(&whole, f, h))
		events, err := format.NewReader(context.Background(), bytes.NewReader(whole.Bytes()), "x", format.Options{})
		require.NoError(t, err)
		w, err := format.NewEventWriter(&single, f)
		require.NoError(t, err)
		for {
			e, err := events.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			require.NoError(t, w.Write(e))
		}
		require.NoError(t, w.Flush())
		require.Equal(t, whole.String(), single.String())
	}
	for _, f := range format.Formats() {
		if f != format.JepsenEDN && f != format.JepsenJSON {
			_, err := format.NewEventWriter(io.Discard, f)
			require.ErrorContains(t, err, "cannot be written event by event: expected jepsen-edn or jepsen-json")
		}
	}
}

func TestEventWriterWithoutProcess(t *testing.T) {
	e := history.Event{Type: history.EventInvoke, F: "read", Key: history.Int(3), Time: history.NoTime}
	for f, want := range map[format.Format]string{
		format.JepsenEDN: "{:type :invoke, :f :read, :key 3, :value nil}\n", format.JepsenJSON: `{"type":"invoke","f":"read","key":3,"value":null}` + "\n",
	} {
		var b bytes.Buffer
		w, err := format.NewEventWriter(&b, f)
		require.NoError(t, err)
		require.NoError(t, w.Write(e))
		require.NoError(t, w.Flush())
		require.Equal(t, want, b.String())
	}
	w, err := format.NewEventWriter(broken{}, format.JepsenEDN)
	require.NoError(t, err)
	require.NoError(t, w.Write(e))
	require.ErrorIs(t, w.Flush(), io.ErrClosedPipe)
}

// broken is a writer that is closed.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
