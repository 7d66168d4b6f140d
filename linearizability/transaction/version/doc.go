// Package version finds out in which order the versions of a key were made.
//
// Lists show it: whoever reads a list reads all versions up to the last. Of registers nothing is
// known but that the initial version comes first; more only if the user vouches for more.
package version
