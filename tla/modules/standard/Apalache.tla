------------------------------- MODULE Apalache ----------------------------
(* Operators of the symbolic checker Apalache, as far as they mean something without it. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

\* An assignment in the initial states.
x := e == x = e

\* A set of up to size elements, by chance.
Gen(size) == {}

\* An element of S.
Guess(S) == CHOOSE x \in S : TRUE

\* e, known to hold nothing surprising.
Skolem(e) == e

\* S, to be enumerated.
Expand(S) == S

\* S, whose size may be a constant.
ConstCardinality(S) == S

\* The sequence of N elements Op(1) to Op(N).
MkSeq(N, Op(_)) == [i \in 1..N |-> Op(i)]

\* fn, as a sequence of up to maxLen elements.
FunAsSeq(fn, len, maxLen) == SubSeq([i \in 1..maxLen |-> fn[i]], 1, len)

\* The set of pairs of a set, as a function.
SetAsFun(S) == [k \in {p[1] : p \in S} |-> (CHOOSE p \in S : p[1] = k)[2]]

\* Op folded over S.
ApaFoldSet(Op(_, _), v, S) ==
  LET RECURSIVE fold(_, _)
      fold(acc, T) == IF T = {} THEN acc ELSE LET x == CHOOSE y \in T : TRUE IN fold(Op(acc, x), T \ {x})
  IN  fold(v, S)

\* Op folded over seq from the left.
ApaFoldSeqLeft(Op(_, _), v, seq) ==
  LET RECURSIVE fold(_, _)
      fold(acc, i) == IF i > Len(seq) THEN acc ELSE fold(Op(acc, seq[i]), i + 1)
  IN  fold(v, 1)

\* The function of a sequence of pairs or other sequence.
Repeat(F(_, _), N, x) ==
  LET RECURSIVE times(_, _)
      times(acc, i) == IF i > N THEN acc ELSE times(F(acc, i), i + 1)
  IN  times(x, 1)

=============================================================================
