#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sum of all tests' own counts, taken from their logs: cmocka's closing
# lines, or the `N passed, N failed` of our scripts. A test that failed without
# a count (a crash) is one failure.
set -u
cd "$top_builddir" || exit 1

totals=$(for log in $TEST_LOG_FILES; do
	result=$(sed -n 's/^:test-result: *\([A-Z]*\).*/\1/p' "${log%.log}.trs" 2>/dev/null | tail -n 1)
	awk -v result="$result" '
	/^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
	/^\[  FAILED  \] [0-9]+ test/ { failed += $4 }
	/^\[  SKIPPED \] [0-9]+ test/ { skipped += $4 }
	/^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3; skipped += $5 }
	END {
		if (result == "SKIP" && !passed)
			skipped++
		else if (result != "PASS" && !failed)
			failed++
		else if (!passed && !failed)
			passed++
		print passed + 0, failed + 0, skipped + 0
	}' "$log" /dev/null
done | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
set -- $totals
line="$1 passed, $2 failed, $3 skipped"
echo "$line" >&9
# For scripts that add several runs up; the wording differs from a test's own count on purpose.
echo "totals: $totals" > tests/totals.txt
if [ -n "$TEST_PACKAGES" ]; then
	echo "Most tests were left out. On Debian: apt-get install$TEST_PACKAGES" >&9
	exit 1
fi
[ "$1" -gt 0 ]
