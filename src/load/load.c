/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load: the graph of files.
 *
 * Files are parsed in the order in which they are met, so the numbers of
 * their nodes rise with them, and the list of uses is sorted by itself.
 */
#include "load/load.h"

#include "syntax/parse.h"
#include "syntax/yamlread.h"

#include <stdlib.h>

enum { MARK_NEW, MARK_OPEN, MARK_DONE };

/* Files that name files that name files. */
#define MAX_DEPTH 1000

/* ---- one file ---- */

/* Why FILE has no text; PATH as the reader wrote it, at SPAN. */
static void complain_unread(struct modules *m, const struct file *file, const char *path, struct span span)
{
	char why[128];

	m->failed |= file->state == FILE_UNREADABLE;
	switch (file->state) {
	case FILE_READ:
		return;
	case FILE_ABSOLUTE:
		diag_help(diag_label(diag_add(m->diags, E0603, span, "the path `%s` is absolute", path),
				     "expected a path from the folder of this file"),
			  "files that belong together move together: keep it in the project and name it from here");
		return;
	case FILE_OUTSIDE:
		diag_help(diag_add(m->diags, E0603, span, "`%s` is outside of the project's folder", path),
			  "the project's folder is the one with a file `wk8s.root`, or what `--root` says");
		return;
	case FILE_TOO_LARGE:
		diag_note(diag_add(m->diags, E0502, span, "`%s` is too large", path), "a file may have at most %u MiB",
			  FILES_MAX_BYTES >> 20);
		return;
	case FILE_UNREADABLE:
		if (strerror_r(file->error, why, sizeof why) != 0)
			why[0] = '\0';
		diag_add(m->diags, E0602, span, "cannot read `%s`: %s", path, why);
		return;
	}
}

static bool has_ending(const char *path, const char *ending)
{
	size_t n = strlen(path), k = strlen(ending);

	return n >= k && strcmp(path + n - k, ending) == 0;
}

static bool is_data(const char *path)
{
	return has_ending(path, ".yaml") || has_ending(path, ".yml") || has_ending(path, ".json");
}

static struct module *add(struct modules *m, struct file *file)
{
	struct module *module = arena_zalloc(m->tree->arena, sizeof *module);

	module->file = file;
	VEC_PUSH(m->tree->arena, &m->all, module);
	if (!file->seen)
		file->seen = m->all.n;
	return module;
}

typedef ast_id reading(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags);

/* Parses the text of MODULE with READ. */
static void parse_text(struct modules *m, struct module *module, reading *read)
{
	uint32_t number = sources_add(m->sources, module->file->path, module->file->text);

	if (number == UINT32_MAX) {
		diag_add(m->diags, E0502, SPAN_NONE, "all files together have more than 4 GiB");
		return;
	}
	module->root = read(m->tree, m->names, &m->sources->files.v[number], m->diags);
}

static struct module *find(const struct modules *m, const struct file *file, bool raw)
{
	if (file->seen)
		for (uint32_t i = file->seen - 1; i < m->all.n; i++)
			if (m->all.v[i]->file == file && m->all.v[i]->raw == raw && !m->all.v[i]->values &&
			    !m->all.v[i]->live)
				return m->all.v[i];
	return NULL;
}

void modules_give(struct modules *m, const char *path)
{
	struct file *file = files_given(m->files, path);
	struct module *module = find(m, file, false);

	if (module)
		return; /* the same path again */
	module = add(m, file);
	module->given = true;
	module->data = is_data(path);
	if (file->state == FILE_READ)
		parse_text(m, module, module->data ? yaml_objects : parse);
	else
		complain_unread(m, file, file->path, SPAN_NONE);
}

struct module *modules_params(struct modules *m, const char *path)
{
	struct file *file = files_given(m->files, path);
	struct module *module = add(m, file);

	module->values = true;
	module->data = is_data(path);
	if (file->state == FILE_READ)
		parse_text(m, module, module->data ? yaml_values : parse);
	else
		complain_unread(m, file, file->path, SPAN_NONE);
	return module;
}

/* Is there nothing in TEXT but comments and what parts documents? */
static bool is_blank(struct str text)
{
	bool comment = false;

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			comment = false;
		else if (text.p[i] == '#')
			comment = true;
		else if (!comment && !strchr(" \t\r-", text.p[i]))
			return false;
	}
	return true;
}

/*
 * A file without anything is rather one that was not written because of a
 * mistake, and must not stand for a cluster without objects.
 */
struct module *modules_live(struct modules *m, const char *path)
{
	struct file *file = files_given(m->files, path);
	struct module *module = add(m, file);

	module->live = true;
	module->data = true;
	if (file->state != FILE_READ) {
		complain_unread(m, file, file->path, SPAN_NONE);
	} else if (is_blank(file->text)) {
		m->failed = true;
		diag_help(diag_add(m->diags, E0904, SPAN_NONE, "there is nothing in `%s` to compare with", file->path),
			  "`kubectl get -o yaml` writes a List, even an empty one: did it fail?");
	} else {
		parse_text(m, module, yaml_objects);
	}
	return module;
}

