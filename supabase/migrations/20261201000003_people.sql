-- people: the baseline, in the words of sql/people.

-- file: sql/people/tables.sql
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
-- end of file: sql/people/tables.sql

-- file: sql/people/tables_about.sql
-- people: what is known about a client beside their logs, and what an account prefers.

create type public.sex as enum ('female', 'male');
create type public.activity_level as enum ('sedentary', 'light', 'moderate', 'active', 'very_active');
create type public.health_clearance as enum ('not_asked', 'needed', 'given');
create type public.length_unit as enum ('cm', 'in');

create table public.client_profiles (
  client_id           uuid primary key references public.clients (id) on delete cascade,
  birth_date          date check (birth_date >= '1900-01-01'),
  sex                 public.sex,
  height_cm           numeric check (height_cm between 50 and 280),
  activity_level      public.activity_level,
  occupation          text not null default '' check (length(occupation) <= 200),
  dietary_preferences text not null default '' check (length(dietary_preferences) <= 2000),
  notes               text not null default '' check (length(notes) <= 4000),
  version             integer not null default 1,
  updated_at          timestamptz not null default now()
);

comment on table public.client_profiles is 'Who a client is, as far as they or those who coach them have said. There is no row until somebody has.';
comment on column public.client_profiles.notes is 'The client reads them too.';
comment on column public.client_profiles.version is 'As in clients.';

alter table public.client_profiles enable row level security;
grant
  select,
  insert (client_id, birth_date, sex, height_cm, activity_level, occupation, dietary_preferences, notes),
  update (birth_date, sex, height_cm, activity_level, occupation, dietary_preferences, notes, version)
on public.client_profiles to authenticated;
grant select on public.client_profiles to service_role;


create table public.client_goals (
  id          uuid primary key default gen_random_uuid(),
  client_id   uuid not null references public.clients (id) on delete cascade,
  title       text not null check (length(btrim(title)) between 1 and 200),
  target_date date,
  reached_on  date,
  version     integer not null default 1,
  created_at  timestamptz not null default now()
);

comment on table public.client_goals is 'What a client wants from the coaching, in words. The weight that was agreed on is clients.goal_weight_kg.';
comment on column public.client_goals.reached_on is 'Null while it is open.';
comment on column public.client_goals.version is 'As in clients.';

create index client_goals_client_id_created_at_idx on public.client_goals (client_id, created_at, id);

alter table public.client_goals enable row level security;
grant select, insert (client_id, title, target_date), update (title, target_date, reached_on, version), delete on public.client_goals to authenticated;
grant select on public.client_goals to service_role;


create table public.fitness_assessments (
  id          uuid primary key default gen_random_uuid(),
  client_id   uuid not null references public.clients (id) on delete cascade,
  kind        text not null check (length(btrim(kind)) between 1 and 80),
  value       numeric not null check (value between -100000 and 100000),
  unit        text not null default '' check (length(unit) <= 40),
  assessed_on date not null,
  notes       text not null default '' check (length(notes) <= 1000),
  created_at  timestamptz not null default now()
);

comment on table public.fitness_assessments is 'What was tested and came out, for example push-ups in a minute or the resting pulse.';

create index fitness_assessments_client_id_assessed_on_idx on public.fitness_assessments (client_id, assessed_on desc, id);

alter table public.fitness_assessments enable row level security;
grant select, insert (client_id, kind, value, unit, assessed_on, notes), delete on public.fitness_assessments to authenticated;
grant select on public.fitness_assessments to service_role;


create table public.health_histories (
  client_id   uuid primary key references public.clients (id) on delete cascade,
  conditions  text not null default '' check (length(conditions) <= 4000),
  injuries    text not null default '' check (length(injuries) <= 4000),
  medications text not null default '' check (length(medications) <= 4000),
  allergies   text not null default '' check (length(allergies) <= 4000),
  clearance   public.health_clearance not null default 'not_asked',
  version     integer not null default 1,
  updated_at  timestamptz not null default now()
);

comment on table public.health_histories is 'The health of a client. Only the client reads the table; their own coach reads it through the call read_health, which records that. Neither their team nor the cloud functions can.';
comment on column public.health_histories.clearance is 'Whether a doctor was asked if the client can train.';

alter table public.health_histories enable row level security;
grant select on public.health_histories to authenticated;


create table public.emergency_contacts (
  id        uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients (id) on delete cascade,
  position  smallint not null,
  name      text not null check (length(btrim(name)) between 1 and 200),
  relation  text not null default '' check (length(relation) <= 100),
  phone     text not null check (length(btrim(phone)) between 3 and 40),

  unique (client_id, position)
);

comment on table public.emergency_contacts is 'Whom to call, in that order. Read and written as health_histories.';

alter table public.emergency_contacts enable row level security;
grant select on public.emergency_contacts to authenticated;


create table public.user_preferences (
  user_id           uuid primary key references public.profiles (id) on delete cascade,
  length_unit       public.length_unit not null default 'cm',
  first_day_of_week smallint not null default 1 check (first_day_of_week in (1, 6, 7)),
  languages         public.locale[] not null default '{}' check (cardinality(languages) <= 10),
  version           integer not null default 1,
  updated_at        timestamptz not null default now()
);

comment on table public.user_preferences is 'How an account wants to see things. No row: the defaults. The language of the screens is profiles.locale; the unit of weights is profiles.weight_unit for a coach and clients.weight_unit for a client; quiet hours are notification_hours.';
comment on column public.user_preferences.first_day_of_week is 'By ISO 8601: 1 Monday, 6 Saturday, 7 Sunday. Only for calendars; a week of a report begins on Monday.';
comment on column public.user_preferences.version is 'As in clients.';
comment on column public.user_preferences.languages is 'The languages in which the account can be written to, the preferred one first.';

alter table public.user_preferences enable row level security;
grant
  select,
  insert (user_id, length_unit, first_day_of_week, languages),
  update (length_unit, first_day_of_week, languages, version)
on public.user_preferences to authenticated;
grant select on public.user_preferences to service_role;
-- end of file: sql/people/tables_about.sql

-- file: sql/people/tables_alerts.sql
-- people: what a coach has dealt with, so that the inbox does not show it again.

create table public.settled_alerts (
  coach_id   uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  client_id  uuid not null references public.clients (id) on delete cascade,
  cause      text not null check (length(cause) between 1 and 200),
  settled_at timestamptz not null default now(),

  primary key (coach_id, client_id, cause)
);

comment on table public.settled_alerts is
  'Alerts about clients that a coach has dealt with. An alert is worked out from the data; only that it is settled is kept.';
comment on column public.settled_alerts.cause is 'What the alert was about, e.g. silent 2026-11-26. Another cause is another alert.';

create index settled_alerts_client_id_idx on public.settled_alerts (client_id);

alter table public.settled_alerts enable row level security;
grant select, insert (client_id, cause), delete on public.settled_alerts to authenticated;
grant select on public.settled_alerts to service_role;
-- end of file: sql/people/tables_alerts.sql

-- file: sql/people/tables_rates.sql
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
-- end of file: sql/people/tables_rates.sql

-- file: sql/people/settings.sql
-- people: how much one person may have and do. Idempotent, because it is applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500), ('members_per_team', 100) on conflict (name) do nothing;

-- How many requests that may write one person may send within a minute, unless private.rates says otherwise of them.
insert into private.settings (name, value) values ('requests_per_minute', 100) on conflict (name) do nothing;

-- The hook of PostgREST. A hosted project lets its owner set it: https://supabase.com/docs/guides/api/securing-your-api
alter role authenticator set pgrst.db_pre_request = 'private.before_request';
notify pgrst, 'reload config';
-- end of file: sql/people/settings.sql

-- file: sql/people/access.sql
-- people: who may see a client and act for them. No other file compares coach_id or user_id with the caller.
--
-- A client is coached by their own coach, by the trainers of the team with whom the client is shared, and by the owners
-- and admins of the team. All of them see the client and act for them as a coach; what only the own coach may do asks
-- private.am_coach_of.

-- The functions that return ids return arrays: an index answers `client_id = any ((select private.my_client_ids())::uuid[])`,
-- while `in (select ...)` would read other people's rows and filter them out. The arrays are sorted because each look-up
-- sorts its keys. The functions are in plpgsql, which keeps their plans.

create function private.my_team_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_team uuid;
  v_role public.team_role;
begin
  select team_id, role into v_team, v_role from public.team_members where user_id = v_user;
  if v_team is null or v_role = 'member' then
    return '{}';
  end if;
  return array(
    select s.client_id from public.client_shares s where s.user_id = v_user
    union
    select c.id from public.clients c
    where v_role <> 'trainer' and c.team_id = v_team and c.coach_id <> v_user and c.user_id is distinct from v_user
    order by 1
  );
end;
$$;

comment on function private.my_team_client_ids() is 'Ids of the clients of other coaches whom the caller coaches too: shared with them, or of the team that they own or administer.';
grant execute on function private.my_team_client_ids() to authenticated;


create function private.my_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return array(select team_id from public.team_members where user_id = auth.uid());
end;
$$;

comment on function private.my_team_ids() is 'Id of the team the caller is a member of, if any.';
grant execute on function private.my_team_ids() to authenticated;


create function private.my_team_role()
returns public.team_role
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return (select role from public.team_members where user_id = auth.uid());
end;
$$;

