package faults

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/tenet-go/tenet/bench/raft/harness"
)

var (
	runs  = flag.Int("runs", 25, "how many scripts of faults are generated for each configuration")
	first = flag.Uint64("seed", 1, "the seed of the first of them")
)

// Core is a core of any type of messages.
type Core struct {
	Name string
	Run  func(*Script) (Report, error)
}

// Of makes a Core.
func Of[M any, D harness.Data](core harness.Core[M, D]) Core {
	return Core{core.Name(), func(s *Script) (Report, error) { return Run(core, s) }}
}

// configuration is what scripts are generated for.
type configuration struct {
	nodes                int
	preVote, checkQuorum bool
}

func (c configuration) String() string {
	name := map[int]string{3: "3 nodes", 5: "5 nodes"}[c.nodes]
	if c.preVote {
		name += ", pre-vote"
	}
	if c.checkQuorum {
		name += ", check-quorum"
	}
	return name
}

func configurations() (all []configuration) {
	for _, nodes := range []int{3, 5} {
		for _, preVote := range []bool{false, true} {
			for _, checkQuorum := range []bool{false, true} {
				all = append(all, configuration{nodes, preVote, checkQuorum})
			}
		}
	}
	return all
}

// Test drives cores through the same generated scripts, checks what must hold of each, and logs how they compare.
func Test(t *testing.T, cores ...Core) {
	t.Logf("configuration | core | %s", Header)
	for _, c := range configurations() {
		summaries := make([]Summary, len(cores))
		for seed := range uint64(*runs) {
			s := Generate(*first+seed, c.nodes, c.preVote, c.checkQuorum)
			for i, core := range cores {
				r, err := core.Run(s)
				if err != nil {
					t.Fatalf("seed %d: %v\nthe shortest script found that fails:\n%v", *first+seed, err, Shrink(s, core.fails))
				}
				summaries[i].Add(r)
			}
		}
		for i, core := range cores {
			t.Logf("%v | %s | %s", c, core.Name, summaries[i].Row())
		}
	}
}

func (c Core) fails(s *Script) bool {
	_, err := c.Run(s)
	return err != nil
}

// TestKept drives cores through the scripts of a folder.
func TestKept(t *testing.T, folder string, cores ...Core) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: no scripts (%v)", folder, err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Parse(string(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, core := range cores {
				r, err := core.Run(s)
				if err != nil {
					t.Error(err)
				}
				t.Logf("%s: %+v", core.Name, r)
			}
		})
	}
}
