/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlscalar: what a scalar means. A plain one is resolved as kubectl resolves
 * it: the words of YAML 1.1 but `y` and `n`, numbers as Go spells them with `_`
 * anywhere; dates, `12:30` and everything else are texts.
 */
#include "syntax/yamlpart.h"

/* ---- numbers ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of digit C, or 99. */
static unsigned digit(char c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	c |= 32;
	return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10 : 99;
}

/* The N digits at P as a number of BASE with a sign; false if that is none, or none of 64 bits. */
static bool based_value(const char *p, size_t n, unsigned base, bool minus, bool plus, uint64_t *value)
{
	uint64_t v = 0;

	if (!n)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned d = digit(p[i]);

		if (d >= base || __builtin_mul_overflow(v, (uint64_t)base, &v) ||
		    __builtin_add_overflow(v, (uint64_t)d, &v))
			return false;
	}
	*value = v;
	return minus ? v <= (uint64_t)INT64_MAX + 1 : !plus || v <= INT64_MAX;
}

/*
 * Writes the digits at P as this language spells them: without a `+`, without
 * leading zeros, octal with `0o`. Returns false if it is no number. Too large
 * a number with a base is none, but a text (a hash, say).
 */
static bool spell_based(struct yamlread *r, const char *p, size_t n, bool minus, bool plus, sym *out)
{
	char prefix = n > 1 && p[0] == '0' ? (char)(p[1] | 32) : '\0';
	unsigned base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 0;
	const char *sign = minus ? "-" : "";
	uint64_t v;
	char *text;

	if (!base && (n < 2 || p[0] != '0'))
		return false;
	if (base ? !based_value(p + 2, n - 2, base, minus, plus, &v) : !based_value(p + 1, n - 1, 8, minus, plus, &v))
		return false;
	if (base == 16)
		text = arena_printf(&r->scratch, "%s0x%.*s", sign, (int)(n - 2), p + 2);
	else if (base == 2)
		text = arena_printf(&r->scratch, "%s%llu", sign, (unsigned long long)v);
	else
		text = arena_printf(&r->scratch, "%s0o%llo", sign, (unsigned long long)v);
	*out = sym_of(r->names, text);
	return true;
}

/* The parts of a decimal number. */
struct digits {
	const char *whole, *point, *exponent, *end; /* `point`: where the fraction's digits begin */
	size_t nwhole, npoint;
};

static bool split_decimal(const char *p, size_t n, struct digits *d)
{
	const char *end = p + n;

	d->whole = p;
	while (p < end && is_digit(*p))
		p++;
	d->nwhole = (size_t)(p - d->whole);
	d->point = p;
	if (p < end && *p == '.')
		d->point = ++p;
	while (p < end && is_digit(*p))
		p++;
	d->npoint = (size_t)(p - d->point);
	d->exponent = p;
	d->end = end;
	if (!d->nwhole && !d->npoint)
		return false;
	if (p == end)
		return true;
	if ((*p | 32) != 'e')
		return false;
	p++;
	p += p < end && (*p == '+' || *p == '-');
	if (p == end)
		return false;
	while (p < end && is_digit(*p))
		p++;
	return p == end;
}

static bool spell_decimal(struct yamlread *r, const char *p, size_t n, bool minus, sym *out)
{
	struct digits d;

	if (!split_decimal(p, n, &d))
		return false;
	while (d.nwhole > 1 && *d.whole == '0') {
		d.whole++;
		d.nwhole--;
	}
	*out = sym_of(r->names,
		      arena_printf(&r->scratch, "%s%.*s%s%.*s%.*s", minus ? "-" : "", d.nwhole ? (int)d.nwhole : 1,
				   d.nwhole ? d.whole : "0", d.npoint ? "." : "", (int)d.npoint, d.point,
				   (int)(d.end - d.exponent), d.exponent));
	return true;
}

/* The number that the plain text S is, as this language spells it; false if it is none. */
static bool number(struct yamlread *r, struct str s, sym *out)
{
	bool minus = s.n && s.p[0] == '-', plus = s.n && s.p[0] == '+';
	char *p;
	size_t n = 0;

	if (!s.n || !(is_digit(s.p[0]) || s.p[0] == '.' || minus || plus))
		return false;
	/* Most words that begin with a digit end here. */
	for (uint32_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && !strchr("+-._xXoO", s.p[i]) && digit(s.p[i]) > 15)
			return false;
	p = arena_alloc(&r->scratch, s.n + 1);
	for (uint32_t i = minus || plus; i < s.n; i++)
		if (s.p[i] != '_' || s.p[0] == '.')
			p[n++] = s.p[i];
	p[n] = '\0';
	return spell_based(r, p, n, minus, plus, out) || spell_decimal(r, p, n, minus, out);
}

/* ---- words ---- */

/* Is S the word WORD, in lower case, with a capital, or in capitals? */
static bool is_word(struct str s, const char *word)
{
	bool lower = true, upper = true, rest = true;

	if (s.n != strlen(word))
		return false;
	for (uint32_t i = 0; i < s.n; i++) {
		char up = word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 32) : word[i];

		lower = lower && s.p[i] == word[i];
		upper = upper && s.p[i] == up;
		rest = rest && s.p[i] == (i ? word[i] : up);
	}
	return lower || upper || rest;
}

