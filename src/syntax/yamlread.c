/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlread: libyaml's events to nodes; anchors, aliases, merge keys.
 *
 * A node is made when all below it is there, as the parser does, so numbers of
 * nodes grow with the ends of spans.
 */
#include "syntax/yamlread.h"

#include "syntax/parse.h"
#include "syntax/yamlpart.h"

/* Aliases may repeat this many nodes a byte of the file, with a base and a ceiling. */
#define COPIES_BYTE 100u
#define COPIES_BASE 10000u
#define COPIES_MOST 4000000u

struct part {
	ast_id id;       /* AST_NIL once r->stop is set */
	uint32_t height; /* maps and lists above each other */
};

static struct part value(struct yamlread *r, uint32_t depth);

/* ---- nodes ---- */

ast_id yaml_node(struct yamlread *r, enum ast_kind kind, struct span at, sym text, unsigned flags, ast_id first)
{
	ast_id id = ast_new(r->tree, kind, at);
	struct ast_node *n = ast_edit(r->tree, id);

	n->sym = text;
	n->flags = (uint8_t)(flags | AST_DATA);
	n->first = first;
	return id;
}

void yaml_add(struct yamlread *r, struct yaml_kids *kids, ast_id id)
{
	if (kids->last)
		ast_edit(r->tree, kids->last)->next = id;
	else
		kids->first = id;
	kids->last = id;
}

static void add_part(struct yamlread *r, struct yaml_kids *kids, struct part part)
{
	if (!part.id)
		return;
	yaml_add(r, kids, part.id);
	if (kids->height < part.height)
		kids->height = part.height;
}

/* A value that is not there because of a mistake. */
static struct part broken(struct yamlread *r, struct span at)
{
	return (struct part){yaml_node(r, AST_ERROR, at, SYM_EMPTY, 0, AST_NIL), 0};
}

static struct part too_deep(struct yamlread *r, struct span at)
{
	diag_label(diag_add(r->diags, E0501, (struct span){at.beg, at.beg + (at.beg < at.end)},
			    "maps and lists are nested too deeply"),
		   "the limit is %d", YAML_MAX_DEPTH);
	r->stop = true;
	return (struct part){AST_NIL, 0};
}

void yaml_complain_template(struct yamlread *r, struct span at)
{
	struct diag *d = diag_add(r->diags, E0112, at, "this is a template, not YAML");

	diag_label(d, "`{{` begins what is to be replaced");
	diag_help(d, "render it first, and read the result: `helm template . > rendered.yaml`");
	r->stop = true;
}

/* ---- events ---- */

/* The next event; false at a mistake. */
static bool next(struct yamlread *r)
{
	if (r->stop)
		return false;
	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return true;
	r->stop = true;
	if (r->parser.error == YAML_MEMORY_ERROR)
		mem_out(r->tree->arena->mem);
	yaml_report(r);
	return false;
}

/* ---- anchors and aliases ---- */

/* The number of the anchor NAME, 0 if NAME is NULL. */
static uint32_t anchor_number(struct yamlread *r, const yaml_char_t *name)
{
	static const struct yaml_anchor none;
	sym s = name ? sym_of(&r->anchor_names, (const char *)name) : 0;

	while (r->anchors.n <= s)
		VEC_PUSH(&r->scratch, &r->anchors, none);
	return s;
}

/* The value that begins now is called NAME (NULL: has no anchor). */
static uint32_t begin_anchor(struct yamlread *r, const yaml_char_t *name)
{
	uint32_t number = anchor_number(r, name);

	r->anchors.v[number] = (struct yaml_anchor){.document = r->document};
	return number;
}

/* The value is read; it has the nodes from FIRST on. */
static struct part end_anchor(struct yamlread *r, uint32_t number, struct part part, uint32_t first)
{
	struct yaml_anchor *a = &r->anchors.v[number];

	if (number) {
		a->node = part.id;
		a->height = part.height;
		a->count = r->tree->count - first;
	}
	return part;
}

static const char *event_alias(const struct yamlread *r)
{
	return (const char *)r->event.data.alias.anchor;
}

/* What the alias at hand names; NULL after saying that it is nothing. */
static const struct yaml_anchor *find_anchor(struct yamlread *r, struct span at)
{
	uint32_t number = anchor_number(r, r->event.data.alias.anchor);
	const struct yaml_anchor *a = &r->anchors.v[number];
	struct diag *d;

	if (a->document != r->document) {
		d = diag_add(r->diags, E0112, at, "`*%s` repeats nothing: no value before it has the anchor `&%s`",
			     event_alias(r), event_alias(r));
		diag_help(d, "if it is a text, quote it: \"*%s\"", event_alias(r));
		return NULL;
	}
	if (!a->node) {
		diag_add(r->diags, E0112, at, "`*%s` is part of what it repeats", event_alias(r));
		return NULL;
	}
	return a;
}

