package rsm_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

// alphabet are entries: registrations at all times, and commands of the sessions, at these times too.
func alphabet(times, sessions []uint64, maxSeq uint64) (letters []rsm.Entry) {
	for _, now := range times {
		letters = append(letters, rsm.Register{Now: now})
		for _, id := range sessions {
			for seq := range maxSeq {
				for acknowledged := range seq + 1 {
					letters = append(letters, rsm.Command{Session: id, Seq: seq + 1, Acknowledged: acknowledged, Now: now, Data: "x"})
				}
			}
		}
	}
	return letters
}

// The fold of spec/rsm/Sessions.tla and Sessions.Apply make the same state and the same outcomes of every log up to a length over an
// alphabet of entries, and of every log that follows a given one.
func TestSessionsAreThoseOfTheSpecification(t *testing.T) {
	for _, c := range []struct {
		name, model string // whose limits count
		first       []rsm.Entry
		letters     []rsm.Entry
		length      int
		logs        int
	}{
		{"two sessions", "MCSessions", nil, alphabet([]uint64{1, 3}, []uint64{1, 2}, 2), 4, 41_371},
		{"one session", "MCOneSession", nil, alphabet([]uint64{1, 2, 3}, []uint64{1}, 3), 3, 9_724},
		{
			"full windows", "MCOneSession", []rsm.Entry{rsm.Register{Now: 1}, command(1, 1, 0, 1, "x"), command(1, 2, 0, 1, "x")},
			alphabet([]uint64{1, 2, 3}, []uint64{1, 4}, 3), 3, 60_880,
		},
		{
			"full house", "MCSessions", []rsm.Entry{rsm.Register{Now: 1}, rsm.Register{Now: 2}, command(1, 1, 0, 2, "x")},
			alphabet([]uint64{2, 3, 4}, []uint64{1, 2, 4}, 2), 3, 27_931,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			model, err := tla.Load(os.DirFS("../spec/rsm"), c.model+".cfg")
			require.NoError(t, err)
			walk := tandem{t: t, letters: c.letters}
			sessions, err := rsm.NewSessions(limitsOf(t, model))
			require.NoError(t, err)
			at := "[state |-> Empty, outcome |-> << >>]"
			app := &indexes{}
			last := rsm.Outcome{}
			for i, e := range c.first {
				at = fmt.Sprintf("Step((%s).state, %d, %s)", at, i+1, inTLA(e))
				last = sessions.Apply(uint64(i+1), string(e.AppendTo(nil)), app)
			}
			words := make([]string, len(c.letters))
			for i, e := range c.letters {
				words[i] = inTLA(e)
			}
			tree, err := model.Evaluate(fmt.Sprintf("Tree(<<%s>>, %d, %d, %s)", strings.Join(words, ", "), c.length, len(c.first), at))
			require.NoError(t, err)
			walk.compare(tree, c.first, sessions, app, last)
			require.Equal(t, c.logs, walk.logs)
			for _, k := range []rsm.Kind{rsm.Registered, rsm.Applied, rsm.Expired, rsm.Freed, rsm.Crowded} {
				require.NotZero(t, walk.kinds[k], "no entry was %v", k)
			}
			t.Logf("%d logs; last entries: %v", walk.logs, walk.kinds)
		})
	}
}

// indexes is the application of the specification: it remembers which entries it has applied, and answers how many there are.
type indexes struct{ applied []uint64 }

func (a *indexes) Apply(index uint64, _ string) string {
	a.applied = append(a.applied, index)
	return strconv.Itoa(len(a.applied))
}

// tandem walks through a tree of logs that the specification has computed, with the code beside it.
type tandem struct {
	t       *testing.T
	letters []rsm.Entry
	logs    int
	kinds   [rsm.Malformed + 1]int
}

func (w *tandem) compare(tree datum.Datum, log []rsm.Entry, sessions *rsm.Sessions, app *indexes, last rsm.Outcome) {
	w.logs++
	w.kinds[last.Kind]++
	if want, got := field(tree, "at"), stepValue(sessions, app, last, len(log) > 0); !datum.Equal(want, got) {
		require.Fail(w.t, "the code differs from the specification", "after %v\nspecification: %v\nthe code:      %v", log, want, got)
	}
	next := field(tree, "next")
	for i := range datum.Len(next) {
		under, _ := datum.Apply(next, datum.Int(int64(i+1)))
		s, a := sessions.Clone(), &indexes{slices.Clone(app.applied)}
		more := append(slices.Clip(log), w.letters[i])
		o := s.Apply(uint64(len(more)), string(w.letters[i].AppendTo(nil)), a)
		w.compare(under, more, s, a, o)
	}
}

func field(record datum.Datum, name string) datum.Datum {
	v, found := datum.Apply(record, datum.String(name))
	if !found {
		panic("no field " + name)
	}
	return v
}

func inTLA(e rsm.Entry) string {
	switch e := e.(type) {
	case rsm.Register:
		return fmt.Sprintf("Register(%d)", e.Now)
	case rsm.Command:
		return fmt.Sprintf("Command(%d, %d, %d, %d)", e.Session, e.Seq, e.Acknowledged, e.Now)
	}
	panic("no such entry")
}

func number(n uint64) value.Value { return value.Int(int64(n)) }

// stepValue is what the specification's Step returns.
func stepValue(s *rsm.Sessions, app *indexes, o rsm.Outcome, any bool) datum.Datum {
	var sessions, applied []value.Value
	for _, x := range s.View() {
		var results []value.Pair
		for i, seq := range x.Seqs {
			n, _ := strconv.Atoi(x.Results[i])
			results = append(results, value.Pair{Key: number(seq), Value: value.Int(int64(n))})
		}
		sessions = append(sessions, value.Record(
			value.Field{Name: "id", Value: number(x.ID)}, value.Field{Name: "active", Value: number(x.Active)},
			value.Field{Name: "acknowledged", Value: number(x.Acknowledged)}, value.Field{Name: "results", Value: value.Function(results...)}))
	}
	for _, index := range app.applied {
		applied = append(applied, number(index))
	}
	outcome := value.Tuple()
	if any {
		outcome = outcomeValue(o)
	}
	return datum.FromValue(value.Record(
		value.Field{Name: "state", Value: value.Record(value.Field{Name: "time", Value: number(s.Time())},
			value.Field{Name: "sessions", Value: value.Tuple(sessions...)}, value.Field{Name: "applied", Value: value.Tuple(applied...)})},
		value.Field{Name: "outcome", Value: outcome}))
}

func outcomeValue(o rsm.Outcome) value.Value {
	names := map[rsm.Kind]string{rsm.Registered: "registered", rsm.Applied: "applied", rsm.Expired: "expired", rsm.Freed: "freed", rsm.Crowded: "crowded"}
	fields := []value.Field{{Name: "kind", Value: value.String(names[o.Kind])}}
	if o.Kind == rsm.Applied {
		n, _ := strconv.Atoi(o.Result)
		fields = append(fields, value.Field{Name: "result", Value: value.Int(int64(n))}, value.Field{Name: "cached", Value: value.Bool(o.Cached)})
	}
	return value.Record(fields...)
}

// limitsOf reads the limits of a model.
func limitsOf(t *testing.T, model *tla.Model) rsm.Limits {
	t.Helper()
	v, err := model.Evaluate("<<MaxSessions, Outstanding, Idle>>")
	require.NoError(t, err)
	at := func(i int64) uint64 {
		n, _ := datum.Apply(v, datum.Int(i))
		return uint64(n.Int())
	}
	return rsm.Limits{Sessions: at(1), Outstanding: at(2), Idle: at(3)}
}
