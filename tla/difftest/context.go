package difftest

import "fmt"

// contexts are expressions whose value is that of what is put into them.
var contexts = []string{
	"(%s)",
	"IF i = i THEN %s ELSE 0",
	"LET x0 == %s IN x0",
	"LET F0(x0) == IF i = x0 THEN %s ELSE 0 IN F0(i)",
	"[x0 \\in {i} |-> %s][i]",
	"[[x0 \\in {i} |-> 0] EXCEPT ![i] = %s][i]",
	"Twice(LAMBDA x0 : x0, %s)",
	"Cond(TRUE, %s, 0)",
	"LET RECURSIVE F0(_) F0(x0) == IF x0 <= 0 THEN %s ELSE F0(x0 - 1) IN F0(i)",
	"LET f0[x0 \\in 0..2] == IF x0 = 0 THEN %s ELSE f0[x0 - 1] IN f0[2]",
	"Fold(LAMBDA x0, y0 : x0, %s, <<1, 2>>)",
	"[a |-> %s, b |-> i].a",
	"Head(<<%s>>)",
	"CHOOSE x0 \\in {%s} : TRUE",
}

// InContexts returns an expression, and others that have the same value.
func InContexts(expr string) []string {
	exprs := []string{expr}
	for _, c := range contexts {
		exprs = append(exprs, fmt.Sprintf(c, expr))
	}
	return exprs
}
