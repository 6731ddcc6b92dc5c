#!/bin/sh
# package.sh ARTIFACT: packages project/ARTIFACT and gathers what Maven said in all steps into build.log.
. "$(dirname -- "$0")/common.sh"

application=project/$1/target/quarkus-app
rm -rf "$application" build.log
echo "packaging $1"
packaged=true
maven "project/$1" package -DskipTests || packaged=false

for name in generate test package; do
    printf '===== %s =====\n' "$name"
    cat "logs/$name.log"
done >build.log
$packaged || fail_as_logged "$1 could not be packaged"
[ -f "$application/quarkus-run.jar" ] || fail 1 "Maven said it was done, but there is no $application/quarkus-run.jar."
echo "$application: $(du -sk "$application" | cut -f 1) KiB, start it with java -jar quarkus-run.jar"
finished
