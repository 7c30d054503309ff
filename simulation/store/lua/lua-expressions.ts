import { LuaCursor } from './lua-cursor';
import { LuaScope } from './lua-scope';

/** The JavaScript of an expression, and whether it may answer several values. */
export interface Expression {
  readonly code: string;
  readonly isCall?: boolean;
  /** Where something may be assigned to it: a name, or a key of a table. */
  readonly place?: { readonly name: string } | { readonly table: string; readonly key: string };
}

/** How tightly the operators bind, left and right. */
const BINDING: ReadonlyMap<string, readonly [left: number, right: number]> = new Map([
  ['or', [1, 1]],
  ['and', [2, 2]],
  ...['<', '>', '<=', '>=', '~=', '=='].map((sign): [string, [number, number]] => [sign, [3, 3]]),
  ['..', [5, 4]],
  ['+', [6, 6]],
  ['-', [6, 6]],
  ['*', [7, 7]],
  ['/', [7, 7]],
  ['%', [7, 7]],
]);
const UNARY = 8;

const LIBRARIES = new Set(['string', 'table', 'math', 'cjson', 'redis']);
const FUNCTIONS = new Set(['tonumber', 'tostring', 'type', 'unpack', 'next']);

/** Exactly one value of it. */
export const one = ({ code, isCall = false }: Expression) => (isCall ? `L.one(${code})` : code);

/** All values of a list, as the elements of an array; only the last may be several. */
export function all(list: readonly Expression[]): string {
  const last = list.at(-1);
  const codes = list.slice(0, -1).map(one);
  if (last !== undefined) codes.push(last.isCall ? `...L.all(${last.code})` : last.code);
  return codes.join(', ');
}

const binary = (sign: string, a: string, b: string): string => {
  if (sign === 'and') return `(L.is($t = ${a}) ? ${b} : $t)`;
  if (sign === 'or') return `(L.is($t = ${a}) ? $t : ${b})`;
  if (sign === '==' || sign === '~=') return `(${a} ${sign === '==' ? '===' : '!=='} ${b})`;
  if (sign === '<') return `L.less(${a}, ${b})`;
  if (sign === '>') return `L.less(${b}, ${a})`;
  if (sign === '<=') return `L.atMost(${a}, ${b})`;
  if (sign === '>=') return `L.atMost(${b}, ${a})`;
  if (sign === '..') return `(L.text(${a}) + L.text(${b}))`;
  if (sign === '%') return `L.modulo(${a}, ${b})`;
  return `(L.number(${a}) ${sign} L.number(${b}))`;
};

/** The expressions of a script. Those of functions have statements in them, which who extends this knows. */
export abstract class LuaExpressions {
  protected readonly cursor: LuaCursor;
  protected readonly scope = new LuaScope();

  constructor(lua: string) {
    this.cursor = new LuaCursor(lua);
  }

  protected abstract block(): string;

  protected expressions(): Expression[] {
    const list = [this.expression()];
    while (this.cursor.skip(',')) list.push(this.expression());
    return list;
  }

  protected expression(least = 0): Expression {
    let left = this.#unary();
    for (;;) {
      const { sign } = this.cursor;
      const [binds, right] = BINDING.get(sign) ?? [0, 0];
      if (binds <= least) return left;
      this.cursor.pass();
      left = { code: binary(sign, one(left), one(this.expression(right))) };
    }
  }

  #unary(): Expression {
    if (this.cursor.skip('not')) return { code: `!L.is(${one(this.expression(UNARY))})` };
    if (this.cursor.skip('-')) return { code: `-L.number(${one(this.expression(UNARY))})` };
    if (this.cursor.skip('#')) return { code: `L.length(${one(this.expression(UNARY))})` };
    return this.#simple();
  }

  #simple(): Expression {
    const { kind, text } = this.cursor.next;
    const constant = new Map([
      ['nil', 'undefined'],
      ['true', 'true'],
      ['false', 'false'],
    ]).get(kind === 'word' ? text : '');
    if (kind === 'string' || kind === 'number' || constant !== undefined) {
      this.cursor.pass();
      return { code: constant ?? (kind === 'string' ? JSON.stringify(text) : text) };
    }
    if (this.cursor.skip('function')) return { code: this.function() };
    return this.cursor.is('{') ? this.#table() : this.suffixed();
  }

  protected function(): string {
    this.cursor.take('(');
    const names: string[] = [];
    while (!this.cursor.skip(')')) {
      names.push(this.cursor.name());
      this.cursor.skip(',');
    }
    return this.scope.within(names, (own) => {
      const body = this.block();
      this.cursor.take('end');
      return `(${own.join(', ')}) => {\n${body}\n}`;
    });
  }

  #table(): Expression {
    this.cursor.take('{');
    const list: Expression[] = [];
    const keyed: string[] = [];
    while (!this.cursor.skip('}')) {
      const isKeyed = this.cursor.isNameBefore('=');
      if (isKeyed) {
        const key = JSON.stringify(this.cursor.name());
        this.cursor.take('=');
        keyed.push(`[${key}, ${one(this.expression())}]`);
      } else list.push(this.expression());
      if (!this.cursor.skip(',')) this.cursor.skip(';');
    }
    return { code: `L.table([${all(list)}]${keyed.length > 0 ? `, [${keyed.join(', ')}]` : ''})` };
  }

  protected suffixed(): Expression {
    let left = this.#primary();
    for (;;) {
      if (this.cursor.skip('.')) left = this.#member(one(left), JSON.stringify(this.cursor.name()));
      else if (this.cursor.skip('[')) {
        left = this.#member(one(left), one(this.expression()));
        this.cursor.take(']');
      } else if (this.cursor.is('(')) left = { code: `${one(left)}(${this.#arguments()})`, isCall: true };
      else return left;
    }
  }

  #member(table: string, key: string): Expression {
    if (LIBRARIES.has(table)) return { code: `${table}[${key}]` };
    return { code: `L.get(${table}, ${key})`, place: { table, key } };
  }

  #arguments(): string {
    this.cursor.take('(');
    if (this.cursor.skip(')')) return '';
    const list = all(this.expressions());
    this.cursor.take(')');
    return list;
  }

  #primary(): Expression {
    if (this.cursor.skip('(')) {
      const inner = one(this.expression());
      this.cursor.take(')');
      return { code: `(${inner})` };
    }
    const name = this.cursor.name();
    const own = this.scope.find(name);
    if (own !== undefined) return { code: own, place: { name: own } };
    if (LIBRARIES.has(name)) return { code: name };
    if (name === 'KEYS' || name === 'ARGV') return { code: name };
    if (FUNCTIONS.has(name)) return { code: `L.${name}` };
    throw new Error(`line ${this.cursor.next.line} of a script: there is no ${name}`);
  }
}
