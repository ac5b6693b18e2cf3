#!/usr/bin/env bash
# Runs a placement benchmark: allocation.sh VectorPackingRun|CatalogMixRun|ColdDeadlineRun|ReplacingRun ARGUMENTS...
set -euo pipefail
cd "$(dirname "$0")/.."
classpath="$PWD/lepton-benchmarks/target/allocation.classpath"
./mvnw -B -q -Dquick -pl lepton-benchmarks -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=runtime
exec java -Xmx3g -cp "lepton-benchmarks/target/classes:$(cat "$classpath")" \
  "io.lepton.benchmarks.allocation.$1" "${@:2}"
