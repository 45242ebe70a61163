/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parser: the grammar of wk8s, for bison. Productions and calls of tree
 * makers only (syntax/make.h); what the nodes hold is in syntax/ast.def.
 *
 * Lists are left-recursive, so that their length costs no stack. A mistake is
 * caught at the innermost item, member, directive or element (`error`), and
 * each separator ends the catching, so that the next mistake is heard of too.
 */
%require "3.8"
%define api.pure full
%define api.prefix {wk8s_}
%define api.token.prefix {T_}
%define api.value.type {struct val}
%define api.location.type {struct span}
%define lr.type ielr
%define parse.lac full
%define parse.lac.es-capacity-initial {1000}
%define parse.error custom
%locations
%expect 0

%parse-param {struct parser *ps}
%lex-param {struct parser *ps}

%code requires {
#include "syntax/make.h"
}

%code {
/* No heap: 500 brackets take less than this, and what needs more is refused. */
#define YYINITDEPTH 12000
#define YYMAXDEPTH YYINITDEPTH
#define YYSTACK_USE_ALLOCA 0
#define YYMALLOC(n) ((void)(n), (void *)NULL)
#define YYFREE(p) ((void)(p))
#define YYLLOC_DEFAULT(cur, rhs, n) \
	do { \
		(cur).beg = (n) ? YYRHSLOC(rhs, 1).beg : YYRHSLOC(rhs, 0).end; \
		(cur).end = YYRHSLOC(rhs, n).end; \
	} while (0)

static int wk8s_lex(struct val *val, struct span *loc, struct parser *ps)
{
	return lexer_next(&ps->lx, val, loc);
}

static void wk8s_error(const struct span *loc, struct parser *ps, const char *text)
{
	/* Mistakes go through yyreport_syntax_error; this one is a full stack. */
	(void)text;
	report_depth(&ps->lx, *loc);
}

#define LEAF(kind, at, name, flags) make_leaf(ps, AST_##kind, at, name, flags)
#define NODE(kind, at, name, flags, kids) make(ps, AST_##kind, at, name, flags, kids)
#define CAT(a, b) cat(ps, a, b)
#define CAT3(a, b, c) cat(ps, cat(ps, a, b), c)
#define CAT4(a, b, c, d) cat(ps, cat(ps, cat(ps, a, b), c), d)
#define CAT5(a, b, c, d, e) cat(ps, cat(ps, cat(ps, cat(ps, a, b), c), d), e)
#define OPT(v, at) or_none(ps, v, at)
/* Of a [GV], an `as` word or a `let` type that may be absent: the flag if it is there. */
#define HAS(v, flag) ((v).first ? (flag) : 0u)
#define BINARY(at, op, a, b) make_op(ps, AST_BINARY, at, op, CAT(a, b))
}

%token END 0 "the end of the file"
%token IDENT "a name" NUMBER "a number" QTY "a quantity" PORT "a port" STRING "a string"
%token SHEAD "a string with ${}" SMID "the rest of the string" STAIL "the end of the string"
%token GV "a version" NL "a new line" SEP "," COMMA "a comma" BAD "something else"
%token LBRACE "{" RBRACE "}" RESUME "a broken block" LBRACK "[" INDEX "an index" RBRACK "]" IEND "the end of the index"
%token LPAREN "(" CALL "a call" RPAREN ")"
%token COLON ":" DOT "." ASSIGN "=" QUERY "?" BAR "|" RANGE ".." SPREAD "..." ARROW "->" BECOMES "=>"
%token EQ "==" NE "!=" LT "<" LE "<=" GT ">" GE ">=" ANDAND "&&" OROR "||" COALESCE "??" NOT "!"
%token PLUS "+" MINUS "-" STAR "*" SLASH "/" PERCENT "%"
%token IF "if" THEN "then" ELSE "else" FOR "for" IN "in" TRUE "true" FALSE "false" NULL "null"
%token ALLOW "allow" APP "app" COMPONENT "component" IMPORT "import" INCLUDE "include" PARAM "param" LET "let" FN "fn"
%token TYPE "type" KIND "kind" RULE "rule" ON "on" AS "as" ASSERT "assert" WARN "warn" PATCH "patch" DROP "drop"
%token EXTERN "extern" WHERE "where" ANNOTATE "annotate" DERIVE "derive" THE "the"