static uint32_t most_copies(const struct yamlread *r)
{
	uint64_t n = (uint64_t)r->file->text.n * COPIES_BYTE + COPIES_BASE;

	return n < COPIES_MOST ? (uint32_t)n : COPIES_MOST;
}

static struct part alias(struct yamlread *r, uint32_t depth)
{
	struct span at = yaml_span(r);
	const struct yaml_anchor *a = find_anchor(r, at);
	ast_id copy;

	if (!a)
		return broken(r, at);
	if (depth - 1 + a->height > YAML_MAX_DEPTH)
		return too_deep(r, at);
	if (a->count > most_copies(r) - r->copied) {
		diag_label(diag_add(r->diags, E0505, at, "the aliases of this file repeat too much"),
			   "the limit is %u values", most_copies(r));
		r->stop = true;
		return (struct part){AST_NIL, 0};
	}
	r->copied += a->count;
	copy = ast_copy(r->tree, r->tree, a->node);
	ast_set_span(r->tree, copy, at);
	return (struct part){copy, a->height};
}

/* ---- keys ---- */

static struct yaml_key *key_slot(struct yamlread *r, uint32_t map, sym text)
{
	uint32_t mask = r->key_cap - 1;
	uint32_t i = ((map * 0x9e3779b1u) ^ (text * 0x85ebca6bu)) * 0xc2b2ae35u >> 7 & mask;

	while (r->keys[i].map && (r->keys[i].map != map || r->keys[i].text != text))
		i = (i + 1) & mask;
	return &r->keys[i];
}

/* The slot of the key TEXT in MAP, whose `field` is AST_NIL if it is new. */
static struct yaml_key *find_key(struct yamlread *r, uint32_t map, sym text)
{
	struct yaml_key *slot;

	if (r->nkeys * 2 >= r->key_cap) {
		struct yaml_key *old = r->keys;
		uint32_t n = r->key_cap;

		r->key_cap = n ? n * 2 : 256;
		r->keys = arena_zalloc(&r->scratch, r->key_cap * sizeof *r->keys);
		for (uint32_t i = 0; i < n; i++)
			if (old[i].map)
				*key_slot(r, old[i].map, old[i].text) = old[i];
	}
	slot = key_slot(r, map, text);
	if (!slot->map) {
		*slot = (struct yaml_key){map, text, AST_NIL};
		r->nkeys++;
	}
	return slot;
}

struct key {
	sym text;
	struct span at;
	bool bad;   /* a mistake that was told */
	bool merge; /* `<<` */
};

static void scalar_key(struct yamlread *r, struct key *key)
{
	const yaml_event_t *e = &r->event;
	uint32_t anchor = begin_anchor(r, e->data.scalar.anchor), first = r->tree->count;
	bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	key->text = sym_intern(r->names, (const char *)e->data.scalar.value, e->data.scalar.length);
	key->merge = plain && e->data.scalar.length == 2 && memcmp(e->data.scalar.value, "<<", 2) == 0;
	if (anchor) {
		end_anchor(r, anchor, (struct part){yaml_scalar(r, key->at), 0}, first);
		r->anchors.v[anchor].scalar = true;
		r->anchors.v[anchor].text = key->text;
	}
	if (plain && key->text == SYM_EMPTY) {
		diag_add(r->diags, E0112, key->at, "there is no key before this `:`");
		key->bad = true;
	}
	key->at = yaml_unquoted(r, key->at, key->text);
}

static void alias_key(struct yamlread *r, struct key *key)
{
	const struct yaml_anchor *a = find_anchor(r, key->at);

	key->bad = !a || !a->scalar;
	if (a && !a->scalar)
		diag_add(r->diags, E0112, key->at, "a map or a list cannot be a key");
	key->text = a ? a->text : SYM_EMPTY;
}

