package tla_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// module returns the file of a module M with a variable and what else is given.
func module(text string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---- MODULE M ----\nEXTENDS Integers\nVARIABLE x\n" + text + "\n====\n")}
}

func TestLoadSaysWhichPartIsWrong(t *testing.T) {
	const good = "Init == x = 0\nNext == x' = x"
	const initNext = "INIT Init\nNEXT Next\n"
	for name, c := range map[string]struct {
		module, config string
		part           tla.Part
		code           int
		want           string
	}{
		"configuration":    {good, "INIT Init\nNEXT\n", tla.Configuration, 255, "M.cfg:2:"},
		"no configuration": {good, "", tla.Configuration, 255, "file does not exist"},
		"syntax":           {"Init == (x = 0", initNext, tla.Specification, 150, "M.tla:5:1: "},
		"names":            {"Init == x = y\nNext == x' = x", initNext, tla.Specification, 150, "M.tla:4:13: unknown name y"},
		"no module":        {"Other == INSTANCE Nowhere\n" + good, initNext, tla.Specification, 150, "cannot find module Nowhere (looked in ., M.tla, the library)"},
		"undefined":        {good, initNext + "INVARIANT Safe\n", tla.Assignment, 151, "M.cfg:3:11: the module M does not define Safe"},
		"no value":         {"CONSTANT N\n" + good, initNext, tla.Assignment, 151, "the constant N has no value"},
		"symmetry":         {good + "\nSym == {1 + TRUE}", initNext + "SYMMETRY Sym\n", tla.Assignment, 151, "M.cfg:3:10: "},
	} {
		files := fstest.MapFS{"M.tla": module(c.module)}
		if c.config != "" {
			files["M.cfg"] = &fstest.MapFile{Data: []byte(c.config)}
		}
		_, err := tla.Load(files, "M.cfg")
		var wrong *tla.LoadError
		require.ErrorAs(t, err, &wrong, name)
		require.Equal(t, c.part, wrong.Part, "%s: %v is %v", name, err, wrong.Part)
		require.Equal(t, c.code, wrong.Part.ExitCode(), name)
		require.ErrorContains(t, err, c.want, name)
	}
	_, err := tla.Load(fstest.MapFS{}, "M.cfg")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = tla.Load(fstest.MapFS{"Small.cfg": {Data: []byte(initNext)}, "M.tla": module(good)}, "Small.cfg")
	require.ErrorContains(t, err, "cannot find module Small (looked in ., Small.tla, the library); if the root module has another name, name it (WithModule, --module)")
}

func TestLoadLooksForModules(t *testing.T) {
	files := fstest.MapFS{
		"models/Small.cfg": {Data: []byte("INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n")},
		"models/Root.tla":  {Data: []byte("---- MODULE Root ----\nEXTENDS M, Near\n====\n")},
		"models/Near.tla":  {Data: []byte("---- MODULE Near ----\nHere == \"beside the root\"\n====\n")},
		"far/M.tla":        module("Init == x = 0\nNext == x' = x"),
		"far/Near.tla":     {Data: []byte("---- MODULE Near ----\nHere == \"far\"\n====\n")},
	}
	for _, root := range []string{"Root", "Root.tla", "models/Root.tla"} {
		m, err := tla.Load(files, "models/Small.cfg", tla.WithModule(root), tla.WithLibrary("none", "far"))
		require.NoError(t, err, root)
		v, err := m.Evaluate("Here")
		require.NoError(t, err)
		require.Equal(t, `"beside the root"`, v.String())
	}
	_, err := tla.Load(files, "models/Small.cfg", tla.WithModule("Root"))
	require.ErrorContains(t, err, "cannot find module M (looked in models, models/Root.tla, the library)")
}

func TestTemporalPropertiesAreNeverSilent(t *testing.T) {
	files := fstest.MapFS{
		"M.tla": module("Init == x = 0\nNext == x' = 1 - x\nSpec == Init /\\ [][Next]_x /\\ WF_x(Next)\nOther == x = 0 /\\ [][x' # x]_x /\\ SF_x(Next)\nReturns == []<>(x = 0)\nSmall == x < 2"),
		"M.cfg": {Data: []byte("SPECIFICATION Spec\nINVARIANT Small\nPROPERTIES Other Returns\n")},
	}
	m, err := tla.Load(files, "M.cfg")
	require.NoError(t, err)
	var temporal *tla.TemporalError
	_, err = m.Check(t.Context(), check.Options{})
	require.ErrorAs(t, err, &temporal)
	require.Len(t, temporal.Formulas, 2)
	require.ErrorContains(t, err, "cannot check Other (M.tla:7:35), Returns (M.tla:8:14): leave it out")
	_, err = m.Simulate(t.Context(), check.SimulateOptions{Traces: 1})
	require.ErrorAs(t, err, &temporal)

	m, err = tla.Load(files, "M.cfg", tla.LeaveOutTemporal())
	require.NoError(t, err)
	require.Equal(t, []string{"Small", "Other"}, m.Checked(), "the fairness of Other is left out, the rest of it is not")
	r, err := m.Check(t.Context(), check.Options{})
	require.NoError(t, err)
	require.Equal(t, check.OK, r.Verdict)
	require.Contains(t, r.Warnings, "The property Returns (M.tla:8:14) was left out: it is about whole behaviors.")
}