%left "??"
%left "||"
%left "&&"
%nonassoc "==" "!=" "<" "<=" ">" ">=" "in"
%nonassoc ".."
%left "+" "-"
%left "*" "/" "%"

%%

file: items { ps->root = $1; }
;

/* ---- items ---- */

/* No empty part comes first in a list: where it could stand, `error` could not be shifted. */
items: %empty { $$ = nothing(); }
| seps
| item_list seps_opt
| seps item_list seps_opt { $$ = $2; }
;
item_list: item
| item_list seps item { $$ = CAT($1, $3); }
| item_list broken { $$ = CAT($1, $2); }
;
seps_opt: %empty { $$ = nothing(); }
| seps
;
broken: error { $$ = LEAF(ERROR, @$, 0, 0); }
| error RESUME items "}" { struct span at = {@2.beg, @4.end}; $$ = NODE(ERROR, @$, 0, 0, NODE(BLOCK, at, 0, 0, $3)); }
;
skipped: error { $$ = LEAF(ERROR, @$, 0, 0); }
;
seps: sep
| seps sep
;
sep: NL { yyerrok; $$ = nothing(); }
| SEP { yyerrok; $$ = nothing(); }
;
lparen: "("
| CALL
;
lbrack: "["
| INDEX
;
rbrack: "]"
| IEND
;

block: "{" items "}" { $$ = NODE(BLOCK, @$, 0, 0, $2); }
;
block_opt: %empty { $$ = make_none(ps, @$); }
| block
;

item: "import" string as_opt { $$ = NODE(IMPORT, @$, 0, HAS($3, AST_AS), CAT($2, $3)); }
| "include" string as_opt block_opt { $$ = NODE(INCLUDE, @$, 0, HAS($3, AST_AS), CAT3($2, $3, $4)); }
| "param" param { $$ = $2; ast_set_span(ps->tree, $2.first, @$); }
| "let" word "=" value { $$ = NODE(LET, @$, $2.sym, 0, $4); }
| "let" word ":" type "=" value { $$ = NODE(LET, @$, $2.sym, AST_TYPED, CAT($4, $6)); }
| "fn" word lparen params_opt ")" result_opt "=" expr {
	struct span at = {@3.beg, @5.end};
	$$ = NODE(FN, @$, $2.sym, 0, CAT3(NODE(PARAMS, at, 0, 0, $4), $6, $8));
}
| "component" word block { $$ = NODE(COMPONENT, @$, $2.sym, 0, CAT(make_none(ps, @2), $3)); }
| "component" word lparen params_opt ")" block {
	struct span at = {@3.beg, @5.end};
	$$ = NODE(COMPONENT, @$, $2.sym, 0, CAT(NODE(PARAMS, at, 0, 0, $4), $6));
}
| "type" word "=" type mods { $$ = NODE(TYPE, @$, $2.sym, 0, CAT($4, $5)); }
| "type" word members { struct val m = NODE(MODS, @3, 0, 0, nothing()); $$ = NODE(TYPE, @$, $2.sym, 0, CAT($3, m)); }
| "kind" word "in" gv mods members { $$ = NODE(KIND, @$, $2.sym, 0, CAT3($4, $5, $6)); }
| "annotate" tpath dirs { $$ = NODE(ANNOTATE, @$, 0, 0, CAT($2, $3)); }
| "derive" path "in" word "=" derived derive_else { $$ = NODE(DERIVE, @$, $4.sym, 0, CAT3($2, $6, $7)); }
| "allow" word ":" expr { $$ = NODE(ALLOW, @$, $2.sym, 0, $4); }
| "rule" word "on" tpath as_opt block { $$ = NODE(RULE, @$, $2.sym, HAS($5, AST_AS), CAT3($4, $5, $6)); }
| "assert" expr SEP expr { $$ = NODE(ASSERT, @$, 0, 0, CAT($2, $4)); }
| "warn" expr SEP expr { $$ = NODE(WARN, @$, 0, 0, CAT($2, $4)); }
| "app" name as_opt block { $$ = NODE(APP, @$, 0, HAS($3, AST_AS), CAT3($2, $3, $4)); }
| "patch" tpath gv_opt name block { $$ = NODE(PATCH, @$, 0, HAS($3, AST_GV_GIVEN), CAT4($2, $3, $4, $5)); }
| "patch" "on" tpaths as_opt patch_if block {
	$$ = NODE(PATCH_ON, @$, 0, HAS($4, AST_AS), CAT4(NODE(PATHS, @3, 0, 0, $3), $4, $5, $6));
}
| "drop" path { $$ = NODE(DROP, @$, 0, 0, $2); }
| "drop" tpath gv_opt name { $$ = NODE(DROP_OBJECT, @$, 0, HAS($3, AST_GV_GIVEN), CAT3($2, $3, $4)); }
| "extern" tpath gv_opt name block_opt {
	$$ = NODE(EXTERN, @$, 0, HAS($3, AST_GV_GIVEN), CAT4($2, $3, $4, $5));
}
| "extern" "kind" word "in" gv mods { $$ = NODE(EXTERN_KIND, @$, $3.sym, 0, CAT($5, $6)); }
| tpath gv_opt name as_opt block {
	$$ = NODE(RESOURCE, @$, 0, HAS($2, AST_GV_GIVEN) | HAS($4, AST_AS), CAT5($1, $2, $3, $4, $5));
}
| "for" word for_second "in" expr block { $$ = NODE(FOR, @$, $2.sym, 0, CAT3($3, $5, $6)); }
| if_chain { $$ = make_if_end(ps, $1, @1, nothing()); }
| if_chain "else" block { $$ = make_if_end(ps, $1, @$, $3); }
| "..." expr { $$ = NODE(SPREAD, @$, 0, 0, $2); }
| keys ":" value { $$ = make_field(ps, @$, $1, 0, $3); }
| keys block { $$ = make_field(ps, @$, $1, AST_BRACE, $2); }
| bare_key ":" value { $$ = make_field(ps, @$, $1, 0, $3); }
| broken
;

