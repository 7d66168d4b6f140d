package difftest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/tlc"
)

// Outcome is what checking a model comes to. Numbers that are not told are -1.
type Outcome struct {
	Code                              int // TLC's exit code
	Generated, Distinct, Queue, Depth int64
}

func (o Outcome) String() string {
	return fmt.Sprintf("%d %d %d %d %d", o.Code, o.Generated, o.Distinct, o.Queue, o.Depth)
}

// Differs reports whether what the engine found is not what TLC did. Numbers are not compared where TLC tells none.
func (o Outcome) Differs(tlc Outcome) bool {
	other := func(ours, theirs int64) bool { return theirs >= 0 && ours != theirs }
	return o.Code != tlc.Code || other(o.Generated, tlc.Generated) || other(o.Distinct, tlc.Distinct) || other(o.Queue, tlc.Queue) || other(o.Depth, tlc.Depth)
}

// maxStates ends the search of a model that is larger than any that is made here.
const maxStates = 20_000

// Check checks a model by the engine.
func Check(ctx context.Context, m Model) (Outcome, error) {
	_, p, err := compiled(m.Module(), m.Config)
	var failure *eval.Error
	if errors.As(err, &failure) {
		return Outcome{Code: check.SpecFailed.ExitCode()}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	r, err := check.Run(ctx, check.Of(p), check.Options{Workers: 1, MaxStates: maxStates})
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{r.Verdict.ExitCode(), r.Stats.Generated, r.Stats.Distinct, r.Stats.Queue, int64(r.Stats.Depth)}, nil
}

var (
	countsLine = regexp.MustCompile(`(?m)^(\d+) states generated, (\d+) distinct states found, (\d+) states left on queue\.`)
	depthLine  = regexp.MustCompile(`(?m)^The depth of the complete state graph search is (\d+)\.`)
)

// CheckByTLC has TLC check a model, and returns what it prints too.
func CheckByTLC(ctx context.Context, t *tlc.TLC, m Model) (o Outcome, printed string, err error) {
	folder, err := os.MkdirTemp("", "tenet-difftest-")
	if err != nil {
		return o, "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	module, err := write(folder, m.Module(), m.Config)
	if err != nil {
		return o, "", err
	}
	var out bytes.Buffer
	r, err := t.Check(ctx, tlc.Model{Module: module}, tlc.Options{Workers: 1, Out: &out, Memory: memory})
	var failure *tlc.SpecError
	switch {
	case errors.As(err, &failure):
		if failure.ExitCode > 100 {
			return o, out.String(), &Refused{out.String()}
		}
		o.Code = failure.ExitCode
	case err != nil:
		return o, out.String(), err
	case r.Violation != nil:
		o.Code = r.Violation.ExitCode
	}
	o.Generated, o.Distinct, o.Queue, o.Depth = -1, -1, -1, -1
	if c := countsLine.FindAllStringSubmatch(out.String(), -1); c != nil {
		last := c[len(c)-1]
		o.Generated, o.Distinct, o.Queue = count(last[1]), count(last[2]), count(last[3])
	}
	if d := depthLine.FindStringSubmatch(out.String()); d != nil {
		o.Depth = count(d[1])
	}
	return o, out.String(), nil
}

// count reads digits.
func count(digits string) int64 {
	n, _ := strconv.ParseInt(digits, 10, 64) // digits, by the pattern
	return n
}
