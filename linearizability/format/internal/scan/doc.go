// Package scan holds what the decoders of text formats share: a sliding window over a stream
// that knows lines and columns and keeps to a limit of memory (Window), errors with a place
// (Error), and small caches that turn bytes into values without allocating (Cache).
package scan
