; SPDX-License-Identifier: Apache-2.0
; Other languages in the text.

([
  (comment)
  (doc_comment)
] @injection.content
  (#set! injection.language "comment"))

; A script that says by its first line what runs it. Shell is what most are, and
; it has no holes in raw strings.
((string
  .
  "'''"
  (string_content) @injection.content)
  (#match? @injection.content "^\\s*#![^\n]*[/ ](ba|da|k)?sh\\s")
  (#set! injection.language "bash"))
