// Package config reads the configuration files of TLC, which say what to check of a specification and with what constants.
//
// Parse accepts what TLC accepts, and further: keywords of all versions of TLC, negative numbers. It is stricter where TLC guesses:
// names must be names, and a comment that does not end is an error.
package config