// A definition that is instantiated several times is one formula.
func TestTemporalPropertiesAreListedOnce(t *testing.T) {
	files := fstest.MapFS{
		"L.tla": {Data: []byte("---- MODULE L ----\nEXTENDS Integers\nCONSTANT n\nVARIABLE x\nReturns == []<>(x = n)\n====\n")},
		"M.tla": module("Init == x = 0\nNext == x' = 1 - x\nA == INSTANCE L WITH n <- 0\nB == INSTANCE L WITH n <- 1\nBoth == A!Returns /\\ B!Returns"),
		"M.cfg": {Data: []byte("INIT Init\nNEXT Next\nPROPERTY Both\n")},
	}
	m, err := tla.Load(files, "M.cfg", tla.LeaveOutTemporal())
	require.NoError(t, err)
	require.Len(t, m.LeftOut, 2)
	require.NotNil(t, m.Checked())
	require.Empty(t, m.Checked())
	r, err := m.Check(t.Context(), check.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"The property Both (L.tla:5:14) was left out: it is about whole behaviors."}, r.Warnings)
	require.EqualError(t, &tla.TemporalError{Formulas: m.LeftOut},
		"the engine checks safety only, and cannot check Both (L.tla:5:14): leave it out (LeaveOutTemporal, --leave-out-temporal), or let TLC check the model")
}

func TestVacuousInvariantsAreQuoted(t *testing.T) {
	files := fstest.MapFS{
		"M.tla": module("Init == x = 0\nNext == x' = 1 - x\nInv == \\A y \\in {3} : x = y /\\\n   x > 2 => FALSE"),
		"M.cfg": {Data: []byte("INIT Init\nNEXT Next\nINVARIANT Inv\n")},
	}
	m, err := tla.Load(files, "M.cfg")
	require.NoError(t, err)
	r, err := m.Check(t.Context(), check.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{`Inv holds vacuously: x = y /\ x > 2 (line 6, col 23 to line 7, col 8 of module M) is never true.`}, r.Warnings)
}

func TestEvaluateSaysWhatIsWrong(t *testing.T) {
	m, err := tla.Compile(must(tla.LoadModule(fstest.MapFS{"M.tla": module("Twice(n) == 2 * n")}, "M.tla")), &config.Config{})
	require.NoError(t, err)
	v, err := m.Evaluate("Twice(21)")
	require.NoError(t, err)
	require.Equal(t, "42", v.String())
	for expr, want := range map[string]string{
		"Twice(":      "found the end of the text",
		"Twice(1, 2)": "1:1: ",
		"x + 1":       "1:1: found an expression of state level, expected",
		"x' = 1":      "1:1: found an expression of action level",
		"[](1 = 1)":   "1:1: found an expression of temporal level",
	} {
		_, err := m.Evaluate(expr)
		var wrong *syntax.Error
		require.ErrorAs(t, err, &wrong, expr)
		require.ErrorContains(t, err, want, expr)
	}
	_, err = m.Evaluate("Twice(TRUE)")
	var failed *eval.Error
	require.ErrorAs(t, err, &failed)
	_, err = m.Evaluate("1 + TRUE")
	require.ErrorAs(t, err, &failed)
	require.Equal(t, tla.ExpressionFile, failed.File)
	_, err = m.Evaluate("Foo + Bar")
	require.ErrorContains(t, err, "the expression:1:1: unknown name Foo")
	require.ErrorContains(t, err, "the expression:1:7: unknown name Bar")
}

func TestEvaluatePrints(t *testing.T) {
	m, err := tla.Calculator()
	require.NoError(t, err)
	_, err = m.Evaluate("PrintT(1)")
	require.NoError(t, err)
	var out strings.Builder
	m.Out = &out
	v, err := m.Evaluate(`Print("three", 3) + 1`)
	require.NoError(t, err)
	require.Equal(t, "4", v.String())
	require.Contains(t, out.String(), "\"three\"")
}

func TestCalculatorHasItsModules(t *testing.T) {
	m, err := tla.Calculator()
	require.NoError(t, err)
	for _, name := range tla.CalculatorModules() {
		require.Contains(t, m.Spec.Modules, name)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// What a model must have besides its specification.
func TestModelsWithoutBehaviors(t *testing.T) {
	counter := module("Init == x = 0\nNext == x' = (x + 1) % 6\nSmall == x < 9\nStep == x' >= 0\nSpec == Init /\\ [][Next]_x\nTwo == Spec /\\ [][x' < 4]_x\nOnly == Init")
	for _, c := range []struct{ cfg, want string }{
		{"", "gives no initial states"},
		{"INVARIANT Small", "gives no initial states"},
		{"INIT Init", "gives no next-state relation"},
		{"SPECIFICATION Only", "gives no next-state relation"},
		{"SPECIFICATION Two", "has 2 next-state relations [][Next]_v, and must have one"},
		{"SPECIFICATION Spec INVARIANT Step", "Step is a formula of action level, and must be of state level at most"},
		{"SPECIFICATION Spec INVARIANT Spec", "Spec is a formula of temporal level"},
		{"SPECIFICATION Spec PROPERTY Step", "has a part about steps that is not of the form [][A]_v"},
		{"INIT Step NEXT Next", "is about steps, and must be about states"},
	} {
		m, err := tla.Load(fstest.MapFS{"M.tla": counter, "M.cfg": {Data: []byte(c.cfg)}}, "M.cfg")
		if err == nil {
			_, err = m.Check(t.Context(), check.Options{})
		}
		var failed *tla.LoadError
		require.ErrorAs(t, err, &failed, c.cfg)
		require.Equal(t, tla.Assignment, failed.Part, "%s: %v", c.cfg, err)
		require.ErrorContains(t, err, c.want, c.cfg)
	}
}
