package rsm_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/tenet-go/tenet/rsm"
)

// Scenario R31 of docs/scenarios.md: a retried proposal is applied twice, and the client cannot tell "not applied" from "unknown". Written
// anew by go test ./rsm -run Scenario -rewrite.

func TestScenarioR31_RetryIsAppliedOnce(t *testing.T)              { scenario(t, "R31-retry.txt") }
func TestScenarioR31_RetryAfterSnapshotIsAppliedOnce(t *testing.T) { scenario(t, "R31-snapshot.txt") }
func TestScenarioR31_NotAppliedIsNotUnknown(t *testing.T)          { scenario(t, "R31-outcomes.txt") }
func TestScenarioR31_ExpiredSessionsSaySo(t *testing.T)            { scenario(t, "R31-expiry.txt") }

func scenario(t *testing.T, file string) {
	t.Helper()
	s := story{log: newLog(small), attempts: map[uint64]rsm.Command{}}
	datadriven.RunTest(t, "testdata/"+file, func(t *testing.T, d *datadriven.TestData) string {
		text, err := s.run(d)
		if err != nil {
			d.Fatalf(t, "%v", err)
		}
		return text + "\n"
	})
}

// story is a log, and a client of it.
type story struct {
	log
	client   *rsm.Client
	attempts map[uint64]rsm.Command // the client's last attempts, by their numbers
}

func (s *story) run(d *datadriven.TestData) (string, error) {
	var session, seq, acknowledged, now uint64
	var data, told string
	for _, a := range d.CmdArgs {
		var err error
		switch a.Key {
		case "session":
			_, err = fmt.Sscan(a.Vals[0], &session)
		case "seq":
			_, err = fmt.Sscan(a.Vals[0], &seq)
		case "acknowledged":
			_, err = fmt.Sscan(a.Vals[0], &acknowledged)
		case "now":
			_, err = fmt.Sscan(a.Vals[0], &now)
		case "data":
			data = a.Vals[0]
		case "told":
			told = a.Vals[0]
		default:
			err = fmt.Errorf("there is no %s", a.Key)
		}
		if err != nil {
			return "", err
		}
	}
	switch d.Cmd {
	case "register":
		return s.entry(rsm.Register{Now: now}), nil
	case "command":
		return s.entry(command(session, seq, acknowledged, now, data)), nil
	case "again": // what the client has attempted comes to the log
		return s.entry(s.attempts[seq]), nil
	case "move": // to another replica
		s.log = s.copied()
		return fmt.Sprintf("restored up to %d", s.Applied()), nil
	case "state":
		return s.state(), nil
	case "client":
		s.client = rsm.NewClient(session, small)
		return s.client.String(), nil
	case "begin":
		seq, err := s.client.Begin(data)
		return fmt.Sprintf("command %d%s", seq, kindsOf(err)), nil
	case "attempt":
		e, ok := s.client.Attempt(seq, now)
		if !ok {
			return "nothing to attempt", nil
		}
		s.attempts[seq] = e
		return e.String(), nil
	case "settle":
		return s.settle(seq, told)
	}
	return "", fmt.Errorf("there is no command %s", d.Cmd)
}

// entry puts an entry into the log, and says what its client is answered.
func (s *story) entry(e rsm.Entry) string {
	o := s.add(e)
	return fmt.Sprintf("%d: %v%s", s.Applied(), o, kindsOf(o.Err()))
}

// settle tells the client what became of an attempt: what the log says, or with told=log what becomes of it when it comes there.
func (s *story) settle(seq uint64, told string) (string, error) {
	var o rsm.Outcome
	switch told {
	case "unknown":
	case "not-applied":
		o.Kind = rsm.NotApplied
	case "log":
		o = s.add(s.attempts[seq])
	default:
		return "", fmt.Errorf("nobody is told %s", told)
	}
	known := s.client.Settle(seq, o)
	return fmt.Sprintf("told: %v\nso the command is: %v%s", o, known, kindsOf(known.Err())), nil
}

// kindsOf says what an error is.
func kindsOf(err error) string {
	var b strings.Builder
	for _, kind := range []error{rsm.ErrNotApplied, rsm.ErrUnknown, rsm.ErrExpired, rsm.ErrFreed, rsm.ErrOutstanding} {
		if errors.Is(err, kind) {
			fmt.Fprintf(&b, " [%v]", kind)
		}
	}
	return b.String()
}

func (s *story) state() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "applied: %s\ntime %d", strings.Join(s.app.commands, ", "), s.Sessions().Time())
	for _, v := range s.Sessions().View() {
		fmt.Fprintf(&b, "\nsession %d, active at %d, acknowledged %d, results of %v", v.ID, v.Active, v.Acknowledged, v.Seqs)
	}
	return b.String()
}
