package format

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/format/internal/json"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Detect returns the format of a text by its beginning, of which it looks at no more than 64 KiB.
// The name of the file counts only when the text holds nothing that tells.
func Detect(peek []byte, filename string) (Format, error) {
	if isDbcop(peek) {
		return Dbcop, nil
	}
	peek = bytes.TrimPrefix(peek[:min(len(peek), peekSize)], []byte("\xef\xbb\xbf"))
	if format, _ := detect(peek, filename); format != "" {
		return format, nil
	}
	return "", undetected(peek, filename)
}

func undetected(peek []byte, name string) error {
	text := bytes.TrimSpace(peek)
	if len(text) == 0 {
		return fail(name, 0, "the input is empty, expected a history in one of the formats "+names())
	}
	msg := fmt.Sprintf("the format cannot be told from the beginning, %q: expected one of", scan.Brief(text))
	for _, a := range about {
		msg += fmt.Sprintf("\n  %-11s  %s", a.format, a.text)
	}
	return fail(name, 0, msg)
}

// detect returns the format, or none. It is certain if more text would not change that.
func detect(text []byte, name string) (format Format, certain bool) {
	rest := skipComments(text)
	if len(rest) == 0 {
		return "", false
	}
	switch {
	case isViolin(rest):
		return ViolinLog, true
	case rest[0] == '#' || rest[0] == '(':
		return detectEDN(rest)
	case rest[0] == '{' || rest[0] == '[':
		if format, certain = detectMaps(rest, name); format != "" {
			return format, certain
		}
	}
	return detectLines(rest)
}

// skipComments skips space, and lines that are comments in EDN or in violin's logs.
func skipComments(text []byte) []byte {
	for {
		text = bytes.TrimLeft(text, " \t\r\n,")
		if len(text) == 0 || text[0] != ';' && !(text[0] == '#' && !isDispatch(text)) {
			return text
		}
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return nil
		}
		text = text[end+1:]
	}
}

// isDispatch reports whether a text that begins with # goes on as EDN does: #_ or #tag{.
func isDispatch(text []byte) bool {
	for i, c := range text[1:] {
		switch {
		case c == '_' && i == 0:
			return true
		case c == '{':
			return i > 0
		case c <= ' ' || c == '@':
			return false
		}
	}
	return false
}

// isViolin reports whether the first line is like [1] call.
func isViolin(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	var e history.Event
	return violinEvent(&e, string(bytes.TrimSpace(line))) == ""
}

// detectMaps tells the formats apart whose operations are maps or objects.
func detectMaps(text []byte, name string) (format Format, certain bool) {
	inside := text
	if text[0] == '[' {
		inside = skipComments(text[1:])
		if len(inside) == 0 {
			return "", false
		}
	}
	switch inside[0] {
	case ']':
		return byExtension(name), false
	case '#', '(':
		return detectEDN(text)
	case '{':
	default:
		return "", false
	}
	key := bytes.TrimLeft(inside[1:], " \t\r\n,")
	if len(key) == 0 {
		return "", false
	}
	switch key[0] {
	case '"':
		end := bytes.IndexByte(key[1:], '"')
		if end < 0 {
			return "", false
		}
		after := bytes.TrimLeft(key[end+2:], " \t\r\n")
		if len(after) == 0 {
			return "", false
		}
		if after[0] == ':' && (len(after) < 2 || !isKeyword(after)) {
			return detectJSON(inside)
		}
		return detectEDN(text)
	case '}':
		return byExtension(name), false
	}
	return detectEDN(text)
}

// isKeyword tells the EDN {"type" :invoke from the JSON {"type":null, which may be cut.
func isKeyword(text []byte) bool {
	n := 1
	for n < len(text) && (text[n] >= 'a' && text[n] <= 'z' || text[n] >= 'A' && text[n] <= 'Z') {
		n++
	}
	word := string(text[1:n])
	for _, literal := range []string{"null", "true", "false"} {
		if strings.HasPrefix(literal, word) {
			return false
		}
	}
	return true
}

func byExtension(name string) Format {
	switch filepath.Ext(strings.TrimSuffix(name, ".gz")) {
	case ".json", ".ndjson", ".jsonl":
		return JepsenJSON
	}
	return JepsenEDN
}

// detectEDN looks at the first operation: in Porcupine's text it has a key.
func detectEDN(text []byte) (format Format, certain bool) {
	var e history.Event
	d := edn.NewDecoder(bytes.NewReader(text), scan.Limits{})
	err := d.DecodeEvent(&e)
	if err == nil && !e.Key.IsNil() {
		return KVLog, true
	}
	return JepsenEDN, err == nil
}

// detectJSON looks at the first object: those of etcd hold a whole operation.
func detectJSON(text []byte) (format Format, certain bool) {
	v, err := json.NewDecoder(bytes.NewReader(text), scan.Limits{}).Decode()
	if err != nil {
		if bytes.Contains(text, []byte(`"ClientId"`)) {
			return EtcdJSON, false
		}
		return JepsenJSON, false
	}
	for _, field := range []string{"ClientId", "Input", "Call"} {
		if _, ok := v.Lookup(history.String(field)); ok {
			return EtcdJSON, true
		}
	}
	return JepsenJSON, true
}

// detectLines looks for a line of a format whose files may begin with anything.
func detectLines(text []byte) (format Format, certain bool) {
	awdit, plume := true, true
	for line := range bytes.Lines(text) {
		if _, ok := findLogged(bytes.TrimSpace(line)); ok {
			return JepsenLog, true
		}
		cut := line[len(line)-1] != '\n' && len(line) < len(text) // perhaps: it says nothing
		line = bytes.TrimSpace(line)
		awdit = awdit && (cut || isAwdit(line))
		plume = plume && (cut || isPlume(line))
	}
	switch {
	case awdit:
		return AwditText, false
	case plume:
		return PlumeText, false
	}
	return "", false
}

// isAwdit reports whether a line is r KEY VALUE, w KEY VALUE, a rule between transactions or sessions,
// or empty. What KEY and VALUE are is told by an error.
func isAwdit(line []byte) bool {
	if len(bytes.Trim(line, "-")) == 0 || len(bytes.Trim(line, "=")) == 0 {
		return true
	}
	words := strings.Fields(string(line))
	return len(words) == 3 && (words[0] == "r" || words[0] == "w")
}

// isPlume reports whether a line is like r(0,1,2,3), or empty.
func isPlume(line []byte) bool {
	if len(line) == 0 {
		return true
	}
	_, _, _, ok := plumeMicro(line)
	return ok
}
