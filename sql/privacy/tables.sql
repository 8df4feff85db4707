-- privacy: the audit record of clients, kept after their data is gone.

create type public.audit_action as enum (
  'account_linked', 'account_unlinked', 'coaching_began', 'coaching_ended', 'erased', 'files_erased', 'account_deleted'
);

create table public.audit_entries (
  id        bigint primary key generated always as identity,
  at        timestamptz not null default clock_timestamp(),
  action    public.audit_action not null,
  client_id uuid,
  actor_id  uuid,
  coach_id  uuid,
  user_id   uuid,
  files     integer
);

comment on table public.audit_entries is
  'What was done with a client''s data and access to it. The database only adds rows. It holds ids, no names and no texts, and has no foreign keys, because it outlives the client.';
comment on column public.audit_entries.client_id is 'The client; null for a deleted account.';
comment on column public.audit_entries.actor_id is 'The account that did it; null for the system.';
comment on column public.audit_entries.coach_id is 'The coach at that time, or until then.';
comment on column public.audit_entries.user_id is 'The client''s account at that time.';
comment on column public.audit_entries.files is 'erased: how many files were left to delete. files_erased: how many the last step deleted.';

create index audit_entries_client_id_idx on public.audit_entries (client_id, id desc);
create index audit_entries_coach_id_idx on public.audit_entries (coach_id);
create index audit_entries_user_id_idx on public.audit_entries (user_id);

alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated, service_role;
