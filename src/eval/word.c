/* SPDX-License-Identifier: Apache-2.0 */
/*
 * word: what a bare word means in a slot.
 *
 * Three places are asked: the locals around it, the words of the slot's type
 * (in a port's slot: any port name, checked when all ports are known), and
 * the resources that the slot accepts. One answer is taken, two are an error
 * with both ways out, none is an error with what was probably meant.
 */
#include "eval/eval.h"

static bool takes_port(const struct schema_type *t)
{
	return t->flags & (TYPE_PORT_HERE | TYPE_PORT_THERE);
}

static struct node ambiguous(struct unit *u, ast_id id, sym name, const struct local *l)
{
	struct diag *d = diag_add(u->diags, E0302, unit_span(u, id), "`" STR_FMT "` could mean two things here",
				  STR_ARG(unit_str(u, name)));

	diag_also(d, unit_span(u, l->decl), "the local of this name");
	diag_help(d, "for the value of the field write `\"" STR_FMT "\"`, for the local `(" STR_FMT ")`",
		  STR_ARG(unit_str(u, name)), STR_ARG(unit_str(u, name)));
	return node_poison();
}

static struct node word_of_type(struct unit *u, ast_id id, sym name, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	struct node v = node_text(name, type, id);

	if (takes_port(t))
		v.flags |= OBJ_WORD;
	return v;
}

struct node eval_word(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	sym name = unit_node(u, id)->sym;
	struct local *l = scope_find(scope, name);
	struct reference ref;

	if (t->form == TYPE_STRUCT)
		return l ? eval_local(u, l, id, type) : convert(u, id, scope, type);
	bool word = t->form != TYPE_LIST && t->form != TYPE_MAP && t->count && schema_word(u->schema, t, name);
	if (l && word)
		return ambiguous(u, id, name, l);
	if (l)
		return eval_local(u, l, id, type);
	if (word)
		return word_of_type(u, id, name, type);
	if (takes_port(t)) {
		if (!check_format(u, FORMAT_PORT_NAME, name, id, ""))
			return node_poison();
		return word_of_type(u, id, name, type);
	}
	if ((t->refs || (t->flags & TYPE_SELECTOR)) && reference_parse(u, id, scope, &ref))
		return t->form == TYPE_MAP ? reference_struct(u, &ref, type) : reference_name(u, &ref, type);
	if (u->wire_word) {
		struct node v;
		if (u->wire_word(u, name, id, &v))
			return fit(u, &v, type, id);
	}
	complain_unresolved(u, id, name, scope, type);
	return node_poison();
}
