package edn_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	oracle "olympos.io/encoding/edn"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/history"
)

// fromOracle turns what olympos.io/encoding/edn decodes into a Value.
func fromOracle(x any) history.Value {
	switch x := x.(type) {
	case nil:
		return history.Nil
	case bool:
		return history.Bool(x)
	case int64:
		return history.Int(x)
	case float64:
		return history.Float(x)
	case *big.Int: // at the top
		return fromOracle(*x)
	case big.Int: // in collections
		if x.IsInt64() {
			return history.Int(x.Int64())
		}
		return history.BigInt(x.String())
	case string:
		return history.String(x)
	case rune:
		return history.String(string(x))
	case oracle.Keyword:
		return history.Keyword(string(x))
	case oracle.Symbol:
		return history.Symbol(string(x))
	case oracle.Tag:
		return history.Tagged(x.Tagname, fromOracle(x.Value))
	case *any: // a key that Go cannot hash
		return fromOracle(*x)
	case []any:
		elems := make([]history.Value, len(x))
		for i := range x {
			elems[i] = fromOracle(x[i])
		}
		return history.List(elems...)
	case map[any]bool:
		var elems []history.Value
		for e := range x {
			elems = append(elems, fromOracle(e))
		}
		return history.Set(elems...)
	case map[any]any:
		var entries []history.Entry
		for k, v := range x {
			entries = append(entries, history.Entry{Key: fromOracle(k), Value: fromOracle(v)})
		}
		return history.Map(entries...)
	}
	panic(fmt.Sprintf("oracle returned a %T", x))
}

func TestOracleOnRecordedHistories(t *testing.T) {
	dir := os.Getenv("TENET_HISTORIES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "histories")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no recorded histories: $TENET_HISTORIES (%s) does not exist", dir)
	}
	forms := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".edn" {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		text = text[:min(len(text), 200<<10)] // the oracle is slow
		d, o := edn.NewDecoder(bytes.NewReader(text), edn.Limits{}), oracle.NewDecoder(bytes.NewReader(text))
		for {
			var want any
			// The oracle knows neither hexadecimal numbers nor #object.
			wantErr := o.Decode(&want)
			got, err := d.Decode()
			if err != nil || wantErr != nil {
				if err == nil && strings.Contains(string(text), "#object") {
					return nil
				}
				require.Equal(t, err == nil, wantErr == nil, "%s: %v / %v", path, err, wantErr)
				return nil
			}
			require.Equal(t, fromOracle(want), got, path)
			forms++
		}
	}))
	require.Greater(t, forms, 5_000)
}

// genText draws EDN text that both decoders understand. Where they differ:
//   - the oracle accepts repeated set elements and map keys;
//   - it has no ratios, hexadecimal integers, ##Inf, ##NaN, namespaced maps and metadata;
//   - it rejects a tagged literal as a key, since Go cannot hash it;
//   - it returns times for #inst, and nothing else that a tag means;
//   - it takes integers beyond 64 bits only with the suffix N.
func genText(depth int) *rapid.Generator[string] {
	atoms := []*rapid.Generator[string]{
		rapid.SampledFrom([]string{"nil", "true", "false", ":a", ":b/c", "sym", "a.b/c", "-", "+", `\a`, `\newline`, `\u0041`, "1N", "-7N", "+3", "1.5", "1e3", "2.5E-3", "0", "-0", "0.0"}),
		rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) }),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) string { return history.Float(f).String() }),
		rapid.Map(rapid.String(), func(s string) string { return history.String(strings.ToValidUTF8(s, "?")).String() }),
		rapid.Map(rapid.StringMatching(`[a-z*!_?<>=][a-z0-9.*+!_?$%&=<>-]{0,9}`), func(s string) string { return ":" + s }),
		rapid.StringMatching(`[1-9][0-9]{19,40}N`),
	}
	if depth == 0 {
		return rapid.OneOf(atoms...)
	}
	inner := rapid.SliceOfN(genText(depth-1), 0, 4)
	space := rapid.SampledFrom([]string{" ", ", ", "\n", " ;c\n", "\t#_x ", " #_ [1 2] "})
	collect := func(open, shut string, unique bool) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			forms := inner.Draw(t, "forms")
			if unique {
				for i := range forms { // keys 0, 1, 2 with any values
					forms[i] = fmt.Sprintf("[%d %s]", i, forms[i])
				}
			}
			text := open
			for _, form := range forms {
				text += space.Draw(t, "space") + form
			}
			return text + space.Draw(t, "space") + shut
		})
	}
	return rapid.OneOf(append(atoms,
		collect("[", "]", false), collect("(", ")", false), collect("#{", "}", true),
		rapid.Custom(func(t *rapid.T) string {
			text := "{"
			for i, form := range inner.Draw(t, "values") {
				text += fmt.Sprintf(" :k%d %s", i, form)
			}
			return text + "}"
		}),
		rapid.Map(genText(depth-1), func(s string) string { return "#some/tag " + s }),
	)...)
}

func TestOracleOnGeneratedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := genText(3).Draw(t, "text")
		var want any
		require.NoError(t, oracle.UnmarshalString(text, &want), text)
		got, err := edn.Decode([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, fromOracle(want), got, text)
		again, err := edn.Decode([]byte(got.String()))
		require.NoError(t, err, text)
		require.Equal(t, got, again, text)
	})
}
