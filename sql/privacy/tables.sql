-- privacy: who has asked to be erased, and the audit record of clients, which is kept after their data is gone.

create type public.audit_action as enum (
  'account_linked', 'account_unlinked', 'coaching_began', 'coaching_ended', 'erasure_requested', 'erasure_cancelled', 'erased', 'files_erased',
  'account_deleted', 'archived', 'unarchived', 'sharing_began', 'sharing_ended', 'health_read'
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

comment on table public.audit_entries is 'What was done with a client''s data and access to it. The database only adds rows. It holds ids, no names and no texts, and has no foreign keys, because it outlives the client.';
comment on column public.audit_entries.client_id is 'The client; null for a deleted account.';
comment on column public.audit_entries.actor_id is 'The account that did it; null for the system.';
comment on column public.audit_entries.coach_id is 'The coach at that time, or until then. sharing_began and sharing_ended: whom the client is or was shared with.';
comment on column public.audit_entries.user_id is 'The client''s account at that time.';
comment on column public.audit_entries.files is 'erased: how many files were left to delete. files_erased: how many the last step deleted.';

create index audit_entries_client_id_idx on public.audit_entries (client_id, id desc);
create index audit_entries_coach_id_idx on public.audit_entries (coach_id);
create index audit_entries_user_id_idx on public.audit_entries (user_id);

alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated, service_role;


create table public.erasure_requests (
  client_id    uuid primary key references public.clients (id) on delete cascade,
  with_account boolean not null default false,
  requested_at timestamptz not null default now(),
  due_at       timestamptz not null,
  failed_at    timestamptz,
  failure      text
);

comment on table public.erasure_requests is 'Clients who have asked to be erased. Until due_at they can cancel it; then a cron job erases them, and the row goes with them.';
comment on column public.erasure_requests.with_account is 'Whether the account is deleted together with the data.';
comment on column public.erasure_requests.due_at is 'erasure_grace_days after it was asked for.';

comment on column public.erasure_requests.failed_at is 'When erasing was last tried in vain; null: it was not. It is tried again.';
comment on column public.erasure_requests.failure is 'The SQLSTATE of that failure.';

create index erasure_requests_due_at_idx on public.erasure_requests (due_at);

alter table public.erasure_requests enable row level security;
grant select on public.erasure_requests to authenticated, service_role;