comment on function private.my_team_role() is 'The role of the caller in their team, if any.';


create function private.my_managed_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return array(select team_id from public.team_members where user_id = auth.uid() and role in ('owner', 'admin'));
end;
$$;

comment on function private.my_managed_team_ids() is 'Id of the team the caller owns or administers, if any.';
grant execute on function private.my_managed_team_ids() to authenticated;


create function private.my_visible_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
begin
  return private.my_team_ids()
    || array(select team_id from public.clients where user_id = auth.uid() and team_id is not null);
end;
$$;

comment on function private.my_visible_team_ids() is 'Ids of the teams whose name and colour the caller sees: their own, and that of their coach.';
grant execute on function private.my_visible_team_ids() to authenticated;


create function private.my_coached_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id)
    || case
      when exists (select from public.team_members where user_id = v_user and role <> 'member') then private.my_team_client_ids() else '{}'
    end;
end;
$$;

comment on function private.my_coached_client_ids() is 'Ids of the clients the caller coaches: their own and those of private.my_team_client_ids.';
grant execute on function private.my_coached_client_ids() to authenticated;


create function private.my_own_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_own_client_ids() is 'Id of the client the caller is, if any.';
grant execute on function private.my_own_client_ids() to authenticated;


create function private.my_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  -- One query, and a call only for those with a team, because policies ask for this on every statement.
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user)
    || case
      when exists (select from public.team_members where user_id = v_user and role <> 'member') then private.my_team_client_ids() else '{}'
    end;
end;
$$;

comment on function private.my_client_ids() is 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';
grant execute on function private.my_client_ids() to authenticated;


create function private.my_acquaintance_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(
    select v_user
    union all
    select user_id from public.clients where coach_id = v_user and user_id is not null
    union all
    select coach_id from public.clients where user_id = v_user and coach_id is not null
    union all
    select user_id from public.clients where id = any ((select private.my_team_client_ids())::uuid[]) and user_id is not null
    union all
    select user_id from public.team_members where team_id = any ((select private.my_team_ids())::uuid[])
    union all -- those who coach the caller beside the coach
    select s.user_id from public.clients c join public.client_shares s on s.client_id = c.id where c.user_id = v_user
    union all
    select m.user_id from public.clients c join public.team_members m on m.team_id = c.team_id and m.role in ('owner', 'admin')
    where c.user_id = v_user
  );
end;
$$;

comment on function private.my_acquaintance_ids() is 'Accounts whose profile the caller may read: their own, those of the clients they coach, of those who coach them, and of their team.';
grant execute on function private.my_acquaintance_ids() to authenticated;


create function private.my_account_ids()
returns uuid[]
language sql
stable
set search_path = ''
return array[auth.uid()];

comment on function private.my_account_ids() is 'Accounts whose records the caller may read after the client is gone: their own.';
grant execute on function private.my_account_ids() to authenticated;


create function private.my_topics()
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(
    select 'user:' || id from unnest(private.my_account_ids()) id
    union all
    select 'client:' || id from unnest(private.my_client_ids()) id
  )
$$;

comment on function private.my_topics() is 'Topics of Realtime that the caller may hear: what is for them, and of the clients they coach or are.';
grant execute on function private.my_topics() to authenticated;


create function private.am_coach()
returns boolean
language sql
stable
security definer -- reads public.profiles without its policies
set search_path = ''
return exists (select from public.profiles where id = (select auth.uid()) and role = 'coach');

comment on function private.am_coach() is 'Whether the caller signed up as a coach.';
grant execute on function private.am_coach() to authenticated;


create function private.coaches_for_team(p_client public.clients)
returns boolean
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return exists (
      select from public.client_shares s
      join public.team_members m on m.user_id = s.user_id and m.role <> 'member'
      where s.user_id = v_user and s.client_id = p_client.id
    )
    or p_client.team_id = any (private.my_managed_team_ids());
end;
$$;

comment on function private.coaches_for_team(public.clients) is 'private.my_team_client_ids for one client, of whom the caller is neither the coach nor the account.';
grant execute on function private.coaches_for_team(public.clients) to authenticated, service_role;


create function private.am_coach_of(p_client public.clients)
returns boolean
language sql
stable
set search_path = ''
return coalesce(p_client.coach_id = auth.uid(), false);

comment on function private.am_coach_of(public.clients) is 'Whether the caller is the client''s own coach, as nobody is for the team.';
grant execute on function private.am_coach_of(public.clients) to authenticated;


create function private.have_clients()
returns boolean
language sql
stable
security definer -- reads public.clients without its policies
set search_path = ''
return exists (select from public.clients where coach_id = auth.uid());

comment on function private.have_clients() is 'Whether the caller is the own coach of anybody.';
grant execute on function private.have_clients() to authenticated;


create function private.my_role(p_client public.clients)
returns public.profile_role
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_client.user_id = auth.uid() then 'client'
    when p_client.coach_id = auth.uid() then 'coach'
    when private.coaches_for_team(p_client) then 'coach'
  end;
end;
$$;

comment on function private.my_role(public.clients) is 'Whether the caller is the client or coaches them; null for everybody else. In the condition of a locking select the row is asked again once the lock is held; what ends a share waits for private.lock_client_exclusive instead. Not for policies: they compare with the ids above.';
grant execute on function private.my_role(public.clients) to authenticated, service_role;


create function private.lock_client_exclusive(p_client_id uuid)
returns void
language sql
set search_path = ''
return pg_advisory_xact_lock(hashtextextended('client ' || p_client_id, 0));

comment on function private.lock_client_exclusive(uuid) is 'Waits for transactions that write about a client, and keeps later ones waiting until this one ends. Call it before locking the row: row locks are not queued fairly, so a stream of writers could hold the row for ever.';


create function private.lock_client_shared(p_client_id uuid)
returns public.clients
language plpgsql
security definer -- a row lock needs the right to change the row, which the functions' key does not have
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if auth.uid() is not null then
    if not exists (select from public.clients c where c.id = p_client_id and private.my_role(c) is not null) then
      return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0));
  elsif auth.role() is not distinct from 'authenticated' then
    return null; -- a token without a user belongs neither to the functions nor to the owner
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (auth.uid() is null or private.my_role(c) is not null)
  for key share;
  return v_client;
end;
$$;

comment on function private.lock_client_shared(uuid) is 'Returns the client and keeps the row until the transaction ends, as a foreign key to it does. Null if the caller cannot see the client. Waits for private.lock_client_exclusive, and therefore sees the result of an erasure or of the end of a coaching.';
grant execute on function private.lock_client_shared(uuid) to authenticated, service_role;


-- A policy of clients cannot use all the ids above: they do not yet contain a row that is being inserted.

create policy "Those who coach read their clients, clients read themselves" on public.clients
  for select to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]));

create policy "Coaches add clients" on public.clients
  for insert to authenticated
  with check (coach_id = (select auth.uid()) and (select private.am_coach()));

create policy "Those who coach and the client keep the details up to date" on public.clients
  for update to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]))
  with check (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]));
-- end of file: sql/people/access.sql

-- file: sql/people/functions.sql
-- people: time zones.

