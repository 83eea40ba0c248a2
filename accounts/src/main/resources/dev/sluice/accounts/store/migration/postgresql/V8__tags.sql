-- What calls are for, by tags of the configuration: a JSON object of names and values, their names
-- in order, or ''. Sums are apart by it, too.
alter table spend add column tags text not null default '';
alter table spend drop constraint spend_pkey;
alter table spend add primary key (day, team, key_id, model, target, payer, reason, tags);

alter table spend_months add column tags text not null default '';
alter table spend_months drop constraint spend_months_pkey;
alter table spend_months
  add primary key (month, team, key_id, model, target, payer, reason, tags);
