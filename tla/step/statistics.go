package step

import "github.com/tenet-go/tenet/machine"

// Statistics say what a stepper was asked.
type Statistics struct {
	// Steps counts the steps asked for, Remembered those of them that were accepted before, and Stutters those that changed nothing.
	Steps, Remembered, Stutters uint64
	// Accepted counts the steps that were accepted, by action. Actions of which there was none have 0: they are what the code never did.
	Accepted map[machine.Action]uint64
}

// Statistics returns what the stepper was asked so far. It must not be called while steps are judged.
func (s *Stepper) Statistics() Statistics {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := Statistics{Accepted: map[machine.Action]uint64{}}
	for _, a := range s.order {
		if !s.steps.IsDivided(string(a.name)) {
			sum.Accepted[a.name] = 0
		}
	}
	for _, w := range s.workers {
		sum.Steps += w.judged.steps
		sum.Remembered += w.judged.remembered
		sum.Stutters += w.judged.stutters
		for i, n := range w.judged.accepted {
			if n > 0 {
				sum.Accepted[s.order[i].name] += n
			}
		}
	}
	return sum
}

// StutterShare is the share of the steps that changed nothing.
func (s *Statistics) StutterShare() float64 {
	if s.Steps == 0 {
		return 0
	}
	return float64(s.Stutters) / float64(s.Steps)
}
