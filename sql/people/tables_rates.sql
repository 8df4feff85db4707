-- people: how much somebody has done within the last minute.

create table private.rates (
  account_id uuid not null references public.profiles (id) on delete cascade,
  kind       text not null check (kind in ('requests', 'logs')),
  per_minute integer check (per_minute > 0),
  seconds    timestamptz[] not null default '{}',
  spent      bigint[] not null default '{}',

  primary key (account_id, kind)
);

comment on table private.rates is 'How much an account has done of one kind within the last minute, by the second.';
comment on column private.rates.kind is 'What is counted: requests that may write, or logs.';
comment on column private.rates.spent is 'How much in each of the seconds; a log with several pictures counts as that many.';
comment on column private.rates.per_minute is 'How much this account may do; null for the setting <kind>_per_minute. Below ten logs, a log with ten pictures is always refused and blocks the logs waiting behind it on the device.';

alter table private.rates enable row level security;
