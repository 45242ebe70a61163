// SPDX-License-Identifier: Apache-2.0
// How VS Code indents, from the rules in a language-configuration.json. A line
// is typed behind the lines above it; what it gets is compared with what it has.

const re = rule => new RegExp(rule);

/** Makes indent(lines): [{line, wanted, found}] for each line whose indentation is not the one that VS Code gives it. */
export function makeIndenter(configuration, width = 2) {
	const { increaseIndentPattern, decreaseIndentPattern, indentNextLinePattern } = configuration.indentationRules;
	const increases = re(increaseIndentPattern), decreases = re(decreaseIndentPattern), next = re(indentNextLinePattern);
	const onEnter = configuration.onEnterRules.map(r => ({
		before: re(r.beforeText), after: r.afterText && re(r.afterText), action: r.action.indent,
	}));
	const blanks = line => /^\s*/.exec(line)[0].length;
	const isNext = line => next.test(line) && !increases.test(line);

	/** The indentation behind the last of the lines, which are not blank. */
	function behind(lines) {
		const last = lines.at(-1);
		const rule = onEnter.find(r => r.before.test(last) && !r.after);
		if (rule) return blanks(last) + { none: 0, indent: width, outdent: -width }[rule.action];
		if (increases.test(last) || next.test(last)) return blanks(last) + width;
		if (decreases.test(last)) return blanks(last);
		// The line before asked for one deeper line: back to where that began.
		let k = lines.length - 2;
		if (k >= 0 && isNext(lines[k])) {
			while (k > 0 && isNext(lines[k - 1])) k--;
			return blanks(lines[k]);
		}
		return blanks(last);
	}

	return function wrong(text) {
		const above = [], result = [];
		let open = null;
		text.forEach((line, n) => {
			if (!line.trim()) return;
			const expect = found => {
				if (found !== blanks(line)) result.push({ line: n, wanted: blanks(line), found });
			};
			if (open) {
				const closes = line.trim().startsWith(open.quotes);
				// The quotes were closed at once, and Enter was pressed between them.
				if (closes) {
					const rule = onEnter.find(r => r.after && r.before.test(open.line) && r.after.test(line.trim()));
					expect(rule?.action === 'indentOutdent' ? blanks(open.line) : NaN);
				} else if (!open.inside) {
					expect(behind([...above, open.line]));
					open.inside = true;
				}
				if (!line.includes(open.quotes)) return;
				open = null;
			} else if (above.length) {
				expect(behind(above) - (decreases.test(line) ? width : 0));
			}
			const quotes = /('{3}|"{3})\s*$/.exec(line);
			if (quotes && !decreases.test(line)) open = { quotes: quotes[1], line, inside: false };
			else above.push(line);
		});
		return result;
	};
}
