--------------------------------- MODULE CSV -------------------------------
(* Files of comma-separated values, which the engine refuses to read or write. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

CSVWrite(template, val, file) == TRUE
CSVWriteRecord(record, delim, headers, file) == TRUE
CSVRead(columns, delimiter, file) == TRUE
CSVRecords(file) == CHOOSE n \in Nat : TRUE

=============================================================================
