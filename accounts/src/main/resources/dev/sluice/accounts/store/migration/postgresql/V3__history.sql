-- What gateways have counted, in stretches of time: minutes, later quarters of an hour (900000 ms).
-- "process" is 0 for sums of several processes. Times are milliseconds since 1970 in UTC.
create table history_layouts (
  id bigint generated always as identity primary key,
  names text not null unique
);

create table history (
  gateway text not null,
  at bigint not null,
  process bigint not null,
  length bigint not null,
  target text not null,
  route text not null,
  band text not null,
  layout bigint not null references history_layouts (id),
  counts bytea not null,
  primary key (gateway, at, process, length, target, route, band)
);

create index history_minutes on history (gateway, at) where length < 900000;
