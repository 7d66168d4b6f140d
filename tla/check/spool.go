package check

import (
	"fmt"
	"os"
	"sync"
)

// spool is a temporary file that is made when something is first written to it. Many goroutines may use it.
type spool struct {
	dir string // "" for the system's

	mu   sync.Mutex
	file *os.File
	size int64
}

// write appends b and returns where.
func (p *spool) write(b []byte) (offset int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.file == nil {
		if p.file, err = os.CreateTemp(p.dir, "tenet-check-*"); err != nil {
			return 0, fmt.Errorf("check: no file for what does not fit into memory: %w", err)
		}
	}
	offset = p.size
	if _, err := p.file.WriteAt(b, offset); err != nil {
		return 0, fmt.Errorf("check: cannot write what does not fit into memory: %w", err)
	}
	p.size += int64(len(b))
	return offset, nil
}

// read fills b with what was written at an offset.
func (p *spool) read(b []byte, offset int64) error {
	if _, err := p.file.ReadAt(b, offset); err != nil {
		return fmt.Errorf("check: cannot read what did not fit into memory: %w", err)
	}
	return nil
}

// reset forgets all that was written, and gives the room back.
func (p *spool) reset() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.size = 0; p.file == nil {
		return nil
	}
	if err := p.file.Truncate(0); err != nil {
		return fmt.Errorf("check: cannot make room on disk: %w", err)
	}
	return nil
}

// close removes the file.
func (p *spool) close() {
	if p.file != nil {
		_ = p.file.Close()
		_ = os.Remove(p.file.Name())
	}
}
