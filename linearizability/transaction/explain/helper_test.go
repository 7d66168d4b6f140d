package explain

import "flag"

// update rewrites the files of testdata: go test ./linearizability/transaction/explain -update.
var update = flag.Bool("update", false, "rewrite testdata")
