-- Shared by the scripts on names, and prepended to each. The key of a name is its fold, which has no spaces.
--
-- KEYS[1]  hash        fold -> id of the member who holds it
-- KEYS[2]  hash        member id -> "fold name"
-- KEYS[3]  sorted set  fold -> when the hold ends, in ms since 1970
-- KEYS[4]  hash        id of a member who goes with its node -> that node
-- KEYS[5]  sorted set  live node -> when it last said so, in ms since 1970
-- KEYS[6]  hash        look -> fold of a name that looks like this; it does not count if the name is not held
-- KEYS[7]  hash        fold -> the recorded looks of that name, separated by spaces
-- KEYS[8]  the asking node's fence, see fence.lua
--
-- Earlier versions know nothing of looks, and leave the folds as they are: a name that one of them gave out has no looks until
-- a newer node renews its owner.

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Returns what the member holds, or held until recently: fold and name, or nothing.
local function held_by(member)
  return string.match(redis.call('HGET', KEYS[2], member) or '', '^(%S+) (.*)$')
end

local function forget_looks(fold)
  for look in string.gmatch(redis.call('HGET', KEYS[7], fold) or '', '%S+') do
    if redis.call('HGET', KEYS[6], look) == fold then
      redis.call('HDEL', KEYS[6], look)
    end
  end
  redis.call('HDEL', KEYS[7], fold)
end

local function drop(fold)
  forget_looks(fold)
  local owner = redis.call('HGET', KEYS[1], fold)
  redis.call('HDEL', KEYS[1], fold)
  redis.call('ZREM', KEYS[3], fold)
  if owner and held_by(owner) == fold then
    redis.call('HDEL', KEYS[2], owner)
    redis.call('HDEL', KEYS[4], owner)
  end
end

-- Returns whether a member goes with a node that has fallen silent.
local function is_gone(member)
  local node = redis.call('HGET', KEYS[4], member)
  return node and not redis.call('ZSCORE', KEYS[5], node)
end

-- Returns the member who holds the name now, false for nobody.
local function owner_of(fold, time)
  local ends = redis.call('ZSCORE', KEYS[3], fold)
  local owner = ends and tonumber(ends) > time and redis.call('HGET', KEYS[1], fold)
  return owner and not is_gone(owner) and owner
end

-- Returns a list of looks, and a list of the folds recorded for them, false for none.
local function noted(looks)
  local list = {}
  for look in string.gmatch(looks, '%S+') do
    list[#list + 1] = look
  end
  return list, redis.call('HMGET', KEYS[6], unpack(list))
end

-- Calls `found` with the fold and owner of each name held by somebody else that has one of these looks.
local function each_alike(member, looks, time, found)
  local _, folds = noted(looks)
  for _, fold in ipairs(folds) do
    local owner = fold and owner_of(fold, time)
    if owner and owner ~= member then
      found(fold, owner)
    end
  end
end

-- Returns whether the id has the prefix of members who lose no name to others.
local function is_kept(member, kept)
  return string.sub(member, 1, #kept) == kept
end

-- Takes names that look like this one from everybody who may lose them. Returns their former owners.
local function take_alike(member, fold, looks, kept, time)
  local losers = {}
  each_alike(member, looks, time, function(other_fold, other)
    if other_fold ~= fold and not is_kept(other, kept) then
      drop(other_fold)
      losers[#losers + 1] = other
    end
  end)
  return losers
end

local function is_alike(member, looks, time)
  local found = false
  each_alike(member, looks, time, function() found = true end)
  return found
end

-- Two members who got names that look the same before looks counted keep both: the looks of the first stay recorded, and those
-- of the other are recorded when the first is gone and the other is renewed.
local function note_looks(fold, looks, time, is_renewed)
  if redis.call('HGET', KEYS[7], fold) ~= looks then
    forget_looks(fold)
    redis.call('HSET', KEYS[7], fold, looks)
  elseif not is_renewed then
    return
  end
  local list, folds = noted(looks)
  for i, look in ipairs(list) do
    local other = folds[i]
    if other ~= fold and not (other and owner_of(other, time)) then
      redis.call('HSET', KEYS[6], look, fold)
    end
  end
end

-- Gives the member the name, never for a shorter time than before. `node` is '' for a member who does not go with their node.
local function hold(member, fold, name, ends, node, looks, is_renewed)
  local before = held_by(member)
  if before and before ~= fold then
    drop(before)
  end
  if redis.call('HGET', KEYS[1], fold) ~= member then
    drop(fold)
  end
  redis.call('HSET', KEYS[1], fold, member)
  redis.call('HSET', KEYS[2], member, fold .. ' ' .. name)
  redis.call('ZADD', KEYS[3], 'GT', string.format('%.0f', ends), fold)
  if node == '' then
    redis.call('HDEL', KEYS[4], member)
  else
    redis.call('HSET', KEYS[4], member, node)
    redis.call('ZADD', KEYS[5], 'NX', string.format('%.0f', now()), node)
  end
  note_looks(fold, looks, now(), is_renewed)
end

-- Gives the member the name unless somebody else holds it or one that looks like it. Returns 1 if they have it now, else 0.
local function claim(member, fold, name, hold_ms, node, looks)
  local time = now()
  local owner = owner_of(fold, time)
  if owner and owner ~= member then
    return 0
  end
  local is_called = owner and redis.call('HGET', KEYS[2], member) == fold .. ' ' .. name
  if not is_called and is_alike(member, looks, time) then
    return 0
  end
  hold(member, fold, name, time + hold_ms, node, looks)
  return 1
end
