-- Which calls stretches of journals may hold, by Bloom filters; docs/ledger.md has their form. With
-- SQLite they lie in the files of calls.
create table call_filters (
  journal bigint not null,
  segment bigint not null,
  position bigint not null,
  end_segment bigint not null,
  end_position bigint not null,
  first_day text not null,
  last_day text not null,
  bits bytea not null,
  primary key (journal, end_segment, end_position)
);

create index call_filters_of_day on call_filters (last_day);
