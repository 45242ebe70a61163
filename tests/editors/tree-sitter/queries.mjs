// SPDX-License-Identifier: Apache-2.0
// The queries give what they should: highlights the classes of the sample, folds
// and indents what its lines say, locals what each name refers to. Argument:
// the harness.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSample, samplePieces } from '../sample.mjs';

const harness = process.argv[2];
const top = process.env.top_srcdir;
const queries = join(top, 'grammar/editors/tree-sitter/queries');
let passed = 0, failed = 0;
const expect = (good, message) => {
	if (good) return void passed++;
	failed++;
	console.log(`FAIL ${message}`);
};

/** The captures of a query: [{pattern, from, to, name}], in bytes. */
function captures(query, path) {
	const { stdout, status } = spawnSync(harness, ['query', join(queries, query), path], { encoding: 'utf8', maxBuffer: 1 << 26 });
	expect(status === 0, `${query} does not compile: ${stdout}`);
	return status ? [] : stdout.trimEnd().split('\n').filter(Boolean).map(line => {
		const [pattern, from, to, name] = line.split(' ');
		return { pattern: +pattern, from: +from, to: +to, name };
	});
}

/** The text of a file by bytes: where lines begin, and what line a byte is in. */
function lined(path) {
	const bytes = readFileSync(path);
	const begins = [0];
	bytes.forEach((b, i) => b === 10 && begins.push(i + 1));
	const lineOf = byte => {
		let low = 0, high = begins.length;
		while (high - low > 1) {
			const middle = low + high >> 1;
			if (begins[middle] <= byte) low = middle;
			else high = middle;
		}
		return low;
	};
	return { bytes, begins, lineOf, lines: bytes.toString('latin1').split('\n') };
}

// ---- highlights ----

const classes = {
	k: ['keyword'],
	c: ['boolean', 'constant.builtin'],
	d: ['number'],
	s: ['string'],
	e: ['string.escape'],
	h: ['punctuation.special'],
	x: ['comment'],
	X: ['comment.documentation'],
	t: ['type'],
	n: ['variable.definition', 'variable.parameter', 'function', 'type.definition', 'label'],
	f: ['property'],
	u: ['function.call'],
	m: ['attribute'],
	v: ['module'],
	w: ['variable', 'variable.member'],
	o: ['operator'],
	p: ['punctuation.delimiter', 'punctuation.bracket'],
};

function highlights() {
	const text = lined('sample.wk8s');
	const found = new Array(text.bytes.length);
	// What is inside comes behind what is around it, and of patterns the last one wins.
	const sorted = captures('highlights.scm', 'sample.wk8s')
		.sort((a, b) => a.from - b.from || b.to - a.to || a.pattern - b.pattern);
	for (const c of sorted) found.fill(c.name, c.from, c.to);
	const used = new Set();
	for (const { line, column, text: piece, class: letter } of samplePieces(readSample())) {
		const from = text.begins[line] + column;
		const names = new Set(found.slice(from, from + piece.length));
		names.forEach(n => used.add(n));
		expect([...names].every(n => classes[letter]?.includes(n)),
			`sample:${line + 1}:${column + 1}: \`${piece}\` is ${letter}, not ${[...names].join(', ')}`);
	}
	for (const name of Object.values(classes).flat()) expect(used.has(name), `nothing in the sample is @${name}`);
}

// ---- folds and indents ----

