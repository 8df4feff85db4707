-- foundation: numbers that a deployment chooses, and the ids of signed calls already accepted.

create table private.settings (
  name  text primary key,
  value integer not null check (value > 0)
);

comment on table private.settings is 'Numbers that a deployment may choose. A migration adds missing ones and never changes existing ones.';

alter table private.settings enable row level security;


create table private.jobs (
  name         text primary key,
  loss         text not null,
  is_essential boolean not null
);

comment on table private.jobs is
  'The cron jobs that every project has. A domain adds its own with private.add_job in its jobs.sql. The doctor compares them with cron.job.';
comment on column private.jobs.loss is 'What happens where the job does not run.';

alter table private.jobs enable row level security;


create table private.webhook_receipts (
  id          text primary key check (length(id) between 1 and 200),
  received_at timestamptz not null default now()
);

comment on table private.webhook_receipts is 'Ids of signed webhooks already accepted, kept longer than a signature lives, so that every instance recognises a replay.';

create index webhook_receipts_received_at_idx on private.webhook_receipts (received_at);

alter table private.webhook_receipts enable row level security;
