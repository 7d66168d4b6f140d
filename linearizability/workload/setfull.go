package workload

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// setFull is the check of jepsen.checker/set-full: a set to which elements are added and that reads
// return as a whole, at any time. An element is known from the first moment at which its add was
// acknowledged or a read that returned it completed. Let a be the last-invoked read that misses it
// and p the last-invoked one that returns it, both among the reads that completed after the
// element's first add was invoked. The element is
//
//   - stable, if p exists and a does not or began before p;
//   - stale, if it is stable, but a began after the element was known;
//   - lost, if a began after the element was known and, if p exists, after p;
//   - never read, if none of these. It is then known too late, or not at all.
//
// Lost and stale elements are violations (stale ones unless Options.AllowStale), and so is an
// element that a read lists twice. If no element is stable or lost, nothing was put to the test,
// and the verdict is open.
//
// Elements that were read without an add are counted and otherwise ignored, as in Jepsen.
//
// Otherwise than in Jepsen's code, every duplicate counts (Jepsen asks for multiplicities below 1,
// which there are none), any staleness counts (Jepsen rounds it down to milliseconds), and adding
// an element twice does not make it unknown again.
var setFull = check{
	name:        "set-full",
	description: "every read that begins after an element is known to be in the set returns it",
	functions:   []string{"add", "read"},
	judge:       judgeSetFull,
}

const none = -1

// element is what is known of one element. Fields of type int32 are operations or none.
type element struct {
	value        history.Value
	add          int32 // the first to be invoked
	known        int32 // the first completion that proves the element to be in the set
	lastPresent  int32 // the last-invoked read that returns it
	lastAbsent   int32 // the last-invoked read that misses it
	presentIn    int32 // the latest of the reads looked at that returned it
	acknowledged bool
}

// setFullPass goes through the reads from the last invoked to the first.
type setFullPass struct {
	*run
	elements   []element
	index      map[history.Value]int32
	pending    []int32               // elements for which no read that misses them is found yet
	seen       map[history.Value]int // how often the read looked at lists each element
	duplicated []history.Value
	duplicates map[history.Value]int32 // the first-invoked read that lists an element twice
	unexpected map[history.Value]bool
}

func judgeSetFull(r *run) error {
	p := &setFullPass{
		run: r, index: map[history.Value]int32{}, seen: map[history.Value]int{},
		duplicates: map[history.Value]int32{}, unexpected: map[history.Value]bool{},
	}
	p.collectAdds()
	reads := r.completed("read")
	slices.SortStableFunc(reads, func(a, b int32) int { return cmp.Compare(r.op(a).Call, r.op(b).Call) })
	// latest[k] is the last moment at which one of the first k+1 reads returned.
	latest := make([]int64, len(reads))
	for k, i := range reads {
		latest[k] = r.op(i).Return
		if k > 0 {
			latest[k] = max(latest[k], latest[k-1])
		}
	}
	for k := len(reads) - 1; k >= 0; k-- {
		if err := p.lookAt(reads[k], latest[k]); err != nil {
			return err
		}
	}
	p.report(len(reads))
	return nil
}

func (p *setFullPass) collectAdds() {
	for _, i := range p.ops {
		op := p.op(i)
		if op.F != "add" {
			continue
		}
		at, seen := p.index[op.Input]
		if !seen {
			at = int32(len(p.elements))
			p.index[op.Input] = at
			p.elements = append(p.elements, element{value: op.Input, add: i, known: none, lastPresent: none, lastAbsent: none, presentIn: none})
			p.pending = append(p.pending, at)
		}
		if op.Status == history.OK {
			p.elements[at].acknowledged = true
			p.learn(&p.elements[at], i)
		}
	}
}

// learn notes that the completion of i proves e to be in the set.
func (p *setFullPass) learn(e *element, i int32) {
	if e.known == none || p.op(i).Return < p.op(e.known).Return {
		e.known = i
	}
}

// lookAt takes in one read. Neither it nor any read before it returned after latest.
func (p *setFullPass) lookAt(read int32, latest int64) error {
	values, err := p.run.elements(read)
	if err != nil {
		return err
	}
	returned := p.op(read).Return
	clear(p.seen)
	for _, v := range values {
		if p.seen[v]++; p.seen[v] == 2 {
			p.noteDuplicate(v, read)
		}
		at, added := p.index[v]
		if !added {
			p.unexpected[v] = true
			continue
		}
		e := &p.elements[at]
		if returned < p.op(e.add).Call {
			continue
		}
		e.presentIn = read
		if e.lastPresent == none {
			e.lastPresent = read
		}
		p.learn(e, read)
	}
	// What stays pending is in this read, or its add was invoked while this read or an earlier one
	// ran: so the work on pending elements is about as much as the reads are long.
	p.pending = slices.DeleteFunc(p.pending, func(at int32) bool {
		e := &p.elements[at]
		switch call := p.op(e.add).Call; {
		case latest < call:
			return true
		case returned < call || e.presentIn == read:
			return false
		}
		e.lastAbsent = read
		return true
	})
	return nil
}

func (p *setFullPass) noteDuplicate(v history.Value, read int32) {
	if _, known := p.duplicates[v]; !known {
		p.duplicated = append(p.duplicated, v)
	}
	p.duplicates[v] = read
}

func (p *setFullPass) report(reads int) {
	stable, stale, lost, acknowledged := 0, 0, 0, 0
	for k := range p.elements {
		e := &p.elements[k]
		if e.acknowledged {
			acknowledged++
		}
		missed := e.known != none && e.lastAbsent != none && p.op(e.known).Return < p.op(e.lastAbsent).Call
		switch {
		case e.lastPresent != none && (e.lastAbsent == none || p.op(e.lastAbsent).Call < p.op(e.lastPresent).Call):
			stable++
			if missed {
				stale++
				p.reportStale(e)
			}
		case missed && (e.lastPresent == none || p.op(e.lastPresent).Call < p.op(e.lastAbsent).Call):
			lost++
			p.reportLost(e)
		}
	}
	for _, v := range p.duplicated {
		read := p.duplicates[v]
		p.find("duplicate", []int32{read}, "%s lists element %s more than once", p.name(read), brief(v))
	}
	p.count("attempted", len(p.elements))
	p.count("acknowledged", acknowledged)
	p.count("reads", reads)
	p.count("stable", stable)
	p.count("stale", stale)
	p.count("lost", lost)
	p.count("never read", len(p.elements)-stable-lost)
	p.count("duplicated", len(p.duplicated))
	p.count("unexpected", len(p.unexpected))
	if stable == 0 { // and none is lost, else there is a finding, which weighs more
		p.undecided("no read began after an element was known to be in the set")
	}
}

func (p *setFullPass) reportStale(e *element) {
	if p.options.AllowStale {
		return
	}
	p.find("stale", []int32{e.add, e.known, e.lastAbsent, e.lastPresent}, "element %s was in the set when %s completed, but %s, which began later, misses it; %s returns it again",
		brief(e.value), p.name(e.known), p.name(e.lastAbsent), p.name(e.lastPresent))
}

func (p *setFullPass) reportLost(e *element) {
	ops := []int32{e.add, e.known, e.lastAbsent}
	if e.lastPresent != none {
		ops = append(ops, e.lastPresent)
	}
	p.find("lost", ops, "element %s was in the set when %s completed, but %s, which began later, misses it, and no read that began after that returns it",
		brief(e.value), p.name(e.known), p.name(e.lastAbsent))
}
