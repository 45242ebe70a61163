/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_file: functions that read files of the project. A path is looked
 * for from the folder of the source that the call stands in.
 */
#include "eval/function.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "text/dotenv.h"
#include "text/files.h"

/* The path of the source that the call stands in; NULL if there are no files (reported). */
static const char *source_path(struct unit *u, const struct arguments *a)
{
	const struct source *source = sources_at(u->sources, unit_span(u, a->call).beg);

	if (u->files && source)
		return source->path;
	diag_label(diag_add(u->diags, E0602, unit_span(u, a->at[0]), "`%s` cannot read files here", a->f->name),
		   "this compilation has none");
	return NULL;
}

/* Why what is called NAME cannot be read. */
static void complain(struct unit *u, const struct arguments *a, struct str name, enum file_state state, int error)
{
	struct span at = unit_span(u, a->at[0]);
	char why[128];

	switch (state) {
	case FILE_ABSOLUTE:
		diag_label(
			diag_add(u->diags, E0603, at, "`" STR_FMT "` is not a path within the project", STR_ARG(name)),
			"paths go from the folder of this file, and do not begin with `/`");
		break;
	case FILE_OUTSIDE:
		diag_help(
			diag_add(u->diags, E0603, at, "`" STR_FMT "` leads out of the project's folder", STR_ARG(name)),
			"`--root FOLDER` says which folder that is");
		break;
	case FILE_TOO_LARGE:
		diag_label(diag_add(u->diags, E0502, at, "`" STR_FMT "` is too large", STR_ARG(name)),
			   "a file may have at most %u MiB", FILES_MAX_BYTES >> 20);
		break;
	default:
		if (strerror_r(error, why, sizeof why) != 0)
			why[0] = '\0';
		diag_add(u->diags, E0602, at, "cannot read `" STR_FMT "`: %s", STR_ARG(name), why);
	}
}

static void complain_binary(struct unit *u, const struct arguments *a, const char *path)
{
	diag_help(diag_add(u->diags, E0102, unit_span(u, a->at[0]), "`%s` is not valid UTF-8", path),
		  "bytes that are no text are written in base64, for `binaryData`: `fileBase64(\"%s\")`", path);
}

/* What is at NAME, seen from the source FROM; NULL if it cannot be read (reported). TEXT: it must be UTF-8. */
static struct file *read_named(struct unit *u, const struct arguments *a, const char *from, struct str name, bool text)
{
	if (str_is(name, "-")) {
		diag_label(diag_add(u->diags, E0603, unit_span(u, a->at[0]), "`-` is not a path within the project"),
			   "standard input is no file of the project; a file of that name is `./-`");
		return NULL;
	}
	struct file *f = files_named(u->files, from, name);

	if (f->state != FILE_READ) {
		complain(u, a, name, f->state, f->error);
		return NULL;
	}
	if (!spend_bytes(u, f->text.n, a->call))
		return NULL;
	if (text && utf8_valid(f->text.p, f->text.n) < f->text.n) {
		complain_binary(u, a, arena_strndup(u->arena, name.p, name.n));
		return NULL;
	}
	return f;
}

static struct file *read_argument(struct unit *u, const struct arguments *a, bool text)
{
	struct str name;

	if (!arg_text(u, a, 0, &name))
		return NULL;
	const char *from = source_path(u, a);

	return from ? read_named(u, a, from, name, text) : NULL;
}

static struct node text_of(struct unit *u, const struct arguments *a, const struct file *f)
{
	return (struct node){
		.kind = OBJ_TEXT, .text = sym_intern_borrow(u->names, f->text.p, f->text.n), .origin = a->call};
}

struct node fn_file(struct unit *u, const struct arguments *a)
{
	const struct file *f = read_argument(u, a, true);

	return f ? text_of(u, a, f) : node_poison();
}

struct node fn_file_base64(struct unit *u, const struct arguments *a)
{
	const struct file *f = read_argument(u, a, false);
	struct str s;

	if (!f)
		return node_poison();
	s = base64_encode(u->arena, f->text);
	return spend_bytes(u, s.n, a->call) ? result_text(u, a, s.p, s.n) : node_poison();
}

/* ---- files ---- */

static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_of(slash ? slash + 1 : path);
}

/* Another one of the N NAMES that has the base name of NAMES[I]. */
static const char *same_base(const file_names *names, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (str_eq(base_name(names->v[k]), base_name(names->v[i])))
			return names->v[k];
	return NULL;
}

static bool add_file(struct unit *u, const struct arguments *a, const char *from, const file_names *names, uint32_t i,
		     struct map *map)
{
	struct str base = base_name(names->v[i]);
	sym key = sym_intern(u->names, base.p, base.n);
	const struct file *f;

