// Package page shows a person why a history fails, or in which order it holds.
//
// Write makes one HTML page that needs neither network nor other files; Text makes a few lines for
// a terminal. Both draw the operations of a Page: those of the failing part, and in the HTML page
// those around them as well, so that a history of any length stays readable. At most a few hundred
// operations are drawn, and the page says how many are not.
//
// The package knows no engine and no model. Whoever decided the history says what was found.
//
//	page.go      Page, Write
//	text.go      Text
//	validate.go  what a Page must satisfy
//	choose.go    which operations are drawn
//	order.go     where the linearization points lie
//	layout.go    the picture's coordinates, by order of events
//	chart.go     from coordinates to what the template draws
//	legend.go    what colors and signs mean
//	overview.go  the strip that shows the whole history
//	table.go     the rows of the tables
//	label.go     how operations, values and times are written
//	page.html, page.css, page.js  the template and what it embeds
//
// Everything that comes from a history is escaped, invisible characters are spelled out and long
// values are cut. The page's only script is constant, and its content security policy forbids any
// other.
package page
