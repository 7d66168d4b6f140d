package rafttest_test

import (
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"os"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// edges are those of a graph, by hashes of 64 bits: enough to judge steps, and kept in a file that is read in no time, where the graph takes many
// seconds to make. They are not for several goroutines.
type edges struct {
	// of judges and is remembered, nil to judge by what is remembered.
	of     explore.Spec
	first  uint64 // the initial state
	hashes map[uint64]bool
	buffer []byte
}

// Initial implements explore.Spec.
func (e *edges) Initial(s value.State) error {
	h := e.hash("", s, s)
	if e.of != nil {
		e.first = h
		return e.of.Initial(s)
	}
	if h != e.first {
		return fmt.Errorf("it is not the one of the specification: %v", s)
	}
	return nil
}

// Step implements explore.Spec.
func (e *edges) Step(action machine.Action, before, after value.State) error {
	h := e.hash(action, before, after)
	if e.of != nil {
		err := e.of.Step(action, before, after)
		e.hashes[h] = e.hashes[h] || err == nil
		return err
	}
	if !e.hashes[h] {
		return fmt.Errorf("from\n%v\nto\n%v", before, after)
	}
	return nil
}

func (e *edges) hash(action machine.Action, before, after value.State) uint64 {
	e.buffer = append(e.buffer[:0], action...)
	for _, s := range []value.State{before, after} {
		for _, v := range s.Values() {
			e.buffer = v.AppendTo(append(e.buffer, 0))
		}
	}
	return crc64.Checksum(e.buffer, polynomial)
}

var polynomial = crc64.MakeTable(crc64.ECMA)

// count counts the edges.
func (e *edges) count() (n int) {
	for _, is := range e.hashes {
		if is {
			n++
		}
	}
	return n
}

// write writes the edges to a file.
func (e *edges) write(path string) error {
	b := binary.BigEndian.AppendUint64(nil, e.first)
	for h, is := range e.hashes {
		if is {
			b = binary.BigEndian.AppendUint64(b, h)
		}
	}
	return os.WriteFile(path, b, 0o600)
}

// readEdges reads what write has written.
func readEdges(path string) (*edges, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e := &edges{first: binary.BigEndian.Uint64(b), hashes: make(map[uint64]bool, len(b)/8)}
	for b = b[8:]; len(b) > 0; b = b[8:] {
		e.hashes[binary.BigEndian.Uint64(b)] = true
	}
	return e, nil
}
