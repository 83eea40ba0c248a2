-- SLOTS: attempts at a time, shared out.
-- KEYS: 1 slots (hash node -> 'count wanted end'; born: when the state began; run: the process of Redis;
--       clock: the time of the last question; age: the state's own time then)
-- ARGV: 1 time  2 node  3 limit  4 wanted in all  5 under way  6 lease us
--       7 the state that the node has had slots of, '' for none  8 first question of a connection (1 or 0)
--       9 the node's part if it were alone
local slots, A = KEYS[1], ARGV
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local node, limit, wanted, taken, known = A[2], tonumber(A[3]), tonumber(A[4]), tonumber(A[5]), A[7]
-- a state that may lack what nodes hold is a new one: for 6 s, until all have told what they hold, a node that has had
-- slots of another one gets no more than it uses, and one at least; any other its part if it were alone
local head = redis.call('HMGET', slots, 'born', 'run', 'clock', 'age')
local born, clock = tonumber(head[1] or ''), tonumber(head[3] or '')
-- leases end by the state's own time, which goes on by 6 s at most from one question to the next, and never back: whoever
-- holds slots asks each 5 s, so that a clock that leaps ends no lease of theirs. By 2 s while the state is new: no leap
-- makes it old
local age = now
if clock then
  age = tonumber(head[4])
  local most = born and age - born < 6000000 and 2000000 or 6000000
  age = age + math.max(0, math.min(now - clock, most))
end
redis.call('HSET', slots, 'clock', string.format('%.0f', now), 'age', string.format('%.0f', age))
local fresh = not born
if fresh or A[8] == '1' then
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
  fresh = fresh or run ~= head[2]
  redis.call('HSET', slots, 'run', run)
end
if fresh then
  born = age
  redis.call('HSET', slots, 'born', string.format('%.0f', born))
end
local state, most = string.format('%.0f', born), limit
if age - born < 6000000 then
  if known ~= '' and known ~= state then
    most, state = math.max(taken, 1), known
  else
    most = tonumber(A[9])
  end
end
local others, wants = 0, {wanted}
local all = redis.call('HGETALL', slots)
for i = 1, #all, 2 do
  -- a node's three numbers, behind which a later version may write more; what else it may write here is left alone
  local count, wish, ends = string.match(all[i + 1], '^(%d+) (%d+) (%d+)')
  if ends and all[i] ~= node then
    if tonumber(ends) < age then
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
local granted = math.max(taken, math.min(wanted, most, limit - others, math.max(fair, 1)))
if granted > 0 or wanted > 0 then
  redis.call('HSET', slots, node, string.format('%d %d %.0f', granted, wanted, age + tonumber(A[6])))
else
  redis.call('HDEL', slots, node)
end
redis.call('PEXPIRE', slots, 86400000)
-- 1 how many this node has, 2 others have, 3 its fair part; 2147483647 while there are enough for all
-- 4 the state, to be told with the next question
return {tostring(granted), tostring(others), tostring(fair), state}
