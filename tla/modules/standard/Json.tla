-------------------------------- MODULE Json -------------------------------
(* Values as JSON. The engine computes the texts, and refuses to read or write files. *)
LOCAL INSTANCE TLC

\* value as JSON: records as objects, sequences and sets as arrays.
ToJson(value) == ToString(value)

\* A sequence or set as an array.
ToJsonArray(value) == ToString(value)

\* A function or record as an object.
ToJsonObject(value) == ToString(value)

\* Files.
JsonSerialize(absoluteFilename, value) == TRUE
JsonDeserialize(absoluteFilename) == CHOOSE val : TRUE
ndJsonSerialize(absoluteFilename, value) == TRUE
ndJsonDeserialize(absoluteFilename) == CHOOSE val : TRUE

=============================================================================
