package rsm_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
)

func command(session, seq, acknowledged, now uint64, data string) rsm.Command {
	return rsm.Command{Session: session, Seq: seq, Acknowledged: acknowledged, Now: now, Data: data}
}

func TestSessionsFoldTheLog(t *testing.T) {
	for _, c := range []struct {
		name string
		log  []rsm.Entry
		want []string // the outcomes
	}{
		{
			"a session is named by its index",
			[]rsm.Entry{rsm.Register{Now: 1}, rsm.Register{Now: 1}, command(2, 1, 0, 1, "a")},
			[]string{"registered session 1", "registered session 2", `applied: "a is 1"`},
		},
		{
			"a retry is answered with the first result",
			[]rsm.Entry{rsm.Register{}, command(1, 1, 0, 0, "a"), command(1, 2, 0, 0, "b"), command(1, 1, 0, 0, "a")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied: "b is 2"`, `applied before: "a is 1"`},
		},
		{
			"the number counts, not the data",
			[]rsm.Entry{rsm.Register{}, command(1, 1, 0, 0, "a"), command(1, 1, 0, 0, "b")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied before: "a is 1"`},
		},
		{
			"equal numbers of different sessions are different commands",
			[]rsm.Entry{rsm.Register{}, rsm.Register{}, command(1, 1, 0, 0, "a"), command(2, 1, 0, 0, "a")},
			[]string{"registered session 1", "registered session 2", `applied: "a is 1"`, `applied: "a is 2"`},
		},
		{
			"numbers may come in any order",
			[]rsm.Entry{rsm.Register{}, command(1, 2, 0, 0, "b"), command(1, 1, 0, 0, "a"), command(1, 2, 0, 0, "b")},
			[]string{"registered session 1", `applied: "b is 1"`, `applied: "a is 2"`, `applied before: "b is 1"`},
		},
		{
			"what is acknowledged is freed",
			[]rsm.Entry{rsm.Register{}, command(1, 1, 0, 0, "a"), command(1, 2, 1, 0, "b"), command(1, 1, 0, 0, "a"), command(1, 2, 0, 0, "b")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied: "b is 2"`, "freed", `applied before: "b is 2"`},
		},
		{
			"what was acknowledged before it was applied is never applied",
			[]rsm.Entry{rsm.Register{}, command(1, 2, 1, 0, "b"), command(1, 1, 0, 0, "a"), command(1, 3, 1, 0, "c")},
			[]string{"registered session 1", `applied: "b is 1"`, "freed", `applied: "c is 2"`},
		},
		{
			"a late entry acknowledges nothing back",
			[]rsm.Entry{rsm.Register{}, command(1, 4, 3, 0, "d"), command(1, 3, 2, 0, "c"), command(1, 5, 0, 0, "e")},
			[]string{"registered session 1", `applied: "d is 1"`, "freed", `applied: "e is 2"`},
		},
		{
			"too far ahead",
			[]rsm.Entry{
				rsm.Register{}, command(1, 3, 0, 0, "c"), command(1, 1, 0, 0, "a"), command(1, 2, 0, 0, "b"),
				command(1, 3, 0, 0, "c"), command(1, 3, 1, 0, "c"), command(1, 3, 0, 0, "c"), command(1, 2, 0, 0, "b"), command(1, math.MaxUint64, 0, 0, "z"),
			},
			[]string{
				"registered session 1", "too many outstanding", `applied: "a is 1"`, `applied: "b is 2"`,
				"too many outstanding", `applied: "c is 3"`, `applied before: "c is 3"`, `applied before: "b is 2"`, "too many outstanding",
			},
		},
		{
			"a refused command acknowledges all the same",
			[]rsm.Entry{rsm.Register{}, command(1, 1, 0, 0, "a"), command(1, 9, 1, 0, "z"), command(1, 1, 0, 0, "a")},
			[]string{"registered session 1", `applied: "a is 1"`, "too many outstanding", "freed"},
		},
		{
			"no such session",
			[]rsm.Entry{command(1, 1, 0, 0, "a"), rsm.Register{}, command(1, 1, 0, 0, "a"), command(2, 1, 0, 0, "a")},
			[]string{"session expired", "registered session 2", "session expired", `applied: "a is 1"`},
		},
		{
			"idle for as long as allowed",
			[]rsm.Entry{rsm.Register{Now: 5}, command(1, 1, 0, 15, "a"), command(1, 1, 0, 25, "a")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied before: "a is 1"`},
		},
		{
			"idle for too long",
			[]rsm.Entry{rsm.Register{Now: 5}, command(1, 1, 0, 16, "a"), command(1, 1, 0, 0, "a")},
			[]string{"registered session 1", "session expired", "session expired"},
		},
		{
			"others make time go on",
			[]rsm.Entry{rsm.Register{Now: 5}, command(1, 1, 0, 6, "a"), rsm.Register{Now: 17}, command(1, 1, 0, 7, "a")},
			[]string{"registered session 1", `applied: "a is 1"`, "registered session 3", "session expired"},
		},
		{
			"even one that is not applied",
			[]rsm.Entry{rsm.Register{Now: 5}, command(9, 1, 0, 16, "a"), command(1, 1, 0, 5, "a")},
			[]string{"registered session 1", "session expired", "session expired"},
		},
		{
			"time does not go back",
			[]rsm.Entry{rsm.Register{Now: 15}, command(1, 1, 0, 3, "a"), command(1, 2, 0, 25, "b"), rsm.Register{Now: 0}, command(4, 1, 0, 35, "c"), command(4, 2, 0, 46, "d")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied: "b is 2"`, "registered session 4", `applied: "c is 3"`, "session expired"},
		},
		{
			"every entry of a session is a use",
			[]rsm.Entry{rsm.Register{}, command(1, 1, 0, 8, "a"), command(1, 1, 0, 16, "a"), command(1, 9, 0, 24, "z"), command(1, 2, 1, 32, "b"), command(1, 1, 0, 40, "a"), command(1, 2, 1, 48, "b")},
			[]string{"registered session 1", `applied: "a is 1"`, `applied before: "a is 1"`, "too many outstanding", `applied: "b is 2"`, "freed", `applied before: "b is 2"`},
		},
		{
			"the least recently used session makes room",
			[]rsm.Entry{rsm.Register{}, rsm.Register{}, command(1, 1, 0, 0, "a"), rsm.Register{}, command(1, 1, 0, 0, "a"), command(2, 1, 0, 0, "b"), command(4, 1, 0, 0, "c")},
			[]string{"registered session 1", "registered session 2", `applied: "a is 1"`, "registered session 4", `applied before: "a is 1"`, "session expired", `applied: "c is 2"`},
		},
		{
			"idle sessions make room first",
			[]rsm.Entry{rsm.Register{}, rsm.Register{Now: 9}, rsm.Register{Now: 12}, command(2, 1, 0, 12, "a"), command(1, 1, 0, 12, "b")},
			[]string{"registered session 1", "registered session 2", "registered session 3", `applied: "a is 1"`, "session expired"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLog(small)
			var got []string
			for _, e := range c.log {
				o := l.add(e)
				got = append(got, o.String())
				if k, isCommand := e.(rsm.Command); isCommand {
					require.Equal(t, []uint64{k.Session, k.Seq}, []uint64{o.Session, o.Seq}, "%v", o)
				}
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestMalformedEntriesChangeNothing(t *testing.T) {
	s, err := rsm.NewSessions(small)
	require.NoError(t, err)
	app := &tape{}
	s.Apply(1, string(rsm.Register{Now: 7}.AppendTo(nil)), app)
	before := s.AppendTo(nil)
	for _, data := range []string{"", "\x00", "\x01", "\x02\x01\x05\x05\x7f\x00", string(rsm.Register{Now: 99}.AppendTo(nil)) + "\x00"} {
		o := s.Apply(2, data, app)
		require.Equal(t, rsm.Outcome{Kind: rsm.Malformed}, o)
	}
	require.Equal(t, before, s.AppendTo(nil))
	require.Empty(t, app.commands)
}

func TestSessionsPanicWhenIndexesRepeat(t *testing.T) {
	s, err := rsm.NewSessions(small)
	require.NoError(t, err)
	register := string(rsm.Register{}.AppendTo(nil))
	require.PanicsWithValue(t, "rsm: session 0 is registered, expected the next index of a log", func() { s.Apply(0, register, nil) })
	s.Apply(3, register, nil)
	require.PanicsWithValue(t, "rsm: session 3 is registered, expected the next index of a log", func() { s.Apply(3, register, nil) })
}

func TestClonesAreIndependent(t *testing.T) {
	l := newLog(small)
	l.add(rsm.Register{Now: 3})
	l.add(command(1, 1, 0, 4, "a"))
	l.add(command(1, 2, 0, 4, "b"))
	s := l.Sessions()
	before := s.AppendTo(nil)
	c := s.Clone()
	require.Equal(t, before, c.AppendTo(nil))
	require.Equal(t, 1, c.Len())
	require.EqualValues(t, 4, c.Time())
	require.Equal(t, small, c.Limits())
	require.True(t, c.Apply(4, string(command(1, 2, 0, 9, "").AppendTo(nil)), l.app).Cached)
	c.Apply(5, string(command(1, 3, 2, 9, "c").AppendTo(nil)), l.app)
	c.Apply(6, string(rsm.Register{Now: 9}.AppendTo(nil)), l.app)
	require.NotEqual(t, before, c.AppendTo(nil))
	require.Equal(t, before, s.AppendTo(nil))
	require.Equal(t, before, l.Sessions().AppendTo(nil))
}

func TestLimitsAreChecked(t *testing.T) {
	require.NoError(t, rsm.DefaultLimits.Check())
	_, err := rsm.NewSessions(rsm.Limits{})
	for _, f := range []string{"Limits.Sessions", "Limits.Outstanding", "Limits.Idle"} {
		require.ErrorContains(t, err, f+" is 0, expected at least 1")
	}
	_, err = rsm.NewReplica(&tape{}, rsm.Limits{Sessions: 1, Outstanding: 1})
	require.EqualError(t, err, "rsm: Limits.Idle is 0, expected at least 1")
}

func TestTheLargestTimesAndNumbers(t *testing.T) {
	l := newLog(rsm.Limits{Sessions: 1, Outstanding: math.MaxUint64, Idle: math.MaxUint64})
	l.add(rsm.Register{})
	require.Equal(t, rsm.Applied, l.add(command(1, 5, 1, 0, "e")).Kind)
	require.Equal(t, rsm.Applied, l.add(command(1, math.MaxUint64, 0, math.MaxUint64, "z")).Kind)
	require.True(t, l.add(command(1, math.MaxUint64, math.MaxUint64-1, 0, "z")).Cached)
	require.Equal(t, rsm.Freed, l.add(command(1, math.MaxUint64-1, 0, 0, "y")).Kind)
	require.Equal(t, l.image(), l.copied().image())
}
