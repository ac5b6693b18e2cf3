#!/usr/bin/env bash
# Compares placement with its peers: compare.sh A|B DATA [MINUTES [THREADS [PROBLEM [CONTENDER]]]]
# Prints the tables and draws the plots; a second run goes on where the first one stopped.
set -euo pipefail
data=$(realpath "$2")
cd "$(dirname "$0")/.."
family=$1 minutes=${3:-9} threads=${4:-1}
target="$PWD/lepton-benchmarks/target"
csv="$target/comparison-$family.csv"
./mvnw -B -q -Dquick -pl lepton-benchmarks -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$target/compare.classpath" -Dmdep.includeScope=runtime
classpath="$target/classes:$(cat "$target/compare.classpath")"
end=$((SECONDS + minutes * 60))
while ((left = (end - SECONDS) / 60, left > 0)); do
  code=0
  java -Xmx4g -cp "$classpath" io.lepton.benchmarks.peers.Comparison \
    "$family" "$data" "$csv" 10,100,1000,10000 "$threads" "${5:-}" "${6:-}" "$left" || code=$?
  # 75: a contender did not stop; its row stands, so go on behind it.
  ((code == 75)) || break
done
java -cp "$classpath" io.lepton.benchmarks.peers.Results "$csv" lepton-benchmarks/plots
