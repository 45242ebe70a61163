// SPDX-License-Identifier: Apache-2.0
// Tries the VS Code extension: its manifest; the indentation of all examples;
// every snippet, compiled where its description says that it belongs; the
// problem matchers on what wk8sc says of all wrong sources of the tree; the
// tasks of its README; and blocks of wk8s in Markdown.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { samplePieces } from './sample.mjs';
import { expandSnippet } from './snippets.mjs';
import { loadGrammar, tokenise } from './textmate.mjs';
import { makeIndenter } from './vscode-indent.mjs';

const top = process.env.top_srcdir;
const folder = `${top}/grammar/editors/vscode`;
const readJson = path => JSON.parse(readFileSync(path, 'utf8'));
const manifest = readJson(`${folder}/package.json`);
const { contributes } = manifest;
const configuration = readJson(`${folder}/${contributes.languages[0].configuration}`);

let passed = 0, failed = 0;
const expect = (good, message) => {
	if (good) return void passed++;
	failed++;
	console.log(`FAIL ${message}`);
};

function wk8sc(args, cwd) {
	const { status, stdout, stderr } = spawnSync(process.env.WK8SC, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
	return { status, stdout, stderr };
}

const sources = (path, ext) => readdirSync(path, { withFileTypes: true }).flatMap(e =>
	e.isDirectory() ? sources(`${path}/${e.name}`, ext) : e.name.endsWith(ext) ? [`${path}/${e.name}`] : []).sort();

// ---- the manifest ----

function checkManifest() {
	const version = /AC_INIT\(\[wk8sc\], \[([^\]]*)\]\)/.exec(readFileSync(`${top}/configure.ac`, 'utf8'))[1];
	expect(manifest.version === version, `package.json: version ${manifest.version}, and wk8sc is ${version}`);
	for (const [key, form] of Object.entries({ name: /^[a-z0-9][a-z0-9-]*$/, publisher: /^[A-Za-z0-9-]+$/, license: /^Apache-2\.0$/, description: /\w/ }))
		expect(form.test(manifest[key] ?? ''), `package.json: ${key}`);
	expect(/^\^\d+\.\d+\.\d+$/.test(manifest.engines?.vscode), 'package.json: engines.vscode');
	for (const key of ['main', 'browser', 'activationEvents', 'scripts', 'dependencies'])
		expect(!(key in manifest), `package.json: ${key}: the extension has no code`);
	// What makes packages refuses links to files.
	expect(!/\]\((?!https:)/.test(readFileSync(`${folder}/README.md`, 'utf8')), 'README.md has links to files');

	const languages = contributes.languages.map(l => l.id);
	expect(languages.includes('wk8s') && contributes.languages.some(l => l.extensions.includes('.wk8s')), 'package.json: the language');
	const files = [
		...contributes.languages.map(l => l.configuration), ...contributes.grammars.map(g => g.path), ...contributes.snippets.map(s => s.path)];
	files.forEach(f => expect(f.startsWith('./') && existsSync(`${folder}/${f}`), `package.json names ${f}, which is not there`));
	const used = new Set(files.map(f => resolve(folder, f)));
	for (const f of [...readdirSync(`${folder}/syntaxes`).map(f => `syntaxes/${f}`), ...readdirSync(`${folder}/snippets`).map(f => `snippets/${f}`)])
		expect(used.has(resolve(folder, f)), `package.json does not name ${f}`);
	for (const g of contributes.grammars) {
		expect(readJson(`${folder}/${g.path}`).scopeName === g.scopeName, `${g.path}: the name of its scope`);
		expect(g.injectTo ? true : languages.includes(g.language), `${g.path}: language ${g.language}`);
	}
	for (const s of contributes.snippets) expect(languages.includes(s.language), `${s.path}: language ${s.language}`);
	for (const key of Object.keys(contributes.configurationDefaults)) expect(key === '[wk8s]', `package.json: defaults for ${key}`);
	expect(contributes.configurationDefaults['[wk8s]']['editor.tabSize'] === 2, 'package.json: two blanks a level');
}

// ---- the language's configuration ----

