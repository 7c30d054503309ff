-- Makes a name a member's where nobody holds it, or somebody who may lose it.
--
-- KEYS     see names.lua
-- ARGV[1]  the member's id
-- ARGV[2]  the name's fold
-- ARGV[3]  the name
-- ARGV[4]  how long it is held, in ms
-- ARGV[5]  the node with which the member goes, '' for none
-- ARGV[6]  with what the ids of those begin who lose no name
--
-- Returns {1 where it is the member's now, else 0; the id of who has lost it, '' for nobody}.

local time = now()
local owner = owner_of(ARGV[2], time)
local is_others = owner and owner ~= ARGV[1]
if is_others and string.sub(owner, 1, #ARGV[6]) == ARGV[6] then
  return {0, ''}
end
hold(ARGV[1], ARGV[2], ARGV[3], time + ARGV[4], ARGV[5])
return {1, is_others and owner or ''}
