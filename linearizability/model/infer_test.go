package model_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// at places an operation in time; an end of 0 means never.
func at(call, end int64, op history.Operation) history.Operation {
	op.Call, op.Return = call, end
	if op.Status == history.Info {
		op.Return = history.Never
	}
	return op
}

func infer(t *testing.T, name string, o model.Options, ops ...history.Operation) (init, why string) {
	m, err := model.New(name, o)
	require.NoError(t, err)
	inferrer, ok := m.(model.Inferrer)
	require.True(t, ok)
	inferred, why := inferrer.InferInit(&history.History{Operations: ops})
	return inferred.Init().String(), why
}

func TestInferInit(t *testing.T) {
	read := func(v history.Value) history.Operation { return ok("read", nilValue, v) }
	write := func(v history.Value) history.Operation { return ok("write", v, v) }
	swap := list(two, one)
	for _, test := range []struct {
		name string
		ops  []history.Operation
		want string
	}{
		{"nothing", nil, "nil"},
		{"read first", []history.Operation{at(1, 2, read(one)), at(3, 4, write(two))}, "1"},
		{"read first, then written", []history.Operation{at(1, 2, read(one)), at(3, 4, write(one))}, "1"},
		{"nil first", []history.Operation{at(1, 2, read(nilValue)), at(3, 4, read(one))}, "nil"},
		{"nil among others", []history.Operation{at(1, 2, read(one)), at(3, 4, read(nilValue))}, "nil"},
		{"concurrent write of it", []history.Operation{at(1, 4, read(one)), at(3, 5, write(one))}, "nil"},
		{"write called as the read returns", []history.Operation{at(1, 3, read(one)), at(3, 5, write(one))}, "nil"},
		{"failed write of it", []history.Operation{at(1, 4, read(one)), at(2, 3, failed("write", one))}, "nil"},
		{"lost write of it", []history.Operation{at(1, 0, info("write", one)), at(3, 4, read(one))}, "nil"},
		{"cas to it", []history.Operation{at(1, 0, info("cas", swap)), at(3, 4, read(one))}, "nil"},
		{"failed cas to it", []history.Operation{at(1, 2, failed("cas", swap)), at(3, 4, read(one))}, "nil"},
		{"after a write of another", []history.Operation{at(1, 2, write(two)), at(3, 4, read(one))}, "nil"},
		{"beside a write of another", []history.Operation{at(1, 3, write(two)), at(3, 4, read(one))}, "1"},
		{"after a lost write of another", []history.Operation{at(1, 0, info("write", two)), at(3, 4, read(one))}, "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			init, why := infer(t, "cas-register", model.Options{}, test.ops...)
			require.Equal(t, test.want, init)
			require.Equal(t, test.want == "nil", why == "")
		})
	}
}

func TestInferInitKeepsWhatIsGiven(t *testing.T) {
	init, why := infer(t, "register", model.Options{HasInit: true}, at(1, 2, ok("read", nilValue, one)))
	require.Equal(t, "nil", init)
	require.Empty(t, why)
}

func TestInferInitOfRegisters(t *testing.T) {
	r, w := history.Keyword("r"), history.Keyword("w")
	first := at(1, 2, ok("txn", list(list(w, x, one), list(r, x, nilValue), list(r, y, nilValue)), list(list(w, x, one), list(r, x, one), list(r, y, two))))
	m := newModel(t, "multi-register")
	inferrer, isInferrer := m.(model.Inferrer)
	require.True(t, isInferrer)
	inferred, why := inferrer.InferInit(&history.History{Operations: []history.Operation{first}})
	require.Equal(t, "the initial value of register :y is 2: process 5 read it before anything could have written it", why)
	require.True(t, newProblem(t, inferred, &history.History{Operations: []history.Operation{first}}).linearizable())
	require.False(t, newProblem(t, m, &history.History{Operations: []history.Operation{first}}).linearizable())
}

// The histories whose verdict depends on the initial value.
func TestInferInitOfRecordedHistories(t *testing.T) {
	dir := os.Getenv("TENET_HISTORIES")
	if dir == "" {
		dir = "../../../shared/histories"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("recorded histories are missing: set TENET_HISTORIES to their directory")
	}
	for _, test := range []struct {
		file, model string
		want        bool
	}{
		{"multi-register/good/multi-register.edn", "multi-register", true},
		{"cas-register/bad/immediate-failure.edn", "cas-register", false},
		{"cas-register/bad/rethink-fail-minimal.edn", "cas-register", false},
	} {
		h, _, err := format.Open(context.Background(), filepath.Join(dir, "knossos", test.file), format.Options{})
		require.NoError(t, err)
		inferrer, isInferrer := newModel(t, test.model).(model.Inferrer)
		require.True(t, isInferrer)
		m, why := inferrer.InferInit(h)
		t.Log(test.file, why)
		require.Equal(t, test.want, newProblem(t, m, h).linearizable(), test.file)
	}
}