if_chain: "if" expr block { $$ = make_if(ps, @$, $2, $3); }
| if_chain "else" "if" expr block { struct span at = {@3.beg, @5.end}; $$ = make_elif(ps, $1, at, $4, $5); }
;

as_opt: %empty { $$ = nothing(); }
| "as" word { $$ = LEAF(WORD, @2, $2.sym, 0); }
;
gv_opt: %empty { $$ = nothing(); }
| GV { $$ = LEAF(GV, @1, $1.sym, 0); }
;
patch_if: %empty { $$ = make_none(ps, @$); }
| "if" expr { $$ = $2; }
;
for_second: %empty { $$ = make_none(ps, @$); }
| SEP word { $$ = LEAF(WORD, @2, $2.sym, 0); }
;
result_opt: %empty { $$ = make_none(ps, @$); }
| "->" type { $$ = $2; }
;

params_opt: %empty { $$ = nothing(); }
| params
| params COMMA
;
params: param
| params COMMA param { $$ = CAT($1, $3); }
;
param: word type_opt default_opt where_opt { $$ = NODE(PARAM, @$, $1.sym, 0, CAT3($2, $3, $4)); }
;
type_opt: %empty { $$ = make_none(ps, @$); }
| ":" type { $$ = $2; }
;
default_opt: %empty { $$ = make_none(ps, @$); }
| "=" expr { $$ = $2; }
;
where_opt: %empty { $$ = make_none(ps, @$); }
| "where" value { $$ = $2; }
;

/* ---- names, paths ---- */

