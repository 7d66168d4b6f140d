package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// update rewrites the files of testdata: go test ./linearizability/transaction/page -update.
var update = flag.Bool("update", false, "rewrite testdata")

// sample is a page with one example.
func sample(e examples.Example) Page {
	p := Page{
		File: "example.edn", Model: e.History.Model.String(), Asked: "strict-serializable", Outcome: engine.Invalid,
		Reason: "An anomaly rules it out.", Certified: "certified by its own proof", Summary: []Field{{"transactions", "3"}},
		History: e.History, Findings: []Finding{{Finding: e.Finding, RulesOut: "snapshot-isolation", Certified: "certified"}},
		Others: []Other{{Name: "monotonic-reads", Outcome: engine.Valid}}, Command: "tenet history check example.edn",
	}
	for _, l := range isolation.Levels() {
		outcome := engine.Valid
		switch {
		case l.Base > isolation.Causal:
			outcome = engine.Invalid
		case l.Base == isolation.Causal:
			outcome = engine.Undecided
		}
		p.Levels = append(p.Levels, Level{Level: l, Outcome: outcome, Asked: l == isolation.StrictSerializable})
	}
	return p
}

// named returns the example of a name.
func named(t testing.TB, name string) examples.Example {
	t.Helper()
	for _, e := range examples.All() {
		if e.Name == name {
			return e
		}
	}
	require.Fail(t, "no example", name)
	return examples.Example{}
}

func render(t testing.TB, p Page) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, p))
	return b.String()
}

var embedded = regexp.MustCompile(`(?s)<style>.*?</style>`)

// element is what the tests look at in a page.
type element struct {
	name  string
	attrs map[string]string
	text  string
}

// parse checks that the page is well formed, so strictly as XML asks it, that no id occurs twice and
// that links lead somewhere, and returns its elements with the text directly within them.
func parse(page string) ([]element, error) {
	d := xml.NewDecoder(strings.NewReader(embedded.ReplaceAllString(page, "")))
	var elements []element
	var stack []int
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return elements, links(elements, ids)
		}
		if err != nil {
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

// links checks that what refers to an id finds it.
func links(elements []element, ids map[string]bool) error {
	for _, e := range elements {
		for _, name := range []string{"href", "aria-labelledby", "aria-describedby"} {
			if to := strings.TrimPrefix(e.attrs[name], "#"); to != "" && !ids[to] {
				return fmt.Errorf("%s refers to %q, which is not there", e.name, to)
			}
		}
	}
	return nil
}

func mustParse(t testing.TB, page string) []element {
	t.Helper()
	elements, err := parse(page)
	require.NoError(t, err)
	return elements
}

// find returns the elements of a name that have a class among theirs.
func find(elements []element, name, class string) []element {
	var found []element
	for _, e := range elements {
		if e.name == name && strings.Contains(" "+e.attrs["class"]+" ", " "+class+" ") {
			found = append(found, e)
		}
	}
	return found
}
