// SPDX-License-Identifier: Apache-2.0
// readSample() for the tests of the editors in JavaScript; run by itself, the
// check that the sample has every word, literal form and token of the lexer.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The lines of the sample: [{text, classes}], classes as long as the text, a blank where there is none. */
export function readSample(path = process.env.SAMPLE) {
	const lines = [];
	for (const line of readFileSync(path, 'utf8').split('\n')) {
		if (line[0] === '|') lines.push({ text: line.slice(2), classes: '' });
		if (line[0] === ':') lines.at(-1).classes = line.slice(2);
	}
	for (const l of lines) l.classes = l.classes.padEnd(l.text.length);
	return lines;
}

/** Its pieces of one class without a blank in them: [{line, column, text, class}], counted from 0. */
export function samplePieces(lines = readSample()) {
	return lines.flatMap(({ text, classes }, line) =>
		[...classes.matchAll(/(\S)\1*/g)].map(m => ({ line, column: m.index, text: text.substr(m.index, m[0].length), class: m[1] })));
}

/** The words of the lexer that are no plain names. */
export function lexerWords(lexer) {
	return [...lexer.matchAll(/^\t"([a-z]+)" \{ WORD\(/gm)].map(m => m[1]);
}

/** Its rules for numbers and the like, as regular expressions of JavaScript. */
export function lexerNumbers(lexer) {
	const named = new Map([...lexer.matchAll(/^\t(\w+) = (.*);$/gm)].map(m => [m[1], m[2]]));
	const translate = rule => rule.split(/("[^"]*"|\[[^\]]*\])/).map((part, i) => {
		if (part[0] === '"') return part.slice(1, -1).replace(/[.*+?^${}()|\\/[\]]/g, '\\$&');
		if (i % 2) return part;
		return part.replace(/\s+/g, '').replace(/[a-z]\w*/g, name => `(?:${translate(named.get(name))})`);
	}).join('');
	return [...lexer.matchAll(/^\t(.*) \{ NUMERIC\((\w+)\); \}$/gm)].map(m => ({ rule: m[1], token: m[2], re: new RegExp(`^(?:${translate(m[1])})$`) }));
}

function check() {
	const grammar = `${process.env.top_srcdir}/grammar`;
	const lexer = readFileSync(`${grammar}/lexer.re`, 'utf8');
	const parser = readFileSync(`${grammar}/parser.y`, 'utf8');
	const lines = readSample();
	const pieces = samplePieces(lines);
	let passed = 0, failed = 0;
	const expect = (good, message) => {
		if (good) return void passed++;
		failed++;
		console.log(`FAIL ${message}`);
	};

	const legend = new Set([...readFileSync(process.env.SAMPLE, 'utf8').matchAll(/^%.*/gm)].flatMap(m =>
		[...m[0].matchAll(/(?:^%|\s)\s+(\w) (?=\w)/g)].map(n => n[1])));
	lines.forEach(({ text, classes }, n) => {
		expect(text.length === classes.length && [...text].every((c, i) => (c === ' ') === (classes[i] === ' ')) &&
			[...classes].every(c => c === ' ' || legend.has(c)), `line ${n + 1} of the text: not one known class a character`);
	});

	const words = lexerWords(lexer);
	expect(words.length > 20, 'the words of the lexer were not found');
	for (const word of words)
		expect(pieces.some(p => p.text === word && 'kc'.includes(p.class)), `no word \`${word}\` in the sample`);

	const numbers = lexerNumbers(lexer);
	expect(numbers.length > 5, 'the numbers of the lexer were not found');
	const literals = pieces.filter(p => p.class === 'd').map(p => p.text);
	numbers.forEach(({ rule, re }, i) => {
		expect(literals.some(l => re.test(l) && !numbers.slice(0, i).some(n => n.re.test(l))), `no literal of the form ${rule} in the sample`);
	});

	// Each token of the parser that is a sign, or is made by a rule of its own.
	const tokens = execFileSync(process.env.WK8SC, ['--dump=tokens', 'sample.wk8s'], { encoding: 'utf8' });
	const source = readFileSync('sample.wk8s');
	const signs = new Set(), kinds = new Set();
	for (const [, beg, end, kind] of tokens.matchAll(/^(\d+)-(\d+) (\S+)/gm)) {
		kinds.add(kind);
		if (kind === 'sign') signs.add(source.subarray(+beg, +end).toString());
	}
	for (const [, spelling] of [...parser.matchAll(/^%token.*$/gm)].flatMap(m => [...m[0].matchAll(/ "([^\w\s"]+)"/g)]))
		expect(signs.has(spelling), `no sign ${spelling} in the sample`);
	for (const kind of ['name', 'word', 'number', 'quantity', 'port', 'string', 'string-head', 'string-middle', 'string-tail', 'version'])
		expect(kinds.has(kind), `no token \`${kind}\` in the sample`);
	try {
		execFileSync(process.env.WK8SC, ['--dump=ast', 'sample.wk8s'], { stdio: ['ignore', 'ignore', 'pipe'] });
		passed++;
	} catch (e) {
		expect(false, `the sample does not parse:\n${e.stderr}`);
	}
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) check();
