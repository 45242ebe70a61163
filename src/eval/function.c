/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function: the table of functions written in C, and calling them.
 */
#include "eval/function.h"

#include "schema/nearest.h"

static const struct function functions[] = {
#define FUNCTION(name, symbol, least, most, params) {name, least, most, params, fn_##symbol},
#include "eval/function.def"
#undef FUNCTION
};

#define NFUNCTIONS (sizeof functions / sizeof *functions)

const struct function *function_find(struct str name)
{
	size_t lo = 0, hi = NFUNCTIONS;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(name, str_of(functions[mid].name));

		if (c == 0)
			return &functions[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool add_argument(struct unit *u, struct arguments *args, ast_id id, struct scope *scope)
{
	const struct function *f = args->f;

	if (args->n == f->most) {
		diag_label(diag_add(u->diags, E0220, unit_span(u, id), "`%s` takes at most %d argument%s", f->name,
				    f->most, f->most == 1 ? "" : "s"),
			   "it is `%s(%s)`", f->name, f->params);
		return false;
	}
	args->at[args->n] = id;
	args->v[args->n] = eval_value(u, id, scope);
	if (node_missing(u, &args->v[args->n]))
		return false;
	return args->v[args->n++].kind != OBJ_POISON;
}

struct node function_call(struct unit *u, const struct function *f, ast_id call, ast_id receiver, struct scope *scope)
{
	struct arguments args;
	bool ok = true;

	/* not all of it: there is room for many arguments */
	args.f = f;
	args.n = 0;
	args.call = call;
	if (receiver)
		ok = add_argument(u, &args, receiver, scope);
	for (ast_id a = ast_next(u->tree, ast_first(u->tree, call)); a && ok; a = ast_next(u->tree, a)) {
		if (unit_node(u, a)->sym) {
			diag_label(diag_add(u->diags, E0220, unit_span(u, a), "`%s` takes its arguments without names",
					    f->name),
				   "it is `%s(%s)`", f->name, f->params);
			return node_poison();
		}
		ok = add_argument(u, &args, ast_first(u->tree, a), scope);
	}
	if (!ok)
		return node_poison();
	if (args.n < f->least) {
		diag_label(diag_add(u->diags, E0220, unit_span(u, call), "`%s` needs %d argument%s, found %u", f->name,
				    f->least, f->least == 1 ? "" : "s", args.n),
			   "it is `%s(%s)`", f->name, f->params);
		return node_poison();
	}
	return f->call(u, &args);
}

const char *function_nearest(struct unit *u, struct str name, struct scope *scope)
{
	struct nearest n;

	nearest_init(&n, name);
	for (; scope; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++)
			if (scope->v[i].kind == LOCAL_FN)
				nearest_feed(&n, unit_str(u, scope->v[i].name));
	for (size_t i = 0; i < NFUNCTIONS; i++)
		nearest_feed(&n, str_of(functions[i].name));
	return n.best.n ? arena_strndup(u->arena, n.best.p, n.best.n) : NULL;
}

/* ---- names that others have ---- */

#define OUTSIDE                                                                                                        \
	"the same sources always give the same result: nothing is asked of the cluster, the clock or chance; take it " \
	"as a `param`, given with -D"

/* What those who come from templates look for. */
static const struct {
	const char *name, *help;
} foreign[] = {
	{"b64dec", "here it is `base64Decode(x)`"},
	{"b64enc", "here it is `base64(x)`"},
	{"coalesce", "here it is `a ?? b`"},
	{"default", "here it is `x ?? y`, or the default of a `param`"},
	{"dict", "here it is `{ key: value }`"},
	{"env", OUTSIDE},
	{"fromJson", "a file of JSON is read with `include`, or as parameters with -p"},
	{"fromYaml", "a file of YAML is read with `include`, or as parameters with -p"},
	{"genCA", OUTSIDE},
	{"genPrivateKey", OUTSIDE},
	{"genSelfSignedCert", OUTSIDE},
	{"genSignedCert", OUTSIDE},
	{"getenv", OUTSIDE},
	{"hasKey", "here it is `key in map`"},
	{"hasPrefix", "here it is `text.startsWith(start)`"},
	{"hasSuffix", "here it is `text.endsWith(end)`"},
	{"len", "here it is `count(x)`"},
	{"length", "here it is `count(x)`"},
	{"lookup", OUTSIDE},
	{"nindent", "values need no indentation; that of a text is `indent(text, n)`"},
	{"now", OUTSIDE},
	{"printf", "here it is `\"${x}\"` or `format(...)`"},
	{"quote", "texts get quotes where YAML needs them"},
	{"randAlpha", OUTSIDE},
	{"randAlphaNum", OUTSIDE},
	{"randNumeric", OUTSIDE},
	{"regexMatch", "here it is `text.matches(pattern)`"},
	{"regexReplaceAll", "here it is `text.replaceMatches(pattern, new)`"},
	{"required", "a `param` without a default is required"},
	{"sha256sum", "here it is `sha256(x)`"},
	{"squote", "texts get quotes where YAML needs them"},
	{"ternary", "here it is `if condition then a else b`"},
	{"toJson", "here it is `json(x)`"},
	{"toString", "here it is `\"${x}\"`"},
	{"toYaml", "a value is written as it is, without a call; as a text it is `yaml(x)`"},
	{"tpl", "a text with values in it is `\"${x}\"`, a part that is used again a `component` or an `fn`"},
	{"uuidv4", OUTSIDE},
};

const char *function_foreign(struct str name)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_is(name, foreign[i].name))
			return foreign[i].help;
	return NULL;
}
