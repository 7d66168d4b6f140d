package transaction

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// table has what is known of each level. What is known of one level says something of others: all
// that it implies hold if it does, and all that imply it are violated if it is.
type table struct {
	rows []LevelVerdict
}

func newTable(levels []isolation.Level) *table {
	t := &table{rows: make([]LevelVerdict, len(levels))}
	for i, l := range levels {
		t.rows[i].Level = l
	}
	return t
}

// row returns the row of a level, or nil if the table has none.
func (t *table) row(l isolation.Level) *LevelVerdict {
	for i := range t.rows {
		if t.rows[i].Level == l {
			return &t.rows[i]
		}
	}
	return nil
}

// undecided reports whether the table has the level, and nothing is known of it.
func (t *table) undecided(l isolation.Level) bool {
	row := t.row(l)
	return row != nil && row.Outcome == engine.Undecided
}

// holds enters that a level holds, and so all that it implies.
func (t *table) holds(l isolation.Level, by string, certified bool, holds *proof.Holds) {
	for i := range t.rows {
		row := &t.rows[i]
		if !l.Implies(row.Level) {
			continue
		}
		t.enter(row, engine.Valid, by, certified)
		row.Holds = nil
		if row.Level == l && row.Outcome == engine.Valid {
			row.Holds = holds
		}
	}
}

// violated enters that a level is violated, and so all that imply it.
func (t *table) violated(l isolation.Level, by string, certified bool) {
	for i := range t.rows {
		if row := &t.rows[i]; row.Level.Implies(l) {
			t.enter(row, engine.Invalid, by, certified)
		}
	}
}

// enter enters an outcome. Contradictory ones with proofs would be a bug that must not go unseen.
func (t *table) enter(row *LevelVerdict, outcome engine.Outcome, by string, certified bool) {
	switch {
	case row.Outcome == outcome:
		row.Certified = row.Certified || certified
	case row.Outcome == engine.Undecided:
		*row = LevelVerdict{Level: row.Level, Outcome: outcome, Engine: by, Certified: certified}
	case certified && !row.Certified:
		why := fmt.Sprintf("%s said %q without a proof, and %s %q with one (a bug in Tenet; please report it)", row.Engine, row.Outcome, by, outcome)
		*row = LevelVerdict{Level: row.Level, Outcome: outcome, Engine: by, Certified: true, Why: why}
	case certified:
		why := fmt.Sprintf("%s says %q and %s %q (a bug in Tenet; please report it)", row.Engine, row.Outcome, by, outcome)
		*row = LevelVerdict{Level: row.Level, Engine: row.Engine, Why: why}
	}
}

// why says of an undecided level why it is.
func (t *table) why(l isolation.Level, text string) {
	if row := t.row(l); row != nil && row.Outcome == engine.Undecided && row.Why == "" {
		row.Why = text
	}
}
