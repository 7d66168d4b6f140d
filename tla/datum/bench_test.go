package datum_test

import (
	"fmt"
	"testing"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

// messages returns a set of n records such as specifications send, and one more record.
func messages(n int) (set, another datum.Datum) {
	shape := datum.NewShape([]string{"type", "from", "to", "ballot"})
	types := []datum.Datum{datum.String("prepare"), datum.String("promise"), datum.String("accept")}
	var all []datum.Datum
	for i := range n + 1 {
		record, values := datum.NewRecord(shape)
		copy(values, []datum.Datum{
			datum.Int(int64(i % 7)), datum.Model(fmt.Sprint("server", i%3)), datum.Model(fmt.Sprint("server", i/3%3)), types[i/9%3],
		})
		all = append(all, record)
	}
	for i := range all { // 63 and more are not all different otherwise
		all[i], _ = datum.With(all[i], datum.String("ballot"), datum.Int(int64(i%7+i/63*7)))
	}
	return datum.Set(all[:n:n]), all[n/2]
}

var (
	sinkDatum datum.Datum
	sinkBool  bool
	sinkHash  uint64
)

func BenchmarkUnionWithOne(b *testing.B) {
	for _, n := range []int{3, 50} {
		set, one := messages(n)
		less := datum.Minus(set, datum.Singleton(one))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sinkDatum = datum.Union(less, datum.Singleton(one))
			}
		})
	}
}

func BenchmarkContains(b *testing.B) {
	for _, n := range []int{3, 50} {
		set, one := messages(n)
		again := datum.FromValue(datum.ToValue(one))
		less := datum.Minus(set, datum.Singleton(one))
		b.Run(fmt.Sprint("yes/", n), func(b *testing.B) {
			for b.Loop() {
				sinkBool = datum.Contains(set, again)
			}
		})
		b.Run(fmt.Sprint("no/", n), func(b *testing.B) {
			for b.Loop() {
				sinkBool = datum.Contains(less, again)
			}
		})
	}
}

func BenchmarkContainsAtom(b *testing.B) {
	strings := parsed(`{"working", "prepared", "committed", "aborted"}`)
	servers := parsed(`{s1, s2, s3, s4, s5}`)
	x, s := datum.String("aborted"), datum.Model("s4")
	b.Run("string", func(b *testing.B) {
		for b.Loop() {
			sinkBool = datum.Contains(strings, x)
		}
	})
	b.Run("model", func(b *testing.B) {
		for b.Loop() {
			sinkBool = datum.Contains(servers, s)
		}
	})
	b.Run("interval", func(b *testing.B) {
		set, x := datum.Interval(1, 9), datum.Int(7)
		for b.Loop() {
			sinkBool = datum.Contains(set, x)
		}
	})
}

func BenchmarkApply(b *testing.B) {
	f := parsed(`(s1 :> 1 @@ s2 :> 2 @@ s3 :> 3 @@ s4 :> 4 @@ s5 :> 5)`)
	s := datum.Model("s4")
	b.Run("function", func(b *testing.B) {
		for b.Loop() {
			sinkDatum, sinkBool = datum.Apply(f, s)
		}
	})
	b.Run("tuple", func(b *testing.B) {
		f, x := parsed("<<1, 2, 3>>"), datum.Int(3)
		for b.Loop() {
			sinkDatum, sinkBool = datum.Apply(f, x)
		}
	})
	b.Run("field", func(b *testing.B) {
		_, r := messages(1)
		name := datum.String("to")
		var cache datum.FieldCache
		for b.Loop() {
			sinkDatum, sinkBool = datum.Field(r, name, &cache)
		}
	})
}

func BenchmarkWith(b *testing.B) {
	f := parsed(`(s1 :> 1 @@ s2 :> 2 @@ s3 :> 3 @@ s4 :> 4 @@ s5 :> 5)`)
	s, x := datum.Model("s4"), datum.Int(9)
	b.ReportAllocs()
	for b.Loop() {
		sinkDatum, sinkBool = datum.With(f, s, x)
	}
}

func BenchmarkHashOfNewFunction(b *testing.B) {
	f := parsed(`(s1 :> "a" @@ s2 :> "b" @@ s3 :> "c" @@ s4 :> "d" @@ s5 :> "e")`)
	s, x := datum.Model("s4"), datum.String("z")
	b.ReportAllocs()
	for b.Loop() {
		g, _ := datum.With(f, s, x)
		sinkHash = g.Hash()
	}
}

func BenchmarkEqual(b *testing.B) {
	set, _ := messages(50)
	again := datum.FromValue(datum.ToValue(set))
	b.Run("sets of 50 records", func(b *testing.B) {
		for b.Loop() {
			sinkBool = datum.Equal(set, again)
		}
	})
	b.Run("integers", func(b *testing.B) {
		x, y := datum.Int(4), datum.Int(5)
		for b.Loop() {
			sinkBool = datum.Equal(x, y)
		}
	})
	b.Run("strings", func(b *testing.B) {
		x, y := datum.String("a"), datum.String("b")
		for b.Loop() {
			sinkBool = datum.Equal(x, y)
		}
	})
}

func BenchmarkNewRecord(b *testing.B) {
	shape := datum.NewShape([]string{"type", "from", "to"})
	x := datum.Int(1)
	b.ReportAllocs()
	for b.Loop() {
		r, values := datum.NewRecord(shape)
		values[0], values[1], values[2] = x, x, x
		sinkDatum = r
	}
}

// state is a state of a two-phase commit with eight resource managers.
const state = `[rmState |-> (r1 :> "working" @@ r2 :> "prepared" @@ r3 :> "working" @@ r4 :> "aborted" @@ r5 :> "working" @@ r6 :> "working" @@ r7 :> "prepared" @@ r8 :> "working"),
 tmState |-> "init", tmPrepared |-> {r2, r7}, msgs |-> {[type |-> "Prepared", rm |-> r2], [type |-> "Prepared", rm |-> r7], [type |-> "Commit"]}]`

func BenchmarkState(b *testing.B) {
	v, err := value.Parse(state)
	if err != nil {
		b.Fatal(err)
	}
	d := datum.FromValue(v)
	code := datum.AppendTo(nil, d)
	b.Logf("%d bytes", len(code))
	b.Run("FromValue", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkDatum = datum.FromValue(v)
		}
	})
	b.Run("Decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkDatum, _, _ = datum.Decode(code)
		}
	})
	b.Run("AppendTo", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			code = datum.AppendTo(code[:0], d)
		}
	})
	b.Run("DecodeAndHash", func(b *testing.B) {
		for b.Loop() {
			d, _, _ := datum.Decode(code)
			sinkHash = d.Hash()
		}
	})
	b.Run("Permute", func(b *testing.B) {
		p := permutation("(r1 :> r2 @@ r2 :> r1)")
		b.ReportAllocs()
		for b.Loop() {
			sinkDatum = datum.Permute(d, p)
		}
	})
}

func BenchmarkEachSubset(b *testing.B) {
	base := parsed("{1, 2, 3, 5, 7, 9, 11, 13}")
	b.ReportAllocs()
	for b.Loop() {
		datum.Each(datum.Powerset(base), func(datum.Datum) bool { return true })
	}
}

func BenchmarkNewFunction(b *testing.B) {
	x := datum.Int(1)
	for name, set := range map[string]datum.Datum{"models": parsed("{s1, s2, s3, s4, s5}"), "interval": datum.Interval(0, 4), "tuple": datum.Interval(1, 5)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, values := datum.NewFunction(set)
				for i := range values {
					values[i] = x
				}
				sinkDatum = f
			}
		})
	}
}
