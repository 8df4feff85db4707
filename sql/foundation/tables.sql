-- foundation: numbers a deployment chooses, and what signed calls have already been seen.

create table private.settings (
  name  text primary key,
  value integer not null check (value > 0)
);

comment on table private.settings is
  'Numbers that a deployment may choose. A migration adds those that are missing and changes none.';

alter table private.settings enable row level security;
revoke all on private.settings from public, anon, authenticated, service_role;


create table private.webhook_receipts (
  id          text primary key check (length(id) between 1 and 200),
  received_at timestamptz not null default now()
);

comment on table private.webhook_receipts is
  'Ids of signed webhooks already accepted, kept longer than a signature lives, so that a replay is recognised by every instance.';

create index webhook_receipts_received_at_idx on private.webhook_receipts (received_at);

alter table private.webhook_receipts enable row level security;
revoke all on private.webhook_receipts from public, anon, authenticated, service_role;