function checkConfiguration() {
	const known = ['comments', 'brackets', 'colorizedBracketPairs', 'autoClosingPairs', 'autoCloseBefore', 'surroundingPairs', 'wordPattern',
		'folding', 'indentationRules', 'onEnterRules'];
	for (const key of Object.keys(configuration)) expect(known.includes(key), `language-configuration.json: ${key} means nothing`);
	for (const key of ['brackets', 'colorizedBracketPairs', 'surroundingPairs'])
		expect(configuration[key].every(p => p.length === 2 && p.every(s => typeof s === 'string' && s)), `language-configuration.json: ${key}`);
	for (const p of configuration.autoClosingPairs) {
		expect(p.open && p.close && Object.keys(p).every(k => ['open', 'close', 'notIn'].includes(k)) &&
			(p.notIn ?? []).every(s => s === 'string' || s === 'comment'), `language-configuration.json: ${JSON.stringify(p)}`);
	}
	for (const open of ['{', '[', '(', '"', "'", '"""', "'''"])
		expect(configuration.autoClosingPairs.some(p => p.open === open), `${open} is not closed when it is typed`);
	expect(configuration.comments.lineComment === '#', 'language-configuration.json: comments');

	// Words are the names of the sample and nothing longer.
	const word = new RegExp(configuration.wordPattern, 'g');
	expect(!new RegExp(`^(?:${configuration.wordPattern})$`).test(''), 'the pattern of words matches nothing');
	for (const { text, class: cls } of samplePieces()) {
		if ('kctnfumw'.includes(cls)) expect(text.match(word)?.[0] === text, `\`${text}\` is not one word`);
	}
	const words = 'spec.template: a-b..c "d/e" 250m'.match(word);
	expect(words.join(' ') === 'spec template a-b c d e 250m', `words: ${words.join(' ')}`);

	const { start, end } = configuration.folding.markers;
	expect(new RegExp(start).test('  # region Redis') && new RegExp(end).test('  #endregion') && !new RegExp(start).test('region: eu'), 'markers of folding');

	const doc = configuration.onEnterRules.find(r => r.action.appendText);
	expect(new RegExp(doc.beforeText).test('  ## What it is.') && !new RegExp(doc.beforeText).test('  # What it is.') &&
		!new RegExp(doc.beforeText).test('  ## ') && doc.action.appendText === '## ', 'documentation does not go on in the next line');

	// A pattern that tries too much would stop the editor.
	for (const [name, pattern] of [...Object.entries(configuration.indentationRules), ...configuration.onEnterRules.map(r => ['onEnterRules', r.beforeText])]) {
		for (const line of ['('.repeat(300), '{a['.repeat(100), '"'.repeat(301), `x: ${'[a, "b"]'.repeat(60)}'`, `${'a '.repeat(500)}"`]) {
			const began = process.cpuUsage();
			new RegExp(pattern).test(line);
			expect(process.cpuUsage(began).user < 500_000, `${name} is slow for ${line.slice(0, 20)}`);
		}
	}
}

const wrongIndentation = makeIndenter(configuration);

/** The line, its number and what was found. */
function checkIndentation(name, text) {
	const [wrong, ...more] = wrongIndentation(text);
	expect(!wrong, wrong && `${name}:${wrong.line + 1}: indented by ${wrong.found}, not ${wrong.wanted}` +
		`${more.length ? ` (and ${more.length} more)` : ''}: ${text[wrong.line]}`);
}

function checkExamples() {
	const files = [...sources(`${top}/examples`, '.wk8s'), ...sources(`${top}/src/cli/init`, '.wk8s')];
	expect(files.length > 25, `only ${files.length} examples`);
	for (const file of files) checkIndentation(file.slice(top.length + 1), readFileSync(file, 'utf8').split('\n'));
	// What the examples do not have.
	for (const text of [
		'let host =\n  "a"\nlet port = 80', 'app a {\n  assert b,\n    "c"\n  x: d && # e\n    f\n  y: 25%\n  z: 1..\n}',
		'fn f(a: int) = (\n  a + 1\n)\nx: "{ ["\ny: 1 # { [\nz: {} # (\n# for (a) {\nw: 1', 'type A {\n  b: [string] required\n}',
		'a: [{\n  b: """\n    {\n  """\n}, {\n  c: f(1,\n    [2])\n  d: 1\n}]\ne: 1',
	]) checkIndentation('layout', text.split('\n'));
}

// ---- snippets ----

const WORKLOAD = `  Deployment backend {
    replicas: 2
    containers.backend { image: "registry.example.com/backend:1.0", ports.http: 8080 }
  }
`;
const PLACES = {
	'In a file': { level: 0, around: text => text },
	'In an app': { level: 1, around: text => `app around {\n${WORKLOAD}${text}}\n` },
	'In a pod': {
		level: 2,
		around: text => 'app around {\n  Deployment backend {\n    replicas: 2\n' +
			`    containers.backend.image: "registry.example.com/backend:1.0"\n${text}  }\n}\n`,
	},
	'In a container': {
		level: 3,
		around: text => `app around {\n  Deployment backend {\n    replicas: 2\n    containers.backend {\n` +
			`      image: "registry.example.com/backend:1.0"\n      ports.http: 8080\n${text}    }\n  }\n}\n`,
	},
	'Beside an include': { level: 0, around: text => `include "base.yaml"\n${text}` },
};

