/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_EVAL_H
#define WK8S_EVAL_EVAL_H

/*
 * eval: the functions by which the files of this room know each other.
 *
 * An expression is evaluated *against* the type of the slot it stands in
 * (eval_slot); that is where bare words, units, heads, keyed lists and
 * references get their meaning. Without a slot (operands, conditions) it is
 * evaluated to a value of no type (eval_value), which fit() turns into one
 * of a slot when it gets there.
 */

#include "eval/unit.h"
#include "schema/format.h"

/* ---- scope.c: names ---- */

/* The scope of BLOCK's own declarations, or UP when it has none. */
struct scope *scope_of_block(struct unit *u, ast_id block, struct scope *up);
/* The scope of a file, with what its imports bring around it; IN is this use of it. Never NULL. */
struct scope *scope_of_file(struct unit *u, ast_id root, struct expansion *in);
/* The names of a file that is imported; NULL if it has none. */
struct scope *module_scope(struct unit *u, struct module *m);
/* The use of the text that what is evaluated in SCOPE was written in; NULL for the library. */
struct expansion *scope_in(const struct scope *scope);
/* The local NAME of this very scope. */
struct local *scope_here(struct scope *scope, sym name);
/* A scope with N locals to be filled in by the caller and then given to scope_seal. */
struct scope *scope_new(struct unit *u, struct scope *up, uint32_t n);
void scope_seal(struct scope *scope);
/* The innermost local NAME; NULL if there is none. */
struct local *scope_find(struct scope *scope, sym name);
/* The name in a LET, PARAM, FN or COMPONENT. */
struct span decl_span(const struct unit *u, ast_id decl);
/* SCOPE for a branch that is not taken: what its CONDITION reads would be something else there. */
struct scope *scope_untaken(struct unit *u, ast_id condition, struct scope *scope);
/* Reports names that SCOPE declares twice. */
void scope_check_twice(struct unit *u, const struct scope *scope);
/* Upper case is for kinds and components, so that a word shows which of the two it is. */
void scope_check_case(struct unit *u, const struct local *l);
/* What only unused locals of SCOPE mention counts as used; to be called before the report. */
void scope_mark_unused(struct unit *u, struct scope *scope);
/* The words below ID are uses of what they name. */
void scope_mark_words(struct unit *u, ast_id id, struct scope *scope);
/* Warns about locals that nothing used. */
void scope_report_unused(struct unit *u, struct scope *scope);

/* ---- shape.c: apps, instances, names ---- */

void shape_unit(struct unit *u);
/* Writes what is known before the body into ROOT: apiVersion, kind, name, namespace. */
void shape_identity(struct unit *u, struct instance *inst, struct node *root);
/* Its namespace, if it has one. */
void shape_namespace(struct unit *u, struct instance *inst, struct node *root);
/* Adds the library's externs, once. */
void shape_library_externs(struct unit *u);
/* The kind that PATH names, as the target serves it; reports and returns 0 if there is none. SCOPE has the components
 * that may have been meant. */
kind_id shape_kind(struct unit *u, ast_id path, ast_id gv, struct scope *scope);

/* ---- component.c: declarations of components ---- */

/* Looks at every component by itself; what is in it is then in u->untaken. */
void components_check(struct unit *u);
/* Reports components that hold themselves; parameters that nothing uses. */
void components_circles(struct unit *u);
void components_report(struct unit *u);

/* ---- layers.c: patches ---- */

/* Evaluates INST's body, in SCOPE, and what patches say of it, into ROOT. */
void eval_body(struct unit *u, struct instance *inst, struct scope *scope, struct node *root);
/* Reports patches and drops that hit nothing. */
void patches_report(struct unit *u);
/* The mistakes of patches in branches that are not taken; of what they are for nothing is known. */
void patches_look(struct unit *u);
/* OVER's values take the place of BELOW's; blocks merge. */
void merge_over(struct unit *u, struct node *below, const struct node *over);
/* Warns of keys of OVER, given for the parameter L, that are probably meant as some of its default BELOW. */
void compare_keys(struct unit *u, struct local *l, const struct node *below, const struct node *over);