static bool is_one_of(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (is_word(s, *words))
			return true;
	return false;
}

/* `.inf`, `-.inf`, `.nan`: capitals are like those of a word without the dot. */
static bool is_not_finite(struct str s)
{
	uint32_t skip = s.n && (s.p[0] == '+' || s.p[0] == '-');

	if (s.n != skip + 4 || s.p[skip] != '.')
		return false;
	s = str_make(s.p + skip + 1, 3);
	return is_word(s, "inf") || (!skip && (is_word(s, "nan") || str_is(s, "NaN")));
}

/* What the text S is if nothing says otherwise: AST_ERROR stands for what no JSON can hold. */
static enum ast_kind resolve(struct yamlread *r, struct str s, sym *out)
{
	static const char *const yes[] = {"true", "yes", "on", NULL};
	static const char *const no[] = {"false", "no", "off", NULL};

	*out = SYM_EMPTY;
	if (!s.n || str_is(s, "~") || is_word(s, "null"))
		return AST_NULL;
	if (is_one_of(s, yes))
		return AST_TRUE;
	if (is_one_of(s, no))
		return AST_FALSE;
	if (is_not_finite(s))
		return AST_ERROR;
	if (number(r, s, out))
		return AST_NUMBER;
	*out = sym_intern(r->names, s.p, s.n);
	return AST_STRING;
}

/* ---- tags ---- */

/* Is KIND, with the spelling TEXT, what the standard tag NAME asks for? */
static bool has_type(struct yamlread *r, const char *name, enum ast_kind kind, sym text)
{
	struct str s = sym_str(r->names, text);

	if (strcmp(name, "null") == 0)
		return kind == AST_NULL;
	if (strcmp(name, "bool") == 0)
		return kind == AST_TRUE || kind == AST_FALSE;
	if (strcmp(name, "float") == 0)
		return kind == AST_NUMBER;
	return kind == AST_NUMBER &&
	       (memchr(s.p, 'x', s.n) || (!memchr(s.p, '.', s.n) && !memchr(s.p, 'e', s.n) && !memchr(s.p, 'E', s.n)));
}

void yaml_complain_tag(struct yamlread *r)
{
	struct span at = yaml_tag_span(r);
	struct str s = str_make(r->file->text.p + (at.beg - r->file->base), at.end - at.beg);

	diag_add(r->diags, E0112, at, "the tag `" STR_FMT "` means nothing to Kubernetes", STR_ARG(s));
}

/* The kind of the tagged text S: a STRING, what S is if the tag asks for that, or AST_ERROR after saying why not. */
static enum ast_kind tagged(struct yamlread *r, struct span at, const char *tag, struct str s, sym *out)
{
	static const char *const types[] = {"null", "bool", "int", "float", NULL};
	static const char standard[] = YAML_STANDARD_TAG;
	const char *name = strncmp(tag, standard, sizeof standard - 1) == 0 ? tag + sizeof standard - 1 : "";
	enum ast_kind kind;

	*out = sym_intern(r->names, s.p, s.n);
	if (strcmp(tag, "!") == 0 || strcmp(name, "str") == 0 || strcmp(name, "timestamp") == 0)
		return AST_STRING;
	for (const char *const *type = types; *type; type++) {
		if (strcmp(name, *type) != 0)
			continue;
		kind = resolve(r, s, out);
		if (has_type(r, name, kind, *out))
			return kind;
		diag_add(r->diags, E0112, at, "`" STR_FMT "` is not what its tag `!!%s` says", STR_ARG(s), name);
		return AST_ERROR;
	}
	yaml_complain_tag(r);
	return AST_ERROR;
}

/* ---- nodes ---- */

/* Was a pair of escapes in the event at hand joined that was no escape at all? See yamltext.c. */
static bool has_pair(const struct yamlread *r, struct span at)
{
	uint32_t lo = 0, hi = r->pairs.n;

	/* The first one that does not begin before it. */
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (yaml_position_of_byte(r, r->pairs.v[mid]) < at.beg)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->pairs.n && yaml_position_of_byte(r, r->pairs.v[lo]) < at.end;
}

ast_id yaml_scalar(struct yamlread *r, struct span at)
{
	const yaml_event_t *e = &r->event;
	struct str s = str_make((const char *)e->data.scalar.value, e->data.scalar.length);
	bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	enum ast_kind kind = AST_STRING;
	struct diag *d;
	sym text;

	if (r->pairs.n && e->data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE && has_pair(r, at)) {
		diag_add(r->diags, E0112, at, "escapes such as `\\ud83d` are understood in double quotes only");
		kind = AST_ERROR;
		text = SYM_EMPTY;
	} else if (e->data.scalar.tag) {
		kind = tagged(r, at, (const char *)e->data.scalar.tag, s, &text);
	} else if (plain) {
		kind = resolve(r, s, &text);
		if (kind == AST_ERROR) {
			d = diag_add(r->diags, E0104, at, "`" STR_FMT "` is not a number that Kubernetes can have",
				     STR_ARG(s));
			diag_help(d, "if it is a text, quote it: \"" STR_FMT "\"", STR_ARG(s));
		}
	} else {
		text = sym_intern(r->names, s.p, s.n);
	}
	return yaml_node(r, kind, at, kind == AST_ERROR ? SYM_EMPTY : text, 0, AST_NIL);
}
