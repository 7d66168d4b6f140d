package isolation

// Order says what a level asks of the order of transactions besides that of their dependencies.
type Order uint8

const (
	// Unordered levels ask nothing: a client need not see what it did before.
	Unordered Order = iota
	// Session levels respect the order of each session: "strong session" in their names.
	Session
	// RealTime levels respect that one transaction returned before the other was called, and so
	// sessions too: "strong" or "strict" in their names.
	RealTime
)
