// Package page shows a person which levels of isolation a history of transactions has, and why it
// has no stronger ones: as one HTML page that needs neither script, network nor other files.
//
//   - page.go: [Page], [Write]
//   - validate.go: what a Page must satisfy
//   - lattice.go: the table of levels
//   - finding.go: what is shown of each finding
//   - cases.go: refutations, as nested cases with a picture each
//   - picture.go: boxes and arrows as the template draws them
//   - box.go: a transaction as a box with its operations
//   - ring.go: cycles of up to twelve transactions, drawn around
//   - ladder.go: longer ones, from top to bottom
//   - rows.go: transactions that are no cycle, side by side
//   - arrow.go: arrows with their labels
//   - spans.go: when the transactions ran
//   - page.html, page.css: the template and what it embeds
//
// The sentences are those of package explain. Everything that comes from a history is escaped,
// invisible characters are spelled out and long values are cut; the page's content security policy
// forbids scripts and all that is not in the page.
package page