/* The key at hand, and all of it. DEPTH is that of its map. */
static struct key read_key(struct yamlread *r, uint32_t depth)
{
	struct key key = {.at = yaml_span(r)};

	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		scalar_key(r, &key);
		break;
	case YAML_ALIAS_EVENT:
		alias_key(r, &key);
		break;
	default:
		key.bad = true;
		if (yaml_byte(r, key.at.beg) == '{' && key.at.beg > r->file->base &&
		    yaml_byte(r, key.at.beg - 1) == '{') {
			yaml_complain_template(r, (struct span){key.at.beg - 1, key.at.beg + 1});
			break;
		}
		diag_add(r->diags, E0112, key.at, "a map or a list cannot be a key");
		(void)value(r, depth + 1);
	}
	return key;
}

/* ---- maps ---- */

static void complain_twice(struct yamlread *r, const struct key *key, ast_id first)
{
	struct str s = sym_str(r->names, key->text);
	struct diag *d = diag_add(r->diags, E0215, key->at, "`" STR_FMT "` is in this map twice", STR_ARG(s));

	diag_also(d, yaml_key_span(r, first), "first here");
}

/* Moves the fields of BLOCK that the map does not have yet to KIDS. */
static void merge_block(struct yamlread *r, uint32_t map, ast_id block, struct yaml_kids *kids)
{
	ast_id field, after;

	for (field = ast_first(r->tree, block); field; field = after) {
		struct yaml_key *slot = find_key(r, map, ast_at(r->tree, field)->sym);

		after = ast_next(r->tree, field);
		if (slot->field)
			continue;
		slot->field = field;
		ast_edit(r->tree, field)->next = AST_NIL;
		yaml_add(r, kids, field);
	}
}

static void merge_value(struct yamlread *r, uint32_t map, ast_id from, struct yaml_kids *kids)
{
	switch (ast_kind(r->tree, from)) {
	case AST_BLOCK:
		merge_block(r, map, from, kids);
		break;
	case AST_ERROR:
		break;
	default:
		diag_add(r->diags, E0112, ast_span(r->tree, from), "`<<` takes a map, or a list of maps");
	}
}

/* What `<<` named comes last: a map's own keys win, and of several maps the first one. */
static void merge(struct yamlread *r, uint32_t map, ast_id sources, struct yaml_kids *kids)
{
	for (; sources; sources = ast_next(r->tree, sources)) {
		if (ast_kind(r->tree, sources) != AST_LIST) {
			merge_value(r, map, sources, kids);
			continue;
		}
		AST_EACH (r->tree, sources, from)
			merge_value(r, map, from, kids);
	}
}

/* The field of the key at hand. SOURCES are the values of `<<`. */
static void field(struct yamlread *r, uint32_t map, uint32_t depth, struct yaml_kids *kids, struct yaml_kids *sources,
		  uint32_t *end)
{
	struct key key = read_key(r, depth);
	struct yaml_key *slot;
	struct part v;
	ast_id id;

	if (!next(r))
		return;
	v = value(r, key.merge ? depth : depth + 1);
	if (!v.id)
		return;
	*end = ast_span(r->tree, v.id).end;
	if (key.bad)
		return;
	if (key.merge) {
		yaml_add(r, sources, v.id);
		if (v.height && kids->height < v.height - 1)
			kids->height = v.height - 1;
		return;
	}
	slot = find_key(r, map, key.text);
	if (slot->field) {
		complain_twice(r, &key, slot->field);
		return;
	}
	if (*end < key.at.end)
		*end = key.at.end;
	id = yaml_node(r, AST_FIELD, (struct span){key.at.beg, *end}, key.text, AST_SIMPLE, v.id);
	slot->field = id;
	add_part(r, kids, (struct part){id, v.height});
}

/* ---- values ---- */

/* Is the tag of a map or list the standard one, NAME? */
static void check_tag(struct yamlread *r, const yaml_char_t *tag, const char *name)
{
	static const char standard[] = YAML_STANDARD_TAG;
	const char *t = (const char *)tag;

	if (!t || strcmp(t, "!") == 0)
		return;
	if (strncmp(t, standard, sizeof standard - 1) != 0 || strcmp(t + sizeof standard - 1, name) != 0)
		yaml_complain_tag(r);
}

static struct part map(struct yamlread *r, uint32_t depth)
{
	struct span at = yaml_span(r);
	bool block = r->event.data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE;
	uint32_t anchor = begin_anchor(r, r->event.data.mapping_start.anchor), first = r->tree->count;
	struct yaml_kids kids = {0}, sources = {0};
	uint32_t number = ++r->map, end = at.beg;

