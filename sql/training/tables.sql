-- training: the library of exercises, and programmes that a coach writes once and gives to many.

create type public.category_kind as enum ('movement', 'muscle', 'equipment');
create type public.exercise_kind as enum ('weight_reps', 'reps', 'time', 'distance');
create type public.block_kind as enum ('single', 'superset', 'circuit');
create type public.load_kind as enum ('none', 'kg', 'percent', 'rpe', 'rir');


-- Before the rows of settings.sql come, so that they have the same ids in every database.
create function private.derive_id()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.id := md5(new.slug)::uuid;
  return new;
end;
$$;

comment on function private.derive_id() is 'Gives a built-in row the id that follows from its slug.';


create table public.exercise_categories (
  id        uuid primary key default gen_random_uuid(),
  parent_id uuid references public.exercise_categories (id) on delete cascade,
  coach_id  uuid default auth.uid() references public.profiles (id) on delete cascade,
  kind      public.category_kind not null,
  slug      text not null unique default gen_random_uuid()::text check (slug ~ '^[a-z0-9_-]{1,40}$'),
  name_en   text not null default '' check (length(name_en) <= 80),
  name_ru   text not null default '' check (length(name_ru) <= 80),
  position  integer not null default 0,
  version   integer not null default 1,

  constraint exercise_categories_have_a_name check (name_en <> '' or name_ru <> '')
);

comment on table public.exercise_categories is 'By what exercises are found: three trees of movements, muscles and equipment. Built-in ones, and those of each coach.';
comment on column public.exercise_categories.coach_id is 'Null for a built-in one.';
comment on column public.exercise_categories.slug is 'By which exercises name it. It never changes.';
comment on column public.exercise_categories.version is 'As in clients.';

create trigger derive_id
  before insert on public.exercise_categories
  for each row when (new.coach_id is null) execute function private.derive_id();

create index exercise_categories_parent_id_idx on public.exercise_categories (parent_id);
create index exercise_categories_coach_id_idx on public.exercise_categories (coach_id);

alter table public.exercise_categories enable row level security;
grant
  select,
  insert (parent_id, kind, name_en, name_ru, position),
  update (parent_id, name_en, name_ru, position, version),
  delete
on public.exercise_categories to authenticated;
grant select on public.exercise_categories to service_role;


create table public.exercises (
  id                uuid primary key default gen_random_uuid(),
  coach_id          uuid default auth.uid() references public.profiles (id) on delete set null,
  slug              text unique check (slug ~ '^[a-z0-9_-]{1,80}$'),
  name_en           text not null default '' check (length(name_en) <= 120),
  name_ru           text not null default '' check (length(name_ru) <= 120),
  aliases           text[] not null default '{}' check (cardinality(aliases) <= 20),
  movement          text,
  primary_muscles   text[] not null default '{}' check (cardinality(primary_muscles) <= 20),
  secondary_muscles text[] not null default '{}' check (cardinality(secondary_muscles) <= 20),
  equipment         text[] not null default '{}' check (cardinality(equipment) <= 20),
  kind              public.exercise_kind not null default 'weight_reps',
  unilateral        boolean not null default false,
  video_url         text check (video_url ~ '^https://[^\s]+$' and length(video_url) <= 500),
  cues              text not null default '' check (length(cues) <= 2000),
  copied_from       uuid references public.exercises (id) on delete set null,
  merged_into       uuid references public.exercises (id) on delete set null,
  archived_at       timestamptz,
  version           integer not null default 1,

  constraint exercises_have_a_name check (name_en ~ '\S' or name_ru ~ '\S'),
  constraint exercises_built_in_are_nobodys check (slug is null or coach_id is null)
);

comment on table public.exercises is 'The library: built-in exercises, and those of each coach, which their team and their clients see too.';
comment on column public.exercises.coach_id is 'Whose it is; null for a built-in one, and for one whose coach has deleted their account.';
comment on column public.exercises.slug is 'The name of a built-in exercise that never changes; null for a coach''s own.';
comment on column public.exercises.aliases is 'Other names, in any language, by which search_exercises finds it.';
comment on column public.exercises.movement is 'Slug of a category, as are primary_muscles, secondary_muscles and equipment.';
comment on column public.exercises.kind is 'What is counted of a set: weight and repetitions, repetitions, seconds, or meters.';
comment on column public.exercises.unilateral is 'Each side is done by itself, so a set counts for both.';
comment on column public.exercises.merged_into is 'The exercise that took its sets over, see merge_exercises.';
comment on column public.exercises.archived_at is 'Since when search_exercises does not find it. Its history stays.';
comment on column public.exercises.version is 'As in clients.';

create trigger derive_id
  before insert on public.exercises
  for each row when (new.slug is not null) execute function private.derive_id();

create index exercises_coach_id_idx on public.exercises (coach_id);
create index exercises_copied_from_idx on public.exercises (copied_from);
create index exercises_merged_into_idx on public.exercises (merged_into);

alter table public.exercises enable row level security;
grant
  select,
  insert (name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral, video_url, cues, copied_from),
  update (name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, unilateral, video_url, cues, archived_at, version)
on public.exercises to authenticated;
grant select on public.exercises to service_role;


