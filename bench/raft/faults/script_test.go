package faults

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestScriptsAreReadAsTheyAreWritten(t *testing.T) {
	kinds := map[Kind]bool{}
	for seed := range uint64(50) {
		s := Generate(seed, 3+2*int(seed%2), seed%3 == 0, seed%5 == 0)
		again, err := Parse(s.String())
		require.NoError(t, err)
		require.Equal(t, s, again)
		require.Equal(t, s, Generate(seed, s.Nodes, s.PreVote, s.CheckQuorum), "a seed means one script")
		for _, e := range s.Events {
			kinds[e.Kind] = true
		}
	}
	require.Len(t, kinds, len(operands), "scripts have events of all kinds")
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                    `faults: no line says how many nodes there are, expected one such as "nodes 3"`,
		"nodes 3\nfly 1":      `faults: line 2: "fly 1": "fly" is none of the words that a line may begin with`,
		"nodes 3\n\ncut 1 #x": `faults: line 3: "cut 1": 1 numbers follow, expected 2`,
		"nodes 3\ncrash 4":    `faults: line 2: "crash 4": there is no node 4, expected 1 to 3`,
		"nodes 3\ntick -1":    `faults: line 2: "tick -1": "-1" is not a number from 0 on`,
		"nodes 10":            `faults: line 1: "nodes 10": 10 nodes, expected 1 to 9`,
	} {
		_, err := Parse(text)
		require.EqualError(t, err, want, text)
	}
}

func TestShrinkKeepsWhatFails(t *testing.T) {
	s := Generate(7, 3, false, false)
	kinds := func(s *Script) (k []Kind) {
		for _, e := range s.Events {
			k = append(k, e.Kind)
		}
		return k
	}
	fails := func(s *Script) bool {
		k := kinds(s)
		crash := slices.Index(k, Crash)
		return crash >= 0 && slices.Contains(k[crash:], Propose)
	}
	require.True(t, fails(s))
	require.Equal(t, []Kind{Crash, Propose}, kinds(Shrink(s, fails)))
}
