package rsm

import "github.com/tenet-go/tenet/mutants/matrix"

// patches are mistakes by which a command takes effect twice, or by which a client is told what is not so.
var patches = []matrix.Patch{
	{Scenario: "R31", Name: "a retry is applied again", File: "rsm/sessions.go",
		Mistake: "results are kept, and nobody looks whether there is one",
		Before:  "\tcase found:\n", After: "\tcase found && s.limits.Outstanding == 0:\n"},
	{Scenario: "R31", Name: "a retry of what was freed is applied again", File: "rsm/sessions.go",
		Mistake: "what is acknowledged is forgotten, and so may be applied",
		Before:  "if e.Seq <= x.acknowledged {", After: "if e.Seq == 0 {"},
	{Scenario: "R31", Name: "a session that has expired begins again", File: "rsm/sessions.go",
		Mistake: "its results are gone, and its commands are new",
		Before:  "\t\to.Kind = Expired\n\t\treturn o\n", After: "\t\tx = &session{id: e.Session, active: s.time}\n\t\ts.add(x)\n"},
	{Scenario: "R31", Name: "an attempt without an answer counts as not applied", File: "rsm/client.go",
		Mistake: "what was not answered in time has failed",
		Before:  "\tdefault:\n\t\tw.doubt = true\n\t}\n", After: "\t}\n"},
	{Scenario: "R31", Name: "a snapshot has no sessions", File: "rsm/replica.go",
		Mistake: "a snapshot is the state of the application",
		Before:  "r.applied, r.sessions = applied, sessions", After: "_, r.applied = sessions, applied"},
	{Name: "sessions expire by the entry before", File: "rsm/sessions.go",
		Mistake: "an entry that comes too late by its own reading is still in time",
		Before:  "\ts.time = max(s.time, now)\n", After: "\tdefer func() { s.time = max(s.time, now) }()\n"},
}
