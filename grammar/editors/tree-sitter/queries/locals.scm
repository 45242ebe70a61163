; SPDX-License-Identifier: Apache-2.0
; Where names are given, how far they reach, and where they are used.

[
  (source_file)
  (block)
  (function)
  (component)
  (for_item)
  (list_for)
  (rule_item)
  (patch_on_item)
  (derive_item)
] @local.scope

(let_item
  name: (identifier) @local.definition.var)

(for_item
  name: (identifier) @local.definition.var)

(list_for
  name: (identifier) @local.definition.var)

(the
  name: (identifier) @local.definition.var)

(as
  name: (identifier) @local.definition.var)

(parameter
  name: (identifier) @local.definition.parameter)

(fn_item
  name: (identifier) @local.definition.function)

(component_item
  name: (identifier) @local.definition.type)

(type_item
  name: (identifier) @local.definition.type)

(kind_item
  name: (identifier) @local.definition.type)

(variable) @local.reference

(type_name
  .
  (identifier) @local.reference)

(_
  kind: (path
    .
    (identifier) @local.reference))

(_
  type: (path
    .
    (identifier) @local.reference))
