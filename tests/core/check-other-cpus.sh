#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Checks the kernels on processors that this machine is not: an old x86-64, where nothing newer than SSE4.1 may be met, one with
# AVX-512, whose instructions are emulated in C, and a 64-bit Arm. Needs qemu's user emulation, SIMDe and a cross compiler; says
# what it leaves out. All is compiled, then all is run, side by side on the cores that there are.
# usage: check-other-cpus.sh FOLDER [SEED]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:?usage: $0 FOLDER [SEED]}
seed=${2:-$RANDOM}
cc=${CC:-gcc}

# From here on no path has a character that a shell would take amiss.
mkdir -p "$out"
cd "$out"
ln -sfn "$root" tree
rm -f ./*.o
here=tree/tests/core
src=tree/src
flags="-pthread -Wall -Wextra -Werror -Wno-unused-parameter -ffp-contract=off -fno-math-errno -I $here/other-cpus -I $src"
compilations=()
links=()
runs=()

# The longest come first, for the cores to be done at the same time.
compile() { # COMPILER OBJECT SOURCE FLAGS
  compilations+=("$1 $flags $4 -c $3 -o $2.o")
}

# Each instruction set is compiled with its own flags, as in src/core/meson.build.
kernels() { # COMPILER FAMILY ISA FLAGS
  compile "$1" "$2-$3" "$src/core/kernels/isa-$3.c" "-std=c11 ${4--O2}"
}

# What is no kernel: the same for each family of processors, but for the source that asks which processor it is.
frame() { # COMPILER FAMILY
  local file
  for file in "$here"/check-*.c "$src"/core/qsc-*.c; do
    [[ $file == */qsc-cpu.c ]] || compile "$1" "$2-$(basename "$file" .c)" "$file" "-std=gnu11 -O1"
  done
}

program() { # COMPILER NAME FAMILY FLAGS OBJECT=ISA…
  local compiler=$1 name=$2 family=$3 own=$4 part have='' objects=()
  shift 4
  for part; do
    have+=" -DQSC_HAVE_$(tr '[:lower:]' '[:upper:]' <<<"${part#*=}")"
    objects+=("${part%%=*}-${part#*=}.o")
  done
  compile "$compiler" "$name-cpu" "$src/core/qsc-cpu.c" "-std=gnu11 -O1 $own$have"
  links+=("$compiler -static -pthread $family-check-*.o $family-qsc-*.o $name-cpu.o ${objects[*]} -lm -o check-$name")
}

run() { # EMULATOR PROGRAM ISA PRODUCTS (no EMULATOR: as it is)
  runs+=("run_one '$1' $2 $3 $4")
}

run_one() { # EMULATOR PROGRAM ISA PRODUCTS
  local emulator=$1 program=$2 isa=$3 products=$4 log=$2-$3.log
  # shellcheck disable=SC2086 # the emulator and its options are words
  if ! $emulator "./check-$program" "$seed" >"$log" || ! grep -q "^# $isa is in use$" "$log" \
    || ! grep -q "/products/$products/" "$log"; then
    tail -n 3 "$log"
    echo "not ok: the kernels under ${emulator:-SIMDe}, seed $seed; expected $isa to be in use and $products for products"
    return 1
  fi
  echo "ok: $(grep -c '^ok' "$log") checks of the kernels under ${emulator:-SIMDe}, $isa in use, seed $seed"
}

side_by_side() { # COMMAND…
  printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -I '{}' bash -c '{} || exit 255'
}

avx2='-O2 -mavx2 -mfma -mf16c -mpopcnt'
emulated="-O1 -I $here/other-cpus/simde -DSIMDE_NO_NATIVE -Wno-psabi" # by hand: with -O2 one file takes longer than all others

[[ $(uname -m) == x86_64 ]] && command -v qemu-x86_64 >/dev/null && old=1 || old=0
echo '#include <simde/x86/avx512.h>' | "$cc" -E -x c - -o probe 2>/dev/null && simde=1 || simde=0
command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null \
  && echo 'int main (void) { return 0; }' | aarch64-linux-gnu-gcc -static -x c - -o probe 2>/dev/null && arm=1 || arm=0

if ((simde)); then
  # The instructions are C here, so the processor is not asked for them; but AVX2 is real, and AVX-VNNI goes with it.
  kernels "$cc" simde avx512 "$emulated"
  kernels "$cc" simde avx512vnni "$emulated"
  with_avx2=()
  if grep -qsw avx2 /proc/cpuinfo; then
    with_avx2=(x86-64=avx2 simde=avxvnni)
    kernels "$cc" simde avxvnni "$emulated"
  fi
  program "$cc" simde x86-64 "'-D__builtin_cpu_supports(name)=1'" x86-64=scalar "${with_avx2[@]}" simde=avx512 simde=avx512vnni
  run '' simde avx512 avx512vnni
else
  echo "left out: no SIMDe here"
fi

if ((old)); then
  kernels "$cc" x86-64 sse41 '-O2 -msse4.1'
  program "$cc" x86-64 x86-64 '' x86-64=scalar x86-64=sse41 x86-64=avx2 # the last, which must not be met
  run 'qemu-x86_64 -cpu Nehalem' x86-64 sse41 sse41
  run 'qemu-x86_64 -cpu Conroe' x86-64 scalar scalar
else
  echo "left out: no qemu-x86_64 here"
fi

if ((simde || old)); then
  kernels "$cc" x86-64 scalar
  [[ $(uname -m) != x86_64 ]] || kernels "$cc" x86-64 avx2 "$avx2"
  frame "$cc" x86-64
fi

if ((arm)); then
  kernels aarch64-linux-gnu-gcc aarch64 scalar
  kernels aarch64-linux-gnu-gcc aarch64 neon
  kernels aarch64-linux-gnu-gcc aarch64 neondot '-O2 -march=armv8.2-a+dotprod'
  frame aarch64-linux-gnu-gcc aarch64
  program aarch64-linux-gnu-gcc aarch64 aarch64 '' aarch64=scalar aarch64=neon aarch64=neondot
  run qemu-aarch64 aarch64 neon neondot
else
  echo "left out: no compiler and C library for aarch64, or no qemu-aarch64 here"
fi

((${#runs[@]})) || exit 0
side_by_side "${compilations[@]}"
side_by_side "${links[@]}"
export -f run_one
export seed
side_by_side "${runs[@]}"
