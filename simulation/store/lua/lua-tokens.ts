export interface Token {
  readonly kind: 'name' | 'word' | 'string' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly line: number;
}

const WORDS = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

const SPACE = /(?:\s|--[^\n]*)*/y;
const TOKEN =
  /([A-Za-z_]\w*)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")|(\.\.|==|~=|<=|>=|[-+*/%^#<>=(){}[\];:,.])/y;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
]);

/** The words of a Lua script; it knows no long brackets, which ours do not use. @throws Error at what it does not know */
export function tokensOf(lua: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(lua);
    if (found === null) return null;
    line += found[0].split('\n').length - 1;
    at += found[0].length;
    return found;
  };
  for (;;) {
    take(SPACE);
    if (at >= lua.length) break;
    const found = take(TOKEN);
    if (found === null) throw new Error(`line ${line} of a script: what is "${lua.slice(at, at + 20)}"?`);
    tokens.push({ ...tokenOf(found), line });
  }
  return [...tokens, { kind: 'end', text: 'the end', line }];
}

function tokenOf([, name, number, single, double, sign]: RegExpExecArray): Omit<Token, 'line'> {
  if (name !== undefined) return { kind: WORDS.has(name) ? 'word' : 'name', text: name };
  if (number !== undefined) return { kind: 'number', text: number };
  if (sign !== undefined) return { kind: 'sign', text: sign };
  const text = (single ?? double ?? '').replace(/\\(.)/g, (_, one: string) => ESCAPES.get(one) ?? one);
  return { kind: 'string', text };
}
