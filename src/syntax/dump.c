/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dump: tokens and trees as text, for --dump and the tests.
 */
#include "syntax/lexer.h"
#include "syntax/parser.h"

/* Quotes, backslashes and what cannot be seen are escaped. */
static void put_quoted(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	for (uint32_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

/* ---- tokens ---- */

static const char *token_name(int code)
{
	switch (code) {
	case T_END:
		return "end";
	case T_IDENT:
		return "name";
	case T_NUMBER:
		return "number";
	case T_QTY:
		return "quantity";
	case T_PORT:
		return "port";
	case T_STRING:
		return "string";
	case T_SHEAD:
		return "string-head";
	case T_SMID:
		return "string-middle";
	case T_STAIL:
		return "string-tail";
	case T_GV:
		return "version";
	case T_NL:
		return "newline";
	case T_SEP:
		return "separator";
	case T_INDEX:
		return "index";
	case T_CALL:
		return "call";
	case T_BAD:
		return "bad";
	default:
		return code >= T_IF ? "word" : "sign";
	}
}

void dump_tokens(struct buf *out, struct arena *scratch, const struct source *file)
{
	struct lexer *lx = ARENA_NEW(scratch, struct lexer, 1);
	struct ast *tree = ARENA_NEW(scratch, struct ast, 1);
	struct symtab names;
	struct diags diags;
	struct val val;
	struct span at;
	int code;

	symtab_init(&names, scratch, NULL);
	diags_init(&diags, scratch, 1);
	ast_init(tree, scratch, NULL, 0);
	lexer_init(lx, tree, &names, file, &diags);
	do {
		code = lexer_next(lx, &val, &at);
		buf_printf(out, "%u-%u %s", at.beg - file->base, at.end - file->base, token_name(code));
		if (code == T_STRING) {
			buf_putc(out, ' ');
			put_quoted(out, sym_str(&names, val.sym));
		} else if (code != T_NL && code != T_END) {
			struct str text = {file->text.p + (at.beg - file->base), at.end - at.beg};
			buf_putc(out, ' ');
			put_quoted(out, text);
		}
		if (code == T_NUMBER && val.flags & AST_RUNON)
			buf_puts(out, " runs-on");
		buf_putc(out, '\n');
	} while (code != T_END);
}

/* ---- the tree ---- */

static void put_flags(struct buf *out, const struct ast_node *n)
{
	static const char *const forms[] = {"word", "path", "set", "range", "to", "list"};
	enum ast_kind kind = (enum ast_kind)n->kind;
	bool data = kind != AST_UNARY && kind != AST_BINARY && kind != AST_DIR && n->flags & AST_DATA;
	unsigned f = data ? n->flags & ~(unsigned)AST_DATA : n->flags;

	switch (kind) {
	case AST_BLOCK:
		buf_puts(out, f & AST_ROOT ? " root" : "");
		break;
	case AST_FIELD:
		buf_puts(out, f & AST_SIMPLE ? " simple" : "");
		buf_puts(out, f & AST_BRACE ? " brace" : "");
		break;
	case AST_LET:
		buf_puts(out, f & AST_TYPED ? " typed" : "");
		break;
	case AST_KEY:
		buf_puts(out, f & AST_QUOTED ? " quoted" : "");
		break;
	case AST_STRING:
	case AST_INTERP:
		buf_puts(out, f & AST_RAW ? " raw" : "");
		buf_puts(out, f & AST_MULTI ? " multi" : "");
		break;
	case AST_NUMBER:
		buf_puts(out, f & AST_RUNON ? " runs-on" : "");
		break;
	case AST_UNARY: /* the operator, written by put_node */
	case AST_BINARY:
		break;
	case AST_DIR:
		buf_printf(out, " %s", f < sizeof forms / sizeof *forms ? forms[f] : "?");
		break;
	case AST_RESOURCE:
	case AST_PATCH:
	case AST_DROP_OBJECT:
	case AST_EXTERN:
		buf_puts(out, f & AST_GV_GIVEN ? " version" : "");
		buf_puts(out, f & AST_AS ? " as" : "");
		break;
	default:
		buf_puts(out, f & AST_AS ? " as" : "");
	}
	buf_puts(out, data ? " data" : "");
}

static void put_node(struct buf *out, const struct ast *tree, const struct symtab *names, ast_id id, unsigned level)
{
	const struct ast_node *n = ast_at(tree, id);
	enum ast_kind kind = (enum ast_kind)n->kind;

	buf_fill(out, ' ', (size_t)level * 2);
	buf_puts(out, ast_kind_name(kind));
	if (kind == AST_UNARY || kind == AST_BINARY)
		buf_printf(out, " %s", ast_op_name(ast_op(n)));
	if (n->sym || kind == AST_STRING || kind == AST_KEY) {
		buf_putc(out, ' ');
		put_quoted(out, sym_str(names, n->sym));
	}
	put_flags(out, n);
	buf_putc(out, '\n');
	/* The tree is at most a few thousand nodes tall (syntax/make.h). */
	AST_EACH (tree, id, c)
		put_node(out, tree, names, c, level + 1);
}

void dump_ast(struct buf *out, const struct ast *tree, const struct symtab *names, ast_id id)
{
	put_node(out, tree, names, id, 0);
}
