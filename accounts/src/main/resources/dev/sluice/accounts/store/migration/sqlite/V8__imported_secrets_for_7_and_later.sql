-- 1 where another gateway has made the secret: it bears no key's id, and is found by its digest.
alter table secrets add column imported integer not null default 0;
