# Read by the scripts in jobs/: where things lie, and Spark's own launcher.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java="$JAVA_HOME/bin/java"
fi

# Says why nothing happens, and ends the script as a job with bad arguments ends.
refuse() {
  echo "$1" >&2
  exit 1
}

# Spark without a distribution: the jars that Maven resolved. Every JVM that starts executors must know the Scala
# version, since there is no RELEASE file to read it from.
use_resolved_spark() {
  export SPARK_HOME="$home/target/spark" SPARK_SCALA_VERSION=2.12
}

# spark_default KEY SPARK_OPTIONS: what the file of defaults that spark-submit will read says; empty where it is silent.
spark_default() {
  local key=$1 file="${SPARK_CONF_DIR:-${SPARK_HOME:-$home}/conf}/spark-defaults.conf"
  shift
  while [ $# -gt 0 ]; do
    case "$1" in
      --properties-file) file=${2:-} ;;
      --properties-file=*) file=${1#*=} ;;
    esac
    shift
  done
  [ -f "$file" ] || return 0
  # As java.util.Properties: key and value apart by white space, "=" or ":".
  sed -n -E "s/^[[:space:]]*${key//./\\.}[[:space:]]*[=:[:space:]][[:space:]]*([^[:space:]]+).*/\1/p" "$file" | tail -n 1
}

# Sets the array "command" to what starts a class of Spark. The launcher knows class path, memory and module options;
# it prints the command, separated by NUL, behind an empty line.
spark_command() {
  mapfile -d '' -t command < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
  command=("${command[@]:1}")
  [ ${#command[@]} -gt 0 ] || refuse "Cannot start Spark: its launcher in $SPARK_HOME/jars failed"
  command[0]="${command[0]#$'\n'}"
}
