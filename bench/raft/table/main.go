// Command table reads the output of the benchmarks, which it is given on its standard input, and prints what a proposal costs each core. Of
// several runs it takes the least, since other work on the machine only adds to it, and of the windows of a core the one in which it is fastest.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	t, err := read(os.Stdin)
	if err == nil {
		err = t.print(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

// cost is what a proposal costs.
type cost struct{ nanoseconds, allocations, bytes float64 }

// table has the runs of each core and window, by load.
type table struct {
	loads []string
	runs  map[key][]cost
}

type key struct{ load, core, window string }

const (
	ours   = "tenet"
	newest = "etcd-3.7.0"
	rival  = "etcd-3.6.0"
)

func read(r io.Reader) (*table, error) {
	t := &table{runs: map[key][]cost{}}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 4 || !strings.Contains(words[0], "/core=") {
			continue
		}
		k := split(words[0])
		c, err := costs(words[2:])
		if err != nil {
			return nil, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		if !slices.Contains(t.loads, k.load) {
			t.loads = append(t.loads, k.load)
		}
		t.runs[k] = append(t.runs[k], c)
	}
	if len(t.runs) == 0 {
		return nil, fmt.Errorf("there are no results of benchmarks, expected lines with \"/core=\"")
	}
	return t, lines.Err()
}

// split takes the name of a benchmark apart.
func split(name string) key {
	var k key
	var load []string
	for _, part := range strings.Split(name, "/")[1:] {
		switch what, value, _ := strings.Cut(part, "="); what {
		case "core":
			k.core = value
		case "window":
			k.window = value
		case "bytes":
			load = append(load, value+" bytes")
		case "inflight":
			load = append(load, value+" in flight")
		default:
			load = append(load, value)
		}
	}
	k.load = strings.Join(load, ", ")
	return k
}

// costs reads pairs of values and units.
func costs(words []string) (c cost, err error) {
	fields := map[string]*float64{"cpu-ns/op": &c.nanoseconds, "allocs/proposal": &c.allocations, "B/op": &c.bytes}
	for i := 0; i+1 < len(words); i += 2 {
		field, ok := fields[words[i+1]]
		if !ok {
			continue
		}
		if *field, err = strconv.ParseFloat(words[i], 64); err != nil {
			return c, err
		}
		delete(fields, words[i+1])
	}
	if len(fields) > 0 {
		return c, fmt.Errorf("%d of cpu-ns/op, allocs/proposal and B/op are missing", len(fields))
	}
	return c, nil
}

// of returns the cost to a core, and its best window.
func (t *table) of(load, core string) (best cost, window string, ok bool) {
	for k, runs := range t.runs {
		if k.load != load || k.core != core {
			continue
		}
		c := runs[0]
		for _, run := range runs {
			c = cost{min(c.nanoseconds, run.nanoseconds), min(c.allocations, run.allocations), min(c.bytes, run.bytes)}
		}
		if !ok || c.nanoseconds < best.nanoseconds {
			best, window, ok = c, k.window, true
		}
	}
	return best, window, ok
}

func (t *table) print(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "Thousands of proposals per CPU-second; allocations / bytes per proposal. In brackets the window in which the peer is fastest.\n\n")
	fmt.Fprintf(b, "| load | %s | %s | %s | beside %s | beside %s | %s | %s | %s | floors |\n", ours, newest, rival, newest, rival, ours, newest, rival)
	fmt.Fprintf(b, "|---|---|---|---|---|---|---|---|---|---|\n")
	missed := 0
	for _, load := range t.loads {
		a, _, _ := t.of(load, ours)
		n, nWindow, _ := t.of(load, newest)
		o, oWindow, ok := t.of(load, rival)
		verdict := floors(load, a, o)
		if ok && verdict != "ok" {
			missed++
		}
		fmt.Fprintf(b, "| %s | %.0f | %.0f (%s) | %.0f (%s) | %.1fx | %.1fx | %s | %s | %s | %s |\n", load,
			1e6/a.nanoseconds, 1e6/n.nanoseconds, nWindow, 1e6/o.nanoseconds, oWindow,
			n.nanoseconds/a.nanoseconds, o.nanoseconds/a.nanoseconds, memory(a), memory(n), memory(o), verdict)
	}
	fmt.Fprintf(b, "\n%d of %d loads miss a floor.\n", missed, len(t.loads))
	return b.Flush()
}

func memory(c cost) string { return fmt.Sprintf("%.3g / %.0f", c.allocations, c.bytes) }

// floors says which of the floors is missed: 1.5 times the rival's proposals per CPU-second in batches, twice singly, and no more
// allocations.
func floors(load string, a, rival cost) string {
	var missed []string
	want := 2.0
	if strings.HasSuffix(load, "batch") {
		want = 1.5
	}
	if rival.nanoseconds/a.nanoseconds < want {
		missed = append(missed, fmt.Sprintf("below %gx", want))
	}
	if a.allocations > rival.allocations {
		missed = append(missed, "more allocations")
	}
	if len(missed) == 0 {
		return "ok"
	}
	return strings.Join(missed, ", ")
}