function folds() {
	const text = lined('sample.wk8s');
	const folded = captures('folds.scm', 'sample.wk8s').map(c => [text.lineOf(c.from), text.lineOf(c.to - 1)]).filter(([a, b]) => b > a);
	// Where lines end with a bracket or the quotes of a text, something begins that ends further down.
	const begins = new Set(folded.map(([a]) => a));
	text.lines.forEach((line, n) => expect(begins.has(n) === /[{([]$|[=,] ("""|''')$/.test(line),
		`sample:${n + 1}: ${begins.has(n) ? 'something' : 'nothing'} is folded: ${line}`));
	// And ends where a line as far to the right begins with what closes it.
	const indent = line => line.search(/\S/);
	for (const [a, b] of folded) {
		const end = text.lines.findIndex((line, n) => n > a && line.trim() && indent(line) <= indent(text.lines[a]));
		const inner = text.lines.slice(a + 1, b).every(line => !line.trim() || indent(line) > indent(text.lines[a]));
		expect(inner && (b === end || /^\s*('''|""")/.test(text.lines[b])), `sample:${a + 1}: folded up to line ${b + 1}, not ${end + 1}`);
	}
}

// All that has brackets over several lines; behind `#`, the line up to which what begins here is folded.
const brackets = `\
component Web( # 4
  image: string,
  port = 80
) { # 25
  a: first( # 10
    image,
    default = [ # 9
      1
    ]
  )
  b: [ # 13
    for x in [1]: x
  ]
  c: (
    1 + 2
  )
  d: \"\"\" # 19
    text
  \"\"\"
  Service a { # 24
    b: [[ # 23
      1
    ]]
  }
}
type M = {
  string: int }
type L = [
  string ]
type S { # 32
  a: int
}
annotate Pod { # 37
  lift [ # 36
    spec
  ]
}
`;

function foldsOfBrackets() {
	writeFileSync('tree-sitter/brackets.wk8s', brackets.replace(/ #.*$/gm, ''));
	const text = lined('tree-sitter/brackets.wk8s');
	const all = captures('folds.scm', 'tree-sitter/brackets.wk8s');
	brackets.trimEnd().split('\n').forEach((line, n) => {
		const ends = all.filter(c => text.lineOf(c.from) === n).map(c => text.lineOf(c.to - 1)).filter(end => end > n);
		const want = +(line.split('#')[1] ?? 0), got = ends.length ? Math.max(...ends) + 1 : 0;
		expect(got === want, `folds: line ${n + 1} is folded up to ${got}, not ${want}: ${line}`);
	});
}

/**
 * By the captures for Helix, or those for Neovim, each line's indentation in
 * levels; undefined inside of strings. Both count the lines on which nodes begin
 * that the line is in, and one less where it begins with what closes one.
 */
function levels(path, begin, branch) {
	const text = lined(path);
	const all = captures('indents.scm', path);
	const nodes = all.filter(c => c.name === begin), ends = all.filter(c => c.name === branch);
	const strings = all.filter(c => c.name === 'indent.ignore');
	return text.lines.map((line, n) => {
		const from = text.begins[n] + line.search(/\S|$/);
		if (!line.trim() || strings.some(s => s.from < text.begins[n] && s.to > text.begins[n])) return { line };
		const around = nodes.filter(c => text.lineOf(c.from) < n && c.to > from);
		const closes = ends.some(e => e.from === from);
		return { line, level: new Set(around.map(c => text.lineOf(c.from))).size - closes };
	});
}

function indents() {
	const examples = join(top, 'examples');
	const library = ['stdlib', 'stdlib/rules'].flatMap(d => readdirSync(join(top, d)).filter(f => f.endsWith('.wk8s')).map(f => join(top, d, f)));
	const paths = [...library, join(process.env.EDITORS, 'tree-sitter/lines.wk8s'), 'sample.wk8s', 'tree-sitter/brackets.wk8s', ...readdirSync(examples, { withFileTypes: true }).filter(e => e.isDirectory()).flatMap(e =>
		readdirSync(join(examples, e.name)).filter(f => f.endsWith('.wk8s')).map(f => join(examples, e.name, f)))];
	let deepest = 0;
	for (const path of paths) {
		for (const [begin, branch] of [['indent', 'outdent'], ['indent.begin', 'indent.branch']]) {
			const wrong = levels(path, begin, branch).findIndex(({ line, level }) => {
				deepest = Math.max(deepest, level ?? 0);
				return level !== undefined && line.search(/\S/) !== 2 * level;
			});
			expect(wrong < 0, `${path}:${wrong + 1}: is not indented as @${begin} has it`);
		}
	}
	expect(deepest > 3, `no line of ${paths.length} files is indented four times`);
}

// ---- locals ----

// Behind `#`, from left to right: what each reference in the line is to, as the
// line of the definition, or 0 where the file has none.
const scopes = `\
let image = "x" #
fn half(x: int, by = 2) -> int = x / by + image # 0 0 2 2 1
component Web(port = image, x: [Size]) { # 1 18
  let image = "y" #
  Service a { ports.http: port, image: image } # 0 3 4
  Deployment b { port: image, a: x, b: old } # 0 4 3 0
} #
Web front { image: image } # 3 1
app s as me { #
  for image, i in half(image, by = x) { a: [for v in image: v + i + port] } # 2 10 0 10 10 10 0
  a: me #  9
  b { let only = 1 } #
  c: only # 0
} #
rule r on Pod as p { assert p.x, "\${image} \${me}" } # 0 15 1 9
patch on Container | Web as c if c.x == "" { a: c.image } # 0 3 16 16
derive Service.spec.a in app = the Pod d where d.name == self # 0 17 0
type Size = string | lib.Size # 0 19
import "lib" as lib #
param size: Size = null #  18
`;

function locals() {
	const source = scopes.replace(/ #.*$/gm, '');
	writeFileSync('tree-sitter/scopes.wk8s', source);
	const text = lined('tree-sitter/scopes.wk8s');
	const all = captures('locals.scm', 'tree-sitter/scopes.wk8s');
	const nameOf = c => source.slice(c.from, c.to);
	const scopesOf = c => all.filter(s => s.name === 'local.scope' && s.from <= c.from && s.to >= c.to).sort((a, b) => a.to - a.from - (b.to - b.from));
	const definitions = all.filter(c => c.name.startsWith('local.definition')).map(c => ({ ...c, scope: scopesOf(c)[0] }));
	const resolve = reference => {
		for (const scope of scopesOf(reference)) {
			const found = definitions.find(d => d.scope === scope && nameOf(d) === nameOf(reference));
			if (found) return text.lineOf(found.from) + 1;
		}
		return 0;
	};
	scopes.trimEnd().split('\n').forEach((line, n) => {
		const references = all.filter(c => c.name === 'local.reference' && text.lineOf(c.from) === n);
		const want = line.split('#')[1].trim(), got = references.map(resolve).join(' ');
		expect(got === want, `locals: line ${n + 1}: ${references.map(nameOf).join(' ')} refer to lines ${got}, not ${want}`);
	});
}

// ---- injections ----

function injections() {
	writeFileSync('tree-sitter/script.wk8s', "a: '''\n  #!/bin/sh\n  echo\n'''\nb: \"\"\"\n  #!/bin/sh\n\"\"\" # c\n");
	const text = readFileSync('tree-sitter/script.wk8s', 'utf8');
	const found = captures('injections.scm', 'tree-sitter/script.wk8s').map(c => text.slice(c.from, c.to));
	expect(found.length === 2 && found[0].includes('echo') && found[1] === '# c', `injections: ${JSON.stringify(found)}`);
	const [, pattern] = readFileSync(join(queries, 'injections.scm'), 'utf8').match(/#match\? @injection\.content "(.*)"/);
	const script = new RegExp(JSON.parse(`"${pattern}"`));
	for (const [line, is] of [['#!/bin/sh', true], ['#!/usr/bin/env bash', true], ['#!/bin/dash -e', true], ['#!/usr/bin/fish', false], ['echo /bin/sh', false]])
		expect(script.test(`\n  ${line}\n  echo\n`) === is, `injections: ${line} is ${is ? 'a' : 'no'} shell's`);
}

highlights();
folds();
foldsOfBrackets();
indents();
locals();
injections();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
