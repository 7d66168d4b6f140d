package bench

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// store says how to make a history of transactions in the text of Plume, which AWDIT reads. It is of
// a causal store: transactions read a prefix of what was committed, which grows in each session
// and has its own writes, and commit at once. Half of the operations are reads.
type store struct {
	ops, sessions, keys int
	size                int  // operations of a transaction, on average
	lag                 int  // a prefix lacks at most so many transactions
	stale               bool // one transaction in the middle reads from a prefix half as long: a violation
}

func (s store) name() string {
	return fmt.Sprintf("ops=%s/sessions=%d/keys=%d/stale=%t", short(s.ops), s.sessions, s.keys, s.stale)
}

// file returns the path of the history, which it makes when first asked.
func (s store) file(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(scratch, fmt.Sprintf("store-%d-%d-%d-%d-%t.txt", s.ops, s.sessions, s.keys, s.size, s.stale))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	file, err := os.Create(path)
	require.NoError(tb, err)
	w := bufio.NewWriter(file)
	s.write(w, rand.New(rand.NewPCG(1, uint64(s.ops))))
	require.NoError(tb, errors.Join(w.Flush(), file.Close()))
	return path
}

// written is a version of a key.
type written struct{ txn, value int }

func (s store) write(w *bufio.Writer, rng *rand.Rand) {
	zipf := rand.NewZipf(rng, 1.1, 1, uint64(s.keys-1))
	versions := make([][]written, s.keys)
	seen := make([]int, s.sessions)
	value := 0
	for n, ops := 0, 0; ops < s.ops; n++ {
		session := rng.IntN(s.sessions)
		seen[session] = max(seen[session], n-rng.IntN(s.lag+1))
		prefix := seen[session]
		if s.stale && n == s.ops/s.size/2 {
			prefix /= 2
		}
		own := map[int]int{}
		for range 1 + rng.IntN(2*s.size-1) {
			ops++
			key := int(zipf.Uint64())
			if rng.IntN(2) == 0 {
				value++
				own[key] = value
				line(w, 'w', key, value, session, n)
				continue
			}
			v, known := own[key]
			if !known {
				v = last(versions[key], prefix)
			}
			line(w, 'r', key, v, session, n)
		}
		for key, v := range own {
			versions[key] = append(versions[key], written{n, v})
		}
		seen[session] = n + 1
	}
}

// last returns the last value that transactions before prefix wrote; 0 if there is none.
func last(versions []written, prefix int) int {
	low, high := 0, len(versions)
	for low < high {
		if middle := (low + high) / 2; versions[middle].txn < prefix {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return versions[low-1].value
}

// line writes one operation. There are millions, so it does without fmt.
func line(w *bufio.Writer, kind byte, numbers ...int) {
	b := append(w.AvailableBuffer(), kind, '(')
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	w.Write(append(b, ")\n"...)) //nolint:errcheck // Flush says it
}
