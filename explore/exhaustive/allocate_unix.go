//go:build unix

package exhaustive

import (
	"fmt"
	"syscall"
	"unsafe"
)

// allocate returns memory for n fingerprints, all zero. It is outside the heap, as the garbage collector would let
// twice as much pile up before it frees any.
func allocate(n int) (slots []uint64, release func(), err error) {
	b, err := syscall.Mmap(-1, 0, n*8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, nil, fmt.Errorf("exhaustive: cannot get memory for %d fingerprints: %w", n, err)
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(&b[0])), n), func() { _ = syscall.Munmap(b) }, nil
}
