package exhaustive

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// spill is the part of the visited set that is on disk: sorted runs of fingerprints. While it is active, the table in
// memory only remembers some of what was visited, and what is not in it is a candidate for the next level. At
// the end of the level those candidates that are in no run, each once, become the next run and the level.
type spill struct {
	s          *search
	memory     int64 // bytes for sorting, 0 for as many as it takes
	active     bool
	runs       []*sortedRun
	named      int
	candidates *archive
	written    uint64
}

// sortedRun is a file of different fingerprints in ascending order.
type sortedRun struct {
	file  *os.File
	count uint64
}

// leastSorting is what sorting takes however little memory there is.
const leastSorting = 4 << 10

// maxRuns is how many runs are read side by side before they are made one.
const maxRuns = 16

func newSpill(s *search, memory, candidates int64) *spill {
	return &spill{s: s, memory: memory, candidates: &archive{
		width: s.space.width(), memory: candidates, folder: s.folder, name: "candidates",
	}}
}

func (p *spill) close() {
	p.candidates.close()
	for _, r := range p.runs {
		r.remove()
	}
}

func (r *sortedRun) remove() {
	_ = r.file.Close()
	_ = os.Remove(r.file.Name())
}

// empty makes room in the full table. The first time, nothing else knows what is in it, so it becomes a run;
// later all of it is in the runs or among the candidates.
func (p *spill) empty() {
	table := p.s.visited
	if !p.active {
		run, err := p.writeRun(func(add func(uint64) error) error { return table.ascend(add) })
		if err != nil {
			table.err = err
			return
		}
		p.active = true
		p.runs = append(p.runs, run)
	}
	table.clear()
}

