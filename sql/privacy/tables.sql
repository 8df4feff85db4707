-- privacy: what was done about a client's data and who may see it, kept when the data is gone.

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
  'What was done about a client''s data and who may see it. Only ever added to, by the database itself; ids alone, no names and no texts, and no foreign keys: it outlives what it is about.';
comment on column public.audit_entries.client_id is 'The client; null where an account was deleted that was no client''s.';
comment on column public.audit_entries.actor_id is 'The account that did it; null for the system.';
comment on column public.audit_entries.coach_id is 'The coach whom it concerns: at that time, or until then.';
comment on column public.audit_entries.user_id is 'The client''s account at that time.';
comment on column public.audit_entries.files is 'erased: how many files were left to delete. files_erased: how many went last.';

create index audit_entries_client_id_idx on public.audit_entries (client_id, id desc);
create index audit_entries_coach_id_idx on public.audit_entries (coach_id);
create index audit_entries_user_id_idx on public.audit_entries (user_id);

alter table public.audit_entries enable row level security;
revoke all on public.audit_entries from public, anon, authenticated, service_role;
grant select on public.audit_entries to authenticated, service_role;
