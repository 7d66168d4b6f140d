package tlc

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Exit codes with which TLC says that something does not hold: assumption, deadlock, safety, liveness, assertion.
const (
	firstViolation = 10
	lastViolation  = 14
)

var (
	statsLine  = regexp.MustCompile(`^([\d,]+) states generated, ([\d,]+) distinct states found, ([\d,]+) states left on queue\.`)
	depthLine  = regexp.MustCompile(`^The depth of the complete state graph search is ([\d,]+)\.`)
	brokenLine = regexp.MustCompile(`^Error: (?:(?:Invariant|Action property|Property) (\S+) is violated|(Deadlock) reached)`)
	// How what TLC says of errors begins, and what it prints after it.
	errorBegin = regexp.MustCompile(`^(Error:|Lexical error|Semantic errors:|\*\*\*)`)
	errorEnd   = regexp.MustCompile(`^([\d,]+ states generated|Finished in |Finished checking temporal|Starting\.\.\.)`)
)

// parse reads all that TLC has printed.
func parse(out string, exitCode int, module string) (*Result, error) {
	violated := exitCode >= firstViolation && exitCode <= lastViolation
	text := errorText(out)
	if exitCode != 0 && !violated {
		if text == "" {
			text = strings.TrimSpace(out)
		}
		return nil, &SpecError{Module: module, ExitCode: exitCode, Text: text}
	}
	r := &Result{}
	counted := false
	for line := range strings.Lines(out) {
		if m := statsLine.FindStringSubmatch(line); m != nil {
			r.Generated, r.Distinct, counted = number(m[1]), number(m[2]), true
		}
		if m := depthLine.FindStringSubmatch(line); m != nil {
			r.Depth = number(m[1])
		}
	}
	if violated {
		r.Violation = &Violation{Property: brokenProperty(text), Text: text, ExitCode: exitCode}
		return r, nil
	}
	if !counted || !strings.Contains(out, "No error has been found") {
		return nil, &SpecError{Module: module, Text: fmt.Sprintf("it ended without a verdict:\n%s", strings.TrimSpace(out))}
	}
	return r, nil
}

// errorText returns what TLC says from its first error on.
func errorText(out string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(out) {
		switch {
		case errorBegin.MatchString(line):
			inside = true
		case errorEnd.MatchString(line):
			inside = false
		}
		if inside {
			b.WriteString(line)
		}
	}
	return strings.TrimSpace(b.String())
}

func brokenProperty(text string) string {
	for line := range strings.Lines(text) {
		if m := brokenLine.FindStringSubmatch(line); m != nil {
			return m[1] + m[2]
		}
	}
	return ""
}

// number reads digits with commas between them; the patterns let nothing else come here.
func number(digits string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(digits, ",", ""), 10, 64)
	if err != nil {
		panic("tlc: " + err.Error())
	}
	return n
}
