import type { Mutant } from './mutant';

const APPEND = 'lib/server/log/append.lua';
const EPOCH = 'lib/server/log/epoch.lua';

/** What goes wrong in the store's own steps. */
export const STORE_MUTANTS: readonly Mutant[] = [
  {
    name: 'an id is not looked for before it is appended',
    file: APPEND,
    find: "  local known = redis.call('HGET', KEYS[3], ARGV[at])\n",
    replace: '  local known = false\n',
  },
  {
    name: 'a node appends to a history that it does not know',
    file: APPEND,
    find: "local is_other = ARGV[5] ~= '0' and epoch ~= ARGV[5]",
    replace: 'local is_other = false',
  },
  {
    name: 'what is amended stays in the store as it was',
    file: APPEND,
    find: "    redis.call('HSET', KEYS[5], target, ARGV[at + 4])\n",
    replace: '',
  },
  {
    name: 'what is put back stands before what is older',
    file: APPEND,
    find: 'local is_left_out = without_place()',
    replace: 'local is_left_out = {}',
  },
  {
    name: 'a store that has lost its end begins no epoch',
    file: EPOCH,
    find: '  if is_restarted or is_short then',
    replace: '  if is_restarted and is_short and false then',
  },
  {
    name: 'an epoch may be that of a history before',
    file: EPOCH,
    find: 'math.max(now, tonumber(previous) + 1)',
    replace: 'now',
  },
  {
    name: 'a write that comes late is taken',
    file: 'lib/server/databases/redis/fence.lua',
    find: '  if fence < known then',
    replace: '  if false then',
  },
  {
    name: 'a name is given to whoever asks',
    file: 'lib/server/names/names.lua',
    find: '  return owner and not is_gone(owner) and owner',
    replace: '  return false',
  },
];
