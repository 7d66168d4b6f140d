---------------------------- MODULE SequencesExt ---------------------------
(* Sequences: conversions, searching, parts, folds. *)
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags, TLC

-----------------------------------------------------------------------------
(* Sets and bags to sequences and back. *)

\* The set of the elements of s.
ToSet(s) == {s[i] : i \in DOMAIN s}

\* The bag of the elements of s.
ToBag(s) == [x \in ToSet(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]

\* A sequence that has each element of S once, in the order in which CHOOSE takes them.
SetToSeq(S) == FoldSet(LAMBDA x, acc : Append(acc, x), <<>>, S)

\* All sequences that have each element of S once.
SetToSeqs(S) ==
  LET RECURSIVE all(_)
      all(T) == IF T = {} THEN {<<>>} ELSE UNION {{<<x>> \o s : s \in all(T \ {x})} : x \in T}
  IN  all(S)

\* The elements of S in a sequence that is sorted by op.
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)

\* All sequences of different elements of S.
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}

\* The sequences of n elements of set.
TupleOf(set, n) == [1..n -> set]

\* The sequences of up to n elements of set.
SeqOf(set, n) == UNION {[1..k -> set] : k \in 0..n}

\* SeqOf by another name.
BoundedSeq(S, n) == SeqOf(S, n)

-----------------------------------------------------------------------------
(* Elements. *)

\* Whether e is an element of s.
Contains(s, e) == \E i \in DOMAIN s : s[i] = e

\* Whether op(s[i], s[j]) holds wherever i < j.
IsSorted(s, op(_, _)) == \A j \in 1..Len(s) : \A i \in 1..j - 1 : op(s[i], s[j])

\* The elements of s from the last to the first.
Reverse(s) == [i \in 1..Len(s) |-> s[1 + Len(s) - i]]

\* s without the elements that are equal to e.
Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)

\* s with the elements that are equal to old replaced by new.
ReplaceAll(s, old, new) == [i \in DOMAIN s |-> IF s[i] = old THEN new ELSE s[i]]

\* The first place in seq where Test holds, 0 if there is none.
SelectInSeq(seq, Test(_)) ==
  LET RECURSIVE from(_)
      from(i) == IF i > Len(seq) THEN 0 ELSE IF Test(seq[i]) THEN i ELSE from(i + 1)
  IN  from(1)

\* The first place in the part from..to of seq where Test holds, counted from the start of seq, 0 if there is none.
SelectInSubSeq(seq, from, to, Test(_)) ==
  LET i == SelectInSeq(SubSeq(seq, from, to), Test) IN IF i = 0 THEN 0 ELSE i + from - 1

\* The last place in seq where Test holds, 0 if there is none.
SelectLastInSeq(seq, Test(_)) ==
  LET RECURSIVE back(_)
      back(i) == IF i = 0 THEN 0 ELSE IF Test(seq[i]) THEN i ELSE back(i - 1)
  IN  back(Len(seq))

\* The last place in the part from..to of seq where Test holds, counted from the start of seq, 0 if there is none.
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET i == SelectLastInSeq(SubSeq(seq, from, to), Test) IN IF i = 0 THEN 0 ELSE i + from - 1

\* s with e put at place i, and what was there and after moved by one.
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))

\* s with e instead of its i-th element.
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]

\* s without its i-th element.
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))

\* s without its first element for which Test holds, if there is one.
RemoveFirstMatch(s, Test(_)) ==
  LET i == SelectInSeq(s, Test) IN IF i = 0 THEN s ELSE RemoveAt(s, i)

\* s without its first element that is equal to e, if there is one.
RemoveFirst(s, e) == RemoveFirstMatch(s, LAMBDA x : x = e)

\* seq with elt before it.
Cons(elt, seq) == <<elt>> \o seq

\* seq with elt after it.
Snoc(elt, seq) == Append(seq, elt)

\* s without its last element.
Front(s) == SubSeq(s, 1, Len(s) - 1)

\* The last element of s.
Last(s) == s[Len(s)]

-----------------------------------------------------------------------------
(* Prefixes and suffixes. *)

\* Whether t begins with s.
IsPrefix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, 1, Len(s))

\* Whether t begins with s and is longer.
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ Len(s) # Len(t)

\* Whether t ends with s.
IsSuffix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, Len(t) - Len(s) + 1, Len(t))

\* Whether t ends with s and is longer.
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ Len(s) # Len(t)

\* All beginnings of s, itself and the empty one too.
Prefixes(s) == {SubSeq(s, 1, n) : n \in 0..Len(s)}

\* The prefixes that all sequences of the set S have.
CommonPrefixes(S) == {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}

