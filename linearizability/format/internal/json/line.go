package json

// NextLine returns the line, from 1, in which the next value begins, or in which the input ends
// if there is none. Errors are those of Decode.
func (d *Decoder) NextLine() (int, error) {
	_, err := d.next()
	line, _ := d.w.Position(d.w.Pos)
	return line, err
}
