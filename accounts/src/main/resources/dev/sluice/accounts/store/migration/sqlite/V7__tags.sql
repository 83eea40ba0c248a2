-- What calls are for, by tags of the configuration: a JSON object of names and values, their names
-- in order, or ''. Sums are apart by it, too: SQLite adds no column to a primary key, so that the
-- tables are made anew.
alter table spend rename to spend_before;

create table spend (
  day text not null,
  team text not null,
  key_id text not null,
  key_name text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  calls integer not null,
  input integer not null,
  cached integer not null,
  written_5m integer not null,
  written_1h integer not null,
  audio_input integer not null,
  image_input integer not null,
  output integer not null,
  audio_output integer not null,
  image_output integer not null,
  requests integer not null,
  nanos integer not null,
  estimated integer not null,
  unpriced integer not null,
  tags text not null default '',
  primary key (day, team, key_id, model, target, payer, reason, tags)
) without rowid;

insert into spend (day, team, key_id, key_name, model, target, payer, reason, calls, input, cached,
  written_5m, written_1h, audio_input, image_input, output, audio_output, image_output, requests, nanos,
  estimated, unpriced)
select day, team, key_id, key_name, model, target, payer, reason, calls, input, cached,
  written_5m, written_1h, audio_input, image_input, output, audio_output, image_output, requests, nanos,
  estimated, unpriced
from spend_before;

drop table spend_before;

alter table spend_months rename to spend_months_before;

create table spend_months (
  month text not null,
  team text not null,
  key_id text not null,
  key_name text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  calls integer not null,
  input integer not null,
  cached integer not null,
  written_5m integer not null,
  written_1h integer not null,
  audio_input integer not null,
  image_input integer not null,
  output integer not null,
  audio_output integer not null,
  image_output integer not null,
  requests integer not null,
  nanos integer not null,
  estimated integer not null,
  unpriced integer not null,
  tags text not null default '',
  primary key (month, team, key_id, model, target, payer, reason, tags)
) without rowid;

insert into spend_months (month, team, key_id, key_name, model, target, payer, reason, calls, input, cached,
  written_5m, written_1h, audio_input, image_input, output, audio_output, image_output, requests, nanos,
  estimated, unpriced)
select month, team, key_id, key_name, model, target, payer, reason, calls, input, cached,
  written_5m, written_1h, audio_input, image_input, output, audio_output, image_output, requests, nanos,
  estimated, unpriced
from spend_months_before;

drop table spend_months_before;
