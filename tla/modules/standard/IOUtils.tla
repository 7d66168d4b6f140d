------------------------------- MODULE IOUtils -----------------------------
(* Files and commands. The engine has the environment and atoi, and refuses the rest. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

\* Writes and reads values.
IOSerialize(val, absoluteFilename, compress) == TRUE
IODeserialize(absoluteFilename, compressed) == CHOOSE val : TRUE
Serialize(value, dest, options) == CHOOSE r : TRUE
Deserialize(src, options) == CHOOSE val : TRUE

\* Runs commands.
IOExec(command) == CHOOSE r : TRUE
IOEnvExec(env, command) == CHOOSE r : TRUE
IOExecTemplate(commandTemplate, parameters) == CHOOSE r : TRUE
IOEnvExecTemplate(env, commandTemplate, parameters) == CHOOSE r : TRUE

\* The variables of the environment, as a record.
IOEnv == CHOOSE r : TRUE

\* The number that str says.
atoi(str) == CHOOSE i \in Int : ToString(i) = str

\* n with zeros before it, to width characters.
zeroPadN(n, width) ==
  LET RECURSIVE pad(_)
      pad(s) == IF Len(s) >= width THEN s ELSE pad("0" \o s)
  IN  pad(ToString(n))

=============================================================================
