------------------------------ MODULE RealTime -----------------------------
(* Bounds on the time of actions. These are temporal formulas. *)
EXTENDS Reals

\* The time.
VARIABLE now

\* A is not done before it was possible for D, and not later than E after that.
RTBound(A, v, D, E) ==
  LET Step(t) == t' = IF <<A>>_v \/ ~(ENABLED <<A>>_v)' THEN 0 ELSE t + (now' - now)
      Timer(t) == t = 0 /\ [][Step(t)]_<<t, v, now>>
      NotLate(t) == [](t \leq E)
      NotEarly(t) == [][A => t \geq D]_v
  IN  \EE t : Timer(t) /\ NotLate(t) /\ NotEarly(t)

\* Time goes on without bound, and while it does nothing else happens.
RTnow(v) ==
  LET Tick == now' \in {r \in Real : r > now} /\ UNCHANGED v
  IN  /\ now \in Real
      /\ [][Tick]_now
      /\ \A r \in Real : WF_now(Tick /\ now' > r)

=============================================================================
