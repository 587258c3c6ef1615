#!/usr/bin/env bash
# Damages N scan files (seed SEED) and evaluates them: each must give the right scores or a failure in words. jobs/fuzz.sh N [SEED]
set -euo pipefail

if [[ ! "${1:-}" =~ ^[1-9][0-9]*$ || ! "${2:-1}" =~ ^[0-9]+$ || $# -gt 2 ]]; then
  echo "Usage: jobs/fuzz.sh N [SEED]; values are compared with h5py where MEDSEG_PYTHON has it" >&2
  exit 1
fi
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
exec ./mvnw -q -B -ntp verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FuzzIT \
  -Dfuzz.files="$1" -Dfuzz.seed="${2:-$RANDOM}"
