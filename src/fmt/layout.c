/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout: breaking lines. The first half is called while the tree is walked
 * and adds widths up; layout_run then writes from left to right.
 */
#include "fmt/layout.h"
#include "fmt/fmt.h"

#define STEP 2 /* columns of indentation */
#define NONE UINT32_MAX

enum op_kind { OP_TEXT, OP_LINES, OP_OPEN, OP_BREAK, OP_LINE };

struct op {
	const struct lines *lines; /* OP_LINES */
	uint32_t n;                /* OP_TEXT: so many of the bytes that come next in layout.bytes */
	uint32_t group;            /* OP_OPEN, OP_BREAK; OP_LINE: the brackets around; OP_TEXT: its width */
	uint8_t kind;              /* enum op_kind */
	uint8_t flags;             /* of a break */
};

struct group {
	uint32_t start;         /* layout.total where it begins, */
	uint32_t first;         /* at its first break (NONE: not yet), */
	uint32_t line;          /* at the first new line within it that is not its own (NONE: there is none), */
	uint32_t end;           /* at the first break behind it */
	uint32_t around;        /* the brackets around it, NO_GROUP if there are none */
	uint32_t indent, inner; /* of the line in which it begins, and of those that it begins */
	uint8_t kind;           /* enum group_kind */
	bool forced, broken;
};

void layout_init(struct layout *l, struct arena *arena, struct buf *out)
{
	*l = (struct layout){.arena = arena, .out = out, .around = NO_GROUP};
}

/* ---- what is to be written ---- */

static void push(struct layout *l, struct op op)
{
	VEC_PUSH(l->arena, &l->ops, op);
}

void layout_text(struct layout *l, const char *p, uint32_t n, uint32_t width)
{
	VEC_RESERVE(l->arena, &l->bytes, n);
	memcpy(l->bytes.v + l->bytes.n, p, n);
	l->bytes.n += n;
	l->total += width;
	if (l->ops.n && l->ops.v[l->ops.n - 1].kind == OP_TEXT) {
		l->ops.v[l->ops.n - 1].n += n;
		l->ops.v[l->ops.n - 1].group += width;
	} else {
		push(l, (struct op){.n = n, .group = width, .kind = OP_TEXT});
	}
}

static bool is_bracket(const struct group *g)
{
	return g->kind == GROUP_BODY || g->kind == GROUP_BRACKET;
}

/* A new line stands at AT, within all open groups but the DEPTH innermost ones; it forces the bodies. */
static void line_at(struct layout *l, uint32_t at, uint32_t depth)
{
	while (depth) {
		struct group *g = &l->groups.v[l->open.v[--depth]];

		if (g->line == NONE || g->line > at)
			g->line = at;
		if (g->kind == GROUP_BODY && !g->forced) {
			g->forced = true;
			if (g->first != NONE)
				at = g->first;
		}
	}
}

/* The place of GROUP among the open ones. */
static uint32_t depth_of(const struct layout *l, uint32_t group)
{
	uint32_t depth = l->open.n;

	while (depth && l->open.v[depth - 1] != group)
		depth--;
	return depth - 1;
}

void layout_force(struct layout *l, uint32_t group)
{
	struct group *g;

	if (group == NO_GROUP)
		return;
	g = &l->groups.v[group];
	if (g->forced)
		return;
	g->forced = true;
	if (g->first != NONE)
		line_at(l, g->first, depth_of(l, group));
}

uint32_t layout_open(struct layout *l, enum group_kind kind, bool forced)
{
	struct group g = {.start = l->total,
			  .first = NONE,
			  .line = NONE,
			  .end = NONE,
			  .around = l->around,
			  .kind = (uint8_t)kind,
			  .forced = forced};
	uint32_t id = l->groups.n;

	VEC_PUSH(l->arena, &l->groups, g);
	VEC_PUSH(l->arena, &l->open, id);
	if (is_bracket(&g))
		l->around = id;
	push(l, (struct op){.group = id, .kind = OP_OPEN});
	return id;
}

/* What has ended goes on up to here. */
static void end_behind(struct layout *l)
{
	while (l->behind.n)
		l->groups.v[l->behind.v[--l->behind.n]].end = l->total;
}

/* What a break is that is no new line. */
static const char *flat_text(unsigned flags)
{
	return flags & BREAK_COMMA ? ", " : flags & BREAK_BLANK ? " " : "";
}

static uint32_t flat_width(unsigned flags)
{
	return flags & BREAK_COMMA ? 2 : flags & BREAK_BLANK ? 1 : 0;
}

