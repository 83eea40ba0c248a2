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
  primary key (day, team, key_id, model, target, payer, reason)
) without rowid;

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
  primary key (month, team, key_id, model, target, payer, reason)
) without rowid;

-- Journals that are written from, and the place up to which that has happened.
create table journals (
  id integer primary key,
  node text not null unique,
  segment integer not null,
  position integer not null
);
