// SPDX-License-Identifier: Apache-2.0
// What each name of a source is, as the compiler's parser sees it. The classes
// are those of sample.txt.

/** The tree of `--dump=ast`: {kind, text, flags, kids}. */
function readTree(dump) {
	const root = { kids: [] }, open = [root];
	for (const line of dump.split('\n')) {
		const m = /^( *)([\w-]+)(?: "((?:[^"\\]|\\.)*)")?((?: \S+)*)$/.exec(line);
		if (!m) continue;
		const node = { kind: m[2], text: m[3], flags: m[4].trim().split(' '), kids: [] };
		open[m[1].length / 2].kids.push(node);
		open[m[1].length / 2 + 1] = node;
	}
	return root.kids[0];
}

/**
 * The names that are not quoted, in their order in the source: [[classes, name]].
 * Where a name begins with a capital letter, a reader without the parser cannot
 * always tell a kind from a word of a field: then two classes are given.
 */
export function readNames(dump) {
	const names = [];
	const put = (cls, name) => names.push([cls, name]);
	const either = (cls, name) => put(/^[A-Z]/.test(name) ? `${cls}t` : cls, name);
	const all = (kids, cls) => kids.forEach(k => walk(k, cls));

	// CLS is what a bare word means here: of keys and words that stand for themselves.
	function walk(n, cls = 'w') {
		const [first, ...rest] = n.kids;
		switch (n.kind) {
		case 'word':
			return cls === 'w' ? either(cls, n.text) : put(cls, n.text);
		case 'key':
			return n.flags.includes('quoted') ? undefined : cls === 'f?' ? either('f', n.text) : put(cls, n.text);
		case 'path':
		case 'paths':
			return all(n.kids, cls);
		case 'gv':
			return put('v', n.text);
		case 'type-name':
			return n.text.split('.').forEach(part => put('t', part));
		case 'field':
			if (n.flags.includes('simple')) put('f', n.text);
			return n.kids.forEach(k => walk(k, k.kind === 'path' ? 'f' : 'w'));
		case 'drop':
			return walk(first, 'f');
		case 'resource':
		case 'patch':
		case 'drop-object':
		case 'extern':
		case 'app':
		case 'rule':
		case 'patch-on':
		case 'annotate':
		case 'import':
		case 'include': {
			if (n.kind === 'rule') put('n', n.text);
			const condition = n.kind === 'patch-on' ? n.kids.at(-2) : undefined;
			return n.kids.forEach(k => walk(k, k === condition ? 'w' : /^paths?$/.test(k.kind) ? 't' : k.kind === 'word' ? 'n' : 'w'));
		}
		case 'let':
		case 'param':
		case 'fn':
		case 'component':
		case 'type':
		case 'kind':
		case 'extern-kind':
		case 'allow':
			put('n', n.text);
			return all(n.kids);
		case 'for':
		case 'list-for':
			put('n', n.text);
			walk(first, 'n');
			return all(rest);
		case 'member-type':
			walk(first, 'f');
			return all(rest);
		case 'members':
			return n.kids.forEach(k => k.kind === 'spread' ? walk(k.kids[0], 't') : walk(k));
		case 'mod':
			if (n.text !== '=' && n.text !== 'where') put('m', n.text);
			return all(n.kids);
		case 'dir':
			put('m', n.text);
			return n.kids.forEach(k => walk(k, k.kind === 'path' ? 'f?' : 'w'));
		case 'dir-field':
			return n.kids.forEach(k => walk(k, 'f'));
		case 'derive':
			first.kids.forEach((k, i) => walk(k, i ? 'f' : 't'));
			put('w', n.text);
			return all(rest);
		case 'the':
			walk(first, 't');
			put('n', n.text);
			return all(rest);
		case 'error-text':
			put('w', n.text);
			return all(n.kids);
		case 'call':
			if (first.kind === 'word') put('u', first.text);
			else if (first.kind === 'member') {
				walk(first.kids[0]);
				walk(first.kids[1], 'u');
			} else walk(first);
			return all(rest);
		case 'arg':
			if (n.text) put('w', n.text);
			return all(n.kids);
		default:
			return all(n.kids);
		}
	}
	walk(readTree(dump));
	return names;
}
