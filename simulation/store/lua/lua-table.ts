/** A value of Lua: nil is `undefined`, a function takes and answers values, see {@link LuaFunction}. */
export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction | typeof NULL;

/** Answers one value, none (`undefined`), or several in an array. */
// biome-ignore lint/suspicious/noConfusingVoidType: what answers nothing is a function, too.
export type LuaFunction = (...args: LuaValue[]) => LuaValue | LuaValue[] | void;

/** What JSON has for nothing: a value, and true, as cjson has it. */
export const NULL = Symbol('null');

/** A table of Lua: a list that begins with 1, and whatever else there is by its key. */
export class LuaTable {
  readonly list: LuaValue[];
  readonly others = new Map<LuaValue, LuaValue>();

  constructor(list: LuaValue[] = []) {
    this.list = list;
  }

  get(key: LuaValue): LuaValue {
    return typeof key === 'number' && key >= 1 && key <= this.list.length
      ? this.list[key - 1]
      : this.others.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    if (typeof key !== 'number' || key < 1 || key > this.list.length + 1) {
      if (value === undefined) this.others.delete(key);
      else this.others.set(key, value);
    } else if (key <= this.list.length) {
      this.list[key - 1] = value;
      while (this.list.length > 0 && this.list.at(-1) === undefined) this.list.pop();
    } else if (value !== undefined) this.list.push(value);
  }

  /** The first key, `undefined` where it is empty. */
  get first(): LuaValue {
    return this.list.length > 0 ? 1 : this.others.keys().next().value;
  }
}
