#!/usr/bin/env bash
# A standalone Spark cluster, and HDFS if wanted, on this machine, seen from nowhere else: for tests and for trying it out.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/spark.sh"

usage() {
  cat <<'TEXT'
Usage: jobs/cluster.sh start|stop|status [options]
  --dir DIR       process ids, logs and work folders (default: target/cluster)
  --port N        port of the master (default: 7077)
  --workers N     workers (default: 2)
  --cores N       task slots of each worker (default: 1)
  --memory SIZE   memory for the executors of each worker (default: 4g)
  --hdfs          HDFS as well, one name node and one data node; empty, and gone when it stops
  --timeout N     seconds until it has to be up (default: 60)
The Spark of SPARK_HOME is used, else the one that Maven resolved.
TEXT
}

dir="$home/target/cluster" port=7077 workers=2 cores=1 memory=4g timeout=60 hdfs=""

number() {
  [[ "$2" =~ ^[1-9][0-9]{0,4}$ ]] || refuse "Invalid $1: '$2'; a number from 1 on"
}

read_options() {
  while [ $# -gt 0 ]; do
    if [ "$1" = --hdfs ]; then
      hdfs=yes
      shift
      continue
    fi
    [ $# -gt 1 ] || refuse "Invalid arguments: $1 is unknown or lacks its value; see jobs/cluster.sh --help"
    case "$1" in
      --dir) dir=$2 ;;
      --port) number "$1" "$2" && port=$2 ;;
      --workers) number "$1" "$2" && workers=$2 ;;
      --cores) number "$1" "$2" && cores=$2 ;;
      --timeout) number "$1" "$2" && timeout=$2 ;;
      --memory)
        [[ "$2" =~ ^[1-9][0-9]*[mg]$ ]] || refuse "Invalid --memory: '$2'; as in 512m or 4g"
        memory=$2
        ;;
      *) refuse "Invalid arguments: $1 is unknown; see jobs/cluster.sh --help" ;;
    esac
    shift 2
  done
  # Processes are told apart by the folder, so it has one name.
  dir=$(realpath -m "$dir")
}

# Whether the process of a pid file is alive and one of this folder's; numbers are used again by others.
alive() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "-Dmedseg.cluster=$dir"
}

pid_files() {
  find "$dir" -maxdepth 1 -name '*.pid' 2>/dev/null | sort
}

any_alive() {
  local file
  for file in $(pid_files); do
    ! alive "$file" || return 0
  done
  return 1
}

# launch NAME CLASS ARGUMENTS: starts a daemon of Spark.
launch() {
  local name=$1
  shift
  # Without a conf folder, Spark's own logging tells what "wait_for" looks for.
  SPARK_CONF_DIR="$dir/none" SPARK_DAEMON_MEMORY=512m spark_command "$@"
  detach "$name" -Dspark.port.maxRetries=0 "${command[@]:1}"
}

# detach NAME ARGUMENTS: starts a JVM that outlives this script and whatever started it.
detach() {
  local name=$1
  shift
  : >"$dir/$name.log"
  SPARK_LOCAL_IP=127.0.0.1 SPARK_CONF_DIR="$home/conf" \
    setsid "$java" "-Dmedseg.cluster=$dir" "$@" </dev/null >"$dir/$name.log" 2>&1 &
  echo $! >"$dir/$name.pid"
}

start_hdfs() {
  local jars="$home/target/hdfs"
  [ -d "$jars" ] || refuse "Cannot start HDFS: it is not built; run ./mvnw -DskipTests package"
  rm -rf "$dir/hdfs"
  # Hadoop's own programme for this; it tells its port when it is up.
  (cd "$dir" && detach hdfs -Xmx512m -Dlog4j2.level=INFO "-Dtest.build.data=$dir/hdfs" -cp "$jars/*:$SPARK_HOME/jars/*" \
    org.apache.hadoop.test.MiniDFSClusterManager -format -datanodes 1 -nnport 0)
  wait_for hdfs "namenode on port"
  echo "hdfs://127.0.0.1:$(sed -n 's/.*namenode on port \([0-9]*\).*/\1/p' "$dir/hdfs.log")" >"$dir/hdfs.url"
}