void layout_break(struct layout *l, uint32_t group, unsigned flags)
{
	uint32_t width = flat_width(flags);
	struct group *g;

	if (group == NO_GROUP) {
		layout_text(l, flat_text(flags), width, width);
		return;
	}
	end_behind(l);
	g = &l->groups.v[group];
	if (g->first == NONE) {
		g->first = l->total;
		if (g->forced)
			line_at(l, l->total, depth_of(l, group));
	}
	push(l, (struct op){.group = group, .kind = OP_BREAK, .flags = (uint8_t)flags});
	l->total += width;
}

void layout_close(struct layout *l, uint32_t group)
{
	if (group == NO_GROUP)
		return;
	l->open.n--;
	if (is_bracket(&l->groups.v[group]))
		l->around = l->groups.v[group].around;
	VEC_PUSH(l->arena, &l->behind, group);
}

void layout_trim(struct layout *l)
{
	struct op *op = l->ops.n ? &l->ops.v[l->ops.n - 1] : NULL;

	while (op && op->kind == OP_TEXT && op->n && l->bytes.v[l->bytes.n - 1] == ' ') {
		l->bytes.n--;
		l->total--;
		op->n--;
		op->group--;
	}
}

void layout_line(struct layout *l)
{
	layout_trim(l);
	line_at(l, l->total, l->open.n);
	push(l, (struct op){.group = l->around, .kind = OP_LINE});
}

void layout_lines(struct layout *l, const struct lines *lines)
{
	l->total += 3;
	line_at(l, l->total, l->open.n);
	push(l, (struct op){.lines = lines, .kind = OP_LINES});
	l->total += 3;
}

/* ---- writing it ---- */

static void new_line(struct layout *l, uint32_t indent, bool empty)
{
	buf_put(l->out, "\n\n", empty ? 2 : 1);
	buf_fill(l->out, ' ', indent);
	l->col = l->indent = indent;
}

/*
 * The indentation of lines of operands in the brackets AROUND. If these are
 * not broken they give no level: then it is that of this line and one more.
 */
static uint32_t operand_indent(const struct layout *l, uint32_t around, bool further)
{
	const struct group *g = around == NO_GROUP ? NULL : &l->groups.v[around];

	if (g && !g->broken)
		return l->indent + STEP;
	return (g ? g->inner : 0) + (further ? STEP : 0);
}

static void open_group(struct layout *l, struct group *g)
{
	uint32_t end = g->line != NONE ? g->line : g->end;

	g->broken = g->forced || l->col + (end - g->start) > FMT_WIDTH;
	g->indent = l->indent;
	g->inner = is_bracket(g) ? l->indent + STEP : operand_indent(l, g->around, g->kind == GROUP_CHAIN);
}

static void write_break(struct layout *l, const struct op *op)
{
	const struct group *g = &l->groups.v[op->group];

	if (!g->broken) {
		buf_put(l->out, flat_text(op->flags), flat_width(op->flags));
		l->col += flat_width(op->flags);
		return;
	}
	if (op->flags & BREAK_TRAILING)
		buf_putc(l->out, ',');
	new_line(l, op->flags & BREAK_CLOSE ? g->indent : g->inner, op->flags & BREAK_EMPTY);
}

static void write_lines(struct layout *l, const struct lines *s)
{
	uint32_t in = l->indent + STEP;

	buf_put(l->out, s->quotes, 3);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct line *line = &s->v[i];

		buf_putc(l->out, '\n');
		if (line->n && !line->raw)
			buf_fill(l->out, ' ', in);
		buf_put(l->out, line->p, line->n);
	}
	if (s->hang)
		new_line(l, l->indent, false);
	buf_put(l->out, s->quotes, 3);
	/* Columns behind a text count from the indentation of its last line. */
	l->col = l->indent + 3 + (s->hang || !s->n ? 0 : STEP + s->v[s->n - 1].n);
}

void layout_run(struct layout *l)
{
	const char *bytes = l->bytes.v;

	end_behind(l);
	for (uint32_t i = 0; i < l->ops.n; i++) {
		const struct op *op = &l->ops.v[i];

		switch ((enum op_kind)op->kind) {
		case OP_TEXT:
			buf_put(l->out, bytes, op->n);
			bytes += op->n;
			l->col += op->group;
			break;
		case OP_LINES:
			write_lines(l, op->lines);
			break;
		case OP_OPEN:
			open_group(l, &l->groups.v[op->group]);
			break;
		case OP_BREAK:
			write_break(l, op);
			break;
		case OP_LINE:
			new_line(l, operand_indent(l, op->group, true), false);
			break;
		}
	}
	l->ops.n = l->groups.n = l->bytes.n = 0;
	l->total = l->col = l->indent = 0;
}
