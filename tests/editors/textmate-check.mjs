// SPDX-License-Identifier: Apache-2.0
// Tries the TextMate grammar: the classes of the sample; every token that the
// compiler finds in the sources of the tree, and every name by what its parser
// makes of it; what is marked as wrong; and that text which is being typed does
// no harm below it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readNames } from './names.mjs';
import { readSample } from './sample.mjs';
import { INITIAL, loadGrammar, tokenise } from './textmate.mjs';

const top = process.env.top_srcdir;
const { grammar } = await loadGrammar(`${top}/grammar/editors/vscode`);

let passed = 0, failed = 0;
const expect = (good, message) => {
	if (good) return void passed++;
	failed++;
	console.log(`FAIL ${message}`);
};

// ---- the scope of each class of the sample ----

const STRING = /^(string\.quoted\.|punctuation\.definition\.string\.)/;
const CLASSES = {
	k: /^keyword\.control\./,
	c: /^constant\.language\./,
	d: /^constant\.numeric\./,
	s: STRING,
	e: /^constant\.character\.escape\./,
	h: /^punctuation\.definition\.template-expression\./,
	x: /^(comment\.line\.number-sign|punctuation\.definition\.comment)\./,
	X: /^(comment\.line\.documentation|punctuation\.definition\.comment)\./,
	t: /^support\.type\./,
	n: /^(entity\.name\.(function|type)|variable\.other\.definition)\./,
	f: /^entity\.name\.tag\./,
	u: /^support\.function\./,
	m: /^storage\.modifier\./,
	v: /^constant\.other\.version\./,
	w: /^variable\.other\.(readwrite|property|enummember)\./,
	o: /^keyword\.operator\./,
	p: /^punctuation\.(accessor|separator|section)\./,
};

/** Is the token, by its scopes, of the class? */
function isOf(scopes, cls) {
	const inner = scopes.at(-1);
	// A quoted key is a string that has the colour of a key.
	if (cls === 's') return STRING.test(inner) || (CLASSES.f.test(inner) && STRING.test(scopes.at(-2)));
	if (cls === 'f' && scopes.some(s => STRING.test(s)) && !scopes.some(s => s.startsWith('meta.embedded.'))) return false;
	if (cls === 'x' || cls === 'X')
		return CLASSES[cls].test(inner) && scopes.some(s => CLASSES[cls].test(s) && s.startsWith('comment.'));
	return CLASSES[cls].test(inner);
}

const at = (line, column) => line.find(t => t.start <= column && column < t.end)?.scopes ?? [];

function checkSample() {
	const lines = readSample();
	const found = tokenise(grammar, lines.map(l => l.text).join('\n'));
	lines.forEach(({ text, classes }, n) => {
		const wrong = [...text].map((c, i) => i).filter(i => classes[i] !== ' ' && !isOf(at(found[n], i), classes[i]));
		expect(!wrong.length, wrong.length && `sample, line ${n + 1}, column ${wrong[0] + 1} (${classes[wrong[0]]}): ${text}\n` +
			`     ${at(found[n], wrong[0]).join(' ')}`);
	});
}

// ---- against the compiler: what it finds in all sources ----

const sources = folders => folders.flatMap(folder => readdirSync(`${top}/${folder}`, { withFileTypes: true }).flatMap(e =>
	e.isDirectory() ? sources([`${folder}/${e.name}`]) : e.name.endsWith('.wk8s') ? [`${folder}/${e.name}`] : [])).sort();

const dump = (what, file) => execFileSync(process.env.WK8SC, [`--dump=${what}`, file],
	{ cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });

/** Is it good wk8s, as far as its syntax goes? */
function parses(file) {
	try {
		dump('ast', file);
		return true;
	} catch {
		return false;
	}
}

// What kind of token may have which scopes.
const TOKENS = {
	number: 'd', quantity: 'd', port: 'd', string: 's', 'string-head': 'sh', 'string-middle': 'hs', 'string-tail': 'hs',
	sign: 'ophv', version: 'v', name: 'tnfumvw', word: 'tnfumwkcv',
};

