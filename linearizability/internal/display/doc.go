// Package display writes what comes from histories so that terminals and pages show it safely:
// invisible characters are spelled out and long texts are cut.
package display
