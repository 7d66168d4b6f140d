package format

import (
	"fmt"
	"strings"
)

// Format is the name of a format.
type Format string

// The formats.
const (
	// JepsenEDN is Jepsen's history.edn: one map per operation, {:type :invoke, :f :read,
	// :process 0, :value nil, :time 12, :index 0}, one after the other or in one vector or list.
	JepsenEDN Format = "jepsen-edn"
	// JepsenJSON has the same fields in JSON: an object per line (NDJSON), or an array of them.
	JepsenJSON Format = "jepsen-json"
	// JepsenLog is Jepsen's log, or its history.txt: 3	:invoke	:cas	[2 2] at the end of a line.
	JepsenLog Format = "jepsen-log"
	// KVLog is Porcupine's text: JepsenEDN whose maps have a :key.
	KVLog Format = "kv-log"
	// ViolinLog is violin's: [1] call add(1), [1] return. Each number is one operation.
	ViolinLog Format = "violin-log"
	// EtcdJSON is the operations.json of etcd's robustness tests.
	EtcdJSON Format = "etcd-json"
	// AwditText is AWDIT's text of transactions: r KEY VALUE and w KEY VALUE, with rules of hyphens
	// between transactions, and of equals signs between sessions.
	AwditText Format = "awdit-text"
	// PlumeText is Plume's text of transactions: r(KEY,VALUE,SESSION,TRANSACTION), and w(...). The
	// transaction -1 stands for those that were aborted.
	PlumeText Format = "plume-text"
	// Dbcop is the history.bincode of DBCop, transactions too, or the directory that holds it.
	Dbcop Format = "dbcop"
)

// about says for each format what it looks like, for messages and help.
var about = []struct {
	format Format
	text   string
}{
	{JepsenEDN, "{:type :invoke, :f :read, :process 0, :value nil}"},
	{JepsenJSON, `{"type":"invoke","f":"read","process":0,"value":null}`},
	{JepsenLog, "INFO  jepsen.util - 0 :invoke :read nil, with tabs"},
	{KVLog, `{:type :invoke, :f :get, :process 0, :key "7", :value nil}`},
	{ViolinLog, "[1] call add(1)"},
	{EtcdJSON, "operations.json of etcd's robustness tests"},
	{AwditText, "w 0 1 and r 0 1, with lines of ----- between transactions and ===== between sessions"},
	{PlumeText, "w(0,1,2,3): key, value, session, transaction; -1 for those that were aborted"},
	{Dbcop, "history.bincode of DBCop, or the directory that holds it"},
}

// Formats returns all formats.
func Formats() []Format {
	formats := make([]Format, len(about))
	for i, a := range about {
		formats[i] = a.format
	}
	return formats
}

// Describe returns what a file of the format looks like; it is empty if there is no such format.
func (f Format) Describe() string {
	for _, a := range about {
		if a.format == f {
			return a.text
		}
	}
	return ""
}

// Parse returns the format of the given name.
func Parse(name string) (Format, error) {
	if f := Format(name); f.Describe() != "" {
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: expected one of %s", name, names())
}

func names() string {
	var all []string
	for _, f := range Formats() {
		all = append(all, string(f))
	}
	return strings.Join(all, ", ")
}