create table public.hidden_exercises (
  coach_id    uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  exercise_id uuid not null references public.exercises (id) on delete cascade,

  primary key (coach_id, exercise_id)
);

comment on table public.hidden_exercises is 'Built-in exercises that a coach does not want to be found by their searches.';

create index hidden_exercises_exercise_id_idx on public.hidden_exercises (exercise_id);

alter table public.hidden_exercises enable row level security;
grant select, insert (exercise_id), delete on public.hidden_exercises to authenticated;
grant select on public.hidden_exercises to service_role;


create table public.program_templates (
  id          uuid primary key,
  coach_id    uuid not null references public.profiles (id) on delete cascade,
  title       text not null check (length(btrim(title)) between 1 and 200),
  description text not null default '' check (length(description) <= 4000),
  version     integer not null default 1,
  archived_at timestamptz,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);

comment on table public.program_templates is 'Programmes of training that a coach writes once. assign_program copies one to a client. Written by save_program_template only, with all rows below it.';
comment on column public.program_templates.id is 'Chosen by the sender, as in all tables of a template: a row stays the same one over all edits.';
comment on column public.program_templates.version is 'Counts the saves. Whoever saves says which version they have seen.';

create index program_templates_coach_id_idx on public.program_templates (coach_id, updated_at desc);

alter table public.program_templates enable row level security;
grant select on public.program_templates to authenticated, service_role;


create table public.program_phases (
  id          uuid primary key,
  template_id uuid not null references public.program_templates (id) on delete cascade,
  position    integer not null check (position > 0),
  title       text not null check (length(title) <= 200),
  weeks       integer not null check (weeks between 1 and 52)
);

comment on table public.program_phases is 'The phases of a template, one after the other, each of whole weeks.';

create index program_phases_template_id_idx on public.program_phases (template_id, position);

alter table public.program_phases enable row level security;
grant select on public.program_phases to authenticated, service_role;


create table public.template_workouts (
  id          uuid primary key,
  template_id uuid not null references public.program_templates (id) on delete cascade,
  phase_id    uuid not null references public.program_phases (id) on delete cascade,
  week        integer not null check (week between 1 and 52),
  position    integer not null check (position between 1 and 14),
  title       text not null default '' check (length(title) <= 200),
  focus       text not null default '' check (length(focus) <= 200),
  notes       text not null default '' check (length(notes) <= 2000)
);

comment on table public.template_workouts is 'The workouts of a template.';
comment on column public.template_workouts.week is 'The week of its phase, from 1.';
comment on column public.template_workouts.position is 'The day of the week, from 1; 8 to 14 are second workouts of the days 1 to 7.';

create index template_workouts_template_id_idx on public.template_workouts (template_id);
create index template_workouts_phase_id_idx on public.template_workouts (phase_id);

alter table public.template_workouts enable row level security;
grant select on public.template_workouts to authenticated, service_role;


create table public.template_exercises (
  id           uuid primary key,
  template_id  uuid not null references public.program_templates (id) on delete cascade,
  workout_id   uuid not null references public.template_workouts (id) on delete cascade,
  position     integer not null check (position > 0),
  exercise_id  uuid not null references public.exercises (id),
  block        smallint not null default 1,
  block_kind   public.block_kind not null default 'single',
  sets         smallint not null default 1 check (sets between 1 and 20),
  reps_min     smallint check (reps_min between 1 and 1000),
  reps_max     smallint check (reps_max between 1 and 1000),
  seconds      integer check (seconds between 1 and 86400),
  meters       numeric check (meters > 0 and meters <= 1000000),
  load_kind    public.load_kind not null default 'none',
  load         numeric check (load >= 0 and load <= 1000),
  rest_seconds integer check (rest_seconds between 0 and 3600),
  tempo        text check (tempo ~ '^[0-9x]{1,2}-[0-9x]{1,2}-[0-9x]{1,2}-[0-9x]{1,2}$'),
  notes        text not null default '' check (length(notes) <= 1000),
  progression  jsonb not null default '[]' check (jsonb_typeof(progression) = 'array'),

  constraint template_exercises_range check (reps_min <= reps_max),
  constraint template_exercises_load check ((load_kind = 'none') = (load is null))
);

comment on table public.template_exercises is 'The exercises of a template''s workouts, with the target of each.';
comment on column public.template_exercises.block is 'Neighbours with the same number are one superset or circuit.';
comment on column public.template_exercises.load is 'Kilograms, percent of the training max, RPE or repetitions in reserve, by load_kind.';
comment on column public.template_exercises.tempo is 'Seconds down, at the bottom, up, at the top, e.g. 3-1-x-0, where x is as fast as possible.';
comment on column public.template_exercises.progression is 'Rules by which the weight grows: [{"kind": "double" | "linear" | "wave" | "deload", "from_week", "step", "step_unit", "every", "percents", "requires_success", "rounding"}].';

create index template_exercises_template_id_idx on public.template_exercises (template_id);
create index template_exercises_workout_id_idx on public.template_exercises (workout_id, position);
create index template_exercises_exercise_id_idx on public.template_exercises (exercise_id);

alter table public.template_exercises enable row level security;
grant select on public.template_exercises to authenticated, service_role;