# wait_for NAME TEXT: until the log of a daemon says so.
wait_for() {
  local end=$((SECONDS + timeout))
  until grep -qF -- "$2" "$dir/$1.log"; do
    if ! alive "$dir/$1.pid" && ! grep -qF -- "$2" "$dir/$1.log"; then
      give_up "$1 ended"
    fi
    [ $SECONDS -lt $end ] || give_up "$1 was not up after $timeout seconds"
    sleep 0.2
  done
}

give_up() {
  tail -n 20 "$dir/${1%% *}.log" >&2
  stop_all >/dev/null
  refuse "Cannot start the cluster: $1; its log is $dir/${1%% *}.log"
}

start() {
  if [ -n "${SPARK_HOME:-}" ]; then
    [ -d "$SPARK_HOME/jars" ] || refuse "Cannot start the cluster: there is no folder $SPARK_HOME/jars (SPARK_HOME)"
  else
    use_resolved_spark
    [ -d "$SPARK_HOME/jars" ] \
      || refuse "Cannot start the cluster: it is not built; run ./mvnw -DskipTests package, or set SPARK_HOME"
  fi
  # A distribution's jars tell it as well, and then executors need no RELEASE file.
  export SPARK_SCALA_VERSION="${SPARK_SCALA_VERSION:-$(spark_jar_version scala)}"
  check_java
  check_user
  if any_alive; then
    refuse "Cannot start the cluster: it is already running in $dir; jobs/cluster.sh stop ends it"
  fi
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    refuse "Cannot start the cluster: port $port is taken; choose another with --port"
  fi
  mkdir -p "$dir" || refuse "Cannot start the cluster: no folder $dir can be made"
  rm -f "$dir"/*.pid "$dir"/*.log "$dir"/*.url
  local url="spark://127.0.0.1:$port" i
  echo "$url" >"$dir/master.url"
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
  wait_for master "I have been elected leader"
  for ((i = 1; i <= workers; i++)); do
    launch "worker-$i" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
      --cores "$cores" --memory "$memory" --work-dir "$dir/work-$i" "$url"
  done
  for ((i = 1; i <= workers; i++)); do
    wait_for "worker-$i" "Successfully registered with master"
  done
  [ -z "$hdfs" ] || start_hdfs
  echo "The cluster is up: $url, $workers workers with $cores cores and $memory each; logs are in $dir"
  [ -z "$hdfs" ] || echo "HDFS is up: $(cat "$dir/hdfs.url")"
  echo "Submit to it: jobs/evaluate.sh --master $url -- --config-file ..."
}

# Ends what runs; workers end their executors.
stop_all() {
  local file pid end=$((SECONDS + 15)) stopped=0
  for file in $(pid_files); do
    if alive "$file"; then
      kill "$(cat "$file")" 2>/dev/null || true
      stopped=$((stopped + 1))
    fi
  done
  while any_alive && [ $SECONDS -lt $end ]; do
    sleep 0.1
  done
  for file in $(pid_files); do
    if alive "$file"; then
      kill -9 "$(cat "$file")" 2>/dev/null || true
    fi
    rm -f "$file"
  done
  if [ $stopped -gt 0 ]; then
    echo "The cluster in $dir is stopped"
  else
    echo "No cluster is running in $dir"
  fi
}

status() {
  if ! any_alive; then
    echo "No cluster is running in $dir"
    exit 3
  fi
  echo "Master $(cat "$dir/master.url"), logs in $dir"
  [ ! -f "$dir/hdfs.url" ] || echo "HDFS $(cat "$dir/hdfs.url")"
  local file name whole=0
  for file in $(pid_files); do
    name=$(basename "$file" .pid)
    if alive "$file"; then
      echo "$name: running, process $(cat "$file")"
    else
      echo "$name: ended, see $dir/$name.log"
      whole=1
    fi
  done
  exit $whole
}

action=${1:-}
[ $# -eq 0 ] || shift
case "$action" in
  start | stop | status)
    read_options "$@"
    case "$action" in
      start) start ;;
      stop) stop_all ;;
      status) status ;;
    esac
    ;;
  --help | -h) usage ;;
  *)
    usage >&2
    exit 1
    ;;
esac
