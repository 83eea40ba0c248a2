-- Times are milliseconds since 1970 in UTC. Lists are texts, their items divided by commas.

create table teams (
  name text primary key,
  budgets text not null default '',
  strict integer not null default 0,
  created integer not null,
  version integer not null default 1
);

create table keys (
  id text primary key,
  name text not null,
  team text not null references teams (name),
  divided integer not null default 0,
  models text not null default '',
  routes text not null default '',
  operations text not null default '',
  highest text not null,
  usual text not null,
  cache text not null,
  rpm integer not null default 0,
  tpm integer not null default 0,
  concurrent integer not null default 0,
  budgets text not null default '',
  strict integer not null default 0,
  created integer not null,
  expires integer not null default 0,
  revoked integer not null default 0,
  cut integer not null default 0,
  version integer not null default 1,
  unique (team, name)
);

-- A key has two while it is being rotated. "ends" is 0 where nothing ends it.
create table secrets (
  digest blob primary key,
  key_id text not null references keys (id),
  created integer not null,
  ends integer not null default 0
);

create index secrets_of_key on secrets (key_id);

-- Raised by every change of a team or a key.
create table revision (
  id integer primary key check (id = 1),
  number integer not null
);

insert into revision (id, number) values (1, 1);

create table audit (
  number integer primary key,
  at integer not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text not null,
  hash text not null
);

create trigger audit_is_not_changed before update on audit
begin
  select raise(abort, 'audit rows are not changed');
end;

create trigger audit_is_not_deleted before delete on audit
begin
  select raise(abort, 'audit rows are not deleted');
end;
