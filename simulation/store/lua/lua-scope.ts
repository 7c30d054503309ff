/** Lua's names of what is local, and ours: a local may have the name of one before it, and mention that. */
export class LuaScope {
  #count = 0;
  #names = new Map<string, string>();

  /** A name that nothing else has. */
  own(name: string): string {
    this.#count += 1;
    return `${name}$${this.#count}`;
  }

  declare(name: string): string {
    const own = this.own(name);
    this.#names.set(name, own);
    return own;
  }

  find(name: string): string | undefined {
    return this.#names.get(name);
  }

  /** What is declared in `body`, these names first, is known there alone. */
  within(names: readonly string[], body: (own: string[]) => string): string {
    const outer = this.#names;
    this.#names = new Map(outer);
    const code = body(names.map((name) => this.declare(name)));
    this.#names = outer;
    return code;
  }
}