	if (map_get(map, key)) {
		diag_label(diag_add(u->diags, E0215, unit_span(u, a->at[0]), "two files are called `" STR_FMT "`",
				    STR_ARG(base)),
			   "`%s` and `%s`", same_base(names, i), names->v[i]);
		return false;
	}
	f = read_named(u, a, from, str_of(names->v[i]), true);
	if (!f || !spend_values(u, 1, a->call))
		return false;
	*map_add(u->arena, map, key, 0) = text_of(u, a, f);
	return true;
}

struct node fn_files(struct unit *u, const struct arguments *a)
{
	struct node map = node_map(u->arena, 0, a->call);
	file_names names = {NULL, 0, 0};
	struct str pattern;
	int error = 0;

	if (!arg_text(u, a, 0, &pattern))
		return node_poison();
	const char *from = source_path(u, a);

	if (!from)
		return node_poison();
	enum file_state state = files_matching(u->files, from, pattern, &names, &error);

	if (state != FILE_READ) {
		complain(u, a, pattern, state, error);
		return node_poison();
	}
	if (!names.n) {
		diag_label(diag_add(u->diags, E0602, unit_span(u, a->at[0]), "no file matches `" STR_FMT "`",
				    STR_ARG(pattern)),
			   "looked for from the folder of this file");
		return node_poison();
	}
	for (uint32_t i = 0; i < names.n; i++)
		if (!add_file(u, a, from, &names, i, map.map))
			return node_poison();
	return map;
}

/* ---- dotenv ---- */

/* A .env file that is shown in messages: one of the sources, once there is a mistake in it. */
struct shown {
	struct unit *u;
	const struct arguments *a;
	const struct file *f;
	uint32_t number; /* in u->sources, UINT32_MAX: not yet */
};

static struct span place_in_file(struct shown *s, uint32_t beg, uint32_t end)
{
	if (s->number == UINT32_MAX)
		s->number = sources_add(s->u->sources, s->f->path, s->f->text);
	if (s->number == UINT32_MAX)
		return unit_span(s->u, s->a->at[0]);
	uint32_t base = s->u->sources->files.v[s->number].base;

	return (struct span){base + beg, base + end};
}

static void complain_line(struct shown *s, const struct dotenv *d)
{
	struct diag *e = diag_label(diag_add(s->u->diags, E0608, place_in_file(s, d->beg, d->end),
					     "this line of a .env file cannot be read"),
				    "%s", d->why);

	diag_also(e, unit_span(s->u, s->a->at[0]), "read here");
}

static void complain_key(struct shown *s, const struct dotenv *d, const struct node *before)
{
	struct diag *e = diag_add(s->u->diags, E0215, place_in_file(s, d->beg, d->end), "`" STR_FMT "` is set twice",
				  STR_ARG(d->key));

	diag_also(e, place_in_file(s, before->origin, before->origin + d->key.n), "it is set here already");
}

static struct str without_mark(struct str s)
{
	bool mark = s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;

	return str_make(s.p + 3 * mark, s.n - 3u * mark);
}

/* Reads the entries of D into MAP; false after a mistake. Meanwhile the origin of a value is the place of its key. */
static bool read_entries(struct shown *s, struct dotenv *d, struct map *map)
{
	enum dotenv_status status;
	bool good = true;

	while ((status = dotenv_next(d)) != DOTENV_END) {
		if (status == DOTENV_BAD) {
			complain_line(s, d);
			good = false;
			continue;
		}
		sym key = sym_intern(s->u->names, d->key.p, d->key.n);
		struct node *before = map_value(map, key);

		if (before) {
			complain_key(s, d, before);
			good = false;
			continue;
		}
		if (!spend_values(s->u, 1, s->a->call))
			return false;
		*map_add(s->u->arena, map, key, 0) =
			node_text(sym_intern(s->u->names, d->value.p, d->value.n), 0, d->beg);
	}
	return good;
}

struct node fn_dotenv(struct unit *u, const struct arguments *a)
{
	struct node map = node_map(u->arena, 0, a->call);
	struct dotenv d;
	const struct file *f = read_argument(u, a, true);

	if (!f)
		return node_poison();
	struct shown shown = {u, a, f, UINT32_MAX};

	dotenv_begin(&d, u->arena, without_mark(f->text));
	if (!read_entries(&shown, &d, map.map))
		return node_poison();
	for (uint32_t i = 0; i < map.map->n; i++)
		map.map->v[i].value.origin = a->call;
	return map;
}
