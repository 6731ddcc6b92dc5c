#!/bin/sh
# How soon the packaged server, killed with kill -9, goes on with all its active runs: bench/active-runs.sh [RUNS] [KILLS]
# (10000 and 5). Needs a build: ./mvnw -DskipTests package
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
"$JAVA_HOME/bin/java" -Dlauncher="$root/agent-runner" -cp "$root/target/quarkus-app/lib/main/*" \
    "$root/bench/ActiveRuns.java" "$data/server" "$@"
