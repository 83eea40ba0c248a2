-- Units that calls have taken of what whole operations are sold by, apart by all that sums of calls
-- are apart by. "unit" is its name in prices; "kind" is quality and size of pictures, else ''.
create table spend_units (
  day text not null,
  team text not null,
  key_id text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  tags text not null,
  unit text not null,
  kind text not null,
  amount bigint not null,
  primary key (day, team, key_id, model, target, payer, reason, tags, unit, kind)
);

create table spend_months_units (
  month text not null,
  team text not null,
  key_id text not null,
  model text not null,
  target text not null,
  payer text not null,
  reason text not null,
  tags text not null,
  unit text not null,
  kind text not null,
  amount bigint not null,
  primary key (month, team, key_id, model, target, payer, reason, tags, unit, kind)
);
