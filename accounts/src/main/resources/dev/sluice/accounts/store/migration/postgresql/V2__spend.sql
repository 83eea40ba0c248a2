-- Sums of calls. A day is one of the zone of the budgets, that of the call's beginning.
-- "payer" is 'key' or 'gateway'; "reason" is '' for a key, else why the gateway pays.
create table spend (
  day text not null,
  team text not null,
  key_id text not null,
  key_name text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  calls bigint not null,
  input bigint not null,
  cached bigint not null,
  written_5m bigint not null,
  written_1h bigint not null,
  audio_input bigint not null,
  image_input bigint not null,
  output bigint not null,
  audio_output bigint not null,
  image_output bigint not null,
  requests bigint not null,
  nanos bigint not null,
  estimated bigint not null,
  unpriced bigint not null,
  primary key (day, team, key_id, model, target, payer, reason)
);

-- The same by month, YYYY-MM: questions for long times read fewer rows.
create table spend_months (
  month text not null,
  team text not null,
  key_id text not null,
  key_name text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  calls bigint not null,
  input bigint not null,
  cached bigint not null,
  written_5m bigint not null,
  written_1h bigint not null,
  audio_input bigint not null,
  image_input bigint not null,
  output bigint not null,
  audio_output bigint not null,
  image_output bigint not null,
  requests bigint not null,
  nanos bigint not null,
  estimated bigint not null,
  unpriced bigint not null,
  primary key (month, team, key_id, model, target, payer, reason)
);

-- Journals that are written from, and the place up to which that has happened.
create table journals (
  id bigint generated always as identity primary key,
  node text not null unique,
  segment bigint not null,
  position bigint not null
);

-- Calls one by one, those of a key in blocks, a partition a day. The place of a block's first call
-- in its journal tells it from all others. Times are milliseconds since 1970; docs/ledger.md has the
-- form of "calls".
create table blocks (
  day text not null,
  key_id text not null,
  journal bigint not null,
  segment bigint not null,
  position bigint not null,
  first_began bigint not null,
  last_began bigint not null,
  entries bigint not null,
  calls bytea not null,
  primary key (day, journal, segment, position)
) partition by list (day);

create index blocks_of_key on blocks (key_id, last_began, segment, position, journal, first_began);
