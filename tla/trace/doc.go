// Package trace holds recorded traces to a specification: is there a behavior of the specification that shows what was recorded?
//
// A trace is a text with one event a line, each a JSON object:
//
//	{"state": {"x": 0, "log": []}}
//	{"action": "Add", "state": {"x": 1}}
//	{"action": "Note", "tla": "/\\ x = 1 /\\ log = <<\"one\">>", "info": "anything"}
//
// The state is that after the event. Variables that it does not have were not logged, and may have any value. An event without an action is a
// step of any action or of none; if it is the first, it shows the initial state. "info" is ignored, and so are empty lines; other fields
// are errors, since a misspelled one would make the check weaker.
//
// JSON stands for values of TLA+ as follows, and what JSON has not is written as an object with one field:
//
//	1, -5                      integers
//	true, false                TRUE, FALSE
//	"text"                     strings
//	[1, "a"]                   tuples: <<1, "a">>
//	{"a": 1, "b": []}          records: [a |-> 1, b |-> <<>>]
//	{"#set": [1, 2]}           sets: {1, 2}
//	{"#map": [[1, "a"]]}       functions: 1 :> "a"
//	{"#model": "m1"}           model values
//	{"#tla": "{<<1, 2>>}"}     any value, as TLC prints it
//
// A [Writer] writes such traces.
//
// [Check] keeps the set of all states in which the specification may be after the events so far, breadth first. If an event leaves no
// state, the trace is refused, and a [Failure] says which states come nearest. Steps between events that were not logged are found by
// search if [Options].Hidden allows them.
package trace