create function private.is_timezone(p_name text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  -- Postgres also takes POSIX rules such as FOO3 or Etc/GMT+99; only names of the IANA form go on to the real look-up.
  if p_name is null or p_name !~ '^(UTC|Etc/GMT(-1[0-4]|\+1[0-2]|[+-][0-9])|[A-Z][A-Za-z_-]+(/[A-Z][A-Za-z_-]+){1,2})$' then
    return false;
  end if;
  perform now() at time zone p_name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end;
$$;

comment on function private.is_timezone(text) is 'Whether a name is an IANA time zone that this server knows.';
grant execute on function private.is_timezone(text) to authenticated, service_role;


create function private.check_timezone(p_name text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quoted text := coalesce(to_json(left(p_name, 60))::text, 'null');
begin
  if not private.is_timezone(p_name) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', v_quoted), 'Use an IANA name such as Europe/Moscow or America/New_York.',
      jsonb_build_object('timezone', v_quoted)
    );
  end if;
end;
$$;

comment on function private.check_timezone(text) is 'Refuses what is no time zone.';
grant execute on function private.check_timezone(text) to authenticated, service_role;
-- end of file: sql/people/functions.sql

-- file: sql/people/functions_alone.sql
-- people: nobody needs a coach.

create function private.start_alone(p_timezone text, p_locale public.locale)
returns uuid
language plpgsql
security definer -- adds a client without a coach, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_id   uuid;
begin
  perform from public.profiles p where p.id = v_user for no key update; -- a repeated call and a change of role wait
  if private.am_coach() then
    perform private.refuse('PT409', 'coach_alone', 'You are signed in as a coach', 'Take the role of a client first, or sign up with another e-mail.');
  end if;
  if private.my_own_client_ids() <> '{}' then
    return (private.my_own_client_ids())[1]; -- a repeated request: the first answer may have been lost
  end if;
  insert into public.clients (coach_id, user_id, name, timezone, locale)
  select null, v_user, coalesce(nullif(btrim(p.full_name), ''), split_part(u.email, '@', 1)), p_timezone, coalesce(p_locale, p.locale)
  from public.profiles p
  join auth.users u on u.id = p.id
  where p.id = v_user
  returning id into v_id;
  return v_id;
end;
$$;

comment on function private.start_alone(text, public.locale) is 'Body of public.start_alone.';
grant execute on function private.start_alone(text, public.locale) to authenticated;


create function public.start_alone(timezone text, locale public.locale default null)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.start_alone(timezone, locale)
$$;

comment on function public.start_alone(text, public.locale) is 'Makes a client of the caller without a coach, and returns its id: the same one if called again. A coach can be accepted later, who then sees what is there. PT409 the caller is a coach, PT422 unknown time zone.';
grant execute on function public.start_alone(text, public.locale) to authenticated;
-- end of file: sql/people/functions_alone.sql

-- file: sql/people/functions_announce.sql
-- people: tells the screens of coaches and clients that something has changed. Other domains call this in their triggers.

create function private.announce(p_event text, p_client_ids uuid[], p_is_draft boolean default false)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_event text := p_event || case when p_is_draft then ' draft ' else ' ' end;
  v_told  text := coalesce(current_setting('wellio.announced', true), '');
  v_new   uuid[];
begin
  -- By hash, because a job tells of ten thousand clients at once.
  v_new := array(
    select distinct id from unnest(p_client_ids) id where v_event || id not in (select string_to_table(v_told, ','))
  );
  if v_new = '{}' then
    return;
  end if;
  -- What realtime.send does, for all topics at once. It too turns an error into a warning: a write never fails by this.
  begin
    perform set_config('wellio.announced', concat_ws(',', nullif(v_told, ''), v_event || array_to_string(v_new, ',' || v_event)), true);
    insert into realtime.messages (topic, event, payload, private, extension)
    select 'client:' || c.id, p_event, jsonb_build_object('client_ids', array[c.id]), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and not p_is_draft
    union all
    select 'user:' || c.coach_id, p_event, jsonb_build_object('client_ids', array_agg(c.id)), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and c.coach_id is not null group by c.coach_id;
  exception
    when others then
      raise warning 'Not announced: %', sqlerrm;
  end;
end;
$$;

comment on function private.announce(text, uuid[], boolean) is
  'Tells those who look at clients that rows of a table, by which the message is named, have changed: on client:<id> and on user:<id> of the coach; of a draft on the latter alone. It holds ids only: who hears it loads what they may read. Once a transaction, for screens load what there is at its end. Called as the owner: no API role may write messages.';


create function private.announce_to(p_event text, p_user_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into realtime.messages (topic, event, payload, private, extension)
  select distinct 'user:' || id, p_event, '{}'::jsonb, true, 'broadcast' from unnest(p_user_ids) id where id is not null;
exception
  when others then
    raise warning 'Not announced: %', sqlerrm;
end;
$$;

comment on function private.announce_to(text, uuid[]) is
  'Tells accounts, on user:<id>, that what is theirs alone has changed. Otherwise as private.announce.';
-- end of file: sql/people/functions_announce.sql

-- file: sql/people/functions_health.sql
-- people: health and emergency contacts, as one document. The client and their own coach write it.

create function private.health_of(p_client_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'conditions', coalesce(h.conditions, ''), 'injuries', coalesce(h.injuries, ''), 'medications', coalesce(h.medications, ''),
    'allergies', coalesce(h.allergies, ''), 'clearance', coalesce(h.clearance, 'not_asked'), 'version', coalesce(h.version, 0),
    'contacts', (
      select coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'relation', e.relation, 'phone', e.phone) order by e.position), '[]')
      from public.emergency_contacts e where e.client_id = asked.client_id
    )
  )
  from (values (p_client_id)) asked (client_id)
  left join public.health_histories h on h.client_id = asked.client_id
$$;

comment on function private.health_of(uuid) is 'Health and emergency contacts of a client, whoever asks. privacy decides who may, and records it.';


create function private.save_health(
  p_client_id uuid, p_version integer, p_conditions text, p_injuries text, p_medications text, p_allergies text,
  p_clearance public.health_clearance, p_contacts jsonb
)
returns integer
language plpgsql
security definer -- writes health_histories, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
  v_now    integer;
begin
  if v_client is null or not (private.am_coach_of(v_client) or private.my_role(v_client) = 'client') then
    perform private.refuse_client();
  end if;
  if greatest(length(p_conditions), length(p_injuries), length(p_medications), length(p_allergies)) > 4000 then
    perform private.refuse('PT422', 'health_too_long', 'A text has at most 4000 characters', 'Write a shorter one.');
  end if;
  if jsonb_typeof(p_contacts) is distinct from 'array' or jsonb_array_length(p_contacts) > 5 or exists (
    select from jsonb_array_elements(p_contacts) c
    where jsonb_typeof(c) <> 'object'
      or (length(btrim(c ->> 'name')) between 1 and 200 and length(btrim(c ->> 'phone')) between 3 and 40
        and coalesce(length(c ->> 'relation'), 0) <= 100) is not true
  ) then
    perform private.refuse(
      'PT422', 'emergency_contacts', 'A contact needs a name and a phone number', 'Give at most five, each with name, phone and, if you like, relation.'
    );
  end if;

  perform from public.clients c where c.id = p_client_id for no key update; -- who saves at the same time waits
  select h.version into v_now from public.health_histories h where h.client_id = p_client_id;
  perform private.check_version(p_version, coalesce(v_now, 0), '{}', '{}'); -- without the values, because reading them is recorded
  insert into public.health_histories as h (client_id, conditions, injuries, medications, allergies, clearance)
  values (
    p_client_id, coalesce(p_conditions, ''), coalesce(p_injuries, ''), coalesce(p_medications, ''), coalesce(p_allergies, ''),
    coalesce(p_clearance, 'not_asked')
  )
  on conflict (client_id) do update
    set conditions = excluded.conditions, injuries = excluded.injuries, medications = excluded.medications,
        allergies = excluded.allergies, clearance = excluded.clearance, version = h.version + 1, updated_at = now()
  returning h.version into v_now;

  delete from public.emergency_contacts e where e.client_id = p_client_id;
  insert into public.emergency_contacts (client_id, position, name, relation, phone)
  select p_client_id, c.n, btrim(c.value ->> 'name'), btrim(coalesce(c.value ->> 'relation', '')), btrim(c.value ->> 'phone')
  from jsonb_array_elements(p_contacts) with ordinality c (value, n);
  return v_now;
end;
$$;

comment on function private.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) is 'Body of public.save_health.';
grant execute on function private.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) to authenticated;


create function public.save_health(
  client_id uuid, version integer, conditions text default '', injuries text default '', medications text default '', allergies text default '',
  clearance public.health_clearance default 'not_asked', contacts jsonb default '[]'
)
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.save_health(client_id, version, conditions, injuries, medications, allergies, clearance, contacts)
$$;

comment on function public.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) is 'Writes the health and the emergency contacts [{name, phone, relation}] of a client anew, by the client or their own coach; returns the new version. version is the one that was read, 0 where nothing was there. PT404 unknown client, or only shared with the caller, PT409 changed meanwhile, PT422.';
grant execute on function public.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) to authenticated;
-- end of file: sql/people/functions_health.sql

-- file: sql/people/functions_invites.sql
-- people: links an account to a client.

create function private.hash_invite_code(p_code text)
returns bytea
language sql
immutable
set search_path = ''
return sha256(convert_to(upper(regexp_replace(p_code, '[^0-9A-Za-z]', '', 'g')), 'utf8'));

comment on function private.hash_invite_code(text) is 'The stored form of an invite code. Case, spaces and dashes do not count.';


create function private.new_invite_code()
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; -- Crockford base 32: 12 letters are 60 bits, see public.preview_invite
  v_bytes bytea := extensions.gen_random_bytes(12);
  v_code  text := '';
begin
  for i in 0..11 loop
    v_code := v_code || substr(v_alphabet, get_byte(v_bytes, i) % 32 + 1, 1) || case when i in (3, 7) then '-' else '' end;
  end loop;
  return v_code;
end;
$$;

comment on function private.new_invite_code() is 'A random invite code, in three groups of four.';


create function private.invite_client(p_client_id uuid)
returns table (code text, expires_at timestamptz)
language plpgsql
security definer -- writes client_invites, which no API role may
set search_path = ''
as $$
declare
  v_code text := private.new_invite_code();
begin
  if not exists (
    select from public.clients c where c.id = p_client_id and private.am_coach_of(c) for update
  ) then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Invite one of your own clients.');
  end if;
  if exists (select from public.clients c where c.id = p_client_id and c.user_id is not null) then
    perform private.refuse('PT409', 'client_has_account', 'This client already has an account', 'Nothing needs to be done: they can sign in.');
  end if;

  -- A new code replaces open ones, so that a code sent to the wrong person can be withdrawn.
  delete from public.client_invites i where i.client_id = p_client_id and i.accepted_at is null;

  return query
  insert into public.client_invites as i (client_id, created_by, code_hash)
  values (p_client_id, (select auth.uid()), private.hash_invite_code(v_code))
  returning v_code, i.expires_at;
end;
$$;

comment on function private.invite_client(uuid) is 'Body of public.invite_client.';
grant execute on function private.invite_client(uuid) to authenticated;