\* The longest prefix that all sequences of the set S have.
LongestCommonPrefix(S) ==
  CHOOSE p \in CommonPrefixes(S) : \A q \in CommonPrefixes(S) : Len(q) <= Len(p)

\* All ends of s, itself and the empty one too.
Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1..Len(s) + 1}

-----------------------------------------------------------------------------
(* Folds. *)

\* a modulo b within 1..b, as places in a sequence of length b are counted.
SeqMod(a, b) == 1 + ((a - 1) % b)

\* op(seq[n], ... op(seq[1], base)...).
FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)

\* op(...op(op(base, seq[1]), seq[2])..., seq[n]).
FoldLeft(op(_, _), base, seq) ==
  LET RECURSIVE fold(_, _)
      fold(i, acc) == IF i > Len(seq) THEN acc ELSE fold(i + 1, op(acc, seq[i]))
  IN  fold(1, base)

\* op(seq[1], op(seq[2], ... op(seq[n], base)...)).
FoldRight(op(_, _), seq, base) ==
  LET RECURSIVE fold(_, _)
      fold(i, acc) == IF i = 0 THEN acc ELSE fold(i - 1, op(seq[i], acc))
  IN  fold(Len(seq), base)

\* FoldLeft over the places of seq instead of its elements.
FoldLeftDomain(op(_, _), base, seq) == FoldLeft(op, base, [i \in DOMAIN seq |-> i])

\* FoldRight over the places of seq instead of its elements.
FoldRightDomain(op(_, _), seq, base) == FoldRight(op, [i \in DOMAIN seq |-> i], base)

-----------------------------------------------------------------------------
(* Sequences of sequences, and parts of sequences. *)

\* The sequences of the sequence seqs, one after the other. They may be strings.
FlattenSeq(seqs) == IF seqs = <<>> THEN seqs ELSE FoldLeft(LAMBDA x, y : x \o y, Head(seqs), Tail(seqs))

\* The pairs of elements at the same places of s and t, up to the end of the shorter one.
Zip(s, t) == [i \in 1..(IF Len(s) < Len(t) THEN Len(s) ELSE Len(t)) |-> <<s[i], t[i]>>]

\* <<s[1]>>, <<t[1]>>, <<s[2]>>, <<t[2]>> and so on, for sequences of equal length.
Interleave(s, t) ==
  CASE Len(s) = Len(t) /\ s = <<>> -> <<<<>>, <<>>>>
    [] Len(s) = Len(t) /\ s # <<>> ->
         [i \in 1..2 * Len(s) |-> IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]

\* The sequences of adjacent elements of s, the empty one too.
SubSeqs(s) == {<<>>} \cup {SubSeq(s, i, j) : i \in 1..Len(s), j \in 1..Len(s)}

\* The sequences that are s with any of its elements left out.
AllSubSeqs(s) ==
  LET RECURSIVE upTo(_)
      upTo(n) == IF n = 0 THEN {<<>>} ELSE LET r == upTo(n - 1) IN r \cup {Append(x, s[n]) : x \in r}
  IN  upTo(Len(s))

\* The first place of t where s, which is a part of t, begins. For the empty s it is 1.
IndexFirstSubSeq(s, t) ==
  CHOOSE i \in 1..1 + Len(t) - Len(s) :
    /\ SubSeq(t, i, i + Len(s) - 1) = s
    /\ \A j \in 1..i - 1 : SubSeq(t, j, j + Len(s) - 1) # s

\* t with r instead of its part of the length of s that begins at i.
ReplaceSubSeqAt(i, r, s, t) == SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))

\* Whether s is a part of t.
LOCAL Occurs(s, t) == \E i \in 1..1 + Len(t) - Len(s) : SubSeq(t, i, i + Len(s) - 1) = s

\* t with r instead of its first part that is equal to s, if there is one. They may be strings.
ReplaceFirstSubSeq(r, s, t) ==
  IF Occurs(s, t) THEN ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t) ELSE t

\* t with r instead of each of its parts that is equal to s, from left to right. The empty s is before each element.
\* They may be strings.
ReplaceAllSubSeqs(r, s, t) ==
  LET RECURSIVE replace(_, _)
      replace(done, rest) ==
        IF Len(s) = 0 /\ Len(rest) > 0
          THEN replace(done \o r \o SubSeq(rest, 1, 1), SubSeq(rest, 2, Len(rest)))
        ELSE IF Len(s) > 0 /\ Occurs(s, rest)
          THEN LET i == IndexFirstSubSeq(s, rest)
               IN  replace(done \o SubSeq(rest, 1, i - 1) \o r, SubSeq(rest, i + Len(s), Len(rest)))
        ELSE done \o rest
  IN  IF s = t THEN r ELSE IF r = s THEN t ELSE replace(SubSeq(t, 1, 0), t)

=============================================================================
