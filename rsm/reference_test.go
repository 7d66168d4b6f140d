package rsm_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/rsm"
)

// reference is exactly once as plainly as can be: maps, and scans of all that there is.
type reference struct {
	limits   rsm.Limits
	index    uint64
	time     uint64
	sessions map[uint64]*client
	effects  int
}

type client struct {
	active, used, acknowledged uint64
	results                    map[uint64]string
}

func (r *reference) apply(e rsm.Entry) rsm.Outcome {
	r.index++
	switch e := e.(type) {
	case rsm.Register:
		r.tick(e.Now)
		if uint64(len(r.sessions)) == r.limits.Sessions {
			oldest := r.index
			for _, c := range r.sessions {
				oldest = min(oldest, c.used)
			}
			for id, c := range r.sessions {
				if c.used == oldest {
					delete(r.sessions, id)
				}
			}
		}
		r.sessions[r.index] = &client{active: r.time, used: r.index, results: map[uint64]string{}}
		return rsm.Outcome{Kind: rsm.Registered, Session: r.index}
	case rsm.Command:
		r.tick(e.Now)
		o := r.command(e)
		o.Session, o.Seq = e.Session, e.Seq
		return o
	}
	return rsm.Outcome{Kind: rsm.Malformed}
}

func (r *reference) tick(now uint64) {
	r.time = max(r.time, now)
	for id, c := range r.sessions {
		if c.active+r.limits.Idle < r.time {
			delete(r.sessions, id)
		}
	}
}

func (r *reference) command(e rsm.Command) rsm.Outcome {
	c := r.sessions[e.Session]
	if c == nil {
		return rsm.Outcome{Kind: rsm.Expired}
	}
	c.active, c.used, c.acknowledged = r.time, r.index, max(c.acknowledged, e.Acknowledged)
	result, applied := c.results[e.Seq]
	switch {
	case e.Seq <= c.acknowledged:
		return rsm.Outcome{Kind: rsm.Freed}
	case applied:
		return rsm.Outcome{Kind: rsm.Applied, Result: result, Cached: true}
	case e.Seq > c.acknowledged+r.limits.Outstanding:
		return rsm.Outcome{Kind: rsm.Crowded}
	}
	r.effects++
	c.results[e.Seq] = fmt.Sprintf("%s is %d", e.Data, r.effects)
	return rsm.Outcome{Kind: rsm.Applied, Result: c.results[e.Seq]}
}

func genLimits() *rapid.Generator[rsm.Limits] {
	return rapid.Custom(func(t *rapid.T) rsm.Limits {
		return rsm.Limits{
			Sessions: rapid.Uint64Range(1, 4).Draw(t, "sessions"), Outstanding: rapid.Uint64Range(1, 4).Draw(t, "outstanding"), Idle: rapid.Uint64Range(1, 40).Draw(t, "idle"),
		}
	})
}

// genLogEntry draws an entry for a log that has come to this index and time; nil is none of rsm's. Every command of a session has data of its own.
func genLogEntry(index, time uint64) *rapid.Generator[rsm.Entry] {
	return rapid.Custom(func(t *rapid.T) rsm.Entry {
		now := max(time, 5) - 5 + rapid.Uint64Max(10).Draw(t, "now")
		switch kind := rapid.IntRange(0, 19).Draw(t, "kind"); {
		case kind == 0:
			return nil
		case kind < 4 || index == 0:
			return rsm.Register{Now: now}
		}
		session := rapid.Uint64Range(1, index+1).Draw(t, "session")
		seq := rapid.Uint64Range(1, 8).Draw(t, "seq")
		acknowledged := rapid.Uint64Max(seq-1).Draw(t, "acknowledged")
		if rapid.Bool().Draw(t, "acknowledges less") {
			acknowledged /= 2
		}
		return command(session, seq, acknowledged, now, fmt.Sprintf("%d-%d", session, seq))
	})
}

func TestSessionsAreThoseOfTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := genLimits().Draw(t, "limits")
		ref := &reference{limits: limits, sessions: map[uint64]*client{}}
		l, other := newLog(limits), newLog(limits)
		for range rapid.IntRange(1, 60).Draw(t, "length") {
			e := genLogEntry(l.Applied(), ref.time).Draw(t, "entry")
			if rapid.IntRange(0, 9).Draw(t, "pass") == 0 {
				ref.index++
				l.Pass(l.Applied() + 1)
				other.Pass(other.Applied() + 1)
			}
			data := "no entry"
			if e != nil {
				data = string(e.AppendTo(nil))
			}
			want := ref.apply(e)
			require.Equal(t, want, l.addData(data), "%v", e)
			require.Equal(t, want, other.addData(data), "%v", e)
			if rapid.IntRange(0, 4).Draw(t, "snapshot") == 0 {
				l = l.copied()
				require.Equal(t, other.image(), l.image(), "a snapshot changes nothing")
			}
			requireBounds(t, l)
		}
		require.Equal(t, other.image(), l.image(), "replicas are equal")
		requireOnce(t, l)
	})
}

