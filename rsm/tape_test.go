package rsm_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/rsm"
)

// tape is an application that remembers every command, so that it shows how often and in which order commands took effect. Its results
// say how many there were.
type tape struct{ commands []string }

func (a *tape) Apply(index uint64, command string) string {
	a.commands = append(a.commands, fmt.Sprintf("%d:%s", index, command))
	return fmt.Sprintf("%s is %d", command, len(a.commands))
}

func (a *tape) Snapshot() io.WriterTo {
	var b []byte
	for _, c := range a.commands {
		b = append(binary.AppendUvarint(b, uint64(len(c))), c...)
	}
	return bytes.NewReader(b)
}

func (a *tape) Restore(in io.Reader) error {
	all, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	a.commands = nil
	for len(all) > 0 {
		n, used := binary.Uvarint(all)
		if used <= 0 || n > uint64(len(all)-used) {
			return errors.New("the tape is torn")
		}
		a.commands = append(a.commands, string(all[used:used+int(n)]))
		all = all[used+int(n):]
	}
	return nil
}

// log gives entries to a replica, one after the other.
type log struct {
	*rsm.Replica
	app *tape
}

func newLog(limits rsm.Limits) log {
	app := &tape{}
	r, err := rsm.NewReplica(app, limits)
	if err != nil {
		panic(err)
	}
	return log{r, app}
}

func (l log) add(e rsm.Entry) rsm.Outcome { return l.addData(string(e.AppendTo(nil))) }

func (l log) addData(data string) rsm.Outcome { return l.Apply(l.Applied()+1, data) }

// image is all of the state, in bytes.
func (l log) image() []byte {
	var b bytes.Buffer
	if _, err := l.Snapshot().WriteTo(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// copied is another replica that was restored from a snapshot of this one.
func (l log) copied() log {
	c := newLog(l.Sessions().Limits())
	if err := c.Restore(bytes.NewReader(l.image())); err != nil {
		panic(err)
	}
	return c
}

func (l log) String() string { return strings.Join(slices.Clone(l.app.commands), ", ") }

// small are limits that short logs reach.
var small = rsm.Limits{Sessions: 2, Outstanding: 2, Idle: 10}