/* `[1, 2]` and `{ a: 1 }` are read as in a source. */
static bool is_bracketed(const char *value)
{
	return *value == '[' || *value == '{';
}

static ast_id node_of(struct modules *m, enum ast_kind kind, struct span span, sym name, unsigned flags, ast_id first)
{
	ast_id id = ast_new(m->tree, kind, span);
	struct ast_node *n = ast_edit(m->tree, id);

	n->sym = name;
	n->flags = (uint8_t)flags;
	n->first = first;
	return id;
}

/* `a.b=text` as an item: its value is what the place makes of the text. */
static ast_id define_item(struct modules *m, const struct source *source, uint32_t equals)
{
	struct str text = source->text;
	struct span name = {source->base, source->base + equals};
	struct span value = {name.end + 1, source->base + text.n};
	sym word = sym_intern(m->names, text.p + equals + 1, text.n - equals - 1);
	ast_id path = AST_NIL, last = AST_NIL, string;

	for (uint32_t from = 0, i = 0; i <= equals; i++) {
		if (i < equals && text.p[i] != '.')
			continue;
		struct span part = {name.beg + from, name.beg + i};
		ast_id key = node_of(m, AST_KEY, part, sym_intern(m->names, text.p + from, i - from), 0, AST_NIL);
		if (last)
			ast_edit(m->tree, last)->next = key;
		else
			path = key;
		last = key;
		from = i + 1;
	}
	string = node_of(m, AST_STRING, value, word, AST_SPELLED, AST_NIL);
	if (path == last)
		return node_of(m, AST_FIELD, span_join(name, value), ast_at(m->tree, path)->sym, AST_SIMPLE, string);
	path = node_of(m, AST_PATH, name, 0, 0, path);
	ast_edit(m->tree, path)->next = string;
	return node_of(m, AST_FIELD, span_join(name, value), 0, 0, path);
}

struct module *modules_define(struct modules *m, const char *name, const char *value)
{
	struct arena *arena = m->tree->arena;
	struct module *module = arena_zalloc(arena, sizeof *module);
	struct file *file = arena_zalloc(arena, sizeof *file);
	bool bracketed = is_bracketed(value);
	const char *text = arena_printf(arena, bracketed ? "%s: %s" : "%s=%s", name, value);

	file->path = "-D";
	file->text = str_of(text);
	module->file = file;
	module->values = true;
	VEC_PUSH(arena, &m->all, module);
	if (bracketed) {
		parse_text(m, module, parse);
		return module;
	}
	uint32_t number = sources_add(m->sources, file->path, file->text);
	if (number == UINT32_MAX)
		return module;
	const struct source *source = &m->sources->files.v[number];
	ast_id item = define_item(m, source, (uint32_t)strlen(name));
	struct span all = {source->base, source->base + source->text.n};
	module->root = node_of(m, AST_BLOCK, all, 0, AST_ROOT, item);
	return module;
}

/* ---- what a file names ---- */

bool include_is_verbatim(const struct ast *tree, const struct symtab *names, ast_id item)
{
	ast_id block = ast_first(tree, item);

	while (block && ast_kind(tree, block) != AST_BLOCK)
		block = ast_next(tree, block);
	if (!block)
		return false;
	AST_EACH (tree, block, i) {
		const struct ast_node *n = ast_at(tree, i);
		if (n->kind == AST_FIELD && (n->flags & AST_SIMPLE) && str_is(sym_str(names, n->sym), "verbatim") &&
		    ast_kind(tree, n->first) == AST_TRUE)
			return true;
	}
	return false;
}

/* The path is known before anything is evaluated: which files there are does not depend on values. */
static bool plain_path(struct modules *m, ast_id string)
{
	if (ast_kind(m->tree, string) == AST_STRING)
		return true;
	diag_help(diag_label(
			  diag_add(m->diags, E0604, ast_span(m->tree, string), "the path of a file cannot be computed"),
			  "expected a plain string"),
		  "include both files under `if`, or give the one file parameters");
	return false;
}

/* Is FILE, the standard input, what to compare with? Comparing it with itself would find nothing. */
static bool is_taken(struct modules *m, const struct file *file, struct span span)
{
	for (uint32_t i = 0; i < m->all.n; i++) {
		if (m->all.v[i]->file != file || !m->all.v[i]->live)
			continue;
		diag_help(diag_add(m->diags, E0602, span, "the standard input is what `--against` reads"),
			  "write one of the two to a file and name that");
		return true;
	}
	return false;
}

