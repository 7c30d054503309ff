-- Records how a member was let into a private room, and admits them.
--
-- KEYS[1]  set   ids of the admitted members
-- KEYS[2]  hash  id -> how, as JSON {name, at, by}; absent for members whom an earlier version let in
-- KEYS[3]  hash  revision, record: the room
-- ARGV[1]  the member's id
-- ARGV[2]  how
-- ARGV[3]  'admit'; 'readmit', which leaves an admitted member unchanged; or 'name', which admits nobody
-- ARGV[4]  the invite link that the room must still have; '' for any
--
-- Returns 1, or 0 if the room has another link.

local is_in = redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1
if ARGV[4] ~= '' then
  local record = redis.call('HGET', KEYS[3], 'record')
  if not record or cjson.decode(record).invite ~= ARGV[4] then
    return 0
  end
end
if (ARGV[3] == 'readmit' and is_in) or (ARGV[3] == 'name' and not is_in) then
  return 1
end

local how = cjson.decode(ARGV[2])
-- Left behind by a member whom an earlier version has removed since: out of date.
local known = is_in and redis.call('HGET', KEYS[2], ARGV[1])
local before = known and cjson.decode(known) or {}
if ARGV[3] == 'name' then
  before.name = how.name
  how = before
elseif is_in then
  how.at = before.at
end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], cjson.encode(how))
return 1