function checkTokens(file) {
	const bytes = readFileSync(`${top}/${file}`);
	const lines = tokenise(grammar, bytes.toString('latin1'));
	const starts = [0];
	bytes.forEach((b, i) => { if (b === 10) starts.push(i + 1); });
	let line = 0, seen = 0;
	for (const [, beg, end, kind] of dump('tokens', file).matchAll(/^(\d+)-(\d+) (\S+)/gm)) {
		if (!TOKENS[kind]) continue;
		for (let i = +beg; i < +end; i++) {
			while (starts[line + 1] <= i) line++;
			// Escapes are a part of their string's token, and blanks at the end of a line nobody's.
			const scopes = at(lines[line], i - starts[line]);
			if (/\s/.test(String.fromCharCode(bytes[i]))) continue;
			seen++;
			if ([...TOKENS[kind] + (kind.startsWith('string') ? 'e' : '')].some(c => isOf(scopes, c))) continue;
			return expect(false, `${file}:${line + 1}:${i - starts[line] + 1}: the scopes of a ${kind} are ${scopes.join(' ')}`);
		}
	}
	expect(seen > 0 || !bytes.toString().replace(/^\s*#.*$/gm, '').trim(), `${file}: no token`);
	const wrong = lines.flatMap((l, n) => l.filter(t => t.scopes.some(s => s.startsWith('invalid.'))).map(t => `${n + 1}: ${t.text}`));
	expect(!wrong.length, `${file}:${wrong[0]} is marked as wrong`);
}

/** Each name is what the parser says, and there are no others. */
function checkNames(file) {
	const isName = cls => t => isOf(t.scopes, cls);
	const found = tokenise(grammar, readFileSync(`${top}/${file}`, 'utf8')).flatMap((line, n) => line.flatMap(t => {
		const cls = [...'tnfumvw'].find(c => isName(c)(t));
		return cls ? [{ cls, name: t.text.trim().replace(/^@/, ''), where: `${n + 1}:${t.start + 1}` }] : [];
	}));
	const wanted = readNames(dump('ast', file));
	const i = wanted.findIndex(([cls, name], k) => !found[k] || found[k].name !== name || !cls.includes(found[k].cls));
	const has = k => found[k] ? `${found[k].where}: \`${found[k].name}\` is ${found[k].cls}` : 'nothing is found';
	expect(i < 0 && found.length === wanted.length,
		`${file}:${i < 0 ? has(wanted.length) : `${has(i)}, not \`${wanted[i][1]}\` (${wanted[i][0]})`}`);
}

// ---- text that is wrong, or not finished ----

function checkEscapes() {
	const wrong = ['\\q', '\\', '\\u12', '\\u{}', '\\u{1234567}', '\\u{110000}', '\\ud800', '\\u{d800}', '\\x41', '\\0', '\\ '];
	const good = ['\\"', '\\\\', '\\/', '\\$', '\\b', '\\f', '\\n', '\\r', '\\t', '\\u00e9', '\\u{1f600}', '\\u{10FFFF}', '\\u{e9}', '\\ud83d\\ude00'];
	const isMarked = escape => tokenise(grammar, `a: """\n  b${escape}\n"""\nc: "d${escape}e"`).some(l =>
		l.some(t => t.scopes.some(s => s.startsWith('invalid.illegal.escape.'))));
	wrong.forEach(e => expect(isMarked(e), `the escape ${e} is not marked as wrong`));
	good.forEach(e => expect(!isMarked(e), `the escape ${e} is marked as wrong`));
	for (const number of ['0755', '00', '0_1'])
		expect(tokenise(grammar, `a: ${number}`)[0].at(-1).scopes.at(-1).startsWith('invalid.'), `${number} is not marked as wrong`);
	for (const number of ['0', '0.5', '0x1f', '00:30', '0o755', '01/UDP', '0s', '01.02.03'])
		expect(tokenise(grammar, `a: ${number}`)[0].at(-1).scopes.at(-1).startsWith('constant.numeric.'), `${number} is no number`);
}

const spell = tokens => tokens.map(t => `${t.start ?? t.startIndex} ${t.scopes.at(-1)}`).join('\n');

/** Lines that are not finished, and what follows them. */
function checkUnfinished() {
	const before = ['app a {', '  Deployment web {'], after = ['    replicas: 3', '    args: [1, "x"]', '    image: "y${z}"', '  }', '}', 'let b = 1'];
	const below = line => tokenise(grammar, [...before, line, ...after].join('\n')).slice(3).map(spell);
	const good = below('    paused: true');
	for (const line of [
		'x: "a', "x: 'a", '"a', "'a", 'x."a', "x.'a: 1", 'ConfigMap "a', "ConfigMap 'a", 'x: "${', 'x: "${a', 'x: "${f(a',
		'x: "${a[1', 'x: "${{ b: 1', 'x: "${f([{ a: "b', 'x: "${"a', "x: \"${'a", '"${f(', 'ConfigMap "${f(', 'x: [1, "${f(', 'x: (',
		'x: f(a,', 'x: [', 'x: [a, [b', 'x: [{ a: [1', 'x: [for', 'x: [for a in', 'x: y {', 'x', 'x:', 'x.', 'x.y', 'x: a ==',
		'x: a ? b', 'ConfigMap', 'ConfigMap a', 'ConfigMap@', 'ConfigMap@v1', 'ConfigMap (a', 'ConfigMap a as', 'app', 'app a',
		'let', 'let a', 'let a:', 'let a: [', 'let a: {string', 'let a =', 'param a: int = 1 where', 'fn', 'fn f', 'fn f(a) ->',
		'fn f(a) =', 'component C', 'import', 'import "a', 'import "a" as', 'include "a" as b', 'patch', 'patch Deployment',
		'patch on', 'patch on A |', 'patch on A as c if', 'drop', 'drop a.', 'drop A', 'extern', 'extern kind', 'extern kind A in',
		'kind A in', 'type', 'type A', 'type A =', 'type A = b |', 'annotate', 'annotate A', 'derive', 'derive A.b in',
		'derive A.b in app = the', 'rule', 'rule r', 'rule r on', 'rule r on A as', 'assert', 'assert a', 'assert a,', 'warn a, "b',
		'allow', 'allow a:', 'for', 'for a', 'for a in', 'if', 'if a', 'if a &&', '...', '...a', '(', '(a', '{{ .Values.x }}', '@',
		'$', '\\', '`', 'x: 1.', 'x: 1..', 'x: a..', ']', ')', 'x: ]', 'x: )', '// a', '"a\\', 'x: "\\',
	]) {
		const found = below(`    ${line}`);
		const i = good.findIndex((g, k) => found[k] !== g);
		expect(i < 0, `behind the unfinished line \`${line}\` this looks different: ${after[i]}`);
	}
	// What follows could be more parameters, up to the brace.
	for (const line of ['fn f(', 'fn f(a: int,', 'component C(', 'component C(a: int =']) {
		const found = below(`    ${line}`);
		expect(good.slice(3).every((g, k) => found[k + 3] === g), `behind the unfinished line \`${line}\` the end looks different`);
	}
	// At the edge of the file, below what is not closed.
	const edge = ['Service web { ports.http: 80 }', 'kind B in v1 {', '  a: int', '}'];
	const whole = tokenise(grammar, edge.join('\n')).map(spell);
	for (const line of ['type A {', 'type A { b: int', 'kind A in b/v1 {', 'annotate A {', 'annotate A { b: ref', 'annotate A { lift [',
		'annotate A { a: open [b', 'let a = [', 'let a = f(', 'let a = {'])
		expect(tokenise(grammar, [line, ...edge].join('\n')).slice(1).every((l, k) => spell(l) === whole[k]), `behind \`${line}\` at the edge it looks different`);
	// A text of several lines ends at its quotes, whatever its holes have left open.
	for (const hole of ['${', '${a', '${f(', '${a[', '${"b', '${{ a: 1']) {
		const lines = tokenise(grammar, `x: """\n  ${hole}\n  """\ny: 1`);
		expect(spell(lines[3]) === spell(tokenise(grammar, 'y: 1')[0]), `behind a text with \`${hole}\` it looks different`);
	}
}