static void name_file(struct modules *m, const struct module *from, ast_id item)
{
	ast_id string = ast_first(m->tree, item);
	struct span span = ast_span(m->tree, string);

	if (!plain_path(m, string))
		return;
	struct str name = sym_str(m->names, ast_at(m->tree, string)->sym);
	if (!name.n) {
		diag_label(diag_add(m->diags, E0602, span, "the path is empty"), "expected the name of a file");
		return;
	}
	bool include = ast_kind(m->tree, item) == AST_INCLUDE, standard = include && str_is(name, "-");
	struct file *file = standard ? files_given(m->files, "-") : files_named(m->files, from->file->path, name);
	if (file->state != FILE_READ) {
		complain_unread(m, file,
				file->state == FILE_ABSOLUTE ? arena_strndup(m->tree->arena, name.p, name.n)
							     : file->path,
				span);
		return;
	}
	if (standard && is_taken(m, file, span))
		return;
	bool raw = include && include_is_verbatim(m->tree, m->names, item), data = standard || is_data(file->path);
	if (!raw && !data && !has_ending(file->path, ".wk8s")) {
		diag_label(diag_add(m->diags, E0606, span, "`%s` is not a kind of file that can be %s", file->path,
				    include ? "included" : "imported"),
			   "expected a name that ends in .wk8s, .yaml, .yml or .json");
		return;
	}
	struct module *module = find(m, file, raw);
	if (!module) {
		module = add(m, file);
		module->data = data;
		module->raw = raw;
		if (!raw)
			parse_text(m, module, data ? yaml_objects : parse);
	}
	module->named = true;
	struct module_use use = {item, module};
	VEC_PUSH(m->tree->arena, &m->uses, use);
}

/* All imports and includes below BLOCK. */
static void walk(struct modules *m, const struct module *from, ast_id block)
{
	AST_EACH (m->tree, block, item) {
		switch (ast_kind(m->tree, item)) {
		case AST_IMPORT:
		case AST_INCLUDE:
			name_file(m, from, item);
			break;
		case AST_APP:
		case AST_IF:
		case AST_FOR:
		case AST_COMPONENT:
		case AST_BLOCK:
			walk(m, from, item); /* of an item the blocks, of a block the items */
			break;
		default:
			break;
		}
	}
}

static int by_item(const void *a, const void *b)
{
	const struct module_use *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

/* ---- cycles ---- */

/* USE leads back to a file that is open: says the way from there. */
static void complain_cycle(struct modules *m, const struct module_use *use, const struct module *at)
{
	const struct module *on = use->module;
	const char *way = arena_printf(m->tree->arena, "`%s`", on->file->path);
	struct diag *d = diag_add(m->diags, E0605, ast_span(m->tree, ast_first(m->tree, use->item)),
				  "`%s` leads back to itself", on->file->path);

	if (on == at) {
		diag_label(d, "this is the file itself");
		return;
	}
	while (on != at) {
		const struct module_use *next = &m->uses.v[on->visited];
		diag_also(d, ast_span(m->tree, ast_first(m->tree, next->item)), "from `%s`", on->file->path);
		on = next->module;
		way = arena_printf(m->tree->arena, "%s -> `%s`", way, on->file->path);
	}
	diag_note(d, "the way: %s -> `%s`", way, use->module->file->path);
}

/* Depth first. */
static void mark(struct modules *m, struct module *at, unsigned depth)
{
	if (depth == MAX_DEPTH) {
		if (m->deep)
			return;
		m->deep = true;
		diag_label(diag_add(m->diags, E0504, ast_span(m->tree, at->root), "files name each other too deeply"),
			   "the limit is %d", MAX_DEPTH);
		return;
	}
	at->mark = MARK_OPEN;
	for (uint32_t i = 0; i < at->uses; i++) {
		at->visited = at->first_use + i;
		const struct module_use *use = &m->uses.v[at->visited];
		if (use->module->mark == MARK_NEW)
			mark(m, use->module, depth + 1);
		else if (use->module->mark == MARK_OPEN)
			complain_cycle(m, use, at);
	}
	at->mark = MARK_DONE;
}

void modules_follow(struct modules *m)
{
	for (uint32_t i = 0; i < m->all.n; i++) {
		struct module *module = m->all.v[i];
		module->first_use = m->uses.n;
		if (module->root && !module->data)
			walk(m, module, module->root);
		module->uses = m->uses.n - module->first_use;
		if (module->uses)
			qsort(m->uses.v + module->first_use, module->uses, sizeof *m->uses.v, by_item);
	}
	for (uint32_t i = 0; i < m->all.n; i++)
		if (m->all.v[i]->mark == MARK_NEW)
			mark(m, m->all.v[i], 0);
}

struct module *modules_used(const struct modules *m, ast_id item)
{
	uint32_t lo = 0, hi = m->uses.n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (m->uses.v[mid].item < item)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < m->uses.n && m->uses.v[lo].item == item ? m->uses.v[lo].module : NULL;
}
