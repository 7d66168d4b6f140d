package edn_test

import (
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/history"
)

var (
	i   = history.Int
	s   = history.String
	k   = history.Keyword
	sym = history.Symbol
	lst = history.List
)

var values = []struct {
	text string
	want history.Value
}{
	{"nil", history.Nil}, {"true", history.Bool(true)}, {"false", history.Bool(false)},
	{"0", i(0)}, {"-0", i(0)}, {"+1", i(1)}, {"-17", i(-17)}, {"42N", i(42)}, {"0N", i(0)},
	{"9223372036854775807", i(math.MaxInt64)}, {"-9223372036854775808", i(math.MinInt64)},
	{"9223372036854775808", history.BigInt("9223372036854775808")},
	{"+123456789012345678901234567890N", history.BigInt("123456789012345678901234567890")},
	{"-9223372036854775809", history.BigInt("-9223372036854775809")},
	{"0x1f", i(31)}, {"-0xFF", i(-255)},
	{"1.5", history.Float(1.5)}, {"-0.0", history.Float(0)}, {"1e3", history.Float(1000)}, {"1.25E-2", history.Float(0.0125)},
	{"2.50M", history.Float(2.5)}, {"3M", history.Float(3)}, {"+7.0", history.Float(7)},
	{"##Inf", history.Float(math.Inf(1))}, {"##-Inf", history.Float(math.Inf(-1))}, {"##NaN", history.Float(math.NaN())},
	{"1/2", history.Float(0.5)}, {"-4/2", i(-2)}, {"+1/4", history.Float(0.25)},
	{`""`, s("")}, {`"a b"`, s("a b")}, {`"\t\r\n\\\"\b\f\/"`, s("\t\r\n\\\"\b\f/")}, {"\"two\nlines\"", s("two\nlines")},
	{`"\u00e9\ud83d\ude00"`, s("é😀")}, {`"\ud800x"`, s("\ufffdx")}, {`"é"`, s("é")},
	{`\a`, s("a")}, {`\newline`, s("\n")}, {`\space`, s(" ")}, {`\tab`, s("\t")}, {`\return`, s("\r")}, {`\u0041`, s("A")},
	{`\formfeed`, s("\f")}, {`\backspace`, s("\b")}, {`\(`, s("(")}, {`\\`, s("\\")}, {`\;`, s(";")}, {`\é`, s("é")}, {`\u`, s("u")}, {`\,`, s(",")},
	{":a", k("a")}, {":a/b", k("a/b")}, {":r?", k("r?")}, {":1", k("1")}, {":a.b-c*", k("a.b-c*")},
	{"x", sym("x")}, {"a/b", sym("a/b")}, {"/", sym("/")}, {"-", sym("-")}, {"+a", sym("+a")}, {"...", sym("...")}, {"->x", sym("->x")},
	{"jepsen.core$fn__1", sym("jepsen.core$fn__1")}, {"a'", sym("a'")}, {"nilly", sym("nilly")},
	{"[]", lst()}, {"()", lst()}, {"[1 2]", lst(i(1), i(2))}, {"(1, 2)", lst(i(1), i(2))}, {"[1[2]]", lst(i(1), lst(i(2)))},
	{"[:a nil x]", lst(k("a"), history.Nil, sym("x"))}, {`["a""b"]`, lst(s("a"), s("b"))}, {`[1"a":b]`, lst(i(1), s("a"), k("b"))},
	{"#{}", history.Set()}, {"#{3 1 2}", history.Set(i(1), i(2), i(3))},
	{"{}", history.Map()}, {"{:a 1, :b [2]}", history.Map(history.Entry{Key: k("a"), Value: i(1)}, history.Entry{Key: k("b"), Value: lst(i(2))})},
	{"#:ns{:a 1 b 2 :o/c 3 :_/d 4 5 6}", history.Map(history.Entry{Key: k("ns/a"), Value: i(1)}, history.Entry{Key: sym("ns/b"), Value: i(2)},
		history.Entry{Key: k("o/c"), Value: i(3)}, history.Entry{Key: k("d"), Value: i(4)}, history.Entry{Key: i(5), Value: i(6)})},
	{`#inst "2024-01-01"`, history.Tagged("inst", s("2024-01-01"))},
	{"#jepsen.history.Op{:a 1}", history.Tagged("jepsen.history.Op", history.Map(history.Entry{Key: k("a"), Value: i(1)}))},
	{`#object[a.B 0x6f8b "x"]`, history.Tagged("object", lst(sym("a.B"), i(0x6f8b), s("x")))},
	{"#a #b 1", history.Tagged("a", history.Tagged("b", i(1)))},
	{"; comment\n 1 ; more", i(1)}, {"#_ 1 2", i(2)}, {"#_#_ 1 2 3", i(3)}, {"[1 #_2 3 #_4]", lst(i(1), i(3))}, {"#_ [1 {:a}\n] 1", history.Nil},
	{"^{:doc 1} [1]", lst(i(1))}, {"^:a ^b 3", i(3)}, {",,1,,", i(1)}, {"\v\f1", i(1)},
	{"[1 ; c ]\n 2]", lst(i(1), i(2))},
}

