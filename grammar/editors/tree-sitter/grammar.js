// SPDX-License-Identifier: Apache-2.0
/**
 * The grammar of wk8s for tree-sitter: ../../parser.y in other words, production
 * by production and without a conflict, so that both accept the same. Most
 * tokens are made by src/scanner.c, as by ../../lexer.re; the texts and regular
 * expressions here are for what reads the same everywhere.
 *
 * After a change, tests/editors/tree-sitter/generate writes src/ again.
 */

// Words that are keywords only where they begin something, and names elsewhere.
const SOFT_ITEM = ['allow', 'app', 'component', 'import', 'include', 'param', 'let', 'fn', 'type', 'kind', 'rule', 'on', 'as',
	'patch', 'drop', 'extern', 'where', 'annotate', 'derive', 'the'];
const SOFT = [...SOFT_ITEM, 'assert', 'warn'];
// Words that are names as keys only.
const HARD_ITEM = ['then', 'else', 'for', 'in', 'true', 'false', 'null'];
const HARD = [...HARD_ITEM, 'if'];

// Words that begin with another one, `in` and `as`: made by the scanner, so that these are not found in them.
const SCANNED = ['include', 'assert'];

/** A word as the scanner or a text has it. */
const kw = ($, word) => SCANNED.includes(word) ? alias($[`_kw_${word}`], word) : word;
/** Words as names. */
const names = ($, words, node = $.identifier) => words.map(word => alias(SCANNED.includes(word) ? $[`_kw_${word}`] : word, node));
/** `(`: the scanner tells apart whether it stands directly behind what may be called. */
const lparen = $ => choice(alias($._lparen, '('), alias($._call_lparen, '('));
const lbrace = $ => alias($._lbrace, '{');
const lbrack = $ => alias($._lbrack, '[');
/** The end of the innermost bracket; the scanner knows which that is. */
const close = ($, bracket) => alias($._close, bracket);
/** After this the line may end. */
const joining = ($, operator) => seq(operator, optional($._joins_lines));
/** Items with separators between them, perhaps before and behind. */
const separated = ($, item) => seq(optional($._separators), item, repeat(seq($._separators, item)), optional($._separators));
/** Parts with one comma between them, perhaps one behind. */
const commas = part => seq(part, repeat(seq(',', part)), optional(','));
/** A chain of binary operators that bind to the left. */
const binary = (left, operator, right) => seq(field('left', left), field('operator', operator), field('right', right));