soft_item: "allow" | "app" | "component" | "import" | "include" | "param" | "let" | "fn" | "type" | "kind" | "rule" | "on"
| "as" | "patch" | "drop" | "extern" | "where" | "annotate" | "derive" | "the"
;
soft: soft_item | "assert" | "warn"
;
hard_item: "then" | "else" | "for" | "in" | "true" | "false" | "null"
;
hard: hard_item | "if"
;
word: IDENT | soft
;
name: word { $$ = LEAF(WORD, @1, $1.sym, 0); }
| string
| lparen expr ")" { $$ = NODE(PAREN, @$, 0, 0, $2); }
;
key: IDENT { $$ = make_key(ps, @1, $1); }
| soft { $$ = make_key(ps, @1, $1); }
| hard { $$ = make_key(ps, @1, $1); }
| key_other
;
key_other: string { $$ = make_string_key(ps, $1); }
| lparen expr ")" { $$ = NODE(KEY_EXPR, @$, 0, 0, $2); }
;
/* Paths are told apart by their first token: only a word can be a kind or a type. */
keys: ikeys | kkeys
;
ikeys: IDENT { $$ = make_key(ps, @1, $1); }
| ikeys "." key { $$ = CAT($1, $3); }
;
kkeys: soft_item { $$ = make_key(ps, @1, $1); }
| hard_item { $$ = make_key(ps, @1, $1); }
| key_other
| kkeys "." key { $$ = CAT($1, $3); }
;
bare_key: "if" { $$ = make_key(ps, @1, $1); }
| "assert" { $$ = make_key(ps, @1, $1); }
| "warn" { $$ = make_key(ps, @1, $1); }
;
wkeys: word { $$ = make_key(ps, @1, $1); }
| wkeys "." key { $$ = CAT($1, $3); }
;
path: keys { $$ = make_path(ps, @1, $1); }
;
tpath: ikeys { $$ = make_path(ps, @1, $1); }
;
tpaths: tpath
| tpaths "|" tpath { $$ = CAT($1, $3); }
;
gv: gv_parts { $$ = make_joined(ps, AST_GV, @1); }
;
gv_parts: gv_part
| gv_parts "." gv_part
| gv_parts "/" gv_part
;
gv_part: IDENT | STRING
;

/* ---- types ---- */

type: type1
| union { $$ = NODE(TYPE_UNION, @1, 0, 0, $1); }
;
union: type1 "|" type1 { $$ = CAT($1, $3); }
| union "|" type1 { $$ = CAT($1, $3); }
;
type1: type_name { $$ = make_joined(ps, AST_TYPE_NAME, @1); }
| STRING { $$ = LEAF(TYPE_TEXT, @1, $1.sym, 0); }
| lbrack type rbrack { $$ = NODE(TYPE_LIST, @$, 0, 0, $2); }
| "{" type ":" type "}" { $$ = NODE(TYPE_MAP, @$, 0, 0, CAT($2, $4)); }
| type1 "?" { $$ = NODE(TYPE_OPT, @$, 0, 0, $1); }
;
type_name: word
| type_name "." word
;
members: "{" member_items "}" { $$ = NODE(MEMBERS, @$, 0, 0, $2); }
;
member_items: %empty { $$ = nothing(); }
| seps
| member_list seps_opt
| seps member_list seps_opt { $$ = $2; }
;
member_list: member
| member_list seps member { $$ = CAT($1, $3); }
| member_list skipped { $$ = CAT($1, $2); }
;
member: key ":" type mods { $$ = NODE(MEMBER_TYPE, @$, 0, 0, CAT3($1, $3, $4)); }
| "..." wkeys { $$ = NODE(SPREAD, @$, 0, 0, make_path(ps, @2, $2)); }
| skipped
;
mods: mod_list { $$ = NODE(MODS, @$, 0, 0, $1); }
;
mod_list: %empty { $$ = nothing(); }
| mod_list mod { $$ = CAT($1, $2); }
;
mod: IDENT { $$ = LEAF(MOD, @$, $1.sym, 0); }
| IDENT NUMBER { $$ = NODE(MOD, @$, $1.sym, 0, LEAF(NUMBER, @2, $2.sym, $2.flags)); }
| IDENT string { $$ = NODE(MOD, @$, $1.sym, 0, $2); }
| "where" expr { $$ = NODE(MOD, @$, $1.sym, 0, $2); }
| "=" expr { $$ = NODE(MOD, @$, sym_of(ps->lx.names, "="), 0, $2); }
;

