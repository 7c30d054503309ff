const CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', 'A-Za-z0-9'],
  ['a', 'A-Za-z'],
  ['s', ' \\t\\n\\v\\f\\r'],
]);

const compiled = new Map<string, RegExp>();

/** A pattern of Lua as a global expression of ours. It knows what our scripts use. */
export function patternOf(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(translate(pattern), 'g');
  compiled.set(pattern, known);
  return known;
}

function translate(pattern: string): string {
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const one = pattern.charAt(at);
    if (one === '%') {
      at += 1;
      out += classOf(pattern.charAt(at));
    } else if (one === '.') out += '[\\s\\S]';
    else if (one === '-') out += '*?';
    else out += /[\\|{}/]/.test(one) ? `\\${one}` : one;
  }
  return out;
}

function classOf(letter: string): string {
  const found = CLASSES.get(letter.toLowerCase());
  if (found === undefined) return `\\${letter}`;
  return letter === letter.toLowerCase() ? `[${found}]` : `[^${found}]`;
}
