#!/bin/sh
# plan.sh GROUP ARTIFACT EXTENSIONS: writes plan.json.
. "$(dirname -- "$0")/common.sh"

java=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
extensions=$(printf '%s' "$3" | sed 's/,/", "/g')

cat >plan.json <<JSON
{
  "group": "$1",
  "artifact": "$2",
  "version": "1.0.0-SNAPSHOT",
  "extensions": ["$extensions"],
  "quarkus": "$quarkus",
  "java": "$java",
  "steps": ["generate", "test", "package", "report"]
}
JSON
echo "$1:$2 with $3, on Quarkus $quarkus and Java $java"
finished
