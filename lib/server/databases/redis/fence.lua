-- Refuses a write that comes late, and is put in front of each script that writes what a node holds. Bytes of a connection
-- that is gone may wait in a proxy or a kernel and arrive when the node has long written otherwise over the next one.
--
-- KEYS[last]  string  the highest fence with which the node has written here
-- ARGV[last]  the fence of this write; taken away from ARGV
--
-- Fails with "LATE n" where n is higher. Kept for an hour: no connection lives on for as long without its node.

do
  local fence = tonumber(table.remove(ARGV))
  local known = tonumber(redis.call('GET', KEYS[#KEYS]) or '0')
  if fence < known then
    return redis.error_reply('LATE ' .. string.format('%.0f', known))
  end
  if fence > 0 then
    redis.call('SET', KEYS[#KEYS], string.format('%.0f', fence), 'PX', 3600000)
  end
end