/* ---- how values are written, and derived ---- */

dirs: "{" dir_items "}" { $$ = NODE(DIRS, @$, 0, 0, $2); }
;
dir_items: %empty { $$ = nothing(); }
| seps
| dir_list seps_opt
| seps dir_list seps_opt { $$ = $2; }
;
dir_list: dir_item
| dir_list seps dir_item { $$ = CAT($1, $3); }
| dir_list skipped { $$ = CAT($1, $2); }
;
dir_item: keys ":" dir_alts { $$ = NODE(DIR_FIELD, @$, 0, 0, CAT(make_path(ps, @1, $1), $3)); }
| dir
| skipped
;
dir_alts: dir_alt
| dir_alts "|" dir_alt { $$ = CAT($1, $3); }
;
dir_alt: IDENT { $$ = LEAF(DIR, @1, $1.sym, AST_DIR_WORD); }
| dir
;
dir: IDENT wpath { $$ = NODE(DIR, @$, $1.sym, AST_DIR_PATH, $2); }
| IDENT wpath "=" expr { $$ = NODE(DIR, @$, $1.sym, AST_DIR_SET, CAT($2, $4)); }
| IDENT wpath ".." wpath { $$ = NODE(DIR, @$, $1.sym, AST_DIR_RANGE, CAT($2, $4)); }
| IDENT NUMBER ".." NUMBER { $$ = NODE(DIR, @$, $1.sym, AST_DIR_RANGE, CAT(LEAF(NUMBER, @2, $2.sym, $2.flags), LEAF(NUMBER, @4, $4.sym, $4.flags))); }
| IDENT wpath "=>" wpath { $$ = NODE(DIR, @$, $1.sym, AST_DIR_TO, CAT($2, $4)); }
| IDENT lbrack seps_opt wpaths trail_opt rbrack { $$ = NODE(DIR, @$, $1.sym, AST_DIR_LIST, $4); }
;
wpath: wkeys { $$ = make_path(ps, @1, $1); }
;
wpaths: wpath
| wpaths commas wpath { $$ = CAT($1, $3); }
;
commas: COMMA | seps
;
trail_opt: %empty { $$ = nothing(); }
| commas
;
derived: expr
| "the" tpath word "where" expr { $$ = NODE(THE, @$, $3.sym, 0, CAT($2, $5)); }
;
derive_else: %empty { $$ = make_none(ps, @$); }
| "else" expr { $$ = $2; }
| "else" IDENT string { struct span at = {@2.beg, @3.end}; $$ = NODE(ERROR_TEXT, at, $2.sym, 0, $3); }
;

/* ---- values ---- */

