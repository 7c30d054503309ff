-- Shared by the scripts on names, and put in front of each. A name is known by its fold, which has no spaces.
--
-- KEYS[1]  hash        fold -> id of the member who holds it
-- KEYS[2]  hash        member id -> "fold name"
-- KEYS[3]  sorted set  fold -> when the hold ends, in ms since 1970

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- What the member holds, or has held until lately: fold and name, nothing where there is none.
local function held_by(member)
  return string.match(redis.call('HGET', KEYS[2], member) or '', '^(%S+) (.*)$')
end

local function drop(fold)
  local owner = redis.call('HGET', KEYS[1], fold)
  redis.call('HDEL', KEYS[1], fold)
  redis.call('ZREM', KEYS[3], fold)
  if owner and held_by(owner) == fold then
    redis.call('HDEL', KEYS[2], owner)
  end
end

-- The member who holds the name now, false where nobody does.
local function owner_of(fold, time)
  local ends = redis.call('ZSCORE', KEYS[3], fold)
  return ends and tonumber(ends) > time and redis.call('HGET', KEYS[1], fold)
end

-- Makes the name the member's, never for a shorter time than it was.
local function hold(member, fold, name, ends)
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
end

-- Makes the name the member's where nobody else holds it. Returns 1 where it is the member's now, else 0.
local function claim(member, fold, name, hold_ms)
  local time = now()
  local owner = owner_of(fold, time)
  if owner and owner ~= member then
    return 0
  end
  hold(member, fold, name, time + hold_ms)
  return 1
end
