package architecture

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// root is where the module begins, seen from this package.
const root = "../.."

var rules = slices.Concat(importRules, purityRules, sizeRules)

func TestArchitecture(t *testing.T) {
	source, err := load(os.DirFS(root))
	require.NoError(t, err)
	require.NotEmpty(t, source.source(), "the source of the module")
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, v := range r.check(source) {
				t.Errorf("%s\n\twhy the rule: %s", v, r.why)
			}
		})
	}
}

// fixture is a small tree and what one rule says of it.
type fixture struct {
	rule   string
	name   string
	files  map[string]string
	broken []string // part of each violation, in order; none if the rule holds
}

func goFile(pkg string, rest ...string) string {
	return "package " + pkg + "\n\n" + strings.Join(rest, "\n") + "\n"
}

func importing(pkg string, paths ...string) string {
	var b strings.Builder
	for _, p := range paths {
		b.WriteString("import _ \"" + strings.ReplaceAll(p, "~", module) + "\"\n")
	}
	return goFile(pkg, b.String())
}

func one(name, source string) map[string]string { return map[string]string{name: source} }

const (
	protocolImports = "protocols import only machine, internal and the standard library"
	checkersImports = "explore, tla and linearizability know no protocol"
	thirdImports    = "third-party modules only where allowed"
	certificateSees = "certificate imports only history and model"
	proofsSee       = "certificates of transactions import only what they are about"
	certificateSize = "the checker of certificates has less than 150 lines of code"
	pure            = "protocols are pure"
	noMapRange      = "protocols do not range over maps"
	noVagueName     = "no package has a vague name"
	fileSize        = "source files have at most 600 lines"
	isRaced         = "what has goroutines runs under the race detector"
)

var importFixtures = []fixture{
	{protocolImports, "what it may import", one("raft/quorum/q.go",
		importing("quorum", "fmt", "~/machine", "~/internal/codec", "~/raft/tracker")), nil},
	{protocolImports, "a checker", one("raft/a.go", importing("raft", "~/linearizability/history")), []string{"raft/a.go:3: imports " + module + "/linearizability/history"}},
	{protocolImports, "the host", one("balance/a.go", importing("balance", "~/host")), []string{"balance/a.go:3"}},
	{protocolImports, "a third-party module", one("scale/a.go", importing("scale", "example.com/x")), []string{"a third-party module"}},
	{protocolImports, "its own test package", one("raft/a.go", importing("raft", "~/raft/rafttest")), []string{"raft/a.go:3"}},
	{protocolImports, "another protocol", one("counter/a.go", importing("counter", "~/raft")), []string{"counter/a.go:3"}},
	{protocolImports, "consensus, to build on it", one("kv/a.go", importing("kv", "~/raft", "~/paxos/log")), nil},
	{protocolImports, "a protocol that is no consensus", one("kv/a.go", importing("kv", "~/lock")), []string{"kv/a.go:3"}},
	{protocolImports, "rsm, from consensus", one("raft/a.go", importing("raft", "~/rsm")), []string{"raft/a.go:3"}},
	{protocolImports, "tests may import more", one("raft/a_test.go", importing("raft", "~/explore", "example.com/x")), nil},
	{protocolImports, "the test package may import more", one("raft/rafttest/a.go", importing("rafttest", "~/explore", "~/raft")), nil},

	{"machine imports only the standard library", "what it may import", map[string]string{
		"machine/a.go": importing("machine", "fmt"), "machine/machinetest/a.go": importing("machinetest", "~/machine", "~/explore")}, nil},
	{"machine imports only the standard library", "a driver", one("machine/a.go", importing("machine", "~/explore")), []string{"machine/a.go:3"}},
	{"rsm imports only machine", "what it may import", one("rsm/a.go", importing("rsm", "sort", "~/machine", "~/rsm/session")), nil},
	{"rsm imports only machine", "consensus", one("rsm/a.go", importing("rsm", "~/raft")), []string{"rsm/a.go:3"}},
	{"rsm imports only machine", "internal", one("rsm/session/a.go", importing("session", "~/internal/x")), []string{"rsm/session/a.go:3"}},

	{checkersImports, "a protocol", map[string]string{
		"explore/a.go": importing("explore", "~/raft"), "linearizability/engine/a.go": importing("engine", "~/kv/kvtest"), "tla/a.go": importing("tla", "~/machine", "~/paxos"),
	}, []string{"explore/a.go:3", "linearizability/engine/a.go:3", "tla/a.go:4"}},
	{checkersImports, "no protocol", one("explore/a.go", importing("explore", "~/machine", "~/linearizability")), nil},
	{checkersImports, "from elsewhere", one("cmd/tenet/a.go", importing("main", "~/raft")), nil},

	{"host knows no protocol", "a protocol", one("host/a.go", importing("host", "~/twopc")), []string{"a package of the protocol twopc"}},
	{"host knows no protocol", "machines", one("host/a.go", importing("host", "~/machine", "~/rsm")), nil},

	{thirdImports, "where allowed", map[string]string{
		"linearizability/a.go": importing("linearizability", "github.com/anishathalye/porcupine"), "cmd/tenet/history/a.go": importing("history", "github.com/spf13/cobra/doc"),
		"linearizability/a_test.go": importing("linearizability", "pgregory.net/rapid"),
	}, nil},
	{thirdImports, "elsewhere", map[string]string{
		"linearizability/engine/zones/a.go": importing("zones", "github.com/anishathalye/porcupine"), "linearizability/history/a.go": importing("history", "golang.org/x/term"),
		"cmd/tenet/a.go": importing("main", "github.com/spf13/cobraother"),
	}, []string{"cmd/tenet/a.go:3", "linearizability/engine/zones/a.go:3", "linearizability/history/a.go:3"}},

	{certificateSees, "what it may import", one("linearizability/certificate/a.go",
		importing("certificate", "fmt", "~/linearizability/history", "~/linearizability/model")), nil},
	{certificateSees, "an engine", one("linearizability/certificate/a.go",
		importing("certificate", "~/linearizability/engine")), []string{"certificate/a.go:3"}},
	{certificateSees, "a third-party module", one("linearizability/certificate/a.go",
		importing("certificate", "example.com/x")), []string{"certificate/a.go:3"}},
	{proofsSee, "what they may import", one("linearizability/transaction/causal/certificate/a.go",
		importing("certificate", "fmt", "~/linearizability/history", "~/linearizability/transaction/proof", "~/linearizability/transaction/txn")), nil},
	{proofsSee, "an engine", one("linearizability/transaction/certificate/a.go",
		importing("certificate", "~/linearizability/transaction/execution")), []string{"certificate/a.go:3"}},
	{proofsSee, "another checker's engine", one("linearizability/transaction/causal/certificate/a.go",
		importing("certificate", "~/linearizability/transaction/causal")), []string{"certificate/a.go:3"}},
}