/* `old` in a patch: what the field at hand was. */
struct node old_value(struct unit *u, ast_id at, type_id type);

/* ---- follow.c: names in files of data ---- */

/* Texts in places for references, in objects of INST's file, that name objects which go by other names now. */
void follow_names(struct unit *u, struct instance *inst);

/* ---- extend.c: rows that a unit adds to the schema ---- */

/* The unit's own schema, a copy of the library's at first. */
struct schema *schema_own(struct unit *u);
/* Adds a row, N words; their number, 0 (reported) if there is no room. */
type_id type_add(struct unit *u, const struct schema_type *row);
uint16_t words_add(struct unit *u, const sym *words, uint32_t n);

/* ---- value.c: values of no type ---- */

struct node eval_value(struct unit *u, ast_id id, struct scope *scope);
/* The truth of a condition; *KNOWN is false after a mistake or in a dry run. */
bool eval_condition(struct unit *u, ast_id id, struct scope *scope, bool *known);
/* The text of a name or computed key; false after a mistake. */
bool eval_text(struct unit *u, ast_id id, struct scope *scope, sym *out);
/* The text of an interpolated string. */
bool eval_interp(struct unit *u, ast_id id, struct scope *scope, sym *out);
/* What a path's step is: KEY, KEY_EXPR or INTERP to a name; false after a mistake. */
bool eval_key(struct unit *u, ast_id key, struct scope *scope, sym *out);
/* The printed form of a scalar; false if V is none. */
bool value_text(struct unit *u, const struct node *v, sym *out);
/* The decimal digits of I. */
sym int_sym(struct unit *u, int64_t i);
/* "a list", "a number", ... */
const char *value_kind_text(struct unit *u, const struct node *v);
/* The same for a value of which only the type is known: "a string", "a Container". */
const char *value_type_text(struct unit *u, type_id type);

/* ---- loop.c: `for` in all its places ---- */

struct loop {
	struct node list;    /* OBJ_LIST or OBJ_MAP of no type, or POISON */
	struct scope *scope; /* with the variables; lives as long as the loop */
	struct scope room;
	struct local vars[2];
	uint32_t i, n;
	bool dry; /* run the body once with unknown variables, keeping nothing */
};
/* Evaluates the list of the FOR or LIST_FOR node ID. */
void loop_begin(struct unit *u, ast_id id, struct scope *scope, struct loop *loop);
/* Sets the variables for the next round; false when it is over. */
bool loop_next(struct unit *u, struct loop *loop);

/* ---- slot.c, scalar.c: against a type ---- */

