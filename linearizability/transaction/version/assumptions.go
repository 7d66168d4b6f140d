package version

// Assumptions are what the user vouches for, of a database of registers. Each orders versions that
// reads alone do not order. What follows from them holds only if they do.
type Assumptions struct {
	// ReadBeforeWrite: who read one version of a key and then wrote another made the later one (Elle's
	// wfr-keys).
	ReadBeforeWrite bool
	// SessionOrder: the versions of a key that a session read and wrote, one transaction after the other,
	// are in that order (Elle's sequential-keys).
	SessionOrder bool
	// RealTimeOrder: the versions of a key that a transaction read or wrote are no later than those of
	// transactions that were called after it had returned (Elle's linearizable-keys).
	RealTimeOrder bool
}

// Any reports whether anything is assumed.
func (a Assumptions) Any() bool { return a.ReadBeforeWrite || a.SessionOrder || a.RealTimeOrder }
