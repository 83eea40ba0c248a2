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
  amount integer not null,
  primary key (day, team, key_id, model, target, payer, reason, tags, unit, kind)
) without rowid;

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
  amount integer not null,
  primary key (month, team, key_id, model, target, payer, reason, tags, unit, kind)
) without rowid;

-- The people who log in or own keys, their groups, and their sessions. Times are milliseconds since
-- 1970 in UTC; a text that is not known is ''.

-- The person who owns a key; '' for nobody.
alter table keys add column owner text not null default '';

-- "iss" and "sub" say who somebody is at an identity provider, once the person has logged in.
-- "external_id" is what the provider's directory calls the person; where "provisioned" is 0 the
-- person has logged in without being in one. "user_key" and "link_key" are "user_name" and
-- "external_id" with the letters A to Z made small, "claimed" what groups the last login named, a
-- line each, and "attributes" what else a directory has written, as JSON.
create table people (
  id text primary key,
  iss text not null default '',
  sub text not null default '',
  external_id text not null default '',
  link_key text not null default '',
  user_name text not null,
  user_key text not null,
  email text not null default '',
  display_name text not null default '',
  attributes text not null default '',
  claimed text not null default '',
  active integer not null default 1,
  provisioned integer not null default 0,
  created integer not null,
  changed integer not null,
  version integer not null default 1
);

create unique index people_by_subject on people (iss, sub) where sub <> '';
create unique index people_by_external_id on people (external_id)
  where external_id <> '' and provisioned = 1;
create unique index people_by_user_key on people (user_key) where provisioned = 1;
create index people_by_link_key on people (link_key) where provisioned = 0;
create index people_in_order on people (created, id);

-- "name_key" is "name" with the letters A to Z made small.
create table person_groups (
  id text primary key,
  external_id text not null default '',
  name text not null,
  name_key text not null,
  attributes text not null default '',
  created integer not null,
  changed integer not null,
  version integer not null default 1
);

create index groups_by_name_key on person_groups (name_key);
create index groups_by_external_id on person_groups (external_id);
create index groups_in_order on person_groups (created, id);

create table person_group_members (
  group_id text not null references person_groups (id),
  person_id text not null references people (id),
  primary key (group_id, person_id)
);

create index groups_of_person on person_group_members (person_id);

-- The sessions of people, by the SHA-256 of what proves one. "sid" is what the provider calls it.
create table sessions (
  digest blob primary key,
  person_id text not null references people (id),
  kind text not null,
  sid text not null default '',
  created integer not null,
  ends integer not null
);

create index sessions_of_person on sessions (person_id);

-- Raised by every change of a person, a group or a session.
create table people_revision (
  id integer primary key check (id = 1),
  number integer not null
);

insert into people_revision (id, number) values (1, 1);
