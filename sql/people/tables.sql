-- people: accounts, teams, clients and their coaches, and invites.

create type public.profile_role as enum ('coach', 'client');
create type public.locale as enum ('ru', 'en');
create type public.weight_unit as enum ('kg', 'lb');
create type public.team_role as enum ('owner', 'admin', 'trainer', 'member');

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


create table public.teams (
  id         uuid primary key default gen_random_uuid(),
  name       text not null check (length(btrim(name)) between 1 and 100),
  version    integer not null default 1,
  created_at timestamptz not null default now()
);

comment on table public.teams is 'A studio or a company. Its owners are the members with that role; the last member who leaves closes it.';
comment on column public.teams.version is 'As in clients.';

alter table public.teams enable row level security;
grant select, update (name, version) on public.teams to authenticated;
grant select on public.teams to service_role;


create table public.team_members (
  team_id   uuid not null references public.teams (id) on delete cascade,
  user_id   uuid not null unique references public.profiles (id) on delete cascade,
  role      public.team_role not null,
  joined_at timestamptz not null default now(),

  primary key (team_id, user_id)
);

comment on table public.team_members is 'Who belongs to a team. An account is in at most one.';
comment on column public.team_members.role is 'owner and admin see all clients of the team and manage its members, a trainer sees their own and those shared with them, a member only what is theirs.';

alter table public.team_members enable row level security;
grant select on public.team_members to authenticated, service_role;


create table public.team_settings (
  team_id  uuid primary key references public.teams (id) on delete cascade,
  colour   text not null default '#2563eb' check (colour ~ '^#[0-9a-f]{6}$'),
  timezone text not null default 'UTC',
  locale   public.locale not null default 'en',
  version  integer not null default 1
);

comment on table public.team_settings is 'How a team looks to its clients, and with what its coaches begin a new client.';
comment on column public.team_settings.colour is 'The colour of the team as #rrggbb, in lower case.';
comment on column public.team_settings.timezone is 'What the form of a new client suggests, an IANA name.';
comment on column public.team_settings.locale is 'What the form of a new client suggests.';
comment on column public.team_settings.version is 'As in clients.';

alter table public.team_settings enable row level security;
grant select, update (colour, timezone, locale, version) on public.team_settings to authenticated;
grant select on public.team_settings to service_role;


create table public.team_invites (
  id          uuid primary key default gen_random_uuid(),
  team_id     uuid not null references public.teams (id) on delete cascade,
  role        public.team_role not null check (role <> 'owner'),
  created_by  uuid not null references public.profiles (id) on delete cascade,
  code_hash   bytea not null unique,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id) on delete set null
);

comment on table public.team_invites is 'One-time codes that make an account a member of a team. Only the SHA-256 of a code is kept; the code itself is shown once.';

create index team_invites_team_id_idx on public.team_invites (team_id);
create index team_invites_created_by_idx on public.team_invites (created_by);
create index team_invites_accepted_by_idx on public.team_invites (accepted_by);

alter table public.team_invites enable row level security;
grant select (id, team_id, role, created_by, created_at, expires_at, accepted_at, accepted_by), delete on public.team_invites to authenticated;
grant select on public.team_invites to service_role;


create table public.clients (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid default auth.uid() references public.profiles (id) on delete restrict,
  user_id    uuid unique references public.profiles (id) on delete set null,
  team_id    uuid references public.teams (id) on delete set null,
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
comment on column public.clients.team_id is 'The team of the coach, whose owners and admins see the client; null for a coach without a team, and for clients whom a coach had before joining and has not brought along.';
comment on column public.clients.timezone is 'IANA name, for example Europe/Moscow. Decides which day a log belongs to.';
comment on column public.clients.weight_unit is 'The unit in which the client writes and sees weights; null: as they wrote last.';
comment on column public.clients.goal_weight_kg is 'The weight that coach and client have agreed on; null: none.';
comment on column public.clients.version is 'Counts the changes. People send it with an edit, to say which version they have seen; an old one is refused with PT409, a missing one with PT428.';

comment on column public.clients.archived_at is 'Since when the coach keeps the client out of their list; null: in the list. Nothing else changes. The time is the server''s, whatever is sent.';

create index clients_coach_id_id_idx on public.clients (coach_id, id); -- policies read only the ids, in order
create index clients_team_id_id_idx on public.clients (team_id, id);

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


create table public.client_shares (
  client_id uuid not null references public.clients (id) on delete cascade,
  user_id   uuid not null references public.profiles (id) on delete cascade,
  shared_by uuid references public.profiles (id) on delete set null,
  shared_at timestamptz not null default now(),

  primary key (client_id, user_id)
);

comment on table public.client_shares is 'Trainers who coach a client beside the client''s own coach. Both are in one team; a share ends when that does.';

create index client_shares_user_id_client_id_idx on public.client_shares (user_id, client_id);
create index client_shares_shared_by_idx on public.client_shares (shared_by);

alter table public.client_shares enable row level security;
grant select on public.client_shares to authenticated, service_role;
