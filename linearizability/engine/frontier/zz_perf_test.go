package frontier
import ("testing";"context";"time";"fmt";
"github.com/tenet-go/tenet/linearizability/generate"
"github.com/tenet-go/tenet/linearizability/model")
func TestZZ(t *testing.T) {
	for _, most := range []int{1<<12,1<<13,1<<14} {
	for _, c := range []struct {
		name string
		o generate.Options
	}{
		{"register",generate.Options{Operations:100000,Clients:20}},
		{"register",generate.Options{Operations:100000,Clients:20,Values:5}},
		{"register",generate.Options{Operations:100000,Clients:20,InfoRate:0.01}},
		{"cas-register",generate.Options{Operations:20000,Clients:20,Values:5,HonestCAS:true,InfoRate:0.01}},
		{"cas-register",generate.Options{Operations:20000,Clients:5,Values:5,HonestCAS:true,InfoRate:0.01}},
		{"cas-register",generate.Options{Operations:20000,Clients:20,Values:50,HonestCAS:true,InfoRate:0.01}},
		{"queue",generate.Options{Operations:5000,Clients:3}},
		{"queue",generate.Options{Operations:5000,Clients:10}},
		{"queue",generate.Options{Operations:3000,Clients:20}},
		{"counter",generate.Options{Operations:5000,Clients:10}},
		{"counter",generate.Options{Operations:3000,Clients:20}},
		{"set",generate.Options{Operations:5000,Clients:5,Values:20}},
		{"set",generate.Options{Operations:3000,Clients:20,Values:20}},
		{"mutex",generate.Options{Operations:20000,Clients:20}},
	} {
		p := random(t, 1, c.name, c.o, model.Options{})
		s := NewStream(p.Model, most)
		ev := streamEvents(p)
		start := time.Now()
		n, widest := 0, 0
		lostAt, partAt := -1, -1
		var d *Death
		for len(ev) > 0 && d == nil && time.Since(start) < 8*time.Second {
			k := min(256, len(ev))
			var err error
			d, err = s.Sweep(context.Background(), ev[:k])
			if err != nil { t.Fatal(err) }
			ev = ev[k:]
			n += k
			widest = max(widest, s.Configurations())
			if s.missing && lostAt < 0 { lostAt = n }
			if s.partial && partAt < 0 { partAt = n }
		}
		fmt.Println(most, c.name, fmt.Sprintf("%+v", c.o), "events", n, time.Since(start), "widest", widest, "missing at", lostAt, "partial at", partAt, "pending", s.Pending(), "death", d != nil)
	}
	}
}