/**
 * Every line of the text that is whole by itself is cut behind each of its
 * tokens, as if the rest were not yet typed. A line below it may be taken for
 * the end of an open value; from the second one on nothing has changed.
 */
function checkCuts(file) {
	const text = readFileSync(`${top}/${file}`, 'utf8').split(/\r?\n/);
	const states = [INITIAL], tokens = [];
	for (const line of text) {
		const result = grammar.tokenizeLine(line, states.at(-1));
		states.push(result.ruleStack);
		tokens.push(result.tokens);
	}
	text.forEach((line, n) => {
		// A line that ends in an operator or bracket is whole with the next ones only.
		if (/'{3}|"{3}|[-+*?|&=([{]\s*$/.test(line) || states[n].depth !== states[n + 1].depth) return;
		for (const { startIndex } of tokens[n].slice(1)) {
			let state = grammar.tokenizeLine(line.slice(0, startIndex), states[n]).ruleStack;
			for (let k = n + 1; k < Math.min(n + 6, text.length); k++) {
				const result = grammar.tokenizeLine(text[k], state);
				state = result.ruleStack;
				if (k > n + 1 && spell(result.tokens) !== spell(tokens[k]))
					return expect(false, `${file}:${n + 1}: cut to \`${line.slice(0, startIndex)}\`, line ${k + 1} looks different:\n     ${text[k]}`);
			}
		}
		expect(true);
	});
}

checkSample();
const good = sources(['examples', 'stdlib', 'tests/golden']).filter(parses);
expect(good.length > 300, `only ${good.length} sources`);
good.forEach(checkTokens);
good.forEach(checkNames);
checkEscapes();
checkUnfinished();
sources(['examples', 'stdlib/rules']).forEach(checkCuts);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
