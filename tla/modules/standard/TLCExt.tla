------------------------------- MODULE TLCExt ------------------------------
(* More operators for the work with a checker. The engine computes what it can of this, and refuses the rest by name. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

\* a = b; prints both if they differ.
AssertEq(a, b) == a = b

\* Whether the evaluation of exp fails with the message err; TRUE if it does not fail.
AssertError(err, exp) == TRUE

\* Register key, or defaultVal if it is not set.
TLCGetOrDefault(key, defaultVal) == defaultVal

\* What register key was, or defaultVal; sets it to Op of that and val.
TLCGetAndSet(key, Op(_, _), val, defaultVal) == defaultVal

\* The states from an initial one to this, as records.
Trace == <<>>

\* The graph of a counterexample, for a POSTCONDITION.
CounterExample == [state |-> {}, action |-> {}]

\* The states of a counterexample as a sequence.
ToTrace(CE) == <<>>

\* The model value of the name str.
TLCModelValue(str) == CHOOSE v : TRUE

\* TRUE; evaluates expression when a simulation has chosen its step.
TLCDefer(expression) == TRUE

\* val.
TLCNoOp(val) == val

\* TRUE if exp is; else a person picks the step.
PickSuccessor(exp) == TRUE

\* expression, computed once for each value of closure.
TLCCache(expression, closure) == expression

\* A fingerprint of var.
TLCFP(var) == CHOOSE i \in Int : TRUE

\* The value of the definition of that name.
TLCEvalDefinition(definitionName) == TRUE

=============================================================================
