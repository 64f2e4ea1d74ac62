#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The installed library, as a stranger's program sees it: headers and flags through pkg-config, one program built and run
# outside the tree, and no symbol but qsc_*.
# Usage: test-install.sh BUILD_DIR LIBRARY [C compiler and flags…]
set -eu

build=$1 library=$2
shift 2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

n=0
failed=0
report () {
  n=$((n + 1))
  if [ "$1" = 0 ]; then echo "ok $n $2"; else echo "not ok $n $2"; failed=1; fi
}

echo 1..4

# Also what is named so by a sanitizer.
others=$(nm -D --defined-only "$library" | awk '$2 ~ /^[A-Z]$/ { print $3 }' | grep -v -e '^qsc_' -e '^__odr_asan' || true)
[ -z "$others" ] || echo "# exported: $others"
report $([ -z "$others" ]; echo $?) '/install/only-qsc-symbols'

DESTDIR="$tmp" meson install -C "$build" --no-rebuild --quiet --tags devel,core >"$tmp/log" 2>&1 && status=0 || status=$?
[ $status = 0 ] || sed 's/^/# /' "$tmp/log"
report $status '/install/installs'

cat >"$tmp/program.c" <<'EOF'
#include <qsc.h>

int
main (void)
{
  const QscScheme scheme = { .bits = 8, .is_signed = true, .symmetric = true };
  const float x[3] = { -1.0f, 0.25f, 0.5f };
  QscParams params;
  int8_t codes[3];

  if (qsc_params_init_from_range (&params, &scheme, -1.0, 0.5) != QSC_OK)
    return 1;
  qsc_quantize_i8 (&params, x, 3, 0, codes);
  return codes[0] == -127 && codes[1] == 32 && codes[2] == 64 ? 0 : 2;
}
EOF
pc=$(dirname "$(find "$tmp" -name quantoscope-core.pc)")
export PKG_CONFIG_PATH="$pc" PKG_CONFIG_SYSROOT_DIR="$tmp"
cd "$tmp"
# shellcheck disable=SC2046 # the flags are words
"$@" -std=c11 -Wall -Werror program.c $(pkg-config --cflags --libs quantoscope-core) -o program >"$tmp/log" 2>&1 && status=0 || status=$?
[ $status = 0 ] || sed 's/^/# /' "$tmp/log"
report $status '/install/program-builds'

LD_LIBRARY_PATH=$(dirname "$pc") ./program && status=0 || status=$?
report $status '/install/program-runs'
exit $failed
