-- What gateways have counted, in stretches of time: minutes, later quarters of an hour (900000 ms).
-- "process" is 0 for sums of several processes. Times are milliseconds since 1970 in UTC.
create table history_layouts (
  id integer primary key,
  names text not null unique
);

create table history (
  gateway text not null,
  at integer not null,
  process integer not null,
  length integer not null,
  target text not null,
  route text not null,
  band text not null,
  layout integer not null references history_layouts (id),
  counts blob not null,
  primary key (gateway, at, process, length, target, route, band)
) without rowid;

create index history_minutes on history (gateway, at) where length < 900000;
