package edn

import (
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

func (d *Decoder) string() (history.Value, error) {
	text, err := d.stringBytes()
	if err != nil {
		return history.Nil, err
	}
	if v, ok := d.strings.Get(text); ok {
		return v, nil
	}
	v := history.String(string(text))
	s, _ := v.Text()
	d.strings.Put(s, v)
	return v, nil
}

func (d *Decoder) stringBytes() ([]byte, error) { return d.w.String(scan.EDNString, &d.text) }