create function public.invite_client(client_id uuid)
returns table (code text, expires_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.invite_client(client_id)
$$;

comment on function public.invite_client(uuid) is 'Makes a one-time code, valid for 14 days, with which a client links their account. Shown once; replaces codes still open. Only the client''s own coach may call it. PT404 unknown client, PT409 already linked.';
grant execute on function public.invite_client(uuid) to authenticated;


create function private.has_records(p_client_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_table  regclass;
  v_column name;
  v_found  boolean;
begin
  -- The tables belong to later domains, so they are found by their foreign keys.
  for v_table, v_column in
    select k.conrelid::regclass, a.attname
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'public.clients'::regclass
      and k.conrelid <> all ('{public.client_invites,public.client_shares}'::regclass[])
  loop
    execute format('select exists (select from %s where %I = $1)', v_table, v_column) into v_found using p_client_id;
    if v_found then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

comment on function private.has_records(uuid) is 'Whether any table other than client_invites and client_shares has a row about a client. A picture without a log does not count.';


create function private.refuse_closed_invite(p_invite public.client_invites)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_invite.id is null then
    perform private.refuse('PT404', 'invite_unknown', 'This invite code is not known', 'Check the code, or ask your coach for a new one.');
  end if;
  if p_invite.accepted_at is not null then
    perform private.refuse('PT410', 'invite_used', 'This invite code has been used', 'If it was you, sign in. Otherwise ask your coach for a new one.');
  end if;
  if p_invite.expires_at <= now() then
    perform private.refuse('PT410', 'invite_expired', 'This invite code has expired', 'Ask your coach for a new one.');
  end if;
end;
$$;

comment on function private.refuse_closed_invite(public.client_invites) is 'Refuses an invite that is unknown, used or expired.';


create function private.preview_invite(p_code text)
returns table (coach_name text, expires_at timestamptz)
language plpgsql
volatile -- refuses
security definer -- whoever asks is not signed in, and nobody reads the invites of others
set search_path = ''
as $$
declare
  v_invite public.client_invites;
begin
  select * into v_invite from public.client_invites i where i.code_hash = private.hash_invite_code(p_code);
  perform private.refuse_closed_invite(v_invite);
  return query
  select p.full_name, v_invite.expires_at
  from public.clients c
  join public.profiles p on p.id = c.coach_id
  where c.id = v_invite.client_id;
end;
$$;

comment on function private.preview_invite(text) is 'Body of public.preview_invite.';
grant execute on function private.preview_invite(text) to anon, authenticated;


create function public.preview_invite(code text)
returns table (coach_name text, expires_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_invite(code)
$$;

comment on function public.preview_invite(text) is 'Who invites with a code, before signing up: the name that the coach gave themselves, and nothing else. It is open to those not signed in, and needs no limit of tries, because a code has 60 random bits and lives for 14 days: with a million open codes, a thousand guesses a second find one in 35 years. Every wrong code gets the same answer. PT404 unknown, PT410 used or expired.';
grant execute on function public.preview_invite(text) to anon, authenticated;


create function private.accept_invite(p_code text)
returns uuid
language plpgsql
security definer -- links an account to a client the caller cannot see yet
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.client_invites;
  v_client public.clients;
  v_own    public.clients;
  v_coach  uuid;
begin
  loop
    -- The end of a membership waits, or this waits for it: who is coached by somebody has the team that they have then.
    select c.coach_id into v_coach
    from public.client_invites i
    join public.clients c on c.id = i.client_id
    where i.code_hash = private.hash_invite_code(p_code);
    perform from public.profiles p where p.id = v_coach for no key update;
    -- Locks the client before the invite, in the order of private.invite_client, so that the two cannot deadlock.
    select c.* into v_client
    from public.client_invites i
    join public.clients c on c.id = i.client_id
    where i.code_hash = private.hash_invite_code(p_code)
    for update of c;
    exit when v_client.coach_id is not distinct from v_coach; -- else somebody has taken over meanwhile
  end loop;

  select * into v_invite from public.client_invites where code_hash = private.hash_invite_code(p_code) for update;
  if v_invite.accepted_by = v_user then
    return v_invite.client_id; -- a repeated request: the first answer may have been lost
  end if;
  perform private.refuse_closed_invite(v_invite);

  if private.my_role(v_client) = 'coach' then
    perform private.refuse('PT409', 'own_invite', 'This is your own invite', 'Sign in as the client to accept it.');
  end if;
  if v_client.user_id is not null then
    perform private.refuse('PT409', 'invite_taken', 'This client already has an account', 'Ask your coach which account it is.');
  end if;

  select c.* into v_own from public.clients c
  where c.id = any (private.my_own_client_ids()) and c.coach_id is null
  for update;
  if found then -- the caller's coaching has ended: the new coach takes over the row with its history
    if private.has_records(v_client.id) then
      perform private.refuse(
        'PT409', 'invite_has_records', 'Your new coach has already written something under this invite',
        'Ask them to add you as a new client, and to invite you before they write anything.'
      );
    end if;
    update public.clients set coach_id = v_client.coach_id where id = v_own.id;
    update public.client_invites set client_id = v_own.id, accepted_at = now(), accepted_by = v_user where id = v_invite.id;
    delete from public.clients where id = v_client.id;
    return v_own.id;
  end if;

  begin
    update public.clients set user_id = v_user where id = v_invite.client_id;
  exception
    when unique_violation then -- an account is at most one client, even if two codes are accepted at once
      perform private.refuse('PT409', 'already_coached', 'You already have a coach', 'End the coaching first, or sign up with another e-mail.');
  end;
  update public.client_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.client_id;
end;
$$;

comment on function private.accept_invite(text) is 'Body of public.accept_invite.';
grant execute on function private.accept_invite(text) to authenticated;


create function public.accept_invite(code text)
returns uuid
language sql
set search_path = ''
return private.accept_invite(code);

comment on function public.accept_invite(text) is 'Links the caller''s account to the client the code was made for and returns the client id. A client without a coach keeps their row and history, which the inviting coach can then see. PT404 unknown, PT410 used or expired, PT409 already linked.';
grant execute on function public.accept_invite(text) to authenticated;
-- end of file: sql/people/functions_invites.sql

-- file: sql/people/functions_members.sql
-- people: roles in a team, and what happens to the clients of somebody who goes.

create function private.own_clients_in_team(p_user_id uuid)
returns uuid[]
language sql
stable
set search_path = ''
return array(select id from public.clients where coach_id = p_user_id and team_id is not null order by id);

comment on function private.own_clients_in_team(uuid) is 'Ids of the clients whom a member coaches for the team.';


create function private.refuse_last_owner(p_team_id uuid, p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not exists (select from public.team_members m where m.team_id = p_team_id and m.user_id <> p_user_id and m.role = 'owner') then
    perform private.refuse('PT409', 'last_owner', 'A team needs an owner', 'Make somebody else an owner first.');
  end if;
end;
$$;

comment on function private.refuse_last_owner(uuid, uuid) is 'Refuses to take the role from the only owner.';


create function private.member_role(p_team_id uuid, p_user_id uuid)
returns public.team_role
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_role public.team_role;
begin
  select m.role into v_role from public.team_members m where m.team_id = p_team_id and m.user_id = p_user_id;
  if v_role is null then
    perform private.refuse('PT404', 'no_such_member', 'No such member', 'Name somebody of your team.');
  end if;
  return v_role;
end;
$$;

comment on function private.member_role(uuid, uuid) is 'The role of a member. Refuses somebody who is not in the team.';


create function private.set_team_role(p_user_id uuid, p_role public.team_role)
returns void
language plpgsql
security definer -- writes team_members, which no API role may
set search_path = ''
as $$
declare
  v_team    uuid := private.lock_my_team('{owner}');
  v_old     public.team_role := private.member_role(v_team, p_user_id);
  v_clients uuid[];
begin
  if p_role is null then
    perform private.refuse('PT422', 'role_missing', 'A role is missing', 'Give owner, admin, trainer or member.');
  end if;
  if v_old = 'owner' and p_role <> 'owner' then
    perform private.refuse_last_owner(v_team, p_user_id);
  end if;
  perform from public.profiles p where p.id = p_user_id for no key update; -- adding a client and a change of role wait
  if p_role = 'member' then
    v_clients := private.own_clients_in_team(p_user_id);
    if v_clients <> '{}' then
      perform private.refuse_clients_left(cardinality(v_clients));
    end if;
    perform private.end_shares_of(p_user_id);
  elsif not exists (select from public.profiles p where p.id = p_user_id and p.role = 'coach') then
    perform private.refuse('PT409', 'member_is_no_coach', 'This member did not sign up as a coach', 'Have them take the role of a coach in their account first.');
  end if;
  update public.team_members m set role = p_role where m.team_id = v_team and m.user_id = p_user_id;
end;
$$;

comment on function private.set_team_role(uuid, public.team_role) is 'Body of public.set_team_role.';
grant execute on function private.set_team_role(uuid, public.team_role) to authenticated;


create function private.refuse_clients_left(p_count integer)
returns void
language sql
set search_path = ''
return private.refuse(
  'PT409', 'member_has_clients', format('There are %s clients whom somebody else must take over', p_count), 'Name a coach of the team in take_over.',
  jsonb_build_object('count', p_count)
);

comment on function private.refuse_clients_left(integer) is 'Refuses to leave clients of a team without a coach.';


create function private.end_shares_of(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_client_id uuid;
begin
  -- Waits for what they are writing; what they write afterwards is refused.
  for v_client_id in select s.client_id from public.client_shares s where s.user_id = p_user_id order by 1 loop
    perform private.lock_client_exclusive(v_client_id);
  end loop;
  delete from public.client_shares s where s.user_id = p_user_id;
end;
$$;

comment on function private.end_shares_of(uuid) is 'Ends all that is shared with a member.';


create function public.set_team_role(user_id uuid, role public.team_role)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.set_team_role(user_id, role)
$$;

comment on function public.set_team_role(uuid, public.team_role) is 'Changes the role of a member of the caller''s team. Owner only. PT403 the caller is no owner, PT404 not in the team, PT409 the last owner, a member who coaches clients of the team, or one who is no coach.';
grant execute on function public.set_team_role(uuid, public.team_role) to authenticated;


create function private.end_membership(p_team_id uuid, p_user_id uuid, p_take_over uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_limit   integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
  v_clients uuid[];
  v_client  uuid;
begin
  -- The profiles first, because adding a client locks the coach's, so that no client is added meanwhile.
  perform from public.profiles p where p.id in (p_user_id, p_take_over) order by p.id for no key update;
  v_clients := private.own_clients_in_team(p_user_id);
  if v_clients <> '{}' then
    if p_take_over is null then
      perform private.refuse_clients_left(cardinality(v_clients));
    end if;
    if not exists (
      select from public.team_members m
      where m.team_id = p_team_id and m.user_id = p_take_over and m.user_id <> p_user_id and m.role <> 'member'
    ) then
      perform private.refuse('PT422', 'take_over', 'Only another coach of the team can take over', 'Name an owner, an admin or a trainer of the team.');
    end if;
    if exists (select from public.clients c where c.id = any (v_clients) and c.user_id = p_take_over) then
      perform private.refuse('PT422', 'take_over_self', 'Nobody coaches themselves', 'Name somebody who is not one of these clients.');
    end if;
    if cardinality(v_clients) + (select count(*) from public.clients c where c.coach_id = p_take_over) > v_limit then
      perform private.refuse(
        'PT409', 'too_many_clients', format('A coach has at most %s clients', v_limit),
        'End the coaching of some clients or erase them, or ask the operator to raise the limit.', jsonb_build_object('limit', v_limit)
      );
    end if;
    foreach v_client in array v_clients loop
      perform private.lock_client_exclusive(v_client);
    end loop;
    update public.clients c set coach_id = p_take_over where c.id = any (v_clients);
  end if;
  perform private.end_shares_of(p_user_id);
  delete from public.team_members m where m.team_id = p_team_id and m.user_id = p_user_id;
end;
$$;

comment on function private.end_membership(uuid, uuid, uuid) is 'Takes somebody out of a team, having another member take over the clients whom they coach for it. Their clients of before stay theirs.';


create function private.remove_team_member(p_user_id uuid, p_take_over uuid)
returns void
language plpgsql
security definer -- writes team_members and coach_id, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := private.lock_my_team('{owner,admin}');
begin
  if private.member_role(v_team, p_user_id) in ('owner', 'admin') and p_user_id <> all (private.my_account_ids()) then
    perform private.lock_my_team('{owner}');
  end if;
  if private.member_role(v_team, p_user_id) = 'owner' then
    perform private.refuse_last_owner(v_team, p_user_id);
  end if;
  perform private.end_membership(v_team, p_user_id, p_take_over);
end;
$$;

comment on function private.remove_team_member(uuid, uuid) is 'Body of public.remove_team_member.';
grant execute on function private.remove_team_member(uuid, uuid) to authenticated;


create function public.remove_team_member(user_id uuid, take_over uuid default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.remove_team_member(user_id, take_over)
$$;

comment on function public.remove_team_member(uuid, uuid) is 'Takes a member out of the caller''s team. take_over coaches their clients of the team from then on. Owners remove anybody, admins trainers and members. PT403, PT404 not in the team, PT409 member_has_clients with how many if nobody is named, the last owner, or too many clients, PT422 take_over is no other coach of the team.';
grant execute on function public.remove_team_member(uuid, uuid) to authenticated;


create function private.leave_team()
returns void
language plpgsql
security definer -- writes team_members and teams, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_team uuid := private.lock_my_team(enum_range(null::public.team_role));
begin
  if (select count(*) from public.team_members m where m.team_id = v_team) = 1 then
    delete from public.teams t where t.id = v_team; -- the clients stay their coach's
    return;
  end if;
  if private.member_role(v_team, v_user) = 'owner' then
    perform private.refuse_last_owner(v_team, v_user);
  end if;
  perform private.end_membership(v_team, v_user, null);
end;
$$;

comment on function private.leave_team() is 'Body of public.leave_team.';
grant execute on function private.leave_team() to authenticated;


create function public.leave_team()
returns void
language sql
volatile
set search_path = ''
as $$
  select private.leave_team()
$$;

comment on function public.leave_team() is 'Takes the caller out of their team. The last member closes it and keeps their clients. PT409 no team, the last owner, or member_has_clients: an owner or admin removes who has clients, and names who takes over.';
grant execute on function public.leave_team() to authenticated;
-- end of file: sql/people/functions_members.sql

-- file: sql/people/functions_rates.sql
-- people: limits how much one person may do within any minute.

create function private.rate_limit(p_account_id uuid, p_kind text)
returns integer
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select r.per_minute from private.rates r where r.account_id = p_account_id and r.kind = p_kind),
    (select s.value from private.settings s where s.name = p_kind || '_per_minute'),
    case p_kind when 'logs' then 60 else 100 end
  );
end;
$$;

comment on function private.rate_limit(uuid, text) is 'How much of one kind an account may do within 60 s.';


create function private.spend_rate(p_account_id uuid, p_kind text, p_amount bigint, p_now timestamptz default null)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_rate    private.rates;
  v_limit   integer := private.rate_limit(p_account_id, p_kind);
  v_now     timestamptz;
  v_seconds timestamptz[];
  v_spent   bigint[];
  v_excess  bigint;
  v_wait    integer;
begin
  -- The row stays locked until the transaction ends, so concurrent requests wait and are counted after it.
  select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
  if not found then
    insert into private.rates (account_id, kind)
    select p.id, p_kind from public.profiles p where p.id = p_account_id
    on conflict do nothing;
    select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
    if not found then
      return null; -- a token that outlives its account: row-level security shows it nothing
    end if;
  end if;
  v_now := coalesce(p_now, clock_timestamp());

  -- A second counts until its end is a minute ago.
  select array_agg(s.second order by s.second), array_agg(s.amount order by s.second), sum(s.amount) - v_limit
  into v_seconds, v_spent, v_excess
  from (
    select t.second, sum(t.amount)::bigint as amount
    from unnest(v_rate.seconds || date_trunc('second', v_now), v_rate.spent || p_amount) as t(second, amount)
    where t.second > v_now - interval '61 seconds'
    group by t.second
  ) s;

  if v_excess > 0 then
    select ceil(extract(epoch from min(f.second) + interval '61 seconds' - v_now)) into v_wait
    from (
      select t.second, sum(t.amount) over (order by t.second) as freed from unnest(v_seconds, v_spent) as t(second, amount)
    ) f
    where f.freed >= v_excess;
    return v_wait;
  end if;
  update private.rates set seconds = v_seconds, spent = v_spent where account_id = p_account_id and kind = p_kind;
  return null;
end;
$$;

comment on function private.spend_rate(uuid, text, bigint, timestamptz) is
  'Counts an amount, or returns after how many seconds there is room for it, and then counts nothing. Expects at most a minute''s amount. p_now is the current time, by default that of the clock once the row is locked.';


create function private.before_request()
returns void
language plpgsql
security definer -- the counters are closed to API roles
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_wait integer;
begin
  if v_user is null or current_setting('transaction_read_only') = 'on' then
    return; -- the secret key; or a read, which can count nothing
  end if;
  v_wait := private.spend_rate(v_user, 'requests', 1);
  if v_wait is not null then
    perform private.refuse(
      'PT429', 'too_many_requests', 'Too many requests within a minute', format('Try again in %s s.', v_wait),
      jsonb_build_object('limit', private.rate_limit(v_user, 'requests'), 'seconds', v_wait), v_wait
    );
  end if;
end;
$$;

comment on function private.before_request() is
  'PostgREST calls it at the start of each request. Refuses writes and calls of one person beyond requests_per_minute within any 60 s, as PT429 with Retry-After. Reads run in read-only transactions and are not counted; nor are requests that are refused.';
grant execute on function private.before_request() to anon, authenticated, service_role;
-- end of file: sql/people/functions_rates.sql

-- file: sql/people/functions_role.sql
-- people: somebody who chose the wrong role at sign-up takes the other one.

create function private.change_role(p_role public.profile_role)
returns void
language plpgsql
security definer -- sets the role, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
begin
  if p_role is null then
    perform private.refuse('PT422', 'role', 'A role is missing', 'Give coach or client.');
  end if;
  perform from public.profiles p where p.id = v_user for no key update; -- adding a client waits for this, see limit_clients
  if p_role = 'client' and private.have_clients() then
    perform private.refuse('PT409', 'role_has_clients', 'You have clients', 'End their coaching, or erase those without an account, first.');
  end if;
  if p_role = 'client' and private.my_team_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_team', 'You are in a team', 'Leave the team first.');
  end if;
  if p_role = 'coach' and private.my_own_client_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_diary', 'You have a diary as a client', 'Sign up as a coach with another e-mail, or erase the diary first.');
  end if;
  update public.profiles p set role = p_role where p.id = v_user;
end;
$$;

comment on function private.change_role(public.profile_role) is 'Body of public.change_role.';
grant execute on function private.change_role(public.profile_role) to authenticated;


create function public.change_role(role public.profile_role)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_role(role)
$$;

comment on function public.change_role(public.profile_role) is 'Makes a coach of a client, or a client of a coach, as long as nobody depends on it. PT409 the caller has clients, is in a team, or has a diary as a client.';
grant execute on function public.change_role(public.profile_role) to authenticated;
-- end of file: sql/people/functions_role.sql

-- file: sql/people/functions_shares.sql
-- people: a client is shared with another trainer of the team.

create function private.lock_client_to_share(p_client_id uuid)
returns public.clients
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  perform from public.teams t where t.id = any (private.my_team_ids()) for update; -- waits for who comes and goes
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_client_exclusive(p_client_id); -- waits for what a trainer is writing
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and private.my_role(c) is not null
  for no key update;
  if not found then
    perform private.refuse_client();
  end if;
  return v_client;
end;
$$;

comment on function private.lock_client_to_share(uuid) is 'A client whom the caller sees, locked against what others write about them.';


create function private.share_client(p_client_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes client_shares, which no API role may
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_client public.clients := private.lock_client_to_share(p_client_id);
begin
  if not private.am_coach_of(v_client) and v_client.team_id = any (private.my_managed_team_ids()) is not true then
    perform private.refuse('PT403', 'not_your_client', 'Only the client''s own coach shares them', 'Ask the coach, or an owner or admin of the team.');
  end if;
  if v_client.team_id is null then
    perform private.refuse('PT409', 'client_not_in_team', 'This client does not belong to a team', 'Open a team or join one, and bring the client along.');
  end if;
  if not exists (
    select from public.team_members m
    where m.team_id = v_client.team_id and m.user_id = p_user_id and m.role <> 'member'
      and m.user_id <> v_client.coach_id and m.user_id is distinct from v_client.user_id
  ) then
    perform private.refuse('PT422', 'share_with', 'A client is shared with another coach of the team', 'Name an owner, an admin or a trainer of the team.');
  end if;
  insert into public.client_shares (client_id, user_id, shared_by) values (p_client_id, p_user_id, v_user)
  on conflict do nothing;
end;
$$;

comment on function private.share_client(uuid, uuid) is 'Body of public.share_client.';
grant execute on function private.share_client(uuid, uuid) to authenticated;


create function public.share_client(client_id uuid, user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.share_client(client_id, user_id)
$$;

comment on function public.share_client(uuid, uuid) is 'Has another coach of the team coach a client too: they see and do what the own coach does, but for the invite, the archive, the end of the coaching, the erasure, and health. By the own coach, or an owner or admin of the team. PT403, PT404 unknown client, PT409 the client is in no team, PT422 not a coach of the team.';
grant execute on function public.share_client(uuid, uuid) to authenticated;


create function private.unshare_client(p_client_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes client_shares, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_to_share(p_client_id);
begin
  if private.am_coach_of(v_client) or private.my_role(v_client) = 'client' or p_user_id = any (private.my_account_ids())
    or v_client.team_id = any (private.my_managed_team_ids()) then
    delete from public.client_shares s where s.client_id = p_client_id and s.user_id = p_user_id;
    return;
  end if;
  perform private.refuse('PT403', 'not_your_client', 'Only the client''s own coach shares them', 'Ask the coach, or an owner or admin of the team.');
end;
$$;

comment on function private.unshare_client(uuid, uuid) is 'Body of public.unshare_client.';
grant execute on function private.unshare_client(uuid, uuid) to authenticated;


create function public.unshare_client(client_id uuid, user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.unshare_client(client_id, user_id)
$$;

comment on function public.unshare_client(uuid, uuid) is 'Ends a share at once: by the own coach, an owner or admin of the team, the client, or the trainer it is with. Does nothing where nothing is shared. PT403, PT404 unknown client.';
grant execute on function public.unshare_client(uuid, uuid) to authenticated;
-- end of file: sql/people/functions_shares.sql

-- file: sql/people/functions_teams.sql
-- people: a coach opens a team and others join it by a code.

create function private.lock_my_team(p_roles public.team_role[])
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_team uuid := (private.my_team_ids())[1];
begin
  perform from public.teams t where t.id = v_team for update; -- calls about one team wait for each other
  if v_team is null or v_team = any (private.my_team_ids()) is not true then
    perform private.refuse('PT409', 'no_team', 'You are not in a team', 'Open one, or accept an invite to one.');
  end if;
  if private.my_team_role() <> all (p_roles) then
    perform private.refuse('PT403', 'team_role', 'Your role in the team does not allow this', 'Ask an owner or admin of the team.');
  end if;
  return v_team;
end;
$$;

comment on function private.lock_my_team(public.team_role[]) is 'The team of the caller, locked until the transaction ends. Refuses those without a team and those with another role.';


create function private.join_team(p_team_id uuid, p_role public.team_role, p_with_clients boolean)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
begin
  perform from public.profiles p where p.id = v_user for no key update; -- a change of role and another team wait for this
  if private.my_team_ids() <> '{}' then
    perform private.refuse('PT409', 'already_in_team', 'You are in a team', 'Leave it first.');
  end if;
  if p_role <> 'member' and not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_coach', 'Only a coach can have this role', 'Sign up as a coach, or ask for an invite as a member.');
  end if;
  insert into public.team_members (team_id, user_id, role) values (p_team_id, v_user, p_role);
  if p_with_clients and p_role <> 'member' then
    update public.clients c set team_id = p_team_id where private.am_coach_of(c);
  end if;
end;
$$;

comment on function private.join_team(uuid, public.team_role, boolean) is 'Makes the caller a member of a team. p_with_clients: their clients belong to it from now on, as all do that they add later.';


create function private.create_team(p_name text, p_with_clients boolean)
returns uuid
language plpgsql
security definer -- writes teams, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_team uuid;
begin
  insert into public.teams (name) values (btrim(p_name)) returning id into v_team;
  perform private.join_team(v_team, 'owner', p_with_clients);
  insert into public.team_settings (team_id, locale) select v_team, p.locale from public.profiles p where p.id = v_user;
  return v_team;
end;
$$;

comment on function private.create_team(text, boolean) is 'Body of public.create_team.';
grant execute on function private.create_team(text, boolean) to authenticated;


create function public.create_team(name text, with_clients boolean default true)
returns uuid
language sql
set search_path = ''
return private.create_team(name, with_clients);

comment on function public.create_team(text, boolean) is 'Opens a team with the caller as its owner and returns its id. with_clients: the caller''s clients belong to it from now on. PT403 the caller is no coach, PT409 they are in a team, PT422 the name is empty or longer than 100 characters.';
grant execute on function public.create_team(text, boolean) to authenticated;


create function private.bring_clients()
returns integer
language plpgsql
security definer -- sets team_id, which no API role may
set search_path = ''
as $$
declare
  v_team  uuid := private.lock_my_team('{owner,admin,trainer}');
  v_count integer;
begin
  update public.clients c set team_id = v_team where private.am_coach_of(c) and c.team_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function private.bring_clients() is 'Body of public.bring_clients.';
grant execute on function private.bring_clients() to authenticated;


create function public.bring_clients()
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.bring_clients()
$$;

comment on function public.bring_clients() is 'Makes the clients whom the caller had before joining the team clients of the team; returns how many. PT409 the caller is in no team, PT403 they do not coach in it.';
grant execute on function public.bring_clients() to authenticated;


create function private.invite_to_team(p_role public.team_role)
returns table (code text, expires_at timestamptz)
language plpgsql
security definer -- writes team_invites, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := private.lock_my_team(case p_role when 'admin' then '{owner}' else '{owner,admin}' end::public.team_role[]);
  v_code text := private.new_invite_code();
begin
  if p_role is null or p_role = 'owner' then
    perform private.refuse('PT422', 'invite_role', 'Nobody is invited as an owner', 'Invite an admin, a trainer or a member; an owner can change the role later.');
  end if;
  perform private.limit_members(v_team);
  return query
  insert into public.team_invites as i (team_id, role, created_by, code_hash)
  values (v_team, p_role, (select auth.uid()), private.hash_invite_code(v_code))
  returning v_code, i.expires_at;
end;
$$;

comment on function private.invite_to_team(public.team_role) is 'Body of public.invite_to_team.';
grant execute on function private.invite_to_team(public.team_role) to authenticated;


create function private.limit_members(p_team_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'members_per_team'), 100);
begin
  if (select count(*) from public.team_members m where m.team_id = p_team_id)
    + (select count(*) from public.team_invites i where i.team_id = p_team_id and i.accepted_at is null and i.expires_at > now()) >= v_limit then
    perform private.refuse(
      'PT409', 'too_many_members', format('A team has at most %s members and open invites', v_limit), 'Withdraw invites that nobody needs.',
      jsonb_build_object('limit', v_limit)
    );
  end if;
end;
$$;

comment on function private.limit_members(uuid) is 'Refuses a team that has no room for another member, counting open invites. Call it with the team locked.';


create function public.invite_to_team(role public.team_role)
returns table (code text, expires_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.invite_to_team(role)
$$;

comment on function public.invite_to_team(public.team_role) is 'Makes a one-time code, valid for 14 days, with which an account joins the caller''s team as admin, trainer or member. Shown once. Owners invite anybody, admins trainers and members. PT403 another role, PT409 no team or too many members, PT422 owner.';
grant execute on function public.invite_to_team(public.team_role) to authenticated;


create function private.refuse_closed_team_invite(p_invite public.team_invites)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_invite.id is null then
    perform private.refuse('PT404', 'team_invite_unknown', 'This invite code is not known', 'Check the code, or ask the team for a new one.');
  end if;
  if p_invite.accepted_at is not null then
    perform private.refuse('PT410', 'team_invite_used', 'This invite code has been used', 'Ask the team for a new one.');
  end if;
  if p_invite.expires_at <= now() then
    perform private.refuse('PT410', 'team_invite_expired', 'This invite code has expired', 'Ask the team for a new one.');
  end if;
end;
$$;

comment on function private.refuse_closed_team_invite(public.team_invites) is 'Refuses an invite that is unknown, used or expired.';


create function private.preview_team_invite(p_code text)
returns table (team_name text, invited_by text, role public.team_role, expires_at timestamptz)
language plpgsql
volatile -- refuses
security definer -- whoever asks is not signed in, and nobody reads the invites of others
set search_path = ''
as $$
declare
  v_invite public.team_invites;
begin
  select * into v_invite from public.team_invites i where i.code_hash = private.hash_invite_code(p_code);
  perform private.refuse_closed_team_invite(v_invite);
  return query
  select t.name, p.full_name, v_invite.role, v_invite.expires_at
  from public.teams t
  join public.profiles p on p.id = v_invite.created_by
  where t.id = v_invite.team_id;
end;
$$;

comment on function private.preview_team_invite(text) is 'Body of public.preview_team_invite.';
grant execute on function private.preview_team_invite(text) to anon, authenticated;


create function public.preview_team_invite(code text)
returns table (team_name text, invited_by text, role public.team_role, expires_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_team_invite(code)
$$;

comment on function public.preview_team_invite(text) is 'To which team a code invites, before signing up. It is open to those not signed in, because a code has 60 random bits and every wrong one gets the same answer. PT404 unknown, PT410 used or expired.';
grant execute on function public.preview_team_invite(text) to anon, authenticated;


create function private.accept_team_invite(p_code text, p_with_clients boolean)
returns uuid
language plpgsql
security definer -- writes team_members, which no API role may
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.team_invites;
begin
  -- Locks the team before the invite, in the order of private.invite_to_team.
  perform from public.teams t
  where t.id = (select i.team_id from public.team_invites i where i.code_hash = private.hash_invite_code(p_code))
  for update;
  select * into v_invite from public.team_invites i where i.code_hash = private.hash_invite_code(p_code) for update;
  if v_invite.accepted_by = v_user then
    return v_invite.team_id; -- a repeated request: the first answer may have been lost
  end if;
  perform private.refuse_closed_team_invite(v_invite);
  perform private.join_team(v_invite.team_id, v_invite.role, p_with_clients);
  update public.team_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.team_id;
end;
$$;

comment on function private.accept_team_invite(text, boolean) is 'Body of public.accept_team_invite.';
grant execute on function private.accept_team_invite(text, boolean) to authenticated;


create function public.accept_team_invite(code text, with_clients boolean default false)
returns uuid
language sql
set search_path = ''
return private.accept_team_invite(code, with_clients);

comment on function public.accept_team_invite(text, boolean) is 'Makes the caller a member of the team that the code was made for, in the role of the invite, and returns the team''s id. with_clients: their clients belong to it from now on; otherwise only those they add later. PT403 the role needs a coach, PT404 unknown, PT409 the caller is in a team, PT410 used or expired.';
grant execute on function public.accept_team_invite(text, boolean) to authenticated;
-- end of file: sql/people/functions_teams.sql

-- file: sql/people/triggers.sql
-- people: creates the profile of an account and validates clients, before constraints and policies, which give no
-- reason.

create function private.make_profile()
returns trigger
language plpgsql
security definer -- runs as the auth service, which cannot write public.profiles
set search_path = ''
as $$
begin
  insert into public.profiles (id, role, full_name, locale)
  values (
    new.id,
    case when new.raw_user_meta_data ->> 'role' = 'coach' then 'coach' else 'client' end::public.profile_role,
    left(btrim(coalesce(new.raw_user_meta_data ->> 'full_name', '')), 200),
    case when new.raw_user_meta_data ->> 'locale' = 'ru' then 'ru' else 'en' end::public.locale
  );
  return new;
end;
$$;

comment on function private.make_profile() is 'Creates the profile of a new account. What a person claims at sign-up gives no access to anybody''s data.';

create trigger make_profile
  after insert on auth.users
  for each row execute function private.make_profile();


create function private.check_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.full_name is null or length(new.full_name) > 200 then
    perform private.refuse('PT422', 'full_name', 'A name has at most 200 characters', 'Give a shorter one; it may be empty.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  return new;
end;
$$;

comment on function private.check_profile() is 'Refuses a name that is too long and a missing language.';

create trigger check_profile
  before update of full_name, locale on public.profiles
  for each row execute function private.check_profile();

create trigger mark_version
  before update of version on public.profiles
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of full_name, locale, weight_unit, approves_reports on public.profiles
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.profiles
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.profiles
  for each row execute function private.touch_updated_at();


create function private.check_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.coach_id is not null and (select auth.uid()) is not null and not private.am_coach() then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients',
      'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;
  -- Spaces and characters without a shape make no name: their row in the list would be empty.
  if (length(btrim(new.name)) between 1 and 200 and new.name ~ '[^[:space:]\u200b-\u200f\u2060\u2800\u3164\ufeff]') is not true then
    perform private.refuse('PT422', 'client_name', 'A client needs a name', 'Give a name of 1 to 200 characters.');
  end if;
  if new.email not like '%_@_%' or length(new.email) > 320 then
    perform private.refuse('PT422', 'email', 'This is not an e-mail address', 'Give one like anna@example.com, or null.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  if new.goal_weight_kg not between 30 and 300 then
    perform private.refuse('PT422', 'goal_weight', 'A goal weight lies between 30 and 300 kg', 'Give goal_weight_kg in kilograms, or null.');
  end if;
  perform private.check_timezone(new.timezone);
  return new;
end;
$$;

comment on function private.check_client() is 'Refuses a client whom anybody but a coach adds, and a client without a name or with a wrong e-mail or time zone.';

create trigger check_client
  before insert or update of name, email, timezone, locale, goal_weight_kg on public.clients
  for each row execute function private.check_client();


create function private.archive_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.coach_id is distinct from old.coach_id or new.user_id is distinct from old.user_id then
    new.archived_at := null; -- something begins: it must be seen
  elsif (new.archived_at is null) is distinct from (old.archived_at is null) then
    if (select auth.uid()) is not null and not private.am_coach_of(new) then
      perform private.refuse('PT403', 'only_coaches_archive', 'Only the coach archives a client', 'To stop working with your coach, end the coaching.');
    end if;
    new.archived_at := case when new.archived_at is not null then now() end;
  else
    new.archived_at := old.archived_at;
  end if;
  return new;
end;
$$;

comment on function private.archive_client() is 'Lets only the coach archive a client, at the server''s time. A client who joins or changes the coach is in the list again.';

create trigger archive_client
  before update of coach_id, user_id, archived_at on public.clients
  for each row execute function private.archive_client();

-- Triggers run in the order of their names.
create trigger mark_version
  before update of version on public.clients
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name, email, timezone, locale, weight_unit, goal_weight_kg, archived_at on public.clients
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.clients
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.clients
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.limit_clients()
returns trigger
language plpgsql
security definer -- locks profiles and reads settings, closed to API roles
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
begin
  -- Concurrent inserts for the same coach wait here and are counted afterwards.
  perform from public.profiles p
  where p.id in (select a.coach_id from added a)
  order by p.id
  for no key update;

  -- Asked again, because the role may have changed while this waited.
  if (select auth.uid()) is not null and not private.am_coach() and exists (select from added a where a.coach_id is not null) then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients', 'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;

  if exists (
    select from public.clients c
    where c.coach_id in (select a.coach_id from added a)
    group by c.coach_id
    having count(*) > v_limit
  ) then
    perform private.refuse(
      'PT409', 'too_many_clients', format('A coach has at most %s clients', v_limit),
      'End the coaching of some clients or erase them, or ask the operator to raise the limit.', jsonb_build_object('limit', v_limit)
    );
  end if;
  return null;
end;
$$;

comment on function private.limit_clients() is 'Refuses clients beyond clients_per_coach, as PT409, and those of somebody who is no coach any more. Accepting an invite never adds a client: a client with a history replaces the row that the invite was for.';

create trigger limit_clients
  after insert on public.clients
  referencing new table as added
  for each statement execute function private.limit_clients();


create function private.follow_coach()
returns trigger
language plpgsql
security definer -- locks profiles and reads public.team_members without its policies
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform from public.profiles p where p.id = new.coach_id for no key update; -- the end of a membership waits
  end if;
  new.team_id := (select m.team_id from public.team_members m where m.user_id = new.coach_id and m.role <> 'member');
  return new;
end;
$$;

comment on function private.follow_coach() is 'Gives a client the team of a coach who begins. Without a coach there is no team.';

create trigger follow_coach
  before insert on public.clients
  for each row execute function private.follow_coach();

create trigger follow_new_coach
  before update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.follow_coach();


create function private.end_shares()
returns trigger
language plpgsql
security definer -- deletes shares, which no API role may
set search_path = ''
as $$
begin
  delete from public.client_shares s
  where s.client_id = new.id and (old.team_id is distinct from new.team_id or s.user_id = new.coach_id);
  return null;
end;
$$;

comment on function private.end_shares() is 'Ends the shares of a client who leaves the team, and that of a trainer who becomes the coach.';

create trigger end_shares
  after update on public.clients
  for each row when (old.team_id is distinct from new.team_id or old.coach_id is distinct from new.coach_id)
  execute function private.end_shares();


create function private.check_team()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if length(btrim(new.name)) between 1 and 100 is not true then
    perform private.refuse('PT422', 'team_name', 'A team needs a name', 'Give a name of 1 to 100 characters.');
  end if;
  return new;
end;
$$;

comment on function private.check_team() is 'Refuses a team without a name.';

create trigger check_team
  before insert or update of name on public.teams
  for each row execute function private.check_team();

create trigger mark_version
  before update of version on public.teams
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name on public.teams
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.teams
  for each row execute function private.next_version();


create function private.check_team_settings()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (new.colour ~ '^#[0-9a-f]{6}$') is not true then
    perform private.refuse('PT422', 'colour', 'This is not a colour', 'Give one like #2563eb.');
  end if;
  perform private.check_timezone(new.timezone);
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  return new;
end;
$$;

comment on function private.check_team_settings() is 'Refuses what is no colour, no time zone or no language.';

create trigger check_team_settings
  before update on public.team_settings
  for each row execute function private.check_team_settings();

create trigger mark_version
  before update of version on public.team_settings
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of colour, timezone, locale on public.team_settings
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.team_settings
  for each row execute function private.next_version();
-- end of file: sql/people/triggers.sql

-- file: sql/people/triggers_about.sql
-- people: validates what is said about a client and preferred by an account, before constraints, which give no reason.

create function private.check_client_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.birth_date not between '1900-01-01' and current_date then
    perform private.refuse('PT422', 'birth_date', 'This is not a day of birth', 'Give a day since 1900, or null.');
  end if;
  if new.height_cm not between 50 and 280 then
    perform private.refuse('PT422', 'height', 'A height lies between 50 and 280 cm', 'Give height_cm in centimetres, or null.');
  end if;
  if (length(new.occupation) <= 200 and length(new.dietary_preferences) <= 2000 and length(new.notes) <= 4000) is not true then
    perform private.refuse(
      'PT422', 'profile_text', 'A text is missing or too long', 'An occupation has at most 200 characters, dietary preferences 2000, notes 4000; they may be empty.'
    );
  end if;
  return new;
end;
$$;

comment on function private.check_client_profile() is 'Refuses an impossible day of birth or height, and texts that are too long.';

create trigger check_client_profile
  before insert or update on public.client_profiles
  for each row execute function private.check_client_profile();

create trigger mark_version
  before update of version on public.client_profiles
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of birth_date, sex, height_cm, activity_level, occupation, dietary_preferences, notes on public.client_profiles
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.client_profiles
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.client_profiles
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.check_client_goal()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'goal_title', 'A goal needs words', 'Give a title of 1 to 200 characters.');
  end if;
  return new;
end;
$$;

comment on function private.check_client_goal() is 'Refuses a goal without words.';

create trigger check_client_goal
  before insert or update on public.client_goals
  for each row execute function private.check_client_goal();

create trigger mark_version
  before update of version on public.client_goals
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of title, target_date, reached_on on public.client_goals
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.client_goals
  for each row execute function private.next_version();


create function private.check_assessment()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.kind)) between 1 and 80 and new.value between -100000 and 100000 and length(new.unit) <= 40
    and length(new.notes) <= 1000) is not true then
    perform private.refuse('PT422', 'assessment', 'An assessment says what was tested and a number', 'Give kind of 1 to 80 characters, value, and unit of at most 40.');
  end if;
  if new.assessed_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'assessed_on', 'An assessment needs its day', 'Give a day up to today.');
  end if;
  return new;
end;
$$;

comment on function private.check_assessment() is 'Refuses an assessment without kind, number or day.';

create trigger check_assessment
  before insert on public.fitness_assessments
  for each row execute function private.check_assessment();


create function private.check_preferences()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.first_day_of_week in (1, 6, 7) is not true then
    perform private.refuse('PT422', 'first_day_of_week', 'A week begins on Monday, Saturday or Sunday', 'Give 1, 6 or 7.');
  end if;
  if new.length_unit is null or cardinality(new.languages) <= 10 is not true then
    perform private.refuse('PT422', 'preferences', 'A preference is missing', 'Give length_unit and at most ten languages.');
  end if;
  return new;
end;
$$;

comment on function private.check_preferences() is 'Refuses preferences that mean nothing.';

create trigger check_preferences
  before insert or update on public.user_preferences
  for each row execute function private.check_preferences();

create trigger mark_version
  before update of version on public.user_preferences
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of length_unit, first_day_of_week, languages on public.user_preferences
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.user_preferences
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.user_preferences
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();
-- end of file: sql/people/triggers_about.sql

-- file: sql/people/triggers_announce.sql
-- people: tells the screens that clients have changed.

create function private.announce_clients()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform private.announce('clients', array(select n.id from changed n));
  return null;
end;
$$;

comment on function private.announce_clients() is 'Announces added and changed clients.';

create trigger announce_added
  after insert on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();

create trigger announce_changed
  after update on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();


create function private.announce_lost_client()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('client_ids', jsonb_build_array(old.id)), 'clients', 'user:' || old.coach_id);
  return null;
end;
$$;

comment on function private.announce_lost_client() is 'Tells the coach of a client who is theirs no more, or is erased.';

create trigger announce_left
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id and old.coach_id is not null)
  execute function private.announce_lost_client();

create trigger announce_deleted
  after delete on public.clients
  for each row when (old.coach_id is not null)
  execute function private.announce_lost_client();
-- end of file: sql/people/triggers_announce.sql

-- file: sql/people/policies.sql
-- people: who may do what. One permissive policy per table and verb; those of clients are in access.sql.

create policy "People read the profiles of those they work with" on public.profiles
  for select to authenticated
  using (id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "People edit their own profile" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));


create policy "Coaches read the invites of their clients" on public.client_invites
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Members and clients read their team" on public.teams
  for select to authenticated
  using (id = any ((select private.my_visible_team_ids())::uuid[]));

create policy "Owners and admins rename their team" on public.teams
  for update to authenticated
  using (id = any ((select private.my_managed_team_ids())::uuid[]))
  with check (id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Members read who is in their team" on public.team_members
  for select to authenticated
  using (team_id = any ((select private.my_team_ids())::uuid[]));


create policy "Members and clients read how their team looks" on public.team_settings
  for select to authenticated
  using (team_id = any ((select private.my_visible_team_ids())::uuid[]));

create policy "Owners and admins change how their team looks" on public.team_settings
  for update to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]))
  with check (team_id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Owners and admins read the invites to their team" on public.team_invites
  for select to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]));

