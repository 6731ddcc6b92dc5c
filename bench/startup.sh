#!/bin/sh
# How long the packaged server takes from its start to the first 200 of /readyz on a data folder that was used before,
# and its memory then: bench/startup.sh [TIMES]. Needs a build: ./mvnw -DskipTests package
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"
data=$(mktemp -d)
port=${PORT:-18080}
trap 'kill "$server" 2>/dev/null && wait "$server"; rm -rf "$data"' EXIT

start() {
    "$root/agent-runner" server --port "$port" --data "$data/server" >/dev/null 2>"$data/log" &
    server=$!
    until curl -fs -o /dev/null "http://127.0.0.1:$port/readyz"; do sleep 0.05; done
}

begun() { date +%s%N; }

start
"$JAVA_HOME/bin/java" "$root/bench/HelloLatency.java" "http://127.0.0.1:$port" 500 500
for i in $(seq "${1:-5}"); do
    kill "$server"
    wait "$server" || true
    before=$(begun)
    start
    after=$(begun)
    echo "start $i: ready after $(((after - before) / 1000000)) ms, $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$server/status") MB resident"
done
