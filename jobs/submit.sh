#!/usr/bin/env bash
# Runs a job: jobs/submit.sh JOB [Spark's options --] [the job's options]
# With SPARK_HOME set, its bin/spark-submit runs it; otherwise the Spark that Maven resolved, in this JVM (local[*]).
# MEDSEG_DRY_RUN=1 prints the command line instead. docs/cluster.md tells of clusters.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/spark.sh"

# Where executors find the application; local:///... where it lies on every host already.
jar="$home/target/medseg-spark-all.jar"

if [ $# -eq 0 ]; then
  echo "Usage: jobs/submit.sh JOB [Spark's options --] [the job's options]" >&2
  echo "Jobs: evaluate, export, preprocess, inspect, compare, demo, bench; 'jobs/submit.sh evaluate --help' tells a job's options" >&2
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

# The value of an option for Spark (--master X, --master=X, --conf spark.master=X), else what spark-defaults.conf says.
spark_option() {
  local name=$1 key=$2 value="" option next i
  for ((i = 0; i < ${#spark_options[@]}; i++)); do
    option=${spark_options[i]}
    next=${spark_options[i + 1]:-}
    case "$option" in
      "$name") value=$next ;;
      "$name="*) value=${option#*=} ;;
      --conf | -c) [ "${next%%=*}" != "$key" ] || value=${next#*=} ;;
      "--conf=$key="*) value=${option#--conf=*=} ;;
    esac
  done
  if [ -z "$value" ]; then
    value=$(spark_default "$key" "${spark_options[@]}")
  fi
  echo "$value"
}

# Whether only words are asked for, which an older build can give as well.
is_help() {
  local option
  for option in "$job" "${job_options[@]}"; do
    case "$option" in --help | -h | --version | -V | help) return 0 ;; esac
  done
  return 1
}

build_where_needed() {
  # An image holds what was built, not what it was built from.
  [ -f "$home/pom.xml" ] || return 0
  if is_help; then
    [ ! -f "$jar" ] || [ ! -d "$home/target/spark/jars" ] || return 0
    refuse "Cannot show help: medseg-spark is not built yet; jobs/demo.sh builds it (minutes, once), README.md tells the most important options"
  fi
  local newer=""
  if [ -f "$jar" ]; then
    newer=$(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit)
  fi
  if [ ! -f "$jar" ] || [ ! -d "$home/target/spark/jars" ] || [ -n "$newer" ]; then
    echo "Building medseg-spark (once; the first time also downloads Spark and TensorFlow) ..." >&2
    (cd "$home" && ./mvnw -q -B -DskipTests package) >&2
  fi
}

export MEDSEG_HOME="$home"
# DJL takes the unpacked library of TENSORFLOW_LIBRARY_PATH where it is set; nothing is unpacked then.
export MEDSEG_NATIVES_JAR="${MEDSEG_NATIVES_JAR:-$home/target/natives/tensorflow-core-native-linux-x86_64.jar}"
# DJL reports its use to its authors unless it is told not to; TensorFlow's own chatter stays out of the results.
export OPT_OUT_TRACKING=true
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"
# TensorFlow would take nearly all memory of a GPU at once; docs/gpu.md.
export TF_FORCE_GPU_ALLOW_GROWTH="${TF_FORCE_GPU_ALLOW_GROWTH:-true}"

master=$(spark_option --master spark.master)
case "$master" in
  "" | local | local\[* | local-cluster\[* | spark://localhost:* | spark://127.*)
    # A name that resolves nowhere (a laptop, a container) must not stop a local run. On a cluster, executors have to
    # find the driver by its real name.
    if [ -n "$master" ] || [ -z "${SPARK_HOME:-}" ]; then
      export SPARK_LOCAL_HOSTNAME="${SPARK_LOCAL_HOSTNAME:-localhost}"
    fi
    ;;
esac

arguments=(--name "medseg-spark $job" --class io.medseg.job.MedsegSpark)
# What the driver and every executor need in their environment. The native library is named by its path on each host,
# where it is unpacked once; it never travels with a task.
pass_on() {
  arguments+=(--conf "spark.executorEnv.$1=$2")
  case "$master" in
    yarn) arguments+=(--conf "spark.yarn.appMasterEnv.$1=$2") ;;
    k8s://*) arguments+=(--conf "spark.kubernetes.driverEnv.$1=$2") ;;
  esac
}
for name in MEDSEG_NATIVES_JAR OPT_OUT_TRACKING TF_CPP_MIN_LOG_LEVEL TF_FORCE_GPU_ALLOW_GROWTH MEDSEG_CACHE TENSORFLOW_LIBRARY_PATH; do
  [ -z "${!name:-}" ] || pass_on "$name" "${!name}"
done
# Other hosts may have a locale without names beyond ASCII.
pass_on LC_ALL "${LC_ALL:-$utf8}"

# YARN would run a job again that ends with another code than 0, whatever the code says.
if [ "$master" = yarn ] && [ -z "$(spark_option "" spark.yarn.maxAppAttempts)" ]; then
  arguments+=(--conf spark.yarn.maxAppAttempts=1)
fi

# A worker starts the driver of --deploy-mode cluster without the module options that Spark needs on Java 17.
if [[ "$master" == spark://* && "$(spark_option --deploy-mode spark.submit.deployMode)" == cluster ]]; then
  opens=-XX:+IgnoreUnrecognizedVMOptions
  for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
    opens+=" --add-opens=java.base/java.$package=ALL-UNNAMED"
  done
  for package in jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    opens+=" --add-opens=java.base/$package=ALL-UNNAMED"
  done
  opens+=" --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED"
  opens+=" -Djdk.reflect.useDirectMethodHandle=false"
  arguments+=(--driver-java-options "$opens ${MEDSEG_DRIVER_OPTIONS:--XX:G1HeapRegionSize=8m}")
fi
arguments+=("${spark_options[@]}" "${MEDSEG_JAR:-$jar}" "$job" "${job_options[@]}")

# The command line as a shell would read it, without the values of secrets.
print_command() {
  local words=("$@") i
  for i in "${!words[@]}"; do
    if [[ "${words[i]}" =~ ^((--conf=)?spark\.[^=]*(secret|password|token|access[.]key)[^=]*)= ]]; then
      words[i]="${BASH_REMATCH[1]}=***"
    fi
  done
  printf '%q ' "${words[@]}"
  echo
}

if [ -n "${MEDSEG_DRY_RUN:-}" ]; then
  print_command "${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit" "${arguments[@]}"
  exit 0
fi

if [ -n "${SPARK_HOME:-}" ]; then
  [ -x "$SPARK_HOME/bin/spark-submit" ] \
    || refuse "Cannot use the Spark of SPARK_HOME: there is no $SPARK_HOME/bin/spark-submit; unset SPARK_HOME to use the Spark that Maven resolved"
  check_java
  check_user
  build_where_needed
  # A cluster's own settings (its conf/spark-defaults.conf, its master) stay in force.
  exec "$SPARK_HOME/bin/spark-submit" "${arguments[@]}"
fi

build_where_needed
use_resolved_spark
check_java
check_user
export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$home/conf}"
spark_command org.apache.spark.deploy.SparkSubmit "${arguments[@]}"
exec "${command[@]}"
