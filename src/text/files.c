/* SPDX-License-Identifier: Apache-2.0 */
/* files: plain paths, reading each once. What patterns match is in match.c. */
#include "text/files.h"

#include <errno.h>

void files_init(struct files *files, struct arena *arena, const struct file_reader *reader)
{
	*files = (struct files){.arena = arena, .reader = *reader, .handle = -1};
}

static void close_text(struct files *files)
{
	files->reader.close(files->reader.ctx, files->handle);
	files->handle = -1;
}

void files_abort(struct files *files)
{
	if (files->handle >= 0)
		close_text(files);
}

/* ---- paths ---- */

/* The end of the last part of the N bytes at P, which begin with FIXED bytes that are no parts. */
static size_t without_last(const char *p, size_t n, size_t fixed)
{
	while (n > fixed && p[n - 1] != '/')
		n--;
	return n > fixed ? n - 1 : fixed;
}

/*
 * Makes the N bytes at P plain in place, with a NUL behind (there must be
 * room), and returns how many are left: no `.`, no empty part, `..` only
 * where there is nothing that it could take away.
 */
static size_t make_plain(char *p, size_t n)
{
	size_t root = n > 0 && p[0] == '/', to = root, fixed = root, from = root;

	while (from < n) {
		size_t end = from, len;

		while (end < n && p[end] != '/')
			end++;
		len = end - from;
		if (len == 2 && p[from] == '.' && p[from + 1] == '.' && (to > fixed || root)) {
			to = without_last(p, to, fixed);
		} else if (len > 0 && !(len == 1 && p[from] == '.')) {
			bool up = len == 2 && p[from] == '.' && p[from + 1] == '.';

			if (to > root)
				p[to++] = '/';
			memmove(p + to, p + from, len);
			to += len;
			if (up)
				fixed = to;
		}
		from = end + 1;
	}
	if (to == 0)
		p[to++] = '.';
	p[to] = '\0';
	return to;
}

/* The bytes of PATH up to its last part. */
static size_t folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

const char *files_path(struct files *files, const char *from, struct str name)
{
	size_t folder = folder_of(from);
	char *p;

	if (name.n && name.p[0] == '/')
		return NULL;
	p = arena_alloc(files->arena, folder + name.n + 2);
	memcpy(p, from, folder);
	if (name.n)
		memcpy(p + folder, name.p, name.n);
	make_plain(p, folder + name.n);
	return p;
}

/* Why no file can be called NAME, as an errno value; 0 if one can. */
static int bad_name(struct str name)
{
	if (!name.n)
		return ENOENT;
	return memchr(name.p, '\0', name.n) ? EINVAL : 0;
}

/* ---- finding by path ---- */

static uint32_t hash_of(const char *path)
{
	uint32_t h = 2166136261u;

	for (; *path; path++)
		h = (h ^ (unsigned char)*path) * 16777619u;
	return h ^ h >> 15;
}

/* The place of PATH in the hash, which has room. */
static struct file **slot_of(const struct files *files, const char *path)
{
	uint32_t mask = files->nslots - 1, i = hash_of(path) & mask;

	while (files->slots[i] && strcmp(files->slots[i]->path, path) != 0)
		i = (i + 1) & mask;
	return &files->slots[i];
}

/* Keeps a quarter free at least. */
static void grow_slots(struct files *files)
{
	struct file **old = files->slots;
	uint32_t n = files->nslots;

	if (files->all.n < n / 4 * 3)
		return;
	files->nslots = n ? n * 2 : 16;
	files->slots = arena_zalloc(files->arena, files->nslots * sizeof(struct file *));
	for (uint32_t i = 0; i < n; i++) {
		if (old[i])
			*slot_of(files, old[i]->path) = old[i];
	}
}

static struct file *new_file(struct files *files, const char *path)
{
	struct file *f = arena_zalloc(files->arena, sizeof *f);

	f->path = path;
	return f;
}

/* The file at the plain PATH; its state is only to be trusted if *FRESH is false. */
static struct file *find(struct files *files, const char *path, bool *fresh)
{
	struct file **slot;

	grow_slots(files);
	slot = slot_of(files, path);
	*fresh = !*slot;
	if (*fresh) {
		*slot = new_file(files, path);
		VEC_PUSH(files->arena, &files->all, *slot);
	}
	return *slot;
}

/* ---- reading ---- */

static void fail(struct file *f, int error)
{
	f->state = error == EXDEV ? FILE_OUTSIDE : FILE_UNREADABLE;
	f->error = error;
}

/* Reads the open text to its end, or until it is known why that cannot be. */
static void read_rest(struct files *files, struct file *f, uint64_t size)
{
	const struct file_reader *r = &files->reader;
	/* Room for the NUL and one byte more, so that a file of this size needs one read and one for its end. */
	size_t cap = size ? (size_t)size + 2 : 1 << 16, n = 0;
	char *p = arena_alloc(files->arena, cap);

	for (;;) {
		if (cap - n < 2) {
			p = arena_grow(files->arena, p, cap, cap * 2);
			cap *= 2;
		}
		long got = r->read(r->ctx, files->handle, p + n, cap - n - 1);
		if (got == -EINTR)
			continue;
		if (got < 0) {
			fail(f, (int)-got);
			return;
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > FILES_MAX_BYTES) {
			f->state = FILE_TOO_LARGE;
			return;
		}
	}
	p[n] = '\0';
	f->text = str_make(p, n);
	f->state = FILE_READ;
	files->bytes += n;
}

/* Reads F from PATH, which is F's or the same in other words. */
static void read_file(struct files *files, struct file *f, const char *path, bool named)
{
	const struct file_reader *r = &files->reader;
	uint64_t size = 0;

	do {
		files->handle = r->open(r->ctx, path, named, &size);
	} while (files->handle == -EINTR);
	if (files->handle < 0) {
		fail(f, -files->handle);
		files->handle = -1;
		return;
	}
	if (size > FILES_MAX_BYTES)
		f->state = FILE_TOO_LARGE;
	else
		read_rest(files, f, size);
	close_text(files);
}

static struct file *standard_input(struct files *files)
{
	if (!files->input) {
		struct file *f = new_file(files, "<stdin>");

		VEC_PUSH(files->arena, &files->all, f);
		files->input = f;
		read_file(files, f, "-", false);
	}
	return files->input;
}

struct file *files_given(struct files *files, const char *path)
{
	size_t n = strlen(path);
	char *plain;
	struct file *f;
	bool fresh;

	if (strcmp(path, "-") == 0)
		return standard_input(files);
	plain = arena_strndup(files->arena, path, n ? n : 1);
	make_plain(plain, n);
	f = find(files, plain, &fresh);
	/* As it was given: behind a link, `..` is another folder than the path says. */
	if (fresh || f->state == FILE_OUTSIDE)
		read_file(files, f, path, false);
	return f;
}

struct file *files_named(struct files *files, const char *from, struct str name)
{
	int bad = bad_name(name);
	const char *path;
	struct file *f;
	bool fresh;

	if (str_is(name, "-"))
		return standard_input(files);
	path = bad ? NULL : files_path(files, from, name);
	if (!path) {
		f = new_file(files, arena_strndup(files->arena, name.n ? name.p : "", name.n));
		f->state = bad ? FILE_UNREADABLE : FILE_ABSOLUTE;
		f->error = bad;
		return f;
	}
	f = find(files, path, &fresh);
	/* A file that is called so must not be taken for standard input. */
	if (fresh)
		read_file(files, f, strcmp(path, "-") == 0 ? "./-" : path, true);
	return f;
}
