-- SLOTS: attempts at a time, shared out.
-- KEYS: 1 slots (hash node -> 'count wanted end')
-- ARGV: 1 time  2 node  3 limit  4 wanted in all  5 under way  6 lease us
local slots, A = KEYS[1], ARGV
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local node, limit, wanted, taken = A[2], tonumber(A[3]), tonumber(A[4]), tonumber(A[5])
local others, wants = 0, {wanted}
local all = redis.call('HGETALL', slots)
for i = 1, #all, 2 do
  if all[i] ~= node then
    local count, wish, ends = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
    if not ends or tonumber(ends) < now then
      redis.call('HDEL', slots, all[i])
    else
      others = others + tonumber(count)
      wants[#wants + 1] = tonumber(wish)
    end
  end
end
-- the max-min fair part: what is left of the limit once those who want less have what they want
table.sort(wants)
local left, fair = limit, 2147483647
for i, wish in ipairs(wants) do
  local part = left / (#wants - i + 1)
  if wish > part then fair = math.floor(part); break end
  left = left - wish
end
local granted = math.max(taken, math.min(wanted, limit - others, math.max(fair, 1)))
if granted > 0 or wanted > 0 then
  redis.call('HSET', slots, node, string.format('%d %d %.0f', granted, wanted, now + tonumber(A[6])))
else
  redis.call('HDEL', slots, node)
end
redis.call('PEXPIRE', slots, 86400000)
-- 1 how many this node has, 2 others have, 3 its fair part; 2147483647 while there are enough for all
return {tostring(granted), tostring(others), tostring(fair)}
