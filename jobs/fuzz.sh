#!/usr/bin/env bash
# Damages N HDF5 files (seed SEED) and reads them: each must give right values or a failure in words.
# jobs/fuzz.sh N [SEED] [bytes|structures]: bytes anywhere in scans that are evaluated (the default), or fields of
# structures with checksums made to fit, in files of every kind.
set -euo pipefail

if [[ ! "${1:-}" =~ ^[1-9][0-9]*$ || ! "${2:-1}" =~ ^[0-9]+$ || ! "${3:-bytes}" =~ ^(bytes|structures)$ || $# -gt 3 ]]; then
  echo "Usage: jobs/fuzz.sh N [SEED] [bytes|structures]; values are compared with h5py where MEDSEG_PYTHON has it (structures needs it)" >&2
  exit 1
fi
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
test=FuzzIT
if [[ "${3:-bytes}" == structures ]]; then
  test=StructureFuzzIT
fi
exec ./mvnw -q -B -ntp verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="$test" \
  -Dfuzz.files="$1" -Dfuzz.seed="${2:-$RANDOM}"
