package mutants

const (
	builderGo     = "linearizability/history/builder.go"
	independentGo = "linearizability/history/independent.go"
	modelRegGo    = "linearizability/model/register.go"
	mutexGo       = "linearizability/model/mutex.go"
	inferGo       = "linearizability/model/infer.go"
	ednValueGo    = "linearizability/format/edn/value.go"
	ednNumberGo   = "linearizability/format/edn/number.go"
	ednEventGo    = "linearizability/format/edn/event.go"
	numberGo      = "linearizability/format/internal/number/number.go"
	momentsGo     = "linearizability/format/moments.go"
)

// readers are the packages whose tests read numbers.
var readers = []string{"linearizability/format/edn", "linearizability/format/internal/json", "linearizability/format"}

// inputMutants are in what makes histories, and in the models. What all checkers share, such as
// models, only its own tests and recorded histories can catch.
var inputMutants = []mutant{
	{name: "builder: fail counts as ok", file: builderGo,
		mistake: "operations that failed are taken to have happened",
		before:  "case EventFail:\n\t\top.Status = Fail", after: "case EventFail:\n\t\top.Status = OK", tests: readers},
	{name: "builder: process used again after info", file: builderGo,
		mistake: "a process whose operation may still run is taken to be free",
		before:  `if line, gone := b.ended[e.Process]; gone {`, after: `if line, gone := b.ended[e.Process]; gone && line < 0 {`, tests: readers},
	{name: "builder: completion of another function", file: builderGo,
		mistake: "a completion belongs to the open operation, whatever its function",
		before:  "if e.F != \"\" && e.F != op.F {\n\t\treturn b.errorf", after: "if e.F != \"\" && op.F == \"\" {\n\t\treturn b.errorf", tests: readers},
	{name: "builder: info returns", file: builderGo,
		mistake: "an operation of unknown outcome ends with its :info",
		before:  "if e.HasProcess {\n\t\t\tb.ended[e.Process] = int32(e.Line)\n\t\t}\n\t\treturn nil",
		after:   "if e.HasProcess {\n\t\t\tb.ended[e.Process] = int32(e.Line)\n\t\t}\n\t\top.Return = position\n\t\treturn nil", tests: readers},
	{name: "independent: result keeps its key", file: independentGo,
		mistake: "only arguments are pairs",
		before:  `if isPair(op.Output) && op.Output.Elems()[0] == op.Key {`, after: `if isPair(op.Output) && op.Output == op.Key {`, tests: readers},

	{name: "model: cas of unknown outcome must succeed", file: modelRegGo,
		mistake: "a compare-and-set happens only where it succeeds",
		before:  `return s, !a.Known`, after: `return s, false`},
	{name: "model: anyone may release a mutex", file: mutexGo,
		mistake: "the holder is not compared",
		before:  `if !s.held || s.holder != a.A {`, after: `if !s.held {`},
	{name: "model: failed write counts", file: modelRegGo,
		mistake: "a write that failed is one of unknown outcome",
		before:  `case verb == Write && op.Status != history.Fail:`, after: `case verb == Write:`},
	{name: "model: initial value inferred too late", file: inferGo,
		mistake: "a read of a value that was being written shows the initial value",
		before:  `any && call <= r.op.Return {`, after: `any && call <= r.op.Call {`},

	{name: "numbers: sign lost", file: numberGo,
		mistake: "small negative numbers are read without their sign",
		before:  `n = -n`, after: `_ = digits`, tests: readers},
	{name: "numbers: large ones wrap around", file: numberGo,
		mistake: "one digit too many is taken to fit",
		before:  `len(digits) > 18 ||`, after: `len(digits) > 20 ||`, tests: readers},
	{name: "edn: sign of a ratio lost", file: ednNumberGo,
		mistake: "a ratio is read without its sign",
		before:  `r.Neg(&r)`, after: `_ = r.Sign()`, tests: readers},
	{name: "edn: duplicates in a set", file: ednValueGo,
		mistake: "an element that occurs twice in a set is accepted",
		before:  `if v.Len() != len(elems) {`, after: `if v.Len() > len(elems) {`, tests: readers},
	{name: "edn: depth not given back", file: ednValueGo,
		mistake: "tags count as nested for ever",
		before:  "d.depth--\n\treturn history.Tagged(tag, v), nil", after: "return history.Tagged(tag, v), nil", tests: readers},
	{name: "edn: field twice", file: ednEventGo,
		mistake: "the last of two values of one key counts",
		before:  `if seen&field != 0 {`, after: `if seen&field != 0 && field == 0 {`, tests: readers},
	{name: "write: returns before calls where they meet", file: momentsGo,
		mistake: "written histories have half open intervals",
		before:  "if a.isCall {\n\t\t\treturn -1\n\t\t}\n\t\treturn 1", after: "if a.isCall {\n\t\t\treturn 1\n\t\t}\n\t\treturn -1", tests: readers},
}
