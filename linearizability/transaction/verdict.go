package transaction

import (
	"time"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Verdict is the answer to Check.
type Verdict struct {
	// Model and Level are what was asked, and Outcome is the answer for that level.
	Model   Model
	Level   isolation.Level
	Outcome engine.Outcome
	// Certified is true if package certificate has verified the proof of the outcome.
	Certified bool
	// Why says what is missing, if the outcome is Undecided or not certified.
	Why string
	// Levels has the outcomes of all levels of the model, weaker ones first where one implies the other.
	Levels []LevelVerdict
	// Findings are the anomalies, those first that rule out the weakest levels, and of each name the
	// shortest cycles first: at most MaxFindings of a name. Omitted counts the rest. A history can have
	// anomalies that the level asked for allows.
	Findings []Finding
	Omitted  int
	// History has the transactions that Findings speak of.
	History *txn.History
	// Elapsed is the time that checking took.
	Elapsed time.Duration
}

// LevelVerdict is the outcome for one level.
type LevelVerdict struct {
	Level   isolation.Level
	Outcome engine.Outcome
	// Engine is the name of the package that decided. An outcome that follows from that of another level
	// has that level's engine.
	Engine string
	// Certified is true if package certificate has verified the proof: of this level, or of one from
	// which the outcome follows.
	Certified bool
	// Holds is the proof of a level that holds, if no stronger one has it.
	Holds *proof.Holds
	// Why says why the level is undecided, or not certified.
	Why string
}

// Finding is an anomaly. Package certificate has verified it.
type Finding struct {
	proof.Finding
	// RulesOut is the weakest level that it rules out.
	RulesOut isolation.Level
}

// MaxFindings is the most findings of one name that a Verdict lists.
const MaxFindings = 4

// Strongest returns the levels that hold and are implied by no other that does.
func (v *Verdict) Strongest() []isolation.Level { return isolation.Strongest(v.with(engine.Valid)) }

// Weakest returns the levels that are violated and imply no other that is.
func (v *Verdict) Weakest() []isolation.Level { return isolation.Weakest(v.with(engine.Invalid)) }

// Undecided returns the levels of which nothing is known.
func (v *Verdict) Undecided() []isolation.Level { return v.with(engine.Undecided) }

func (v *Verdict) with(outcome engine.Outcome) []isolation.Level {
	var levels []isolation.Level
	for i := range v.Levels {
		if v.Levels[i].Outcome == outcome {
			levels = append(levels, v.Levels[i].Level)
		}
	}
	return levels
}
