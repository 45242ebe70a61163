#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The TextMate grammar: the sample, all sources of the tree, and broken ones.
exec node "$EDITORS/textmate-check.mjs"