// requireBounds checks that limits hold, and that what sessions are told they have is all that they have.
func requireBounds(t require.TestingT, l log) {
	s := l.Sessions()
	limits, views := s.Limits(), s.View()
	require.LessOrEqual(t, uint64(len(views)), limits.Sessions)
	require.Len(t, views, s.Len())
	for _, v := range views {
		require.LessOrEqual(t, uint64(len(v.Seqs)), limits.Outstanding)
		require.LessOrEqual(t, s.Time()-v.Active, limits.Idle)
		for _, seq := range v.Seqs {
			require.Greater(t, seq, v.Acknowledged)
			require.LessOrEqual(t, seq, v.Acknowledged+limits.Outstanding)
		}
	}
}

// requireOnce checks that no command took effect twice. Different commands have different data.
func requireOnce(t require.TestingT, l log) {
	var effects []string
	for _, c := range l.app.commands {
		_, data, _ := strings.Cut(c, ":")
		effects = append(effects, data)
	}
	slices.Sort(effects)
	require.Len(t, slices.Compact(slices.Clone(effects)), len(effects), "%v", effects)
}

func TestSessionsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLog(genLimits().Draw(t, "limits"))
		for range rapid.IntRange(0, 30).Draw(t, "length") {
			e := genLogEntry(l.Applied(), l.Sessions().Time()).Draw(t, "entry")
			if e != nil {
				l.add(e)
			}
		}
		b := l.Sessions().AppendTo(nil)
		again, err := rsm.DecodeSessions(b)
		require.NoError(t, err)
		require.Equal(t, b, again.AppendTo(nil))
		require.Equal(t, l.Sessions().View(), again.View())
		_, err = rsm.DecodeSessions(b[:rapid.IntRange(0, len(b)-1).Draw(t, "cut")])
		require.ErrorIs(t, err, rsm.ErrMalformed)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		damaged := bytes.Clone(b)
		damaged[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if again, err := rsm.DecodeSessions(damaged); err == nil {
			require.Equal(t, damaged, again.AppendTo(nil), "what is accepted has one encoding")
		} else {
			require.ErrorIs(t, err, rsm.ErrMalformed)
		}
	})
}

func TestSessionsThatNoLogMakesAreErrors(t *testing.T) {
	const limits, time = "\x02\x02\x0a", "\x14" // 2 sessions, 2 outstanding, idle for 10; time 20
	for _, c := range []struct {
		name, data, want string
	}{
		{"nothing", "", "the limit of sessions is cut off"},
		{"no limits", "\x00\x02\x0a\x00\x00", "Limits.Sessions is 0, expected at least 1"},
		{"no sessions", limits + time + "\x01", "the number of sessions is 1, but 0 bytes follow"},
		{"many sessions", limits + time + "\x03" + strings.Repeat("\x01\x14\x00\x00", 3), "the number of sessions is 3, expected at most 2"},
		{"no name", limits + time + "\x01\x00\x14\x00\x00", "session 0, expected another name"},
		{"one name", limits + time + "\x02\x01\x14\x00\x00\x01\x14\x00\x00", "session 1, expected another name"},
		{"active in the future", limits + time + "\x01\x01\x15\x00\x00", "session 1 was active at time 21, expected at most 20"},
		{"idle", limits + time + "\x01\x01\x09\x00\x00", "session 1 was active at time 9, expected it to have expired by time 20"},
		{"not by use", limits + time + "\x02\x01\x14\x00\x00\x02\x13\x00\x00", "session 2 was active at time 19, expected at least 20"},
		{"freed", limits + time + "\x01\x01\x14\x05\x01\x05\x00", "the number of a result is 5, expected more than 5"},
		{"twice", limits + time + "\x01\x01\x14\x05\x02\x06\x00\x06\x00", "the number of a result is 6, expected more than 6"},
		{"too far ahead", limits + time + "\x01\x01\x14\x05\x01\x08\x00", "the number of a result is 8, expected at most 2 more than 5"},
		{"no results", limits + time + "\x01\x01\x14\x05\x02\x06\x00", "the number of results is 2, but 2 bytes follow"},
		{"half a result", limits + time + "\x01\x01\x14\x05\x01\x06\x02a", "the length of a result is 2, but 1 bytes follow"},
		{"more", limits + time + "\x00\x00", "before byte 5 of 6: the encoding has ended, but 1 bytes follow"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := rsm.DecodeSessions([]byte(c.data))
			require.ErrorIs(t, err, rsm.ErrMalformed)
			require.ErrorContains(t, err, "rsm: sessions: ")
			require.ErrorContains(t, err, c.want)
		})
	}
	s, err := rsm.DecodeSessions([]byte(limits + time + "\x02\x07\x0a\x05\x01\x07\x01a\x02\x14\x00\x00"))
	require.NoError(t, err)
	require.Equal(t, []rsm.SessionView{{ID: 7, Active: 10, Acknowledged: 5, Seqs: []uint64{7}, Results: []string{"a"}}, {ID: 2, Active: 20}}, s.View())
}