var purityFixtures = []fixture{
	{pure, "pure", one("raft/a.go", goFile("raft", `import ("time"; "maps"; "slices")`,
		"func f(d time.Duration, m map[int]int) []int { return slices.Sorted(maps.Keys(m)) }")), nil},
	{pure, "a clock", one("raft/a.go", goFile("raft", `import "time"`, "var x = time.Now()")), []string{"raft/a.go:4: uses time.Now"}},
	{pure, "a clock by another name", one("lock/a.go", goFile("lock", `import t "time"`, "var f = t.Since")), []string{"uses time.Since"}},
	{pure, "a clock in its own scope", one("lock/a.go", goFile("lock", `import . "time"`, "var x = Now()")), []string{"imports time into its own scope"}},
	{pure, "random numbers", one("kv/a.go", importing("kv", "math/rand", "math/rand/v2", "crypto/rand")),
		[]string{"kv/a.go:3: imports math/rand", "kv/a.go:4: imports math/rand/v2", "kv/a.go:5: imports crypto/rand"}},
	{pure, "files and sockets", one("kv/a.go", importing("kv", "os", "net/http")), []string{"imports os", "imports net/http"}},
	{pure, "a goroutine", one("paxos/a.go", goFile("paxos", "func f() { go f() }")), []string{"starts a goroutine"}},
	{pure, "select", one("paxos/a.go", goFile("paxos", "func f() { select {} }")), []string{"selects"}},
	{pure, "keys in no order", one("paxos/a.go", goFile("paxos", `import "maps"`, "func f(m map[int]int) { for range maps.Keys(m) {} }")), []string{"uses maps.Keys"}},
	{pure, "replicated state", one("rsm/a.go", importing("rsm", "math/rand")), []string{"rsm/a.go:3: imports math/rand"}},
	{pure, "not of a protocol", one("host/a.go", goFile("host", `import "time"`, "func f() { go f(); select {} }", "var x = time.Now()")), nil},
	{pure, "tests may", one("raft/a_test.go", goFile("raft", "func f() { go f() }")), nil},

	{noMapRange, "slices, integers and functions", one("raft/a.go", goFile("raft",
		"func f(s []int, n int, g func(func(int) bool)) { for range s {}; for range n {}; for range g {} }")), nil},
	{noMapRange, "a map", one("raft/a.go", goFile("raft", "func f(m map[int]int) { for range m {} }")), []string{"raft/a.go:3: ranges over a map: map[int]int"}},
	{noMapRange, "a named map of another package", map[string]string{
		"raft/a.go": goFile("raft", `import "`+module+`/raft/quorum"`, "func f(v quorum.Votes) { for range v {} }"), "raft/quorum/a.go": goFile("quorum", "type Votes map[int]bool"),
	}, []string{"raft/a.go:4: ranges over a map"}},
	{noMapRange, "a map of the standard library", one("raft/a.go", goFile("raft", `import "net/url"`, "func f(v url.Values) { for range v {} }")), []string{"raft/a.go:4: ranges over a map"}},
	{noMapRange, "a type parameter", one("raft/a.go", goFile("raft", "func f[M ~map[int]int](m M) { for range m {} }", "func g[S ~[]int](s S) { for range s {} }")),
		[]string{"raft/a.go:3: ranges over a map"}},
	{noMapRange, "an unknown type", one("raft/a.go", goFile("raft", "func f() { for range unknown {} }")), []string{"whose type is unknown"}},
	{noMapRange, "replicated state", one("rsm/a.go", goFile("rsm", "func f(m map[int]int) { for range m {} }")), []string{"rsm/a.go:3: ranges over a map"}},
	{noMapRange, "not of a protocol", one("tla/a.go", goFile("tla", "func f(m map[int]int) { for range m {} }")), nil},
}