value: expr
| bin ".." { $$ = NODE(RANGE, @$, 0, 0, CAT($1, make_none(ps, @2))); }
| ".." bin { $$ = NODE(RANGE, @$, 0, 0, CAT(make_none(ps, @1), $2)); }
| bin "->" bin { $$ = NODE(PAIR, @$, 0, 0, CAT($1, $3)); }
;
expr: bin
| "if" expr "then" expr "else" expr { $$ = NODE(COND, @$, 0, 0, CAT3($2, $4, $6)); }
;
bin: unary
| bin "??" bin { $$ = BINARY(@$, OP_COALESCE, $1, $3); }
| bin "||" bin { $$ = BINARY(@$, OP_OR, $1, $3); }
| bin "&&" bin { $$ = BINARY(@$, OP_AND, $1, $3); }
| bin "==" bin { $$ = BINARY(@$, OP_EQ, $1, $3); }
| bin "!=" bin { $$ = BINARY(@$, OP_NE, $1, $3); }
| bin "<" bin { $$ = BINARY(@$, OP_LT, $1, $3); }
| bin "<=" bin { $$ = BINARY(@$, OP_LE, $1, $3); }
| bin ">" bin { $$ = BINARY(@$, OP_GT, $1, $3); }
| bin ">=" bin { $$ = BINARY(@$, OP_GE, $1, $3); }
| bin "in" bin { $$ = BINARY(@$, OP_IN, $1, $3); }
| bin ".." bin { $$ = NODE(RANGE, @$, 0, 0, CAT($1, $3)); }
| bin "+" bin { $$ = BINARY(@$, OP_ADD, $1, $3); }
| bin "-" bin { $$ = BINARY(@$, OP_SUB, $1, $3); }
| bin "*" bin { $$ = BINARY(@$, OP_MUL, $1, $3); }
| bin "/" bin { $$ = BINARY(@$, OP_DIV, $1, $3); }
| bin "%" bin { $$ = BINARY(@$, OP_MOD, $1, $3); }
;
unary: post
| "-" unary { $$ = make_op(ps, AST_UNARY, @$, OP_NEG, $2); }
| "!" unary { $$ = make_op(ps, AST_UNARY, @$, OP_NOT, $2); }
;
post: prim
| post "." key { $$ = NODE(MEMBER, @$, 0, 0, CAT($1, $3)); }
| post INDEX expr IEND { $$ = NODE(INDEX, @$, 0, 0, CAT($1, $3)); }
| post CALL args_opt ")" { $$ = NODE(CALL, @$, 0, 0, CAT($1, $3)); }
| post "?" { $$ = NODE(OPTIONAL, @$, 0, 0, $1); }
;
args_opt: %empty { $$ = nothing(); }
| args
| args COMMA
;
args: arg
| args COMMA arg { $$ = CAT($1, $3); }
;
arg: value { $$ = NODE(ARG, @$, 0, 0, $1); }
| word "=" value { $$ = NODE(ARG, @$, $1.sym, 0, $3); }
;
prim: word { $$ = LEAF(WORD, @1, $1.sym, 0); }
| string
| NUMBER { $$ = LEAF(NUMBER, @1, $1.sym, $1.flags); }
| QTY { $$ = LEAF(QTY, @1, $1.sym, 0); }
| PORT { $$ = LEAF(PORT, @1, $1.sym, 0); }
| "true" { $$ = LEAF(TRUE, @1, 0, 0); }
| "false" { $$ = LEAF(FALSE, @1, 0, 0); }
| "null" { $$ = LEAF(NULL, @1, 0, 0); }
| lparen value ")" { $$ = NODE(PAREN, @$, 0, 0, $2); }
| "[" elems "]" { $$ = NODE(LIST, @$, 0, 0, $2); }
| "[" list_for seps_opt "]" { $$ = NODE(LIST_FOR, @$, $2.sym, 0, $2); }
| "[" seps list_for seps_opt "]" { $$ = NODE(LIST_FOR, @$, $3.sym, 0, $3); }
| block
;
list_for: "for" word for_second "in" expr list_if ":" value { $$ = CAT4($3, $5, $6, $8); $$.sym = $2.sym; }
;
list_if: %empty { $$ = make_none(ps, @$); }
| "if" expr { $$ = $2; }
;
elems: %empty { $$ = nothing(); }
| seps
| elem_list seps_opt
| seps elem_list seps_opt { $$ = $2; }
;
elem_list: elem
| elem_list seps elem { $$ = CAT($1, $3); }
| elem_list skipped { $$ = CAT($1, $2); }
;
elem: value
| "..." expr { $$ = NODE(SPREAD, @$, 0, 0, $2); }
| skipped
;
string: STRING { $$ = LEAF(STRING, @1, $1.sym, $1.flags); }
| pieces STAIL { $$ = make_interp(ps, @$, CAT($1, make_piece(ps, $2))); }
;
pieces: SHEAD value { $$ = CAT(make_piece(ps, $1), $2); $$.flags = $1.flags; }
| pieces SMID value { $$ = CAT3($1, make_piece(ps, $2), $3); $$.flags = $1.flags; }
;

%%

static int yyreport_syntax_error(const yypcontext_t *ctx, struct parser *ps)
{
	enum { MOST = 120 };
	yysymbol_kind_t kinds[MOST];
	const char *names[MOST];
	int n = yypcontext_expected_tokens(ctx, kinds, MOST);

	for (int i = 0; i < n; i++)
		names[i] = yysymbol_name(kinds[i]);
	report_syntax(ps, names, n < 0 ? 0 : n);
	return 0;
}
