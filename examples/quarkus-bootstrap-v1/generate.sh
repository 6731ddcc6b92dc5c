#!/bin/sh
# generate.sh GROUP ARTIFACT EXTENSIONS: creates project/ARTIFACT and ARTIFACT.zip.
. "$(dirname -- "$0")/common.sh"

rm -rf project ./*.zip
mkdir project
echo "asking Quarkus $quarkus for $2 with $3"
maven project "io.quarkus.platform:quarkus-maven-plugin:$quarkus:create" \
    "-DplatformVersion=$quarkus" -DquarkusRegistryClient=false -DjavaVersion=25 \
    "-DprojectGroupId=$1" "-DprojectArtifactId=$2" -DprojectVersion=1.0.0-SNAPSHOT "-Dextensions=$3" || {
    unknown=$(cause "s/.*Cannot find a dependency matching \('[^']*'\).*/\1/p")
    [ -z "$unknown" ] || fail 65 "Quarkus $quarkus has no extension $unknown."
    fail_as_logged "The project could not be generated"
}
[ -f "project/$2/pom.xml" ] || fail 1 "Quarkus said it was done, but there is no project/$2/pom.xml."

# A machine may lack zip; a JDK never lacks jar.
"$JAVA_HOME/bin/jar" --create --no-manifest --file "$2.zip" -C project "$2"
echo "$2.zip: $(find "project/$2" -type f | wc -l | tr -d ' ') files"
finished
