// Package architecture has no code of its own: its tests keep the rules of docs/architecture.md
// that a compiler does not keep.
//
//   - tree_test.go: the source of the module as the rules see it;
//   - imports_test.go: who may import whom;
//   - purity_test.go: protocols do not read clocks, draw random numbers, start goroutines, select,
//     or depend on the order of maps;
//   - size_test.go: sizes and names of files and packages;
//   - architecture_test.go: runs all rules over the module, one subtest each, and every rule over
//     small trees that break it, so that no rule is one that cannot fail.
package architecture
