/* SPDX-License-Identifier: Apache-2.0 */
/*
 * word: what a bare word means in a slot.
 *
 * Three places are asked: the locals around it, the words of the slot's type
 * (in a port's slot: any port name, checked when all ports are known), and
 * the resources that the slot accepts. One answer is taken, two are an error
 * with both ways out, none is an error with what was probably meant.
 */
#include "eval/look.h"

static bool takes_port(const struct schema_type *t)
{
	return t->flags & (TYPE_PORT_HERE | TYPE_PORT_THERE);
}

type_id type_behind_heads(const struct unit *u, type_id type)
{
	for (unsigned depth = 0; depth < 4; depth++) {
		const struct schema_type *t = unit_type(u, type);
		const struct schema_dir *head = NULL;
		if (t->form != TYPE_STRUCT)
			return type;
		for (uint32_t i = 0; i < t->ndirs; i++)
			if (u->schema->dirs[t->dirs + i].op == DIR_HEAD)
				head = &u->schema->dirs[t->dirs + i];
		if (!head)
			return 0;
		type = dir_type(u, head, type);
	}
	return 0;
}

static bool is_word(const struct unit *u, type_id type, sym name)
{
	const struct schema_type *t = unit_type(u, type_behind_heads(u, type));

	return t->form != TYPE_STRUCT && t->form != TYPE_LIST && t->form != TYPE_MAP && t->count &&
	       schema_word(u->schema, t, name);
}

/* The object that the word or chain at ID would name if the local were not there; NULL if none. */
static struct instance *hidden_object(struct unit *u, ast_id id, type_id type)
{
	struct reference ref;
	struct look look = {.ref = &ref, .type = type, .declared = true};

	if (unit_in_row(u, id) || !type_takes_reference(u, type) || !reference_parse(u, id, NULL, &ref))
		return NULL;
	look_for(u, &look);
	return look.count && !look.found[0]->library ? look.found[0] : NULL;
}

bool word_is_ambiguous(struct unit *u, ast_id id, const struct local *l, type_id type)
{
	ast_id word = id;
	while (ast_kind(u->tree, word) != AST_WORD)
		word = ast_first(u->tree, word);
	sym name = unit_node(u, word)->sym;
	struct str s = unit_str(u, name);
	bool of_type = word == id && !unit_in_row(u, id) && is_word(u, type, name);
	struct instance *inst = of_type ? NULL : hidden_object(u, id, type);

	if (!of_type && !inst)
		return false;
	struct diag *d =
		diag_add(u->diags, E0302, unit_span(u, word), "`" STR_FMT "` could mean two things here", STR_ARG(s));
	diag_also(d, unit_span(u, l->decl), "the local of this name");
	if (inst) {
		struct str kind = unit_str(u, u->schema->kinds[inst->o.kind].name);
		diag_also(d, unit_span(u, instance_name_at(u, inst)), "the " STR_FMT " of this name", STR_ARG(kind));
		diag_help(d, "for the " STR_FMT " write `" STR_FMT "." STR_FMT "`, for the local `(" STR_FMT ")`",
			  STR_ARG(kind), STR_ARG(kind), STR_ARG(s), STR_ARG(s));
	} else {
		diag_help(d, "for the value of the field write `\"" STR_FMT "\"`, for the local `(" STR_FMT ")`",
			  STR_ARG(s), STR_ARG(s));
	}
	return true;
}

static struct node word_of_type(struct unit *u, ast_id id, sym name, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	struct node v = node_text(name, type, id);

	if (takes_port(t))
		v.flags |= OBJ_WORD;
	return v;
}

/* A word that would do for an item of the list, without brackets around it. */
static bool complain_no_list(struct unit *u, ast_id id, sym name, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	struct reference ref;
	struct look look = {.ref = &ref, .type = t->elem};

	if (t->form != TYPE_LIST || t->keyed)
		return false;
	if (!is_word(u, t->elem, name)) {
		if (!type_takes_reference(u, t->elem) || !reference_parse(u, id, NULL, &ref))
			return false;
		look_for(u, &look);
		if (!look.count)
			return false;
	}
	diag_edit(diag_label(diag_add(u->diags, E0202, unit_span(u, id), "expected %s, found `" STR_FMT "`",
				      type_text(u, type), STR_ARG(unit_str(u, name))),
			     "write `[" STR_FMT "]`", STR_ARG(unit_str(u, name))),
		  unit_span(u, id), arena_printf(u->arena, "[" STR_FMT "]", STR_ARG(unit_str(u, name))), EDIT_SAFE);
	return true;
}

/* An object of that name in a slot that takes no references. */
static bool complain_object(struct unit *u, ast_id id, sym name, type_id type)
{
	struct reference ref;
	struct look look = {.ref = &ref};

	if (type_takes_reference(u, type) || !reference_parse(u, id, NULL, &ref))
		return false;
	look_for(u, &look);
	if (!look.count || look.found[0]->library)
		return false;
	struct str s = unit_str(u, name);
	struct diag *d =
		diag_add(u->diags, E0304, unit_span(u, id), STR_FMT " `" STR_FMT "` cannot be referred to here",
			 STR_ARG(unit_str(u, u->schema->kinds[look.found[0]->o.kind].name)), STR_ARG(s));
	diag_label(d, "expected %s", type_text(u, type));
	diag_also(d, unit_span(u, instance_name_at(u, look.found[0])), "declared here");
	diag_help(d, "for its name write `" STR_FMT ".name`, for the text `\"" STR_FMT "\"`", STR_ARG(s), STR_ARG(s));
	return true;
}

struct node eval_word(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	sym name = unit_node(u, id)->sym;
	struct local *l = scope_find(scope, name);
	struct reference ref;

	if (l)
		return word_is_ambiguous(u, id, l, type) ? node_poison() : eval_local(u, l, id, type);
	if (u->patching && name == u->word.old)
		return old_value(u, id, type);
	if (t->form == TYPE_STRUCT)
		return convert(u, id, scope, type);
	if (is_word(u, type, name))
		return word_of_type(u, id, name, type);
	if (takes_port(t)) {
		if (!check_format(u, FORMAT_PORT_NAME, name, id, ""))
			return node_poison();
		return word_of_type(u, id, name, type);
	}
	if ((t->refs || (t->flags & TYPE_SELECTOR)) && reference_parse(u, id, scope, &ref))
		return t->form == TYPE_MAP ? reference_struct(u, &ref, type) : reference_name(u, &ref, type);
	if (u->hooks.word) {
		struct node v;
		if (u->hooks.word(u, name, id, &v))
			return fit(u, &v, type, id);
	}
	if (!complain_no_list(u, id, name, type) && !complain_object(u, id, name, type))
		complain_unresolved(u, id, name, scope, type);
	return node_poison();
}
