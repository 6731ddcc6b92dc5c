# Sourced by every step of quarkus-bootstrap-v1. The working directory is the run's workspace. A step removes what an
# earlier attempt of it left behind before it begins, so it can be run again after any end.
set -eu

quarkus=3.34.3
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
step=$(basename -- "$0" .sh)
log=$PWD/logs/$step.log
began=$(date +%s)
mkdir -p logs seconds
rm -f "$log" "$log.status" "seconds/$step"

finished() { echo $(($(date +%s) - began)) >"seconds/$step"; }

# fail STATUS MESSAGE: the last line on standard error is what people read first.
fail() {
    printf '%s\n' "$2" >&2
    exit "$1"
}

# maven FOLDER ARGUMENTS…: the log keeps every line but the downloads; standard output gets the ones that tell something.
maven() {
    folder=$1
    shift
    {
        status=0
        (cd "$folder" && exec "$here/../../mvnw" -B "$@") </dev/null 2>&1 || status=$?
        echo "$status" >"$log.status"
    } | tell 3>"$log"
    return "$(cat "$log.status")"
}

tell() {
    files=0
    while IFS= read -r line; do
        case $line in
            *'Downloading from '*) continue ;;
            *'Downloaded from '*)
                files=$((files + 1))
                [ $((files % 50)) -ne 0 ] || echo "… $files files downloaded"
                continue
                ;;
        esac
        printf '%s\n' "$line" >&3
        case $line in
            '' | '[INFO]' | '[INFO] ' | '[ERROR]' | '[ERROR] ' | *'-----' | *'=====' | *' T E S T S') ;;
            *'Failed to resolve member catalog'* | *'Unable to resolve codestart'* | *'catalog will be narrowed'*) ;;
            *'Finished at:'* | *'To see the full stack trace'* | *'Re-run Maven'* | *'For more information about'*) ;;
            *'Scanning for projects'* | *'Your new application'* | *'Navigate into'* | *'Your application will be'*) ;;
            '[ERROR] [Help '* | '[ERROR] -> [Help '*) ;;
            *) printf '%s\n' "${line#'[INFO] '}" ;;
        esac
    done
}

# fail_as_logged WHAT: tells a missing network and an artifact that nobody has from every other failure.
fail_as_logged() {
    cause=$(cause 's/.*Could not transfer [a-z]* \([^ ]*\) from.*[)]: \(.*\)/\1: \2/p')
    [ -z "$cause" ] || fail 69 "$1: no network, or Maven's repository does not answer ($cause). Connect this machine, or \
name a mirror in ~/.m2/settings.xml, then start the run again."
    cause=$(cause 's/.*\(Could not find artifact [^ ]*\).*/\1/p')
    [ -n "$cause" ] || cause=$(cause 's/.*\(Failed to collect dependencies of [^ ]*\): either its POM.*/\1/p')
    [ -z "$cause" ] || fail 65 "$1: Maven's repository does not have everything ($cause)."
    cause=$(cause 's/^\[ERROR\] \(Failed to execute .*\)/\1/p')
    fail 1 "$1: ${cause:-see the log above}"
}

# cause SED: the first of Maven's errors that this turns into something, without its pointer to a help page.
cause() { sed -n "/ERROR/$1" "$log" | sed 's/ -> \[Help [0-9]*\]//' | head -n 1; }
