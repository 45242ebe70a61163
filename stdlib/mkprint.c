/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkprint: writes the tables of a schema as C. Numbers only: the one object
 * with pointers is schema_stdlib itself.
 */
#include "mkstdlib.h"

#include "emit/scalar.h"

/* Begins a new line after some numbers. */
static void wrap(struct buf *out, uint32_t i, uint32_t per_line)
{
	buf_putc(out, i % per_line == per_line - 1 ? '\n' : ' ');
}

static void print_u16(struct buf *out, const char *name, const uint16_t *v, uint32_t n)
{
	buf_printf(out, "static const uint16_t %s[] = {\n", name);
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(out, "%u,", v[i]);
		wrap(out, i, 20);
	}
	buf_puts(out, "};\n\n");
}

static void print_u32(struct buf *out, const char *name, const uint32_t *v, uint32_t n)
{
	buf_printf(out, "static const uint32_t %s[] = {\n", name);
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(out, "%u,", v[i]);
		wrap(out, i, 16);
	}
	buf_puts(out, "};\n\n");
}

/* How the emitter writes each name, so that it need not look again. */
static void print_marks(struct buf *out, const struct sym_fixed *names)
{
	buf_puts(out, "static const uint8_t marks[] = {\n");
	for (uint32_t i = 0; i < names->count; i++)
		buf_printf(out, "%d,%s",
			   scalar_style(names->pool + names->offsets[i], names->offsets[i + 1] - names->offsets[i]),
			   i % 32 == 31 ? "\n" : "");
	buf_puts(out, "};\n\n");
}

/* As characters, a name a line: a string of that length is more than C promises. */
static void print_pool(struct buf *out, const struct sym_fixed *names)
{
	buf_puts(out, "static const char pool[] = {\n");
	for (uint32_t i = 0; i < names->count; i++) {
		for (uint32_t at = names->offsets[i]; at < names->offsets[i + 1]; at++) {
			char c = names->pool[at];
			if (c < ' ' || c > '~' || c == '\'' || c == '\\')
				buf_printf(out, "%d,", c);
			else
				buf_printf(out, "'%c',", c);
		}
		buf_putc(out, '\n');
	}
	buf_puts(out, "0};\n\n");
}

static void print_types(struct buf *out, const struct schema *s)
{
	buf_puts(out, "static const struct schema_type types[] = {\n");
	for (uint32_t i = 0; i < s->ntypes; i++) {
		const struct schema_type *t = &s->types[i];
		buf_printf(out, "{%u,%u,%u,%u,0,%u,%u,%u,%u,%u,%u,%u,%u,%u},\n", t->form, t->format, t->flags,
			   t->key_format, t->elem, t->keyed, t->first, t->count, t->dirs, t->ndirs, t->refs, t->bounds,
			   t->name);
	}
	buf_puts(out, "};\n\nstatic const struct schema_field fields[] = {\n");
	for (uint32_t i = 0; i < s->nfields; i++) {
		const struct schema_field *f = &s->fields[i];
		buf_printf(out, "{%u,%u,%u,%u,%u,%u,%u,0,%u,%u,%u},\n", f->name, f->type, f->owner, f->flags, f->since,
			   f->until, f->of, f->order, f->of_value, f->dflt);
	}
	buf_puts(out, "};\n\nstatic const struct schema_path paths[] = {\n");
	for (uint32_t i = 0; i < s->npaths; i++)
		buf_printf(out, "{%u,%u},\n", s->paths[i].first, s->paths[i].count);
	buf_puts(out, "};\n\nstatic const struct schema_dir dirs[] = {\n");
	for (uint32_t i = 0; i < s->ndirs; i++) {
		const struct schema_dir *d = &s->dirs[i];
		buf_printf(out, "{%u,%u,%u,%u,%u,%u,%u},\n", d->op, d->member, d->a, d->b, d->kinds, d->word, d->expr);
	}
	buf_puts(out, "};\n\nstatic const struct schema_bounds bounds[] = {\n");
	for (uint32_t i = 0; i < s->nbounds; i++) {
		buf_puts(out, "{");
		if (s->bounds[i].lo == INT64_MIN)
			buf_puts(out, "INT64_MIN");
		else
			buf_printf(out, "INT64_C(%lld)", (long long)s->bounds[i].lo);
		if (s->bounds[i].hi == INT64_MAX)
			buf_puts(out, ",INT64_MAX},\n");
		else
			buf_printf(out, ",INT64_C(%lld)},\n", (long long)s->bounds[i].hi);
	}
	buf_puts(out, "};\n\n");
}

