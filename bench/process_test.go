package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// roleVariable makes the test program play a part in a process of its own, which is what it
// holds: one of roles.
const roleVariable = "TENET_BENCH_ROLE"

var roles = map[string]func(args []string) error{
	"generate":  generateFile,
	"decode":    decodeTransactions,
	"measure":   measure,
	"porcupine": porcupineCheck,
}

// scratch is a folder that lasts as long as the benchmarks run.
var scratch string

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := roles[role](os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	os.Exit(runIn(m))
}

func runIn(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "tenet-bench-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // nothing to be done about it
	return m.Run()
}

// tenet returns the path of the command, which it builds when first asked.
func tenet(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(scratch, "tenet")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	build := exec.Command("go", "build", "-o", path, "./cmd/tenet")
	build.Dir = ".." // of the module that has all that the command needs
	out, err := build.CombinedOutput()
	require.NoError(tb, err, "%s", out)
	return path
}

// as returns the command that plays a role in a process of its own.
func as(tb testing.TB, role string, args ...string) *exec.Cmd {
	tb.Helper()
	self, err := os.Executable()
	require.NoError(tb, err)
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), roleVariable+"="+role)
	c.Stderr = os.Stderr
	return c
}

// usage is what a process took.
type usage struct {
	CPU  time.Duration // user and system time
	Peak int64         // greatest resident memory, in bytes
	Wall time.Duration
	Exit int
	Out  []byte // standard output
}

// took runs a command and returns what it took.
//
// Between the benchmarks and the command stands a small process: Linux counts as the peak of a
// process also what its parent had resident when it was started, and benchmarks may have much.
func took(tb testing.TB, env []string, argv ...string) usage {
	tb.Helper()
	c := as(tb, "measure", argv...)
	c.Env = append(c.Env, env...)
	out, err := c.Output()
	require.NoError(tb, err)
	var u usage
	require.NoError(tb, json.Unmarshal(out, &u))
	return u
}

// innerVariable is roleVariable for the process that is measured.
const innerVariable = "TENET_BENCH_INNER_ROLE"

// measure is the small process: it runs a command and prints its usage.
func measure(argv []string) error {
	c := exec.Command(argv[0], argv[1:]...)
	c.Env = append(os.Environ(), roleVariable+"="+os.Getenv(innerVariable))
	c.Stderr = os.Stderr
	var out bytes.Buffer
	c.Stdout = &out
	start := time.Now()
	if err := c.Run(); c.ProcessState == nil {
		return err
	}
	s, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return fmt.Errorf("no resource usage on this system")
	}
	return json.NewEncoder(os.Stdout).Encode(usage{
		CPU:  c.ProcessState.UserTime() + c.ProcessState.SystemTime(),
		Peak: s.Maxrss << 10, Wall: time.Since(start), Exit: c.ProcessState.ExitCode(), Out: out.Bytes(),
	})
}

// report adds to the metrics of b what the processes took: CPU time on average, memory at most.
func report(b *testing.B, runs []usage) {
	b.Helper()
	var cpu time.Duration
	var peak int64
	for _, u := range runs {
		cpu += u.CPU
		peak = max(peak, u.Peak)
	}
	b.ReportMetric(cpu.Seconds()/float64(len(runs)), "cpu-s/op")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
}

func TestPeakIsTheProcessesOwn(t *testing.T) {
	ballast := bytes.Repeat([]byte{1}, 100<<20) // all of it resident
	u := took(t, nil, tenet(t), "--help")
	require.Less(t, u.Peak, int64(60<<20), "%s", u.Out)
	require.Equal(t, byte(1), ballast[len(ballast)-1])
}
