package page

import "strings"

// legend explains one thing that the pictures show.
type legend struct {
	Swatch string // the class of a colored box, if it has one
	Text   string
}

// legend explains what the charts have, and nothing else.
func (p *Page) legend(charts []*chart) []legend {
	var has struct{ ok, info, fail, open, earliest, breaks, numbered, unordered bool }
	for _, c := range charts {
		has.breaks = has.breaks || len(c.Breaks) > 0
		has.numbered = has.numbered || c.Numbered
		has.unordered = has.unordered || c.Unordered
		for _, b := range c.Bars {
			class := " " + b.Class + " "
			has.ok = has.ok || strings.Contains(class, " ok ")
			has.info = has.info || strings.Contains(class, " info ")
			has.fail = has.fail || strings.Contains(class, " fail ")
			has.open = has.open || b.Open
			has.earliest = has.earliest || strings.Contains(class, " earliest ")
		}
	}
	var items []legend
	for _, item := range []struct {
		shown        bool
		swatch, text string
	}{
		{has.ok, "ok", "ok"},
		{has.info, "info", "outcome unknown: may take effect at any later moment, or never"},
		{has.fail, "fail", "failed: took no effect"},
		{has.earliest, "earliest", "✗ the earliest operation at which no order exists"},
		{len(charts) > 1, "", "strong color: failing part"},
		{has.open, "", "no right end: still open"},
		{has.numbered, "", "numbered notches: the moment at which the operation takes effect"},
		{has.unordered, "", "number: place in the order, which does not follow real time"},
		{has.breaks, "", "gray gap with +123: that many operations called there are not drawn"},
	} {
		if item.shown {
			items = append(items, legend{item.swatch, item.text})
		}
	}
	return items
}
