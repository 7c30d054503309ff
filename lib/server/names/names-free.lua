-- Returns which names are free: nobody holds them, or one that looks like them.
--
-- KEYS     see names.lua
-- ARGV[n]  a name's fold and looks, separated by spaces
--
-- Returns 1 for each free name, 0 for each other.

local time = now()
local answer = {}
for i, keys in ipairs(ARGV) do
  local fold, looks = string.match(keys, '^(%S+) (.*)$')
  answer[i] = (owner_of(fold, time) or is_alike('', looks, time)) and 0 or 1
end
return answer
