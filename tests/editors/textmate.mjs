// SPDX-License-Identifier: Apache-2.0
// The TextMate grammar in the engine of VS Code: tokenise() for the tests, and
// a registry for the picture. The modules are those of the current folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');
const { OnigScanner, OnigString, loadWASM } = require('vscode-oniguruma');

export { INITIAL };

let wasm;
function loadWasm() {
	return wasm ??= loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
}

/**
 * The registry, and the grammar of the extension in the folder; or, with
 * injectInto, a grammar of that scope with no rules but what the extension
 * puts into it.
 */
export async function loadGrammar(extension, { theme, injectInto } = {}) {
	await loadWasm();
	const { contributes } = JSON.parse(readFileSync(`${extension}/package.json`, 'utf8'));
	const read = path => parseRawGrammar(readFileSync(`${extension}/${path}`, 'utf8'), path);
	const registry = new Registry({
		theme,
		onigLib: Promise.resolve({
			createOnigScanner: sources => new OnigScanner(sources),
			createOnigString: string => new OnigString(string),
		}),
		loadGrammar: async scope => {
			if (scope === injectInto) return parseRawGrammar(JSON.stringify({ scopeName: scope, patterns: [] }), 'host.json');
			const found = contributes.grammars.find(g => g.scopeName === scope);
			return found ? read(found.path) : null;
		},
		getInjections: scope => contributes.grammars.filter(g => g.injectTo?.includes(scope)).map(g => g.scopeName),
	});
	return { registry, grammar: await registry.loadGrammar(injectInto ?? 'source.wk8s') };
}

/** The tokens of a text, by line: [[{start, end, text, scopes}]], the outermost scope first. */
export function tokenise(grammar, text) {
	let state = INITIAL;
	return text.split(/\r?\n/).map(line => {
		const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
		state = ruleStack;
		// A name in the grammar may be several scopes.
		return tokens.filter(t => t.startIndex < line.length).map(t => ({
			start: t.startIndex,
			end: Math.min(t.endIndex, line.length),
			text: line.slice(t.startIndex, t.endIndex),
			scopes: t.scopes.flatMap(s => s.split(' ')),
		}));
	});
}
