-- Files that clients keep at the gateway. Their contents lie elsewhere, each under its id; a row
-- comes when its content is durable, and goes before it. Times are milliseconds since 1970 in UTC.

-- "team" says who owns a file. "upload" is the upload of which it is a part; '' for a file that
-- clients see. Where "deleted" is 1 nobody sees it, and its content stays as long as it is held.
create table files (
  id text primary key,
  team text not null,
  key_id text not null,
  name text not null,
  purpose text not null,
  bytes bigint not null,
  sha256 text not null,
  upload text not null default '',
  created bigint not null,
  expires bigint not null,
  deleted bigint not null default 0
);

create index files_in_order on files (team, created, id);
create index files_by_size on files (team, bytes) where purpose <> 'batch_output';
create index files_of_upload on files (upload) where upload <> '';
create index files_by_end on files (expires) where deleted = 0;
create index files_deleted on files (id) where deleted = 1;

-- The holders of files: each needs the content of its file, whether or not that is deleted.
create table file_holds (
  file_id text not null,
  holder text not null,
  primary key (file_id, holder)
);

create index file_holds_by_holder on file_holds (holder);

-- Files that come in parts. "keep" is how long the file is kept, in seconds; 0 for as
-- long as others.
create table uploads (
  id text primary key,
  team text not null,
  key_id text not null,
  name text not null,
  purpose text not null,
  bytes bigint not null,
  state text not null,
  file_id text not null default '',
  created bigint not null,
  expires bigint not null,
  keep bigint not null
);

create index uploads_of_team on uploads (team, state);
create index uploads_by_end on uploads (expires);