create policy "Owners and admins withdraw invites to their team" on public.team_invites
  for delete to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Clients and those who coach them read who else does" on public.client_shares
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read the profile" on public.client_profiles
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them begin the profile" on public.client_profiles
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them change the profile" on public.client_profiles
  for update to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read the goals" on public.client_goals
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them set goals" on public.client_goals
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them change goals" on public.client_goals
  for update to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them drop goals" on public.client_goals
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read assessments" on public.fitness_assessments
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them add assessments" on public.fitness_assessments
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them remove assessments" on public.fitness_assessments
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients read their own health" on public.health_histories
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));


create policy "Clients read their own emergency contacts" on public.emergency_contacts
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));


create policy "People read their own preferences" on public.user_preferences
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People begin their own preferences" on public.user_preferences
  for insert to authenticated
  with check (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People change their own preferences" on public.user_preferences
  for update to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]))
  with check (user_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which alerts they have settled" on public.settled_alerts
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches settle alerts about clients" on public.settled_alerts
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches bring alerts back" on public.settled_alerts
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Nobody reads rates through the API" on private.rates
  for select to authenticated
  using (false);
-- end of file: sql/people/policies.sql

-- file: sql/people/policies_realtime.sql
-- people: who may hear which topic of Realtime. Nobody may send there: what is heard comes from the database.
-- A domain with topics of its own adds a policy of its own. They have no comments, because on a hosted project the table
-- is not ours.

create policy "People hear what is for them, and of clients they see" on realtime.messages
  for select to authenticated
  using (extension = 'broadcast' and (select realtime.topic()) = any ((select private.my_topics())::text[]));
-- end of file: sql/people/policies_realtime.sql
