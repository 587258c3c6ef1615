#!/usr/bin/env bash
# Runs a job on YARN, the driver too: jobs/yarn-submit.sh JOB [Spark's options --] [the job's options]
# Needs SPARK_HOME and HADOOP_CONF_DIR, and MEDSEG_NATIVES: the native jar of TensorFlow on HDFS, as in
# hdfs:///medseg/tensorflow-core-native-linux-x86_64.jar. Every path of the job's options is one on HDFS.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/spark.sh"

[ $# -gt 0 ] || refuse "Usage: jobs/yarn-submit.sh JOB [Spark's options --] [the job's options]"
[ -n "${SPARK_HOME:-}" ] || refuse "Cannot submit to YARN: SPARK_HOME is not set; a Spark with its YARN client is needed"
[ -n "${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}" ] || refuse "Cannot submit to YARN: HADOOP_CONF_DIR is not set"
[ -n "${MEDSEG_NATIVES:-}" ] || refuse "Cannot submit to YARN: MEDSEG_NATIVES is not set; the native jar on HDFS is meant"

job=$1
shift
options=()
for argument in "$@"; do
  if [ "$argument" = "--" ]; then
    while [ "$1" != "--" ]; do
      options+=("$1")
      shift
    done
    shift
    break
  fi
done

# Our defaults where the cluster's own file of defaults is silent.
defaults=()
while read -r key value; do
  if [[ "$key" == spark.* ]] && [ -z "$(spark_default "$key" "${options[@]}")" ]; then
    defaults+=(--conf "$key=$value")
  fi
done <"$home/conf/spark-defaults.conf"

# YARN brings the jar to each node once and links it into the working folder of every container there; the first
# executor unpacks it into the node's cache (MEDSEG_CACHE), where all others find it.
export MEDSEG_NATIVES_JAR="./$(basename "$MEDSEG_NATIVES")"
exec "$home/jobs/submit.sh" "$job" --master yarn --deploy-mode cluster \
  "${defaults[@]}" \
  --conf "spark.yarn.dist.files=$MEDSEG_NATIVES" \
  --conf spark.yarn.submit.waitAppCompletion=true \
  "${options[@]}" -- "$@"
