package faults

import (
	"fmt"
	"slices"
	"strings"
)

// Summary collects the reports of many runs of a core.
type Summary struct{ reports []Report }

// Add adds a run.
func (s *Summary) Add(r Report) { s.reports = append(s.reports, r) }

// Row is a row of the table of Header.
func (s *Summary) Row() string {
	proposed, acknowledged, committed, messages := 0, 0, 0, 0
	for _, r := range s.reports {
		proposed, acknowledged, committed, messages = proposed+r.Proposed, acknowledged+r.Acknowledged, committed+r.Committed, messages+r.Messages
	}
	cells := []string{
		fmt.Sprint(len(s.reports)),
		s.spread(func(r Report) float64 { return r.FirstLeader }),
		s.spread(func(r Report) float64 { return r.Leader }),
		s.spread(func(r Report) float64 { return r.Commit }),
		s.spread(func(r Report) float64 { return r.Settled }),
		s.spread(func(r Report) float64 { return float64(r.Terms) }),
		fmt.Sprint(proposed), fmt.Sprint(committed), fmt.Sprint(acknowledged),
		fmt.Sprintf("%.1f", float64(messages)/float64(max(committed, 1))),
	}
	return strings.Join(cells, " | ")
}

// Header names the columns of Row. Of pairs the first is the median, the second the 99th percentile.
const Header = "runs | first leader | leader | commit | settled | terms | proposed | committed | acknowledged | messages per committed proposal"

func (s *Summary) spread(of func(Report) float64) string {
	values := make([]float64, len(s.reports))
	for i, r := range s.reports {
		values[i] = of(r)
	}
	slices.Sort(values)
	if len(values) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.4g, %.4g", values[len(values)/2], values[len(values)*99/100])
}
