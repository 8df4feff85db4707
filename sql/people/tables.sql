-- people: accounts, clients and their coaches, and invites.

create type public.profile_role as enum ('coach', 'client');
create type public.locale as enum ('ru', 'en');
create type public.weight_unit as enum ('kg', 'lb');

create table public.profiles (
  id         uuid primary key references auth.users (id) on delete cascade,
  role       public.profile_role not null default 'client',
  full_name  text not null default '' check (length(full_name) <= 200),
  locale     public.locale not null default 'en',
  weight_unit public.weight_unit,
  approves_reports boolean not null default false,
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.profiles is 'One row per account, created at sign-up. The role chooses the screens; what an account may read depends on clients alone.';
comment on column public.profiles.version is 'As in clients.';
comment on column public.profiles.weight_unit is 'The unit in which a coach sees weights; null for kg. A client''s own is in clients.';
comment on column public.profiles.approves_reports is 'A coach''s choice: whether clients see a weekly report only once the coach has sent it. Otherwise it goes by itself.';

alter table public.profiles enable row level security;
grant select, update (full_name, locale, weight_unit, approves_reports, version) on public.profiles to authenticated;
grant select on public.profiles to service_role;


create table public.clients (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid default auth.uid() references public.profiles (id) on delete restrict,
  user_id    uuid unique references public.profiles (id) on delete set null,
  name       text not null check (length(btrim(name)) between 1 and 200),
  email      text check (length(email) <= 320 and email like '%_@_%'),
  timezone   text not null default 'UTC',
  locale     public.locale not null default 'en',
  weight_unit public.weight_unit,
  goal_weight_kg numeric check (goal_weight_kg between 30 and 300),
  archived_at timestamptz,
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint clients_belong_to_somebody check (coach_id is not null or user_id is not null)
);

comment on table public.clients is 'A person coached by a coach. Exists before, and without, an account; the link of coach and client is this row and nothing else.';
comment on column public.clients.coach_id is 'Null once the coaching has ended: the data is the client''s alone, until they accept another coach''s invite.';
comment on column public.clients.user_id is 'The account of the client, set by accepting an invite. An account is at most one client.';
comment on column public.clients.timezone is 'IANA name, for example Europe/Moscow. Decides which day a log belongs to.';
comment on column public.clients.weight_unit is 'The unit in which the client writes and sees weights; null: as they wrote last.';
comment on column public.clients.goal_weight_kg is 'The weight that coach and client have agreed on; null: none.';
comment on column public.clients.version is 'Counts the changes. People send it with an edit, to say which version they have seen; an old one is refused with PT409, a missing one with PT428.';

comment on column public.clients.archived_at is 'Since when the coach keeps the client out of their list; null: in the list. Nothing else changes. The time is the server''s, whatever is sent.';

create index clients_coach_id_id_idx on public.clients (coach_id, id); -- policies read only the ids, in order

alter table public.clients enable row level security;
grant select, insert (name, email, timezone, locale, weight_unit), update (name, email, timezone, locale, weight_unit, goal_weight_kg, archived_at, version) on public.clients to authenticated;
grant select on public.clients to service_role;


create table public.client_invites (
  id          uuid primary key default gen_random_uuid(),
  client_id   uuid not null references public.clients (id) on delete cascade,
  created_by  uuid not null references public.profiles (id) on delete cascade,
  code_hash   bytea not null unique,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id) on delete set null
);

comment on table public.client_invites is 'One-time codes that link an account to a client. Only the SHA-256 of a code is kept; the code itself is shown once.';

create index client_invites_client_id_idx on public.client_invites (client_id);
create index client_invites_created_by_idx on public.client_invites (created_by);
create index client_invites_accepted_by_idx on public.client_invites (accepted_by);

alter table public.client_invites enable row level security;
grant select (id, client_id, created_by, created_at, expires_at, accepted_at, accepted_by) on public.client_invites to authenticated;
grant select on public.client_invites to service_role;
