package architecture

import (
	"path"
	"strings"
)

// protocols are the folders of the protocols, and consensus those of them on which others build.
var (
	protocols = []string{
		"raft", "paxos", "twopc", "kv", "counter", "lock", "detector",
		"recovery", "balance", "scale",
	}
	consensus = []string{"raft", "paxos"}
	// buildOnConsensus are the protocols that may import consensus.
	buildOnConsensus = []string{"kv", "lock", "twopc"}
)

// thirdParty says which folders may import which modules outside their tests. A folder stands for
// itself alone, unless it ends in /... .
var thirdParty = map[string][]string{
	"linearizability":            {"github.com/anishathalye/porcupine"},
	"linearizability/engine/wgl": {"github.com/anishathalye/porcupine"},
	"explore/rapidtest":          {"pgregory.net/rapid"},
	"machine/machinetest":        {"github.com/stretchr/testify", "pgregory.net/rapid"},
	"cmd/tenet/...":              {"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"},
}

// protocolOf returns the protocol to which a folder belongs, and whether the folder is of its core:
// raft/rafttest joins raft to its checkers and is none of the core.
func protocolOf(dir string) (protocol string, core bool) {
	for _, p := range protocols {
		if under(dir, p) {
			return p, !under(dir, path.Join(p, p+"test"))
		}
	}
	return "", false
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

func underAny(dir string, roots ...string) bool {
	for _, root := range roots {
		if under(dir, root) {
			return true
		}
	}
	return false
}

// importRule makes a rule of a question about one import: what is wrong with it, or "".
func importRule(name, why string, wrong func(f *file, importPath string) string) rule {
	return rule{name, why, func(t *tree) []violation {
		var found []violation
		for _, f := range t.source() {
			for _, i := range f.imports() {
				if msg := wrong(f, i.path); msg != "" {
					found = append(found, t.violationf(i.at, "imports %s: %s", i.path, msg))
				}
			}
		}
		return found
	}}
}

var importRules = []rule{
	importRule("protocols import only machine, internal and the standard library",
		"a protocol is a pure machine, which users take without its checkers and hosts",
		func(f *file, importPath string) string {
			protocol, core := protocolOf(f.dir())
			if !core || isStandard(importPath) {
				return ""
			}
			dir, isLocal := local(importPath)
			switch {
			case !isLocal:
				return "a third-party module"
			case underAny(dir, "machine", "internal"):
				return ""
			}
			imported, importedCore := protocolOf(dir)
			if importedCore && (imported == protocol || contains(buildOnConsensus, protocol) && contains(consensus, imported)) {
				return ""
			}
			return "a protocol may import machine, internal and its own packages, and kv, lock and twopc also raft and paxos"
		}),
	importRule("machine imports only the standard library",
		"the contract depends on nobody who keeps it",
		func(f *file, importPath string) string {
			dir, isLocal := local(importPath)
			if f.dir() != "machine" || isStandard(importPath) || isLocal && dir == "machine" {
				return ""
			}
			return "machine may import the standard library"
		}),
	importRule("rsm imports only machine",
		"what consensus packages share does not depend on any of them",
		func(f *file, importPath string) string {
			dir, isLocal := local(importPath)
			if !under(f.dir(), "rsm") || isStandard(importPath) || isLocal && underAny(dir, "machine", "rsm") {
				return ""
			}
			return "rsm may import machine"
		}),
	importRule("explore, tla and linearizability know no protocol",
		"a checker that knows what it checks can share its mistakes",
		func(f *file, importPath string) string {
			return noProtocol(f, importPath, "explore", "tla", "linearizability")
		}),
	importRule("host knows no protocol",
		"a host runs any machine",
		func(f *file, importPath string) string { return noProtocol(f, importPath, "host") }),
	importRule("third-party modules only where allowed",
		"who imports a package of ours gets no module that it does not need",
		func(f *file, importPath string) string {
			_, isLocal := local(importPath)
			if isLocal || isStandard(importPath) || allowedThirdParty(f.dir(), importPath) {
				return ""
			}
			return "not among the modules that " + f.dir() + " may import"
		}),
	importRule("certificate imports only history and model",
		"the checker of certificates shares no code with the engines",
		func(f *file, importPath string) string {
			dir, _ := local(importPath)
			if f.dir() != certificateDir || isStandard(importPath) || contains([]string{"linearizability/history", "linearizability/model"}, dir) {
				return ""
			}
			return "the checker of certificates may import history, model and the standard library"
		}),
	importRule("certificates of transactions import only what they are about",
		"the checkers of proofs share no code with the engines",
		func(f *file, importPath string) string {
			dir, _ := local(importPath)
			allowed := []string{"linearizability/history", transactionDir + "/txn", transactionDir + "/proof", transactionDir + "/isolation"}
			if !contains(transactionCertificates, f.dir()) || isStandard(importPath) || contains(allowed, dir) {
				return ""
			}
			return "a checker of proofs may import history, txn, proof, isolation and the standard library"
		}),
}

const transactionDir = "linearizability/transaction"

var transactionCertificates = []string{transactionDir + "/certificate", transactionDir + "/causal/certificate"}

func noProtocol(f *file, importPath string, roots ...string) string {
	dir, _ := local(importPath)
	if protocol, _ := protocolOf(dir); protocol != "" && underAny(f.dir(), roots...) {
		return "a package of the protocol " + protocol
	}
	return ""
}

func allowedThirdParty(dir, importPath string) bool {
	for where, modules := range thirdParty {
		root, below := strings.CutSuffix(where, "/...")
		if dir == root || below && under(dir, root) {
			if underAny(importPath, modules...) {
				return true
			}
		}
	}
	return false
}
