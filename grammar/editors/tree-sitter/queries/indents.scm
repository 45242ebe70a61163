; SPDX-License-Identifier: Apache-2.0
; Each pair of brackets indents what is in it once; a line that begins with the
; closing one stands where the line with the opening one does. So does a message
; below its condition. Neovim reads the captures `indent.*`, Helix `indent` and
; `outdent`.

[
  (block)
  (members)
  (directives)
  (directive)
  (map_type)
  (list_type)
  (list)
  (list_for)
  (parameters)
  (arguments)
  (parenthesized)
  (assert_item)
  (warn_item)
] @indent.begin @indent

[
  "}"
  ")"
  "]"
] @indent.branch @indent.end @outdent

; The lines of a text are as they are.
(string) @indent.ignore
