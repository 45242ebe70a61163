/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kindname: the kind that a resource's head names, `StatefulSet` or
 * `HorizontalPodAutoscaler@autoscaling/v1`, as the target serves it.
 */
#include "eval/eval.h"

#include "schema/nearest.h"

static void feed_kinds(struct unit *u, struct nearest *n)
{
	for (uint32_t i = 1; i < u->schema->nkinds; i++)
		if (!(u->schema->kinds[i].flags & KIND_LIST))
			nearest_feed(n, unit_str(u, u->schema->kinds[i].name));
}

/* The kind that has NAME as a short name, 0 if none. */
static kind_id by_short_name(const struct unit *u, sym name)
{
	for (uint32_t i = 1; i < u->schema->nkinds; i++)
		for (uint32_t k = 0; k < u->schema->kinds[i].nshorts; k++)
			if (u->schema->words[u->schema->kinds[i].shorts + k] == name)
				return (kind_id)i;
	return 0;
}

static void feed_components(struct unit *u, struct nearest *n, const struct scope *scope)
{
	for (; scope; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++) {
			const struct local *l = &scope->v[i];
			if (l->kind == LOCAL_COMPONENT || (l->kind == LOCAL_ALIAS && l->alias->kind == LOCAL_COMPONENT))
				nearest_feed(n, unit_str(u, l->name));
		}
}

static bool any_component(const struct scope *scope)
{
	for (; scope; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++)
			if (scope->v[i].kind == LOCAL_COMPONENT ||
			    (scope->v[i].kind == LOCAL_ALIAS && scope->v[i].alias->kind == LOCAL_COMPONENT))
				return true;
	return false;
}

/* How to make NAME known, which is written with the apiVersion VERSION or none. */
static void help_custom(struct diag *d, struct str name, struct str version)
{
	bool group = version.n && memchr(version.p, '/', version.n);

	if (name.n && name.p[0] >= 'A' && name.p[0] <= 'Z' && !memchr(name.p, '.', name.n) && (group || !version.n))
		diag_help(d,
			  "a custom resource? `import` the YAML that defines it, or declare it: "
			  "`extern kind " STR_FMT " in " STR_FMT "`",
			  STR_ARG(name), STR_ARG(group ? version : str_of("GROUP/VERSION")));
}

static void complain_kind(struct unit *u, ast_id at, sym name, sym version, struct scope *scope)
{
	struct nearest n;
	kind_id known = by_short_name(u, name);
	const struct local *l = scope_find(scope, name);

	if (u->torn && !schema_kind(u->schema, name))
		return; /* a component of this name may have been where the hole is */

	if (l && l->kind == LOCAL_COMPONENT) {
		diag_label(diag_add(u->diags, E0201, unit_span(u, at), "`" STR_FMT "` is a component, and no kind",
				    STR_ARG(unit_str(u, name))),
			   "name one of the objects that it makes");
		return;
	}
	struct diag *d = diag_add(u->diags, E0201, unit_span(u, at), "there is no kind%s `" STR_FMT "`",
				  any_component(scope) ? " or component" : "", STR_ARG(unit_str(u, name)));

	nearest_init(&n, unit_str(u, name));
	feed_kinds(u, &n);
	feed_components(u, &n, scope);
	if (known)
		n.best = unit_str(u, u->schema->kinds[known].name);
	if (!n.best.n) {
		if (version || !any_component(scope))
			help_custom(d, unit_str(u, name), unit_str(u, version));
		return;
	}
	diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
}

static const char *versions_text(struct unit *u, sym name, bool served)
{
	const char *text = NULL;

	for (kind_id k = schema_kind(u->schema, name); k; k = u->schema->kinds[k].next)
		if (!served || schema_served(u->schema->kinds[k].since, u->schema->kinds[k].until, u->target))
			text = arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", text ? ", " : "",
					    STR_ARG(unit_str(u, u->schema->kinds[k].api_version)));
	return text;
}

static kind_id unserved(struct unit *u, ast_id path, ast_id gv, sym name)
{
	kind_id first = schema_kind(u->schema, name);
	const struct schema_kind *k = &u->schema->kinds[first];

	if (gv) {
		const char *versions = versions_text(u, name, true);
		struct str given = unit_str(u, unit_node(u, gv)->sym);
		for (kind_id i = first; i; i = u->schema->kinds[i].next)
			if (str_eq(unit_str(u, u->schema->kinds[i].api_version), given)) {
				served_or_complain(u, gv, "version", u->schema->kinds[i].api_version,
						   u->schema->kinds[i].since, u->schema->kinds[i].until);
				return 0;
			}
		struct diag *d = diag_add(u->diags, E0217, unit_span(u, gv), "`" STR_FMT "` does not serve " STR_FMT,
					  STR_ARG(given), STR_ARG(unit_str(u, name)));
		if (versions)
			diag_label(d, "it is served by %s", versions);
		return 0;
	}
	served_or_complain(u, path, "kind", name, k->since, k->until);
	return 0;
}

kind_id shape_kind(struct unit *u, ast_id path, ast_id gv, struct scope *scope)
{
	ast_id key = ast_first(u->tree, path);
	sym name = unit_node(u, key)->sym;
	sym version = gv ? unit_node(u, gv)->sym : SYM_EMPTY;

	if (ast_next(u->tree, key) || !schema_kind(u->schema, name)) {
		complain_kind(u, path,
			      ast_next(u->tree, key)
				      ? sym_intern(u->names, sources_text(u->sources, unit_span(u, path)).p,
						   sources_text(u->sources, unit_span(u, path)).n)
				      : name,
			      version, scope);
		return 0;
	}
	kind_id kind = schema_kind_served(u->schema, name, version, u->target);
	if (!kind)
		return unserved(u, path, gv, name);
	if (u->schema->kinds[kind].flags & KIND_LIST) {
		diag_add(u->diags, E0201, unit_span(u, path), "`" STR_FMT "` is not a resource of its own",
			 STR_ARG(unit_str(u, name)));
		return 0;
	}
	return kind;
}
