#!/bin/sh
# report.sh ARTIFACT: writes report.json and report.md and prints the latter.
. "$(dirname -- "$0")/common.sh"

# total NAME: the sum of an attribute over all test suites.
total() {
    sum=0
    for report in test-report/*.xml; do
        [ -f "$report" ] || continue
        count=$(sed -n "/<testsuite /s/.* $1=\"\([0-9]*\)\".*/\1/p" "$report" | head -n 1)
        sum=$((sum + ${count:-0}))
    done
    echo "$sum"
}

seconds() { cat "seconds/$1"; }

tests=$(total tests)
failures=$(total failures)
errors=$(total errors)
skipped=$(total skipped)
size=$(du -sk "project/$1/target/quarkus-app" | cut -f 1)
jar=$(wc -c <"project/$1/target/quarkus-app/app/$1-1.0.0-SNAPSHOT.jar" | tr -d ' ')

cat >report.json <<JSON
{
  "plan": $(cat plan.json),
  "tests": {"run": $tests, "failures": $failures, "errors": $errors, "skipped": $skipped},
  "application": {"kibibytes": $size, "jarBytes": $jar},
  "seconds": {"plan": $(seconds plan), "generate": $(seconds generate), "test": $(seconds test), "package": $(seconds package)}
}
JSON

cat >report.md <<MARKDOWN
# $1

| | |
|---|---|
| Tests | $tests run, $failures failed, $errors in error, $skipped skipped |
| Own code | $jar bytes (the application's jar) |
| With all libraries | $size KiB |
| Generating | $(seconds generate) s |
| Testing | $(seconds test) s |
| Packaging | $(seconds package) s |
MARKDOWN
cat report.md
finished
