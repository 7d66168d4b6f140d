// Package execution reduces a history of transactions to what committed transactions show each
// other: of each transaction and key the version that it read of others, and the last one that it
// wrote. What transactions did among their own operations, and reads of what no committed
// transaction left behind, is judged on the way: these are the anomalies that are no cycles.
package execution
