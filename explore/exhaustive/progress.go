package exhaustive

import "time"

// report calls Options.Progress at intervals, until the function it returns is called.
func (s *search) report() (stop func()) {
	if s.o.Progress == nil {
		return func() {}
	}
	interval := s.o.Interval
	if interval == 0 {
		interval = time.Second
	}
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		before, at := uint64(0), s.start
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
			}
			p, now := s.progress(), time.Now()
			p.Rate = float64(p.Generated-before) / now.Sub(at).Seconds()
			before, at = p.Generated, now
			s.o.Progress(p)
		}
	}()
	return func() {
		close(ended)
		<-done
	}
}

func (s *search) progress() Progress {
	p := Progress{
		Phase: "search", Level: int(s.shown.Load()), Generated: s.generated.Load(), Distinct: s.distinct.Load(),
		Frontier: s.frontier.Load(), Elapsed: time.Since(s.start),
	}
	if phase := s.phase.Load(); phase != nil {
		p.Phase = *phase
	}
	return p
}
