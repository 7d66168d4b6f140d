package graph

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/value"
)

// Explore makes the state graph of a program, which is the one that TLC dumps of the same model: states and edges that constraints cut
// off are left out. Invariants and properties are not looked at. An edge has the name of the innermost definition by which
// the next-state relation makes the step, on a way that has only disjunctions, existential quantifiers and definitions. That is the name in
// TLC's dump, except where TLC cannot evaluate the set of a quantifier, or the argument of a definition, without a state.
// A model with VIEW or SYMMETRY is refused, since its graph lacks states. Errors are those of the evaluation, or the context's, or
// ErrTooLarge.
func Explore(ctx context.Context, p *eval.Program, options ...Option) (*Graph, error) {
	if p.View != nil || len(p.Symmetry) > 0 {
		return nil, errors.New("the graph of a model with VIEW or SYMMETRY does not have all of its states: leave them out")
	}
	s := &search{program: p, evaluator: p.Evaluator(eval.Host{}), actions: make([]uint16, len(p.Actions))}
	s.judge, s.most = p.Evaluator(eval.Host{}), math.MaxUint32
	for _, o := range options {
		o(s)
	}
	s.graph = &Graph{states: &states{}, byName: map[machine.Action]uint16{}}
	for _, name := range p.Variables {
		s.graph.states.columns = append(s.graph.states.columns, &column{name: name, number: map[value.Value]uint32{}})
		s.data = append(s.data, columnData{numbers: map[uint64][]uint32{}})
	}
	s.row, s.next = make([]uint32, len(p.Variables)), make([]uint32, len(p.Variables))
	if err := s.run(ctx); err != nil {
		return nil, fmt.Errorf("the graph of the specification: %w", err)
	}
	return s.graph, nil
}

// Option changes what Explore does.
type Option func(*search)

// AtMost makes Explore give up when there are more states than n.
func AtMost(n int) Option { return func(s *search) { s.most = n } }

// ErrTooLarge is wrapped by the error about a graph that has more states than are wanted.
var ErrTooLarge = errors.New("there are more states than are wanted")

// search is a graph while it is made. A state is done with once its number is less than that of the one in work.
type search struct {
	program   *eval.Program
	evaluator *eval.Evaluator // makes steps
	judge     *eval.Evaluator // evaluates constraints in the meantime
	graph     *Graph
	data      []columnData
	edges     edgeList
	actions   []uint16 // the number of an action's name, plus 1
	row, next []uint32
	most      int
	failed    error
}

// columnData are the values of a column as the evaluator has them.
type columnData struct {
	values  []datum.Datum
	numbers map[uint64][]uint32 // by hash
}

func (s *search) run(ctx context.Context) error {
	if err := s.initial(); err != nil {
		return err
	}
	st := s.graph.states
	current := make(eval.State, len(s.data))
	for id := uint32(0); int(id) < st.count; id++ {
		if id%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if st.count > s.most {
			return fmt.Errorf("%w: %d", ErrTooLarge, s.most)
		}
		copy(s.row, st.row(id))
		for i, n := range s.row {
			current[i] = s.data[i].values[n]
		}
		if err := s.expand(id, current); err != nil {
			return err
		}
	}
	s.graph.edges = s.edges.compact(st.count)
	s.graph.marks = newMarks(s.graph)
	return nil
}

func (s *search) initial() error {
	err := s.evaluator.Initial(func(t eval.State) bool {
		s.graph.generated++
		if s.failed != nil || !s.within(s.program.Constraints, t, nil) {
			return s.failed == nil
		}
		for i := range t {
			s.next[i] = s.number(i, t[i])
		}
		if id, added := s.graph.states.add(s.next); added {
			s.graph.initial = append(s.graph.initial, id)
		}
		return true
	})
	return errors.Join(err, s.failed)
}

// expand adds the steps from a state.
func (s *search) expand(id uint32, from eval.State) error {
	err := s.evaluator.Next(from, func(action int, t eval.State) bool {
		s.graph.generated++
		if !s.within(s.program.ActionConstraints, from, t) || !s.within(s.program.Constraints, t, nil) {
			return s.failed == nil
		}
		for i := range t {
			if s.next[i] = s.row[i]; !datum.Equal(from[i], t[i]) {
				s.next[i] = s.number(i, t[i])
			}
		}
		to, _ := s.graph.states.add(s.next)
		s.edges.add(edge{id, to, s.action(action)})
		return true
	})
	return errors.Join(err, s.failed)
}

// within reports whether all constraints hold.
func (s *search) within(constraints []*eval.Predicate, from, to eval.State) bool {
	for _, c := range constraints {
		holds, err := s.judge.Holds(c, from, to)
		if err != nil {
			s.failed = err
		}
		if !holds || err != nil {
			return false
		}
	}
	return true
}

// number returns the number of a value in its column.
func (s *search) number(i int, v datum.Datum) uint32 {
	d, h := &s.data[i], v.Hash()
	for _, n := range d.numbers[h] {
		if datum.Equal(d.values[n], v) {
			return n
		}
	}
	n := uint32(len(d.values))
	d.values = append(d.values, v)
	d.numbers[h] = append(d.numbers[h], n)
	exchanged, c := datum.ToValue(v), s.graph.states.columns[i]
	c.values = append(c.values, exchanged)
	c.number[exchanged] = n
	return n
}

// action returns the number of an action's name. Definitions of one name share it.
func (s *search) action(i int) uint16 {
	if s.actions[i] == 0 {
		name := machine.Action(s.program.Actions[i].Name)
		n, known := s.graph.byName[name]
		if !known {
			n = uint16(len(s.graph.names))
			s.graph.byName[name] = n
			s.graph.names = append(s.graph.names, name)
		}
		s.actions[i] = n + 1
	}
	return s.actions[i] - 1
}