static void print_kinds(struct buf *out, const struct schema *s)
{
	buf_puts(out, "static const struct schema_kind kinds[] = {\n");
	for (uint32_t i = 0; i < s->nkinds; i++) {
		const struct schema_kind *k = &s->kinds[i];
		buf_printf(out, "{%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u},\n", k->name,
			   k->group, k->version, k->api_version, k->plural, k->type, k->flags, k->since, k->until,
			   k->rank, k->name_format, k->lift, k->nlift, k->pods, k->selects, k->ports, k->keys, k->nkeys,
			   k->shorts, k->nshorts, k->immutable, k->nimmutable, k->next);
	}
	buf_puts(out, "};\n\nstatic const struct schema_immutable immutables[] = {\n");
	for (uint32_t i = 0; i < s->nimmutables; i++)
		buf_printf(out, "{%u,%u,%u},\n", s->immutables[i].path, s->immutables[i].free, s->immutables[i].when);
	buf_puts(out, "};\n\nstatic const struct schema_kindset kindsets[] = {\n");
	for (uint32_t i = 0; i < s->nkindsets; i++)
		buf_printf(out, "{%u,%u,%u},\n", s->kindsets[i].name, s->kindsets[i].first, s->kindsets[i].count);
	buf_puts(out, "};\n\n");
}

static void print_items(struct buf *out, const struct schema *s)
{
	buf_puts(out, "static const struct schema_derive derives[] = {\n");
	for (uint32_t i = 0; i < s->nderives; i++) {
		const struct schema_derive *d = &s->derives[i];
		buf_printf(out, "{%u,%u,%u,%u,%u,%u,%u,%u,%u},\n", d->kinds, d->type, d->path, d->key, d->value,
			   d->otherwise, d->stratum, d->line, d->file);
	}
	buf_puts(out, "};\n\nstatic const struct schema_rule rules[] = {\n");
	for (uint32_t i = 0; i < s->nrules; i++) {
		const struct schema_rule *r = &s->rules[i];
		buf_printf(out, "{%u,%u,%u,%u,%u,%u,%u},\n", r->name, r->kinds, r->type, r->variable, r->block, r->line,
			   r->file);
	}
	buf_puts(out, "};\n\nstatic const struct schema_name lib[] = {\n");
	for (uint32_t i = 0; i < s->nlib; i++)
		buf_printf(out, "{%u,%u},\n", s->lib[i].name, s->lib[i].item);
	buf_puts(out, "};\n\nstatic const struct ast_node nodes[] = {\n");
	for (uint32_t i = 0; i < s->nnodes; i++) {
		const struct ast_node *n = &s->nodes[i];
		buf_printf(out, "{%u,%u,0,0,%u,%u,%u},\n", n->kind, n->flags, n->sym, n->first, n->next);
	}
	buf_puts(out, "};\n\n");
}

static void print_schema(struct buf *out, const struct schema *s)
{
	static const char *const tables[] = {"types",    "fields",     "paths",   "steps",       "lifts",
					     "prefers",  "words",      "dirs",    "kinds",       "kindsets",
					     "kindlist", "immutables", "derives", "rules",       "bounds",
					     "lib",      "externs",    "nodes",   "field_slots", "kind_slots"};
	const uint32_t counts[] = {s->ntypes,   s->nfields, s->npaths,  s->nsteps,    s->nlifts,    s->nprefers,
				   s->nwords,   s->ndirs,   s->nkinds,  s->nkindsets, s->nkindlist, s->nimmutables,
				   s->nderives, s->nrules,  s->nbounds, s->nlib,      s->nexterns,  s->nnodes};

	buf_puts(out, "const struct schema schema_stdlib = {\n");
	buf_printf(out, "\t.names = {%u, %u, offsets, pool, slots, marks},\n", s->names.count, s->names.mask);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		buf_printf(out, "\t.%s = %s,\n", tables[i], tables[i]);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		buf_printf(out, "\t.n%s = %u,\n", tables[i], counts[i]);
	buf_printf(out, "\t.field_mask = %u,\n\t.kind_mask = %u,\n\t.settings = %u,\n", s->field_mask, s->kind_mask,
		   s->settings);
	buf_printf(out, "\t.model = {%u, %u, %u, %u, %u, %u, %u, %u, %u},\n", s->model.name, s->model.namespace_,
		   s->model.generate_name, s->model.labels, s->model.annotations, s->model.api_version, s->model.kind,
		   s->model.lift, s->model.nlift);
	buf_printf(out, "\t.oldest = %u,\n\t.newest = %u,\n};\n", s->oldest, s->newest);
}