/* The value of ID for a slot of TYPE; POISON after a mistake, NULL for `null`. */
struct node eval_slot(struct unit *u, ast_id id, struct scope *scope, type_id type);
/* What the API server fills in for FIELD in a struct like BASE, which may be NULL; NULL if nothing is known. */
struct node eval_default(struct unit *u, const struct node *base, field_id field);
/* The value of a local for a slot of TYPE (0: of no type). */
struct node eval_local(struct unit *u, struct local *l, ast_id at, type_id type);
/* The expression that a LET, PARAM or thunk stands for; AST_NIL if it has none (reported). */
ast_id local_expr(struct unit *u, struct local *l);
/* The values of SCOPE's locals against their types, and of its parameters against their `where`. */
void check_locals(struct unit *u, struct scope *scope);
/* The declared type of a LET or PARAM, 0 if none; may its value be null? */
type_id local_type(struct unit *u, const struct local *l);
bool local_optional(const struct unit *u, const struct local *l);
/* Reports V, the value of the parameter L, if its `where` does not allow it. */
void check_where(struct unit *u, struct local *l, const struct node *v);
/* The row of a written type; 0 if there is none (reported). */
type_id eval_type(struct unit *u, ast_id id);
/* The plainest row of that form, made if need be. */
type_id type_plain(struct unit *u, enum type_form form, type_id elem);
/* The struct that NAME means as a type, "Container" or "core.v1.Container"; 0 if none. */
type_id type_struct(const struct unit *u, sym name);
/* V as it was written, so that the place where it is read gives it its type. */
struct node as_written(struct unit *u, struct node v);
/* Turns the value V, written at AT, into one of TYPE. */
struct node fit(struct unit *u, const struct node *v, type_id type, ast_id at);
/* Scalars only: literals, texts, booleans against a scalar type. */
struct node fit_scalar(struct unit *u, const struct node *v, type_id type, ast_id at);
/* Checks S against the format and words of TYPE; false if reported. */
bool check_text(struct unit *u, type_id type, sym s, ast_id at);
/* Reports the empty text where it does not stand for nothing: in required fields and items. */
void check_filled(struct unit *u, const struct node *v);
/* Checks S against FORMAT; WHAT says what it is for ("the name of a Service"), or "". */
bool check_format(struct unit *u, enum schema_format format, sym s, ast_id at, const char *what);
/* Checks KEY against the format and words of the keys of the MAP type. */
bool check_map_key(struct unit *u, type_id type, sym key, ast_id at);

/* ---- word.c: bare words ---- */

/* What a bare word means in a slot of TYPE. */
struct node eval_word(struct unit *u, ast_id id, struct scope *scope, type_id type);

/* ---- block.c: maps ---- */

/* Evaluates the items of BLOCK into MAP, a struct or free map of TYPE. LIFT: the kind whose body it is, else 0. */
void eval_block(struct unit *u, ast_id block, struct scope *scope, struct map *map, type_id type, kind_id lift);
/* Carries out a DROP item: the field is absent for good. */
void eval_drop(struct unit *u, ast_id item, struct scope *scope, struct map *map, type_id type, kind_id lift);
/* A BLOCK as a value of no type. */
struct node eval_free_block(struct unit *u, ast_id block, struct scope *scope);
/* OWN becomes what it has and, below that, what BASE has (blocks merge); its map or list is a new one. */
void merge_under(struct unit *u, struct node *own, const struct node *base);
/* Sets the key of ITEM in a list of LIST_TYPE; false if it was set already (reported). */
bool keyed_put(struct unit *u, struct node *item, type_id list_type, sym key, ast_id at);
/* The text of a keyed item's key; SYM_EMPTY if it has none. */
sym keyed_key(struct unit *u, const struct node *item, type_id list_type);
/* Only the value at PATH of an instance's body: field by field, on demand. False if a cycle or not written. */
bool eval_field(struct unit *u, struct instance *inst, path_id path, ast_id at, struct node *out);
/* The same for a path given by names. */
bool eval_steps(struct unit *u, struct instance *inst, const sym *want, uint32_t n, ast_id at, struct node *out);

/* ---- convert.c: what is no map where a struct is expected ---- */

struct node convert(struct unit *u, ast_id id, struct scope *scope, type_id type);
struct node convert_value(struct unit *u, const struct node *v, type_id type, ast_id at);
/* Sets what PATH (and then KEY of the map there, if not empty) leads to below ROOT; false if something is there. */
bool put_at(struct unit *u, struct node *root, path_id path, sym key, const struct node *v, ast_id at);
/* Sets what the library says comes together with the head of TYPE. */
void put_with(struct unit *u, struct node *root, type_id type, ast_id at);
/* The type of the slot that the directive's path leads to. */
type_id dir_type(const struct unit *u, const struct schema_dir *d, type_id from);
/* The two ends of a range (or one value for both) for slots of ELEM; false after a mistake. */
bool range_ends(struct unit *u, ast_id id, struct scope *scope, type_id elem, struct node ends[2]);
/* Has TYPE a way to take a reference? */
bool type_takes_reference(const struct unit *u, type_id type);

/* ---- refer.c: references in slots ---- */

