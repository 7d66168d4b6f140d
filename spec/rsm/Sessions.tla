------------------------------ MODULE Sessions ------------------------------
(***************************************************************************)
(* Client sessions in the replicated state, by which a command takes       *)
(* effect at most once however often it is in the log (Ongaro, "Consensus: *)
(* Bridging Theory and Practice", section 6.3).                            *)
(*                                                                         *)
(* A fold of the log: Step says what one entry makes of the state, and     *)
(* what its client is told.  The code is Sessions.Apply in package rsm.    *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS
    MaxSessions,    \* how many sessions there are at once
    Outstanding,    \* by how much numbers may be ahead of what is acknowledged
    Idle            \* for how long a session lives after its last entry, by the time of the log

\* What entries say.  now is a reading of the proposer's clock.
Register(now) == [type |-> "register", now |-> now]
Command(session, seq, acknowledged, now) ==
    [type |-> "command", session |-> session, seq |-> seq, acknowledged |-> acknowledged, now |-> now]

\* time is the largest reading so far.  sessions are in the order of their use, each
\* [id, active, acknowledged, results], where results is a function on the numbers that are applied and not freed.
\* applied are the indexes of the entries that the application has applied: all that it remembers.
\* The result of a command is how many there are with it.
Empty == [time |-> 0, sessions |-> << >>, applied |-> << >>]

None == [n \in {} |-> 0]

\* Of the numbers that have results, those after k.
After(results, k) == [n \in {m \in DOMAIN results : m > k} |-> results[n]]

IsOpen(state, id) == \E k \in DOMAIN state.sessions : state.sessions[k].id = id
Session(state, id) == state.sessions[CHOOSE k \in DOMAIN state.sessions : state.sessions[k].id = id]
Others(state, id) == SelectSeq(state.sessions, LAMBDA s : s.id # id)

Max(a, b) == IF a > b THEN a ELSE b

-----------------------------------------------------------------------------
\* Time goes on, and sessions that are idle for too long expire.
Advance(state, now) ==
    LET time == Max(state.time, now)
    IN [state EXCEPT !.time = time, !.sessions = SelectSeq(@, LAMBDA s : time - s.active <= Idle)]

\* A session is named by the index of its registration.  The least recently used one makes room.
Registration(state, index) ==
    LET kept == IF Len(state.sessions) < MaxSessions THEN state.sessions ELSE Tail(state.sessions)
        opened == [id |-> index, active |-> state.time, acknowledged |-> 0, results |-> None]
    IN [state |-> [state EXCEPT !.sessions = Append(kept, opened)], outcome |-> [kind |-> "registered"]]

\* A command is applied if its session does not know of it.
Invocation(state, index, e) ==
    LET old == Session(state, e.session)
        acknowledged == Max(old.acknowledged, e.acknowledged)
        session == [old EXCEPT !.active = state.time, !.acknowledged = acknowledged, !.results = After(@, acknowledged)]
        count == Len(state.applied) + 1
        With(s) == [state EXCEPT !.sessions = Append(Others(state, e.session), s)]
    IN IF e.seq <= acknowledged
         THEN [state |-> With(session), outcome |-> [kind |-> "freed"]]
       ELSE IF e.seq \in DOMAIN session.results
         THEN [state |-> With(session), outcome |-> [kind |-> "applied", result |-> session.results[e.seq], cached |-> TRUE]]
       ELSE IF e.seq > acknowledged + Outstanding
         THEN [state |-> With(session), outcome |-> [kind |-> "crowded"]]
       ELSE [state |-> [With([session EXCEPT !.results = [n \in DOMAIN @ \cup {e.seq} |-> IF n = e.seq THEN count ELSE @[n]]])
                           EXCEPT !.applied = Append(@, index)],
             outcome |-> [kind |-> "applied", result |-> count, cached |-> FALSE]]

\* What the entry e at index makes of the state, and its outcome.
Step(state, index, e) ==
    LET later == Advance(state, e.now)
    IN CASE e.type = "register" -> Registration(later, index)
         [] ~IsOpen(later, e.session) -> [state |-> later, outcome |-> [kind |-> "expired"]]
         [] OTHER -> Invocation(later, index, e)
=============================================================================
