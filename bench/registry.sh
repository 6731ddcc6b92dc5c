#!/bin/sh
# How long the registry takes to look up a workflow that it has in memory: bench/registry.sh [ROUNDS] (11 of 200,000
# look-ups each). Needs a build: ./mvnw -DskipTests package
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
application=$root/target/quarkus-app
path="$classes:$root/target/classes:$application/lib/main/*:$application/lib/boot/*"
"$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$classes" -cp "$path" "$root/bench/RegistryLookup.java"
"$JAVA_HOME/bin/java" -cp "$path" io.agentrunner.catalog.RegistryLookup "$@"
