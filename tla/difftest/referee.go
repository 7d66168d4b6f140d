package difftest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/tla/value"
)

// marker begins what TLC prints of an expression: a tuple of the marker, the number of the expression, and its value.
const marker = "@@answer@@"

// Refused says that TLC does not take the expressions: there is a mistake in what makes them.
type Refused struct{ Output string }

func (e *Refused) Error() string { return "TLC refuses the module:\n" + e.Output }

// memory is what TLC may use for such small modules.
const memory = 512 << 20

// Referee evaluates expressions by TLC. An expression that fails ends a run of TLC, and the rest is left to another. Expressions whose
// numbers are too large for TLC have no answers, and are told by false.
func Referee(ctx context.Context, t *tlc.TLC, exprs []string) (all []Answers, known []bool, err error) {
	all, known = make([]Answers, len(exprs)), make([]bool, len(exprs))
	for i := range known {
		known[i] = true
	}
	for state := range states {
		for from := 0; from < len(exprs); {
			values, overflow, err := run(ctx, t, exprs, state, from)
			if err != nil {
				return nil, nil, err
			}
			for i, v := range values {
				all[from+i][state] = Answer{v}
			}
			from += len(values)
			if overflow && from < len(exprs) {
				known[from] = false
			}
			from++ // which has failed
		}
	}
	return all, known, nil
}

// run has TLC evaluate the expressions from one on, until one fails, and returns the values of those before it. It reports
// whether that failed since a number is too large.
func run(ctx context.Context, t *tlc.TLC, exprs []string, state, from int) (values []value.Value, overflow bool, err error) {
	folder, err := os.MkdirTemp("", "tenet-difftest-")
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	var print strings.Builder
	print.WriteString("Printed ==\n")
	for i := from; i < len(exprs); i++ {
		fmt.Fprintf(&print, "  /\\ PrintT(<<\"%s\", %d, E%d>>)\n", marker, i, i)
	}
	body := strings.TrimSuffix(moduleOf(exprs), "====\n") + print.String() + "====\n"
	model := constants + fmt.Sprintf("INIT State%d\nNEXT Next\nINVARIANT Printed\n", state)
	module, err := write(folder, body, model)
	if err != nil {
		return nil, false, err
	}
	var out bytes.Buffer
	_, err = t.Check(ctx, tlc.Model{Module: module}, tlc.Options{Workers: 1, Out: &out, Memory: memory})
	var failure *tlc.SpecError
	switch {
	case err == nil:
	case !errors.As(err, &failure):
		return nil, false, err
	case failure.ExitCode != 75 && failure.ExitCode != 76:
		return nil, false, &Refused{out.String()}
	}
	printed, rest, _ := strings.Cut(out.String(), "\nError:") // after an error TLC evaluates once more, to explain it
	values, err = printedValues(printed, from)
	if len(values) < len(exprs)-from && failure == nil {
		return nil, false, &Refused{out.String()}
	}
	return values, tooLarge(rest), err
}

func tooLarge(message string) bool {
	return strings.Contains(message, "verflow") || strings.Contains(message, "out of range") || strings.Contains(message, "TLC can handle")
}

// printedValues reads the tuples that TLC printed, of the expressions from a number on.
func printedValues(out string, from int) (values []value.Value, err error) {
	lines := strings.Split(out, "\n")
	for at := 0; at < len(lines); at++ {
		if !strings.HasPrefix(lines[at], "<<") {
			continue
		}
		text := lines[at]
		tuple, err := value.Parse(text)
		for err != nil && at+1 < len(lines) {
			at++
			text += "\n" + lines[at]
			tuple, err = value.Parse(text)
		}
		if err != nil {
			return nil, fmt.Errorf("TLC printed %s: %w", text, err)
		}
		parts := tuple.Elements()
		if len(values) > 0 && len(parts) == 3 && parts[1] == value.Int(int64(from)) {
			return values, nil // once more, to explain an error
		}
		if len(parts) != 3 || parts[1] != value.Int(int64(from+len(values))) {
			return nil, fmt.Errorf("TLC printed %v: expected the value of expression %d", tuple, from+len(values))
		}
		values = append(values, parts[2])
	}
	return values, nil
}

// write writes a module, its configuration, and the module that it may instantiate. It returns the path of the module.
func write(folder, body, model string) (module string, err error) {
	for name, text := range map[string]string{moduleName + ".tla": body, moduleName + ".cfg": model, partName + ".tla": part} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(folder, moduleName+".tla"), nil
}
