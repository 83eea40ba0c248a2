-- How much calls under way may cost at worst, with what is spent, in hundredths of a budget.
alter table teams add column overrun bigint not null default 125;
alter table keys add column overrun bigint not null default 125;
