#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The VS Code extension: its manifest, snippets, indentation and problem matchers.
exec node "$EDITORS/vscode-check.mjs"