// ascend calls visit with all fingerprints in ascending order.
func (t *table) ascend(visit func(uint64) error) error {
	var sorted []uint64
	for i := range t.shards {
		sorted = sorted[:0]
		for _, fp := range t.shards[i].slots {
			if fp != 0 {
				sorted = append(sorted, fp)
			}
		}
		slices.Sort(sorted)
		for _, fp := range sorted {
			if err := visit(fp); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeRun makes a run of the fingerprints that fill adds, in ascending order.
func (p *spill) writeRun(fill func(add func(uint64) error) error) (*sortedRun, error) {
	p.named++
	file, err := p.s.folder.create(fmt.Sprintf("visited-%d", p.named))
	if err != nil {
		return nil, err
	}
	run := &sortedRun{file: file}
	out := bufio.NewWriterSize(file, 64<<10)
	err = fill(func(fp uint64) error {
		run.count++
		_, err := out.Write(binary.LittleEndian.AppendUint64(nil, fp))
		return err
	})
	if err := errors.Join(err, out.Flush()); err != nil {
		return nil, fmt.Errorf("exhaustive: cannot write fingerprints: %w", err)
	}
	p.written += run.count
	return run, nil
}

// reader reads a run from the beginning. Its head is the next fingerprint; at the end, ended is set.
type reader struct {
	in    *bufio.Reader
	head  uint64
	ended bool
	err   error
}

func (r *sortedRun) reader() *reader {
	read := &reader{in: bufio.NewReaderSize(io.NewSectionReader(r.file, 0, math.MaxInt64), 64<<10)}
	read.next()
	return read
}

func (r *reader) next() {
	var b [8]byte
	if _, err := io.ReadFull(r.in, b[:]); err != nil {
		r.ended = true
		if !errors.Is(err, io.EOF) {
			r.err = fmt.Errorf("exhaustive: cannot read fingerprints: %w", err)
		}
		return
	}
	r.head = binary.LittleEndian.Uint64(b[:])
}

// seek goes to the first fingerprint that is not less than fp, and reports whether it is fp.
func (r *reader) seek(fp uint64) bool {
	for !r.ended && r.head < fp {
		r.next()
	}
	return !r.ended && r.head == fp
}

// candidate is a fingerprint, and where it stands among the candidates.
type candidate struct {
	fp uint64
	at int
}

// filter moves those candidates to the level that were not visited before.
func (p *spill) filter(level int) error {
	chunks := p.candidates.level(level)
	if len(chunks) == 0 {
		return nil
	}
	fps := p.newSource(chunks)
	fresh := make([]uint64, fps.total/64+1) // a bit for each candidate
	run, err := p.writeRun(func(add func(uint64) error) error { return p.subtract(fps, fresh, add) })
	if err != nil {
		return err
	}
	p.runs = append(p.runs, run)
	if err := p.keep(chunks, fresh, level); err != nil {
		return err
	}
	p.candidates.reset()
	return p.merge()
}

// source reads the fingerprints of candidates, in parts that fit into memory.
type source struct {
	p      *spill
	x      *expander
	chunks []chunk
	total  int
	step   uint64 // width of the range of fingerprints read at once
	held   []candidate
	worlds []uint32
	buffer []byte
}

func (p *spill) newSource(chunks []chunk) *source {
	f := &source{p: p, x: p.s.workers[0].x, chunks: chunks}
	for _, c := range chunks {
		f.total += c.count
	}
	parts := uint64(1)
	if p.memory > 0 {
		parts += uint64(f.total) * 16 / uint64(p.memory)
	}
	f.step = math.MaxUint64/parts + 1
	if parts == 1 {
		f.step = math.MaxUint64
	}
	return f
}

// between returns the candidates with fingerprints from low to high, in ascending order.
func (f *source) between(low, high uint64) ([]candidate, error) {
	f.held = f.held[:0]
	at, width := 0, f.p.s.space.width()
	for _, c := range f.chunks {
		var err error
		if f.worlds, err = f.p.candidates.read(c, f.worlds, &f.buffer); err != nil {
			return nil, err
		}
		for i := 0; i < len(f.worlds); i += width {
			if fp := nonzero(f.x.fingerprint(f.worlds[i : i+width])); fp >= low && fp <= high {
				f.held = append(f.held, candidate{fp, at})
			}
			at++
		}
	}
	slices.SortFunc(f.held, func(a, b candidate) int {
		switch {
		case a.fp < b.fp:
			return -1
		case a.fp > b.fp:
			return 1
		}
		return a.at - b.at
	})
	return f.held, nil
}

// subtract adds the fingerprints that are in no run, once each, and marks the candidates they are of.
func (p *spill) subtract(f *source, fresh []uint64, add func(uint64) error) error {
	var readers []*reader
	for _, r := range p.runs {
		readers = append(readers, r.reader())
	}
	for low := uint64(0); ; low += f.step {
		high := low + (f.step - 1)
		if high < low || f.step == math.MaxUint64 {
			high = math.MaxUint64
		}
		held, err := f.between(low, high)
		if err != nil {
			return err
		}
		for i, c := range held {
			if i > 0 && held[i-1].fp == c.fp || anyHas(readers, c.fp) {
				continue
			}
			fresh[c.at/64] |= 1 << (c.at % 64)
			if err := add(c.fp); err != nil {
				return err
			}
		}
		if high == math.MaxUint64 {
			break
		}
	}
	for _, r := range readers {
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

func anyHas(readers []*reader, fp uint64) bool {
	found := false
	for _, r := range readers {
		found = r.seek(fp) || found
	}
	return found
}

// keep adds the marked candidates to the level.
func (p *spill) keep(chunks []chunk, fresh []uint64, level int) error {
	at, width := 0, p.s.space.width()
	var worlds, kept []uint32
	var buffer, out []byte
	for _, c := range chunks {
		var err error
		if worlds, err = p.candidates.read(c, worlds, &buffer); err != nil {
			return err
		}
		for i := 0; i < len(worlds); i += width {
			if fresh[at/64]>>(at%64)&1 == 1 {
				kept = append(kept, worlds[i:i+width]...)
			}
			at++
		}
		if len(kept) >= chunkWorlds*width {
			if err := p.s.archive.add(level, kept, &out); err != nil {
				return err
			}
			kept = kept[:0]
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return p.s.archive.add(level, kept, &out)
}

// merge makes one run of all, if there are many.
func (p *spill) merge() error {
	if len(p.runs) < maxRuns {
		return nil
	}
	var readers []*reader
	for _, r := range p.runs {
		readers = append(readers, r.reader())
	}
	merged, err := p.writeRun(func(add func(uint64) error) error { return mergeRuns(readers, add) })
	if err != nil {
		return err
	}
	for _, r := range p.runs {
		r.remove()
	}
	p.runs = []*sortedRun{merged}
	return nil
}

// mergeRuns adds what the readers read, in ascending order. No fingerprint is in two runs.
func mergeRuns(readers []*reader, add func(uint64) error) error {
	for {
		var least *reader
		for _, r := range readers {
			if r.err != nil {
				return r.err
			}
			if !r.ended && (least == nil || r.head < least.head) {
				least = r
			}
		}
		if least == nil {
			return nil
		}
		if err := add(least.head); err != nil {
			return err
		}
		least.next()
	}
}
