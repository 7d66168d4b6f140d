------------------------------ MODULE Bitwise ------------------------------
(* Natural numbers as rows of bits. *)
LOCAL INSTANCE Integers

\* The number whose bits are bit(b, c) for the bits b of x and c of y, up to the highest bit of either.
LOCAL Combine(bit(_, _), x, y) ==
  LET RECURSIVE go(_, _)
      go(a, b) == IF a = 0 /\ b = 0
                    THEN 0
                    ELSE bit(a % 2, b % 2) + 2 * go(a \div 2, b \div 2)
  IN  go(x, y)

\* The bits that are set in both x and y.
x & y == Combine(LAMBDA b, c : b * c, x, y)

\* The bits that are set in x or y.
x | y == Combine(LAMBDA b, c : b + c - b * c, x, y)

\* The bits that are set in exactly one of x and y.
x ^^ y == Combine(LAMBDA b, c : (b + c) % 2, x, y)

\* The bits of a up to its highest one, inverted.
Not(a) == Combine(LAMBDA b, c : 1 - b, a, a)

\* n without its lowest pos bits, which are shifted out.
shiftR(n, pos) == n \div 2^pos

=============================================================================
