package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
)

// op makes a completed operation; its lines are its moments plus one.
func op(process int64, f string, input, output history.Value, call, ret int64) history.Operation {
	return history.Operation{
		Process: process, F: f, Input: input, Output: output, Call: call, Return: ret, Status: history.OK,
		CallTime: history.NoTime, ReturnTime: history.NoTime, CallLine: int32(call) + 1, ReturnLine: int32(ret) + 1,
	}
}

func write(process, value, call, ret int64) history.Operation {
	return op(process, "write", history.Int(value), history.Int(value), call, ret)
}

func read(process, value, call, ret int64) history.Operation {
	return op(process, "read", history.Nil, history.Int(value), call, ret)
}

// info takes the end from an operation.
func info(o history.Operation) history.Operation {
	o.Status, o.Return, o.Output, o.ReturnLine = history.Info, history.Never, history.Nil, 0
	return o
}

func failed(o history.Operation) history.Operation {
	o.Status = history.Fail
	return o
}

// stale is a small violation: a read returns 1 after a write of 2 has ended.
func stale() Page {
	return Page{
		File: "stale.edn", Model: "register", Engine: "zones", Verdict: "invalid", Certified: "certified by brute force",
		Reason:  "The read → 1 began after write 2 had returned, which began after write 1 had returned.",
		Summary: []Field{{"operations", "7"}},
		History: &history.History{Name: "stale.edn", Ignored: 3, Operations: []history.Operation{
			write(0, 1, 0, 1),
			read(1, 1, 2, 5),
			write(0, 2, 3, 4),
			info(write(3, 9, 6, 0)),
			read(1, 1, 7, 8),
			failed(write(0, 7, 9, 10)),
			read(0, 2, 11, 12),
		}},
		Witness: []int32{0, 2, 3, 4}, Earliest: 4, States: []string{"2", "9"},
		Command: "tenet history check --model register stale.edn",
	}
}

// long makes a history of a register with a clock and many clients, and the order in which its
// operations took effect.
func long(n, clients int) (*history.History, []int32) {
	r := rand.New(rand.NewSource(7))
	b := history.Builder{Name: "long.ndjson"}
	var order []int32
	event := func(client int, t history.EventType, f string, v history.Value) {
		line := 2*len(order) + 1
		err := b.Add(history.Event{Type: t, Process: int64(client), HasProcess: true, F: f, Value: v, Time: int64(line) * 1e6, Line: line})
		if err != nil {
			panic(err)
		}
	}
	type open struct {
		f string
		v history.Value
	}
	busy := make([]*open, clients)
	state := history.Nil
	for count := int32(0); int(count) < n; {
		c := r.Intn(clients)
		if busy[c] != nil {
			event(c, history.EventOK, busy[c].f, busy[c].v)
			busy[c] = nil
			continue
		}
		o := &open{f: "read", v: state}
		input := history.Nil
		if r.Intn(2) == 0 {
			o.f, o.v = "write", history.Int(int64(count))
			input, state = o.v, o.v
		}
		event(c, history.EventInvoke, o.f, input)
		busy[c] = o
		order = append(order, count)
		count++
	}
	return b.History(), order
}

func render(t testing.TB, p Page) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, p))
	return b.String()
}

func renderText(t testing.TB, p Page) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Text(&b, p))
	return b.String()
}

var embedded = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)

// element is what the tests look at in a page.
type element struct {
	name  string
	attrs map[string]string
	text  string
}

// parse checks that the page is well formed, so strictly as XML asks it, and that no id occurs
// twice, and returns its elements with the text directly within them.
func parse(page string) ([]element, error) {
	d := xml.NewDecoder(strings.NewReader(embedded.ReplaceAllString(page, "")))
	var elements []element
	var stack []int
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return elements, nil
		case err != nil:
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			if id, has := e.attrs["id"]; has {
				if ids[id] {
					return nil, fmt.Errorf("id %q occurs twice", id)
				}
				ids[id] = true
			}
			stack = append(stack, len(elements))
			elements = append(elements, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				elements[stack[len(stack)-1]].text += string(token)
			}
		}
	}
}

func mustParse(t testing.TB, page string) []element {
	t.Helper()
	elements, err := parse(page)
	require.NoError(t, err)
	return elements
}

// find returns the elements of a name that have an attribute's value among their words.
func find(elements []element, name, attr, word string) []element {
	var found []element
	for _, e := range elements {
		if e.name == name && strings.Contains(" "+e.attrs[attr]+" ", " "+word+" ") {
			found = append(found, e)
		}
	}
	return found
}
