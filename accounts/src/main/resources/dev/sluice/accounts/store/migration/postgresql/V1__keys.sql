-- Times are milliseconds since 1970 in UTC. Lists are texts, their items divided by commas.

create table teams (
  name text primary key,
  budgets text not null default '',
  strict bigint not null default 0,
  created bigint not null,
  version bigint not null default 1
);

create table keys (
  id text primary key,
  name text not null,
  team text not null references teams (name),
  divided bigint not null default 0,
  models text not null default '',
  routes text not null default '',
  operations text not null default '',
  highest text not null,
  usual text not null,
  cache text not null,
  rpm bigint not null default 0,
  tpm bigint not null default 0,
  concurrent bigint not null default 0,
  budgets text not null default '',
  strict bigint not null default 0,
  created bigint not null,
  expires bigint not null default 0,
  revoked bigint not null default 0,
  cut bigint not null default 0,
  version bigint not null default 1,
  unique (team, name)
);

-- A key has two while it is being rotated. "ends" is 0 where nothing ends it.
create table secrets (
  digest bytea primary key,
  key_id text not null references keys (id),
  created bigint not null,
  ends bigint not null default 0
);

create index secrets_of_key on secrets (key_id);

-- Raised by every change of a team or a key.
create table revision (
  id bigint primary key check (id = 1),
  number bigint not null
);

insert into revision (id, number) values (1, 1);

create table audit (
  number bigint primary key,
  at bigint not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text not null,
  hash text not null
);

create function audit_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are not changed or deleted';
end
$$;

create trigger audit_is_not_changed before update or delete on audit
  for each statement execute function audit_is_kept();
