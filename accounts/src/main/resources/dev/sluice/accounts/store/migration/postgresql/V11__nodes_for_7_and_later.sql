-- What several processes need that spend from the same budgets. Money in nano-dollars, times in
-- milliseconds since 1970 by the clock of the database.

-- A window of a budget, from "since" to "until": "base" was spent in it before any process had a lease. Its row is locked
-- while leases of it change. "large" is the process with the one large call that may be under way,
-- until "large_until" at the latest. "warned" and "ended" are the largest limits for which it was
-- told that it is near its end, and that it has come to it.
create table money_windows (
  owner text not null,
  period_window text not null,
  base bigint not null,
  since bigint not null,
  until bigint not null,
  large text not null default '',
  large_until bigint not null default 0,
  warned bigint not null default 0,
  ended bigint not null default 0,
  primary key (owner, period_window)
) with (fillfactor = 50);

-- The lease of a process: how far what is spent there and likely may rise, and how far what is spent
-- and may be at worst; "left_open" bounds what given-up calls may have cost beyond what they were
-- charged. "segment" and "position" are a place in its journal: what is in front of it is in "spent".
create table money_leases (
  owner text not null,
  period_window text not null,
  process text not null,
  spent bigint not null,
  likely bigint not null,
  worst bigint not null,
  left_open bigint not null,
  at bigint not null,
  segment bigint not null,
  position bigint not null,
  primary key (owner, period_window, process)
) with (fillfactor = 50);

-- Processes that are there, or were of late, each in one cluster of those that use the database.
-- "view" is what one shows of itself, as JSON.
create table cluster_nodes (
  id text primary key,
  cluster text not null,
  name text not null,
  version text not null,
  started bigint not null,
  beat bigint not null,
  view text not null
) with (fillfactor = 50);

-- Who does what must be done by one, until when. Each owner has a greater epoch than the one before.
create table owners (
  task text primary key,
  process text not null,
  epoch bigint not null,
  until bigint not null
);

-- What an operator has ordered of all nodes of a cluster, and how far each is with it.
create table orders (
  id bigint generated always as identity primary key,
  cluster text not null,
  kind text not null,
  at bigint not null,
  actor text not null
);

create table order_steps (
  order_id bigint not null references orders (id) on delete cascade,
  node text not null,
  name text not null,
  state text not null,
  at bigint not null,
  detail text not null default '',
  primary key (order_id, node)
);
