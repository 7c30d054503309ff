-- Shared by the scripts that look at a room's log: notices when the store may have lost entries, and then starts a new epoch.
-- It is prepended to append.lua and top.lua.
--
-- place  hash        epoch, top, base (the top as the epoch began), run (which run of the server wrote last), uncounted
--                    (entries that are not messages)
-- forks  sorted set  "epoch seq uncounted", by epoch: entries after this seq belong to an earlier epoch and may be gone
-- run    which run of the server this is, '' if unknown: another run may have lost its last entries. '?' if the script has to
--        ask, because only it knows which server it runs on: in a cluster, that changes without notice
-- known_epoch, known_seq  the newest position that the asking node has seen

-- How many forks are remembered; a client in an epoch before them gets a fresh page.
local FORKS_MAX = 100

local function run_of(run)
  if run ~= '?' then
    return run
  end
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
end

local function begin(place, forks, run, previous, top, fork)
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local epoch = string.format('%.0f', math.max(now, tonumber(previous) + 1))
  redis.call('HSET', place, 'epoch', epoch, 'top', top, 'base', top, 'run', run)
  local uncounted = fork ~= '0' and redis.call('HGET', place, 'uncounted') or '0'
  redis.call('ZADD', forks, epoch, epoch .. ' ' .. fork .. ' ' .. uncounted)
  redis.call('ZREMRANGEBYRANK', forks, 0, -FORKS_MAX - 1)
  return epoch
end

-- Returns epoch and top as strings; both '0' if the room never had an entry.
local function settle(place, forks, run, known_epoch, known_seq)
  local stored = redis.call('HMGET', place, 'epoch', 'top', 'run')
  local epoch, top = stored[1] or '0', stored[2] or '0'

  if tonumber(epoch) < tonumber(known_epoch) then
    -- Nothing is left, or an older copy took its place: nobody can tell what it has in common with what is known.
    return begin(place, forks, run, known_epoch, top, '0'), top
  end
  local is_restarted = epoch ~= '0' and run ~= '' and stored[3] ~= run
  local is_short = epoch == known_epoch and tonumber(top) < tonumber(known_seq)
  if is_restarted or is_short then
    return begin(place, forks, run, epoch, top, top), top
  end
  return epoch, top
end
