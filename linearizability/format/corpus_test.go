package format_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// corpus returns the folder of recorded histories, or skips the test.
func corpus(t testing.TB) string {
	dir := os.Getenv("TENET_HISTORIES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "histories")
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skipf("no recorded histories: INDEX.tsv is not in $TENET_HISTORIES (%s)", dir)
	}
	return dir
}

type recorded struct{ path, format, model string }

func index(t testing.TB) []recorded {
	dir := corpus(t)
	f, err := os.Open(filepath.Join(dir, "INDEX.tsv"))
	require.NoError(t, err)
	defer f.Close() //nolint:errcheck // it was only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	require.NoError(t, err)
	var files []recorded
	for _, row := range rows[1:] {
		files = append(files, recorded{filepath.Join(dir, row[0]), row[1], row[2]})
	}
	return files
}

// invocations counts operations independently of the readers: by what an invocation looks like in
// its format.
func invocations(text []byte) int {
	n := 0
	for _, mark := range []string{":type :invoke", `"type":"invoke"`, "\t:invoke\t", "] call "} {
		n += bytes.Count(text, []byte(mark))
	}
	return n
}

// Reference: the histories that do not keep the rules of the builder, and why.
var irregular = map[string]string{}

func TestRecordedHistoriesAreRead(t *testing.T) {
	counts := map[string]int{}
	for _, file := range index(t) {
		text, err := os.ReadFile(file.path)
		require.NoError(t, err)
		detected, err := format.Detect(text, file.path)
		require.NoError(t, err, file.path)
		require.Equal(t, file.format, string(detected), file.path)
		h, info, err := format.Open(context.Background(), file.path, format.Options{})
		if why := irregular[filepath.Base(file.path)]; why != "" {
			require.ErrorContains(t, err, why, file.path)
			continue
		}
		require.NoError(t, err, file.path)
		require.Equal(t, detected, info.Format)
		require.Equal(t, int64(len(text)), info.Bytes, file.path)
		if detected == format.AwditText {
			require.Len(t, h.Operations, awditTransactions(text), file.path)
		} else {
			require.Equal(t, invocations(text), len(h.Operations)+ignoredInvocations(text), file.path)
		}
		require.NotEmpty(t, h.Operations, file.path)
		if detected == format.ViolinLog || detected == format.KVLog {
			require.Contains(t, file.model, info.Model, file.path)
			require.NotEmpty(t, info.Model, file.path)
		}
		counts[file.format]++
	}
	require.Equal(t, map[string]int{"awdit-text": 22, "jepsen-edn": 91, "jepsen-json": 5, "jepsen-log": 70, "kv-log": 6, "violin-log": 169}, counts)
}

// awditTransactions counts what is between rules.
func awditTransactions(text []byte) int {
	n := 0
	for transaction := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '-' || r == '=' }) {
		if len(bytes.TrimSpace(transaction)) > 0 {
			n++
		}
	}
	return n
}

// ignoredInvocations counts those of a nemesis.
func ignoredInvocations(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		if bytes.Contains(line, []byte(":invoke")) && bytes.Contains(line, []byte(":nemesis")) {
			n++
		}
	}
	return n
}

// outcome is what a round trip keeps of a history: all but lines.
func outcome(h *history.History) []history.Operation {
	ops := make([]history.Operation, len(h.Operations))
	for i, op := range h.Operations {
		op.CallLine, op.ReturnLine = 0, 0
		ops[i] = op
	}
	return ops
}

func TestRecordedHistoriesSurviveWriting(t *testing.T) {
	written := 0
	for _, file := range index(t) {
		h, info, err := format.Open(context.Background(), file.path, format.Options{})
		if err != nil {
			continue // the other test says which these are
		}
		again := rewrite(t, h, info.Format)
		if again == nil {
			continue
		}
		written++
		require.Equal(t, outcome(h), outcome(again), file.path)
	}
	require.Greater(t, written, 250)
}

// rewrite writes h and reads it back. It writes logs of Jepsen as EDN.
func rewrite(t *testing.T, h *history.History, f format.Format) *history.History {
	if f == format.JepsenLog {
		f = format.JepsenEDN
	}
	var b bytes.Buffer
	require.NoError(t, format.Write(&b, f, h), h.Name)
	again, info, err := format.Read(context.Background(), &b, h.Name, format.Options{})
	require.NoError(t, err, h.Name)
	require.Equal(t, f, info.Format, h.Name)
	return again
}
