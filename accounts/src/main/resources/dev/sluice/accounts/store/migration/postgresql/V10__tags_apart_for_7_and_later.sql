-- Sums with tags lie in tables of their own, which are parts of those without (by inheritance), so
-- that each of both has the key that its programs name: those from before there were tags add to
-- `spend` by a key without them, and find there what all others have added. Others hand rows with
-- tags to `spend`, which hands them on.
lock table spend, spend_months in access exclusive mode;

create table spend_tagged (
  primary key (day, team, key_id, model, target, payer, reason, tags)
) inherits (spend);

with moved as (delete from only spend where tags <> '' returning *)
insert into spend_tagged select * from moved;

alter table spend add constraint spend_untagged check (tags = '') no inherit;
alter table spend add constraint spend_before_tags
  unique (day, team, key_id, model, target, payer, reason);

create function add_spend_tagged() returns trigger language plpgsql as $$
begin
  insert into spend_tagged select new.*
  on conflict (day, team, key_id, model, target, payer, reason, tags) do update set
    key_name = excluded.key_name,
    calls = spend_tagged.calls + excluded.calls,
    input = spend_tagged.input + excluded.input,
    cached = spend_tagged.cached + excluded.cached,
    written_5m = spend_tagged.written_5m + excluded.written_5m,
    written_1h = spend_tagged.written_1h + excluded.written_1h,
    audio_input = spend_tagged.audio_input + excluded.audio_input,
    image_input = spend_tagged.image_input + excluded.image_input,
    output = spend_tagged.output + excluded.output,
    audio_output = spend_tagged.audio_output + excluded.audio_output,
    image_output = spend_tagged.image_output + excluded.image_output,
    requests = spend_tagged.requests + excluded.requests,
    nanos = spend_tagged.nanos + excluded.nanos,
    estimated = spend_tagged.estimated + excluded.estimated,
    unpriced = spend_tagged.unpriced + excluded.unpriced;
  return null;
end
$$;

create trigger spend_hands_on before insert on spend
  for each row when (new.tags <> '') execute function add_spend_tagged();

create table spend_months_tagged (
  primary key (month, team, key_id, model, target, payer, reason, tags)
) inherits (spend_months);

with moved as (delete from only spend_months where tags <> '' returning *)
insert into spend_months_tagged select * from moved;

alter table spend_months add constraint spend_months_untagged check (tags = '') no inherit;
alter table spend_months add constraint spend_months_before_tags
  unique (month, team, key_id, model, target, payer, reason);

create function add_spend_months_tagged() returns trigger language plpgsql as $$
begin
  insert into spend_months_tagged select new.*
  on conflict (month, team, key_id, model, target, payer, reason, tags) do update set
    key_name = excluded.key_name,
    calls = spend_months_tagged.calls + excluded.calls,
    input = spend_months_tagged.input + excluded.input,
    cached = spend_months_tagged.cached + excluded.cached,
    written_5m = spend_months_tagged.written_5m + excluded.written_5m,
    written_1h = spend_months_tagged.written_1h + excluded.written_1h,
    audio_input = spend_months_tagged.audio_input + excluded.audio_input,
    image_input = spend_months_tagged.image_input + excluded.image_input,
    output = spend_months_tagged.output + excluded.output,
    audio_output = spend_months_tagged.audio_output + excluded.audio_output,
    image_output = spend_months_tagged.image_output + excluded.image_output,
    requests = spend_months_tagged.requests + excluded.requests,
    nanos = spend_months_tagged.nanos + excluded.nanos,
    estimated = spend_months_tagged.estimated + excluded.estimated,
    unpriced = spend_months_tagged.unpriced + excluded.unpriced;
  return null;
end
$$;

create trigger spend_months_hands_on before insert on spend_months
  for each row when (new.tags <> '') execute function add_spend_months_tagged();
