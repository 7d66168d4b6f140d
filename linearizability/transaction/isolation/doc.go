// Package isolation names levels of isolation and anomalies, and knows which anomaly rules out
// which level, and which level implies which.
package isolation
