#!/usr/bin/env bash
# Runs a job: jobs/submit.sh JOB [Spark's options --] [the job's options]
# With SPARK_HOME set, its bin/spark-submit runs it; otherwise the Spark that Maven resolved, in this JVM (local[*]).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar="$home/target/medseg-spark-all.jar"

if [ $# -eq 0 ]; then
  echo "Usage: jobs/submit.sh JOB [Spark's options --] [the job's options]" >&2
  echo "Jobs: evaluate, compare, demo, bench; 'jobs/submit.sh evaluate --help' tells a job's options" >&2
  exit 1
fi
job=$1
shift

spark_options=()
job_options=("$@")
for ((i = 1; i <= $#; i++)); do
  if [ "${!i}" = "--" ]; then
    spark_options=("${@:1:i-1}")
    job_options=("${@:i+1}")
    break
  fi
done

newer=""
if [ -f "$jar" ]; then
  newer=$(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit)
fi
if [ ! -f "$jar" ] || [ ! -d "$home/target/spark/jars" ] || [ -n "$newer" ]; then
  echo "Building medseg-spark (once; the first time also downloads Spark and TensorFlow) ..." >&2
  (cd "$home" && ./mvnw -q -B -DskipTests package) >&2
fi

export MEDSEG_HOME="$home"
export MEDSEG_NATIVES_JAR="${MEDSEG_NATIVES_JAR:-$home/target/natives/tensorflow-core-native-linux-x86_64.jar}"
# DJL reports its use to its authors unless it is told not to; TensorFlow's own chatter stays out of the results.
export OPT_OUT_TRACKING=true
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"
# A name that resolves nowhere (a laptop, a container) must not stop a local run.
export SPARK_LOCAL_HOSTNAME="${SPARK_LOCAL_HOSTNAME:-localhost}"

arguments=(
  --name "medseg-spark $job"
  --class io.medseg.job.MedsegSpark
  --conf "spark.executorEnv.MEDSEG_NATIVES_JAR=$MEDSEG_NATIVES_JAR"
  --conf "spark.executorEnv.OPT_OUT_TRACKING=true"
  --conf "spark.executorEnv.TF_CPP_MIN_LOG_LEVEL=$TF_CPP_MIN_LOG_LEVEL"
  "${spark_options[@]}"
  "$jar" "$job" "${job_options[@]}"
)

if [ -n "${SPARK_HOME:-}" ]; then
  # A cluster's own settings (its conf/spark-defaults.conf, its master) stay in force.
  exec "$SPARK_HOME/bin/spark-submit" "${arguments[@]}"
fi

export SPARK_HOME="$home/target/spark" SPARK_SCALA_VERSION=2.12
export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$home/conf}"
java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java="$JAVA_HOME/bin/java"
fi
# Spark's own launcher knows class path, memory and module options; it prints the command, separated by NUL.
mapfile -d '' -t command < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" \
  org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "${arguments[@]}")
command=("${command[@]:1}")
command[0]="${command[0]#$'\n'}"
exec "${command[@]}"
