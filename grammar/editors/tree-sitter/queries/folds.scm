; SPDX-License-Identifier: Apache-2.0
; What may be folded when it has more than one line.

[
  (block)
  (members)
  (directives)
  (directive)
  (list)
  (list_for)
  (parameters)
  (arguments)
  (string)
] @fold
