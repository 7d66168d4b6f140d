// Package digraph has the algorithms on directed graphs that the checkers of transactions share:
// graphs are two flat slices, so that millions of edges fit into memory.
package digraph
