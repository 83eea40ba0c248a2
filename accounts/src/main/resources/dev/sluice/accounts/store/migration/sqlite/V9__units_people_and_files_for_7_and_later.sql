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
-- line each, and "attributes" what else a directory has written, as JSON. "last_login" is 0 for
-- somebody who has not logged in.
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
  last_login integer not null default 0,
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

-- Files that clients keep at the gateway. Their contents lie elsewhere, each under its id; a row
-- comes when its content is durable, and goes before it. Times are milliseconds since 1970 in UTC.

-- "team" says who owns a file. "upload" is the upload of which it is a part; '' for a file that
-- clients see. Where "deleted" is 1 nobody sees it, and its content stays as long as it is held.
-- "sealed" is 1 where the content is encrypted: one that is not is none then.
create table files (
  id text primary key,
  team text not null,
  key_id text not null,
  name text not null,
  purpose text not null,
  bytes integer not null,
  sha256 text not null,
  upload text not null default '',
  created integer not null,
  expires integer not null,
  sealed integer not null default 0,
  deleted integer not null default 0
);

create index files_in_order on files (team, created, id);
create index files_by_size on files (team, bytes) where purpose <> 'batch_output';
create index files_of_upload on files (upload) where upload <> '';
create index files_by_end on files (expires) where deleted = 0;
create index files_deleted on files (id) where deleted = 1;
create index files_of_results on files (team, bytes) where purpose = 'batch_output';

-- The holders of files: each needs the content of its file, whether or not that is deleted.
create table file_holds (
  file_id text not null,
  holder text not null,
  primary key (file_id, holder)
);

create index file_holds_by_holder on file_holds (holder);

-- Files that come in parts. "keep" is how long the file is kept, in seconds; 0 for as
-- long as others. "token" is the SHA-256, in hexadecimal, of what the content may come by without a
-- key; '' for nothing.
create table uploads (
  id text primary key,
  team text not null,
  key_id text not null,
  name text not null,
  purpose text not null,
  bytes integer not null,
  state text not null,
  file_id text not null default '',
  created integer not null,
  expires integer not null,
  keep integer not null,
  token text not null default ''
);

create index uploads_of_team on uploads (team, state);
create index uploads_by_end on uploads (expires);

-- Batches: files of calls, a line each. Nothing is kept of a line here: results lie in files. Times
-- are milliseconds since 1970 in UTC; 0 is for what has not happened, a text that is not known is
-- ''.

-- "team" says who owns a batch, "input_file" which file has its lines, and "epoch" which of its
-- owners may change the row: each process that takes the batch raises it. "ending" is why it calls
-- no more lines. "metadata", "headers" and "errors" are JSON, and so is "delegation": what a provider
-- runs of it, and by which names; '' for nothing. "node" is the gateway that works on it, or has
-- done so last, and "pause" why that calls no lines until "pause_until".
create table batches (
  id text primary key,
  team text not null,
  key_id text not null,
  api text not null,
  endpoint text not null,
  input_file text not null,
  output_file text not null default '',
  error_file text not null default '',
  output_life integer not null,
  metadata text not null,
  headers text not null,
  state text not null,
  ending text not null,
  errors text not null,
  total integer not null,
  completed integer not null,
  failed integer not null,
  uncalled integer not null,
  input_tokens integer not null,
  cached_tokens integer not null,
  output_tokens integer not null,
  reasoning_tokens integer not null,
  created integer not null,
  expires integer not null,
  begun integer not null,
  finalizing integer not null,
  cancelling integer not null,
  ended integer not null,
  epoch integer not null default 0,
  node text not null default '',
  pause text not null default 'none',
  pause_until integer not null default 0,
  delegation text not null default ''
);

create index batches_in_order on batches (team, api, created, id);
create index batches_by_time on batches (created, id);
create index batches_open on batches (created, id) where ended = 0;
create index batches_ended on batches (team, created, id) where ended > 0;
create index batches_failed on batches (team, created, id) where state = 'failed';
create index batches_by_end on batches (ended) where ended > 0;
