// SPDX-License-Identifier: Apache-2.0
// Draws a source as an editor with the TextMate grammar shows it; docs/postgres.png
// is made of an example with this. In a folder with the modules of
// tests/editors/package.json (tests/editors/work of a build, after `make check-editors`):
//
//   node picture.mjs FILE.wk8s OUT.png [dark|light]
//
// Needs chromium, imagemagick and fonts-dejavu of Debian. The line with the licence is left out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INITIAL, loadGrammar } from './textmate.mjs';

// The colours that editors have by default are near these.
const THEMES = {
	dark: {
		page: '#1e1e1e', bar: '#2a2a2b', text: '#d4d4d4', number: '#6a6a6a', edge: '#3a3a3c',
		comment: '#6f9c5d', keyword: '#c48ac4', type: '#4fc4ae', name: '#dcd9a8', key: '#6cb0e8', local: '#a5d8f5',
		word: '#59bff5', constant: '#6cb0e8', literal: '#b6cfa6', string: '#d1947a', escape: '#d8bb80', wrong: '#f26d6d',
	},
	light: {
		page: '#ffffff', bar: '#f1f2f3', text: '#24292f', number: '#a0a5aa', edge: '#d8dbde',
		comment: '#3f7f3a', keyword: '#a01fb5', type: '#1f7a8c', name: '#76581f', key: '#1b57b8', local: '#0b3070',
		word: '#0069b4', constant: '#1b57b8', literal: '#0c7d55', string: '#a43a1b', escape: '#c05a00', wrong: '#c62828',
	},
};

const SCOPES = {
	comment: 'comment', keyword: 'keyword.control', type: 'support.type, entity.name.type', name: 'entity.name.function, support.function',
	key: 'entity.name.tag', local: 'variable', word: 'variable.other.enummember', constant: 'constant.language, storage.modifier',
	literal: 'constant.numeric, constant.other', string: 'string', escape: 'constant.character.escape, punctuation.definition.template-expression',
	text: 'keyword.operator, meta.embedded, punctuation.accessor, punctuation.separator, punctuation.section', wrong: 'invalid',
};

const [file, out, mode = 'dark'] = process.argv.slice(2);
const colours = THEMES[mode];
if (!file || !out || !colours) {
	console.error('usage: picture.mjs FILE.wk8s OUT.png [dark|light]');
	process.exit(2);
}

const theme = {
	settings: [
		{ settings: { foreground: colours.text, background: colours.page } },
		...Object.entries(SCOPES).map(([colour, scopes]) => ({ scope: scopes.split(', '), settings: { foreground: colours[colour] } })),
	],
};
const extension = join(dirname(fileURLToPath(import.meta.url)), '../../grammar/editors/vscode');
const { registry, grammar } = await loadGrammar(extension, { theme });
const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** The lines as HTML. The engine gives, for each piece of a line, the number of its colour in nine bits. */
function drawLines(text) {
	const map = registry.getColorMap();
	let state = INITIAL;
	return text.split('\n').map(line => {
		const { tokens, ruleStack } = grammar.tokenizeLine2(line, state);
		state = ruleStack;
		let html = '';
		for (let i = 0; i < tokens.length; i += 2) {
			const piece = line.slice(tokens[i], tokens[i + 2] ?? line.length);
			html += `<i style="color:${map[(tokens[i + 1] >>> 15) & 0x1ff]}">${escape(piece)}</i>`;
		}
		return `<div>${html || ' '}</div>`;
	}).join('');
}

const source = readFileSync(file, 'utf8').replace(/^#+ SPDX.*\n/, '').replace(/\n$/, '');
const page = `<!doctype html><meta charset="utf-8"><style>
	html, body { margin: 0; background: ${colours.page}; }
	main { display: inline-block; background: ${colours.page}; color: ${colours.text}; font: 13px/19px "DejaVu Sans Mono", monospace; }
	header { background: ${colours.bar}; border-bottom: 1px solid ${colours.edge}; padding: 7px 16px; font: 13px/19px "DejaVu Sans", sans-serif; }
	section { counter-reset: line; padding: 10px 22px 12px 0; white-space: pre; }
	i { font-style: normal; }
	div::before { counter-increment: line; content: counter(line); display: inline-block; width: 4ch; margin-right: 2ch; text-align: right; color: ${colours.number}; }
</style><main><header>${escape(basename(file))}</header><section>${drawLines(source)}</section></main>
<script>const box = document.querySelector('main').getBoundingClientRect();
document.body.dataset.size = Math.ceil(box.width) + ',' + Math.ceil(box.height);</script>`;

const work = mkdtempSync(join(tmpdir(), 'wk8s-picture-'));
const html = join(work, 'page.html');
writeFileSync(html, page);
const chromium = (...options) => execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars', `--user-data-dir=${join(work, 'profile')}`,
	...options, `file://${html}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const size = /data-size="(\d+,\d+)"/.exec(chromium('--window-size=2000,4000', '--dump-dom'))[1];
const shot = join(work, 'shot.png');
chromium(`--window-size=${size}`, '--force-device-scale-factor=2', `--screenshot=${shot}`);
// Half of the bytes or less, and nobody sees it.
execFileSync('convert', [shot, '-strip', '+dither', '-colors', '128', `PNG8:${out}`]);
rmSync(work, { recursive: true, force: true });
