#!/usr/bin/env bash
# Runs a benchmark: jobs/bench.sh [Spark's options --] KIND [options]
set -euo pipefail
jobs=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

if [ "$*" != hdfs ]; then
  exec "$jobs/submit.sh" bench "$@"
fi

# Nothing is named: a cluster and HDFS on loopback, for as long as this takes.
source "$jobs/lib/spark.sh"
dir="$home/target/cluster-bench" port=7087
trap '"$jobs/cluster.sh" stop --dir "$dir" >&2' EXIT
"$jobs/cluster.sh" start --dir "$dir" --port "$port" --hdfs >&2
"$jobs/submit.sh" bench --conf spark.executor.cores=1 -- \
  hdfs --data "$(cat "$dir/hdfs.url")/bench" --cluster "spark://127.0.0.1:$port"
