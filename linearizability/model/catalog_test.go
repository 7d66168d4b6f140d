package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestCatalog(t *testing.T) {
	infos := model.Catalog()
	require.Len(t, infos, len(model.Names()))
	for i, about := range infos {
		require.Equal(t, model.Names()[i], about.Name)
		require.Equal(t, about.Name, newModel(t, about.Name).Name())
		require.NotEmpty(t, about.Summary)
		// The model knows every function that its help names.
		for _, line := range about.Operations {
			for _, f := range namesIn(line) {
				_, err := newModel(t, about.Name).Decode(&history.Operation{F: f, Status: history.Fail})
				if err != nil {
					require.NotContains(t, err.Error(), "unknown function", line)
				}
			}
		}
	}
}

// namesIn returns the functions of a line such as "add V (insert, put)".
func namesIn(line string) []string {
	names := []string{strings.Fields(line)[0]}
	_, others, _ := strings.Cut(line, " (")
	others, isList := strings.CutSuffix(others, ")")
	if !isList || strings.HasPrefix(others, "also") {
		return names
	}
	return append(names, strings.Split(others, ", ")...)
}

func TestNewErrors(t *testing.T) {
	for _, test := range []struct {
		name    string
		options model.Options
		want    string
	}{
		{"heap", model.Options{}, `unknown model "heap": expected one of register, cas-register,`},
		{"queue", model.Options{HasInit: true, Init: one, ObserveFailedCAS: true, Permits: 3}, "model queue: it takes no initial value, got 1; it has no cas whose failure could be observed; it takes no permits, got 3"},
		{"register", model.Options{Init: one}, "model register: an initial value of 1 is given, but HasInit is false"},
		{"counter", model.Options{HasInit: true}, "model counter: the initial value is an integer, got nil"},
		{"semaphore", model.Options{Permits: -1}, "model semaphore: permits are 1 or more, got -1"},
	} {
		_, err := model.New(test.name, test.options)
		require.ErrorContains(t, err, test.want)
	}
}

func TestInit(t *testing.T) {
	for _, test := range []struct {
		name string
		init history.Value
		want string
	}{
		{"register", one, "1"},
		{"kv", history.String(""), `""`},
		{"counter", two, "2"},
		{"multi-register", history.Map(history.Entry{Key: x, Value: one}), "{}"},
	} {
		m, err := model.New(test.name, model.Options{HasInit: true, Init: test.init})
		require.NoError(t, err)
		require.Equal(t, test.want, m.Init().String())
	}
}

// run steps through operations and returns how many were possible.
func run(t *testing.T, m model.Model, ops ...history.Operation) int {
	s := m.Init()
	for i := range ops {
		a, err := m.Decode(&ops[i])
		require.NoError(t, err)
		var possible bool
		if s, possible = s.Step(a); !possible {
			return i
		}
	}
	return len(ops)
}

// What the references leave out: initial values, and what missing means.
func TestInitialValues(t *testing.T) {
	m, err := model.New("multi-register", model.Options{HasInit: true, Init: history.Map(history.Entry{Key: x, Value: one})})
	require.NoError(t, err)
	read := func(register, v history.Value) history.Operation {
		r := history.Keyword("r")
		return ok("txn", list(list(r, register, nilValue)), list(list(r, register, v)))
	}
	require.Equal(t, 2, run(t, m, read(x, one), read(y, nilValue)))
	require.Equal(t, 0, run(t, m, read(y, one)))

	m, err = model.New("multi-register", model.Options{HasInit: true, Init: two})
	require.NoError(t, err)
	require.Equal(t, 2, run(t, m, read(x, two), read(y, two)))

	get := func(v history.Value) history.Operation { return ok("get", nilValue, v) }
	m, err = model.New("kv", model.Options{HasInit: true, Init: history.String("")})
	require.NoError(t, err)
	require.Equal(t, 4, run(t, m, get(history.String("")), ok("put", one, nilValue), ok("delete", nilValue, nilValue), get(history.String(""))))
	m, err = model.New("kv", model.Options{HasInit: true, Init: one})
	require.NoError(t, err)
	require.Equal(t, 3, run(t, m, get(one), ok("delete", nilValue, nilValue), get(nilValue)))
}

// A transaction reads what it has written itself, and never contradicts itself.
func TestTransactions(t *testing.T) {
	m := newModel(t, "multi-register")
	r, w := history.Keyword("r"), history.Keyword("w")
	txn := func(read history.Value) history.Operation {
		return ok("txn", list(list(w, x, one), list(r, x, nilValue)), list(list(w, x, one), list(r, x, read)))
	}
	require.Equal(t, 1, run(t, m, txn(one)))
	require.Equal(t, 0, run(t, m, txn(two)))
	twice := ok("txn", list(list(r, x, nilValue), list(r, x, nilValue)), list(list(r, x, nilValue), list(r, x, one)))
	require.Equal(t, 0, run(t, m, twice))
}
