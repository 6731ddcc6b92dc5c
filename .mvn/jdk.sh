# Finds a JDK new enough to build and run agent-runner and exports JAVA_HOME.
# Sourced by ./mvnw and ./agent-runner. Reads the `release` file of each candidate: no JVM is started.
need=25

jdk_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }
jdk_ok() { [ -x "$1/bin/javac" ] && [ "$(jdk_major "$1")" -ge "$need" ] 2>/dev/null; }

jdk_on_path() {
    javac=$(command -v javac) || return 1
    while [ -L "$javac" ]; do
        target=$(readlink "$javac")
        case $target in /*) javac=$target ;; *) javac=$(dirname "$javac")/$target ;; esac
    done
    dirname "$(dirname "$javac")"
}

jdk_find() {
    for home in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$home" ] && jdk_ok "$home"; then
            echo "$home"
            return 0
        fi
    done
    return 1
}

if ! JAVA_HOME=$(jdk_find); then
    {
        echo "agent-runner needs a JDK $need or newer, and none was found in JAVA_HOME, on PATH or in the usual folders."
        echo "Install one (Debian: apt install openjdk-$need-jdk, macOS: brew install openjdk, or Eclipse Temurin),"
        echo "or point JAVA_HOME at it:  JAVA_HOME=/path/to/jdk-$need $0"
    } >&2
    exit 1
fi
export JAVA_HOME
