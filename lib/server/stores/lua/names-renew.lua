-- Holds on to the names of members who are here, and forgets names that nobody holds any more.
--
-- KEYS     see names.lua
-- ARGV[1]  how long they are held, in ms
-- ARGV[2…6] a member's id, the fold of its name, its name, the node with which it goes ('' for none), what the name looks like;
--           and so on for each
--
-- Returns id, "fold name" of those who are called otherwise, '' in place of the name where they have none.

-- How many names one renewal may forget: what is left over waits for the next.
local FORGET_MAX = 1000

local time = now()
local otherwise = {}
for i = 2, #ARGV, 5 do
  local member, fold, name, node, looks = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local current = redis.call('HGET', KEYS[2], member)
  local current_fold = held_by(member)
  local owner = owner_of(fold, time)
  if current_fold and owner_of(current_fold, time) == member and current ~= fold .. ' ' .. name then
    otherwise[#otherwise + 1] = member
    otherwise[#otherwise + 1] = current
  elseif owner and owner ~= member or not owner and is_alike(member, looks, time) then
    otherwise[#otherwise + 1] = member
    otherwise[#otherwise + 1] = ''
  else
    hold(member, fold, name, time + ARGV[1], node, looks, true)
  end
end

for _, fold in ipairs(redis.call('ZRANGE', KEYS[3], '-inf', string.format('%.0f', time), 'BYSCORE', 'LIMIT', 0, FORGET_MAX)) do
  drop(fold)
end
return otherwise
