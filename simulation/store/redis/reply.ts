import { LuaTable, type LuaValue } from '../lua/lua-table';

/** What Redis answers. */
export type Reply = null | string | number | readonly Reply[];

/** As a script sees what a command answers. */
export function toLua(reply: Reply): LuaValue {
  if (reply === null) return false;
  return typeof reply === 'object' ? new LuaTable(reply.map(toLua)) : reply;
}

/** As who runs a script sees what it answers. @throws Error where that is an error */
export function fromLua(value: LuaValue): Reply {
  if (value === undefined || value === false || typeof value === 'function' || typeof value === 'symbol') {
    return null;
  }
  if (value === true) return 1;
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string') return value;
  const error = value.get('err');
  if (typeof error === 'string') throw new Error(error);
  const end = value.list.indexOf(undefined);
  return value.list.slice(0, end === -1 ? undefined : end).map(fromLua);
}