void mkstdlib_print(struct buf *out, const struct schema *s, struct arena *arena)
{
	(void)arena;
	buf_puts(out, "/* SPDX-License-Identifier: Apache-2.0 */\n"
		      "/* Made by mkstdlib from stdlib/. Do not edit. */\n"
		      "#include \"schema/schema.h\"\n\n");
	print_u32(out, "offsets", s->names.offsets, s->names.count + 1);
	print_pool(out, &s->names);
	print_u32(out, "slots", s->names.slots, s->names.mask + 1);
	print_marks(out, &s->names);
	print_types(out, s);
	print_u16(out, "steps", s->steps, s->nsteps);
	print_u16(out, "lifts", s->lifts, s->nlifts);
	print_u16(out, "prefers", s->prefers, s->nprefers);
	print_u32(out, "words", s->words, s->nwords);
	print_kinds(out, s);
	print_u16(out, "kindlist", s->kindlist, s->nkindlist);
	print_items(out, s);
	print_u32(out, "externs", s->externs, s->nexterns);
	print_u16(out, "field_slots", s->field_slots, s->field_mask + 1);
	print_u16(out, "kind_slots", s->kind_slots, s->kind_mask + 1);
	print_schema(out, s);
}

static void size_row(struct buf *out, const char *name, uint32_t n, size_t size, size_t *sum)
{
	buf_printf(out, "%-12s %6u rows %8zu bytes\n", name, n, n * size);
	*sum += n * size;
}

void mkstdlib_sizes(struct buf *out, const struct schema *s, struct arena *arena)
{
	size_t sum = 0;

	(void)arena;
	size_row(out, "names", s->names.count, sizeof *s->names.offsets, &sum);
	size_row(out, "name slots", s->names.mask + 1, sizeof *s->names.slots, &sum);
	size_row(out, "name bytes", s->names.offsets[s->names.count], 1, &sum);
	size_row(out, "types", s->ntypes, sizeof *s->types, &sum);
	size_row(out, "fields", s->nfields, sizeof *s->fields, &sum);
	size_row(out, "paths", s->npaths, sizeof *s->paths, &sum);
	size_row(out, "steps", s->nsteps, sizeof *s->steps, &sum);
	size_row(out, "lifts", s->nlifts, sizeof *s->lifts, &sum);
	size_row(out, "prefers", s->nprefers, sizeof *s->prefers, &sum);
	size_row(out, "words", s->nwords, sizeof *s->words, &sum);
	size_row(out, "directives", s->ndirs, sizeof *s->dirs, &sum);
	size_row(out, "kinds", s->nkinds, sizeof *s->kinds, &sum);
	size_row(out, "kind sets", s->nkindsets, sizeof *s->kindsets, &sum);
	size_row(out, "members", s->nkindlist, sizeof *s->kindlist, &sum);
	size_row(out, "immutable", s->nimmutables, sizeof *s->immutables, &sum);
	size_row(out, "derivations", s->nderives, sizeof *s->derives, &sum);
	size_row(out, "rules", s->nrules, sizeof *s->rules, &sum);
	size_row(out, "bounds", s->nbounds, sizeof *s->bounds, &sum);
	size_row(out, "library", s->nlib, sizeof *s->lib, &sum);
	size_row(out, "externs", s->nexterns, sizeof *s->externs, &sum);
	size_row(out, "nodes", s->nnodes, sizeof *s->nodes, &sum);
	size_row(out, "field slots", s->field_mask + 1, sizeof *s->field_slots, &sum);
	size_row(out, "kind slots", s->kind_mask + 1, sizeof *s->kind_slots, &sum);
	buf_printf(out, "%-12s %20zu bytes\n", "all", sum);
}