function checkSnippets() {
	const snippets = readJson(`${folder}/${contributes.snippets[0].path}`);
	const work = 'snippets';
	rmSync(work, { recursive: true, force: true });
	mkdirSync(work);
	writeFileSync(`${work}/lib.wk8s`, 'let registry = "registry.example.com"\n');
	writeFileSync(`${work}/base.wk8s`, 'app base {\n  Deployment web { replicas: 2, containers.web.image: "registry.example.com/web:1.0" }\n' +
		'  Deployment api { replicas: 2, containers.api.image: "registry.example.com/api:1.0" }\n}\n');
	writeFileSync(`${work}/base.yaml`, wk8sc(['base.wk8s'], work).stdout);
	expect(Object.keys(snippets).length > 20, 'there are few snippets');

	for (const [name, { prefix, description, body }] of Object.entries(snippets)) {
		const place = PLACES[description.split(':')[0]];
		expect([].concat(prefix).every(p => /^[A-Za-z]+( on)?$/.test(p)), `snippet ${name}: its prefix`);
		if (!place) {
			expect(false, `snippet ${name}: its description does not say where it belongs`);
			continue;
		}
		let lines;
		try {
			lines = expandSnippet(body).replace(/\n$/, '').split('\n');
		} catch (e) {
			expect(false, `snippet ${name}: ${e.message}`);
			continue;
		}
		const text = lines.map(l => l && '  '.repeat(place.level) + l);
		const source = place.around(`${text.join('\n')}\n`);
		checkIndentation(`snippet ${name}`, source.split('\n'));
		writeFileSync(`${work}/snippet.wk8s`, source);
		const { status, stderr } = wk8sc(['snippet.wk8s'], work);
		// What a snippet declares is used later.
		const messages = stderr.split('\n').filter(l => /^\S+: (error|warning)\[/.test(l) && !l.includes('[W0314]'));
		expect(status === 0 && !messages.length, `snippet ${name}: ${status}\n${stderr}${source}`);
	}
}

// ---- problem matchers ----

const matchers = new Map(contributes.problemMatchers.map(m => [m.name, m]));

/** What VS Code makes of the lines: [{file, line, column, severity, message, code}]. */
function match(name, output) {
	const { pattern: { regexp, ...groups }, severity } = matchers.get(name);
	return output.split('\n').flatMap(line => {
		const m = new RegExp(regexp).exec(line);
		return m ? [{ ...(severity && { severity }), ...Object.fromEntries(Object.entries(groups).map(([key, n]) => [key, m[n]])) }] : [];
	});
}

/** The same from the messages as JSON, in the order in which the gcc form has them. */
function fromJson(output) {
	return output.split('\n').filter(Boolean).map(l => JSON.parse(l)).flatMap(d => {
		const first = d.spans.find(s => s.primary);
		const at = (span, severity, message, code) =>
			({ file: span.file, line: `${span.line}`, column: `${span.column}`, severity, message, code });
		return [
			at(first, d.level, d.label ? `${d.message}: ${d.label}` : d.message, d.code),
			...d.spans.filter(s => !s.primary).map(s => at(s, 'note', s.label || 'see also here')),
			...d.notes.map(n => at(first, 'note', n)), ...d.helps.map(h => at(first, 'note', h)),
		];
	});
}

function checkMatcher() {
	const golden = `${top}/tests/golden`;
	const spell = p => [p.file, p.line, p.column, p.severity, p.code, p.message].join('|');
	const seen = { error: 0, warning: 0, note: 0 };
	for (const file of sources(golden, '.wk8s').map(f => f.slice(golden.length + 1))) {
		const said = ext => existsSync(`${golden}/${file.replace(/\.wk8s$/, ext)}`);
		// Control characters are drawn otherwise where people read them.
		if (!said('.err') && !said('.warn') || /[^\n\t -~\u0080-\uffff]/.test(readFileSync(`${golden}/${file}`, 'utf8'))) continue;
		const gcc = wk8sc([file, '--error-format=gcc'], golden).stderr;
		const found = match('wk8sc', gcc);
		const wanted = fromJson(wk8sc([file, '--error-format=json'], golden).stderr.split('\n').filter(l => l[0] === '{' && l.includes('"primary"')).join('\n'));
		const i = wanted.findIndex((w, k) => !found[k] || spell(found[k]) !== spell(w));
		for (const f of found) seen[f.severity]++;
		expect(i < 0 && found.length === wanted.length, `${file}: ${i < 0 ? 'more than there is' :
			`${JSON.stringify(found[i])}, not\n     ${JSON.stringify(wanted[i])}`}`);
	}
	expect(seen.error > 300 && seen.warning > 5 && seen.note > 100, `seen: ${JSON.stringify(seen)}`);
}

// ---- the tasks of the README ----

function checkTasks() {
	const readme = readFileSync(`${folder}/README.md`, 'utf8');
	const { version, tasks } = JSON.parse(/```json\n(.*?)```/s.exec(readme)[1]);
	expect(version === '2.0.0' && tasks.length === 4, 'README.md: tasks.json');
	rmSync('tasks', { recursive: true, force: true });
	mkdirSync('tasks');
	writeFileSync('tasks/good.wk8s', 'ConfigMap good { data.a: "b" }\n');
	writeFileSync('tasks/good.test.wk8s', 'include "good.wk8s"\nassert ConfigMap.good.data.a == "c", "it is c"\n');
	mkdirSync('tasks/bad');
	writeFileSync('tasks/bad/bad.wk8s', 'ConfigMap bad {\n  dat: 1\n}\n');
	const here = resolve('tasks');

	function run(label, file) {
		const task = tasks.find(t => t.label === label);
		expect(task?.command === 'wk8sc' && task.type === 'process', `README.md: the task ${label}`);
		const values = { file, fileDirname: file.replace(/\/[^/]*$/, ''), fileBasenameNoExtension: file.replace(/^.*\/|\.wk8s$/g, ''), workspaceFolder: here };
		const args = task.args.map(a => a.replace(/\$\{(\w+)\}/g, (_, name) => values[name]));
		const result = wk8sc(args, here);
		const problems = [].concat(task.problemMatcher).flatMap(m => {
			expect(matchers.has(m.slice(1)), `README.md: no problem matcher ${m}`);
			return match(m.slice(1), result.stdout + result.stderr);
		});
		return { ...result, problems };
	}
	const good = run('wk8sc: compile this file', `${here}/good.wk8s`);
	expect(good.status === 0 && !good.problems.length && existsSync(`${here}/good.yaml`), `README.md: compiling: ${good.stderr}`);
	for (const label of ['wk8sc: compile this file', 'wk8sc: check this folder']) {
		const bad = run(label, `${here}/bad/bad.wk8s`);
		expect(bad.status === 1 && resolve(here, bad.problems[0]?.file ?? '') === `${here}/bad/bad.wk8s` && bad.problems[0].line === '2' &&
			bad.problems[0].severity === 'error' && /^E\d+$/.test(bad.problems[0].code), `README.md: ${label}: ${bad.stderr}`);
	}
	writeFileSync('tasks/bad/untidy.wk8s', 'let a=1\n');
	const tidy = run('wk8sc: lay out this file', `${here}/bad/untidy.wk8s`);
	expect(tidy.status === 0 && !tidy.problems.length && readFileSync('tasks/bad/untidy.wk8s', 'utf8') === 'let a = 1\n',
		`README.md: laying out: ${tidy.stderr}`);
	writeFileSync('tasks/bad/untidy.wk8s', 'let a=\n');
	const torn = run('wk8sc: lay out this file', `${here}/bad/untidy.wk8s`);
	expect(torn.status === 1 && torn.problems[0]?.severity === 'error' && readFileSync('tasks/bad/untidy.wk8s', 'utf8') === 'let a=\n',
		`README.md: laying out what does not parse: ${torn.stderr}`);
	const test = run('wk8sc: test', `${here}/good.wk8s`);
	expect(test.problems.length === 1 && resolve(here, test.problems[0]?.file ?? '') === `${here}/good.test.wk8s` && test.problems[0].line === '2' &&
		test.problems[0].message === 'it is c' && test.problems[0].severity === 'error', `README.md: test: ${test.stdout}`);
}

// ---- blocks in Markdown ----

async function checkMarkdown() {
	const { grammar } = await loadGrammar(folder, { injectInto: 'text.html.markdown' });
	const lines = tokenise(grammar, "text\n```wk8s\napp a {\n  b: '''\n```\napp c {\n~~~ wk8s\nlet d = 1\n~~~\nlet e = 1\n```wk8s-x\nlet f = 1\n```");
	const inner = n => lines[n].map(t => t.scopes.at(-1)).join(' ');
	const isCode = n => lines[n].every(t => t.scopes.includes('meta.embedded.block.wk8s'));
	expect(isCode(2) && inner(2).startsWith('keyword.control.') && isCode(3), `Markdown: a block: ${inner(2)}`);
	for (const n of [0, 1, 4, 5, 6, 8, 9, 11])
		expect(!lines[n].some(t => t.scopes.includes('meta.embedded.block.wk8s')), `Markdown: line ${n + 1} is no code: ${inner(n)}`);
	expect(isCode(7) && inner(7).includes('variable.other.definition.'), `Markdown: the second block: ${inner(7)}`);
}

checkManifest();
checkConfiguration();
checkExamples();
checkSnippets();
checkMatcher();
checkTasks();
await checkMarkdown();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
