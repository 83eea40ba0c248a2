-- Money that was given back to owners of budgets ('key:ID', 'team:NAME'), in nano-dollars. Each row
-- counts in the windows that hold its time, in milliseconds since 1970 in UTC.
create table credits (
  number bigint primary key,
  owner text not null,
  at bigint not null,
  nanos bigint not null,
  actor text not null,
  reason text not null
);
