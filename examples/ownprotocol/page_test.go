package ownprotocol

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/machine"
)

const page = "../../docs/how-to-verify-your-own-protocol.md"

// blocks returns the fenced blocks of a language in the page, without their fences.
func blocks(text, language string) []string {
	var all []string
	for _, part := range strings.Split(text, "\n```"+language+"\n")[1:] {
		block, _, _ := strings.Cut(part, "\n```")
		all = append(all, block)
	}
	return all
}

// lines returns the lines of a text that are not blank.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func TestThePageShowsThisCode(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	var code []string
	for _, name := range []string{"register.go", "register_test.go"} {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		code = append(code, lines(string(source))...)
	}
	require.Equal(t, code, lines(strings.Join(blocks(string(text), "go"), "\n")))
}

// hasty plants a bug: its nodes send without waiting for the disk.
type hasty struct{ Protocol }

func (p hasty) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	return &hastyNode{p.Protocol.Recover(id, storage, out).(*Node)}
}

type hastyNode struct{ *Node }

func (n *hastyNode) Clone() machine.Machine { return &hastyNode{n.Node.Clone().(*Node)} }

func (n *hastyNode) Step(in machine.Input, out *machine.Output) {
	n.Node.Step(in, out)
	for i := range out.Sends {
		out.Sends[i].After = 0
	}
}

func TestThePageShowsAPlantedBug(t *testing.T) {
	system := System(hasty{protocol}, 1, 0)
	result, err := exhaustive.Check(t.Context(), system, exhaustive.Options{})
	require.NoError(t, err)
	require.NotNil(t, result.Violation)
	var report strings.Builder
	require.NoError(t, schedule.Report(&report, result.Violation, ""))
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	shown := blocks(string(text), "text")
	require.Len(t, shown, 2)
	require.Equal(t, strings.TrimRight(report.String(), "\n"), shown[0])

	// And the kept schedule replays: the bug is there, and without it the schedule comes to no end.
	kept, err := schedule.Parse(strings.NewReader(shown[1]))
	require.NoError(t, err)
	replayed, err := schedule.Replay(system, kept, schedule.Strict, nil)
	require.NoError(t, err)
	require.NotNil(t, replayed.Violation)
	_, err = schedule.Replay(System(protocol, 1, 0), kept, schedule.Strict, nil)
	var divergence *schedule.Divergence
	require.ErrorAs(t, err, &divergence)
}
