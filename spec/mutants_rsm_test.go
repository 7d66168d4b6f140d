package spec_test

// sessionMutants are mutants of spec/rsm.
var sessionMutants = []mutant{
	{
		Name: "results-of-others", Bug: "a result is not the place of the command",
		Old:    `count == Len(state.applied) + 1`,
		New:    `count == Len(state.applied) + 2`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "TypeOK",
	},
	{
		Name: "order-of-opening", Bug: "the session that was used last comes first",
		Old:    `With(s) == [state EXCEPT !.sessions = Append(Others(state, e.session), s)]`,
		New:    `With(s) == [state EXCEPT !.sessions = <<s>> \o Others(state, e.session)]`,
		Module: "rsm/Sessions.tla", Model: "MCSessions", Property: "InOrder",
	},
	{
		Name: "applied-again", Scenario: "R31", Bug: "what has taken effect is not looked up",
		Old:    `ELSE IF e.seq \in DOMAIN session.results`,
		New:    `ELSE IF FALSE`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "AtMostOnce",
	},
	{
		Name: "cached-is-fresh", Bug: "a repeated answer is told as an effect",
		Old:    `cached |-> TRUE`,
		New:    `cached |-> FALSE`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "EffectsAreTold",
	},
	{
		Name: "newest-result", Bug: "a repeated command is told the newest result",
		Old:    `result |-> session.results[e.seq], cached`,
		New:    `result |-> Len(state.applied), cached`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "OneAnswer",
	},
	{
		Name: "crowded-again", Bug: "a repeated command is told that there are too many",
		Old:    `outcome |-> [kind |-> "applied", result |-> session.results[e.seq], cached |-> TRUE]`,
		New:    `outcome |-> [kind |-> "crowded"]`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "CrowdedIsNotApplied",
	},
	{
		Name: "no-room", Bug: "a registration makes no room",
		Old:    `kept == IF Len(state.sessions) < MaxSessions THEN state.sessions ELSE Tail(state.sessions)`,
		New:    `kept == state.sessions`,
		Module: "rsm/Sessions.tla", Model: "MCSessions", Property: "Bounded",
	},
	{
		Name: "late-expiry", Bug: "sessions live longer than they may",
		Old:    `time - s.active <= Idle`,
		New:    `time - s.active <= Idle + 1`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "NoneIsIdle",
	},
	{
		Name: "freed-too-early", Bug: "a result is dropped that was not acknowledged",
		Old:    `!.results = After(@, acknowledged)]`,
		New:    `!.results = After(@, acknowledged + 1)]`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "NothingIsForgotten",
	},
	{
		Name: "reopened", Bug: "a command opens its session again",
		Old:    `-> [state |-> later, outcome |-> [kind |-> "expired"]]`,
		New:    `-> [state |-> Registration(later, e.session).state, outcome |-> [kind |-> "expired"]]`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "ExpiredForEver",
	},
	{
		Name: "early-expiry", Bug: "sessions live shorter than they may",
		Old:    `time - s.active <= Idle`,
		New:    `time - s.active < Idle`,
		Module: "rsm/Sessions.tla", Model: "MCOneSession", Property: "SessionsLive",
	},
}
