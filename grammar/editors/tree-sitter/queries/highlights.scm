; SPDX-License-Identifier: Apache-2.0
; What each token is called; a later pattern wins over an earlier one.

(comment) @comment
(doc_comment) @comment.documentation

; ---- literals ----

(string) @string
(escape_sequence) @string.escape
(hole
  "${" @punctuation.special
  "}" @punctuation.special)

[
  (number)
  (quantity)
  (port)
] @number

[
  (true)
  (false)
] @boolean

(null) @constant.builtin

; ---- signs ----

[
  "="
  "->"
  "=>"
  ".."
  "..."
  "|"
  "?"
  "??"
  "||"
  "&&"
  "=="
  "!="
  "<"
  "<="
  ">"
  ">="
  "+"
  "-"
  "*"
  "/"
  "%"
  "!"
] @operator

[
  ","
  ":"
  "."
] @punctuation.delimiter

[
  "("
  ")"
  "["
  "]"
] @punctuation.bracket

(block ["{" "}"] @punctuation.bracket)
(members ["{" "}"] @punctuation.bracket)
(directives ["{" "}"] @punctuation.bracket)
(map_type ["{" "}"] @punctuation.bracket)

; ---- words ----

[
  "allow"
  "annotate"
  "app"
  "as"
  "assert"
  "component"
  "derive"
  "drop"
  "else"
  "extern"
  "fn"
  "for"
  "if"
  "import"
  "in"
  "include"
  "kind"
  "let"
  "on"
  "param"
  "patch"
  "rule"
  "the"
  "then"
  "type"
  "warn"
  "where"
] @keyword

[
  (identifier)
  (variable)
] @variable

(member_access
  member: (identifier) @variable.member)

(call
  function: (variable) @function.call)

(call
  function: (member_access
    member: (identifier) @function.call))

; ---- paths, and the types and kinds among them ----

(path
  (identifier) @property)

(member
  name: (identifier) @property)

(type_name
  (identifier) @type)

(_
  kind: (path
    (identifier) @type))

(_
  type: (path
    (identifier) @type))

(derive_item
  path: (path
    .
    (identifier) @type))

(version) @module

(group_version
  (identifier) @module)

(group_version
  [
    "."
    "/"
  ] @module)

; ---- words that mean something in declarations only ----

(modifier
  name: (identifier) @attribute)

(directive
  name: (identifier) @attribute)

(derive_else
  name: (identifier) @attribute)

; ---- names that are given ----

(let_item
  name: (identifier) @variable.definition)

(for_item
  name: (identifier) @variable.definition)

(list_for
  name: (identifier) @variable.definition)

(the
  name: (identifier) @variable.definition)

(as
  name: (identifier) @variable.definition)

(parameter
  name: (identifier) @variable.parameter)

(fn_item
  name: (identifier) @function)

(component_item
  name: (identifier) @type.definition)

(type_item
  name: (identifier) @type.definition)

(kind_item
  name: (identifier) @type.definition)

(extern_kind_item
  name: (identifier) @type.definition)

(rule_item
  name: (identifier) @label)

(allow_item
  name: (identifier) @label)

(app_item
  name: (identifier) @label)

(resource
  name: (identifier) @label)

(extern_item
  name: (identifier) @label)

(patch_item
  name: (identifier) @label)

(drop_item
  name: (identifier) @label)
