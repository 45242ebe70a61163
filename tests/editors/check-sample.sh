#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sample is good wk8s, and has everything in it that the lexer knows.
exec node "$EDITORS/sample.mjs"
