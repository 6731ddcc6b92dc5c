#!/bin/sh
# test.sh ARTIFACT: runs the tests of project/ARTIFACT and leaves their report in test-report.
. "$(dirname -- "$0")/common.sh"

reports=project/$1/target/surefire-reports
rm -rf test-report "$reports"
mkdir test-report
echo "testing $1 (the first time, Maven downloads the application's libraries)"
passed=true
maven "project/$1" test -Dquarkus.http.test-port=0 || passed=false

for report in "$reports"/*.xml "$reports"/*.txt; do
    [ ! -f "$report" ] || cp "$report" test-report/
done
$passed || {
    summary=$(sed -n 's/^\[ERROR\] \(Tests run:.*\)/\1/p' "$log" | tail -n 1)
    [ -z "$summary" ] || fail 1 "Tests of $1 failed. $summary"
    fail_as_logged "The tests of $1 could not run"
}
finished
