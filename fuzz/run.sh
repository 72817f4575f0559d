#!/bin/sh
# Fuzzes every way in for bytes of strangers, so many minutes of processor time each, two at a time:
#
#     fuzz/run.sh [MINUTES [TARGET…]]
#
# It gets cargo-afl where that is missing, goes on where the last run ended, and prints what there was to see. All is
# kept in $SUPPLE_FUZZ (by default fuzz/target/state): `ledger` has a line for each run, `crashes/` what was found.
# TERM or Ctrl-C stops it; what was done by then counts. JOBS says how many at a time.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
minutes=${1:-10}
[ $# -eq 0 ] || shift
targets=${*:-routine history spoken control config exercise program}
state=${SUPPLE_FUZZ:-$here/target/state}
build=${SUPPLE_FUZZ_BUILD:-$here/target}
jobs=${JOBS:-2}

command -v cargo >/dev/null || { echo "fuzz: cargo is not here; get it from https://rustup.rs" >&2; exit 1; }
command -v cargo-afl >/dev/null || cargo install --locked cargo-afl@0.18.2 >&2
cargo afl config --build >/dev/null 2>&1 || true # It is built already, most likely.
# For a target by name: so what only the build runs is not made to report what it reaches.
host=$(rustc -vV | sed -n 's/^host: //p')
program=$build/$host/release/supple-fuzz
if [ -z "${SUPPLE_FUZZ_BUILT:-}" ]; then
    (cd "$here" && AFL_OPT_LEVEL=1 RUSTFLAGS="-C codegen-units=16" CARGO_TARGET_DIR=$build \
        cargo afl build --release --target "$host") >&2
fi
mkdir -p "$state/out" "$state/crashes"
python3 "$here/seeds" "$state/seeds" "$program"

export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1 AFL_NO_AFFINITY=1
export AFL_FUZZER_LOOPCOUNT=${AFL_FUZZER_LOOPCOUNT:-20000}

# A number of what a run has written about itself.
told() {
    sed -n "s/^$2 *: *\([0-9.]*\).*/\1/p" "$state/out/$1/default/fuzzer_stats" 2>/dev/null | head -n 1
}

# One target, until its process has used the time. Prints its line, and adds it to the ledger.
one() {
    target=$1
    before=$(told "$target" execs_done)
    log=$state/$target.log
    mkdir -p "$state/out/$target"
    nice -n 5 cargo afl fuzz -i "$state/seeds/$target" -o "$state/out/$target" -x "$state/seeds/$target.dict" \
        -c - -t 1000 -m none -V 1000000 -- "$program" "$target" >"$log" 2>&1 &
    fuzzer=$!
    trap 'stop "$fuzzer"' TERM INT
    used=0
    while kill -0 "$fuzzer" 2>/dev/null && [ "$used" -lt $((minutes * 60)) ]; do
        sleep 5 & wait $! || true
        now=$(processor_seconds "$fuzzer")
        [ "$now" -le "$used" ] || used=$now
    done
    stop "$fuzzer"
    wait "$fuzzer" || true
    found=0
    for crash in "$state/out/$target"/default/crashes*/id:* "$state/out/$target"/default/hangs/id:*; do
        # What is mended by now, or was slow only where there was much else to do, is none.
        [ -e "$crash" ] && ! timeout 20 "$program" "$target" <"$crash" >/dev/null 2>&1 || continue
        found=$((found + 1))
        mkdir -p "$state/crashes/$target"
        cp "$crash" "$state/crashes/$target/"
    done
    done=$(( $(told "$target" execs_done) - ${before:-0} ))
    printf '%s %s executions=%s cpu_minutes=%s paths=%s edges=%s open_crashes=%s\n' "$(date -u +%Y-%m-%dT%H:%MZ)" \
        "$target" "$done" "$((used / 60)).$((used % 60 / 6))" "$(told "$target" corpus_count)" \
        "$(told "$target" edges_found)" "$found" | tee -a "$state/ledger"
}

# Lets a fuzzer write down what it has done, and end. What was started is only what starts it.
stop() {
    # shellcheck disable=SC2046 # One word for each process.
    kill $(cat /proc/"$1"/task/*/children 2>/dev/null) 2>/dev/null || true
}

# The processor time of a process and its children, those that have ended among them.
processor_seconds() {
    ticks=0
    for pid in $(family "$1"); do
        line=$(cat "/proc/$pid/stat" 2>/dev/null) || continue
        # shellcheck disable=SC2086 # The fields after the name.
        set -- ${line##*) }
        ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    done
    echo $((ticks / $(getconf CLK_TCK)))
}

family() {
    echo "$1"
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do family "$child"; done
}

children=
trap 'kill $children 2>/dev/null || true; wait; exit 1' TERM INT
for target in $targets; do
    while [ "$(running=0; for pid in $children; do ! kill -0 "$pid" 2>/dev/null || running=$((running + 1)); done; echo $running)" -ge "$jobs" ]; do
        sleep 2 & wait $! || true
    done
    one "$target" &
    children="$children $!"
done
wait
[ ! -d "$state/crashes" ] || find "$state/crashes" -type f
