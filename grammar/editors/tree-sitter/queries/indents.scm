; SPDX-License-Identifier: Apache-2.0
; Each pair of brackets indents what is in it once, and so does an item that goes
; on behind its first line; a line that begins with a closing bracket stands where
; the one with the opening bracket does. What begins on one line counts once.
; Neovim reads the captures `indent.*`, Helix `indent` and `outdent`.

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
  (let_item)
  (fn_item)
  (param_item)
  (type_item)
  (field)
  (member)
  (field_directive)
  (assert_item)
  (warn_item)
] @indent.begin @indent

; Operands in an argument, an element or a branch of a condition go further in than these.
[
  (arguments (binary) @indent.begin @indent)
  (list (binary) @indent.begin @indent)
  (conditional (binary) @indent.begin @indent)
]

[
  "}"
  ")"
  "]"
] @indent.branch @indent.end @outdent

; The lines of a text are as they are.
(string) @indent.ignore
