-- Refuses late writes; prepended to each script that writes what a node holds. Bytes of a lost connection may wait in a proxy
-- or a kernel, and arrive after the node has long written something else over its next connection.
--
-- KEYS[last]  string  the highest fence with which the node has written here
-- ARGV[last]  the fence of this write; removed from ARGV
--
-- Fails with "LATE n" if n is higher. Kept for an hour: no connection lives that long without its node.

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