var sizeFixtures = []fixture{
	{noVagueName, "a name", one("tla/util.go", goFile("tla")), nil},
	{noVagueName, "the package clause", one("tla/x/a.go", goFile("util")), []string{"tla/x/a.go:1: package util"}},
	{noVagueName, "the folder", one("internal/helpers/a_test.go", goFile("x_test")), []string{"internal/helpers/a_test.go:1"}},

	{fileSize, "600 lines", one("tla/a.go", "package tla\n"+strings.Repeat("\n", 599)), nil},
	{fileSize, "601 lines", one("tla/a.go", "package tla\n"+strings.Repeat("\n", 600)), []string{"tla/a.go:1: 601 lines"}},
	{fileSize, "a long test", one("tla/a_test.go", "package tla\n"+strings.Repeat("\n", 600)), nil},
	{fileSize, "testdata", one("tla/testdata/a.go", "package tla\n"+strings.Repeat("\n", 600)), nil},
	{fileSize, "a nested module", map[string]string{"bench/go.mod": "module bench", "bench/a.go": "package bench\n" + strings.Repeat("\n", 600)}, nil},

	{certificateSize, "149 lines of code", map[string]string{
		"linearizability/certificate/a.go": goFile("certificate", `import "fmt"`, "// f is", "func f() {", strings.Repeat("\tf() // again\n\n\t// and again\n", 100), "}"),
		"linearizability/certificate/b.go": goFile("certificate", "var (", strings.Repeat("\t_ = 1\n", 45), ")"),
	}, nil},
	{certificateSize, "150 lines of code", map[string]string{
		"linearizability/certificate/a.go": goFile("certificate", `import "fmt"`, "// f is", "func f() {", strings.Repeat("\tf() // again\n\n\t// and again\n", 100), "}"),
		"linearizability/certificate/b.go": goFile("certificate", "var (", strings.Repeat("\t_ = 1\n", 46), ")"),
	}, []string{"linearizability/certificate has 150 lines of code"}},
	{certificateSize, "the whole package", one(partitionFile, goFile("certificate", "var (", strings.Repeat("\t_ = 1\n", 298), ")")),
		[]string{"linearizability/certificate has 300 lines of code in all"}},
	{certificateSize, "the brute force", one(bruteForceFile, goFile("certificate", "var (", strings.Repeat("\t_ = 1\n", 200), ")")), nil},

	{isRaced, "listed", map[string]string{racePackages: "# why\n\nhost\n", "host/a.go": goFile("host", "func f() { go f() }")}, nil},
	{isRaced, "a goroutine that is not listed", map[string]string{racePackages: "", "host/a.go": goFile("host", "func f() { go f() }")}, []string{"host/a.go:3: host has to do with goroutines"}},
	{isRaced, "a lock that is not listed", map[string]string{racePackages: "", "host/a.go": importing("host", "sync"), "host/b.go": importing("host", "sync/atomic")}, []string{"host/a.go:3"}},
	{isRaced, "listed but gone", map[string]string{racePackages: "host\n"}, []string{"no package in host"}},
	{isRaced, "no list", one("host/a.go", goFile("host")), []string{racePackages}},
}

func TestRulesCanFail(t *testing.T) {
	failed := map[string]bool{}
	for _, f := range slices.Concat(importFixtures, purityFixtures, sizeFixtures) {
		t.Run(path.Join(f.rule, f.name), func(t *testing.T) {
			at := slices.IndexFunc(rules, func(r rule) bool { return r.name == f.rule })
			require.GreaterOrEqual(t, at, 0, "no rule is called %q", f.rule)
			files := fstest.MapFS{}
			for name, source := range f.files {
				files[name] = &fstest.MapFile{Data: []byte(source)}
			}
			source, err := load(files)
			require.NoError(t, err)
			found := rules[at].check(source)
			require.Len(t, found, len(f.broken), "%v", found)
			for i, part := range f.broken {
				require.Contains(t, string(found[i]), part)
			}
			failed[f.rule] = failed[f.rule] || len(found) > 0
		})
	}
	for _, r := range rules {
		require.True(t, failed[r.name], "no tree breaks the rule %q", r.name)
	}
}

func TestUnparsableSourceIsAnError(t *testing.T) {
	_, err := load(fstest.MapFS{"raft/a.go": &fstest.MapFile{Data: []byte("package")}})
	require.ErrorContains(t, err, "raft/a.go")
}
