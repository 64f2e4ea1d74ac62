#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Checks the kernels on processors that this machine is not: an old x86-64, where nothing newer than SSE4.1 may be met, one with
# AVX-512, whose instructions are emulated in C, and a 64-bit Arm. Needs qemu's user emulation, SIMDe and a cross compiler; says
# what it leaves out.
# usage: check-other-cpus.sh FOLDER [SEED]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
src=$here/../../src
out=${1:?usage: $0 FOLDER [SEED]}
seed=${2:-$RANDOM}
flags=(-O2 -pthread -Wall -Wextra -Werror -Wno-unused-parameter -ffp-contract=off -fno-math-errno -I "$here/other-cpus" -I "$src")
more=()
mkdir -p "$out"

# Each instruction set is compiled with its own flags, as in src/core/meson.build.
build() { # COMPILER NAME ISA=FLAGS… (flags of the rest: the array more)
  local compiler=$1 name=$2 isa have=() objects=() jobs=() job
  shift 2
  for isa; do have+=("-DQSC_HAVE_$(tr '[:lower:]' '[:upper:]' <<<"${isa%%=*}")"); done
  for isa in scalar= "$@"; do
    # shellcheck disable=SC2086 # flags are words
    "$compiler" -std=c11 "${flags[@]}" "${have[@]}" ${isa#*=} -c "$src/core/kernels/isa-${isa%%=*}.c" -o "$out/$name-${isa%%=*}.o" &
    jobs+=($!)
    objects+=("$out/$name-${isa%%=*}.o")
  done
  for job in "${jobs[@]}"; do wait "$job"; done
  "$compiler" -std=gnu11 -static "${flags[@]}" "${more[@]}" "${have[@]}" "$here"/check-*.c "$src"/core/qsc-*.c \
    "${objects[@]}" -lm -o "$out/check-$name"
}

run() { # EMULATOR NAME ISA PRODUCTS (no EMULATOR: as it is)
  local log=$out/$2.log
  # shellcheck disable=SC2086 # the emulator and its options are words
  if ! $1 "$out/check-$2" "$seed" >"$log" || ! grep -q "^# $3 is in use$" "$log" \
    || ! grep -q "/products/$4/" "$log"; then
    tail -n 3 "$log"
    echo "not ok: the kernels under ${1:-SIMDe}, seed $seed; expected $3 to be in use and $4 for products"
    exit 1
  fi
  echo "ok: $(grep -c '^ok' "$log") checks of the kernels under ${1:-SIMDe}, $3 in use, seed $seed"
}

if [[ $(uname -m) == x86_64 ]] && command -v qemu-x86_64 >/dev/null; then
  avx512='-mavx512f -mavx512bw -mavx512dq -mavx512vl -mpopcnt -mprefer-vector-width=512'
  build "${CC:-gcc}" x86-64 sse41=-msse4.1 avx2='-mavx2 -mfma -mf16c -mpopcnt' \
    avxvnni='-mavx2 -mfma -mf16c -mpopcnt -mavxvnni' avx512="$avx512" avx512vnni="$avx512 -mavx512vnni"
  run 'qemu-x86_64 -cpu Nehalem' x86-64 sse41 sse41
  run 'qemu-x86_64 -cpu Conroe' x86-64 scalar scalar
else
  echo "left out: no qemu-x86_64 here"
fi

# The instructions are C here, so the processor is not asked for them.
if echo '#include <simde/x86/avx512.h>' | "${CC:-gcc}" -E -x c - -o "$out/probe" 2>/dev/null; then
  more=('-D__builtin_cpu_supports(name)=1')
  emulated="-I $here/other-cpus/simde -DSIMDE_NO_NATIVE -Wno-psabi"
  # AVX-VNNI goes with AVX2, which is only there when it is.
  grep -qsw avx2 /proc/cpuinfo && with_avx2=(avx2='-mavx2 -mfma -mf16c -mpopcnt' avxvnni="$emulated") || with_avx2=()
  build "${CC:-gcc}" simde "${with_avx2[@]}" avx512="$emulated" avx512vnni="$emulated"
  run '' simde avx512 avx512vnni
  more=()
else
  echo "left out: no SIMDe here"
fi

if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null \
  && echo 'int main (void) { return 0; }' | aarch64-linux-gnu-gcc -static -x c - -o "$out/probe" 2>/dev/null; then
  build aarch64-linux-gnu-gcc aarch64 neon= neondot=-march=armv8.2-a+dotprod
  run qemu-aarch64 aarch64 neon neondot
else
  echo "left out: no compiler and C library for aarch64, or no qemu-aarch64 here"
fi
