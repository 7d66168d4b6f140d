#!/usr/bin/env bash
# Measures the core of package raft beside go.etcd.io/raft/v3, v3.7.0 and v3.6.0, and prints a table. Takes about two minutes.
#
#   bench/raft/run.sh [output]
#
# The output of the benchmarks, for benchstat, goes to the file, or to one that is deleted. For each load in turn the cores are run one after the other, each
# in a process of its own on one processor, $COUNT times (5), for $BENCHTIME (100ms) each. $LOADS is a regular expression of loads, such as inflight=64.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=$(realpath "${1:-$work/output}")
: >"$output"

go test -C "$here" -c -o "$work/raft" .
go test -C "$here/../raft36" -c -o "$work/raft36" .
go build -C "$here" -o "$work/table" ./table

# measure PROGRAM BENCHMARK LOAD
measure() {
  # Each element of the path of a benchmark is matched on its own.
  local pattern="^Benchmark$2\$/^core=/^${3//\//\$/^}\$"
  "$1" -test.run '^$' -test.bench "$pattern" -test.benchtime "${BENCHTIME:-100ms}" -test.cpu 1 >>"$output"
}

cd "$work"
for ((count = 0; count < ${COUNT:-5}; count++)); do
  for passed in memory encoded; do
    for bytes in 16 1024; do
      for load in 1/proposed=singly {64,1024}/proposed={singly,batch}; do
        load=passed=$passed/bytes=$bytes/inflight=$load
        [[ $load =~ ${LOADS:-.} ]] || continue
        measure ./raft Tenet "$load"
        measure ./raft Etcd "$load"
        measure ./raft36 Etcd "$load"
      done
    done
  done
done
./table <"$output"
