package difftest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const (
	modelsFile = "testdata/models.txt" // generated
	rulesFile  = "testdata/rules.txt"  // written by hand, a rule each
)

func readModels(t *testing.T, file string) []Checked {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	all, err := ReadModels(content)
	require.NoError(t, err)
	return all
}

// beyond are models that TLC 2.18 cannot check and the engine can: TLC does not assign by x' \subseteq S, and does not enter functions in initial predicates.
var beyond = map[string]bool{
	"subseteq assigns subsets": true, "subseteq as a test": true, "initial values by a function": true,
	"generated 5.96": true, "generated 5.202": true, "generated 5.226": true, "generated 5.249": true,
}

// The engine comes to the verdicts and counts that TLC has come to.
func TestModels(t *testing.T) {
	for _, file := range []string{rulesFile, modelsFile} {
		for _, m := range readModels(t, file) {
			got, err := Check(context.Background(), m.Model)
			if err != nil {
				t.Errorf("%s: %v\n%s%s", m.Name, err, m.Module(), m.Config)
				continue
			}
			if beyond[m.Name] {
				require.Equal(t, 75, m.Outcome.Code, m.Name)
				require.Zero(t, got.Code, m.Name)
				continue
			}
			if got.Differs(m.Outcome) {
				t.Errorf("%s: code, generated, distinct, queue, depth\nengine: %v\nTLC:    %v\n%s%s", m.Name, got, m.Outcome, m.Body, m.Config)
			}
		}
	}
}

func TestCorpusOfModels(t *testing.T) {
	require.GreaterOrEqual(t, len(readModels(t, rulesFile))+len(readModels(t, modelsFile)), 300)
}

// TestModelsByTLC asks TLC. Rules keep their text, and have TLC's answers written.
func TestModelsByTLC(t *testing.T) {
	if !*asked && *wrote == 0 {
		t.Skip("TLC is not asked again: give -tlc, or -tlc-write 300 for new corpora")
	}
	checker := referee(t)
	ask := func(all []Checked) (answered []Checked) {
		for _, m := range all {
			o, _, err := CheckByTLC(context.Background(), checker, m.Model)
			if refused := (*Refused)(nil); *wrote > 0 && errors.As(err, &refused) {
				t.Logf("%s\n%s", m.Module(), refused.Output)
				continue
			}
			require.NoError(t, err, "%s\n%s", m.Module(), m.Config)
			if *wrote == 0 {
				require.Equal(t, o, m.Outcome, "%s\n%s", m.Module(), m.Config)
			}
			m.Outcome = o
			answered = append(answered, m)
		}
		return answered
	}
	write := func(file string, all []Checked) {
		if *wrote > 0 {
			require.NoError(t, os.WriteFile(file, WriteModels(all), 0o600))
		}
	}
	if _, err := os.Stat(rulesFile); err == nil {
		write(rulesFile, ask(readModels(t, rulesFile)))
	}
	if *wrote == 0 {
		ask(readModels(t, modelsFile))
		return
	}
	random := rand.New(rand.NewPCG(*seed, 1))
	var all []Checked
	for len(all) < *wrote {
		m := NewModel(randomBytes(random, 200+random.IntN(400)))
		ours, err := Check(context.Background(), m)
		require.NoError(t, err)
		if len(m.Body) > 1200 || ours.Distinct < 4 && random.IntN(8) > 0 {
			continue
		}
		all = append(all, ask([]Checked{{Name: fmt.Sprintf("generated %d.%d", *seed, len(all)+1), Model: m}})...)
		write(modelsFile, all)
	}
}

// What is generated is a model, whatever the bytes.
func TestNewModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := NewModel(rapid.SliceOfN(rapid.Byte(), 0, 600).Draw(t, "bytes"))
		_, err := Check(context.Background(), m)
		require.NoError(t, err, "%s%s", m.Module(), m.Config)
	})
}
