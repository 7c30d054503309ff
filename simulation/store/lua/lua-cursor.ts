import { type Token, tokensOf } from './lua-tokens';

/** Where a parser stands in a script. */
export class LuaCursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(lua: string) {
    this.#tokens = tokensOf(lua);
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  /** What the next is as a word or sign; '' for a string. */
  get sign(): string {
    return this.next.kind === 'string' ? '' : this.next.text;
  }

  is(...texts: readonly string[]): boolean {
    return texts.includes(this.sign);
  }

  /** Is it a name, and followed by this? */
  isNameBefore(text: string): boolean {
    return this.next.kind === 'name' && this.#tokens[this.#at + 1]?.text === text;
  }

  pass(): Token {
    const { next } = this;
    this.#at += 1;
    return next;
  }

  skip(text: string): boolean {
    const isIt = this.is(text);
    if (isIt) this.#at += 1;
    return isIt;
  }

  take(text: string): void {
    if (!this.skip(text)) this.fail(text);
  }

  name(): string {
    if (this.next.kind !== 'name') this.fail('a name');
    return this.pass().text;
  }

  fail(wanted: string): never {
    const { line, text } = this.next;
    throw new Error(`line ${line} of a script: "${text}" where ${wanted} is wanted`);
  }
}
