// SPDX-License-Identifier: Apache-2.0
// What wk8sc's parser accepts the parser for tree-sitter accepts, and what the
// one rejects the other does: all sources of the project, and many small
// changes of two of them (none of which may have a `-` behind a text with white space
// before it only: wk8sc takes that). Argument: the harness.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// What is a mistake to wk8sc and none here; each must be needed by a file of the project.
const unmarked = new Map([
	['E0107', 'the indentation of all lines of a text would have to be kept and compared'],
]);
// Mistakes that the files have only beside others, by what is said of them.
const unmarkedText = /`else` stands on the line of the `}` before it/; // on a line of its own it looks like a field

const harness = process.argv[2];
const top = process.env.top_srcdir;
let passed = 0, failed = 0;
const expect = (good, message) => {
	if (good) return void passed++;
	failed++;
	console.log(`FAIL ${message}`);
};

function sources(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'work' ? [] : sources(path);
		return entry.name.endsWith('.wk8s') ? [path] : [];
	});
}

/** What wk8sc says of syntax: {codes, lines}; null if the text was too deep for it. */
function verdict(path) {
	const { stderr } = spawnSync(process.env.WK8SC, ['--dump=ast', path], { encoding: 'latin1' });
	const codes = new Set([...stderr.matchAll(/error\[(E\d+)\]: .*/g)].map(m => m[1]));
	if (codes.has('E0501')) return null;
	return { codes: [...codes].filter(c => c.startsWith('E01')), lines: [...stderr.matchAll(/error\[E01\d\d\]: .*/g)].map(m => m[0]) };
}

/** path -> undefined, or where the first mistake is. */
function parse(paths) {
	const marks = new Map();
	for (let i = 0; i < paths.length; i += 500) {
		const out = execFileSync(harness, ['parse', ...paths.slice(i, i + 500)], { encoding: 'utf8' });
		out.trimEnd().split('\n').forEach((line, k) => marks.set(paths[i + k], line.startsWith('ok ') ? undefined : line));
	}
	return marks;
}

function compare(paths, what) {
	const marks = parse(paths);
	const needed = new Set();
	let rejected = 0;
	for (const path of paths) {
		const said = verdict(path);
		if (!said) continue;
		const mark = marks.get(path);
		if (said.codes.length === 0) {
			expect(!mark, `${what}: wk8sc accepts it, but ${mark}`);
			continue;
		}
		rejected++;
		if (!mark && said.codes.every(c => unmarked.has(c))) said.codes.forEach(c => needed.add(c));
		else if (mark || !said.lines.every(l => unmarkedText.test(l))) expect(mark, `${what}: ${path} has no mistake here, but ${said.lines[0]}`);
	}
	expect(rejected > 20 && rejected < paths.length - 20, `${what}: ${rejected} of ${paths.length} are wrong, which tests nothing`);
	return needed;
}

const files = ['examples', 'stdlib', 'src/cli/init', 'tests'].flatMap(f => sources(join(top, f)));
const needed = compare([...files, 'sample.wk8s'], 'sources');
for (const [code, why] of unmarked) expect(needed.has(code), `${code} need not be left out: ${why}`);

// Small changes, the same each time.
let state = 2026;
const some = n => {
	state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
	return ((state ^ state >>> 13) >>> 0) % n;
};
const token = /"""|'''|[A-Za-z_][\w-]*|\d[\w.:%/]*|[ \t]+|\r?\n|\.\.\.|\.\.|->|=>|[=!<>]=|&&|\|\||\?\?|\$\{|[^]/g;
const texts = ['sample.wk8s', join(top, 'tests/golden/syntax/all-nodes.wk8s')].map(path => readFileSync(path, 'utf8'));
// The items of the outermost level, each with what is in it.
const items = texts.flatMap(text => text.split(/\n(?=[a-zA-Z#])/)).map(item => `${item}\n`.match(token));
const pool = items.flat();
const kinds = [...new Set(pool)];

function change(tokens) {
	const at = some(tokens.length), other = some(2) ? pool[some(pool.length)] : kinds[some(kinds.length)];
	switch (some(4)) {
	case 0: return void tokens.splice(at, 1);
	case 1: return void tokens.splice(at, 0, other);
	case 2: return void tokens.splice(at, 1, other);
	default: return void tokens.splice(at, 0, tokens[some(tokens.length)]);
	}
}

const folder = 'tree-sitter/changed';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const changed = [];
for (let i = 0; i < 1500; i++) {
	const tokens = [...items[some(items.length)], ...items[some(items.length)]];
	change(tokens);
	if (i % 4 === 0) change(tokens);
	changed.push(join(folder, `${i}.wk8s`));
	writeFileSync(changed[i], tokens.join(''));
}
compare(changed, 'changes');

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