module.exports = grammar({
	name: 'wk8s',

	// The order is that of enum token in src/scan.h.
	externals: $ => [
		$._line_break,
		$._joins_lines,
		$.comment,
		$.doc_comment,
		$._lparen,
		$._call_lparen,
		$._lbrack,
		$._index_lbrack,
		$._lbrace,
		$._close,
		$._string_open,
		$._raw_open,
		$._text_open,
		$._raw_text_open,
		$._quote_close,
		$.string_content,
		$.escape_sequence,
		$._hole_open,
		$.number,
		$.quantity,
		$.port,
		$._minus,
		$._operator_minus,
		$._query,
		$.identifier,
		$._kw_include,
		$._kw_assert,
		$._stray,
	],

	extras: $ => [/[ \t]/, $._line_break, $.comment, $.doc_comment],

	rules: {
		// The end of the text closes it, as `}` closes a block: so the parser has the same states for both.
		source_file: $ => seq(optional($._items), $._close),

		// ---- items ----

		_items: $ => choice($._separators, separated($, $._item)),
		_separators: _ => repeat1(choice(/\r?\n/, ',')),
		block: $ => seq(lbrace($), optional($._items), close($, '}')),

		_item: $ => choice(
			$.import_item, $.include_item, $.param_item, $.let_item, $.fn_item, $.component_item, $.type_item, $.kind_item,
			$.annotate_item, $.derive_item, $.allow_item, $.rule_item, $.assert_item, $.warn_item, $.app_item, $.patch_item,
			$.patch_on_item, $.drop_item, $.extern_item, $.extern_kind_item, $.resource, $.for_item, $.if_item, $.spread, $.field,
		),

		import_item: $ => seq('import', field('path', $.string), optional($.as)),
		include_item: $ => seq(kw($, 'include'), field('path', $.string), optional($.as), optional($.block)),
		param_item: $ => seq('param', $.parameter),
		let_item: $ => seq('let', field('name', $._word), optional($._typed), $._assign, field('value', $._value)),
		// What follows their names is a node, so that parameters have a scope that the names are not in.
		fn_item: $ => seq('fn', field('name', $._word), $.function),
		function: $ => seq($.parameters, optional(seq($._arrow, field('result', $._type))), $._assign, field('value', $._expression)),
		component_item: $ => seq('component', field('name', $._word), $.component),
		component: $ => seq(optional($.parameters), $.block),
		type_item: $ => seq('type', field('name', $._word), choice(
			seq($._assign, field('type', $._type), repeat($.modifier)),
			$.members,
		)),
		kind_item: $ => seq('kind', field('name', $._word), $._in, $.group_version, repeat($.modifier), $.members),
		annotate_item: $ => seq('annotate', field('type', $._type_path), $.directives),
		derive_item: $ => seq('derive', $._keys, $._in, field('scope', $._word), $._assign,
			choice(field('value', $._expression), $.the), optional($.derive_else)),
		the: $ => seq('the', field('kind', $._type_path), field('name', $._word), 'where', field('condition', $._expression)),
		derive_else: $ => seq('else', choice(field('value', $._expression), seq(field('name', $.identifier), $.string))),
		allow_item: $ => seq('allow', field('name', $._word), ':', field('reason', $._expression)),
		rule_item: $ => seq('rule', field('name', $._word), 'on', field('type', $._type_path), optional($.as), $.block),
		assert_item: $ => seq(kw($, 'assert'), field('condition', $._expression), $._comma, field('message', $._expression)),
		warn_item: $ => seq('warn', field('condition', $._expression), $._comma, field('message', $._expression)),
		app_item: $ => seq('app', $._name, optional($.as), $.block),
		patch_item: $ => seq('patch', $._kind, $._name, $.block),
		patch_on_item: $ => seq('patch', 'on', field('type', $._type_path),
			repeat(seq($._bar, field('type', $._type_path))), optional($.as),
			optional(seq('if', field('condition', $._expression))), $.block),
		drop_item: $ => seq('drop', choice($._keys, seq($._kind, $._name))),
		extern_item: $ => seq('extern', $._kind, $._name, optional($.block)),
		extern_kind_item: $ => seq('extern', 'kind', field('name', $._word), $._in, $.group_version,
			repeat($.modifier)),
		resource: $ => seq($._kind, $._name, optional($.as), $.block),
		for_item: $ => seq('for', $._variables, $._in, field('list', $._expression), $.block),
		if_item: $ => seq('if', field('condition', $._expression), $.block,
			repeat(seq('else', 'if', field('condition', $._expression), $.block)),
			optional(seq('else', $.block))),
		spread: $ => seq('...', field('value', $._expression)),
		field: $ => choice(
			seq($._keys, choice(seq(':', field('value', $._value)), $.block)),
			seq(field('path', alias($._bare_path, $.path)), ':', field('value', $._value)),
		),

		as: $ => seq('as', field('name', $._word)),
		_kind: $ => seq(field('kind', $._type_path), optional($.version)),
		version: _ => /@[A-Za-z0-9][A-Za-z0-9.-]*(\/[A-Za-z0-9][A-Za-z0-9.-]*)?/,
		_variables: $ => seq(field('name', $._word), optional(seq($._comma, field('name', $._word)))),

		parameters: $ => seq(lparen($), optional(commas($.parameter)), close($, ')')),
		parameter: $ => seq(field('name', $._word), optional($._typed), optional(seq($._assign, field('default', $._expression))),
			optional(seq('where', field('condition', $._value)))),
		_typed: $ => seq(':', field('type', $._type)),

		// ---- names, paths ----

		_word: $ => choice($.identifier, ...names($, SOFT)),
		_name: $ => field('name', choice($._word, $.string, alias($._computed_name, $.parenthesized))),
		_computed_name: $ => seq(lparen($), $._expression, close($, ')')),
		_key: $ => choice($.identifier, ...names($, [...SOFT, ...HARD]), $._other_key),
		_other_key: $ => choice($.string, $.computed_key),
		computed_key: $ => seq(lparen($), $._expression, close($, ')')),
		// Paths are told apart by their first token: only a word can be a kind or a type.
		_keys: $ => field('path', choice($._type_path, alias($._key_path, $.path))),
		_type_path: $ => alias($._name_path, $.path),
		_name_path: $ => choice($.identifier, seq($._name_path, '.', $._key)),
		_key_path: $ => choice(...names($, [...SOFT_ITEM, ...HARD_ITEM]), $._other_key, seq($._key_path, '.', $._key)),
		_bare_path: $ => choice(...names($, ['if', 'assert', 'warn'])),
		_word_path: $ => choice($._word, seq($._word_path, '.', $._key)),
		group_version: $ => seq($._group_part, repeat(seq(choice('.', joining($, '/')), $._group_part))),
		_group_part: $ => choice($.identifier, alias($._plain_string, $.string)),

		// ---- types ----

		_type: $ => choice($._type1, $.union_type),
		union_type: $ => seq($._type1, repeat1(seq($._bar, $._type1))),
		_type1: $ => choice($.type_name, alias($._plain_string, $.string), $.list_type, $.map_type, $.optional_type),
		type_name: $ => seq($._word, repeat(seq('.', $._word))),
		list_type: $ => seq(joining($, lbrack($)), $._type, close($, ']')),
		map_type: $ => seq(joining($, lbrace($)), field('key', $._type), ':', field('value', $._type), close($, '}')),
		optional_type: $ => seq($._type1, alias($._query, '?')),
		members: $ => seq(lbrace($), optional(choice($._separators, separated($, choice($.member, $.member_spread)))), close($, '}')),
		member: $ => seq(field('name', $._key), ':', field('type', $._type), repeat($.modifier)),
		member_spread: $ => seq('...', field('type', alias($._word_path, $.path))),
		modifier: $ => choice(
			seq(field('name', $.identifier), optional(choice($.number, $.string))),
			seq('where', $._expression),
			seq($._assign, $._expression),
		),

		// ---- how values are written, and derived ----

		directives: $ => seq(lbrace($), optional(choice($._separators, separated($, choice($.field_directive, $.directive)))), close($, '}')),
		field_directive: $ => seq($._keys, ':', $._alternative, repeat(seq($._bar, $._alternative))),
		_alternative: $ => choice(alias($._directive_word, $.directive), $.directive),
		_directive_word: $ => field('name', $.identifier),
		directive: $ => seq(field('name', $.identifier), choice(
			$._path,
			seq($._path, $._assign, field('value', $._expression)),
			seq($._path, '..', $._path),
			seq($.number, '..', $.number),
			seq($._path, joining($, '=>'), $._path),
			seq(lbrack($), separated($, $._path), close($, ']')),
			seq(alias($._index_lbrack, '['), commas($._path), close($, ']')),
		)),
		_path: $ => field('path', alias($._word_path, $.path)),

		// ---- values ----

		_value: $ => choice($._expression, $.open_range, $.pair),
		open_range: $ => choice(seq($._sum, '..'), seq('..', $._sum)),
		pair: $ => seq(field('left', $._coalesce), $._arrow, field('right', $._coalesce)),
		_expression: $ => choice($._coalesce, $.conditional),
		conditional: $ => seq('if', field('condition', $._expression), 'then', field('consequence', $._expression),
			'else', field('alternative', $._expression)),

		// One rule for each strength, and no precedences: comparisons and ranges do not chain.
		_coalesce: $ => choice($._or, alias($._coalesce_binary, $.binary)),
		_coalesce_binary: $ => binary($._coalesce, $._coalesce_operator, $._or),
		_or: $ => choice($._and, alias($._or_binary, $.binary)),
		_or_binary: $ => binary($._or, $._or_operator, $._and),
		_and: $ => choice($._comparison, alias($._and_binary, $.binary)),
		_and_binary: $ => binary($._and, $._and_operator, $._comparison),
		_comparison: $ => choice($._range, alias($._comparison_binary, $.binary)),
		_comparison_binary: $ => binary($._range, $._comparison_operator, $._range),
		_range: $ => choice($._sum, $.range),
		range: $ => seq(field('left', $._sum), '..', field('right', $._sum)),
		_sum: $ => choice($._product, alias($._sum_binary, $.binary)),
		_sum_binary: $ => binary($._sum, $._sum_operator, $._product),
		_product: $ => choice($._unary, alias($._product_binary, $.binary)),
		_product_binary: $ => binary($._product, $._product_operator, $._unary),
		_unary: $ => choice($._postfix, $.unary),
		unary: $ => seq(field('operator', choice($._negation, '!')), field('operand', $._unary)),

		// Only what may be called or indexed is followed by `(` or `[` without white space.
		_postfix: $ => choice($._callable, $.number, $.quantity, $.port, $.true, $.false, $.null, $.block),
		_callable: $ => choice($._variable, $.string, $.parenthesized, $.list, $.list_for, $.member_access, $.index, $.call, $.optional),
		_variable: $ => choice(alias($.identifier, $.variable), ...names($, SOFT, $.variable)),
		member_access: $ => seq(field('object', $._postfix), '.', field('member', $._key)),
		index: $ => seq(field('object', $._callable), alias($._index_lbrack, '['), field('index', $._expression), close($, ']')),
		call: $ => seq(field('function', $._callable), $.arguments),
		arguments: $ => seq(alias($._call_lparen, '('), optional(commas(choice($._value, $.named_argument))), close($, ')')),
		named_argument: $ => seq(field('name', $._word), $._assign, field('value', $._value)),
		optional: $ => seq($._postfix, alias($._query, '?')),
		parenthesized: $ => seq(lparen($), $._value, close($, ')')),
		list: $ => seq(lbrack($), optional(choice($._separators, separated($, choice($._value, $.spread)))), close($, ']')),
		list_for: $ => seq(lbrack($), optional($._separators), 'for', $._variables, $._in,
			field('list', $._expression), optional(seq('if', field('condition', $._expression))), ':',
			field('value', $._value), optional($._separators), close($, ']')),
		true: $ => 'true',
		false: $ => 'false',
		null: $ => 'null',

		// ---- what joins lines ----

		_assign: $ => joining($, '='),
		_in: $ => joining($, 'in'),
		_bar: $ => joining($, '|'),
		_comma: $ => joining($, ','),
		_arrow: $ => joining($, '->'),
		_coalesce_operator: $ => joining($, '??'),
		_or_operator: $ => joining($, '||'),
		_and_operator: $ => joining($, '&&'),
		_comparison_operator: $ => joining($, choice('==', '!=', '<', '<=', '>', '>=', 'in')),
		_sum_operator: $ => joining($, choice('+', alias($._operator_minus, '-'))),
		_product_operator: $ => joining($, choice('*', '/', '%')),
		_negation: $ => joining($, alias($._minus, '-')),

		// ---- strings ----

		string: $ => choice($._plain_string, $._string_with_holes),
		_plain_string: $ => choice(
			seq(alias($._string_open, '"'), optional($._pieces), alias($._quote_close, '"')),
			seq(alias($._text_open, '"""'), optional($._pieces), alias($._quote_close, '"""')),
			seq(alias($._raw_open, "'"), optional($.string_content), alias($._quote_close, "'")),
			seq(alias($._raw_text_open, "'''"), optional($.string_content), alias($._quote_close, "'''")),
		),
		_string_with_holes: $ => choice(
			seq(alias($._string_open, '"'), $._holes, alias($._quote_close, '"')),
			seq(alias($._text_open, '"""'), $._holes, alias($._quote_close, '"""')),
		),
		_holes: $ => seq(optional($._pieces), repeat1(seq($.hole, optional($._pieces)))),
		_pieces: $ => repeat1(choice($.string_content, $.escape_sequence)),
		hole: $ => seq(alias($._hole_open, '${'), $._value, close($, '}')),
	},
});