func TestDecode(t *testing.T) {
	for _, c := range values {
		got, err := edn.Decode([]byte(c.text))
		if strings.Contains(c.text, "{:a}") {
			require.ErrorContains(t, err, "expected a value for the key :a")
			continue
		}
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, c.text)
	}
}

// Every byte boundary is where a read of the stream may end.
func TestDecodeFromSlowReaders(t *testing.T) {
	for _, c := range values {
		d := edn.NewDecoder(iotest.OneByteReader(strings.NewReader(c.text)), edn.Limits{})
		if strings.Contains(c.text, "{:a}") {
			continue
		}
		got, err := d.Decode()
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, c.text)
		_, err = d.Decode()
		require.Equal(t, io.EOF, err, c.text)
	}
}

// Forms that cross the edges of the window, at every offset.
func TestDecodeAcrossWindows(t *testing.T) {
	const form = `{:type :invoke, :value ["a\nb" 12345 :keyword #{1 2}]} `
	want, err := edn.Decode([]byte(form))
	require.NoError(t, err)
	d := edn.NewDecoder(strings.NewReader(strings.Repeat(form, 5000)), edn.Limits{})
	for range 5000 {
		got, err := d.Decode()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err = d.Decode()
	require.Equal(t, io.EOF, err)
}

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		msg          string
	}{
		{"", 1, 1, "the input ends, expected a value"},
		{"1 2", 1, 3, "expected the end of the input"},
		{"[1\n 2}", 2, 3, "expected a value or the closing ], found }"},
		{"\n\n ]", 3, 2, "expected a value, found the closing ]"},
		{"[1 2", 1, 5, "expected a value or the closing ]"},
		{"{:a\n[1 2\n", 3, 1, "within the form that begins in line 1, expected a value or the closing ]"},
		{"{:a 1 :b}", 1, 9, "expected a value for the key :b"},
		{"{:a 1 :a 2}", 1, 11, "expected different keys in a map, found :a twice"},
		{"#{1 2 1}", 1, 8, "expected different elements in a set, found 1 twice"},
		{"#{[1] (1)}", 1, 10, "found [1] twice"},
		{`"abc`, 1, 5, `the closing " of a string`},
		{"\"a\nb\\", 2, 3, "within the form that begins in line 1"},
		{`"a\q"`, 1, 3, "expected one of the escapes"},
		{`"\u12g4"`, 1, 2, "expected one of the escapes"},
		{"\"\xff\"", 1, 1, "expected UTF-8"},
		{":\xff", 1, 1, "expected UTF-8"},
		{"\\\xff", 1, 2, "expected UTF-8"},
		{": a", 1, 1, "expected a keyword"},
		{"::a", 1, 1, "expected a keyword"},
		{"012", 1, 1, "without leading zeros"},
		{"1a", 1, 1, "expected a number"},
		{"-1-2", 1, 1, "expected a number"},
		{"1.", 1, 1, "digits after the decimal point"},
		{"1e", 1, 1, "digits in the exponent"},
		{"1e999", 1, 1, "range of 64-bit floats"},
		{".5", 1, 1, "expected a number"},
		{"1/0", 1, 1, "denominator other than 0"},
		{"1/x", 1, 1, "expected a ratio"},
		{"0x", 1, 1, "expected a number"},
		{"0xzz", 1, 1, "expected a hexadecimal integer"},
		{"##Foo", 1, 1, "expected ##Inf"},
		{"#", 1, 2, "expected a tag"},
		{"# a", 1, 1, "expected a tag"},
		{"#1", 1, 1, "expected a tag"},
		{"#tag", 1, 5, "expected a value after the tag #tag"},
		{"#: {}", 1, 3, "expected a namespace"},
		{"#:a [1]", 1, 5, "expected a map after #:a"},
		{"#_", 1, 3, "the input ends, expected a value"},
		{"^", 1, 2, "the input ends, expected a value"},
		{`\`, 1, 2, `expected a character after \`},
		{`\ x`, 1, 2, `expected a character after \`},
		{`\foo`, 1, 2, "expected a character such as"},
		{"@a", 1, 1, "expected a value, found '@'"},
		{"'a", 1, 1, "found a quote"},
		{"\x00", 1, 1, "expected a value, found '\\x00'"},
	} {
		_, err := edn.Decode([]byte(c.text))
		var flaw *edn.Error
		require.ErrorAs(t, err, &flaw, c.text)
		require.Contains(t, flaw.Msg, c.msg, c.text)
		require.Equal(t, [2]int{c.line, c.column}, [2]int{flaw.Line, flaw.Column}, c.text)
		_, slow := edn.NewDecoder(iotest.OneByteReader(strings.NewReader(c.text)), edn.Limits{}).Decode()
		if c.text != "" && c.text != "1 2" {
			require.Equal(t, err.Error(), slow.Error(), c.text)
		}
	}
}

func TestLimits(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	small := edn.Limits{Form: 1000, Depth: 10}
	for _, c := range []struct{ text, msg string }{
		{deep(10), ""},
		{deep(11), "nested at most 10 deep"},
		{strings.Repeat("#_", 11) + "1", "nested at most 10 deep"},
		{strings.Repeat("#a ", 11) + "1", "nested at most 10 deep"},
		{strings.Repeat("^a ", 11) + "1", "nested at most 10 deep"},
		{"[" + strings.Repeat("1 ", 499) + "]", ""},
		{"[" + strings.Repeat("1 ", 500) + "]", "at most 1000 bytes"},
		{strings.Repeat(" ", 5000) + ";" + strings.Repeat("x", 5000) + "\n1", ""},
		{`"` + strings.Repeat("x", 999) + `"`, "at most 1000 bytes"},
	} {
		_, err := edn.NewDecoder(strings.NewReader(c.text), small).Decode()
		if c.msg == "" {
			require.NoError(t, err, c.text)
		} else {
			require.ErrorContains(t, err, c.msg, c.text)
		}
	}
	_, err := edn.Decode([]byte(deep(1000)))
	require.NoError(t, err)
	_, err = edn.Decode([]byte(deep(1001)))
	require.ErrorContains(t, err, "nested at most 1000 deep")
}

func TestReadErrorsAreKept(t *testing.T) {
	d := edn.NewDecoder(io.MultiReader(strings.NewReader("[1\n 2"), iotest.ErrReader(io.ErrUnexpectedEOF)), edn.Limits{})
	_, err := d.Decode()
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.ErrorContains(t, err, "line 2: reading")
}

func FuzzDecode(f *testing.F) {
	for _, c := range values {
		f.Add([]byte(c.text))
	}
	f.Add([]byte("{:a [1 2 #{3}] \"b\" #x 1.5e3}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := edn.Decode(text)
		slow, slowErr := edn.NewDecoder(iotest.OneByteReader(strings.NewReader(string(text))), edn.Limits{}).Decode()
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NoError(t, slowErr)
		require.Equal(t, v, slow)
		printed := v.String()
		again, err := edn.Decode([]byte(printed))
		require.NoError(t, err, printed)
		require.Equal(t, v, again, printed)
	})
}
