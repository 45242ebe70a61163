// SPDX-License-Identifier: Apache-2.0
// Snippets in the syntax of VS Code, expanded with their defaults.

/** The text of a snippet's body when nothing is changed in it; throws if it is not well formed. */
export function expandSnippet(body) {
	const source = Array.isArray(body) ? body.join('\n') : body;
	const values = new Map();
	let at = 0;

	/** Reads up to one of the characters of STOP, which stays. */
	function read(stop) {
		let text = '';
		while (at < source.length && !stop.includes(source[at])) {
			if (source[at] === '\\' && '\\$},|'.includes(source[at + 1])) {
				text += source[at + 1];
				at += 2;
			} else if (source[at] === '$') {
				text += stopAt();
			} else {
				text += source[at++];
			}
		}
		return text;
	}

	/** A tab stop: $1, ${1}, ${1:default}, ${1|one,two|}. */
	function stopAt() {
		const m = /^\$(?:(\d+)|\{(\d+)([:|}]))/.exec(source.slice(at));
		if (!m) throw new Error(`no tab stop: ${source.slice(at, at + 20)}`);
		at += m[0].length;
		const number = m[1] ?? m[2];
		let text = values.get(number) ?? '';
		if (m[3] === ':') {
			text = read('}');
		} else if (m[3] === '|') {
			text = read(',|');
			while (source[at] === ',') {
				at++;
				read(',|');
			}
			at++;
		}
		if ((m[3] === ':' || m[3] === '|') && source[at++] !== '}') throw new Error(`tab stop ${number} is not closed`);
		if (values.has(number) && values.get(number) !== text) throw new Error(`tab stop ${number} has two defaults`);
		values.set(number, text);
		return text;
	}

	const text = read('');
	if (!values.has('0')) throw new Error('no final tab stop $0');
	return text;
}
