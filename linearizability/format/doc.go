// Package format reads and writes files of histories.
//
//	format.go      the formats and their names
//	options.go     Options and Info
//	read.go        Read, Open: a whole history; NewReader: its events one by one
//	input.go       progress, cancellation, gzip, byte-order marks
//	detect.go      Detect: the format of a text
//	jepsenlog.go   lines of Jepsen's logs
//	violin.go      violin's call and return lines
//	etcd.go        whole operations of etcd's robustness tests, one file or a report
//	awdit.go       AWDIT's text of transactions
//	plume.go       Plume's text of transactions
//	dbcop.go       DBCop's file of transactions
//	micros.go      what these three have in common; microwrite.go: how they are written
//	whole.go       how formats of whole operations are read
//	write.go       Write: a history in a given format
//	moments.go     the order in which events are written
//
// The EDN decoder is package edn below. All formats of events are read as streams: memory is
// taken by the operations read, not by the file.
//
// A format is detected by what a file holds, never by its name alone, and Options.Format
// overrides that. Whatever is not understood is an error with file and line, of type
// *history.Error, that says what was expected; nothing is skipped silently but what a format
// has beside operations (comments, other lines of a log, further keys of an operation, events
// of processes that are no clients, which History.Ignored counts).
package format
