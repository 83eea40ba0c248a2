-- Batches: files of calls, a line each. Nothing is kept of a line here: results lie in files. Times
-- are milliseconds since 1970 in UTC; 0 is for what has not happened, a text that is not known is
-- ''.

-- "team" says who owns a batch, "input_file" which file has its lines, and "epoch" which of its
-- owners may change the row: each process that takes the batch raises it. "ending" is why it calls
-- no more lines. "metadata", "headers" and "errors" are JSON.
create table batches (
  id text primary key,
  team text not null,
  key_id text not null,
  endpoint text not null,
  input_file text not null,
  output_file text not null default '',
  error_file text not null default '',
  output_life bigint not null,
  metadata text not null,
  headers text not null,
  state text not null,
  ending text not null,
  errors text not null,
  total bigint not null,
  completed bigint not null,
  failed bigint not null,
  input_tokens bigint not null,
  cached_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  created bigint not null,
  expires bigint not null,
  begun bigint not null,
  finalizing bigint not null,
  cancelling bigint not null,
  ended bigint not null,
  epoch bigint not null default 0
);

create index batches_in_order on batches (team, created, id);
create index batches_open on batches (created, id) where ended = 0;
create index batches_by_end on batches (ended) where ended > 0;
