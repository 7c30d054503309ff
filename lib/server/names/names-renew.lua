-- Renews the names of members who are here, and forgets names that nobody holds any more.
--
-- KEYS     see names.lua
-- ARGV[1]  how long they are held, in ms
-- ARGV[2]  the prefix of the ids of members who lose no name to others
-- ARGV[3…7] for each member: their id, the fold of their name, their name, the node that they go with ('' for none), the
--           looks of the name
--
-- Returns id, "fold name" of members who have another name by now, with '' in place of the name if they have none.

-- How many names one renewal may forget: the rest waits for the next.
local FORGET_MAX = 1000

-- Whether the name can be mistaken for a verified member's. Two others who look the same have both had their names before.
local function looks_kept(member, looks, time)
  local found = false
  each_alike(member, looks, time, function(_, other) found = found or is_kept(other, ARGV[2]) end)
  return found
end

-- A verified member gets their name back from a guest who was faster.
local function is_lost(member, owner, looks, time)
  if is_kept(member, ARGV[2]) then
    return owner and owner ~= member and is_kept(owner, ARGV[2])
  elseif owner then
    return owner ~= member
  end
  return looks_kept(member, looks, time)
end

local time = now()
local otherwise = {}
for i = 3, #ARGV, 5 do
  local member, fold, name, node, looks = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local current = redis.call('HGET', KEYS[2], member)
  local current_fold = held_by(member)
  local owner = owner_of(fold, time)
  if current_fold and owner_of(current_fold, time) == member and current ~= fold .. ' ' .. name then
    otherwise[#otherwise + 1] = member
    otherwise[#otherwise + 1] = current
  elseif is_lost(member, owner, looks, time) then
    otherwise[#otherwise + 1] = member
    otherwise[#otherwise + 1] = ''
  else
    if owner ~= member and is_kept(member, ARGV[2]) then
      take_alike(member, fold, looks, ARGV[2], time)
    end
    hold(member, fold, name, time + ARGV[1], node, looks, true)
  end
end

for _, fold in ipairs(redis.call('ZRANGE', KEYS[3], '-inf', string.format('%.0f', time), 'BYSCORE', 'LIMIT', 0, FORGET_MAX)) do
  drop(fold)
end
return otherwise
