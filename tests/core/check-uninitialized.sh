#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Checks the scalar kernels under clang's MemorySanitizer: no result may hang on memory that nothing has written. The other kernels
# are held to the same results, and intrinsics give false reports. Says so when the compiler has no such sanitizer.
# usage: check-uninitialized.sh FOLDER [SEED]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
src=$here/../../src
out=${1:?usage: $0 FOLDER [SEED]}
seed=${2:-$RANDOM}
flags=(-fsanitize=memory -fsanitize-memory-track-origins -fno-omit-frame-pointer -g -O1)
mkdir -p "$out"

if ! echo 'int main (void) { return 0; }' | clang "${flags[@]}" -x c - -o "$out/probe" 2>/dev/null; then
  echo "left out: no clang with MemorySanitizer here"
  exit 0
fi
# The shim stands for GLib, which is not instrumented.
clang -std=gnu11 "${flags[@]}" -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers -ffp-contract=off \
  -I "$here/other-cpus" -I "$src" "$here"/check-*.c "$src"/core/qsc-*.c "$src/core/kernels/isa-scalar.c" -lm -pthread \
  -o "$out/check-memory"
if ! "$out/check-memory" "$seed" >"$out/memory.log" 2>&1; then
  tail -n 30 "$out/memory.log"
  echo "not ok: the kernels under MemorySanitizer, seed $seed"
  exit 1
fi
echo "ok: $(grep -c '^ok' "$out/memory.log") checks of the kernels under MemorySanitizer, seed $seed"