/* Is ID a chain that may be a reference (a word that is no local, members behind it)? */
bool reference_parse(struct unit *u, ast_id id, struct scope *scope, struct reference *out);
/* The same without reporting; *COUNT gets how many there are. */
struct instance *reference_look(struct unit *u, const struct reference *ref, kinds_id kinds, uint32_t *count);
/* A reference in a slot that takes a name. */
struct node reference_name(struct unit *u, const struct reference *ref, type_id type);
/* A reference in a slot of a struct (convert.c) or selector. */
struct node reference_struct(struct unit *u, const struct reference *ref, type_id type);
struct node reference_object(struct unit *u, struct instance *inst, type_id type, ast_id at);
/* Fills the `of` fields of OWNER's struct MAP that are not set; REF may be NULL. */
void reference_beside(struct unit *u, struct map *map, type_id owner, struct instance *inst,
		      const struct reference *ref, ast_id at);
/* Reports when INST is in a namespace that the struct OWNER cannot say, or REF (or NULL) optional where it cannot be.
 */
void reference_placed(struct unit *u, type_id owner, const struct instance *inst, const struct reference *ref,
		      ast_id at);

/* V, the value of REF's first member, taken through the steps behind it. */
struct node reference_rest(struct unit *u, const struct reference *ref, struct node v);

/* ---- refvalue.c: references read as values ---- */

/* `web.name`, `settings.GREETING`, `web.replicas`. */
struct node reference_value(struct unit *u, const struct reference *ref);
/* A member of INST: name, namespace, fqdn, key, port, written field. False if it has none. */
bool instance_member(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out);
/* The number of the port called NAME among INST's written ports. */
bool instance_port(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out);
/* Has INST, which is evaluated, the key? */
bool instance_has_key(struct unit *u, struct instance *inst, sym key);
/* "`a`, `b`": its keys or ports as far as they are known; NULL if it has none. */
const char *instance_members_text(struct unit *u, struct instance *inst);
/* The number of a port struct: its head; NULL if it has none. */
const struct node *port_number(const struct unit *u, const struct node *port);
/* Was the value with this origin written by the user, not by the library? */
static inline bool origin_written(const struct unit *u, origin from)
{
	return from && !unit_in_row(u, from);
}
/* Where to point for a value of INST: where it is written, else at the name of INST. */
ast_id instance_place(const struct unit *u, const struct instance *inst, origin from);
/* Where the name of INST is written. */
ast_id instance_name_at(const struct unit *u, const struct instance *inst);

/* ---- outside.c: what `extern` says ---- */

sym extern_namespace(struct unit *u, struct instance *inst);
bool extern_has_key(struct unit *u, struct instance *inst, sym key);
/* "`a`, `b`"; NULL if it lists none. */
const char *extern_keys_text(struct unit *u, struct instance *inst);
/* Its ports, a list of the kind's type; false if it has none. */
bool extern_ports(struct unit *u, struct instance *inst, struct node *out);
/* The labels that select its pods, a map of no type; false if it gives none. */
bool extern_selector(struct unit *u, struct instance *inst, struct node *out);
/* Reports what may not stand in its body. */
void extern_check(struct unit *u, struct instance *inst);

/* Makes u->by_name know all instances. */
void know_names(struct unit *u);

/* ---- member.c: members and elements of values ---- */

struct node index_value(struct unit *u, ast_id id, struct scope *scope);
/* One step behind BASE: a KEY or KEY_EXPR of a member, or the expression of an index. */
struct node step_value(struct unit *u, const struct node *base, ast_id at, struct scope *scope);
struct node member_value(struct unit *u, const struct node *base, sym name, ast_id at);
/* `m.x` of the MEMBER node ID, where `m` is an imported file: its local `x`; NULL if it is no such thing. */
struct local *module_member(struct unit *u, ast_id id, struct scope *scope);

/* ---- call.c: calls ---- */

