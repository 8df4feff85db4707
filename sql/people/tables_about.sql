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
