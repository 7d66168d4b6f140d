package machinetest

import (
	"github.com/tenet-go/tenet/machine"
)

// data checks that strings tell data of a role apart, and no more than encodings do.
func (m *memory) data(role string, d machine.Data) {
	text, encoded := d.String(), string(encode(d))
	if before, known := m.texts[role+"/"+text]; known && before != encoded {
		breach("two kinds of %s are called %q: their encodings are %x and %x", role, text, before, encoded)
	}
	if before, known := m.encoded[role+"/"+encoded]; known && before != text {
		breach("two kinds of %s have the encoding %x: they are called %q and %q", role, encoded, before, text)
	}
	m.texts[role+"/"+text] = encoded
	m.encoded[role+"/"+encoded] = text
}

// timer checks that timers compare with == as their encodings do.
func (m *memory) timer(t machine.Timer) {
	m.data("timer", t)
	encoded := string(encode(t))
	before, known := m.timers[encoded]
	if !known {
		before = t
		m.timers[encoded] = t
	}
	if !same(before, t) {
		breach("the timer %v of type %T is not == to another of the same encoding", t, t)
	}
}

func same(a, b machine.Timer) (equal bool) {
	defer func() {
		if cause := recover(); cause != nil {
			breach("timers of type %T do not compare: %v", a, cause)
		}
	}()
	return a == b
}
