package datum_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
)

// What values remember of themselves is written by many goroutines at once.
func TestSharedValues(t *testing.T) {
	shape := datum.NewShape([]string{"x", "y"})
	sets := []datum.Datum{
		datum.Interval(3, 9),
		datum.Powerset(datum.Interval(1, 5)),
		datum.FunctionSet(datum.Interval(1, 3), datum.Booleans),
		datum.RecordSet(shape, datum.Booleans, parsed("{a, b}")),
		datum.Product(datum.Interval(1, 2), parsed("{a, b}")),
	}
	lambda := datum.Lambda(datum.Interval(0, 9), func(x datum.Datum) datum.Datum { return x })
	swap := permutation("(a :> b @@ b :> a)")
	record := parsed("[x |-> {a}, y |-> (a :> 1 @@ b :> 2)]")
	var cache datum.FieldCache
	hashes := make([]uint64, 8)
	var wait sync.WaitGroup
	for worker := range hashes {
		wait.Go(func() {
			for _, set := range sets {
				hashes[worker] += set.Hash() + uint64(len(datum.Elements(set)))
				hashes[worker] += datum.Permute(set, swap).Hash()
				datum.Contains(set, datum.Elements(set)[0])
				f, values := datum.NewFunction(set)
				for i := range values {
					values[i] = datum.Int(int64(i))
				}
				hashes[worker] += f.Hash()
			}
			hashes[worker] += lambda.Hash() + datum.Permute(record, swap).Hash()
			y, _ := datum.Field(record, datum.String("y"), &cache)
			hashes[worker] += y.Hash()
			for i := range 200 {
				hashes[worker] += datum.String("shared" + strconv.Itoa(i)).Hash()
				key := datum.Model("key" + strconv.Itoa(i%40))
				hashes[worker] += datum.Pair(key, key).Hash()
				code := datum.AppendTo(nil, datum.Pair(key, key))
				if decoded, _, err := datum.Decode(code); err == nil {
					hashes[worker] += decoded.Hash()
				}
			}
		})
	}
	wait.Wait()
	for _, h := range hashes {
		require.Equal(t, hashes[0], h)
	}
}
