package page

// rows puts boxes side by side, in as many rows as they need, from y on.
func (p *picture) rows(boxes []*box, y int) {
	const gap = 24
	x, height := margin, 0
	for _, b := range boxes {
		if x > margin && x+b.Width > maxWidth {
			x, y, height = margin, y+height+gap, 0
		}
		b.move(x, y)
		x += b.Width + gap
		height = max(height, b.Height)
		p.Width = max(p.Width, b.right()+margin)
		p.Boxes = append(p.Boxes, b)
	}
	p.Height = max(p.Height, y+height+margin)
}