/* Calls FN with the arguments of the CALL node AT (and RECEIVER before them, AST_NIL for none). */
struct node call_function(struct unit *u, const struct local *fn, ast_id at, struct scope *scope, ast_id receiver,
			  type_id type);
struct node eval_call(struct unit *u, ast_id id, struct scope *scope, type_id type);

/* ---- calls.c ---- */

/* Reports functions of SCOPE that call themselves; they are wrong from then on. */
void calls_check(struct unit *u, struct scope *scope);

/* ---- operator.c, decimal.c ---- */

struct node eval_binary(struct unit *u, ast_id id, struct scope *scope);
/* Is A in the list, map or range B? */
struct node eval_in(struct unit *u, ast_id id, const struct node *a, const struct node *b);
struct node eval_unary(struct unit *u, ast_id id, struct scope *scope);

/* ---- complain.c: messages that several files give ---- */

/* Returns the field that was probably meant, SYM_EMPTY if none is near. */
sym complain_unknown_field(struct unit *u, ast_id at, sym name, type_id type, kind_id lift);
void complain_wrong_type(struct unit *u, ast_id at, type_id expected, const char *found);
void complain_unknown_setting(struct unit *u, ast_id at, sym name);
/* "`a`, `b`, ...": the first fields of TYPE. */
const char *fields_text(struct unit *u, type_id type);
/* Feeds the fields of TYPE that the target has. */
struct nearest;
void nearest_fields(struct unit *u, struct nearest *n, type_id type);
/* "StatefulSetSpec", "a string", "list of Container". */
const char *type_text(struct unit *u, type_id type);
void complain_unknown_member(struct unit *u, struct instance *inst, sym member, ast_id at);
/* "expected the name of a Service" of a slot that takes references; ONLY (or NULL) gets the kind, 0 if several. */
const char *expected_reference(struct unit *u, type_id type, kind_id *only);
void complain_unresolved(struct unit *u, ast_id at, sym name, struct scope *scope, type_id type);
/* Is what NOW reads being read already? Reports the chain that leads back to it. */
bool complain_cycle(struct unit *u, const struct reading *now);
/* Two imports bring the name that L stands for. */
void complain_clash(struct unit *u, ast_id at, struct local *l);
void complain_unknown_type(struct unit *u, ast_id at, sym name);
/* Nothing has the name that REF, in a slot of TYPE, begins with. */
void complain_no_object(struct unit *u, const struct reference *ref, type_id type);
void complain_ambiguous_field(struct unit *u, ast_id at, kind_id kind, sym name, const struct lift_result *lift);
/* LIST (or NULL) of a keyed type has no item KEY that could be dropped. */
void complain_no_item(struct unit *u, const struct node *list, type_id type, sym key, ast_id at);
/* A path goes on behind a field that has no members. */
void complain_no_members(struct unit *u, ast_id at, sym field, type_id type);
/* BEFORE: the value that NAME has already, or NULL. */
void complain_twice(struct unit *u, ast_id at, const struct node *before, sym name);
/* Adds to D where an object of that name was dropped, if one was. */
void point_at_dropped(struct unit *u, struct diag *d, sym name);
/* NAME is set at one place and dropped at the other. */
void complain_dropped(struct unit *u, ast_id at, origin set, origin dropped, sym name);
/* NAME, which the item's KEY stands for, is set inside the item. */
void complain_key_inside(struct unit *u, ast_id at, origin key, sym name);
/* A line that adds to NAME, which has the value BEFORE already. */
void complain_added(struct unit *u, ast_id at, const struct node *before, sym name);
/* May a field with these limits be used? Reports E0315/E0222 if not. */
bool served_or_complain(struct unit *u, ast_id at, const char *what, sym name, uint8_t since, uint8_t until);
/* "`a`, `b` or `c`" of the words of TYPE, into the arena. */
const char *nearest_word(struct unit *u, const struct schema_type *type, sym s);
const char *words_text(struct unit *u, const struct schema_type *type);

#endif
