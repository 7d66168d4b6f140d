package eval

import (
	"os"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
)

const noFiles = "a specification reads, writes and runs nothing"

var _ = register("IOUtils", map[string]native{
	"IOSerialize":       unsupportedNative("IOUtils!IOSerialize", noFiles),
	"IODeserialize":     unsupportedNative("IOUtils!IODeserialize", noFiles),
	"Serialize":         unsupportedNative("IOUtils!Serialize", noFiles),
	"Deserialize":       unsupportedNative("IOUtils!Deserialize", noFiles),
	"IOExec":            unsupportedNative("IOUtils!IOExec", noFiles),
	"IOEnvExec":         unsupportedNative("IOUtils!IOEnvExec", noFiles),
	"IOExecTemplate":    unsupportedNative("IOUtils!IOExecTemplate", noFiles),
	"IOEnvExecTemplate": unsupportedNative("IOUtils!IOEnvExecTemplate", noFiles),
	"IOEnv":             {call: environment},
	"atoi":              {unary: parseInteger},
})

var _ = register("CSV", map[string]native{
	"CSVWrite":       unsupportedNative("CSV!CSVWrite", noFiles),
	"CSVWriteRecord": unsupportedNative("CSV!CSVWriteRecord", noFiles),
	"CSVRead":        unsupportedNative("CSV!CSVRead", noFiles),
	"CSVRecords":     unsupportedNative("CSV!CSVRecords", noFiles),
})

var _ = register("SVG", map[string]native{
	"SVGElemToString":           unsupportedNative("SVG!SVGElemToString", "the engine draws nothing"),
	"SVGSerialize":              unsupportedNative("SVG!SVGSerialize", noFiles),
	"NodeOfRingNetwork":         unsupportedNative("SVG!NodeOfRingNetwork", "the engine draws nothing"),
	"NodesOfDirectedMultiGraph": unsupportedNative("SVG!NodesOfDirectedMultiGraph", "the engine draws nothing"),
})

var _ = register("Statistics", map[string]native{
	"ChiSquare": unsupportedNative("Statistics!ChiSquare", "the engine computes no statistics"),
})

// environment is the record of the variables of the process.
func environment(*call) datum.Datum {
	seen := map[string]bool{}
	var keys, values []datum.Datum
	for _, variable := range os.Environ() {
		name, value, ok := strings.Cut(variable, "=")
		if ok && name != "" && !seen[name] {
			seen[name] = true
			keys, values = append(keys, datum.String(name)), append(values, datum.String(value))
		}
	}
	return datum.Pairs(keys, values)
}

func parseInteger(s datum.Datum) datum.Datum {
	if !s.IsString() {
		refuse("the argument of atoi should be a string, but it is %s", s)
	}
	n, err := strconv.ParseInt(s.Text(), 10, 64)
	if err != nil {
		refuse("the argument of atoi should be a number, but it is %s", s)
	}
	return datum.Int(n)
}
