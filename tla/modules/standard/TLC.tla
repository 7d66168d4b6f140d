--------------------------------- MODULE TLC -------------------------------
(* Operators for the work with a checker. The engine computes all of this. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

\* val; prints out and val.
Print(out, val) == val

\* TRUE; prints out.
PrintT(out) == TRUE

\* TRUE if val is; else ends the check with the message out.
Assert(val, out) == val

\* Seconds since 1970.
JavaTime == CHOOSE n \in Nat : TRUE

\* The value of register i, or something about the run if i is a string such as "level".
TLCGet(i) == CHOOSE v : TRUE

\* TRUE; sets register i to v.
TLCSet(i, v) == TRUE

\* The function that maps d to e.
d :> e == [x \in {d} |-> e]

\* f, and g where f is not defined.
f @@ g == [x \in (DOMAIN f) \cup (DOMAIN g) |-> IF x \in DOMAIN f THEN f[x] ELSE g[x]]

\* The permutations of S.
Permutations(S) == {p \in [S -> S] : \A y \in S : \E x \in S : p[x] = y}

\* The elements of s, sorted by Op. Where Op says of neither that it comes first, elements stay in their order.
SortSeq(s, Op(_, _)) ==
  LET RECURSIVE insert(_, _), sort(_)
      insert(x, t) == IF t # <<>> /\ Op(x, t[Len(t)])
                        THEN Append(insert(x, SubSeq(t, 1, Len(t) - 1)), t[Len(t)])
                        ELSE Append(t, x)
      sort(n) == IF n = 0 THEN <<>> ELSE insert(s[n], sort(n - 1))
  IN  sort(Len(s))

\* An element of s, by chance.
RandomElement(s) == CHOOSE x \in s : TRUE

\* A set that everything is an element of.
Any == CHOOSE x : TRUE

\* v as TLA+ text.
ToString(v) == CHOOSE s \in STRING : TRUE

\* v, computed at once and not when it is needed.
TLCEval(v) == v

=============================================================================