	if (depth > YAML_MAX_DEPTH)
		return too_deep(r, at);
	check_tag(r, r->event.data.mapping_start.tag, "map");
	while (next(r) && r->event.type != YAML_MAPPING_END_EVENT)
		field(r, number, depth, &kids, &sources, &end);
	if (r->stop)
		return (struct part){AST_NIL, 0};
	merge(r, number, sources.first, &kids);
	at.end = block ? end : yaml_position(r, r->event.end_mark.index);
	return end_anchor(r, anchor,
			  (struct part){yaml_node(r, AST_BLOCK, at, SYM_EMPTY, 0, kids.first), kids.height + 1}, first);
}

static struct part list(struct yamlread *r, uint32_t depth)
{
	struct span at = yaml_span(r);
	bool block = r->event.data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE;
	uint32_t anchor = begin_anchor(r, r->event.data.sequence_start.anchor), first = r->tree->count;
	struct yaml_kids kids = {0};

	if (depth > YAML_MAX_DEPTH)
		return too_deep(r, at);
	check_tag(r, r->event.data.sequence_start.tag, "seq");
	while (next(r) && r->event.type != YAML_SEQUENCE_END_EVENT)
		add_part(r, &kids, value(r, depth + 1));
	if (r->stop)
		return (struct part){AST_NIL, 0};
	if (block)
		at.end = kids.last ? ast_span(r->tree, kids.last).end : at.end;
	else
		at.end = yaml_position(r, r->event.end_mark.index);
	return end_anchor(r, anchor,
			  (struct part){yaml_node(r, AST_LIST, at, SYM_EMPTY, 0, kids.first), kids.height + 1}, first);
}

static struct part scalar(struct yamlread *r)
{
	const yaml_event_t *e = &r->event;
	uint32_t anchor = begin_anchor(r, e->data.scalar.anchor), first = r->tree->count;
	struct part part = {yaml_scalar(r, yaml_span(r)), 0};

	if (anchor) {
		r->anchors.v[anchor].scalar = true;
		r->anchors.v[anchor].text =
			sym_intern(r->names, (const char *)e->data.scalar.value, e->data.scalar.length);
	}
	return end_anchor(r, anchor, part, first);
}

/* The value whose first event is at hand, and all of it. DEPTH is what it has if it is a map or a list. */
static struct part value(struct yamlread *r, uint32_t depth)
{
	switch (r->event.type) {
	case YAML_ALIAS_EVENT:
		return alias(r, depth);
	case YAML_SEQUENCE_START_EVENT:
		return list(r, depth);
	case YAML_MAPPING_START_EVENT:
		return map(r, depth);
	default:
		return scalar(r);
	}
}

/* ---- documents ---- */

static void release(void *ctx)
{
	struct yamlread *r = ctx;

	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
	arena_free(&r->scratch);
}

static void begin(struct yamlread *r)
{
	struct mem *mem = r->tree->arena->mem;

	arena_init(&r->scratch, mem);
	r->hold = (struct mem_hold){.release = release, .ctx = r};
	mem_hold(mem, &r->hold);
	if (!yaml_parser_initialize(&r->parser))
		mem_out(mem);
	symtab_init(&r->anchor_names, &r->scratch, NULL);
	yaml_text(r);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->text.p, r->text.n);
}

/* Gives each document to TAKE, which adds what it has to OUT. */
static void documents(struct yamlread *r, void (*take)(struct yamlread *, ast_id, struct yaml_kids *),
		      struct yaml_kids *out)
{
	if (!next(r)) /* the stream begins */
		return;
	while (next(r) && r->event.type == YAML_DOCUMENT_START_EVENT) {
		struct part doc;

		r->document++;
		if (!next(r))
			return;
		doc = value(r, 1);
		if (!doc.id)
			return;
		if (!next(r)) /* the document ends */
			return;
		take(r, doc.id, out);
	}
}

static ast_id read_all(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags,
		       void (*take)(struct yamlread *, ast_id, struct yaml_kids *))
{
	struct yamlread r = {.tree = tree, .names = names, .file = file, .diags = diags};
	struct span all = {file->base, file->base + file->text.n};
	struct yaml_kids out = {0};

	if (parse_is_text(file, diags)) {
		begin(&r);
		documents(&r, take, &out);
		mem_let_go(tree->arena->mem, &r.hold);
	}
	return yaml_node(&r, AST_BLOCK, all, SYM_EMPTY, AST_ROOT, out.first);
}

ast_id yaml_objects(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags)
{
	return read_all(tree, names, file, diags, yaml_take_object);
}

ast_id yaml_values(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags)
{
	return read_all(tree, names, file, diags, yaml_take_values);
}
