# Read by the scripts in jobs/: where things lie, and Spark's own launcher.

# Not by "cd", which goes elsewhere and talks where CDPATH is set.
home=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java="$JAVA_HOME/bin/java"
fi

# Java reads and writes names of files as the locale says; in that of "C" (cron, plain containers) names beyond ASCII
# are not there.
utf8=C.UTF-8
if command -v locale >/dev/null; then
  for name in C.UTF-8 C.utf8 en_US.UTF-8; do
    if [ "$(LC_ALL=$name locale charmap 2>/dev/null)" = UTF-8 ]; then
      utf8=$name
      break
    fi
  done
fi
case "${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}" in
  C | POSIX) export LC_ALL=$utf8 ;;
esac

# Says why nothing happens, and ends the script as a job with bad arguments ends.
refuse() {
  echo "$1" >&2
  exit 1
}

# spark_jar_version WHAT: "scala" or "spark": the version in the name of the jar of Spark's core; empty where there is none.
spark_jar_version() {
  local jar
  for jar in "$SPARK_HOME"/jars/spark-core_*.jar; do
    [[ "$jar" =~ spark-core_([0-9.]+)-([0-9.]+[0-9]) ]] || return 0
    if [ "$1" = scala ]; then echo "${BASH_REMATCH[1]}"; else echo "${BASH_REMATCH[2]}"; fi
  done
}

# Spark without a distribution: the jars that Maven resolved. Every JVM that starts executors must know the Scala
# version, since there is no RELEASE file to read it from.
use_resolved_spark() {
  export SPARK_HOME="$home/target/spark"
  SPARK_SCALA_VERSION=$(spark_jar_version scala)
  export SPARK_SCALA_VERSION
}

# Where the Java is too old for our classes, or too new for Spark, all that follows is a stack trace.
check_java() {
  local path release version
  if ! path=$(command -v "$java"); then
    refuse "Cannot find Java: there is no ${JAVA_HOME:+$JAVA_HOME/bin/}java${JAVA_HOME:+ (JAVA_HOME)}; a JDK 17 or 21 is needed"
  fi
  release="$(dirname "$(dirname "$(readlink -f "$path")")")/release"
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release" 2>/dev/null || true)
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || true)
  # Java 8 calls itself 1.8.
  version=${version#1.}
  local major=${version%%[!0-9]*}
  [ -n "$major" ] || return 0
  if [ "$major" -lt 17 ]; then
    refuse "Cannot run on Java $major ($path): medseg-spark needs Java 17 or later; set JAVA_HOME to a JDK 17 or 21"
  fi
  # Spark 3 asks for what Java took away in 23.
  if [ "$major" -ge 23 ] && [[ "$(spark_jar_version spark)" == 3.* ]]; then
    refuse "Cannot run Spark $(spark_jar_version spark) on Java $major ($path): it needs Java 17 or 21; set JAVA_HOME to one of them"
  fi
}

# Hadoop asks the system for the name of the user, and fails where there is none.
check_user() {
  id -un >/dev/null 2>&1 || refuse "Cannot start Spark: user $(id -u) has no name on this machine, and Hadoop needs one;\
 give it a line in /etc/passwd (in a container: docker run -u \"\$(id -u):\$(id -g)\" -v /etc/passwd:/etc/passwd:ro ...)"
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
