----------------------------- MODULE MCSessions -----------------------------
\* All logs of some length over an alphabet of entries, each with what it makes of the sessions.
EXTENDS Sessions, FiniteSets

CONSTANTS
    MaxLength,      \* how long logs get
    Times,          \* the readings of clocks
    Names,          \* the sessions that commands are of, whether they are open or not
    MaxSeq          \* the largest number of a command

VARIABLES
    log,            \* the entries
    state,          \* what they have made of the sessions and the application
    outcomes        \* what their clients were told

vars == <<log, state, outcomes>>

Alphabet ==
    {Register(now) : now \in Times}
        \cup {Command(id, k[1], k[2], now) : id \in Names, k \in {n \in (1..MaxSeq) \X (0..MaxSeq - 1) : n[2] < n[1]}, now \in Times}

\* What entries, the last of which is e, make of a state, and so on for all that may follow within so many entries. A test compares this tree with
\* the code.
RECURSIVE Tree(_, _, _, _)
Tree(letters, length, index, at) ==
    [at |-> at, next |-> IF length = 0 THEN << >>
                         ELSE [k \in DOMAIN letters |-> Tree(letters, length - 1, index + 1, Step(at.state, index + 1, letters[k]))]]

Init == log = << >> /\ state = Empty /\ outcomes = << >>

Apply(e) ==
    /\ Len(log) < MaxLength
    /\ log' = Append(log, e)
    /\ LET step == Step(state, Len(log) + 1, e)
       IN state' = step.state /\ outcomes' = Append(outcomes, step.outcome)

Next == \E e \in Alphabet : Apply(e)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Same(i, j) ==
    /\ log[i].type = "command"
    /\ log[j].type = "command"
    /\ log[i].session = log[j].session
    /\ log[i].seq = log[j].seq

Places == DOMAIN log
Effects == {state.applied[k] : k \in DOMAIN state.applied}
Told(i, kind) == outcomes[i].kind = kind

TypeOK ==
    /\ state.time \in {0} \cup Times
    /\ \A k \in DOMAIN state.sessions : LET s == state.sessions[k] IN
        /\ s.id \in Places /\ log[s.id].type = "register"
        /\ s.active \in {0} \cup Times
        /\ s.acknowledged \in 0..MaxSeq
        /\ \A n \in DOMAIN s.results : s.results[n] \in DOMAIN state.applied

\* Where the log has last used a session that is open.
Uses(id) == {j \in Places : j = id \/ (log[j].type = "command" /\ log[j].session = id /\ ~Told(j, "expired"))}
LastUse(id) == CHOOSE j \in Uses(id) : \A k \in Uses(id) : k <= j

\* Sessions stand in the order of their use, and so those that expire next come first.
InOrder ==
    \A i, j \in DOMAIN state.sessions : LET s == state.sessions[i] t == state.sessions[j] IN
        i < j => LastUse(s.id) < LastUse(t.id) /\ s.active <= t.active

\* A command of a session takes effect at most once.
AtMostOnce == \A i, j \in DOMAIN state.applied : i # j => ~Same(state.applied[i], state.applied[j])

\* Only what was told to be applied has taken effect, in the order of the log, and was told its result.
EffectsAreTold ==
    /\ Effects = {i \in Places : Told(i, "applied") /\ ~outcomes[i].cached}
    /\ \A k \in DOMAIN state.applied : outcomes[state.applied[k]].result = k

\* Every attempt that is told a result is told the one of the attempt that took effect, which was not later.
OneAnswer ==
    \A i \in Places : Told(i, "applied") =>
        LET first == state.applied[outcomes[i].result] IN Same(i, first) /\ first <= i

\* What is told "crowded" had not taken effect before.
CrowdedIsNotApplied == \A i \in Places : Told(i, "crowded") => \A j \in Effects : Same(i, j) => j > i

\* Sessions and what they remember are bounded.
Bounded ==
    /\ Len(state.sessions) <= MaxSessions
    /\ \A k \in DOMAIN state.sessions : LET s == state.sessions[k] IN
        DOMAIN s.results \subseteq (s.acknowledged + 1)..(s.acknowledged + Outstanding)

\* No session is idle for too long.
NoneIsIdle == \A k \in DOMAIN state.sessions : state.time - state.sessions[k].active <= Idle

\* An open session has the results of all that took effect and was not acknowledged.
NothingIsForgotten ==
    \A i \in Effects : IsOpen(state, log[i].session) =>
        LET s == Session(state, log[i].session) IN log[i].seq > s.acknowledged => log[i].seq \in DOMAIN s.results

\* A session that was told to have expired never comes back.
ExpiredForEver ==
    \A i, j \in Places : i < j /\ Told(i, "expired") /\ log[j].type = "command" /\ log[j].session = log[i].session /\ log[i].session < i
        => Told(j, "expired")

\* A session is closed only if it was idle for too long, or others needed its place.
SessionsLive ==
    \A i \in Places : Told(i, "registered") /\ ~IsOpen(state, i) =>
        LET last == LastUse(i)
            clock == [j \in Places |-> CHOOSE t \in {0} \cup Times :
                         (t = 0 \/ \E k \in 1..j : log[k].now = t) /\ \A k \in 1..j : log[k].now <= t]
        IN \/ state.time - clock[last] > Idle
           \/ Cardinality({log[j].session : j \in {k \in Places : k > last /\ log[k].type = "command" /\ outcomes[k].kind # "expired"}}
                           \cup {j \in Places : j > last /\ Told(j, "registered")}) >= MaxSessions
=============================================================================
