-- training: the baseline, in the words of sql/training.

-- file: sql/training/tables.sql
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
-- end of file: sql/training/tables.sql

-- file: sql/training/tables_clients.sql
-- training: the programmes of clients, their sessions and every set.

create type public.program_mode as enum ('static', 'dynamic_progressive');
create type public.program_status as enum ('active', 'paused', 'completed', 'cancelled');
create type public.session_status as enum ('planned', 'started', 'finished', 'skipped');
create type public.body_side as enum ('left', 'right');


create table public.client_programs (
  id                uuid primary key default gen_random_uuid(),
  client_id         uuid not null references public.clients (id) on delete cascade,
  template_id       uuid references public.program_templates (id) on delete set null,
  template_version  integer not null,
  title             text not null check (length(btrim(title)) between 1 and 200),
  mode              public.program_mode not null,
  status            public.program_status not null default 'active',
  start_date        date not null,
  end_date          date not null,
  paused_at         timestamptz,
  first_week        integer not null default 1,
  shifted_days      integer not null default 0,
  follows_template  boolean not null default true,
  phase             integer not null,
  week              integer not null,
  formatted_program text not null,
  is_paid           boolean not null default false,
  assigned_by       uuid references public.profiles (id) on delete set null,
  assigned_at       timestamptz not null default now(),
  version           integer not null default 1,

  constraint client_programs_id_client_id_key unique (id, client_id),
  constraint client_programs_end_after_start check (end_date >= start_date),
  constraint client_programs_paused_since check ((status = 'paused') = (paused_at is not null)),
  constraint client_programs_one_at_a_time exclude using gist (
    client_id with =, daterange(start_date, end_date, '[]') with &&
  ) where (status in ('active', 'paused'))
);

comment on table public.client_programs is 'Templates that were assigned to a client: copies, so that a later edit of the template changes no client by itself. Two of a client never run on the same day.';
comment on column public.client_programs.template_id is 'Null once the template is gone; the programme goes on.';
comment on column public.client_programs.template_version is 'The version of the template that was copied, or applied last.';
comment on column public.client_programs.end_date is 'The last day of the last week. A pause and a shift move it.';
comment on column public.client_programs.first_week is 'The week of the whole template that begins on start_date.';
comment on column public.client_programs.shifted_days is 'By how many days pauses and shifts have moved what was left of it.';
comment on column public.client_programs.follows_template is 'Whether preview_template_update names it when the template has changed.';
comment on column public.client_programs.phase is 'The present phase, from 1. Static: only move_program changes phase and week. Dynamic: they follow from the workouts that are done.';
comment on column public.client_programs.week is 'The present week of the phase, from 1.';
comment on column public.client_programs.formatted_program is 'The whole programme as text, in the language of the client, as it was when it was assigned.';
comment on column public.client_programs.is_paid is 'Whether the coach has marked it as paid.';
comment on column public.client_programs.version is 'As in clients.';

create index client_programs_client_id_assigned_at_idx on public.client_programs (client_id, assigned_at desc, id);
create index client_programs_template_id_idx on public.client_programs (template_id);
create index client_programs_assigned_by_idx on public.client_programs (assigned_by);

alter table public.client_programs enable row level security;
grant select on public.client_programs to authenticated, service_role;


create table public.workout_sessions (
  id                  uuid primary key default gen_random_uuid(),
  client_id           uuid not null references public.clients (id) on delete cascade,
  client_program_id   uuid,
  template_workout_id uuid,
  phase               integer,
  week                integer,
  program_week        integer,
  position            integer,
  title               text not null default '' check (length(title) <= 200),
  focus               text not null default '' check (length(focus) <= 200),
  notes               text not null default '' check (length(notes) <= 2000),
  scheduled_on        date,
  status              public.session_status not null default 'planned',
  started_at          timestamptz,
  finished_at         timestamptz,
  overridden          boolean not null default false,
  version             integer not null default 1,
  created_at          timestamptz not null default now(),

  constraint workout_sessions_id_client_id_key unique (id, client_id),
  constraint workout_sessions_program_fkey foreign key (client_program_id, client_id)
    references public.client_programs (id, client_id) on delete cascade,
  constraint workout_sessions_begin_before_they_end check (finished_at >= started_at),
  constraint workout_sessions_started check (status not in ('started', 'finished') or started_at is not null),
  constraint workout_sessions_finished check ((status = 'finished') = (finished_at is not null))
);

comment on table public.workout_sessions is 'Workouts of a client: those of a programme from the day it was assigned, and those begun without one.';
comment on column public.workout_sessions.id is 'Chosen by the sender for a workout without a programme, so that a retry is the same one.';
comment on column public.workout_sessions.client_program_id is 'Null for a workout without a programme.';
comment on column public.workout_sessions.template_workout_id is 'What it was copied from. Without a foreign key, because the session outlasts the template.';
comment on column public.workout_sessions.program_week is 'The week of the whole programme, from 1, while week is that of the phase.';
comment on column public.workout_sessions.position is 'As in template_workouts.';
comment on column public.workout_sessions.scheduled_on is 'The day it is meant for, where there is one.';
comment on column public.workout_sessions.overridden is 'Somebody has changed its exercises, so that a change of the template leaves it alone.';

create index workout_sessions_client_id_scheduled_on_idx on public.workout_sessions (client_id, scheduled_on, id);
create index workout_sessions_client_id_finished_at_idx on public.workout_sessions (client_id, finished_at desc, id) where (status = 'finished');
create index workout_sessions_program_idx on public.workout_sessions (client_program_id, client_id, phase, week, position);

alter table public.workout_sessions enable row level security;
grant select on public.workout_sessions to authenticated, service_role;


create table public.session_exercises (
  id                   uuid primary key default gen_random_uuid(),
  client_id            uuid not null references public.clients (id) on delete cascade,
  session_id           uuid not null,
  template_exercise_id uuid,
  position             integer not null check (position > 0),
  exercise_id          uuid not null references public.exercises (id),
  swapped_from         uuid references public.exercises (id),
  block                smallint not null default 1,
  block_kind           public.block_kind not null default 'single',
  sets                 smallint not null default 1 check (sets between 1 and 20),
  reps_min             smallint,
  reps_max             smallint,
  seconds              integer,
  meters               numeric,
  load_kind            public.load_kind not null default 'none',
  load                 numeric,
  target_kg            numeric,
  rest_seconds         integer,
  tempo                text,
  notes                text not null default '',
  client_notes         text not null default '' check (length(client_notes) <= 1000),
  progression          jsonb not null default '[]',

  constraint session_exercises_id_client_id_key unique (id, client_id),
  constraint session_exercises_session_fkey foreign key (session_id, client_id)
    references public.workout_sessions (id, client_id) on delete cascade,
  constraint session_exercises_range check (reps_min <= reps_max)
);

comment on table public.session_exercises is 'The exercises of a session with their targets: a copy of the template''s, or added and swapped by the client.';
comment on column public.session_exercises.template_exercise_id is 'As template_workout_id in workout_sessions.';
comment on column public.session_exercises.swapped_from is 'The exercise that was meant, where another was done instead.';
comment on column public.session_exercises.client_notes is 'What the client says about it, while notes are the coach''s.';
comment on column public.session_exercises.target_kg is 'The weight to lift, computed when the session starts from the finished ones before it, so that it never changes afterwards. Null where none follows from them.';

create index session_exercises_session_id_idx on public.session_exercises (session_id, client_id, position);
create index session_exercises_client_id_exercise_id_idx on public.session_exercises (client_id, exercise_id);
create index session_exercises_exercise_id_idx on public.session_exercises (exercise_id);
create index session_exercises_swapped_from_idx on public.session_exercises (swapped_from);

alter table public.session_exercises enable row level security;
grant select on public.session_exercises to authenticated, service_role;


create table public.workout_completions (
  id           uuid primary key default gen_random_uuid(),
  client_id    uuid not null references public.clients (id) on delete cascade,
  session_id   uuid not null,
  started_at   timestamptz not null,
  finished_at  timestamptz not null,
  duration_min integer check (duration_min between 0 and 600),
  rpe          numeric check (rpe between 1 and 10),
  notes        text not null default '' check (length(notes) <= 2000),
  event_id     uuid,

  constraint workout_completions_session_key unique (session_id, client_id),
  constraint workout_completions_session_fkey foreign key (session_id, client_id)
    references public.workout_sessions (id, client_id) on delete cascade
);

comment on table public.workout_completions is 'Workouts that were finished, each once, whatever number of devices has said so.';
comment on column public.workout_completions.duration_min is 'Null where it cannot be known, because the session was left open for longer than ten hours.';
comment on column public.workout_completions.event_id is 'The workout event of progress that it became. Without a foreign key, because the client may delete its log, and PostgREST would take this table for a join of events and clients.';

create index workout_completions_client_id_finished_at_idx on public.workout_completions (client_id, finished_at desc);

alter table public.workout_completions enable row level security;
grant select on public.workout_completions to authenticated, service_role;


create table public.exercise_completions (
  id                  uuid primary key default gen_random_uuid(),
  client_id           uuid not null references public.clients (id) on delete cascade,
  session_id          uuid not null,
  session_exercise_id uuid,
  exercise_id         uuid not null references public.exercises (id),
  set_number          smallint not null check (set_number between 1 and 100),
  reps                integer check (reps between 0 and 1000),
  kg                  numeric check (kg between 0 and 1000),
  seconds             integer check (seconds between 0 and 86400),
  meters              numeric check (meters between 0 and 1000000),
  rpe                 numeric check (rpe between 1 and 10),
  is_warmup           boolean not null default false,
  side                public.body_side,
  done_at             timestamptz not null default now(),
  client_request_id   uuid not null,

  constraint exercise_completions_request_key unique (client_id, client_request_id),
  constraint exercise_completions_session_fkey foreign key (session_id, client_id)
    references public.workout_sessions (id, client_id) on delete cascade,
  constraint exercise_completions_session_exercise_fkey foreign key (session_exercise_id, client_id)
    references public.session_exercises (id, client_id) on delete cascade,
  constraint exercise_completions_count_something check (num_nonnulls(reps, seconds, meters) > 0)
);

comment on table public.exercise_completions is 'Every set that was done.';
comment on column public.exercise_completions.kg is 'The weight of one set; null for body weight.';
comment on column public.exercise_completions.is_warmup is 'A warm-up counts in no volume, record or progression.';
comment on column public.exercise_completions.side is 'Of an exercise that is done one side at a time, where each side is logged by itself: such a row is half a set. Null: both.';
comment on column public.exercise_completions.client_request_id is 'Chosen by the sender. A second log_set with it changes this set.';

create index exercise_completions_exercise_idx on public.exercise_completions (client_id, exercise_id, done_at desc);
create index exercise_completions_session_id_idx on public.exercise_completions (session_id, client_id);
create index exercise_completions_session_exercise_id_idx on public.exercise_completions (session_exercise_id, client_id);
create index exercise_completions_exercise_id_idx on public.exercise_completions (exercise_id);

alter table public.exercise_completions enable row level security;
grant select on public.exercise_completions to authenticated, service_role;
-- end of file: sql/training/tables_clients.sql

-- file: sql/training/tables_logs.sql
-- training: the logs in which people tell of a workout of their programme.

create table public.workout_logs (
  log_id       uuid primary key,
  client_id    uuid not null references public.clients (id) on delete cascade,
  session_id   uuid,
  question     jsonb,
  answers      jsonb not null default '{}',
  request_ids  uuid[] not null default '{}',
  filled_at    timestamptz,
  has_started  boolean not null default false,
  has_finished boolean not null default false,

  constraint workout_logs_session_fkey foreign key (session_id, client_id)
    references public.workout_sessions (id, client_id) on delete cascade
);

comment on table public.workout_logs is 'Logs that tell of a workout of a programme, with the session that each has filled, or what must be asked first. A log that names no programme has no row.';
comment on column public.workout_logs.log_id is 'Without a foreign key, because PostgREST would take this table for a join of logs and clients. A trigger deletes the row with its log.';
comment on column public.workout_logs.question is 'What a person must say first: {kind: session, text, choices: [{id, title, position, scheduled_on}]}, or {kind: exercise, text, said, choices: [{id, name_en, name_ru}]}. Null where nothing is asked.';
comment on column public.workout_logs.answers is 'What people have answered: the id of the session under session, the ids of exercises under the words of the log; null for none of them.';
comment on column public.workout_logs.request_ids is 'client_request_id of the sets that it has logged.';
comment on column public.workout_logs.filled_at is 'When its sets were logged; null while it is asked about, and after it was taken back.';
comment on column public.workout_logs.has_started is 'Whether it has started the session, which is planned again when the log is taken back.';
comment on column public.workout_logs.has_finished is 'Whether it has finished the session.';

create index workout_logs_client_id_idx on public.workout_logs (client_id);
create index workout_logs_session_id_idx on public.workout_logs (session_id, client_id);

alter table public.workout_logs enable row level security;
grant select on public.workout_logs to authenticated, service_role;
-- end of file: sql/training/tables_logs.sql

-- file: sql/training/tables_progress.sql
-- training: what a client measures, photographs and writes down about their progress.

create type public.photo_pose as enum ('front', 'side', 'back', 'other');


create table public.performance_metrics (
  id          uuid primary key default gen_random_uuid(),
  client_id   uuid not null references public.clients (id) on delete cascade,
  exercise_id uuid references public.exercises (id),
  metric      text not null check (length(btrim(metric)) between 1 and 80),
  value       numeric not null check (value between 0 and 1000000),
  unit        text not null default '' check (length(unit) <= 20),
  measured_on date not null check (measured_on between '1900-01-01' and '2999-12-31'),
  session_id  uuid references public.workout_sessions (id) on delete set null,
  note        text not null default '' check (length(note) <= 1000),
  created_at  timestamptz not null default now()
);

comment on table public.performance_metrics is 'What was measured beside sets, for example 5 km in seconds, or the training max of an exercise in kg.';
comment on column public.performance_metrics.metric is 'training_max is what percentages of an exercise are of; any other name is the client''s or coach''s own.';

create index performance_metrics_client_id_metric_idx on public.performance_metrics (client_id, metric, measured_on desc);
create index performance_metrics_exercise_id_idx on public.performance_metrics (exercise_id);
create index performance_metrics_session_id_idx on public.performance_metrics (session_id);

alter table public.performance_metrics enable row level security;
grant select, insert (client_id, exercise_id, metric, value, unit, measured_on, note), delete on public.performance_metrics to authenticated;
grant select on public.performance_metrics to service_role;


create table public.progress_photos (
  id                uuid primary key default gen_random_uuid(),
  client_id         uuid not null references public.clients (id) on delete cascade,
  pose              public.photo_pose not null default 'front',
  taken_on          date not null check (taken_on between '1900-01-01' and '2999-12-31'),
  path              text not null unique check (starts_with(path, client_id || '/') and length(path) <= 200),
  shared_with_coach boolean not null default false,
  version           integer not null default 1,
  created_at        timestamptz not null default now()
);

comment on table public.progress_photos is 'Photos by which a client sees their own change. Private until they share one with those who coach them.';
comment on column public.progress_photos.path is 'In the bucket progress-photos: <client_id>/<id>.jpg.';
comment on column public.progress_photos.version is 'As in clients.';

create index progress_photos_client_id_taken_on_idx on public.progress_photos (client_id, taken_on desc, id);

alter table public.progress_photos enable row level security;
grant
  select,
  insert (id, client_id, pose, taken_on, path, shared_with_coach),
  update (pose, taken_on, shared_with_coach, version),
  delete
on public.progress_photos to authenticated;
grant select on public.progress_photos to service_role;


create table public.progress_entries (
  id         uuid primary key default gen_random_uuid(),
  client_id  uuid not null references public.clients (id) on delete cascade,
  entry_on   date not null check (entry_on between '1900-01-01' and '2999-12-31'),
  title      text not null default '' check (length(title) <= 200),
  body       text not null check (length(btrim(body)) between 1 and 8000),
  version    integer not null default 1,
  created_at timestamptz not null default now()
);

comment on table public.progress_entries is 'A client''s diary of training. Those who coach them read it.';
comment on column public.progress_entries.version is 'As in clients.';

create index progress_entries_client_id_entry_on_idx on public.progress_entries (client_id, entry_on desc, id);

alter table public.progress_entries enable row level security;
grant select, insert (id, client_id, entry_on, title, body), update (entry_on, title, body, version), delete on public.progress_entries to authenticated;
grant select on public.progress_entries to service_role;
-- end of file: sql/training/tables_progress.sql

-- file: sql/training/settings.sql
-- training: the bucket for progress photos, what clients are told, and what it adds to weekly reports. Idempotent, because it is applied again whenever it changes.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('progress-photos', 'progress-photos', false, 10485760, array['image/jpeg', 'image/png', 'image/webp'])
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

select private.add_week_facts('training', 'training_week');

select private.add_notification_kind(
  'program_assigned', '{"en": "A new programme", "ru": "Новая программа"}',
  'client', '{in_app, email, push}', '/training', '{"title": "Strength", "start": "2026-12-01"}', p_too_late => '3 days'
);
select private.add_notification_words('program_assigned', 'en', 'You have a new programme', '{{title}}, from {{start}}.',
  E'Your coach has given you a training programme: {{title}}. It begins on {{start}}.\n\nSee it in Wellio:');
select private.add_notification_words('program_assigned', 'ru', 'У вас новая программа', '{{title}}, с {{start}}.',
  E'Тренер назначил вам программу тренировок: {{title}}. Начало {{start}}.\n\nПосмотрите её в Wellio:');
-- end of file: sql/training/settings.sql

-- file: sql/training/settings_categories.sql
-- training: the built-in trees of movements, muscles and equipment. An exercise names only categories without children. Idempotent.

insert into public.exercise_categories (kind, slug, name_en, name_ru, position) values
  ('movement', 'squat', 'Squat', 'Приседания', 1),
  ('movement', 'hinge', 'Hip hinge', 'Тяги и наклоны', 2),
  ('movement', 'hip_extension', 'Hip extension', 'Разгибание бедра', 3),
  ('movement', 'lunge', 'Lunge and step', 'Выпады и зашагивания', 4),
  ('movement', 'push', 'Push', 'Жимы', 5),
  ('movement', 'pull', 'Pull', 'Тяги для спины', 6),
  ('movement', 'isolation', 'Isolation', 'Изоляция', 7),
  ('movement', 'trunk', 'Trunk', 'Корпус', 8),
  ('movement', 'power', 'Power', 'Взрывная сила', 9),
  ('movement', 'carry', 'Carry and sled', 'Проходки и сани', 10),
  ('movement', 'cardio', 'Cardio', 'Кардио', 11),
  ('movement', 'mobility', 'Mobility and rehab', 'Подвижность и реабилитация', 12),

  ('muscle', 'chest', 'Chest', 'Грудные', 1),
  ('muscle', 'back', 'Back', 'Спина', 2),
  ('muscle', 'shoulders', 'Shoulders', 'Плечи', 3),
  ('muscle', 'arms', 'Arms', 'Руки', 4),
  ('muscle', 'core', 'Core', 'Кор', 5),
  ('muscle', 'legs', 'Legs and hips', 'Ноги и таз', 6),
  ('muscle', 'neck', 'Neck', 'Шея', 7),

  ('equipment', 'no_equipment', 'No equipment', 'Без инвентаря', 1),
  ('equipment', 'free_weights', 'Free weights', 'Свободные веса', 2),
  ('equipment', 'machines', 'Machines', 'Тренажёры', 3),
  ('equipment', 'stands', 'Benches, racks and bars', 'Скамьи, стойки и перекладины', 4),
  ('equipment', 'small_equipment', 'Small equipment', 'Малый инвентарь', 5),
  ('equipment', 'cardio_machines', 'Cardio machines', 'Кардиотренажёры', 6),
  ('equipment', 'outdoor_equipment', 'Outdoors and pool', 'Улица и бассейн', 7)
on conflict (slug) do update
  set kind = excluded.kind,
      parent_id = null,
      name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      position = excluded.position;

insert into public.exercise_categories (kind, parent_id, slug, name_en, name_ru, position)
select child.kind::public.category_kind, parent.id, child.slug, child.name_en, child.name_ru, child.position
from (values
  ('movement', 'push', 'horizontal_push', 'Horizontal push', 'Горизонтальный жим', 1),
  ('movement', 'push', 'vertical_push', 'Vertical push', 'Вертикальный жим', 2),

  ('movement', 'pull', 'horizontal_pull', 'Horizontal pull', 'Горизонтальная тяга', 1),
  ('movement', 'pull', 'vertical_pull', 'Vertical pull', 'Вертикальная тяга', 2),

  ('movement', 'isolation', 'chest_fly', 'Chest fly', 'Сведение рук', 1),
  ('movement', 'isolation', 'rear_fly', 'Rear fly', 'Разведение рук назад', 2),
  ('movement', 'isolation', 'shoulder_raise', 'Shoulder raise', 'Подъём рук', 3),
  ('movement', 'isolation', 'shoulder_extension', 'Shoulder extension', 'Пуловер', 4),
  ('movement', 'isolation', 'shrug', 'Shrug', 'Шраги', 5),
  ('movement', 'isolation', 'elbow_flexion', 'Elbow flexion', 'Сгибание рук', 6),
  ('movement', 'isolation', 'elbow_extension', 'Elbow extension', 'Разгибание рук', 7),
  ('movement', 'isolation', 'grip', 'Grip and wrist', 'Хват и запястья', 8),
  ('movement', 'isolation', 'knee_extension', 'Knee extension', 'Разгибание ног', 9),
  ('movement', 'isolation', 'knee_flexion', 'Knee flexion', 'Сгибание ног', 10),
  ('movement', 'isolation', 'hip_abduction', 'Hip abduction', 'Отведение бедра', 11),
  ('movement', 'isolation', 'hip_adduction', 'Hip adduction', 'Приведение бедра', 12),
  ('movement', 'isolation', 'hip_flexion', 'Hip flexion', 'Сгибание бедра', 13),
  ('movement', 'isolation', 'ankle', 'Calf and shin', 'Голень', 14),
  ('movement', 'isolation', 'neck_movement', 'Neck', 'Шея', 15),

  ('movement', 'trunk', 'trunk_flexion', 'Trunk flexion', 'Скручивания и подъёмы ног', 1),
  ('movement', 'trunk', 'trunk_rotation', 'Trunk rotation and side bend', 'Повороты и боковые наклоны', 2),
  ('movement', 'trunk', 'trunk_stability', 'Trunk stability', 'Стабилизация корпуса', 3),

  ('movement', 'power', 'olympic_lift', 'Olympic lift', 'Тяжёлая атлетика', 1),
  ('movement', 'power', 'kettlebell_lift', 'Kettlebell lift', 'Гиревой спорт', 2),
  ('movement', 'power', 'jump', 'Jump', 'Прыжки', 3),
  ('movement', 'power', 'throw', 'Throw', 'Броски', 4),

  ('movement', 'cardio', 'run_and_walk', 'Run and walk', 'Бег и ходьба', 1),
  ('movement', 'cardio', 'cardio_machine', 'Cardio machine', 'Кардиотренажёры', 2),
  ('movement', 'cardio', 'outdoor_and_swim', 'Outdoors and swimming', 'Улица и бассейн', 3),
  ('movement', 'cardio', 'conditioning', 'Conditioning', 'Функциональное кардио', 4),

  ('movement', 'mobility', 'stretch', 'Stretch', 'Растяжка', 1),
  ('movement', 'mobility', 'mobility_drill', 'Mobility drill', 'Суставная подвижность', 2),
  ('movement', 'mobility', 'self_massage', 'Self-massage', 'Самомассаж', 3),
  ('movement', 'mobility', 'rehab', 'Rehab basics', 'Основы реабилитации', 4),

  ('muscle', 'back', 'lats', 'Lats', 'Широчайшие', 1),
  ('muscle', 'back', 'upper_back', 'Upper back', 'Верх спины', 2),
  ('muscle', 'back', 'traps', 'Upper traps', 'Верх трапеций', 3),
  ('muscle', 'back', 'lower_back', 'Lower back', 'Разгибатели спины', 4),

  ('muscle', 'shoulders', 'front_delts', 'Front delts', 'Передние дельты', 1),
  ('muscle', 'shoulders', 'side_delts', 'Side delts', 'Средние дельты', 2),
  ('muscle', 'shoulders', 'rear_delts', 'Rear delts', 'Задние дельты', 3),
  ('muscle', 'shoulders', 'rotator_cuff', 'Rotator cuff', 'Вращательная манжета', 4),

  ('muscle', 'arms', 'biceps', 'Biceps', 'Бицепс', 1),
  ('muscle', 'arms', 'triceps', 'Triceps', 'Трицепс', 2),
  ('muscle', 'arms', 'forearms', 'Forearms', 'Предплечья', 3),

  ('muscle', 'core', 'abs', 'Abs', 'Прямая мышца живота', 1),
  ('muscle', 'core', 'obliques', 'Obliques', 'Косые мышцы живота', 2),
  ('muscle', 'core', 'deep_core', 'Deep core', 'Глубокие мышцы живота', 3),

  ('muscle', 'legs', 'quads', 'Quads', 'Квадрицепс', 1),
  ('muscle', 'legs', 'hamstrings', 'Hamstrings', 'Задняя поверхность бедра', 2),
  ('muscle', 'legs', 'glutes', 'Glutes', 'Большие ягодичные', 3),
  ('muscle', 'legs', 'abductors', 'Abductors', 'Средние ягодичные', 4),
  ('muscle', 'legs', 'adductors', 'Adductors', 'Приводящие', 5),
  ('muscle', 'legs', 'hip_flexors', 'Hip flexors', 'Сгибатели бедра', 6),
  ('muscle', 'legs', 'calves', 'Calves', 'Икры', 7),
  ('muscle', 'legs', 'shins', 'Front and side of the shin', 'Передняя и боковая поверхность голени', 8),
  ('muscle', 'legs', 'feet', 'Feet', 'Мышцы стопы', 9),

  ('equipment', 'free_weights', 'barbell', 'Barbell', 'Штанга', 1),
  ('equipment', 'free_weights', 'ez_bar', 'EZ bar', 'EZ-гриф', 2),
  ('equipment', 'free_weights', 'trap_bar', 'Trap bar', 'Трэп-гриф', 3),
  ('equipment', 'free_weights', 'dumbbell', 'Dumbbell', 'Гантели', 4),
  ('equipment', 'free_weights', 'kettlebell', 'Kettlebell', 'Гиря', 5),
  ('equipment', 'free_weights', 'plate', 'Weight plate', 'Диск от штанги', 6),
  ('equipment', 'free_weights', 'medicine_ball', 'Medicine ball', 'Медбол', 7),
  ('equipment', 'free_weights', 'sandbag', 'Sandbag', 'Сэндбэг', 8),

  ('equipment', 'machines', 'cable_machine', 'Cable machine', 'Блочный тренажёр', 1),
  ('equipment', 'machines', 'strength_machine', 'Strength machine', 'Силовой тренажёр', 2),
  ('equipment', 'machines', 'smith_machine', 'Smith machine', 'Машина Смита', 3),

  ('equipment', 'stands', 'bench', 'Bench', 'Скамья', 1),
  ('equipment', 'stands', 'preacher_bench', 'Preacher bench', 'Скамья Скотта', 2),
  ('equipment', 'stands', 'back_extension_bench', 'Back extension bench', 'Скамья для гиперэкстензии', 3),
  ('equipment', 'stands', 'squat_rack', 'Squat rack', 'Стойки', 4),
  ('equipment', 'stands', 'landmine', 'Landmine', 'Лэндмайн', 5),
  ('equipment', 'stands', 'pull_up_bar', 'Pull-up bar', 'Турник', 6),
  ('equipment', 'stands', 'dip_bars', 'Dip bars', 'Брусья', 7),
  ('equipment', 'stands', 'box', 'Box', 'Тумба', 8),

  ('equipment', 'small_equipment', 'resistance_band', 'Resistance band', 'Резиновая петля', 1),
  ('equipment', 'small_equipment', 'mini_band', 'Mini band', 'Фитнес-резинка', 2),
  ('equipment', 'small_equipment', 'suspension_trainer', 'Suspension trainer', 'Подвесные петли', 3),
  ('equipment', 'small_equipment', 'gymnastic_rings', 'Gymnastic rings', 'Гимнастические кольца', 4),
  ('equipment', 'small_equipment', 'stability_ball', 'Stability ball', 'Фитбол', 5),
  ('equipment', 'small_equipment', 'ab_wheel', 'Ab wheel', 'Ролик для пресса', 6),
  ('equipment', 'small_equipment', 'sliders', 'Sliders', 'Глайдинг-диски', 7),
  ('equipment', 'small_equipment', 'foam_roller', 'Foam roller', 'Массажный ролл', 8),
  ('equipment', 'small_equipment', 'jump_rope', 'Jump rope', 'Скакалка', 9),
  ('equipment', 'small_equipment', 'weight_belt', 'Dip belt', 'Пояс для отягощений', 10),
  ('equipment', 'small_equipment', 'hand_gripper', 'Hand gripper', 'Кистевой эспандер', 11),
  ('equipment', 'small_equipment', 'battle_ropes', 'Battle ropes', 'Канаты', 12),
  ('equipment', 'small_equipment', 'sled', 'Sled', 'Сани', 13),
  ('equipment', 'small_equipment', 'punching_bag', 'Punching bag', 'Боксёрский мешок', 14),

  ('equipment', 'cardio_machines', 'treadmill', 'Treadmill', 'Беговая дорожка', 1),
  ('equipment', 'cardio_machines', 'exercise_bike', 'Exercise bike', 'Велотренажёр', 2),
  ('equipment', 'cardio_machines', 'air_bike', 'Air bike', 'Аэробайк', 3),
  ('equipment', 'cardio_machines', 'rowing_machine', 'Rowing machine', 'Гребной тренажёр', 4),
  ('equipment', 'cardio_machines', 'ski_erg', 'Ski erg', 'Лыжный тренажёр', 5),
  ('equipment', 'cardio_machines', 'elliptical_trainer', 'Elliptical trainer', 'Эллипсоид', 6),
  ('equipment', 'cardio_machines', 'stair_climber', 'Stair climber', 'Тренажёр-лестница', 7),

  ('equipment', 'outdoor_equipment', 'bicycle', 'Bicycle', 'Велосипед', 1),
  ('equipment', 'outdoor_equipment', 'pool', 'Pool', 'Бассейн', 2),
  ('equipment', 'outdoor_equipment', 'skis', 'Skis', 'Лыжи', 3),
  ('equipment', 'outdoor_equipment', 'walking_poles', 'Walking poles', 'Палки для ходьбы', 4),
  ('equipment', 'outdoor_equipment', 'backpack', 'Backpack', 'Рюкзак', 5)
) as child (kind, parent_slug, slug, name_en, name_ru, position)
join public.exercise_categories parent on parent.slug = child.parent_slug
on conflict (slug) do update
  set kind = excluded.kind,
      parent_id = excluded.parent_id,
      name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      position = excluded.position;
-- end of file: sql/training/settings_categories.sql

-- file: sql/training/settings_exercises_cardio.sql
-- training: running, machines, swimming and conditioning. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('run', 'Running', 'Бег', '{run, jog, jogging, пробежка, бег трусцой}',
   'run_and_walk', '{quads, hamstrings}', '{calves, glutes}', '{no_equipment}', 'distance', false),
  ('treadmill_run', 'Treadmill running', 'Бег на дорожке', '{treadmill, дорожка}',
   'run_and_walk', '{quads, hamstrings}', '{calves, glutes}', '{treadmill}', 'distance', false),
  ('sprint', 'Sprint', 'Спринт', '{sprints, ускорения}',
   'run_and_walk', '{hamstrings, glutes}', '{quads, calves}', '{no_equipment}', 'distance', false),
  ('hill_sprint', 'Hill sprint', 'Забегание в горку', '{hill sprints, спринт в горку}',
   'run_and_walk', '{glutes, quads}', '{hamstrings, calves}', '{no_equipment}', 'distance', false),
  ('shuttle_run', 'Shuttle run', 'Челночный бег', '{shuttle, челнок}',
   'run_and_walk', '{quads, glutes}', '{hamstrings, calves}', '{no_equipment}', 'distance', false),
  ('stair_run', 'Stair running', 'Бег по лестнице', '{run stairs, ступеньки}',
   'run_and_walk', '{quads, glutes}', '{calves}', '{no_equipment}', 'time', false),
  ('walk', 'Walking', 'Ходьба', '{walk, прогулка, шаги}',
   'run_and_walk', '{calves}', '{quads, glutes}', '{no_equipment}', 'distance', false),
  ('incline_treadmill_walk', 'Incline treadmill walk', 'Ходьба в горку на дорожке', '{12-3-30, ходьба в горку}',
   'run_and_walk', '{glutes, calves}', '{hamstrings, quads}', '{treadmill}', 'time', false),
  ('nordic_walking', 'Nordic walking', 'Скандинавская ходьба', '{pole walking, скандинавка, ходьба с палками}',
   'run_and_walk', '{calves}', '{lats, triceps, glutes}', '{walking_poles}', 'distance', false),
  ('ruck', 'Rucking', 'Ходьба с рюкзаком', '{ruck, ruck march, рюкзак}',
   'run_and_walk', '{glutes, calves}', '{quads, traps}', '{backpack}', 'distance', false),

  ('exercise_bike', 'Exercise bike', 'Велотренажёр', '{stationary bike, spin bike, сайкл}',
   'cardio_machine', '{quads}', '{hamstrings, calves, glutes}', '{exercise_bike}', 'time', false),
  ('air_bike', 'Air bike', 'Аэробайк', '{assault bike, эйрбайк}',
   'cardio_machine', '{quads}', '{front_delts, hamstrings, glutes}', '{air_bike}', 'time', false),
  ('rowing', 'Rowing machine', 'Гребля на тренажёре', '{row, erg, rower, гребля}',
   'cardio_machine', '{upper_back, quads}', '{lats, hamstrings, biceps}', '{rowing_machine}', 'distance', false),
  ('ski_erg', 'Ski erg', 'Работа на лыжном тренажёре', '{skierg, ски эрг, скиэрг}',
   'cardio_machine', '{lats}', '{triceps, abs}', '{ski_erg}', 'distance', false),
  ('elliptical', 'Elliptical trainer', 'Ходьба на эллипсоиде', '{elliptical, эллипсоид, эллипс, орбитрек}',
   'cardio_machine', '{quads, glutes}', '{hamstrings}', '{elliptical_trainer}', 'time', false),
  ('stair_climber', 'Stair climber', 'Ходьба на тренажёре-лестнице', '{stairmaster, степпер, лестница}',
   'cardio_machine', '{glutes, quads}', '{calves}', '{stair_climber}', 'time', false),

  ('cycling', 'Cycling', 'Езда на велосипеде', '{bike, bike ride, велосипед, велик}',
   'outdoor_and_swim', '{quads}', '{hamstrings, calves, glutes}', '{bicycle}', 'distance', false),
  ('cross_country_skiing', 'Cross-country skiing', 'Бег на лыжах', '{xc skiing, беговые лыжи, лыжи}',
   'outdoor_and_swim', '{lats, quads}', '{triceps, glutes}', '{skis}', 'distance', false),
  ('freestyle_swim', 'Freestyle swimming', 'Плавание кролем', '{swim, swimming, front crawl, плавание, кроль}',
   'outdoor_and_swim', '{lats}', '{front_delts, triceps}', '{pool}', 'distance', false),
  ('breaststroke_swim', 'Breaststroke swimming', 'Плавание брассом', '{breaststroke, брасс}',
   'outdoor_and_swim', '{chest, adductors}', '{lats, front_delts}', '{pool}', 'distance', false),
  ('backstroke_swim', 'Backstroke swimming', 'Плавание на спине', '{backstroke, кроль на спине}',
   'outdoor_and_swim', '{lats}', '{rear_delts, triceps}', '{pool}', 'distance', false),

  ('jump_rope', 'Jump rope', 'Прыжки на скакалке', '{skipping, skipping rope, скакалка}',
   'conditioning', '{calves}', '{forearms, feet}', '{jump_rope}', 'time', false),
  ('double_under', 'Double under', 'Двойные прыжки на скакалке', '{double unders, двойные, дабл андеры}',
   'conditioning', '{calves}', '{forearms, feet}', '{jump_rope}', 'reps', false),
  ('burpee', 'Burpee', 'Бёрпи', '{burpees, бурпи}',
   'conditioning', '{quads, chest}', '{triceps, front_delts, abs}', '{no_equipment}', 'reps', false),
  ('mountain_climber', 'Mountain climber', 'Скалолаз в упоре лёжа', '{mountain climbers, скалолаз}',
   'conditioning', '{abs, hip_flexors}', '{front_delts, quads}', '{no_equipment}', 'time', false),
  ('jumping_jack', 'Jumping jack', 'Прыжки с разведением рук и ног', '{jumping jacks, джампинг джек, звездочка}',
   'conditioning', '{calves}', '{side_delts, abductors}', '{no_equipment}', 'time', false),
  ('high_knees', 'High knees', 'Бег на месте с высоким подниманием бедра', '{high knee run, высокие колени}',
   'conditioning', '{hip_flexors}', '{quads, calves}', '{no_equipment}', 'time', false),
  ('bear_crawl', 'Bear crawl', 'Медвежья походка', '{bear crawls, медведь}',
   'conditioning', '{front_delts, quads}', '{abs, triceps}', '{no_equipment}', 'distance', false),
  ('battle_rope_wave', 'Battle rope waves', 'Волны канатами', '{battle ropes, rope waves, канаты}',
   'conditioning', '{front_delts}', '{forearms, abs, upper_back}', '{battle_ropes}', 'time', false),
  ('heavy_bag', 'Heavy bag work', 'Работа на мешке', '{boxing bag, мешок, груша}',
   'conditioning', '{front_delts}', '{triceps, obliques, calves}', '{punching_bag}', 'time', false),
  ('shadow_boxing', 'Shadow boxing', 'Бой с тенью', '{boxing, бокс}',
   'conditioning', '{front_delts}', '{triceps, obliques, calves}', '{no_equipment}', 'time', false)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_cardio.sql

-- file: sql/training/settings_exercises_core.sql
-- training: exercises of the trunk. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('crunch', 'Crunch', 'Скручивания лёжа', '{crunches, скручивания, пресс}',
   'trunk_flexion', '{abs}', '{}', '{no_equipment}', 'reps', false),
  ('sit_up', 'Sit-up', 'Подъём туловища лёжа', '{situps, sit ups, подъем корпуса}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{no_equipment}', 'reps', false),
  ('decline_sit_up', 'Decline sit-up', 'Подъём туловища на наклонной скамье', '{decline situps, пресс на наклонной}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{bench}', 'reps', false),
  ('cable_crunch', 'Cable crunch', 'Скручивания на верхнем блоке', '{kneeling cable crunch, молитва}',
   'trunk_flexion', '{abs}', '{obliques}', '{cable_machine}', 'weight_reps', false),
  ('machine_crunch', 'Machine crunch', 'Скручивания в тренажёре', '{ab machine, тренажер на пресс}',
   'trunk_flexion', '{abs}', '{}', '{strength_machine}', 'weight_reps', false),
  ('stability_ball_crunch', 'Stability ball crunch', 'Скручивания на фитболе', '{swiss ball crunch, пресс на фитболе}',
   'trunk_flexion', '{abs}', '{obliques}', '{stability_ball}', 'reps', false),
  ('reverse_crunch', 'Reverse crunch', 'Обратные скручивания', '{reverse crunches, подъем таза лежа}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{no_equipment}', 'reps', false),
  ('lying_leg_raise', 'Lying leg raise', 'Подъём ног лёжа', '{leg raises, нижний пресс}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{no_equipment}', 'reps', false),
  ('hanging_knee_raise', 'Hanging knee raise', 'Подъём коленей в висе', '{hanging knees, колени в висе}',
   'trunk_flexion', '{abs}', '{hip_flexors, forearms}', '{pull_up_bar}', 'reps', false),
  ('hanging_leg_raise', 'Hanging leg raise', 'Подъём прямых ног в висе', '{hlr, подъем ног, ноги в висе}',
   'trunk_flexion', '{abs}', '{hip_flexors, forearms}', '{pull_up_bar}', 'reps', false),
  ('toes_to_bar', 'Toes-to-bar', 'Носки к перекладине', '{t2b, ttb, ноги к перекладине}',
   'trunk_flexion', '{abs}', '{hip_flexors, lats, forearms}', '{pull_up_bar}', 'reps', false),
  ('captains_chair_leg_raise', 'Captain''s chair leg raise', 'Подъём ног в упоре на локтях', '{captains chair, пресс в упоре}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{dip_bars}', 'reps', false),
  ('v_up', 'V-up', 'Складка лёжа', '{v ups, складочка}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{no_equipment}', 'reps', false),
  ('flutter_kick', 'Flutter kick', 'Ножницы ногами лёжа', '{flutter kicks, ножницы}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{no_equipment}', 'time', false),
  ('suspension_knee_tuck', 'Suspension knee tuck', 'Подтягивание коленей в петлях', '{trx knee tuck, колени в петлях}',
   'trunk_flexion', '{abs}', '{hip_flexors}', '{suspension_trainer}', 'reps', false),
  ('dragon_flag', 'Dragon flag', 'Флаг дракона', '{dragon flags, драконий флаг}',
   'trunk_flexion', '{abs}', '{lats, hip_flexors}', '{bench}', 'reps', false),

  ('bicycle_crunch', 'Bicycle crunch', 'Скручивания «велосипед»', '{bicycle crunches, велосипед лежа}',
   'trunk_rotation', '{obliques, abs}', '{hip_flexors}', '{no_equipment}', 'reps', false),
  ('side_crunch', 'Side crunch', 'Боковые скручивания', '{oblique crunch, косые скручивания}',
   'trunk_rotation', '{obliques}', '{abs}', '{no_equipment}', 'reps', true),
  ('russian_twist', 'Russian twist', 'Русские скручивания', '{russian twists, русский твист}',
   'trunk_rotation', '{obliques}', '{abs}', '{medicine_ball}', 'weight_reps', false),
  ('cable_woodchop', 'Cable woodchop', 'Дровосек на блоке', '{woodchopper, wood chop, дровосек}',
   'trunk_rotation', '{obliques}', '{abs}', '{cable_machine}', 'weight_reps', true),
  ('landmine_rotation', 'Landmine rotation', 'Повороты с грифом лэндмайн', '{landmine twist, повороты с грифом}',
   'trunk_rotation', '{obliques}', '{abs, front_delts}', '{barbell, landmine}', 'weight_reps', false),
  ('dumbbell_side_bend', 'Dumbbell side bend', 'Наклоны в сторону с гантелью', '{side bend, боковые наклоны}',
   'trunk_rotation', '{obliques}', '{}', '{dumbbell}', 'weight_reps', true),
  ('hanging_windshield_wiper', 'Hanging windshield wiper', 'Дворники в висе', '{windshield wipers, дворники}',
   'trunk_rotation', '{obliques, abs}', '{lats, forearms}', '{pull_up_bar}', 'reps', false),
  ('kettlebell_windmill', 'Kettlebell windmill', 'Мельница с гирей', '{windmill, мельница}',
   'trunk_rotation', '{obliques}', '{hamstrings, rotator_cuff}', '{kettlebell}', 'weight_reps', true),
  ('kettlebell_halo', 'Kettlebell halo', 'Круги гирей вокруг головы', '{halo, гало}',
   'trunk_rotation', '{front_delts, obliques}', '{rotator_cuff, triceps}', '{kettlebell}', 'weight_reps', false),

  ('plank', 'Plank', 'Планка на локтях', '{front plank, планка}',
   'trunk_stability', '{abs, deep_core}', '{glutes}', '{no_equipment}', 'time', false),
  ('side_plank', 'Side plank', 'Боковая планка', '{side planks, планка боком}',
   'trunk_stability', '{obliques}', '{abductors}', '{no_equipment}', 'time', true),
  ('plank_shoulder_tap', 'Plank shoulder tap', 'Касания плеч в планке', '{shoulder taps, касания плеч}',
   'trunk_stability', '{abs, deep_core}', '{obliques, front_delts}', '{no_equipment}', 'reps', false),
  ('bear_plank', 'Bear plank', 'Медвежья планка', '{bear hold, планка на четвереньках}',
   'trunk_stability', '{deep_core, abs}', '{quads}', '{no_equipment}', 'time', false),
  ('body_saw', 'Suspension body saw', 'Пила в планке на петлях', '{body saws, пила}',
   'trunk_stability', '{abs}', '{deep_core, front_delts}', '{suspension_trainer}', 'reps', false),
  ('stir_the_pot', 'Stir the pot', 'Круги локтями на фитболе', '{мешалка на фитболе}',
   'trunk_stability', '{abs, deep_core}', '{obliques}', '{stability_ball}', 'reps', false),
  ('ab_wheel_rollout', 'Ab wheel rollout', 'Выкаты на ролике', '{rollout, ab wheel, ролик, выкаты}',
   'trunk_stability', '{abs}', '{lats, deep_core}', '{ab_wheel}', 'reps', false),
  ('hollow_hold', 'Hollow body hold', 'Удержание «лодочка» на спине', '{hollow, hollow body, лодочка}',
   'trunk_stability', '{abs}', '{deep_core, hip_flexors}', '{no_equipment}', 'time', false),
  ('l_sit', 'L-sit', 'Уголок в упоре', '{l sits, уголок}',
   'trunk_stability', '{abs, hip_flexors}', '{triceps, quads}', '{dip_bars}', 'time', false),
  ('superman', 'Superman', 'Супермен лёжа на животе', '{supermans, супермен, лодочка на животе}',
   'trunk_stability', '{lower_back}', '{glutes, upper_back}', '{no_equipment}', 'reps', false),
  ('dead_bug', 'Dead bug', 'Мёртвый жук', '{deadbug, жук}',
   'trunk_stability', '{deep_core}', '{abs, hip_flexors}', '{no_equipment}', 'reps', true),
  ('bird_dog', 'Bird dog', 'Упражнение «птица-собака»', '{birddog, птица собака, охотничья собака}',
   'trunk_stability', '{deep_core, lower_back}', '{glutes}', '{no_equipment}', 'reps', true),
  ('pallof_press', 'Pallof press', 'Жим Паллофа', '{pallof, паллоф}',
   'trunk_stability', '{deep_core, obliques}', '{abs}', '{cable_machine}', 'weight_reps', true),
  ('band_anti_rotation_hold', 'Band anti-rotation hold', 'Удержание резины перед грудью стоя боком', '{pallof hold, паллоф с резиной}',
   'trunk_stability', '{deep_core, obliques}', '{abs}', '{resistance_band}', 'time', true),
  ('turkish_get_up', 'Turkish get-up', 'Турецкий подъём', '{tgu, get up, турка}',
   'trunk_stability', '{abs, obliques}', '{front_delts, glutes, rotator_cuff}', '{kettlebell}', 'weight_reps', true),
  ('stomach_vacuum', 'Stomach vacuum', 'Вакуум живота', '{vacuum, вакуум}',
   'trunk_stability', '{deep_core}', '{}', '{no_equipment}', 'time', false)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_core.sql

-- file: sql/training/settings_exercises_legs.sql
-- training: exercises of legs and hips. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('back_squat', 'Barbell back squat', 'Приседания со штангой', '{squat, squats, присед, приседания, присед со штангой}',
   'squat', '{quads, glutes}', '{adductors, lower_back, hamstrings}', '{barbell, squat_rack}', 'weight_reps', false),
  ('paused_back_squat', 'Paused back squat', 'Приседания со штангой с паузой', '{pause squat, присед с паузой}',
   'squat', '{quads, glutes}', '{adductors, lower_back}', '{barbell, squat_rack}', 'weight_reps', false),
  ('box_squat', 'Box squat', 'Приседания со штангой на ящик', '{box squats, присед на ящик, присед на тумбу}',
   'squat', '{glutes, quads}', '{hamstrings, adductors, lower_back}', '{barbell, squat_rack, box}', 'weight_reps', false),
  ('front_squat', 'Front squat', 'Фронтальные приседания', '{front squats, фронталка, фронтальный присед}',
   'squat', '{quads}', '{glutes, upper_back, abs}', '{barbell, squat_rack}', 'weight_reps', false),
  ('zercher_squat', 'Zercher squat', 'Приседания Зерчера', '{zercher, зерчер}',
   'squat', '{quads, glutes}', '{upper_back, biceps, abs}', '{barbell}', 'weight_reps', false),
  ('overhead_squat', 'Overhead squat', 'Приседания со штангой над головой', '{ohs, оверхед, присед над головой}',
   'squat', '{quads}', '{glutes, upper_back, side_delts, abs}', '{barbell}', 'weight_reps', false),
  ('smith_squat', 'Smith machine squat', 'Приседания в Смите', '{smith squats, присед в смите}',
   'squat', '{quads, glutes}', '{adductors}', '{smith_machine}', 'weight_reps', false),
  ('hack_squat', 'Hack squat', 'Гакк-приседания', '{hack, гакк, гак присед}',
   'squat', '{quads}', '{glutes, adductors}', '{strength_machine}', 'weight_reps', false),
  ('pendulum_squat', 'Pendulum squat', 'Приседания в маятниковом тренажёре', '{pendulum, маятник}',
   'squat', '{quads}', '{glutes}', '{strength_machine}', 'weight_reps', false),
  ('belt_squat', 'Belt squat', 'Приседания с поясом', '{belt squats, присед с поясом}',
   'squat', '{quads, glutes}', '{adductors}', '{strength_machine}', 'weight_reps', false),
  ('leg_press', 'Leg press', 'Жим ногами', '{leg press machine, жим платформы, платформа}',
   'squat', '{quads, glutes}', '{adductors, hamstrings}', '{strength_machine}', 'weight_reps', false),
  ('single_leg_press', 'Single-leg press', 'Жим одной ногой', '{one leg press, платформа одной ногой}',
   'squat', '{quads, glutes}', '{adductors}', '{strength_machine}', 'weight_reps', true),
  ('goblet_squat', 'Goblet squat', 'Гоблет-приседания', '{goblet, гоблет, кубковые приседания}',
   'squat', '{quads, glutes}', '{abs, adductors}', '{kettlebell}', 'weight_reps', false),
  ('double_kettlebell_front_squat', 'Double kettlebell front squat', 'Фронтальные приседания с двумя гирями', '{kb front squat, присед с гирями}',
   'squat', '{quads, glutes}', '{abs, upper_back}', '{kettlebell}', 'weight_reps', false),
  ('dumbbell_squat', 'Dumbbell squat', 'Приседания с гантелями', '{db squat, присед с гантелями}',
   'squat', '{quads, glutes}', '{adductors, forearms}', '{dumbbell}', 'weight_reps', false),
  ('sumo_squat', 'Dumbbell sumo squat', 'Приседания плие с гантелью', '{plie squat, плие, присед сумо}',
   'squat', '{adductors, glutes}', '{quads}', '{dumbbell}', 'weight_reps', false),
  ('landmine_squat', 'Landmine squat', 'Приседания лэндмайн', '{landmine goblet squat, присед лендмайн}',
   'squat', '{quads, glutes}', '{abs, adductors}', '{barbell, landmine}', 'weight_reps', false),
  ('bodyweight_squat', 'Bodyweight squat', 'Приседания без веса', '{air squat, воздушные приседания, присед без веса}',
   'squat', '{quads, glutes}', '{adductors}', '{no_equipment}', 'reps', false),
  ('band_squat', 'Band squat', 'Приседания с резиной', '{banded squat, присед с резиной}',
   'squat', '{quads, glutes}', '{adductors}', '{resistance_band}', 'reps', false),
  ('suspension_squat', 'Suspension squat', 'Приседания с петлями', '{trx squat, присед trx}',
   'squat', '{quads, glutes}', '{adductors}', '{suspension_trainer}', 'reps', false),
  ('pistol_squat', 'Pistol squat', 'Приседания на одной ноге «пистолет»', '{pistol, pistols, пистолет, пистолетик}',
   'squat', '{quads, glutes}', '{abs, hip_flexors}', '{no_equipment}', 'reps', true),
  ('single_leg_box_squat', 'Single-leg box squat', 'Приседания на одной ноге на тумбу', '{box pistol, присед на одной ноге}',
   'squat', '{quads, glutes}', '{abductors}', '{box}', 'reps', true),
  ('cossack_squat', 'Cossack squat', 'Казачьи приседания', '{cossack, казак}',
   'squat', '{adductors, quads}', '{glutes}', '{no_equipment}', 'reps', true),
  ('wall_sit', 'Wall sit', 'Стульчик у стены', '{стульчик, wall squat}',
   'squat', '{quads}', '{glutes}', '{no_equipment}', 'time', false),

  ('deadlift', 'Deadlift', 'Становая тяга', '{dl, conventional deadlift, становая, классика}',
   'hinge', '{glutes, hamstrings, lower_back}', '{quads, upper_back, forearms}', '{barbell}', 'weight_reps', false),
  ('sumo_deadlift', 'Sumo deadlift', 'Становая тяга сумо', '{sumo, сумо, тяга сумо}',
   'hinge', '{glutes, adductors}', '{quads, hamstrings, lower_back, forearms}', '{barbell}', 'weight_reps', false),
  ('romanian_deadlift', 'Romanian deadlift', 'Румынская тяга', '{rdl, румынка, румынская}',
   'hinge', '{hamstrings, glutes}', '{lower_back, forearms}', '{barbell}', 'weight_reps', false),
  ('stiff_leg_deadlift', 'Stiff-leg deadlift', 'Тяга на прямых ногах', '{sldl, мертвая тяга, мертвая}',
   'hinge', '{hamstrings}', '{glutes, lower_back}', '{barbell}', 'weight_reps', false),
  ('deficit_deadlift', 'Deficit deadlift', 'Становая тяга с подставки', '{deficit dl, тяга из ямы}',
   'hinge', '{glutes, hamstrings, quads}', '{lower_back, upper_back, forearms}', '{barbell}', 'weight_reps', false),
  ('block_pull', 'Block pull', 'Тяга с плинтов', '{rack pull, плинты}',
   'hinge', '{glutes, lower_back}', '{hamstrings, upper_back, forearms}', '{barbell, squat_rack}', 'weight_reps', false),
  ('trap_bar_deadlift', 'Trap bar deadlift', 'Становая тяга с трэп-грифом', '{hex bar deadlift, трэп гриф, тяга с ромбом}',
   'hinge', '{quads, glutes}', '{hamstrings, lower_back, forearms}', '{trap_bar}', 'weight_reps', false),
  ('dumbbell_romanian_deadlift', 'Dumbbell Romanian deadlift', 'Румынская тяга с гантелями', '{db rdl, румынка с гантелями}',
   'hinge', '{hamstrings, glutes}', '{lower_back, forearms}', '{dumbbell}', 'weight_reps', false),
  ('single_leg_romanian_deadlift', 'Single-leg Romanian deadlift', 'Румынская тяга на одной ноге', '{single leg rdl, румынка на одной ноге, ласточка}',
   'hinge', '{hamstrings, glutes}', '{abductors, lower_back}', '{dumbbell}', 'weight_reps', true),
  ('b_stance_romanian_deadlift', 'B-stance Romanian deadlift', 'Румынская тяга в B-стойке', '{b stance rdl, румынка в полусплите}',
   'hinge', '{hamstrings, glutes}', '{lower_back}', '{dumbbell}', 'weight_reps', true),
  ('kettlebell_deadlift', 'Kettlebell deadlift', 'Становая тяга с гирей', '{kb deadlift, становая с гирей}',
   'hinge', '{glutes, hamstrings}', '{lower_back, quads}', '{kettlebell}', 'weight_reps', false),
  ('suitcase_deadlift', 'Suitcase deadlift', 'Становая тяга «чемодан»', '{suitcase dl, чемодан}',
   'hinge', '{glutes, hamstrings}', '{obliques, lower_back, forearms}', '{kettlebell}', 'weight_reps', true),
  ('good_morning', 'Good morning', 'Наклоны со штангой на плечах', '{good mornings, гуд морнинг, наклоны со штангой}',
   'hinge', '{hamstrings, lower_back}', '{glutes}', '{barbell, squat_rack}', 'weight_reps', false),
  ('cable_pull_through', 'Cable pull-through', 'Протяжка каната между ног', '{pull through, протяжка между ног}',
   'hinge', '{glutes}', '{hamstrings, lower_back}', '{cable_machine}', 'weight_reps', false),
  ('band_good_morning', 'Band good morning', 'Наклоны с резиной', '{banded good morning, гуд морнинг с резиной}',
   'hinge', '{hamstrings}', '{glutes, lower_back}', '{resistance_band}', 'reps', false),
  ('back_extension', 'Back extension', 'Гиперэкстензия', '{hyperextension, гипер, гиперэкстензии}',
   'hinge', '{lower_back}', '{glutes, hamstrings}', '{back_extension_bench}', 'reps', false),
  ('weighted_back_extension', 'Weighted back extension', 'Гиперэкстензия с весом', '{weighted hyperextension, гипер с весом}',
   'hinge', '{lower_back}', '{glutes, hamstrings}', '{back_extension_bench, plate}', 'weight_reps', false),

  ('reverse_hyperextension', 'Reverse hyperextension', 'Обратная гиперэкстензия', '{reverse hyper, обратный гипер}',
   'hip_extension', '{glutes}', '{hamstrings, lower_back}', '{bench}', 'reps', false),
  ('barbell_hip_thrust', 'Barbell hip thrust', 'Ягодичный мост со штангой от скамьи', '{hip thrust, хип траст, мост со штангой}',
   'hip_extension', '{glutes}', '{hamstrings, quads}', '{barbell, bench}', 'weight_reps', false),
  ('machine_hip_thrust', 'Machine hip thrust', 'Ягодичный мост в тренажёре', '{glute drive, мост в тренажере}',
   'hip_extension', '{glutes}', '{hamstrings}', '{strength_machine}', 'weight_reps', false),
  ('smith_hip_thrust', 'Smith machine hip thrust', 'Ягодичный мост в Смите', '{smith hip thrusts, мост в смите}',
   'hip_extension', '{glutes}', '{hamstrings}', '{smith_machine, bench}', 'weight_reps', false),
  ('dumbbell_hip_thrust', 'Dumbbell hip thrust', 'Ягодичный мост с гантелью от скамьи', '{db hip thrust, мост с гантелью}',
   'hip_extension', '{glutes}', '{hamstrings}', '{dumbbell, bench}', 'weight_reps', false),
  ('single_leg_hip_thrust', 'Single-leg hip thrust', 'Ягодичный мост на одной ноге от скамьи', '{one leg hip thrust, хип траст на одной ноге}',
   'hip_extension', '{glutes}', '{hamstrings, abductors}', '{bench}', 'reps', true),
  ('glute_bridge', 'Glute bridge', 'Ягодичный мостик лёжа', '{bridge, мостик, ягодичный мостик}',
   'hip_extension', '{glutes}', '{hamstrings}', '{no_equipment}', 'reps', false),
  ('single_leg_glute_bridge', 'Single-leg glute bridge', 'Ягодичный мостик на одной ноге', '{one leg bridge, мостик на одной ноге}',
   'hip_extension', '{glutes}', '{hamstrings, abductors}', '{no_equipment}', 'reps', true),
  ('frog_pump', 'Frog pump', 'Ягодичный мостик «лягушка»', '{frog pumps, лягушка на ягодицы}',
   'hip_extension', '{glutes}', '{abductors}', '{no_equipment}', 'reps', false),
  ('cable_glute_kickback', 'Cable glute kickback', 'Отведение ноги назад на блоке', '{cable kickback, отведение ноги, мах назад на блоке}',
   'hip_extension', '{glutes}', '{hamstrings}', '{cable_machine}', 'weight_reps', true),
  ('machine_glute_kickback', 'Machine glute kickback', 'Отведение ноги назад в тренажёре', '{glute machine, тренажер на ягодицы}',
   'hip_extension', '{glutes}', '{hamstrings}', '{strength_machine}', 'weight_reps', true),
  ('donkey_kick', 'Donkey kick', 'Отведение ноги назад на четвереньках', '{donkey kicks, ослик}',
   'hip_extension', '{glutes}', '{hamstrings}', '{no_equipment}', 'reps', true),

  ('barbell_lunge', 'Barbell lunge', 'Выпады со штангой', '{bb lunge, штанга выпады}',
   'lunge', '{quads, glutes}', '{hamstrings, adductors}', '{barbell}', 'weight_reps', true),
  ('dumbbell_lunge', 'Dumbbell lunge', 'Выпады с гантелями', '{lunge, lunges, выпады}',
   'lunge', '{quads, glutes}', '{hamstrings, adductors}', '{dumbbell}', 'weight_reps', true),
  ('bodyweight_lunge', 'Bodyweight lunge', 'Выпады без веса', '{air lunge, выпады на месте}',
   'lunge', '{quads, glutes}', '{hamstrings, adductors}', '{no_equipment}', 'reps', true),
  ('walking_lunge', 'Dumbbell walking lunge', 'Выпады в ходьбе с гантелями', '{walking lunges, выпады шагом, выпады в ходьбе}',
   'lunge', '{quads, glutes}', '{hamstrings, adductors, forearms}', '{dumbbell}', 'weight_reps', true),
  ('reverse_lunge', 'Dumbbell reverse lunge', 'Обратные выпады с гантелями', '{reverse lunges, обратные выпады, выпады назад}',
   'lunge', '{glutes, quads}', '{hamstrings, adductors}', '{dumbbell}', 'weight_reps', true),
  ('lateral_lunge', 'Lateral lunge', 'Боковые выпады', '{side lunge, выпады в сторону}',
   'lunge', '{adductors, glutes}', '{quads}', '{dumbbell}', 'weight_reps', true),
  ('curtsy_lunge', 'Curtsy lunge', 'Выпады «реверанс»', '{curtsy, реверанс}',
   'lunge', '{glutes}', '{abductors, quads}', '{dumbbell}', 'weight_reps', true),
  ('suspension_lunge', 'Suspension lunge', 'Выпады с ногой в петле', '{trx lunge, выпады trx}',
   'lunge', '{quads, glutes}', '{hamstrings, adductors}', '{suspension_trainer}', 'reps', true),
  ('split_squat', 'Dumbbell split squat', 'Сплит-приседания с гантелями', '{split squats, сплит присед}',
   'lunge', '{quads, glutes}', '{adductors}', '{dumbbell}', 'weight_reps', true),
  ('smith_split_squat', 'Smith machine split squat', 'Сплит-приседания в Смите', '{smith lunge, выпады в смите}',
   'lunge', '{quads, glutes}', '{adductors}', '{smith_machine}', 'weight_reps', true),
  ('bulgarian_split_squat', 'Bulgarian split squat', 'Болгарские выпады с гантелями', '{bss, rfess, болгарские выпады, болгарки}',
   'lunge', '{quads, glutes}', '{adductors, hamstrings}', '{dumbbell, bench}', 'weight_reps', true),
  ('barbell_bulgarian_split_squat', 'Barbell Bulgarian split squat', 'Болгарские выпады со штангой', '{bb bulgarian, болгарки со штангой}',
   'lunge', '{quads, glutes}', '{adductors, hamstrings}', '{barbell, bench}', 'weight_reps', true),
  ('step_up', 'Dumbbell step-up', 'Зашагивания на тумбу с гантелями', '{step ups, зашагивания}',
   'lunge', '{quads, glutes}', '{hamstrings}', '{dumbbell, box}', 'weight_reps', true),
  ('barbell_step_up', 'Barbell step-up', 'Зашагивания на тумбу со штангой', '{bb step up, зашагивания со штангой}',
   'lunge', '{quads, glutes}', '{hamstrings}', '{barbell, box}', 'weight_reps', true),

  ('leg_extension', 'Leg extension', 'Разгибание ног в тренажёре', '{leg extensions, разгибания ног, разгибания}',
   'knee_extension', '{quads}', '{}', '{strength_machine}', 'weight_reps', false),
  ('single_leg_extension', 'Single-leg extension', 'Разгибание одной ноги в тренажёре', '{one leg extension, разгибания одной ногой}',
   'knee_extension', '{quads}', '{}', '{strength_machine}', 'weight_reps', true),
  ('sissy_squat', 'Sissy squat', 'Сисси-приседания', '{sissy, сисси}',
   'knee_extension', '{quads}', '{abs}', '{no_equipment}', 'reps', false),
  ('reverse_nordic', 'Reverse Nordic curl', 'Обратные нордические наклоны', '{reverse nordics, обратный нордик}',
   'knee_extension', '{quads}', '{hip_flexors, abs}', '{no_equipment}', 'reps', false),

  ('lying_leg_curl', 'Lying leg curl', 'Сгибание ног лёжа', '{leg curl, hamstring curl, сгибания лежа, сгибания ног}',
   'knee_flexion', '{hamstrings}', '{calves}', '{strength_machine}', 'weight_reps', false),
  ('seated_leg_curl', 'Seated leg curl', 'Сгибание ног сидя', '{seated hamstring curl, сгибания сидя}',
   'knee_flexion', '{hamstrings}', '{calves}', '{strength_machine}', 'weight_reps', false),
  ('standing_leg_curl', 'Standing single-leg curl', 'Сгибание ноги стоя', '{standing hamstring curl, сгибания стоя}',
   'knee_flexion', '{hamstrings}', '{calves}', '{strength_machine}', 'weight_reps', true),
  ('nordic_curl', 'Nordic hamstring curl', 'Нордические сгибания', '{nordics, нордик}',
   'knee_flexion', '{hamstrings}', '{glutes, calves}', '{no_equipment}', 'reps', false),
  ('stability_ball_leg_curl', 'Stability ball leg curl', 'Сгибание ног на фитболе', '{swiss ball curl, сгибания на фитболе}',
   'knee_flexion', '{hamstrings}', '{glutes}', '{stability_ball}', 'reps', false),
  ('sliding_leg_curl', 'Sliding leg curl', 'Сгибание ног лёжа на глайдингах', '{slider curl, сгибания на глайдингах}',
   'knee_flexion', '{hamstrings}', '{glutes}', '{sliders}', 'reps', false),
  ('suspension_leg_curl', 'Suspension leg curl', 'Сгибание ног в петлях', '{trx leg curl, сгибания trx}',
   'knee_flexion', '{hamstrings}', '{glutes}', '{suspension_trainer}', 'reps', false),

  ('machine_hip_abduction', 'Machine hip abduction', 'Разведение ног в тренажёре', '{abductor machine, hip abduction, разведение ног, разведения}',
   'hip_abduction', '{abductors}', '{glutes}', '{strength_machine}', 'weight_reps', false),
  ('cable_hip_abduction', 'Cable hip abduction', 'Отведение ноги в сторону на блоке', '{cable abduction, мах в сторону на блоке}',
   'hip_abduction', '{abductors}', '{glutes}', '{cable_machine}', 'weight_reps', true),
  ('band_side_walk', 'Band side walk', 'Боковая ходьба с резинкой', '{monster walk, lateral band walk, шаги с резинкой}',
   'hip_abduction', '{abductors}', '{glutes}', '{mini_band}', 'reps', false),
  ('clamshell', 'Clamshell', 'Ракушка лёжа на боку', '{clamshells, ракушка, ракушки}',
   'hip_abduction', '{abductors}', '{glutes}', '{mini_band}', 'reps', true),
  ('fire_hydrant', 'Fire hydrant', 'Отведение согнутой ноги на четвереньках', '{fire hydrants, собачка}',
   'hip_abduction', '{abductors}', '{glutes}', '{no_equipment}', 'reps', true),
  ('side_lying_leg_raise', 'Side-lying leg raise', 'Подъём ноги лёжа на боку', '{side leg raise, махи лежа на боку}',
   'hip_abduction', '{abductors}', '{}', '{no_equipment}', 'reps', true),

  ('machine_hip_adduction', 'Machine hip adduction', 'Сведение ног в тренажёре', '{adductor machine, hip adduction, сведение ног}',
   'hip_adduction', '{adductors}', '{}', '{strength_machine}', 'weight_reps', false),
  ('cable_hip_adduction', 'Cable hip adduction', 'Приведение ноги на блоке', '{cable adduction, приведение на блоке}',
   'hip_adduction', '{adductors}', '{}', '{cable_machine}', 'weight_reps', true),
  ('copenhagen_plank', 'Copenhagen plank', 'Копенгагенская планка', '{copenhagen, копенгаген}',
   'hip_adduction', '{adductors}', '{obliques}', '{bench}', 'time', true),

  ('cable_knee_drive', 'Cable knee drive', 'Подъём колена на нижнем блоке', '{cable hip flexion, колено на блоке}',
   'hip_flexion', '{hip_flexors}', '{abs}', '{cable_machine}', 'weight_reps', true),
  ('band_hip_march', 'Band hip march', 'Марш лёжа с резинкой на стопах', '{psoas march, марш с резинкой}',
   'hip_flexion', '{hip_flexors}', '{abs, deep_core}', '{mini_band}', 'reps', true),
  ('seated_leg_lift', 'Seated straight-leg lift', 'Подъём прямой ноги сидя', '{seated leg raise, подъем ноги сидя}',
   'hip_flexion', '{hip_flexors}', '{quads}', '{no_equipment}', 'reps', true),

  ('standing_calf_raise', 'Machine standing calf raise', 'Подъём на носки стоя в тренажёре', '{calf raise, calves, икры, икры стоя}',
   'ankle', '{calves}', '{}', '{strength_machine}', 'weight_reps', false),
  ('seated_calf_raise', 'Seated calf raise', 'Подъём на носки сидя', '{seated calves, икры сидя}',
   'ankle', '{calves}', '{}', '{strength_machine}', 'weight_reps', false),
  ('leg_press_calf_raise', 'Leg press calf raise', 'Подъём на носки в жиме ногами', '{calf press, икры в платформе}',
   'ankle', '{calves}', '{}', '{strength_machine}', 'weight_reps', false),
  ('smith_calf_raise', 'Smith machine calf raise', 'Подъём на носки в Смите', '{smith calves, икры в смите}',
   'ankle', '{calves}', '{}', '{smith_machine}', 'weight_reps', false),
  ('dumbbell_calf_raise', 'Dumbbell calf raise', 'Подъём на носки с гантелями', '{db calf raise, икры с гантелями}',
   'ankle', '{calves}', '{}', '{dumbbell}', 'weight_reps', false),
  ('single_leg_calf_raise', 'Single-leg calf raise', 'Подъём на носок на одной ноге', '{one leg calf raise, икры на одной ноге}',
   'ankle', '{calves}', '{feet}', '{no_equipment}', 'reps', true),
  ('tibialis_raise', 'Tibialis raise', 'Подъём носков стоя у стены', '{tib raise, тибиалис}',
   'ankle', '{shins}', '{}', '{no_equipment}', 'reps', false),
  ('heel_walk', 'Heel walk', 'Ходьба на пятках', '{heel walks, на пятках}',
   'ankle', '{shins}', '{}', '{no_equipment}', 'distance', false)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_legs.sql

-- file: sql/training/settings_exercises_mobility.sql
-- training: stretches, mobility drills, self-massage and rehab basics. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('standing_quad_stretch', 'Standing quad stretch', 'Растяжка квадрицепса стоя', '{quad stretch, растяжка квадрицепса}',
   'stretch', '{quads}', '{hip_flexors}', '{no_equipment}', 'time', true),
  ('couch_stretch', 'Couch stretch', 'Растяжка квадрицепса коленом у стены', '{couch, кауч стретч}',
   'stretch', '{hip_flexors, quads}', '{}', '{no_equipment}', 'time', true),
  ('half_kneeling_hip_flexor_stretch', 'Half-kneeling hip flexor stretch', 'Растяжка сгибателей бедра на колене', '{hip flexor stretch, растяжка сгибателей бедра}',
   'stretch', '{hip_flexors}', '{quads}', '{no_equipment}', 'time', true),
  ('lying_hamstring_stretch', 'Lying hamstring stretch', 'Растяжка задней поверхности бедра лёжа', '{hamstring stretch, растяжка бицепса бедра}',
   'stretch', '{hamstrings}', '{calves}', '{resistance_band}', 'time', true),
  ('standing_forward_fold', 'Standing forward fold', 'Наклон к прямым ногам стоя', '{forward fold, toe touch, наклон к ногам}',
   'stretch', '{hamstrings}', '{lower_back, calves}', '{no_equipment}', 'time', false),
  ('pigeon_pose', 'Pigeon pose', 'Поза голубя', '{pigeon, голубь}',
   'stretch', '{glutes}', '{hip_flexors}', '{no_equipment}', 'time', true),
  ('figure_four_stretch', 'Figure-four stretch', 'Растяжка ягодиц лёжа «четвёрка»', '{figure 4, четверка, растяжка ягодиц}',
   'stretch', '{glutes}', '{abductors}', '{no_equipment}', 'time', true),
  ('frog_stretch', 'Frog stretch', 'Растяжка приводящих «лягушка»', '{frog pose, поза лягушки}',
   'stretch', '{adductors}', '{}', '{no_equipment}', 'time', false),
  ('butterfly_stretch', 'Seated butterfly stretch', 'Растяжка приводящих сидя «бабочка»', '{butterfly stretch, бабочка сидя}',
   'stretch', '{adductors}', '{}', '{no_equipment}', 'time', false),
  ('side_split', 'Side split', 'Поперечный шпагат', '{middle split, поперечный}',
   'stretch', '{adductors}', '{hamstrings}', '{no_equipment}', 'time', false),
  ('front_split', 'Front split', 'Продольный шпагат', '{splits, шпагат, продольный}',
   'stretch', '{hamstrings, hip_flexors}', '{adductors}', '{no_equipment}', 'time', true),
  ('deep_squat_hold', 'Deep squat hold', 'Удержание глубокого приседа', '{squat hold, глубокий присед}',
   'stretch', '{adductors, calves}', '{glutes, lower_back}', '{no_equipment}', 'time', false),
  ('wall_calf_stretch', 'Wall calf stretch', 'Растяжка икры у стены', '{calf stretch, растяжка икр}',
   'stretch', '{calves}', '{}', '{no_equipment}', 'time', true),
  ('childs_pose', 'Child''s pose', 'Поза ребёнка', '{child pose, ребенок}',
   'stretch', '{lower_back, lats}', '{}', '{no_equipment}', 'time', false),
  ('cobra_pose', 'Cobra pose', 'Поза кобры', '{cobra, кобра}',
   'stretch', '{abs}', '{hip_flexors}', '{no_equipment}', 'time', false),
  ('downward_dog', 'Downward dog', 'Собака мордой вниз', '{down dog, собака вниз}',
   'stretch', '{hamstrings, calves}', '{lats}', '{no_equipment}', 'time', false),
  ('doorway_chest_stretch', 'Doorway chest stretch', 'Растяжка груди в дверном проёме', '{pec stretch, растяжка груди}',
   'stretch', '{chest}', '{front_delts}', '{no_equipment}', 'time', false),
  ('lat_stretch', 'Standing lat stretch', 'Растяжка широчайших с опорой', '{lat stretch, растяжка широчайших}',
   'stretch', '{lats}', '{triceps}', '{no_equipment}', 'time', true),
  ('cross_body_shoulder_stretch', 'Cross-body shoulder stretch', 'Растяжка плеча рукой поперёк груди', '{shoulder stretch, растяжка плеч}',
   'stretch', '{rear_delts}', '{upper_back}', '{no_equipment}', 'time', true),
  ('overhead_triceps_stretch', 'Overhead triceps stretch', 'Растяжка трицепса за головой', '{tricep stretch, растяжка трицепса}',
   'stretch', '{triceps}', '{lats}', '{no_equipment}', 'time', true),
  ('wrist_flexor_stretch', 'Wrist flexor stretch', 'Растяжка сгибателей запястья', '{wrist stretch, растяжка предплечий}',
   'stretch', '{forearms}', '{}', '{no_equipment}', 'time', true),
  ('neck_side_stretch', 'Neck side stretch', 'Растяжка шеи в сторону', '{neck stretch, растяжка шеи}',
   'stretch', '{neck}', '{traps}', '{no_equipment}', 'time', true),

  ('cat_cow', 'Cat-cow', 'Кошка-корова', '{cat camel, кошка, кошечка}',
   'mobility_drill', '{lower_back}', '{abs, upper_back}', '{no_equipment}', 'reps', false),
  ('worlds_greatest_stretch', 'World''s greatest stretch', 'Выпад с разворотом корпуса и рукой вверх', '{wgs, spiderman lunge, выпад с разворотом}',
   'mobility_drill', '{hip_flexors}', '{hamstrings, upper_back, adductors}', '{no_equipment}', 'reps', true),
  ('inchworm', 'Inchworm', 'Гусеница', '{inchworms, ходьба руками}',
   'mobility_drill', '{hamstrings}', '{abs, front_delts}', '{no_equipment}', 'reps', false),
  ('open_book_rotation', 'Open book rotation', 'Раскрытие грудного отдела лёжа на боку', '{open book, раскрытая книга}',
   'mobility_drill', '{upper_back}', '{chest}', '{no_equipment}', 'reps', true),
  ('foam_roller_thoracic_extension', 'Foam roller thoracic extension', 'Разгибание грудного отдела на ролле', '{thoracic extension, грудной отдел на ролле}',
   'mobility_drill', '{upper_back}', '{chest}', '{foam_roller}', 'reps', false),
  ('hip_90_90', '90/90 hip switch', 'Переходы 90/90 сидя', '{90 90, hip switches}',
   'mobility_drill', '{abductors}', '{glutes, adductors}', '{no_equipment}', 'reps', false),
  ('hip_circle', 'Standing hip circle', 'Круги бедром стоя', '{hip cars, круги бедром}',
   'mobility_drill', '{abductors}', '{hip_flexors, glutes}', '{no_equipment}', 'reps', true),
  ('leg_swing', 'Leg swing', 'Махи ногой вперёд и назад', '{leg swings, махи ногой}',
   'mobility_drill', '{hip_flexors, hamstrings}', '{glutes}', '{no_equipment}', 'reps', true),
  ('knee_to_wall', 'Knee-to-wall ankle drill', 'Колено к стене для голеностопа', '{ankle mobility, колено к стене}',
   'mobility_drill', '{calves}', '{shins}', '{no_equipment}', 'reps', true),
  ('shoulder_pass_through', 'Shoulder pass-through', 'Выкруты плеч с резиной', '{shoulder dislocates, выкруты}',
   'mobility_drill', '{rotator_cuff}', '{chest, rear_delts}', '{resistance_band}', 'reps', false),
  ('arm_circle', 'Arm circle', 'Вращения прямыми руками', '{arm circles, вращения руками}',
   'mobility_drill', '{rotator_cuff}', '{side_delts}', '{no_equipment}', 'reps', false),
  ('jefferson_curl', 'Jefferson curl', 'Скручивание Джефферсона вниз', '{jefferson, джефферсон}',
   'mobility_drill', '{hamstrings, lower_back}', '{upper_back}', '{dumbbell, box}', 'weight_reps', false),

  ('foam_roll_thigh', 'Foam rolling, thighs', 'Раскатка бёдер на ролле', '{foam roll quads, раскатка бедер}',
   'self_massage', '{quads}', '{adductors}', '{foam_roller}', 'time', false),
  ('foam_roll_back', 'Foam rolling, upper back', 'Раскатка верха спины на ролле', '{foam roll back, раскатка спины}',
   'self_massage', '{upper_back}', '{lats}', '{foam_roller}', 'time', false),
  ('foam_roll_calf', 'Foam rolling, calves', 'Раскатка икр на ролле', '{foam roll calves, раскатка икр}',
   'self_massage', '{calves}', '{}', '{foam_roller}', 'time', true),
  ('foot_ball_roll', 'Foot roll on a ball', 'Раскатка стопы на мяче', '{plantar roll, раскатка стопы}',
   'self_massage', '{feet}', '{}', '{no_equipment}', 'time', true),

  ('band_external_rotation', 'Band external rotation', 'Наружная ротация плеча с резиной', '{external rotation, наружная ротация}',
   'rehab', '{rotator_cuff}', '{rear_delts}', '{resistance_band}', 'reps', true),
  ('band_internal_rotation', 'Band internal rotation', 'Внутренняя ротация плеча с резиной', '{internal rotation, внутренняя ротация}',
   'rehab', '{rotator_cuff}', '{chest}', '{resistance_band}', 'reps', true),
  ('cable_external_rotation', 'Cable external rotation', 'Наружная ротация плеча на блоке', '{cable rotator cuff, ротация на блоке}',
   'rehab', '{rotator_cuff}', '{rear_delts}', '{cable_machine}', 'weight_reps', true),
  ('shoulder_pendulum', 'Shoulder pendulum', 'Маятник рукой в наклоне', '{codman pendulum, маятник плечом}',
   'rehab', '{rotator_cuff}', '{}', '{no_equipment}', 'time', true),
  ('wall_slide', 'Wall slide', 'Скольжение руками по стене', '{wall slides, wall angels, ангел у стены}',
   'rehab', '{upper_back}', '{rotator_cuff, traps}', '{no_equipment}', 'reps', false),
  ('prone_y_raise', 'Prone Y raise', 'Подъём рук буквой Y лёжа на животе', '{y raise, ytw}',
   'rehab', '{upper_back}', '{rear_delts, rotator_cuff}', '{no_equipment}', 'reps', false),
  ('scapular_push_up', 'Scapular push-up', 'Лопаточные отжимания', '{scap push up, отжимания лопатками}',
   'rehab', '{upper_back}', '{chest}', '{no_equipment}', 'reps', false),
  ('chin_tuck', 'Chin tuck', 'Втягивание подбородка', '{chin tucks, подбородок назад}',
   'rehab', '{neck}', '{}', '{no_equipment}', 'reps', false),
  ('neck_isometric_hold', 'Isometric neck hold', 'Изометрия шеи с сопротивлением ладони', '{neck isometric, изометрия шеи}',
   'rehab', '{neck}', '{}', '{no_equipment}', 'time', true),
  ('diaphragmatic_breathing', 'Diaphragmatic breathing', 'Диафрагмальное дыхание', '{belly breathing, дыхание животом}',
   'rehab', '{deep_core}', '{}', '{no_equipment}', 'time', false),
  ('pelvic_tilt', 'Pelvic tilt', 'Наклоны таза лёжа', '{pelvic tilts, подкручивание таза}',
   'rehab', '{deep_core}', '{abs, glutes}', '{no_equipment}', 'reps', false),
  ('prone_press_up', 'Prone press-up', 'Разгибание спины на руках лёжа', '{mckenzie extension, маккензи}',
   'rehab', '{lower_back}', '{}', '{no_equipment}', 'reps', false),
  ('mcgill_curl_up', 'McGill curl-up', 'Скручивание Макгилла', '{mcgill, макгилл}',
   'rehab', '{abs}', '{deep_core}', '{no_equipment}', 'reps', true),
  ('quad_set', 'Quad set', 'Изометрическое напряжение квадрицепса', '{quad sets, изометрия бедра}',
   'rehab', '{quads}', '{}', '{no_equipment}', 'time', true),
  ('straight_leg_raise', 'Lying straight-leg raise', 'Подъём прямой ноги лёжа на спине', '{slr, подъем прямой ноги}',
   'rehab', '{quads, hip_flexors}', '{}', '{no_equipment}', 'reps', true),
  ('heel_slide', 'Heel slide', 'Скольжение пяткой лёжа', '{heel slides, пятка к ягодице}',
   'rehab', '{hamstrings}', '{hip_flexors}', '{no_equipment}', 'reps', true),
  ('terminal_knee_extension', 'Terminal knee extension', 'Доразгибание колена с резиной', '{tke, доразгибание}',
   'rehab', '{quads}', '{}', '{resistance_band}', 'reps', true),
  ('spanish_squat', 'Spanish squat hold', 'Испанский присед с резиной', '{spanish squats, испанский присед}',
   'rehab', '{quads}', '{glutes}', '{resistance_band}', 'time', false),
  ('step_down', 'Step-down', 'Спуск с тумбы на одной ноге', '{step downs, спуск с тумбы}',
   'rehab', '{quads}', '{abductors, glutes}', '{box}', 'reps', true),
  ('ball_squeeze', 'Adductor ball squeeze', 'Сжатие мяча коленями', '{adductor squeeze, мяч между коленей}',
   'rehab', '{adductors}', '{}', '{medicine_ball}', 'time', false),
  ('eccentric_heel_drop', 'Eccentric heel drop', 'Медленное опускание пятки с края', '{heel drops, опускание пятки}',
   'rehab', '{calves}', '{feet}', '{box}', 'reps', true),
  ('band_ankle_dorsiflexion', 'Band ankle dorsiflexion', 'Тяга стопы на себя с резиной', '{dorsiflexion, стопа на себя}',
   'rehab', '{shins}', '{}', '{resistance_band}', 'reps', true),
  ('band_ankle_eversion', 'Band ankle eversion', 'Отведение стопы наружу с резиной', '{ankle eversion, стопа наружу}',
   'rehab', '{shins}', '{feet}', '{resistance_band}', 'reps', true),
  ('short_foot', 'Short foot', 'Короткая стопа', '{foot doming, свод стопы}',
   'rehab', '{feet}', '{}', '{no_equipment}', 'time', true),
  ('towel_curl', 'Toe towel curl', 'Собирание полотенца пальцами ног', '{towel scrunch, полотенце пальцами}',
   'rehab', '{feet}', '{}', '{no_equipment}', 'reps', true),
  ('single_leg_balance', 'Single-leg balance', 'Баланс на одной ноге', '{balance, баланс}',
   'rehab', '{abductors, feet}', '{calves}', '{no_equipment}', 'time', true)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_mobility.sql

-- file: sql/training/settings_exercises_power.sql
-- training: Olympic lifts, kettlebell lifts, jumps, throws, carries and sleds. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('snatch', 'Snatch', 'Рывок штанги', '{full snatch, рывок, рывок в сед}',
   'olympic_lift', '{glutes, quads, upper_back}', '{hamstrings, traps, side_delts}', '{barbell}', 'weight_reps', false),
  ('power_snatch', 'Power snatch', 'Рывок штанги в стойку', '{силовой рывок, рывок в стойку}',
   'olympic_lift', '{glutes, hamstrings, upper_back}', '{traps, quads, side_delts}', '{barbell}', 'weight_reps', false),
  ('hang_power_snatch', 'Hang power snatch', 'Рывок в стойку с виса', '{hang snatch, рывок с виса}',
   'olympic_lift', '{glutes, hamstrings, upper_back}', '{traps, side_delts}', '{barbell}', 'weight_reps', false),
  ('snatch_pull', 'Snatch pull', 'Рывковая тяга', '{snatch pulls, тяга рывковая}',
   'olympic_lift', '{glutes, hamstrings}', '{traps, upper_back, lower_back}', '{barbell}', 'weight_reps', false),
  ('clean', 'Clean', 'Взятие штанги на грудь в сед', '{squat clean, подъем на грудь в сед}',
   'olympic_lift', '{quads, glutes}', '{traps, upper_back, hamstrings}', '{barbell}', 'weight_reps', false),
  ('power_clean', 'Power clean', 'Взятие штанги на грудь в стойку', '{power cleans, взятие на грудь, взятие}',
   'olympic_lift', '{glutes, hamstrings, quads}', '{traps, upper_back}', '{barbell}', 'weight_reps', false),
  ('hang_power_clean', 'Hang power clean', 'Взятие на грудь с виса', '{hang clean, взятие с виса}',
   'olympic_lift', '{glutes, hamstrings}', '{traps, upper_back, quads}', '{barbell}', 'weight_reps', false),
  ('clean_pull', 'Clean pull', 'Толчковая тяга', '{clean pulls, тяга толчковая}',
   'olympic_lift', '{glutes, hamstrings}', '{traps, upper_back, lower_back}', '{barbell}', 'weight_reps', false),
  ('clean_and_jerk', 'Clean and jerk', 'Толчок штанги', '{c&j, толчок, взятие и толчок}',
   'olympic_lift', '{quads, glutes, front_delts}', '{traps, triceps, hamstrings}', '{barbell}', 'weight_reps', false),
  ('split_jerk', 'Split jerk', 'Толчок с груди в ножницы', '{jerk, толчок с груди}',
   'olympic_lift', '{front_delts, quads}', '{triceps, glutes}', '{barbell, squat_rack}', 'weight_reps', false),
  ('push_jerk', 'Push jerk', 'Толчковый швунг', '{power jerk, швунг толчковый}',
   'olympic_lift', '{front_delts, quads}', '{triceps, glutes}', '{barbell, squat_rack}', 'weight_reps', false),
  ('dumbbell_snatch', 'Single-arm dumbbell snatch', 'Рывок гантели одной рукой', '{db snatch, рывок гантели}',
   'olympic_lift', '{glutes, hamstrings}', '{traps, side_delts, quads}', '{dumbbell}', 'weight_reps', true),

  ('barbell_thruster', 'Barbell thruster', 'Трастеры со штангой', '{thruster, thrusters, трастеры, выбросы}',
   'squat', '{quads, front_delts}', '{glutes, triceps}', '{barbell}', 'weight_reps', false),
  ('dumbbell_thruster', 'Dumbbell thruster', 'Трастеры с гантелями', '{db thruster, выбросы с гантелями}',
   'squat', '{quads, front_delts}', '{glutes, triceps}', '{dumbbell}', 'weight_reps', false),

  ('kettlebell_swing', 'Kettlebell swing', 'Махи гирей двумя руками', '{kb swing, swings, махи гирей, свинг}',
   'kettlebell_lift', '{glutes, hamstrings}', '{lower_back, forearms}', '{kettlebell}', 'weight_reps', false),
  ('single_arm_kettlebell_swing', 'Single-arm kettlebell swing', 'Махи гирей одной рукой', '{one arm swing, свинг одной рукой}',
   'kettlebell_lift', '{glutes, hamstrings}', '{obliques, forearms, lower_back}', '{kettlebell}', 'weight_reps', true),
  ('kettlebell_clean', 'Kettlebell clean', 'Взятие гири на грудь', '{kb clean, гиря на грудь}',
   'kettlebell_lift', '{glutes, hamstrings}', '{biceps, forearms, upper_back}', '{kettlebell}', 'weight_reps', true),
  ('kettlebell_snatch', 'Kettlebell snatch', 'Рывок гири', '{kb snatch, рывок гирей}',
   'kettlebell_lift', '{glutes, hamstrings}', '{traps, side_delts, forearms}', '{kettlebell}', 'weight_reps', true),
  ('kettlebell_jerk', 'Double kettlebell jerk', 'Толчок двух гирь', '{kb jerk, толчок гирь}',
   'kettlebell_lift', '{quads, front_delts}', '{triceps, glutes}', '{kettlebell}', 'weight_reps', false),
  ('kettlebell_long_cycle', 'Kettlebell long cycle', 'Толчок гирь по длинному циклу', '{long cycle, длинный цикл}',
   'kettlebell_lift', '{glutes, front_delts}', '{quads, hamstrings, triceps, forearms}', '{kettlebell}', 'weight_reps', false),

  ('sandbag_to_shoulder', 'Sandbag to shoulder', 'Взятие сэндбэга на плечо', '{sandbag shouldering, мешок на плечо}',
   'hinge', '{glutes, hamstrings}', '{upper_back, lower_back, biceps}', '{sandbag}', 'weight_reps', false),

  ('box_jump', 'Box jump', 'Прыжки на тумбу', '{box jumps, запрыгивания}',
   'jump', '{quads, glutes}', '{calves, hamstrings}', '{box}', 'reps', false),
  ('depth_jump', 'Depth jump', 'Прыжок в глубину', '{drop jump, спрыгивание с выпрыгиванием}',
   'jump', '{quads, calves}', '{glutes}', '{box}', 'reps', false),
  ('broad_jump', 'Broad jump', 'Прыжок в длину с места', '{standing long jump, прыжок в длину}',
   'jump', '{glutes, quads}', '{hamstrings, calves}', '{no_equipment}', 'reps', false),
  ('squat_jump', 'Squat jump', 'Выпрыгивания из приседа', '{jump squat, выпрыгивания}',
   'jump', '{quads, glutes}', '{calves}', '{no_equipment}', 'reps', false),
  ('jump_lunge', 'Jump lunge', 'Выпады с прыжком', '{jumping lunges, прыжковые выпады}',
   'jump', '{quads, glutes}', '{calves, hamstrings}', '{no_equipment}', 'reps', false),
  ('tuck_jump', 'Tuck jump', 'Прыжки с подтягиванием коленей', '{tuck jumps, прыжки колени к груди}',
   'jump', '{quads, calves}', '{hip_flexors, glutes}', '{no_equipment}', 'reps', false),
  ('skater_jump', 'Skater jump', 'Прыжки конькобежца', '{skaters, конькобежец}',
   'jump', '{glutes, abductors}', '{quads, calves}', '{no_equipment}', 'reps', false),
  ('single_leg_hop', 'Single-leg hop', 'Прыжки на одной ноге', '{single leg hops, скачки на одной ноге}',
   'jump', '{calves, quads}', '{glutes, feet}', '{no_equipment}', 'reps', true),
  ('pogo_jump', 'Pogo jump', 'Прыжки на носках', '{pogo, pogos, подскоки}',
   'jump', '{calves}', '{feet}', '{no_equipment}', 'reps', false),

  ('medicine_ball_slam', 'Medicine ball slam', 'Броски медбола в пол', '{ball slam, slam ball, слэмы}',
   'throw', '{lats, abs}', '{triceps, front_delts}', '{medicine_ball}', 'weight_reps', false),
  ('wall_ball', 'Wall ball', 'Броски медбола в стену из приседа', '{wall balls, волболы, уолл болы}',
   'throw', '{quads, front_delts}', '{glutes, triceps}', '{medicine_ball}', 'weight_reps', false),
  ('medicine_ball_chest_pass', 'Medicine ball chest pass', 'Бросок медбола от груди', '{chest pass, бросок от груди}',
   'throw', '{chest}', '{triceps, front_delts}', '{medicine_ball}', 'weight_reps', false),
  ('rotational_medicine_ball_throw', 'Rotational medicine ball throw', 'Бросок медбола с поворотом', '{side throw, бросок сбоку}',
   'throw', '{obliques}', '{glutes, abs}', '{medicine_ball}', 'weight_reps', true),

  ('farmers_walk', 'Farmer''s walk', 'Прогулка фермера', '{farmer carry, farmers carry, фермер, фермерка}',
   'carry', '{forearms, traps}', '{abs, glutes}', '{dumbbell}', 'distance', false),
  ('trap_bar_carry', 'Trap bar carry', 'Проходка с трэп-грифом', '{hex bar carry, фермер с ромбом}',
   'carry', '{forearms, traps}', '{abs, glutes}', '{trap_bar}', 'distance', false),
  ('suitcase_carry', 'Suitcase carry', 'Проходка с гирей в одной руке', '{suitcase walk, проходка чемодан}',
   'carry', '{obliques, forearms}', '{traps, abductors}', '{kettlebell}', 'distance', true),
  ('front_rack_carry', 'Front rack carry', 'Проходка с гирями на груди', '{rack carry, гири на груди}',
   'carry', '{abs, upper_back}', '{quads, biceps}', '{kettlebell}', 'distance', false),
  ('overhead_carry', 'Overhead carry', 'Проходка с весом над головой', '{overhead walk, проходка над головой}',
   'carry', '{front_delts, traps}', '{abs, triceps}', '{dumbbell}', 'distance', false),
  ('waiter_carry', 'Waiter carry', 'Проходка «официант» с гирей', '{waiter walk, официант}',
   'carry', '{front_delts, rotator_cuff}', '{obliques, traps}', '{kettlebell}', 'distance', true),
  ('sandbag_carry', 'Sandbag bear hug carry', 'Проходка с сэндбэгом в обхват', '{bear hug carry, мешок в обхват}',
   'carry', '{upper_back, abs}', '{glutes, biceps, lower_back}', '{sandbag}', 'distance', false),
  ('sled_push', 'Sled push', 'Толкание саней', '{prowler, сани}',
   'carry', '{quads, glutes}', '{calves, hamstrings}', '{sled}', 'distance', false),
  ('sled_drag', 'Backward sled drag', 'Тяга саней спиной вперёд', '{sled pull, сани назад}',
   'carry', '{quads}', '{calves, glutes}', '{sled}', 'distance', false)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_power.sql

-- file: sql/training/settings_exercises_pull.sql
-- training: exercises that pull: back, rear delts, biceps, grip, neck. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('pull_up', 'Pull-up', 'Подтягивания прямым хватом', '{pullup, pull ups, подтягивания, подтяги, турник}',
   'vertical_pull', '{lats}', '{upper_back, biceps, forearms}', '{pull_up_bar}', 'reps', false),
  ('chin_up', 'Chin-up', 'Подтягивания обратным хватом', '{chinup, chin ups, подтяги обратным}',
   'vertical_pull', '{lats, biceps}', '{upper_back, forearms}', '{pull_up_bar}', 'reps', false),
  ('neutral_grip_pull_up', 'Neutral-grip pull-up', 'Подтягивания параллельным хватом', '{neutral pull up, подтяги параллельным}',
   'vertical_pull', '{lats}', '{biceps, upper_back, forearms}', '{pull_up_bar}', 'reps', false),
  ('weighted_pull_up', 'Weighted pull-up', 'Подтягивания с весом', '{weighted pull ups, подтяги с весом}',
   'vertical_pull', '{lats}', '{upper_back, biceps, forearms}', '{pull_up_bar, weight_belt}', 'weight_reps', false),
  ('assisted_pull_up', 'Machine-assisted pull-up', 'Подтягивания в гравитроне', '{assisted pull ups, гравитрон}',
   'vertical_pull', '{lats}', '{upper_back, biceps}', '{strength_machine}', 'weight_reps', false),
  ('band_assisted_pull_up', 'Band-assisted pull-up', 'Подтягивания с резиной', '{banded pull up, подтяги с резиной}',
   'vertical_pull', '{lats}', '{upper_back, biceps}', '{pull_up_bar, resistance_band}', 'reps', false),
  ('negative_pull_up', 'Negative pull-up', 'Негативные подтягивания', '{eccentric pull up, негативы, негативы на турнике}',
   'vertical_pull', '{lats}', '{upper_back, biceps, forearms}', '{pull_up_bar}', 'reps', false),
  ('scapular_pull_up', 'Scapular pull-up', 'Лопаточные подтягивания', '{scap pull up, лопатки на турнике}',
   'vertical_pull', '{upper_back}', '{lats, forearms}', '{pull_up_bar}', 'reps', false),
  ('muscle_up', 'Muscle-up', 'Выход силой на две руки', '{muscle ups, выход силой, выход на две}',
   'vertical_pull', '{lats}', '{chest, triceps, biceps, upper_back}', '{pull_up_bar}', 'reps', false),
  ('lat_pulldown', 'Lat pulldown', 'Тяга верхнего блока', '{pulldown, lat pull down, верхний блок, тяга верхнего блока к груди}',
   'vertical_pull', '{lats}', '{upper_back, biceps}', '{cable_machine}', 'weight_reps', false),
  ('close_grip_lat_pulldown', 'Close-grip lat pulldown', 'Тяга верхнего блока узким хватом', '{v bar pulldown, верхний блок узким}',
   'vertical_pull', '{lats}', '{biceps, upper_back}', '{cable_machine}', 'weight_reps', false),
  ('reverse_grip_lat_pulldown', 'Reverse-grip lat pulldown', 'Тяга верхнего блока обратным хватом', '{underhand pulldown, верхний блок обратным}',
   'vertical_pull', '{lats}', '{biceps, upper_back}', '{cable_machine}', 'weight_reps', false),
  ('single_arm_lat_pulldown', 'Single-arm lat pulldown', 'Тяга верхнего блока одной рукой', '{one arm pulldown, верхний блок одной рукой}',
   'vertical_pull', '{lats}', '{biceps, upper_back}', '{cable_machine}', 'weight_reps', true),
  ('machine_pulldown', 'Machine pulldown', 'Вертикальная тяга в тренажёре', '{hammer pulldown, вертикальная тяга, хаммер сверху}',
   'vertical_pull', '{lats}', '{upper_back, biceps}', '{strength_machine}', 'weight_reps', false),
  ('band_pulldown', 'Band pulldown', 'Вертикальная тяга с резиной', '{banded pulldown, тяга резины сверху}',
   'vertical_pull', '{lats}', '{upper_back, biceps}', '{resistance_band}', 'reps', false),

  ('barbell_row', 'Barbell row', 'Тяга штанги в наклоне', '{bent over row, bb row, тяга в наклоне}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts, lower_back}', '{barbell}', 'weight_reps', false),
  ('underhand_barbell_row', 'Underhand barbell row', 'Тяга штанги в наклоне обратным хватом', '{yates row, тяга йейтса}',
   'horizontal_pull', '{lats}', '{biceps, upper_back, lower_back}', '{barbell}', 'weight_reps', false),
  ('pendlay_row', 'Pendlay row', 'Тяга Пендли', '{pendlay, пендли, тяга пендлея}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts, lower_back}', '{barbell}', 'weight_reps', false),
  ('seal_row', 'Seal row', 'Тяга штанги лёжа на высокой скамье', '{сил роу, тяга лежа}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts}', '{barbell, bench}', 'weight_reps', false),
  ('t_bar_row', 'T-bar row', 'Тяга Т-грифа', '{t bar, т гриф, тяга т грифа}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts, lower_back}', '{barbell, landmine}', 'weight_reps', false),
  ('meadows_row', 'Meadows row', 'Тяга Медоуза', '{meadows, медоуз}',
   'horizontal_pull', '{lats}', '{upper_back, rear_delts, biceps}', '{barbell, landmine}', 'weight_reps', true),
  ('dumbbell_row', 'Bent-over dumbbell row', 'Тяга гантелей в наклоне', '{bent over db row, тяга двух гантелей}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts, lower_back}', '{dumbbell}', 'weight_reps', false),
  ('single_arm_dumbbell_row', 'Single-arm dumbbell row', 'Тяга гантели одной рукой', '{one arm row, db row, тяга гантели, тяга гантели к поясу}',
   'horizontal_pull', '{lats}', '{upper_back, biceps, rear_delts}', '{dumbbell, bench}', 'weight_reps', true),
  ('chest_supported_dumbbell_row', 'Chest-supported dumbbell row', 'Тяга гантелей лёжа на наклонной скамье', '{chest supported row, тяга гантелей с упором}',
   'horizontal_pull', '{upper_back}', '{lats, rear_delts, biceps}', '{dumbbell, bench}', 'weight_reps', false),
  ('kettlebell_row', 'Kettlebell row', 'Тяга гири в наклоне', '{kb row, тяга гири}',
   'horizontal_pull', '{lats}', '{upper_back, biceps, rear_delts}', '{kettlebell}', 'weight_reps', true),
  ('renegade_row', 'Renegade row', 'Тяга гантелей в упоре лёжа', '{renegade, ренегат, тяга ренегата}',
   'horizontal_pull', '{upper_back}', '{lats, abs, obliques, biceps}', '{dumbbell}', 'weight_reps', true),
  ('seated_cable_row', 'Seated cable row', 'Тяга нижнего блока сидя', '{cable row, seated row, нижний блок, тяга к поясу, тяга горизонтального блока}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts}', '{cable_machine}', 'weight_reps', false),
  ('wide_grip_cable_row', 'Wide-grip seated cable row', 'Тяга нижнего блока широким хватом', '{wide cable row, нижний блок широким}',
   'horizontal_pull', '{upper_back}', '{rear_delts, lats, biceps}', '{cable_machine}', 'weight_reps', false),
  ('single_arm_cable_row', 'Single-arm cable row', 'Тяга нижнего блока одной рукой', '{one arm cable row, нижний блок одной рукой}',
   'horizontal_pull', '{lats}', '{upper_back, biceps}', '{cable_machine}', 'weight_reps', true),
  ('machine_row', 'Machine row', 'Горизонтальная тяга в тренажёре', '{hammer row, рычажная тяга, тяга в хаммере}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts}', '{strength_machine}', 'weight_reps', false),
  ('inverted_row', 'Inverted row', 'Австралийские подтягивания', '{bodyweight row, австралийки, горизонтальные подтягивания}',
   'horizontal_pull', '{upper_back}', '{lats, biceps, rear_delts}', '{pull_up_bar}', 'reps', false),
  ('ring_row', 'Ring row', 'Горизонтальные подтягивания на кольцах', '{ring rows, тяга на кольцах}',
   'horizontal_pull', '{upper_back}', '{lats, biceps, rear_delts}', '{gymnastic_rings}', 'reps', false),
  ('suspension_row', 'Suspension row', 'Тяга к груди в петлях', '{trx row, тяга trx}',
   'horizontal_pull', '{upper_back}', '{lats, biceps, rear_delts}', '{suspension_trainer}', 'reps', false),
  ('band_row', 'Band row', 'Горизонтальная тяга с резиной', '{banded row, тяга резины к поясу}',
   'horizontal_pull', '{upper_back, lats}', '{biceps, rear_delts}', '{resistance_band}', 'reps', false),

  ('face_pull', 'Face pull', 'Тяга каната к лицу', '{facepull, фейспул, фейс пул, тяга к лицу}',
   'rear_fly', '{rear_delts}', '{upper_back, rotator_cuff}', '{cable_machine}', 'weight_reps', false),
  ('dumbbell_rear_delt_fly', 'Dumbbell rear delt fly', 'Махи гантелями в наклоне', '{rear delt raise, bent over fly, задняя дельта, махи в наклоне}',
   'rear_fly', '{rear_delts}', '{upper_back}', '{dumbbell}', 'weight_reps', false),
  ('reverse_pec_deck', 'Reverse pec deck', 'Обратная бабочка', '{rear delt machine, обратные разведения, задняя дельта в тренажере}',
   'rear_fly', '{rear_delts}', '{upper_back}', '{strength_machine}', 'weight_reps', false),
  ('cable_rear_delt_fly', 'Cable rear delt fly', 'Разведение рук назад в кроссовере', '{cable reverse fly, задняя дельта в кроссовере}',
   'rear_fly', '{rear_delts}', '{upper_back}', '{cable_machine}', 'weight_reps', false),
  ('band_pull_apart', 'Band pull-apart', 'Разведение резины перед собой', '{pull aparts, растягивание резины}',
   'rear_fly', '{rear_delts}', '{upper_back}', '{resistance_band}', 'reps', false),
  ('suspension_y_fly', 'Suspension Y fly', 'Разведение рук буквой Y в петлях', '{trx y fly, y в петлях}',
   'rear_fly', '{rear_delts, upper_back}', '{traps}', '{suspension_trainer}', 'reps', false),

  ('dumbbell_pullover', 'Dumbbell pullover', 'Пуловер с гантелью', '{pullover, пуловер, пулловер}',
   'shoulder_extension', '{lats}', '{chest, triceps}', '{dumbbell, bench}', 'weight_reps', false),
  ('straight_arm_pulldown', 'Straight-arm pulldown', 'Тяга верхнего блока прямыми руками', '{straight arm pushdown, пуловер на блоке}',
   'shoulder_extension', '{lats}', '{triceps, abs}', '{cable_machine}', 'weight_reps', false),
  ('machine_pullover', 'Machine pullover', 'Пуловер в тренажёре', '{pullover machine, тренажер пуловер}',
   'shoulder_extension', '{lats}', '{chest, triceps}', '{strength_machine}', 'weight_reps', false),

  ('barbell_shrug', 'Barbell shrug', 'Шраги со штангой', '{shrugs, шраги, трапеция}',
   'shrug', '{traps}', '{forearms, upper_back}', '{barbell}', 'weight_reps', false),
  ('dumbbell_shrug', 'Dumbbell shrug', 'Шраги с гантелями', '{db shrugs, гантели на трапецию}',
   'shrug', '{traps}', '{forearms}', '{dumbbell}', 'weight_reps', false),
  ('trap_bar_shrug', 'Trap bar shrug', 'Шраги с трэп-грифом', '{hex bar shrug, шраги с ромбом}',
   'shrug', '{traps}', '{forearms}', '{trap_bar}', 'weight_reps', false),
  ('smith_shrug', 'Smith machine shrug', 'Шраги в Смите', '{smith shrugs, смит на трапецию}',
   'shrug', '{traps}', '{forearms}', '{smith_machine}', 'weight_reps', false),

  ('barbell_curl', 'Barbell curl', 'Подъём штанги на бицепс', '{bb curl, bicep curl, biceps curl, бицепс, бицуха, штанга на бицепс}',
   'elbow_flexion', '{biceps}', '{forearms}', '{barbell}', 'weight_reps', false),
  ('ez_bar_curl', 'EZ-bar curl', 'Подъём EZ-штанги на бицепс', '{ez curl, кривой гриф, z гриф}',
   'elbow_flexion', '{biceps}', '{forearms}', '{ez_bar}', 'weight_reps', false),
  ('dumbbell_curl', 'Dumbbell curl', 'Подъём гантелей на бицепс', '{db curl, гантели на бицепс}',
   'elbow_flexion', '{biceps}', '{forearms}', '{dumbbell}', 'weight_reps', false),
  ('incline_dumbbell_curl', 'Incline dumbbell curl', 'Подъём гантелей на бицепс на наклонной скамье', '{incline curl, бицепс на наклонной}',
   'elbow_flexion', '{biceps}', '{forearms}', '{dumbbell, bench}', 'weight_reps', false),
  ('hammer_curl', 'Hammer curl', 'Сгибание рук с гантелями «молот»', '{hammer, hammers, молотки, молот}',
   'elbow_flexion', '{biceps, forearms}', '{}', '{dumbbell}', 'weight_reps', false),
  ('rope_hammer_curl', 'Rope hammer curl', 'Молотки с канатом на нижнем блоке', '{cable hammer curl, канат на бицепс}',
   'elbow_flexion', '{biceps, forearms}', '{}', '{cable_machine}', 'weight_reps', false),
  ('concentration_curl', 'Concentration curl', 'Концентрированный подъём на бицепс', '{concentrated curl, концентрированные сгибания}',
   'elbow_flexion', '{biceps}', '{forearms}', '{dumbbell, bench}', 'weight_reps', true),
  ('preacher_curl', 'Preacher curl', 'Подъём штанги на скамье Скотта', '{scott curl, скотт, скамья скотта}',
   'elbow_flexion', '{biceps}', '{forearms}', '{ez_bar, preacher_bench}', 'weight_reps', false),
  ('dumbbell_preacher_curl', 'Single-arm dumbbell preacher curl', 'Сгибание руки с гантелью на скамье Скотта', '{db preacher curl, скотт с гантелью}',
   'elbow_flexion', '{biceps}', '{forearms}', '{dumbbell, preacher_bench}', 'weight_reps', true),
  ('spider_curl', 'Spider curl', 'Паучьи сгибания на наклонной скамье', '{spider curls, паук на бицепс}',
   'elbow_flexion', '{biceps}', '{forearms}', '{dumbbell, bench}', 'weight_reps', false),
  ('cable_curl', 'Cable curl', 'Сгибание рук на нижнем блоке', '{cable biceps curl, бицепс на блоке}',
   'elbow_flexion', '{biceps}', '{forearms}', '{cable_machine}', 'weight_reps', false),
  ('bayesian_curl', 'Bayesian curl', 'Сгибание руки на блоке за спиной', '{bayesian, байесовские сгибания}',
   'elbow_flexion', '{biceps}', '{forearms}', '{cable_machine}', 'weight_reps', true),
  ('machine_curl', 'Machine biceps curl', 'Сгибание рук в тренажёре', '{bicep machine, тренажер на бицепс}',
   'elbow_flexion', '{biceps}', '{forearms}', '{strength_machine}', 'weight_reps', false),
  ('band_curl', 'Band curl', 'Сгибание рук с резиной', '{banded curl, бицепс с резиной}',
   'elbow_flexion', '{biceps}', '{forearms}', '{resistance_band}', 'reps', false),
  ('suspension_curl', 'Suspension curl', 'Сгибание рук в петлях', '{trx curl, бицепс на петлях}',
   'elbow_flexion', '{biceps}', '{forearms, abs}', '{suspension_trainer}', 'reps', false),
  ('reverse_curl', 'Reverse curl', 'Подъём штанги на бицепс обратным хватом', '{reverse curls, бицепс хватом сверху}',
   'elbow_flexion', '{forearms}', '{biceps}', '{barbell}', 'weight_reps', false),
  ('zottman_curl', 'Zottman curl', 'Сгибания Зоттмана', '{zottman, зоттман}',
   'elbow_flexion', '{biceps, forearms}', '{}', '{dumbbell}', 'weight_reps', false),

  ('wrist_curl', 'Barbell wrist curl', 'Сгибание запястий со штангой', '{wrist curls, сгибание кистей}',
   'grip', '{forearms}', '{}', '{barbell, bench}', 'weight_reps', false),
  ('reverse_wrist_curl', 'Reverse wrist curl', 'Разгибание запястий со штангой', '{wrist extension, разгибание кистей}',
   'grip', '{forearms}', '{}', '{barbell, bench}', 'weight_reps', false),
  ('dead_hang', 'Dead hang', 'Вис на турнике', '{bar hang, вис, висы}',
   'grip', '{forearms}', '{lats, upper_back}', '{pull_up_bar}', 'time', false),
  ('plate_pinch', 'Plate pinch hold', 'Удержание диска щипком', '{pinch grip, щипок}',
   'grip', '{forearms}', '{}', '{plate}', 'time', false),
  ('gripper_squeeze', 'Hand gripper squeeze', 'Сжатие кистевого эспандера', '{gripper, эспандер}',
   'grip', '{forearms}', '{}', '{hand_gripper}', 'reps', true),

  ('neck_flexion', 'Plate neck flexion', 'Сгибание шеи с диском лёжа', '{neck curl, шея с блином}',
   'neck_movement', '{neck}', '{}', '{plate, bench}', 'weight_reps', false),
  ('neck_extension', 'Plate neck extension', 'Разгибание шеи с диском лёжа', '{neck extensions, шея назад}',
   'neck_movement', '{neck}', '{traps}', '{plate, bench}', 'weight_reps', false),
  ('band_neck_side_flexion', 'Band neck side flexion', 'Боковое сгибание шеи с резиной', '{banded neck, шея с резиной}',
   'neck_movement', '{neck}', '{}', '{resistance_band}', 'reps', true)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_pull.sql

-- file: sql/training/settings_exercises_push.sql
-- training: exercises that press: chest, shoulders, triceps. Idempotent.

insert into public.exercises
  (slug, name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, kind, unilateral)
values
  ('barbell_bench_press', 'Barbell bench press', 'Жим штанги лёжа', '{bench, bench press, жим, жим лежа}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{barbell, bench}', 'weight_reps', false),
  ('paused_bench_press', 'Paused bench press', 'Жим лёжа с паузой', '{pause bench, жим с паузой}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{barbell, bench}', 'weight_reps', false),
  ('incline_barbell_bench_press', 'Incline barbell bench press', 'Жим штанги на наклонной скамье', '{incline bench, incline press, наклонный жим, жим под углом}',
   'horizontal_push', '{chest, front_delts}', '{triceps}', '{barbell, bench}', 'weight_reps', false),
  ('decline_barbell_bench_press', 'Decline barbell bench press', 'Жим штанги на скамье с обратным наклоном', '{decline bench, жим вниз головой}',
   'horizontal_push', '{chest}', '{triceps, front_delts}', '{barbell, bench}', 'weight_reps', false),
  ('close_grip_bench_press', 'Close-grip bench press', 'Жим лёжа узким хватом', '{cgbp, close grip bench, узкий жим, жим узким}',
   'horizontal_push', '{triceps}', '{chest, front_delts}', '{barbell, bench}', 'weight_reps', false),
  ('barbell_floor_press', 'Barbell floor press', 'Жим штанги с пола', '{floor press, жим с пола}',
   'horizontal_push', '{triceps, chest}', '{front_delts}', '{barbell}', 'weight_reps', false),
  ('dumbbell_bench_press', 'Dumbbell bench press', 'Жим гантелей лёжа', '{db bench, dumbbell bench, жим гантелей, гантели лежа}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{dumbbell, bench}', 'weight_reps', false),
  ('incline_dumbbell_bench_press', 'Incline dumbbell bench press', 'Жим гантелей на наклонной скамье', '{incline db press, incline dumbbell press, жим гантелей под углом}',
   'horizontal_push', '{chest, front_delts}', '{triceps}', '{dumbbell, bench}', 'weight_reps', false),
  ('single_arm_dumbbell_bench_press', 'Single-arm dumbbell bench press', 'Жим гантели лёжа одной рукой', '{one arm db bench, жим одной гантели}',
   'horizontal_push', '{chest}', '{front_delts, triceps, obliques}', '{dumbbell, bench}', 'weight_reps', true),
  ('dumbbell_floor_press', 'Dumbbell floor press', 'Жим гантелей с пола', '{db floor press, гантели с пола}',
   'horizontal_push', '{chest, triceps}', '{front_delts}', '{dumbbell}', 'weight_reps', false),
  ('kettlebell_floor_press', 'Kettlebell floor press', 'Жим гири лёжа на полу', '{kb floor press, жим гири с пола}',
   'horizontal_push', '{chest, triceps}', '{front_delts}', '{kettlebell}', 'weight_reps', true),
  ('smith_bench_press', 'Smith machine bench press', 'Жим лёжа в Смите', '{smith bench, жим в смите, смит лежа}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{smith_machine, bench}', 'weight_reps', false),
  ('smith_incline_bench_press', 'Smith machine incline bench press', 'Жим на наклонной скамье в Смите', '{smith incline, смит под углом}',
   'horizontal_push', '{chest, front_delts}', '{triceps}', '{smith_machine, bench}', 'weight_reps', false),
  ('machine_chest_press', 'Machine chest press', 'Жим от груди в тренажёре', '{chest press, хаммер на грудь, жим в хаммере}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{strength_machine}', 'weight_reps', false),
  ('machine_incline_press', 'Machine incline press', 'Наклонный жим в тренажёре', '{incline machine press, хаммер на верх груди}',
   'horizontal_push', '{chest, front_delts}', '{triceps}', '{strength_machine}', 'weight_reps', false),
  ('cable_chest_press', 'Cable chest press', 'Жим от груди в кроссовере', '{cable press, жим на блоках}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{cable_machine}', 'weight_reps', false),
  ('band_chest_press', 'Band chest press', 'Жим от груди с резиной', '{banded chest press, жим с резиной}',
   'horizontal_push', '{chest}', '{front_delts, triceps}', '{resistance_band}', 'reps', false),
  ('push_up', 'Push-up', 'Отжимания от пола', '{pushup, push ups, отжимания, отжимашки}',
   'horizontal_push', '{chest}', '{triceps, front_delts, abs}', '{no_equipment}', 'reps', false),
  ('knee_push_up', 'Knee push-up', 'Отжимания с колен', '{kneeling push up, отжимания на коленях}',
   'horizontal_push', '{chest}', '{triceps, front_delts}', '{no_equipment}', 'reps', false),
  ('incline_push_up', 'Incline push-up', 'Отжимания с руками на возвышении', '{hands elevated push up, отжимания от скамьи, отжимания от опоры}',
   'horizontal_push', '{chest}', '{triceps, front_delts}', '{bench}', 'reps', false),
  ('decline_push_up', 'Decline push-up', 'Отжимания с ногами на возвышении', '{feet elevated push up, отжимания ноги на скамье}',
   'horizontal_push', '{chest, front_delts}', '{triceps, abs}', '{bench}', 'reps', false),
  ('diamond_push_up', 'Diamond push-up', 'Алмазные отжимания', '{close grip push up, отжимания узким хватом, узкие отжимания}',
   'horizontal_push', '{triceps}', '{chest, front_delts}', '{no_equipment}', 'reps', false),
  ('archer_push_up', 'Archer push-up', 'Отжимания лучника', '{archer push ups, лучник}',
   'horizontal_push', '{chest}', '{triceps, front_delts}', '{no_equipment}', 'reps', true),
  ('weighted_push_up', 'Weighted push-up', 'Отжимания от пола с весом', '{weighted push ups, отжимания с блином}',
   'horizontal_push', '{chest}', '{triceps, front_delts, abs}', '{plate}', 'weight_reps', false),
  ('ring_push_up', 'Ring push-up', 'Отжимания на кольцах', '{ring push ups, отжимания кольца}',
   'horizontal_push', '{chest}', '{triceps, front_delts, abs}', '{gymnastic_rings}', 'reps', false),
  ('suspension_push_up', 'Suspension push-up', 'Отжимания в петлях', '{trx push up, отжимания trx}',
   'horizontal_push', '{chest}', '{triceps, front_delts, abs}', '{suspension_trainer}', 'reps', false),
  ('dip', 'Dip', 'Отжимания на брусьях', '{dips, брусья, отжимания от брусьев}',
   'horizontal_push', '{chest, triceps}', '{front_delts}', '{dip_bars}', 'reps', false),
  ('weighted_dip', 'Weighted dip', 'Отжимания на брусьях с весом', '{weighted dips, брусья с весом}',
   'horizontal_push', '{chest, triceps}', '{front_delts}', '{dip_bars, weight_belt}', 'weight_reps', false),
  ('assisted_dip', 'Machine-assisted dip', 'Отжимания на брусьях в гравитроне', '{assisted dips, брусья в гравитроне}',
   'horizontal_push', '{chest, triceps}', '{front_delts}', '{strength_machine}', 'weight_reps', false),
  ('bench_dip', 'Bench dip', 'Обратные отжимания от скамьи', '{bench dips, обратные отжимания}',
   'horizontal_push', '{triceps}', '{chest, front_delts}', '{bench}', 'reps', false),
  ('ring_dip', 'Ring dip', 'Отжимания в упоре на кольцах', '{ring dips, брусья на кольцах}',
   'horizontal_push', '{chest, triceps}', '{front_delts, abs}', '{gymnastic_rings}', 'reps', false),
  ('plyo_push_up', 'Plyo push-up', 'Отжимания с хлопком', '{clap push up, взрывные отжимания}',
   'horizontal_push', '{chest}', '{triceps, front_delts}', '{no_equipment}', 'reps', false),

  ('dumbbell_fly', 'Dumbbell fly', 'Разводка гантелей лёжа', '{db fly, flyes, разводка, разводки}',
   'chest_fly', '{chest}', '{front_delts}', '{dumbbell, bench}', 'weight_reps', false),
  ('incline_dumbbell_fly', 'Incline dumbbell fly', 'Разводка гантелей на наклонной скамье', '{incline fly, разводка под углом}',
   'chest_fly', '{chest}', '{front_delts}', '{dumbbell, bench}', 'weight_reps', false),
  ('machine_fly', 'Machine chest fly', 'Сведение рук в тренажёре «бабочка»', '{pec deck, pec dec, бабочка, баттерфляй}',
   'chest_fly', '{chest}', '{front_delts}', '{strength_machine}', 'weight_reps', false),
  ('cable_crossover', 'Cable crossover', 'Сведение рук в кроссовере', '{cable fly, кроссовер, сведения}',
   'chest_fly', '{chest}', '{front_delts}', '{cable_machine}', 'weight_reps', false),
  ('low_to_high_cable_fly', 'Low-to-high cable fly', 'Сведение рук снизу вверх в кроссовере', '{low cable fly, кроссовер снизу}',
   'chest_fly', '{chest}', '{front_delts}', '{cable_machine}', 'weight_reps', false),

  ('overhead_press', 'Overhead press', 'Жим штанги стоя', '{ohp, military press, strict press, армейский жим, армейка, жим стоя}',
   'vertical_push', '{front_delts}', '{triceps, side_delts, abs}', '{barbell}', 'weight_reps', false),
  ('seated_barbell_press', 'Seated barbell press', 'Жим штанги сидя', '{seated ohp, жим сидя}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{barbell, bench}', 'weight_reps', false),
  ('behind_the_neck_press', 'Behind-the-neck press', 'Жим штанги из-за головы', '{btn press, жим из-за головы}',
   'vertical_push', '{front_delts, side_delts}', '{triceps}', '{barbell}', 'weight_reps', false),
  ('push_press', 'Push press', 'Жимовой швунг', '{швунг, швунг жимовой, пуш пресс}',
   'vertical_push', '{front_delts}', '{triceps, quads, side_delts}', '{barbell}', 'weight_reps', false),
  ('z_press', 'Z press', 'Жим штанги сидя на полу', '{зет жим, z жим}',
   'vertical_push', '{front_delts}', '{triceps, abs, side_delts}', '{barbell}', 'weight_reps', false),
  ('seated_dumbbell_press', 'Seated dumbbell press', 'Жим гантелей сидя', '{db shoulder press, shoulder press, гантели сидя, жим на плечи}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{dumbbell, bench}', 'weight_reps', false),
  ('standing_dumbbell_press', 'Standing dumbbell press', 'Жим гантелей стоя', '{db overhead press, гантели стоя}',
   'vertical_push', '{front_delts}', '{triceps, side_delts, abs}', '{dumbbell}', 'weight_reps', false),
  ('arnold_press', 'Arnold press', 'Жим Арнольда', '{arnold, арнольд}',
   'vertical_push', '{front_delts, side_delts}', '{triceps}', '{dumbbell, bench}', 'weight_reps', false),
  ('kettlebell_press', 'Kettlebell press', 'Жим гири стоя', '{kb press, жим гири}',
   'vertical_push', '{front_delts}', '{triceps, side_delts, obliques}', '{kettlebell}', 'weight_reps', true),
  ('bottoms_up_press', 'Bottoms-up kettlebell press', 'Жим гири дном вверх', '{bottoms up, гиря дном вверх}',
   'vertical_push', '{front_delts}', '{rotator_cuff, triceps, forearms}', '{kettlebell}', 'weight_reps', true),
  ('landmine_press', 'Landmine press', 'Жим лэндмайн одной рукой', '{landmine, лендмайн}',
   'vertical_push', '{front_delts}', '{chest, triceps, obliques}', '{barbell, landmine}', 'weight_reps', true),
  ('smith_shoulder_press', 'Smith machine shoulder press', 'Жим сидя в Смите', '{smith press, смит на плечи}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{smith_machine, bench}', 'weight_reps', false),
  ('machine_shoulder_press', 'Machine shoulder press', 'Жим вверх в тренажёре', '{shoulder press machine, хаммер на плечи}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{strength_machine}', 'weight_reps', false),
  ('band_overhead_press', 'Band overhead press', 'Жим вверх с резиной', '{banded ohp, резина на плечи}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{resistance_band}', 'reps', false),
  ('pike_push_up', 'Pike push-up', 'Отжимания уголком', '{pike push ups, отжимания домиком}',
   'vertical_push', '{front_delts}', '{triceps, side_delts}', '{no_equipment}', 'reps', false),
  ('handstand_push_up', 'Handstand push-up', 'Отжимания в стойке на руках', '{hspu, отжимания вниз головой}',
   'vertical_push', '{front_delts}', '{triceps, side_delts, traps}', '{no_equipment}', 'reps', false),

  ('dumbbell_lateral_raise', 'Dumbbell lateral raise', 'Махи гантелями в стороны', '{lateral raise, side raise, махи, махи в стороны}',
   'shoulder_raise', '{side_delts}', '{traps}', '{dumbbell}', 'weight_reps', false),
  ('cable_lateral_raise', 'Cable lateral raise', 'Отведение руки в сторону на нижнем блоке', '{cable side raise, махи на блоке, махи в кроссовере}',
   'shoulder_raise', '{side_delts}', '{traps}', '{cable_machine}', 'weight_reps', true),
  ('machine_lateral_raise', 'Machine lateral raise', 'Махи в стороны в тренажёре', '{lateral raise machine, тренажер на среднюю дельту}',
   'shoulder_raise', '{side_delts}', '{traps}', '{strength_machine}', 'weight_reps', false),
  ('band_lateral_raise', 'Band lateral raise', 'Махи в стороны с резиной', '{banded lateral raise, махи с резиной}',
   'shoulder_raise', '{side_delts}', '{traps}', '{resistance_band}', 'reps', false),
  ('dumbbell_front_raise', 'Dumbbell front raise', 'Подъём гантелей перед собой', '{front raise, махи перед собой, махи вперед}',
   'shoulder_raise', '{front_delts}', '{side_delts}', '{dumbbell}', 'weight_reps', false),
  ('cable_front_raise', 'Cable front raise', 'Подъём рук перед собой на нижнем блоке', '{front raise cable, махи вперед на блоке}',
   'shoulder_raise', '{front_delts}', '{side_delts}', '{cable_machine}', 'weight_reps', false),
  ('plate_front_raise', 'Plate front raise', 'Подъём диска перед собой', '{plate raise, блин перед собой}',
   'shoulder_raise', '{front_delts}', '{side_delts}', '{plate}', 'weight_reps', false),
  ('upright_row', 'Barbell upright row', 'Тяга штанги к подбородку', '{upright row, протяжка, тяга к подбородку}',
   'shoulder_raise', '{side_delts}', '{traps, biceps}', '{barbell}', 'weight_reps', false),
  ('cable_upright_row', 'Cable upright row', 'Тяга к подбородку на нижнем блоке', '{протяжка на блоке}',
   'shoulder_raise', '{side_delts}', '{traps, biceps}', '{cable_machine}', 'weight_reps', false),

  ('triceps_pushdown', 'Triceps pushdown', 'Разгибание рук на верхнем блоке', '{pushdown, tricep pushdown, трицепс на блоке, разгибания на блоке}',
   'elbow_extension', '{triceps}', '{}', '{cable_machine}', 'weight_reps', false),
  ('rope_pushdown', 'Rope pushdown', 'Разгибание рук с канатом на верхнем блоке', '{rope triceps, канат на трицепс}',
   'elbow_extension', '{triceps}', '{}', '{cable_machine}', 'weight_reps', false),
  ('single_arm_pushdown', 'Single-arm pushdown', 'Разгибание одной руки на верхнем блоке', '{one arm pushdown, трицепс одной рукой}',
   'elbow_extension', '{triceps}', '{}', '{cable_machine}', 'weight_reps', true),
  ('overhead_cable_extension', 'Overhead cable triceps extension', 'Разгибание рук из-за головы на блоке', '{overhead rope extension, канат из-за головы}',
   'elbow_extension', '{triceps}', '{}', '{cable_machine}', 'weight_reps', false),
  ('overhead_dumbbell_extension', 'Overhead dumbbell triceps extension', 'Разгибание рук с гантелью из-за головы', '{overhead triceps extension, гантель из-за головы}',
   'elbow_extension', '{triceps}', '{}', '{dumbbell}', 'weight_reps', false),
  ('skull_crusher', 'Skull crusher', 'Французский жим лёжа', '{skullcrusher, lying triceps extension, французский жим, француз}',
   'elbow_extension', '{triceps}', '{}', '{ez_bar, bench}', 'weight_reps', false),
  ('dumbbell_skull_crusher', 'Dumbbell skull crusher', 'Французский жим с гантелями лёжа', '{db skull crusher, француз с гантелями}',
   'elbow_extension', '{triceps}', '{}', '{dumbbell, bench}', 'weight_reps', false),
  ('jm_press', 'JM press', 'JM-жим', '{жим джей эм}',
   'elbow_extension', '{triceps}', '{chest}', '{barbell, bench}', 'weight_reps', false),
  ('triceps_kickback', 'Dumbbell triceps kickback', 'Разгибание руки с гантелью в наклоне', '{kickback, кикбэк}',
   'elbow_extension', '{triceps}', '{}', '{dumbbell}', 'weight_reps', true),
  ('machine_triceps_extension', 'Machine triceps extension', 'Разгибание рук в тренажёре', '{tricep machine, тренажер на трицепс}',
   'elbow_extension', '{triceps}', '{}', '{strength_machine}', 'weight_reps', false),
  ('band_pushdown', 'Band pushdown', 'Разгибание рук с резиной', '{banded pushdown, трицепс с резиной}',
   'elbow_extension', '{triceps}', '{}', '{resistance_band}', 'reps', false),
  ('suspension_triceps_extension', 'Suspension triceps extension', 'Разгибание рук в петлях', '{trx triceps, трицепс на петлях}',
   'elbow_extension', '{triceps}', '{abs}', '{suspension_trainer}', 'reps', false)
on conflict (slug) do update
  set name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      aliases = excluded.aliases,
      movement = excluded.movement,
      primary_muscles = excluded.primary_muscles,
      secondary_muscles = excluded.secondary_muscles,
      equipment = excluded.equipment,
      kind = excluded.kind,
      unilateral = excluded.unilateral;
-- end of file: sql/training/settings_exercises_push.sql

-- file: sql/training/functions_access.sql
-- training: which exercises and programmes the caller may use.

create function private.my_trained_exercise_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads sessions without their policies
set search_path = ''
as $$
begin
  return array(
    select distinct e.id
    from public.session_exercises s
    join public.exercises e on e.id in (s.exercise_id, s.swapped_from)
    where s.client_id = any (private.my_own_client_ids()) and e.slug is null
  );
end;
$$;

comment on function private.my_trained_exercise_ids() is 'Ids of coaches'' own exercises that stand in sessions of the caller, so that a client reads their history when the coaching has ended.';
grant execute on function private.my_trained_exercise_ids() to authenticated;


create function private.e1rm(p_kg numeric, p_reps integer, p_rpe numeric)
returns numeric
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return case
    when p_kg > 0 and p_reps between 1 and 10 and coalesce(p_rpe, 10) >= 7 then
      round(case p_reps when 1 then p_kg else p_kg * (1 + p_reps / 30.0) end, 1)
  end;
end;
$$;

comment on function private.e1rm(numeric, integer, numeric) is
  'The weight that could be lifted once, by Epley: kg x (1 + reps / 30). Null for more than 10 repetitions and for sets easier than RPE 7, from which it does not follow.';
grant execute on function private.e1rm(numeric, integer, numeric) to authenticated, service_role;


create function private.template_weeks(p_template_id uuid)
returns table (phase_id uuid, phase integer, week integer, program_week integer)
language sql
stable
set search_path = ''
as $$
  select f.id, f.position, w.week, row_number() over (order by f.position, w.week)::integer
  from public.program_phases f
  cross join lateral generate_series(1, f.weeks) w (week)
  where f.template_id = p_template_id
$$;

comment on function private.template_weeks(uuid) is 'The weeks of a template in order: the phase, the week of the phase, and of the whole.';


create function private.categories_below(p_slug text)
returns text[]
language plpgsql
stable
security definer -- reads categories without their policies, for views that ask for it once
set search_path = ''
as $$
begin
  return array(
    with recursive below as (
      select c.id, c.slug from public.exercise_categories c where c.slug = p_slug
      union
      select c.id, c.slug from public.exercise_categories c join below b on b.id = c.parent_id
    )
    select b.slug from below b
  );
end;
$$;

comment on function private.categories_below(text) is 'The slug of a category and those of all below it.';
grant execute on function private.categories_below(text) to authenticated;
-- end of file: sql/training/functions_access.sql

-- file: sql/training/functions_exercises.sql
-- training: finds exercises, and makes two that are the same into one.

create function private.folded_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return translate(lower(p_name), 'абвгдеёжзийклмнопрстуфхцчшщыэюяьъ', 'abvgdeejziiklmnoprstufhc4wwye96');

comment on function private.folded_name(text) is
  'A name as it is compared: lower case, without ё and soft signs, in Latin letters, because pg_trgm drops Cyrillic where the locale of the database is C.';
grant execute on function private.folded_name(text) to authenticated;


create function public.search_exercises(query text default '', movement text default null, muscle text default null, equipment text default null, max_rows integer default 50)
returns setof public.exercises
language plpgsql
stable
set search_path = ''
as $$
declare
  v_query     text := coalesce(private.folded_name(btrim(left(query, 100))), '');
  v_movements text[] := private.categories_below(movement);
  v_muscles   text[] := private.categories_below(muscle);
  v_equipment text[] := private.categories_below(equipment);
begin
  return query
  select e.*
  from public.exercises e
  cross join lateral (
    -- Likeness of the whole name prefers the plain exercise to its variants, whose names hold it.
    select max(m.containment + m.word_likeness + extensions.similarity(v_query, f.folded)) as rank,
           bool_or(m.containment > 0 or m.word_likeness > 0.35) as fits
    from unnest(e.aliases || e.name_en || e.name_ru) n (name)
    cross join lateral (select private.folded_name(n.name) as folded) f
    cross join lateral (
      select
        case when f.folded = v_query then 6 when starts_with(f.folded, v_query) then 4 when strpos(f.folded, v_query) > 0 then 2 else 0 end as containment,
        extensions.word_similarity(v_query, f.folded) as word_likeness
    ) m
    where n.name <> ''
  ) r
  where e.archived_at is null
    and (search_exercises.movement is null or e.movement = any (v_movements))
    and (muscle is null or (e.primary_muscles || e.secondary_muscles) && v_muscles)
    and (search_exercises.equipment is null or e.equipment && v_equipment)
    and not exists (select from public.hidden_exercises h where h.exercise_id = e.id)
    and (v_query = '' or r.fits)
  order by
    case when v_query <> '' then r.rank end desc nulls last,
    (e.primary_muscles && v_muscles) desc,
    e.slug is not null, e.name_en, e.name_ru, e.id
  limit least(greatest(coalesce(max_rows, 50), 1), 200);
end;
$$;

comment on function public.search_exercises(text, text, text, text, integer) is
  'Finds exercises of the library by their names and aliases in any language, typing errors included, the best first. movement, muscle, equipment: slugs of categories, which stand for all below them too. Archived ones and those that the caller has hidden are left out. At most 200.';
grant execute on function public.search_exercises(text, text, text, text, integer) to authenticated;


create function private.merge_exercises(p_from_id uuid, p_to_id uuid)
returns void
language plpgsql
security definer -- writes sets and templates, which no API role may
set search_path = ''
as $$
declare
  v_from public.exercises;
  v_to   public.exercises;
begin
  perform from public.exercises e where e.id in (p_from_id, p_to_id) order by e.id for no key update;
  select * into v_from from public.exercises e where e.id = p_from_id and e.coach_id = any (private.my_account_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_own_exercise', 'No such exercise', 'Merge an exercise of your own.');
  end if;
  if v_from.merged_into = p_to_id then
    return;
  end if;
  select * into v_to from public.exercises e
  where e.id = p_to_id and e.merged_into is null and (e.slug is not null or e.coach_id = any (private.my_account_ids()));
  if not found or v_to.kind <> v_from.kind or p_from_id = p_to_id or v_from.merged_into is not null then
    perform private.refuse('PT422', 'exercise_merge', 'These exercises cannot become one', 'Choose another built-in or own exercise of the same kind.');
  end if;
  update public.exercise_completions x set exercise_id = p_to_id where x.exercise_id = p_from_id;
  update public.session_exercises t set exercise_id = p_to_id where t.exercise_id = p_from_id;
  update public.session_exercises t set swapped_from = nullif(p_to_id, t.exercise_id) where t.swapped_from = p_from_id;
  update public.template_exercises t set exercise_id = p_to_id where t.exercise_id = p_from_id;
  update public.performance_metrics m set exercise_id = p_to_id where m.exercise_id = p_from_id;
  update public.exercises e set merged_into = p_to_id, archived_at = coalesce(e.archived_at, now()) where e.id = p_from_id;
end;
$$;

comment on function private.merge_exercises(uuid, uuid) is 'Body of public.merge_exercises.';
grant execute on function private.merge_exercises(uuid, uuid) to authenticated;


create function public.merge_exercises(from_id uuid, to_id uuid)
returns void
language sql
set search_path = ''
return private.merge_exercises(from_id, to_id);

comment on function public.merge_exercises(uuid, uuid) is
  'Makes an exercise of the caller part of another, which takes over its sets, records and places in programmes; the first is archived. Cannot be undone. PT404 not the caller''s own, PT422 another kind, or merged already.';
grant execute on function public.merge_exercises(uuid, uuid) to authenticated;
-- end of file: sql/training/functions_exercises.sql

-- file: sql/training/functions_finish.sql
-- training: a workout that is done becomes one workout event of progress, so that plan and fact stay one truth.

create function private.workout_data(p_session public.workout_sessions, p_duration integer, p_rpe numeric)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with done as (
    select e.*, e.movement = any (private.categories_below('mobility')) as is_mobility,
           e.kind = 'distance' or coalesce(e.movement = any (private.categories_below('cardio')), false) as is_cardio
    from public.exercises e
    where e.id in (select x.exercise_id from public.exercise_completions x where x.session_id = p_session.id and x.client_id = p_session.client_id)
  ), part as (
    select distinct case coalesce(above.slug, c.slug) when 'legs' then 'lower' when 'core' then 'core' else 'upper' end as part
    from done d
    cross join lateral unnest(d.primary_muscles) m (slug)
    join public.exercise_categories c on c.slug = m.slug
    left join public.exercise_categories above on above.id = c.parent_id
  )
  select jsonb_strip_nulls(jsonb_build_object(
    'type', (
      select case
        when count(*) = 0 then 'unknown'
        when bool_and(coalesce(d.is_mobility, false)) then 'mobility'
        when bool_and(d.is_cardio) then 'cardio'
        when bool_or(d.is_cardio) then 'mixed'
        else 'strength'
      end
      from done d
    ),
    'body_focus', (select coalesce(jsonb_agg(p.part order by p.part), '["unspecified"]') from part p),
    'duration_min', p_duration,
    'intensity', case when p_rpe is null then 'unknown' when p_rpe < 5 then 'low' when p_rpe < 8 then 'moderate' else 'high' end,
    'notes', nullif(left(p_session.title, 200), ''),
    'source', 'training'
  ))
$$;

comment on function private.workout_data(public.workout_sessions, integer, numeric) is
  'What a finished workout is as an event: type by the exercises that were done, focus by their primary muscles, intensity by RPE (low under 5, high from 8).';


create function private.own_event(p_session public.workout_sessions, p_done public.workout_completions)
returns uuid
language sql
set search_path = ''
as $$
  with client as (
    select c.*, private.local_date(p_done.finished_at, c.timezone) as day from public.clients c where c.id = p_session.client_id
  ), log as (
    insert into public.logs (client_id, source, raw_text, created_at, ai_status, processed_at, author_type, local_date_for_client, timezone)
    select c.id, 'other',
      format(
        case c.locale when 'ru' then 'Тренировка: %s%s' else 'Workout: %s%s' end,
        coalesce(nullif(p_session.title, ''), case c.locale when 'ru' then 'без программы' else 'without a programme' end),
        case c.locale when 'ru' then ', ' || p_done.duration_min || ' мин' else ', ' || p_done.duration_min || ' min' end
      ),
      p_done.finished_at, 'processed', now(), 'client', c.day, c.timezone
    from client c
    returning id, client_id
  )
  insert into public.progress_events (
    client_id, log_id, event_type, date_for_metric, data_json, confidence, status, corrected_by, corrected_at, parser, logged_at
  )
  select c.id, l.id, 'workout', c.day, private.workout_data(p_session, p_done.duration_min, p_done.rpe), 1, 'confirmed', auth.uid(), now(),
         'training', p_done.finished_at
  from log l join client c on c.id = l.client_id
  returning id
$$;

comment on function private.own_event(public.workout_sessions, public.workout_completions) is
  'Makes the event of a finished workout of which no log tells, with a log that has been read.';


create function private.settle_event(p_session public.workout_sessions)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_done  public.workout_completions;
  v_log   public.workout_logs;
  v_read  public.progress_events;
  v_data  jsonb;
  v_event uuid;
begin
  select * into v_done from public.workout_completions w where w.session_id = p_session.id and w.client_id = p_session.client_id;
  select e.id into v_event from public.progress_events e where e.id = v_done.event_id and e.parser = 'training';
  if v_event is null then
    select w.* into v_log from public.workout_logs w
    where w.session_id = p_session.id and w.client_id = p_session.client_id and w.filled_at is not null
    order by w.filled_at, w.log_id limit 1;
    if found then
      select e.* into v_read from public.progress_events e where e.log_id = v_log.log_id and e.event_type = 'workout';
      v_data := private.workout_data(p_session, coalesce(v_done.duration_min, (v_read.data_json ->> 'duration_min')::integer), v_done.rpe);
      v_data := coalesce(v_read.data_json, v_data) || (
        select jsonb_object_agg(d.key, d.value) from jsonb_each(v_data) d where d.value not in ('"unknown"', '["unspecified"]')
      );
      v_event := v_read.id;
      if v_event is null then
        insert into public.progress_events (client_id, log_id, event_type, date_for_metric, data_json, confidence, status, parser, logged_at)
        select l.client_id, l.id, 'workout', coalesce(private.local_date(v_done.finished_at, l.timezone), l.local_date_for_client), v_data, 1, 'auto',
               'training/log', l.created_at
        from public.logs l where l.id = v_log.log_id
        returning id into v_event;
      elsif v_read.corrected_at is null and v_read.data_json <> v_data then
        update public.progress_events e set data_json = v_data where e.id = v_event;
      end if;
    elsif v_done.id is not null then
      v_event := private.own_event(p_session, v_done);
    end if;
  end if;
  delete from public.progress_events e using public.workout_logs w
  where w.session_id = p_session.id and w.client_id = p_session.client_id and w.filled_at is not null
    and e.log_id = w.log_id and e.event_type = 'workout' and e.corrected_at is null and e.id <> v_event;
  update public.workout_completions w set event_id = v_event
  where w.session_id = p_session.id and w.client_id = p_session.client_id and w.event_id is distinct from v_event;
  return v_event;
end;
$$;

comment on function private.settle_event(public.workout_sessions) is
  'Has one workout event of progress stand for a workout, whoever has told of it: that of the first log that does, else one of its own once it is finished. Workout events of other logs about it go.';


create function private.end_session(p_session public.workout_sessions, p_at timestamptz, p_duration integer, p_rpe numeric, p_notes text)
returns public.workout_completions
language plpgsql
set search_path = ''
as $$
declare
  v_at   timestamptz := greatest(p_at, p_session.started_at);
  v_done public.workout_completions;
begin
  insert into public.workout_completions (client_id, session_id, started_at, finished_at, duration_min, rpe, notes)
  values (p_session.client_id, p_session.id, p_session.started_at, v_at, p_duration, p_rpe, coalesce(p_notes, ''))
  returning * into v_done;
  update public.workout_sessions s set status = 'finished', finished_at = v_at where s.id = p_session.id;
  v_done.event_id := private.settle_event(p_session);
  perform private.advance_program(p_session.client_program_id);
  return v_done;
end;
$$;

comment on function private.end_session(public.workout_sessions, timestamptz, integer, numeric, text) is 'Finishes a locked session that is started.';


create function private.finish_session(p_session_id uuid, p_rpe numeric, p_notes text, p_at timestamptz)
returns public.workout_completions
language plpgsql
security definer -- writes sessions, logs and events, which no API role may
set search_path = ''
as $$
declare
  v_session  public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
  v_done     public.workout_completions;
  v_at       timestamptz := private.told_at(p_at);
  v_duration integer;
begin
  if p_rpe not between 1 and 10 or length(p_notes) > 2000 then
    perform private.refuse('PT422', 'session_rpe', 'The workout has an impossible effort or too long notes', 'Give rpe from 1 to 10, and notes of at most 2000 characters.');
  end if;
  if v_session.status = 'finished' then -- by another device, or this one a moment ago
    update public.workout_completions w
    set rpe = coalesce(w.rpe, p_rpe), notes = coalesce(nullif(w.notes, ''), p_notes, '')
    where w.session_id = p_session_id and w.client_id = v_session.client_id
    returning w.* into v_done;
    return v_done;
  end if;
  v_session := private.begin_session(v_session, v_at, p_ends => true);
  v_duration := greatest(1, round(extract(epoch from greatest(v_at, v_session.started_at) - v_session.started_at) / 60));
  return private.end_session(v_session, v_at, case when v_duration between 0 and 600 then v_duration end, p_rpe, p_notes);
end;
$$;

comment on function private.finish_session(uuid, numeric, text, timestamptz) is 'Body of public.finish_session.';
grant execute on function private.finish_session(uuid, numeric, text, timestamptz) to authenticated;


create function public.finish_session(session_id uuid, rpe numeric default null, notes text default '', at timestamptz default now())
returns public.workout_completions
language sql
set search_path = ''
return private.finish_session(session_id, rpe, notes, at);

comment on function public.finish_session(uuid, numeric, text, timestamptz) is
  'Finishes a workout, which becomes one workout event of the day, and advances a dynamic programme. A second call, from whichever device, answers as the first and adds only the rpe and notes that were missing. PT404, PT409 not started and the programme is paused or over, PT422 an impossible rpe.';
grant execute on function public.finish_session(uuid, numeric, text, timestamptz) to authenticated;


create function private.reopen_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions and logs, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
  v_event   uuid;
begin
  if v_session.status <> 'finished' then
    return v_session;
  end if;
  delete from public.workout_completions w where w.session_id = p_session_id and w.client_id = v_session.client_id returning w.event_id into v_event;
  delete from public.logs l using public.progress_events e
  where e.id = v_event and e.parser = 'training' and l.id = e.log_id and l.client_id = v_session.client_id;
  update public.workout_sessions s set status = 'started', finished_at = null where s.id = p_session_id returning s.* into v_session;
  perform private.advance_program(v_session.client_program_id);
  return v_session;
end;
$$;

comment on function private.reopen_session(uuid) is 'Body of public.reopen_session.';
grant execute on function private.reopen_session(uuid) to authenticated;


create function public.reopen_session(session_id uuid)
returns public.workout_sessions
language sql
set search_path = ''
return private.reopen_session(session_id);

comment on function public.reopen_session(uuid) is 'Takes the end of a workout back, with the event that it became, unless that is of a log; its sets stay. Does nothing where it is not finished. PT404.';
grant execute on function public.reopen_session(uuid) to authenticated;
-- end of file: sql/training/functions_finish.sql

-- file: sql/training/functions_format.sql
-- training: a programme as text, for a client who reads it in a message or on paper.

create function private.format_target(p_target public.template_exercises, p_locale public.locale)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_ru boolean := p_locale = 'ru';
begin
  return concat_ws(', ',
    concat(p_target.sets, ' x ', coalesce(
      case when p_target.reps_max > p_target.reps_min then p_target.reps_min || '-' || p_target.reps_max else p_target.reps_min::text end,
      p_target.seconds || case when v_ru then ' с' else ' s' end,
      trim_scale(p_target.meters) || case when v_ru then ' м' else ' m' end,
      case when v_ru then 'подход' else 'set' end
    )),
    case p_target.load_kind
      when 'kg' then trim_scale(p_target.load) || case when v_ru then ' кг' else ' kg' end
      when 'percent' then trim_scale(p_target.load) || ' %'
      when 'rpe' then 'RPE ' || trim_scale(p_target.load)
      when 'rir' then 'RIR ' || trim_scale(p_target.load)
    end,
    case when v_ru then 'отдых ' else 'rest ' end || p_target.rest_seconds || case when v_ru then ' с' else ' s' end,
    case when v_ru then 'темп ' else 'tempo ' end || p_target.tempo,
    nullif(p_target.notes, '')
  );
end;
$$;

comment on function private.format_target(public.template_exercises, public.locale) is 'What to do of an exercise, in words: 4 x 8-10, 60 kg, rest 120 s.';


create function private.format_program(p_template_id uuid, p_locale public.locale)
returns text
language sql
stable
set search_path = ''
as $$
  with line as (
    select k.program_week, 0 as day, 0 as n,
           concat(
             case when k.week = 1 and f.title <> '' then f.title || E'\n' end,
             case p_locale when 'ru' then 'Неделя ' else 'Week ' end, k.program_week
           ) as text
    from private.template_weeks(p_template_id) k
    join public.program_phases f on f.id = k.phase_id
    union all
    select k.program_week, w.position, 0, concat(
      case p_locale when 'ru' then 'День ' else 'Day ' end, w.position, '. ' || nullif(w.title, ''), ' (' || nullif(w.focus, '') || ')', E'\n' || nullif(w.notes, '')
    )
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
    union all
    select k.program_week, w.position, e.position, concat(
      '  ', e.position, '. ',
      case p_locale when 'ru' then coalesce(nullif(x.name_ru, ''), x.name_en) else coalesce(nullif(x.name_en, ''), x.name_ru) end,
      ': ', private.format_target(e, p_locale)
    )
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
    join public.template_exercises e on e.workout_id = w.id
    join public.exercises x on x.id = e.exercise_id
  )
  select coalesce(string_agg(l.text, E'\n' order by l.program_week, l.day, l.n), '') from line l
$$;

comment on function private.format_program(uuid, public.locale) is 'A template as plain text: its weeks, days and exercises with their targets.';
-- end of file: sql/training/functions_format.sql

-- file: sql/training/functions_log_words.sql
-- training: what a log says of a workout: which one, and which sets. It knows words and numbers, and no programme.

create function private.plain_words(p_text text)
returns text
language sql
immutable
set search_path = ''
-- Without the words that tell neither workouts nor exercises apart.
return btrim(regexp_replace(regexp_replace(
  translate(lower(p_text), 'ё', 'е'),
  '\m(?:did|done|finished|completed|with|was|i|the|my|today|yesterday|workouts?|training|session|day|on|at|of|in|for|weight|сделал\w*|закончил\w*|выполнил\w*|завершил\w*|провел\w*|прошл\w*|готов\w*|был\w*|сегодня|вчера|позавчера|тренировк\w*|заняти\w*|день|дня|по|на|с|в|у|меня|вес|весом)\M', ' ', 'g'
), '[^\w]+', ' ', 'g'));

comment on function private.plain_words(text) is 'The words of a title or of a part of a log by which workouts and exercises are told apart, in lower case.';


create function private.said_group(p_group text)
returns table (reps integer[], kg numeric, seconds integer, meters numeric, sets integer)
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_parts  text[] := regexp_split_to_array(p_group, 'x');
  v_part   text;
  v_plain  numeric[] := '{}';
  v_kg_at  integer;
  v_number numeric;
begin
  if p_group ~ '/' then
    reps := array(select trunc(n::numeric)::integer from regexp_split_to_table(regexp_replace(p_group, '[a-z]', '', 'g'), '/') n);
    if p_group ~ '[si]' then
      return; -- a list of times is not read
    end if;
    return next;
    return;
  end if;
  foreach v_part in array v_parts loop
    v_number := regexp_replace(v_part, '[a-z]', '')::numeric;
    case left(v_part, 1)
      when 'k' then kg := v_number; v_kg_at := cardinality(v_plain);
      when 'l' then kg := round(v_number * 0.45359237, 2); v_kg_at := cardinality(v_plain);
      when 's' then seconds := v_number;
      when 'i' then seconds := v_number * 60;
      when 'm' then meters := v_number;
      when 'd' then meters := v_number * 1000;
      when 'n' then sets := v_number;
      when 'r' then reps := array[v_number::integer];
      else v_plain := v_plain || v_number;
    end case;
  end loop;
  -- Of three bare numbers the weight is the first or the last; of two the first is one where it cannot count sets.
  if cardinality(v_plain) = 3 and kg is null then
    v_kg_at := case when v_plain[1] % 1 <> 0 or v_plain[1] >= v_plain[3] then 0 else 2 end;
    kg := v_plain[v_kg_at + 1];
    v_plain := v_plain[1:v_kg_at] || v_plain[v_kg_at + 2:];
  elsif cardinality(v_plain) = 2 and kg is null and seconds is null and meters is null and (v_plain[1] % 1 <> 0 or v_plain[1] > 12) then
    kg := v_plain[1];
    v_plain := v_plain[2:];
  end if;
  if exists (select from unnest(v_plain) n where n % 1 <> 0 or n > 1000) then
    return;
  end if;
  if cardinality(v_plain) = 2 then
    sets := v_plain[case when v_kg_at = 0 then 2 else 1 end];
    reps := array[v_plain[case when v_kg_at = 0 then 1 else 2 end]::integer];
  elsif cardinality(v_plain) = 1 then
    if seconds is not null or meters is not null or reps is not null then
      sets := v_plain[1];
    else
      reps := array[v_plain[1]::integer];
    end if;
  end if;
  return next;
end;
$$;

comment on function private.said_group(text) is
  'The numbers of a group such as 3x8, k62.5x8x3, 8/8/6 or 3xs60, whose letters are units: kg, pounds, seconds, minutes (i), meters, kilometers (d), sets (n) and reps.';


create function private.said_workout(p_text text, p_unit public.weight_unit default 'kg')
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_most   constant integer := 60; -- sets of one workout
  v_number constant text := '(\d{1,5}(?:\.\d{1,2})?)\s*';
  v_group  constant text := '[klsimdnr]?\d+(?:\.\d+)?(?:[x/][klsimdnr]?\d+(?:\.\d+)?)*';
  v_text   text := translate(lower(coalesce(p_text, '')), 'ё×*', 'еxx');
  v_clause text;
  v_rest   text;
  v_name   text := '';
  v_day    text[];
  v_groups text[];
  v_one    record;
  v_reps   integer[];
  v_sets   integer;
  v_kg     numeric;
  v_before numeric;
  v_rpe    numeric;
  v_secs   integer;
  v_meters numeric;
  v_found  jsonb := '[]';
  v_titles jsonb := '[]';
  v_day_no integer;
  v_done   boolean := false;
  v_whole  boolean := true;
begin
  v_text := regexp_replace(v_text, '\m(\d{1,3}),(?=\d{1,3},\d)', '\1/', 'g'); -- 8,8,6 are three sets
  v_text := regexp_replace(v_text, '(/\d{1,3}),(?=\d)', '\1/', 'g');
  v_text := regexp_replace(v_text, '(\d),(?=\d)', '\1.', 'g');
  for v_clause in
    select btrim(c) from regexp_split_to_table(v_text, '[;\n!]+|[,.](?=\s|$)|:(?!\d)|\s[—–-]\s|\s(?:и|and|then|затем|потом)\s') c
    where c ~ '\w'
  loop
    exit when jsonb_array_length(v_found) > v_most;
    if v_clause ~ '\?|\m(?:не|нет|без|ли|завтра|буд\w+|планир\w+|хочу|перенес\w*|пропусти\w*|not|no|tomorrow|will|going|plan\w*|want|should|skip\w*|miss\w*)\M|n.t\M' then
      v_whole := false;
      continue;
    end if;

    v_day := regexp_match(v_clause, '\m(?:день|day|тренировк\w*|workout|session|занятие)\s*(?:№|#|no)?\s*(\d{1,2})(?!\d|[./x]\d|\s*(?:x|час|ч\M|h|мин|min|км|km|кг|kg|раз))');
    v_day := coalesce(v_day, regexp_match(v_clause, '\m(\d{1,2})\s?-?\s?(?:й|ий|ый|ой|ю|ую|я|st|nd|rd|th)\s+(?:день|day|тренировк\w*|workout|session|занятие)\M'));
    v_rest := case when v_day is null then v_clause else regexp_replace(regexp_replace(v_clause,
      '\m(?:день|day|тренировк\w*|workout|session|занятие)\s*(?:№|#|no)?\s*' || v_day[1] || '(?!\d)', ' '),
      '\m' || v_day[1] || '\s?-?\s?(?:й|ий|ый|ой|ю|ую|я|st|nd|rd|th)\s+(?:день|day|тренировк\w*|workout|session|занятие)\M', ' ') end;

    v_rpe := (regexp_match(v_rest, '\mrpe\s*(\d{1,2}(?:\.5)?)'))[1]::numeric;
    v_rest := regexp_replace(v_rest, '\mrpe\s*\d{1,2}(?:\.5)?', ' ');
    v_rest := regexp_replace(v_rest, v_number || '(?:kg|kgs|кг|кило\w*)\M', 'k\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:lbs?|pounds?|фунт\w*)\M', 'l\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:s|secs?|seconds?|с|сек\w*)\M', 's\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:mins?|minutes?|мин\w*)\M', 'i\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:m|meters?|м|метр\w*)\M', 'm\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:km|км)\M', 'd\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:sets?|подход\w*|сет\w*)\M', 'n\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:reps?|раз\w*|повтор\w*)\M', 'r\1 ', 'g');
    v_rest := regexp_replace(v_rest, '(\d)\s*(?:[xх@]|\m(?:по|of|by|на|at)\M)\s*(?=[klsimdnr]?\d)', '\1x', 'g');

    v_groups := array(select m[1] from regexp_matches(v_rest, '(?<![\w.])(' || v_group || ')(?![\w])', 'g') m);
    v_rest := private.plain_words(regexp_replace(v_rest, '(?<![\w.])' || v_group || '(?![\w])', ' ', 'g'));

    if v_day is not null and v_rest <> '' and v_groups = '{}' then
      v_day := null; -- "day 5 of the diet"
      v_whole := false;
      continue;
    end if;
    if v_clause ~ '\m(?:did|done|finished|completed|сделал\w*|закончил\w*|выполнил\w*|завершил\w*|провел\w*|готов\w*)\M' then
      v_done := true;
    end if;
    if v_day is not null and v_day[1]::integer between 1 and 14 then
      v_day_no := v_day[1]::integer;
    end if;
    if v_groups = '{}' then
      if v_rest <> '' then
        v_titles := v_titles || to_jsonb(v_rest);
        v_name := v_rest; -- "bench: 62.5 3x8"
      end if;
      continue;
    end if;

    v_reps := null; v_sets := null; v_kg := null; v_secs := null; v_meters := null;
    if v_rest <> '' then
      v_name := v_rest;
      v_before := null;
    else
      v_titles := v_titles - v_name;
    end if;
    for v_one in
      select t.single, t.is_plain, g.*
      from (select s.single, s.single ~ '^[\d.]+$' as is_plain, s.n from unnest(v_groups) with ordinality s (single, n)) t
      left join lateral private.said_group(t.single) g on true
      order by not (t.single ~ '[x/]'), t.n -- what is counted in sets comes first, so that a number beside it is a weight
    loop
      if v_one.is_plain and (v_reps is not null or v_secs is not null or (v_one.single ~ '\.') or (cardinality(v_groups) > 1 and v_kg is null)) and v_kg is null then
        v_kg := case when p_unit = 'lb' then round(v_one.single::numeric * 0.45359237, 2) else v_one.single::numeric end;
      else
        v_kg := coalesce(v_kg, v_one.kg);
        v_reps := coalesce(v_reps, v_one.reps);
        v_sets := coalesce(v_sets, v_one.sets);
        v_secs := coalesce(v_secs, v_one.seconds);
        v_meters := coalesce(v_meters, v_one.meters);
      end if;
    end loop;
    v_before := coalesce(v_kg, v_before);
    if (v_reps is not null or v_secs is not null or v_meters is not null) and coalesce(v_sets, 1) <= 20 and v_name <> ''
      and v_before between 0 and 1000 is not false and v_secs between 1 and 86400 is not false and v_meters between 1 and 1000000 is not false
    then
      v_found := v_found || coalesce((
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'name', v_name, 'reps', r.reps, 'kg', v_before, 'seconds', v_secs, 'meters', v_meters, 'rpe', case when v_rpe between 1 and 10 then v_rpe end,
          'is_bare', case when v_before is null and v_sets is null and cardinality(v_groups) = 1 and v_groups[1] ~ '^\d+$' then true end
        )))
        from generate_series(1, coalesce(v_sets, 1)) s
        cross join lateral (select unnest(coalesce(v_reps, array[null::integer])) as reps) r
        where r.reps between 1 and 1000 is not false
      ), '[]');
    else
      v_whole := false;
    end if;
  end loop;
  return jsonb_strip_nulls(jsonb_build_object('number', v_day_no, 'done', v_done, 'titles', v_titles, 'sets', v_found, 'whole', v_whole));
end;
$$;

comment on function private.said_workout(text, public.weight_unit) is
  'What a log says of a workout: {number: of the day, done: whether it says that it is done, titles: words that may be its title, sets: [{name, reps, kg, seconds, meters, rpe, is_bare}], whole: whether it says nothing else}. What is denied, planned or asked is left out. p_unit: of a bare weight. is_bare: one number alone, which counts repetitions only of an exercise without weight.';


create function private.counts_as_set(p_said jsonb, p_kind public.exercise_kind)
returns boolean
language sql
immutable
set search_path = ''
-- One number alone is repetitions, seconds or meters, and of a lift with a weight it is no set.
return case p_kind
  when 'weight_reps' then p_said ? 'reps' and not p_said ? 'is_bare'
  when 'reps' then p_said ? 'reps'
  when 'time' then p_said ? 'seconds' or p_said ? 'is_bare'
  else p_said ? 'meters' or p_said ? 'is_bare'
end;

comment on function private.counts_as_set(jsonb, public.exercise_kind) is 'Whether what a log says is a set of an exercise of that kind, see private.said_workout.';
-- end of file: sql/training/functions_log_words.sql

-- file: sql/training/functions_logs.sql
-- training: a log that tells of a workout of the programme fills it: "did day 2, bench 62.5 3x8". What is ambiguous is asked.

create function private.ask_about_log(p_log public.logs, p_session_id uuid, p_question jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.workout_logs as w (log_id, client_id, session_id, question)
  values (p_log.id, p_log.client_id, p_session_id, p_question || jsonb_build_object('text', left(p_log.raw_text, 200)))
  on conflict (log_id) do update set session_id = excluded.session_id, question = excluded.question
$$;

comment on function private.ask_about_log(public.logs, uuid, jsonb) is 'Keeps what must be asked before a log can fill a session.';


create function private.hear_log(p_log public.logs)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_client   public.clients;
  v_row      public.workout_logs;
  v_read     public.progress_events;
  v_said     jsonb;
  v_day      date;
  v_at       timestamptz;
  v_sessions uuid[];
  v_session  public.workout_sessions;
  v_name     text;
  v_sure     uuid;
  v_choices  uuid[];
  v_sets     jsonb := '[]';
  v_ids      uuid[] := '{}';
begin
  select * into v_client from public.clients c where c.id = p_log.client_id;
  perform pg_advisory_xact_lock(hashtextextended('workout logs ' || p_log.client_id, 0)); -- two that tell of one workout
  select * into v_row from public.workout_logs w where w.log_id = p_log.id;
  if v_row.answers -> 'session' = 'null' then
    return;
  end if;
  select e.* into v_read from public.progress_events e where e.log_id = p_log.id and e.event_type = 'workout';
  v_day := coalesce(v_read.date_for_metric, p_log.local_date_for_client + coalesce((p_log.ai_parsed_json ->> 'date_offset_days')::integer, 0));
  if v_row.filled_at is not null then -- read again
    select * into v_session from public.workout_sessions s where s.id = v_row.session_id;
    perform private.settle_event(v_session);
    return;
  end if;
  v_said := private.said_workout(p_log.raw_text, private.weight_unit_of(v_client));
  if v_read.status = 'rejected'
    or (select count(*) from public.progress_events e where e.log_id = p_log.id and e.event_type = 'workout') > 1
    or (v_read.id is null and not ((v_said ->> 'done')::boolean and (v_said ? 'number' or v_said -> 'titles' <> '[]')))
    or v_day not between private.local_date(now(), v_client.timezone) - 7 and private.local_date(now(), v_client.timezone)
  then
    return;
  end if;

  v_sessions := case
    when v_row.session_id is not null then array[v_row.session_id]
    when v_row.answers ? 'session' then array[(v_row.answers ->> 'session')::uuid]
    else private.sessions_told(v_client, v_day, p_log.created_at, v_said)
  end;
  if v_sessions = '{}' then
    return;
  end if;
  if cardinality(v_sessions) > 1 then
    perform private.ask_about_log(p_log, null, jsonb_build_object('kind', 'session', 'choices', (
      select jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'position', s.position, 'scheduled_on', s.scheduled_on) order by s.scheduled_on, s.position)
      from public.workout_sessions s where s.id = any (v_sessions)
    )));
    return;
  end if;

  for v_name in select distinct n #>> '{}' from jsonb_path_query(v_said, '$.sets[*].name') n loop
    v_sure := (v_row.answers ->> v_name)::uuid;
    if (v_row.answers ? v_name) is not true then
      select (array_agg(c.id) filter (where c.is_sure))[1], array_agg(c.id) into v_sure, v_choices
      from private.exercise_choices(v_client, v_sessions[1], v_name) c;
      if v_choices is null and exists (
        select from jsonb_path_query(v_said -> 'sets', '$[*]') o where o ->> 'name' = v_name and o ? 'kg' offset 1
      ) then -- sets with a weight are of some exercise
        v_choices := array(select t.exercise_id from public.session_exercises t where t.session_id = v_sessions[1] order by t.position);
      end if;
      if v_sure is null and v_choices <> '{}' then
        perform private.ask_about_log(p_log, v_sessions[1], jsonb_build_object('kind', 'exercise', 'said', v_name, 'choices', (
          select jsonb_agg(jsonb_build_object('id', e.id, 'name_en', e.name_en, 'name_ru', e.name_ru) order by array_position(v_choices, e.id))
          from public.exercises e where e.id = any (v_choices)
        )));
        return;
      end if;
    end if;
    if v_sure is null then
      v_said := v_said || '{"whole": false}';
    else
      v_sets := v_sets || (
        select jsonb_agg(o || jsonb_build_object('exercise_id', v_sure)) from jsonb_path_query(v_said -> 'sets', '$[*]') o where o ->> 'name' = v_name
      );
    end if;
  end loop;

  select * into v_session from public.workout_sessions s where s.id = v_sessions[1] for no key update;
  if not found then
    return;
  end if;
  v_at := least(p_log.created_at + (v_day - p_log.local_date_for_client) * interval '1 day', now());
  insert into public.workout_logs as w (log_id, client_id, session_id, filled_at, has_started)
  values (p_log.id, v_client.id, v_session.id, clock_timestamp(), v_session.status in ('planned', 'skipped'))
  on conflict (log_id) do update
    set session_id = excluded.session_id, question = null, filled_at = excluded.filled_at, has_started = excluded.has_started;
  v_session := private.begin_session(v_session, v_at);
  v_ids := private.log_told_sets(v_session, p_log.id, v_sets, v_at);
  update public.workout_logs w set request_ids = v_ids where w.log_id = p_log.id;
  if v_session.status = 'started' and (
    ((v_said ->> 'done')::boolean and (v_said ? 'number' or v_said -> 'titles' <> '[]')) or not exists (
      select from public.session_exercises t
      where t.session_id = v_session.id and t.client_id = v_session.client_id
        and not exists (select from public.exercise_completions x where x.session_exercise_id = t.id and x.client_id = t.client_id)
    )
  ) then
    update public.workout_logs w set has_finished = true where w.log_id = p_log.id;
    perform private.end_session(v_session, v_at, (v_read.data_json ->> 'duration_min')::integer, null, null);
  else
    perform private.settle_event(v_session);
  end if;
  if (v_said ->> 'whole')::boolean and p_log.ai_reasons <@ array['text_not_understood'] then
    update public.logs l set ai_status = 'processed', settled_at = now() where l.id = p_log.id and l.ai_status = 'needs_review';
    perform private.settle_review(p_log.id);
  end if;
end;
$$;

comment on function private.hear_log(public.logs) is
  'Fills the session of a programme that a log tells of, once, or keeps what must be asked first. The session is finished when the log says that it is done, or when each exercise has a set; else it is started. A log that names no programme is left as it is.';


create function private.log_told_sets(p_session public.workout_sessions, p_log_id uuid, p_sets jsonb, p_at timestamptz)
returns uuid[]
language sql
set search_path = ''
as $$
  with counted as (
    select o.n, e.id as exercise_id, (o.one ->> 'kg')::numeric as kg, (o.one ->> 'rpe')::numeric as rpe,
           case when not (o.one ? 'is_bare' and e.kind in ('time', 'distance')) then (o.one ->> 'reps')::integer end as reps,
           coalesce((o.one ->> 'seconds')::integer, case when o.one ? 'is_bare' and e.kind = 'time' then (o.one ->> 'reps')::integer end) as seconds,
           coalesce((o.one ->> 'meters')::numeric, case when o.one ? 'is_bare' and e.kind = 'distance' then (o.one ->> 'reps')::numeric end) as meters
    from jsonb_array_elements(p_sets) with ordinality o (one, n)
    join public.exercises e on e.id = (o.one ->> 'exercise_id')::uuid
    where private.counts_as_set(o.one, e.kind)
  ), there as (
    select x.exercise_id, max(x.set_number) as last,
           array_agg(row(x.kg, x.reps, x.seconds, x.meters)::text order by x.set_number, x.done_at) as sets
    from public.exercise_completions x
    where x.session_id = p_session.id and x.client_id = p_session.client_id and not x.is_warmup
    group by x.exercise_id
  ), new as (
    select c.*, coalesce(t.last, 0) + row_number() over (partition by c.exercise_id order by c.n) as set_number
    from counted c
    left join there t on t.exercise_id = c.exercise_id
    where t.sets is distinct from ( -- told twice
      select array_agg(row(o.kg, o.reps, o.seconds, o.meters)::text order by o.n) from counted o where o.exercise_id = c.exercise_id
    )
  ), logged as (
    insert into public.exercise_completions (
      client_id, session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, done_at, client_request_id
    )
    select p_session.client_id, p_session.id, (
        select t.id from public.session_exercises t
        where t.session_id = p_session.id and t.client_id = p_session.client_id and t.exercise_id = n.exercise_id order by t.position limit 1
      ), n.exercise_id, n.set_number, n.reps, n.kg, n.seconds, n.meters, n.rpe, p_at, md5(p_log_id || ' ' || n.n)::uuid
    from new n
    where n.set_number <= 100
    on conflict on constraint exercise_completions_request_key do nothing
    returning client_request_id
  )
  select coalesce(array_agg(l.client_request_id), '{}') from logged l
$$;

comment on function private.log_told_sets(public.workout_sessions, uuid, jsonb, timestamptz) is
  'Logs the sets that a log tells of, behind those that are there, and returns their request ids. Sets of an exercise that are all there already are the same ones told twice.';


create function private.take_back_log(p_told public.workout_logs)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
  v_others  boolean;
begin
  if p_told.filled_at is null or not exists (select from public.clients c where c.id = p_told.client_id) then
    return;
  end if;
  perform private.lock_reports(array[p_told.client_id]);
  select * into v_session from public.workout_sessions s where s.id = p_told.session_id for no key update;
  update public.workout_logs w set filled_at = null, request_ids = '{}', has_started = false, has_finished = false where w.log_id = p_told.log_id;
  delete from public.exercise_completions x where x.client_id = p_told.client_id and x.client_request_id = any (p_told.request_ids);
  -- Another log that tells of the same workout stands for it now.
  update public.workout_logs w set has_started = w.has_started or p_told.has_started, has_finished = w.has_finished or p_told.has_finished
  where w.session_id = p_told.session_id and w.client_id = p_told.client_id and w.filled_at is not null;
  v_others := found;
  if not v_others and p_told.has_finished and v_session.status = 'finished' then
    delete from public.workout_completions w where w.session_id = v_session.id and w.client_id = v_session.client_id;
    update public.workout_sessions s set status = 'started', finished_at = null where s.id = v_session.id returning s.* into v_session;
  end if;
  if not v_others and p_told.has_started and v_session.status = 'started'
    and not exists (select from public.exercise_completions x where x.session_id = v_session.id and x.client_id = v_session.client_id)
  then
    update public.workout_sessions s set status = 'planned', started_at = null where s.id = v_session.id returning s.* into v_session;
    update public.session_exercises t set target_kg = null where t.session_id = v_session.id and t.client_id = v_session.client_id;
  end if;
  perform private.settle_event(v_session);
  perform private.advance_program(v_session.client_program_id);
end;
$$;

comment on function private.take_back_log(public.workout_logs) is
  'Takes the sets of a log back, and the start and the end of the session where it was the log that said so.';


create function private.answer_workout_log(p_log_id uuid, p_choice uuid)
returns public.workout_logs
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
  v_row public.workout_logs;
begin
  select * into v_row from public.workout_logs w where w.log_id = p_log_id for no key update;
  if v_row.question is null then
    perform private.refuse('PT409', 'nothing_asked', 'Nothing is asked about this log', 'Load it once more: somebody has answered meanwhile.');
  end if;
  if p_choice is not null and not exists (
    select from jsonb_array_elements(v_row.question -> 'choices') c where c ->> 'id' = p_choice::text
  ) then
    perform private.refuse('PT422', 'no_such_choice', 'This is none of the choices', 'Give the id of one of the choices, or null for none of them.');
  end if;
  update public.workout_logs w
  set question = null, answers = w.answers || jsonb_build_object(coalesce(v_row.question ->> 'said', 'session'), p_choice)
  where w.log_id = p_log_id;
  perform private.hear_log(v_log);
  select * into v_row from public.workout_logs w where w.log_id = p_log_id;
  return v_row;
end;
$$;

comment on function private.answer_workout_log(uuid, uuid) is 'Body of public.answer_workout_log.';
grant execute on function private.answer_workout_log(uuid, uuid) to authenticated;


create function public.answer_workout_log(log_id uuid, choice uuid default null)
returns public.workout_logs
language sql
set search_path = ''
return private.answer_workout_log(log_id, choice);

comment on function public.answer_workout_log(uuid, uuid) is
  'Says which workout or which exercise a log meant; null is none of the choices. The log then fills the workout, or asks the next question. PT404, PT409 nothing is asked, PT422 none of the choices.';
grant execute on function public.answer_workout_log(uuid, uuid) to authenticated;
-- end of file: sql/training/functions_logs.sql

-- file: sql/training/functions_logs_meant.sql
-- training: which workouts and exercises the words of a log may mean.

create function private.spoken_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return translate(lower(p_name), 'ё-–,.()/''', 'е        ');

comment on function private.spoken_name(text) is 'The name of an exercise as private.plain_words leaves it in a log, but for the words that it takes out.';


create function private.name_fit(p_said text, p_exercise_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
  -- A word fits one that begins as it does: endings change in Russian, and an s is added in English.
  with said as (
    select count(*) as words, array_agg(left(w, case when length(w) < 4 then 3 when length(w) < 6 then length(w) - 1 else length(w) - 2 end)) as stems
    from string_to_table(p_said, ' ') w where length(w) > 2
  )
  select coalesce(max(case when n.words = s.words then 2 else 1 end), 0)
  from public.exercises e
  cross join lateral unnest(e.aliases || e.name_en || e.name_ru) name
  cross join said s
  cross join lateral (
    select count(*) as words, array_agg(w) as list from string_to_table(private.spoken_name(name), ' ') w where length(w) > 2
  ) n
  where e.id = p_exercise_id and s.words > 0
    and not exists (select from unnest(s.stems) stem where not exists (select from unnest(n.list) w where starts_with(w, stem)))
$$;

comment on function private.name_fit(text, uuid) is 'How well words of a log name an exercise: 2 they are one of its names, 1 they are part of one, 0 neither. Words of two letters do not count.';


create function private.sessions_told(p_client public.clients, p_day date, p_written_at timestamptz, p_said jsonb)
returns uuid[]
language sql
stable
set search_path = ''
as $$
  with session as (
    select s.*, row_number() over (partition by s.client_program_id, s.phase, s.week order by s.position, s.id) as nth,
           (s.phase, s.week) = (p.phase, p.week) and p.status = 'active' as is_present
    from public.workout_sessions s
    join public.client_programs p on p.id = s.client_program_id and p.client_id = s.client_id
    where s.client_id = p_client.id and p.assigned_at <= p_written_at and p.status <> 'cancelled'
  ), candidate as (
    -- What was finished on that day, too: a workout is told twice rather than done twice in a day.
    select s.* from session s
    where (s.is_present and s.status <> 'finished') or s.status = 'started'
      or (s.status = 'finished' and private.local_date(s.finished_at, p_client.timezone) = p_day)
  ), fit as materialized (
    select distinct o.one ->> 'name' as name, e.id as exercise_id
    from jsonb_array_elements(p_said -> 'sets') o (one)
    join public.exercises e on e.id in (
      select t.exercise_id from public.session_exercises t join candidate c on c.id = t.session_id and c.client_id = t.client_id
    )
    where private.counts_as_set(o.one, e.kind) and private.name_fit(o.one ->> 'name', e.id) > 0
  ), told as (
    select
      s.id, s.status, s.scheduled_on,
      s.status = 'finished' as is_finished,
      100 * coalesce(p_said -> 'titles' ? nullif(private.plain_words(s.title), ''), false)::integer
      + 10 * case
        when p_said ->> 'number' is null then 0
        when s.title ~ ('\m' || (p_said ->> 'number') || '\M') then 3
        else (s.position = (p_said ->> 'number')::integer)::integer + (s.nth = (p_said ->> 'number')::integer)::integer
      end as named,
      (
        select count(distinct f.name) from fit f
        join public.session_exercises t on t.exercise_id = f.exercise_id
        where t.session_id = s.id and t.client_id = s.client_id
      ) as fits
    from candidate s
  ), best as (
    select t.*, rank() over (order by t.named desc, t.fits desc, t.is_finished desc, t.status = 'started' desc, t.scheduled_on = p_day desc) as place
    from told t
    where case when p_said ? 'number' then t.named > 0 else t.named > 0 or t.fits > 0 end
  )
  select coalesce(array_agg(b.id order by b.scheduled_on, b.id), '{}') from best b where b.place = 1
$$;

comment on function private.sessions_told(public.clients, date, timestamptz, jsonb) is
  'The sessions of programmes that a log may tell of, see private.said_workout: by title, number of the day, and names of exercises; of the present week, under way, or finished on that day.';


create function private.exercise_choices(p_client public.clients, p_session_id uuid, p_said text)
returns table (id uuid, is_sure boolean)
language sql
stable
set search_path = ''
as $$
  with place as (
    select t.exercise_id as id, max(private.name_fit(p_said, t.exercise_id)) as fit
    from public.session_exercises t
    where t.session_id = p_session_id and t.client_id = p_client.id
    group by t.exercise_id
  ), fitting as (
    select p.id, p.fit from place p where p.fit > 0 and p.fit = (select max(o.fit) from place o)
  ), elsewhere as (
    select e.id from public.exercises e
    where not exists (select from place p where p.fit = 2) and not exists (select from place p where p.id = e.id)
      and e.archived_at is null and (e.slug is not null or e.coach_id = p_client.coach_id)
      and exists (select from unnest(e.aliases || e.name_en || e.name_ru) n where private.spoken_name(n) = p_said)
  ), found as (
    select f.id from fitting f union select e.id from elsewhere e
  )
  select f.id, (select count(*) from found) = 1 from found f
$$;

comment on function private.exercise_choices(public.clients, uuid, text) is
  'The exercises that words of a log may mean: of the session those that fit best, and those of the library with that very name where none of the session has it. is_sure: there is one only.';
-- end of file: sql/training/functions_logs_meant.sql

-- file: sql/training/functions_program_moves.sql
-- training: what a coach does to the programme of a client.

create function private.move_program(p_program_id uuid, p_phase integer, p_week integer, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.mode <> 'static' then
    perform private.refuse('PT409', 'program_moves_by_itself', 'This programme advances by the workouts that are done', 'Skip sessions instead.');
  end if;
  if not exists (select from public.workout_sessions s where s.client_program_id = p_program_id and (s.phase, s.week) = (p_phase, p_week)) then
    perform private.refuse('PT422', 'program_week', 'The programme has no such week', 'Give a phase and a week that it has.');
  end if;
  if (v_program.phase, v_program.week) <> (p_phase, p_week) then -- a call that is repeated changes nothing
    update public.client_programs p set phase = p_phase, week = p_week where p.id = p_program_id returning p.* into v_program;
  end if;
  return v_program.version;
end;
$$;

comment on function private.move_program(uuid, integer, integer, integer) is 'Body of public.move_program.';
grant execute on function private.move_program(uuid, integer, integer, integer) to authenticated;


create function public.move_program(program_id uuid, phase integer, week integer, version integer)
returns integer
language sql
set search_path = ''
return private.move_program(program_id, phase, week, version);

comment on function public.move_program(uuid, integer, integer, integer) is
  'Sets the present week of a static programme and returns its version. Coach only. PT403 as the client, PT404, PT409 a dynamic programme or changed meanwhile, PT422 no such week.';
grant execute on function public.move_program(uuid, integer, integer, integer) to authenticated;


create function private.delay_program(p_program public.client_programs, p_days integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_begun boolean := exists (select from public.workout_sessions s where s.client_program_id = p_program.id and s.status <> 'planned');
begin
  perform pg_advisory_xact_lock(hashtextextended('programs ' || p_program.client_id, 0));
  if v_begun and p_program.end_date + p_days < p_program.start_date then
    perform private.refuse('PT422', 'shift_days', 'A programme cannot end before it began', 'Shift it by fewer days.');
  end if;
  perform private.refuse_overlap(p_program.client_id, p_program.start_date + case when v_begun then 0 else p_days end, p_program.end_date + p_days, p_program.id);
  update public.client_programs p
  set start_date = p.start_date + case when v_begun then 0 else p_days end,
      shifted_days = p.shifted_days + case when v_begun then p_days else 0 end,
      end_date = p.end_date + p_days
  where p.id = p_program.id;
  update public.workout_sessions s set scheduled_on = s.scheduled_on + p_days
  where s.client_program_id = p_program.id and s.client_id = p_program.client_id and s.status = 'planned';
end;
$$;

comment on function private.delay_program(public.client_programs, integer) is 'Moves what is planned of a programme by days. Before anything is done, its start moves too.';


create function private.pause_program(p_program_id uuid, p_version integer, p_paused boolean)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program  public.client_programs := private.lock_program(p_program_id, p_version);
  v_timezone text := (select c.timezone from public.clients c where c.id = v_program.client_id);
begin
  if v_program.status = (case when p_paused then 'paused' else 'active' end)::public.program_status then
    return v_program.version;
  end if;
  if not p_paused and v_program.status = 'paused' then
    perform private.delay_program(v_program, private.local_date(now(), v_timezone) - private.local_date(v_program.paused_at, v_timezone));
  end if;
  update public.client_programs p
  set status = case when p_paused then 'paused' else 'active' end::public.program_status, paused_at = case when p_paused then now() end
  where p.id = p_program_id
  returning p.version into p_version;
  return p_version;
end;
$$;

comment on function private.pause_program(uuid, integer, boolean) is 'Body of public.pause_program and public.resume_program.';
grant execute on function private.pause_program(uuid, integer, boolean) to authenticated;


create function public.pause_program(program_id uuid, version integer)
returns integer
language sql
set search_path = ''
return private.pause_program(program_id, version, true);

comment on function public.pause_program(uuid, integer) is 'Pauses a programme, so that no session of it can be started, and returns its version. Coach only. PT403 as the client, PT404, PT409 over or changed meanwhile.';
grant execute on function public.pause_program(uuid, integer) to authenticated;


create function public.resume_program(program_id uuid, version integer)
returns integer
language sql
set search_path = ''
return private.pause_program(program_id, version, false);

comment on function public.resume_program(uuid, integer) is 'Goes on with a paused programme and returns its version. What is planned moves by the days of the pause. Coach only. PT403 as the client, PT404, PT409 over, changed meanwhile, or another programme runs on those days.';
grant execute on function public.resume_program(uuid, integer) to authenticated;


create function private.shift_program(p_program_id uuid, p_days integer, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if p_days between -366 and 366 is not true then
    perform private.refuse('PT422', 'shift_days', 'A programme cannot be shifted by so many days', 'Give days from -366 to 366.');
  end if;
  if v_program.status not in ('active', 'paused') then
    perform private.refuse('PT409', 'program_over', 'This programme is over', 'Assign another one.');
  end if;
  perform private.delay_program(v_program, p_days);
  return (select p.version from public.client_programs p where p.id = p_program_id);
end;
$$;

comment on function private.shift_program(uuid, integer, integer) is 'Body of public.shift_program.';
grant execute on function private.shift_program(uuid, integer, integer) to authenticated;


create function public.shift_program(program_id uuid, days integer, version integer)
returns integer
language sql
set search_path = ''
return private.shift_program(program_id, days, version);

comment on function public.shift_program(uuid, integer, integer) is
  'Moves what is planned of a programme by days, back by negative ones, and returns its version. Coach only. PT403 as the client, PT404, PT409 over, changed meanwhile, or another programme runs on those days, PT422 too many days.';
grant execute on function public.shift_program(uuid, integer, integer) to authenticated;


create function private.cancel_program(p_program_id uuid, p_version integer)
returns public.program_status
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.status in ('active', 'paused') then
    update public.client_programs p
    set paused_at = null, status = case
      when exists (select from public.workout_sessions s where s.client_program_id = p_program_id and s.status in ('planned', 'started')) then 'cancelled'
      else 'completed'
    end::public.program_status
    where p.id = p_program_id
    returning p.* into v_program;
  end if;
  return v_program.status;
end;
$$;

comment on function private.cancel_program(uuid, integer) is 'Body of public.cancel_program.';
grant execute on function private.cancel_program(uuid, integer) to authenticated;


create function public.cancel_program(program_id uuid, version integer)
returns public.program_status
language sql
set search_path = ''
return private.cancel_program(program_id, version);

comment on function public.cancel_program(uuid, integer) is
  'Ends a programme: completed when nothing of it is left to do, else cancelled. What was done stays. Coach only. PT403 as the client, PT404, PT409 changed meanwhile.';
grant execute on function public.cancel_program(uuid, integer) to authenticated;
-- end of file: sql/training/functions_program_moves.sql

-- file: sql/training/functions_programs.sql
-- training: gives programmes to clients, and moves them through them.

create function private.lock_program(p_program_id uuid, p_version integer)
returns public.client_programs
language plpgsql
set search_path = ''
as $$
declare
  v_program public.client_programs;
begin
  select p.* into v_program from public.client_programs p where p.id = p_program_id;
  if not found or v_program.client_id = any (private.my_coached_client_ids()) is not true then
    if v_program.client_id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coach_moves_programs', 'Only the coach changes the programme', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of one of your clients.');
  end if;
  perform private.lock_client_shared(v_program.client_id);
  perform private.lock_reports(array[v_program.client_id]); -- before sessions, as lock_session does
  select p.* into v_program from public.client_programs p
  where p.id = p_program_id and p.client_id = any (private.my_coached_client_ids())
  for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of one of your clients.');
  end if;
  perform private.check_version(
    p_version, v_program.version, jsonb_build_object('phase', v_program.phase, 'week', v_program.week, 'status', v_program.status), '{}'
  );
  return v_program;
end;
$$;

comment on function private.lock_program(uuid, integer) is 'Locks a programme of a client whom the caller coaches, in the version that was seen, and returns it.';


create function private.refuse_overlap(p_client_id uuid, p_start date, p_end date, p_except uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_other public.client_programs;
begin
  select * into v_other from public.client_programs p
  where p.client_id = p_client_id and p.status in ('active', 'paused') and p.id is distinct from p_except
    and daterange(p.start_date, p.end_date, '[]') && daterange(p_start, p_end, '[]')
  order by p.start_date limit 1;
  if found then
    perform private.refuse(
      'PT409', 'program_overlaps', 'The client has another programme on those days', 'Begin after it, or end it first.',
      jsonb_build_object('title', v_other.title, 'until', v_other.end_date)
    );
  end if;
end;
$$;

comment on function private.refuse_overlap(uuid, date, date, uuid) is 'Refuses days on which another programme of the client runs.';


create function private.assign_program(
  p_template_id uuid, p_client_id uuid, p_start_date date, p_mode public.program_mode, p_is_paid boolean, p_first_week integer
)
returns uuid
language plpgsql
security definer -- writes programmes and sessions, which no API role may
set search_path = ''
as $$
declare
  v_client   public.clients := private.lock_client_shared(p_client_id);
  v_template public.program_templates;
  v_first    integer := coalesce(p_first_week, 1);
  v_weeks    integer;
  v_missing  record;
  v_end      date;
  v_id       uuid := gen_random_uuid();
begin
  if v_client is null then
    perform private.refuse_client();
  end if;
  if private.my_role(v_client) is distinct from 'coach' then
    perform private.refuse('PT403', 'only_coach_assigns', 'Only the coach assigns programmes', 'Ask your coach.');
  end if;
  v_template := private.lock_template(p_template_id);
  if v_template.archived_at is not null then
    perform private.refuse('PT409', 'template_archived', 'This programme is archived', 'Take it out of the archive first.');
  end if;
  if p_start_date between current_date - 366 and current_date + 732 is not true or p_mode is null then
    perform private.refuse('PT422', 'program_start', 'A programme needs a start date and a mode', 'Give a date at most a year back and two years ahead, and static or dynamic_progressive.');
  end if;
  select sum(f.weeks) into v_weeks from public.program_phases f where f.template_id = p_template_id;
  if v_weeks is null then
    perform private.refuse('PT422', 'program_empty', 'The programme has no phase yet', 'Add a phase with workouts first.');
  end if;
  if v_first between 1 and v_weeks is not true then
    perform private.refuse('PT422', 'program_first_week', 'The programme has no such week', format('Give a week from 1 to %s.', v_weeks), jsonb_build_object('weeks', v_weeks));
  end if;
  select f.position as phase, w.week into v_missing
  from public.program_phases f
  cross join lateral generate_series(1, f.weeks) w (week)
  where f.template_id = p_template_id
    and not exists (select from public.template_workouts t where t.phase_id = f.id and t.week = w.week)
  order by f.position, w.week limit 1;
  if found then
    perform private.refuse(
      'PT422', 'program_empty_week', format('Week %s of phase %s is empty', v_missing.week, v_missing.phase), 'Add a workout to it, or shorten the phase.',
      jsonb_build_object('phase', v_missing.phase, 'week', v_missing.week)
    );
  end if;
  v_end := p_start_date + 7 * (v_weeks - v_first + 1) - 1;
  perform pg_advisory_xact_lock(hashtextextended('programs ' || p_client_id, 0)); -- so that of two at once one is refused
  perform private.refuse_overlap(p_client_id, p_start_date, v_end, null);

  insert into public.client_programs (
    id, client_id, template_id, template_version, title, mode, start_date, end_date, first_week, phase, week, formatted_program, is_paid, assigned_by
  )
  select v_id, p_client_id, p_template_id, v_template.version, v_template.title, p_mode, p_start_date, v_end, v_first,
         w.phase, w.week, private.format_program(p_template_id, v_client.locale), coalesce(p_is_paid, false), auth.uid()
  from private.template_weeks(p_template_id) w where w.program_week = v_first;
  perform private.copy_workouts(array[v_id], null);
  perform private.notify(
    v_client.user_id, 'program_assigned', jsonb_build_object('title', v_template.title, 'start', p_start_date), 'program_assigned ' || v_id,
    p_client_id => p_client_id
  );
  return v_id;
end;
$$;

comment on function private.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) is 'Body of public.assign_program.';
grant execute on function private.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) to authenticated;


create function public.assign_program(
  template_id uuid, client_id uuid, start_date date, mode public.program_mode, is_paid boolean default false, first_week integer default 1
)
returns uuid
language sql
set search_path = ''
return private.assign_program(template_id, client_id, start_date, mode, is_paid, first_week);

comment on function public.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) is
  'Copies a programme of the caller to one of their clients, with all sessions from first_week on, tells the client, and returns its id. static: only move_program changes its week. dynamic_progressive: the week advances when its workouts are done. Coaches only. PT403 as the client, PT404 unknown client or programme, PT409 archived, or another programme runs on those days, PT422 an empty week, a wrong start or week.';
grant execute on function public.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) to authenticated;


create function private.copy_workouts(p_program_ids uuid[], p_workout_ids uuid[])
returns void
language sql
set search_path = ''
as $$
  insert into public.workout_sessions (
    client_id, client_program_id, template_workout_id, phase, week, program_week, position, title, focus, notes, scheduled_on
  )
  select p.client_id, p.id, w.id, k.phase, k.week, k.program_week, w.position, w.title, w.focus, w.notes,
         p.start_date + p.shifted_days + 7 * (k.program_week - p.first_week) + (w.position - 1) % 7
  from public.client_programs p
  cross join lateral private.template_weeks(p.template_id) k
  join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
  where p.id = any (p_program_ids) and k.program_week >= p.first_week
    and (p_workout_ids is null or (p.id, w.id) in (select * from unnest(p_program_ids, p_workout_ids)));

  insert into public.session_exercises (
    client_id, session_id, template_exercise_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select s.client_id, s.id, e.id, e.position, e.exercise_id, e.block, e.block_kind, e.sets, e.reps_min, e.reps_max, e.seconds, e.meters,
         e.load_kind, e.load, e.rest_seconds, e.tempo, e.notes, e.progression
  from public.workout_sessions s
  join public.template_exercises e on e.workout_id = s.template_workout_id
  where s.client_program_id = any (p_program_ids) and s.status = 'planned'
    and not exists (select from public.session_exercises o where o.session_id = s.id);
$$;

comment on function private.copy_workouts(uuid[], uuid[]) is 'Copies workouts of the template to programmes as planned sessions, one statement a table: all of them, or one by one with p_workout_ids. Planned sessions without exercises get those of their workout.';


create function private.advance_program(p_program_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_program public.client_programs;
  v_next    record;
begin
  -- Two sessions that end at the same moment wait here for each other; the second sees the first.
  select * into v_program from public.client_programs p where p.id = p_program_id for no key update;
  if v_program.mode is distinct from 'dynamic_progressive' or v_program.status = 'cancelled' then
    return;
  end if;
  select s.phase, s.week into v_next from public.workout_sessions s
  where s.client_program_id = p_program_id and s.status in ('planned', 'started')
  order by s.phase, s.week limit 1;
  update public.client_programs p
  set phase = coalesce(v_next.phase, p.phase), week = coalesce(v_next.week, p.week),
      status = case
        when v_next.phase is null then 'completed'::public.program_status
        when p.status = 'completed' then 'active'
        else p.status
      end,
      paused_at = case when v_next.phase is not null then p.paused_at end
  where p.id = p_program_id
    and (p.phase, p.week, p.status) is distinct from (
      coalesce(v_next.phase, p.phase), coalesce(v_next.week, p.week),
      case when v_next.phase is null then 'completed'::public.program_status when p.status = 'completed' then 'active' else p.status end
    );
end;
$$;

comment on function private.advance_program(uuid) is 'Sets the place of a dynamic programme to its first week with a workout still to do. The place follows from what is done, so that it moves once, whoever says so and however often.';
-- end of file: sql/training/functions_programs.sql

-- file: sql/training/functions_reading.sql
-- training: what the screens of a workout show in one answer.

create function private.done_sets(p_client_id uuid, p_session_id uuid, p_exercise_id uuid, p_session_exercise_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'client_request_id', x.client_request_id, 'set_number', x.set_number, 'is_warmup', x.is_warmup, 'side', x.side, 'reps', x.reps, 'kg', x.kg,
    'seconds', x.seconds, 'meters', x.meters, 'rpe', x.rpe, 'done_at', x.done_at
  ) order by x.set_number, x.side, x.done_at), '[]')
  from public.exercise_completions x
  where x.client_id = p_client_id and x.session_id = p_session_id
    and case when p_session_exercise_id is null then x.exercise_id = p_exercise_id else x.session_exercise_id = p_session_exercise_id end
$$;

comment on function private.done_sets(uuid, uuid, uuid, uuid) is 'The sets of a session, of an exercise or of one place in it.';


create function private.best_of(p_client_id uuid, p_exercise_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case when count(*) > 0 then jsonb_build_object(
    'e1rm', max(private.e1rm(x.kg, x.reps, x.rpe)), 'max_kg', max(x.kg) filter (where x.reps is distinct from 0), 'max_reps', max(x.reps),
    'max_meters', max(x.meters), 'max_seconds', max(x.seconds)
  ) end
  from public.exercise_completions x
  where x.client_id = p_client_id and x.exercise_id = p_exercise_id and not x.is_warmup
$$;

comment on function private.best_of(uuid, uuid) is 'The best that a client ever did of an exercise, as personal_records has it; null where there is nothing yet.';


create function private.my_session(p_session_id uuid)
returns jsonb
language plpgsql
stable
security definer -- reads names of exercises of a former coach
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
begin
  select * into v_session from public.workout_sessions s where s.id = p_session_id and s.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_session', 'No such workout', 'Use a workout of yours or of one of your clients.');
  end if;
  return jsonb_build_object(
    'session', to_jsonb(v_session) - '{template_workout_id,program_week,overridden,created_at}'::text[],
    'completion', (
      select jsonb_build_object('rpe', w.rpe, 'notes', w.notes, 'duration_min', w.duration_min)
      from public.workout_completions w where w.session_id = p_session_id and w.client_id = v_session.client_id
    ),
    'exercises', coalesce((
      select jsonb_agg(
        to_jsonb(t) - '{client_id,session_id,template_exercise_id,progression}'::text[]
        || jsonb_build_object(
          'name_en', e.name_en, 'name_ru', e.name_ru, 'kind', e.kind, 'unilateral', e.unilateral, 'equipment', e.equipment,
          'video_url', e.video_url, 'cues', e.cues,
          'target_kg', case when v_session.status in ('planned', 'skipped') then private.next_kg(v_session, t) else t.target_kg end,
          'done', private.done_sets(t.client_id, p_session_id, t.exercise_id, t.id),
          'last_on', (before.done_at at time zone c.timezone)::date,
          'last', case when before.session_id is null then '[]' else private.done_sets(t.client_id, before.session_id, t.exercise_id, null) end,
          'best', private.best_of(t.client_id, t.exercise_id)
        )
        order by t.position
      )
      from public.session_exercises t
      join public.exercises e on e.id = t.exercise_id
      join public.clients c on c.id = t.client_id
      left join lateral (
        select x.session_id, x.done_at from public.exercise_completions x
        where x.client_id = t.client_id and x.exercise_id = t.exercise_id and x.session_id <> p_session_id
          and x.done_at <= coalesce(v_session.started_at, now())
        order by x.done_at desc limit 1
      ) before on true
      where t.session_id = p_session_id and t.client_id = v_session.client_id
    ), '[]')
  );
end;
$$;

comment on function private.my_session(uuid) is 'Body of public.my_session.';
grant execute on function private.my_session(uuid) to authenticated;


create function public.my_session(session_id uuid)
returns jsonb
language sql
stable
set search_path = ''
return private.my_session(session_id);

comment on function public.my_session(uuid) is
  'A workout in one document: session, completion, and exercises, each with its target, the sets done, those of the last time (last_on, last) and the best ever. Before it is started, target_kg is what it would be now. PT404.';
grant execute on function public.my_session(uuid) to authenticated;


create function private.next_week_preview(p_program_id uuid)
returns jsonb
language plpgsql
stable
security definer -- reads names of exercises of a former coach
set search_path = ''
as $$
declare
  v_program public.client_programs;
begin
  select * into v_program from public.client_programs p where p.id = p_program_id and p.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of yours or of one of your clients.');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'session_id', s.id, 'title', s.title, 'phase', s.phase, 'week', s.week, 'position', s.position, 'scheduled_on', s.scheduled_on,
      'exercises', coalesce((
        select jsonb_agg(
          to_jsonb(t) - '{id,client_id,session_id,template_exercise_id,progression,swapped_from}'::text[]
          || jsonb_build_object('name_en', e.name_en, 'name_ru', e.name_ru, 'kind', e.kind, 'target_kg', private.next_kg(s, t))
          order by t.position
        )
        from public.session_exercises t join public.exercises e on e.id = t.exercise_id
        where t.session_id = s.id and t.client_id = s.client_id
      ), '[]')
    ) order by s.position)
    from public.workout_sessions s
    where s.client_program_id = p_program_id and s.client_id = v_program.client_id
      and (s.phase, s.week) = (
        select n.phase, n.week from public.workout_sessions n
        where n.client_program_id = p_program_id and n.client_id = v_program.client_id and (n.phase, n.week) > (v_program.phase, v_program.week)
        order by n.phase, n.week limit 1
      )
  ), '[]');
end;
$$;

comment on function private.next_week_preview(uuid) is 'Body of public.next_week_preview.';
grant execute on function private.next_week_preview(uuid) to authenticated;


create function public.next_week_preview(program_id uuid)
returns jsonb
language sql
stable
set search_path = ''
return private.next_week_preview(program_id);

comment on function public.next_week_preview(uuid) is 'The workouts of the week after the present one, with the weights as they would be if it began now; [] after the last week. PT404.';
grant execute on function public.next_week_preview(uuid) to authenticated;
-- end of file: sql/training/functions_reading.sql

-- file: sql/training/functions_session_exercises.sql
-- training: changes which exercises a workout has.

create function private.add_session_exercise(p_id uuid, p_session_id uuid, p_exercise_id uuid)
returns uuid
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id);
  v_most    constant integer := 60;
begin
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if p_id is null or (select count(*) from public.session_exercises t where t.session_id = p_session_id) >= v_most then
    perform private.refuse('PT422', 'session_exercises', 'The workout has too many exercises', format('Give an id, and at most %s exercises.', v_most), jsonb_build_object('limit', v_most));
  end if;
  insert into public.session_exercises (id, client_id, session_id, position, exercise_id, block)
  select p_id, v_session.client_id, p_session_id, coalesce(max(t.position), 0) + 1, p_exercise_id, coalesce(max(t.block), 0) + 1
  from public.session_exercises t where t.session_id = p_session_id
  on conflict (id) do nothing;
  update public.workout_sessions s set overridden = true where s.id = p_session_id and not s.overridden;
  return p_id;
end;
$$;

comment on function private.add_session_exercise(uuid, uuid, uuid) is 'Body of public.add_session_exercise.';
grant execute on function private.add_session_exercise(uuid, uuid, uuid) to authenticated;


create function public.add_session_exercise(session_exercise_id uuid, session_id uuid, exercise_id uuid)
returns uuid
language sql
set search_path = ''
return private.add_session_exercise(session_exercise_id, session_id, exercise_id);

comment on function public.add_session_exercise(uuid, uuid, uuid) is 'Adds an exercise to a workout. session_exercise_id is a UUID of the caller''s choice: a second call with it adds nothing. PT404 unknown workout, PT422 unknown exercise or too many.';
grant execute on function public.add_session_exercise(uuid, uuid, uuid) to authenticated;


create function private.refuse_unknown_exercise(p_exercise_id uuid, p_client_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select from public.exercises e
    where e.id = p_exercise_id and (
      e.slug is not null or e.coach_id = any (private.my_acquaintance_ids())
      or exists (select from public.session_exercises t where t.client_id = p_client_id and t.exercise_id = e.id)
    )
  ) then
    perform private.refuse('PT422', 'no_such_exercise', 'No such exercise', 'Give the id of an exercise that you see.');
  end if;
end;
$$;

comment on function private.refuse_unknown_exercise(uuid, uuid) is 'Raises PT422 for an exercise that neither the caller sees nor the client has done.';


create function private.swap_exercise(p_session_exercise_id uuid, p_exercise_id uuid)
returns void
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(
    (select t.session_id from public.session_exercises t where t.id = p_session_exercise_id)
  );
begin
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if v_session.status = 'finished' then
    perform private.refuse('PT409', 'session_finished', 'This workout is finished', 'Open it again first.');
  end if;
  update public.session_exercises t
  set exercise_id = p_exercise_id, target_kg = null,
      swapped_from = nullif(coalesce(t.swapped_from, t.exercise_id), p_exercise_id)
  where t.id = p_session_exercise_id and t.exercise_id <> p_exercise_id;
  if found then
    update public.workout_sessions s set overridden = true where s.id = v_session.id and not s.overridden;
  end if;
end;
$$;

comment on function private.swap_exercise(uuid, uuid) is 'Body of public.swap_exercise.';
grant execute on function private.swap_exercise(uuid, uuid) to authenticated;


create function public.swap_exercise(session_exercise_id uuid, exercise_id uuid)
returns void
language sql
set search_path = ''
return private.swap_exercise(session_exercise_id, exercise_id);

comment on function public.swap_exercise(uuid, uuid) is
  'Has another exercise done in place of one of a workout. Sets already done keep their exercise. PT404 unknown workout, PT409 the workout is finished, PT422 unknown exercise.';
grant execute on function public.swap_exercise(uuid, uuid) to authenticated;
-- end of file: sql/training/functions_session_exercises.sql

-- file: sql/training/functions_sessions.sql
-- training: begins and skips workouts. Each call may be repeated and then changes nothing.

create function private.lock_session(p_session_id uuid, p_ends boolean default false)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
begin
  select s.* into v_session from public.workout_sessions s where s.id = p_session_id;
  if (private.lock_client_shared(v_session.client_id)).id is null then
    v_session := null;
  else
    if p_ends or v_session.status in ('skipped', 'finished') then
      perform private.lock_reports(array[v_session.client_id]); -- before the session, as whoever has read a log does
    end if;
    select s.* into v_session from public.workout_sessions s where s.id = p_session_id for no key update;
  end if;
  if v_session.id is null then
    perform private.refuse('PT404', 'no_such_session', 'No such workout', 'Use a workout of yours or of one of your clients.');
  end if;
  return v_session;
end;
$$;

comment on function private.lock_session(uuid, boolean) is 'Locks a session of a client whom the caller coaches or is, and returns it. p_ends: the call may change what weekly reports tell. Raises PT404 for another one.';


create function private.told_at(p_at timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
return case when p_at between now() - interval '364 days' and now() then p_at else now() end;

comment on function private.told_at(timestamptz) is 'The moment that a device tells, or now where that is in the future or over a year back.';


create function private.begin_session(p_session public.workout_sessions, p_at timestamptz, p_ends boolean default false)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
declare
  v_status public.program_status;
begin
  if p_session.status in ('started', 'finished') then
    return p_session;
  end if;
  select p.status into v_status from public.client_programs p where p.id = p_session.client_program_id;
  if v_status = 'paused' then
    perform private.refuse('PT409', 'program_paused', 'The programme is paused', 'Ask your coach to go on with it, or begin a workout without a programme.');
  elsif v_status = 'cancelled' then
    perform private.refuse('PT409', 'program_over', 'This programme is over', 'Begin a workout without a programme.');
  end if;
  update public.session_exercises t set target_kg = private.next_kg(p_session, t)
  where t.session_id = p_session.id and t.client_id = p_session.client_id;
  update public.workout_sessions s set status = 'started', started_at = private.told_at(p_at)
  where s.id = p_session.id returning s.* into p_session;
  if not p_ends then
    perform private.advance_program(p_session.client_program_id); -- back, if it was skipped
  end if;
  return p_session;
end;
$$;

comment on function private.begin_session(public.workout_sessions, timestamptz, boolean) is 'Starts a locked session that is not yet, and computes the weights to lift. p_ends: the caller finishes it at once, so that the programme does not move back and on.';


create function private.start_session(p_session_id uuid, p_at timestamptz)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
begin
  return private.begin_session(private.lock_session(p_session_id), p_at);
end;
$$;

comment on function private.start_session(uuid, timestamptz) is 'Body of public.start_session.';
grant execute on function private.start_session(uuid, timestamptz) to authenticated;


create function public.start_session(session_id uuid, at timestamptz default now())
returns public.workout_sessions
language sql
set search_path = ''
return private.start_session(session_id, at);

comment on function public.start_session(uuid, timestamptz) is
  'Starts a workout, also one that was skipped, and computes the weights to lift from the finished ones. at: when it was started on the device. PT404, PT409 the programme is paused or over.';
grant execute on function public.start_session(uuid, timestamptz) to authenticated;


create function private.start_ad_hoc(p_session_id uuid, p_client_id uuid, p_title text, p_at timestamptz)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_client_id uuid := coalesce(p_client_id, (private.my_own_client_ids())[1]);
  v_at        timestamptz := private.told_at(p_at);
begin
  if private.lock_client_shared(v_client_id) is null then
    perform private.refuse_client();
  end if;
  if p_session_id is null or length(p_title) > 200 then
    perform private.refuse('PT422', 'session_title', 'A workout needs an id and a title of at most 200 characters', 'Make a UUID, and give a shorter title.');
  end if;
  insert into public.workout_sessions (id, client_id, title, status, started_at, scheduled_on)
  select p_session_id, c.id, coalesce(btrim(p_title), ''), 'started', v_at, private.local_date(v_at, c.timezone)
  from public.clients c where c.id = v_client_id
  on conflict (id) do nothing;
  return private.lock_session(p_session_id);
end;
$$;

comment on function private.start_ad_hoc(uuid, uuid, text, timestamptz) is 'Body of public.start_ad_hoc.';
grant execute on function private.start_ad_hoc(uuid, uuid, text, timestamptz) to authenticated;


create function public.start_ad_hoc(session_id uuid, title text default '', at timestamptz default now(), client_id uuid default null)
returns public.workout_sessions
language sql
set search_path = ''
return private.start_ad_hoc(session_id, client_id, title, at);

comment on function public.start_ad_hoc(uuid, text, timestamptz, uuid) is
  'Starts a workout without a programme. session_id is a UUID of the caller''s choice: a second call with it is the same workout. client_id: the caller themselves if absent. PT404 unknown client, or somebody else''s session_id, PT422 the title is too long.';
grant execute on function public.start_ad_hoc(uuid, text, timestamptz, uuid) to authenticated;


create function private.skip_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
begin
  if v_session.status = 'finished' then
    perform private.refuse('PT409', 'session_finished', 'This workout is finished', 'Open it again first.');
  end if;
  if v_session.status <> 'skipped' then
    update public.workout_sessions s set status = 'skipped' where s.id = p_session_id returning s.* into v_session;
    perform private.advance_program(v_session.client_program_id);
  end if;
  return v_session;
end;
$$;

comment on function private.skip_session(uuid) is 'Body of public.skip_session.';
grant execute on function private.skip_session(uuid) to authenticated;


create function public.skip_session(session_id uuid)
returns public.workout_sessions
language sql
set search_path = ''
return private.skip_session(session_id);

comment on function public.skip_session(uuid) is 'Skips a workout, which counts as done for the place in a dynamic programme. start_session takes it up again. PT404, PT409 it is finished.';
grant execute on function public.skip_session(uuid) to authenticated;
-- end of file: sql/training/functions_sessions.sql

-- file: sql/training/functions_sets.sql
-- training: every set. A set is never refused because its workout has ended.

create function private.log_set(
  p_session_id uuid, p_session_exercise_id uuid, p_exercise_id uuid, p_set_number integer, p_reps integer, p_kg numeric,
  p_seconds integer, p_meters numeric, p_rpe numeric, p_is_warmup boolean, p_client_request_id uuid, p_done_at timestamptz,
  p_side public.body_side
)
returns uuid
language plpgsql
security definer -- writes sets, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id);
  v_id      uuid;
begin
  if p_set_number between 1 and 100 is not true or p_reps not between 0 and 1000 or p_kg not between 0 and 1000
    or p_seconds not between 0 and 86400 or p_meters not between 0 and 1000000 or p_rpe not between 1 and 10
    or num_nonnulls(p_reps, p_seconds, p_meters) = 0 or p_client_request_id is null
  then
    perform private.refuse(
      'PT422', 'set_value', 'The set has an impossible value',
      'Give set_number from 1 to 100, kg from 0 to 1000, rpe from 1 to 10, client_request_id, and reps up to 1000, seconds up to a day or meters up to 1000000.'
    );
  end if;
  -- The place in the workout, or where an update of the template has put the exercise since.
  p_session_exercise_id := (
    select t.id from public.session_exercises t
    where t.session_id = p_session_id and (t.id = p_session_exercise_id or t.exercise_id = p_exercise_id)
    order by t.id = p_session_exercise_id desc nulls last, t.position limit 1
  );
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if v_session.status in ('planned', 'skipped') then
    v_session := private.begin_session(v_session, p_done_at);
  end if;
  insert into public.exercise_completions as x (
    client_id, session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, done_at, client_request_id, side
  )
  values (
    v_session.client_id, p_session_id, p_session_exercise_id, p_exercise_id, p_set_number, p_reps, p_kg, p_seconds, p_meters, p_rpe,
    coalesce(p_is_warmup, false), private.told_at(p_done_at), p_client_request_id, p_side
  )
  on conflict (client_id, client_request_id) do update
  set set_number = excluded.set_number, reps = excluded.reps, kg = excluded.kg, seconds = excluded.seconds, meters = excluded.meters,
      rpe = excluded.rpe, is_warmup = excluded.is_warmup, side = excluded.side
  where x.session_id = excluded.session_id
  returning x.id into v_id;
  return v_id;
end;
$$;

comment on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz, public.body_side) is 'Body of public.log_set.';
grant execute on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz, public.body_side) to authenticated;


create function public.log_set(
  session_id uuid, session_exercise_id uuid, exercise_id uuid, set_number integer, client_request_id uuid,
  reps integer default null, kg numeric default null, seconds integer default null, meters numeric default null, rpe numeric default null,
  is_warmup boolean default false, done_at timestamptz default now(), side public.body_side default null
)
returns uuid
language sql
set search_path = ''
return private.log_set(
  session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, client_request_id, done_at, side
);

comment on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz, public.body_side) is
  'Stores a set, and starts a workout that is not yet. side: of an exercise that is done one side at a time, half a set; both if absent. A second call with the same client_request_id changes that set. A set of a finished workout is stored too: a device may have been offline. PT404 unknown workout, PT409 the programme is paused or over, PT422 an impossible value or unknown exercise.';
grant execute on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz, public.body_side) to authenticated;


create function private.undo_set(p_client_request_id uuid)
returns void
language plpgsql
security definer -- deletes sets, which no API role may
set search_path = ''
as $$
begin
  delete from public.exercise_completions x
  where x.client_request_id = p_client_request_id and x.client_id = any (private.my_client_ids());
end;
$$;

comment on function private.undo_set(uuid) is 'Body of public.undo_set.';
grant execute on function private.undo_set(uuid) to authenticated;


create function public.undo_set(client_request_id uuid)
returns void
language sql
set search_path = ''
return private.undo_set(client_request_id);

comment on function public.undo_set(uuid) is 'Takes a set back. Does nothing where there is none.';
grant execute on function public.undo_set(uuid) to authenticated;


create function private.note_exercise(p_session_exercise_id uuid, p_notes text)
returns void
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(
    (select t.session_id from public.session_exercises t where t.id = p_session_exercise_id)
  );
begin
  if length(p_notes) <= 1000 is not true then
    perform private.refuse('PT422', 'exercise_notes', 'The notes are too long', 'Give notes of at most 1000 characters.');
  end if;
  update public.session_exercises t set client_notes = btrim(p_notes)
  where t.id = p_session_exercise_id and t.client_id = v_session.client_id;
end;
$$;

comment on function private.note_exercise(uuid, text) is 'Body of public.note_exercise.';
grant execute on function private.note_exercise(uuid, text) to authenticated;


create function public.note_exercise(session_exercise_id uuid, notes text)
returns void
language sql
set search_path = ''
return private.note_exercise(session_exercise_id, notes);

comment on function public.note_exercise(uuid, text) is
  'Keeps what the client says about an exercise of a workout, also of a finished one; an empty text takes it back. PT404 unknown workout, PT422 the notes are too long.';
grant execute on function public.note_exercise(uuid, text) to authenticated;
-- end of file: sql/training/functions_sets.sql

-- file: sql/training/functions_targets.sql
-- training: the weight to lift next. It follows from finished sessions alone, never from those under way.

create function private.training_max(p_client_id uuid, p_exercise_id uuid)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select m.value from public.performance_metrics m
      where m.client_id = p_client_id and m.exercise_id = p_exercise_id and m.metric = 'training_max'
      order by m.measured_on desc, m.created_at desc limit 1
    ),
    (
      select max(private.e1rm(x.kg, x.reps, x.rpe)) from public.exercise_completions x
      join public.workout_sessions s on s.id = x.session_id
      where x.client_id = p_client_id and x.exercise_id = p_exercise_id and not x.is_warmup and s.status = 'finished'
    )
  );
end;
$$;

comment on function private.training_max(uuid, uuid) is 'What percentages of an exercise are of: the training_max that was measured last, else the highest e1RM of finished sessions, else null.';


create function private.next_kg(p_session public.workout_sessions, p_target public.session_exercises)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
declare
  v_week     integer := coalesce(p_session.program_week, 1);
  v_max      numeric;
  v_kg       numeric;
  v_rule     jsonb;
  v_from     integer;
  v_every    integer;
  v_percents numeric[];
  v_last     record;
  v_step     numeric;
  v_rounding numeric;
begin
  if p_target.load_kind = 'percent' then
    v_max := private.training_max(p_session.client_id, p_target.exercise_id);
  end if;
  v_kg := case p_target.load_kind when 'kg' then p_target.load when 'percent' then v_max * p_target.load / 100 end;
  v_rounding := case when p_target.load_kind = 'percent' then 2.5 end;

  for v_rule in select r.value from jsonb_array_elements(p_target.progression) with ordinality r order by r.value ->> 'kind' = 'deload', r.ordinality loop
    v_from := coalesce((v_rule ->> 'from_week')::integer, 1);
    v_every := coalesce((v_rule ->> 'every')::integer, 1);
    continue when v_week < v_from;
    v_rounding := coalesce((v_rule ->> 'rounding')::numeric, v_rounding, 2.5);

    if v_rule ->> 'kind' = 'wave' then
      v_percents := array(select p::numeric from jsonb_array_elements_text(v_rule -> 'percents') p);
      v_kg := case p_target.load_kind when 'kg' then p_target.load when 'percent' then v_max end
        * v_percents[(v_week - v_from) % cardinality(v_percents) + 1] / 100;
    elsif v_rule ->> 'kind' = 'deload' then
      if (v_week - v_from + 1) % v_every = 0 then
        v_kg := case v_rule ->> 'step_unit' when 'kg' then v_kg - (v_rule ->> 'step')::numeric else v_kg * (1 - (v_rule ->> 'step')::numeric / 100) end;
      end if;
    else
      -- The finished sessions of this day of the programme, without its deload weeks.
      select
        count(*)::integer as times,
        count(*) filter (where h.is_success)::integer as successes,
        (array_agg(h.kg order by h.finished_at desc, h.program_week desc))[1] as kg,
        (array_agg(h.is_success order by h.finished_at desc, h.program_week desc))[1] as is_success
      into v_last
      from (
        select s.finished_at, s.program_week, d.kg,
               coalesce(d.sets >= t.sets, false) and d.kg >= coalesce(t.target_kg, 0) as is_success
        from public.workout_sessions s
        join public.session_exercises t on t.session_id = s.id and t.client_id = s.client_id
        cross join lateral (
          select max(x.kg) as kg,
                 sum(case when x.side is null then 1 else 0.5 end) filter (
                   where x.kg >= coalesce(t.target_kg, 0)
                     and x.reps >= coalesce(case v_rule ->> 'kind' when 'double' then t.reps_max else t.reps_min end, 1)
                 ) as sets
          from public.exercise_completions x
          where x.session_exercise_id = t.id and x.client_id = t.client_id and x.exercise_id = t.exercise_id and not x.is_warmup
        ) d
        where s.client_program_id = p_session.client_program_id and s.client_id = p_session.client_id
          and s.status = 'finished' and s.id <> p_session.id and s.position = p_session.position
          and t.exercise_id = p_target.exercise_id and d.kg is not null
          and not exists (
            select from jsonb_array_elements(t.progression) r
            where r ->> 'kind' = 'deload' and s.program_week >= coalesce((r ->> 'from_week')::integer, 1)
              and (s.program_week - coalesce((r ->> 'from_week')::integer, 1) + 1) % coalesce((r ->> 'every')::integer, 1) = 0
          )
      ) h;
      if v_last.times > 0 then
        v_step := case v_rule ->> 'step_unit' when 'percent' then v_last.kg * (v_rule ->> 'step')::numeric / 100 else (v_rule ->> 'step')::numeric end;
        v_kg := case
          when v_rule ->> 'kind' = 'double' or coalesce((v_rule ->> 'requires_success')::boolean, false) then
            v_last.kg + case when v_last.is_success and v_last.successes % v_every = 0 then v_step else 0 end
          else v_last.kg + case when v_last.times % v_every = 0 then v_step else 0 end
        end;
      end if;
    end if;
  end loop;

  v_kg := case when v_rounding is null then v_kg else round(v_kg / v_rounding) * v_rounding end;
  return case when v_kg is not null then round(greatest(v_kg, 0), 2) end;
end;
$$;

comment on function private.next_kg(public.workout_sessions, public.session_exercises) is
  'The weight of an exercise of a session by its rules. double: a step more once all sets have reached reps_max. linear: a step more every so many sessions; with requires_success only if all sets have reached reps_min. wave: percents of the load or training max, week by week. deload: a step less every so many weeks; such weeks count for no rule. Null where no weight follows.';
-- end of file: sql/training/functions_targets.sql

-- file: sql/training/functions_template_check.sql
-- training: what a document of save_program_template must be. A refusal names the place by its path.

create function private.template_nodes(p_template jsonb)
returns table (level text, path text, parent_id uuid, number integer, value jsonb)
language sql
immutable
set search_path = ''
as $$
  with phase as (
    select format('phases[%s]', p.n - 1) as path, p.n, p.value
    from jsonb_array_elements(case jsonb_typeof(p_template -> 'phases') when 'array' then p_template -> 'phases' else '[]' end) with ordinality p (value, n)
  ), workout as (
    select format('%s.workouts[%s]', f.path, w.n - 1) as path, f.value ->> 'id' as parent, w.n, w.value
    from phase f
    cross join lateral jsonb_array_elements(case jsonb_typeof(f.value -> 'workouts') when 'array' then f.value -> 'workouts' else '[]' end) with ordinality w (value, n)
  ), exercise as (
    select format('%s.exercises[%s]', w.path, e.n - 1) as path, w.value ->> 'id' as parent, e.n, e.value
    from workout w
    cross join lateral jsonb_array_elements(case jsonb_typeof(w.value -> 'exercises') when 'array' then w.value -> 'exercises' else '[]' end) with ordinality e (value, n)
  ), rule as (
    select format('%s.progression[%s]', e.path, r.n - 1) as path, r.n, r.value
    from exercise e
    cross join lateral jsonb_array_elements(case jsonb_typeof(e.value -> 'progression') when 'array' then e.value -> 'progression' else '[]' end) with ordinality r (value, n)
  )
  select 'template', '', null::uuid, 1, p_template
  union all
  select 'phase', f.path, null, f.n::integer, f.value from phase f
  union all
  select 'workout', w.path, case when pg_input_is_valid(w.parent, 'uuid') then w.parent::uuid end, w.n::integer, w.value from workout w
  union all
  select 'exercise', e.path, case when pg_input_is_valid(e.parent, 'uuid') then e.parent::uuid end, e.n::integer, e.value from exercise e
  union all
  select 'rule', r.path, null, r.n::integer, r.value from rule r
$$;

comment on function private.template_nodes(jsonb) is 'The parts of a template''s document, each with its path, the id of the part it lies in, and its number there from 1.';


create function private.template_shape()
returns table (level text, key text, kind text, low numeric, high numeric, words text[], required boolean)
language sql
immutable
set search_path = ''
as $$
  values
    ('template', 'id', 'uuid', null::numeric, null::numeric, null::text[], true),
    ('template', 'title', 'text', 1, 200, null, true),
    ('template', 'description', 'text', 0, 4000, null, false),
    ('template', 'phases', 'list', 0, 20, null, true),
    ('phase', 'id', 'uuid', null, null, null, true),
    ('phase', 'title', 'text', 0, 200, null, false),
    ('phase', 'weeks', 'integer', 1, 52, null, true),
    ('phase', 'workouts', 'list', 0, 400, null, true),
    ('workout', 'id', 'uuid', null, null, null, true),
    ('workout', 'week', 'integer', 1, 52, null, true),
    ('workout', 'position', 'integer', 1, 14, null, true),
    ('workout', 'title', 'text', 0, 200, null, false),
    ('workout', 'focus', 'text', 0, 200, null, false),
    ('workout', 'notes', 'text', 0, 2000, null, false),
    ('workout', 'exercises', 'list', 0, 40, null, true),
    ('exercise', 'id', 'uuid', null, null, null, true),
    ('exercise', 'exercise_id', 'uuid', null, null, null, true),
    ('exercise', 'block', 'integer', 0, 100, null, false),
    ('exercise', 'block_kind', 'word', null, null, '{single,superset,circuit}', false),
    ('exercise', 'sets', 'integer', 1, 20, null, false),
    ('exercise', 'reps_min', 'integer', 1, 1000, null, false),
    ('exercise', 'reps_max', 'integer', 1, 1000, null, false),
    ('exercise', 'seconds', 'integer', 1, 86400, null, false),
    ('exercise', 'meters', 'number', 1, 1000000, null, false),
    ('exercise', 'load_kind', 'word', null, null, '{none,kg,percent,rpe,rir}', false),
    ('exercise', 'load', 'number', 0, 1000, null, false),
    ('exercise', 'rest_seconds', 'integer', 0, 3600, null, false),
    ('exercise', 'tempo', 'tempo', null, null, null, false),
    ('exercise', 'notes', 'text', 0, 1000, null, false),
    ('exercise', 'progression', 'list', 0, 5, null, false),
    ('rule', 'kind', 'word', null, null, '{double,linear,wave,deload}', true),
    ('rule', 'from_week', 'integer', 1, 520, null, false),
    ('rule', 'step', 'number', 0, 100, null, false),
    ('rule', 'step_unit', 'word', null, null, '{kg,percent}', false),
    ('rule', 'every', 'integer', 1, 52, null, false),
    ('rule', 'percents', 'list', 1, 52, null, false),
    ('rule', 'requires_success', 'boolean', null, null, null, false),
    ('rule', 'rounding', 'number', 0.1, 20, null, false)
$$;

comment on function private.template_shape() is 'What each part of a template''s document may hold: numbers and lengths from low to high, or one of the words.';


create function private.is_of_shape(p_value jsonb, p_kind text, p_low numeric, p_high numeric, p_words text[])
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := p_value #>> '{}';
begin
  return case p_kind
    when 'uuid' then jsonb_typeof(p_value) = 'string' and pg_input_is_valid(v_text, 'uuid')
    when 'text' then jsonb_typeof(p_value) = 'string' and length(v_text) <= p_high and length(btrim(v_text)) >= p_low
    when 'integer' then jsonb_typeof(p_value) = 'number' and v_text ~ '^-?[0-9]{1,9}$' and v_text::numeric between p_low and p_high
    when 'number' then jsonb_typeof(p_value) = 'number' and length(v_text) <= 20 and v_text::numeric between p_low and p_high
    when 'boolean' then jsonb_typeof(p_value) = 'boolean'
    when 'word' then jsonb_typeof(p_value) = 'string' and v_text = any (p_words)
    when 'tempo' then jsonb_typeof(p_value) = 'string' and lower(v_text) ~ '^([0-9x]{1,2}(-[0-9x]{1,2}){3})?$'
    when 'list' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) between p_low and p_high
  end;
end;
$$;

comment on function private.is_of_shape(jsonb, text, numeric, numeric, text[]) is 'Whether a value is as private.template_shape says.';


create function private.check_program_template(p_template jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_wrong record;
  v_path  text;
begin
  if jsonb_typeof(p_template) is distinct from 'object' or pg_column_size(p_template) > 4000000 then
    perform private.refuse('PT422', 'template_document', 'The programme must be one JSON object of at most 4 MB', 'Send what get_program_template answers.');
  end if;

  select n.path, s.* into v_wrong
  from private.template_nodes(p_template) n
  join private.template_shape() s on s.level = n.level
  where case coalesce(jsonb_typeof(n.value -> s.key), 'null')
    when 'null' then s.required
    else not private.is_of_shape(n.value -> s.key, s.kind, s.low, s.high, s.words)
  end
  limit 1;
  if found then
    v_path := concat_ws('.', nullif(v_wrong.path, ''), v_wrong.key);
    perform private.refuse(
      'PT422', 'template_value', format('%s of the programme has a wrong value', v_path),
      format('It must be: %s.', concat_ws(' ', v_wrong.kind, v_wrong.low || ' to ' || v_wrong.high, array_to_string(v_wrong.words, ', '))),
      jsonb_strip_nulls(jsonb_build_object('path', v_path, 'key', v_wrong.key, 'low', v_wrong.low, 'high', v_wrong.high))
    );
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and (n.value ->> 'reps_max')::integer < (n.value ->> 'reps_min')::integer limit 1;
  if found then
    perform private.refuse('PT422', 'template_range', format('The range of repetitions of %s is reversed', v_path), 'Give reps_min up to reps_max.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and case coalesce(n.value ->> 'load_kind', 'none')
    when 'none' then coalesce(jsonb_typeof(n.value -> 'load'), 'null') <> 'null'
    when 'kg' then (n.value ->> 'load')::numeric between 0 and 1000
    when 'percent' then (n.value ->> 'load')::numeric between 1 and 150
    when 'rpe' then (n.value ->> 'load')::numeric between 1 and 10
    else (n.value ->> 'load')::numeric between 0 and 10
  end is distinct from (coalesce(n.value ->> 'load_kind', 'none') <> 'none') limit 1;
  if found then
    perform private.refuse('PT422', 'template_load', format('The load of %s is impossible', v_path), 'Give kg from 0 to 1000, percent from 1 to 150, RPE from 1 to 10 or RIR from 0 to 10, or none.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'rule' and case n.value ->> 'kind'
    when 'wave' then coalesce(jsonb_typeof(n.value -> 'percents'), 'null') = 'null' or exists (
      select from jsonb_array_elements(n.value -> 'percents') p where private.is_of_shape(p, 'number', 1, 200, null) is not true
    )
    else coalesce(jsonb_typeof(n.value -> 'step'), 'null') = 'null'
  end limit 1;
  if found then
    perform private.refuse('PT422', 'template_rule', format('The rule %s says too little', v_path), 'A wave needs percents from 1 to 200, any other rule a step.', jsonb_build_object('path', v_path));
  end if;

  select w.path into v_path
  from (
    select n.path, (n.value ->> 'week')::integer > (f.value ->> 'weeks')::integer
      or count(*) over (partition by f.path, n.value -> 'week', n.value -> 'position') > 1 as is_wrong
    from private.template_nodes(p_template) n
    join private.template_nodes(p_template) f on f.level = 'phase' and (f.value ->> 'id')::uuid = n.parent_id
    where n.level = 'workout'
  ) w
  where w.is_wrong limit 1;
  if found then
    perform private.refuse('PT422', 'template_day', format('%s has no place of its own', v_path), 'Give a week of its phase, and a day that no other workout of the week has.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and not exists (
    select from public.exercises e
    where e.id = (n.value ->> 'exercise_id')::uuid
      and (e.slug is not null or e.coach_id = any ((select private.my_acquaintance_ids())::uuid[]))
  ) limit 1;
  if found then
    perform private.refuse('PT422', 'template_exercise', format('%s is no exercise of the library', v_path), 'Give the id of an exercise that you see.', jsonb_build_object('path', v_path));
  end if;

  if exists (
    select from private.template_nodes(p_template) n where n.level <> 'rule' group by n.level, n.value ->> 'id' having count(*) > 1
  ) then
    perform private.refuse('PT422', 'template_ids', 'An id of the programme is there twice', 'Give each row an id of its own.');
  end if;
  if (select sum((f.value ->> 'weeks')::integer) from private.template_nodes(p_template) f where f.level = 'phase') > 104
    or (select count(*) from private.template_nodes(p_template) n where n.level = 'exercise') > 4000
  then
    perform private.refuse('PT422', 'template_too_large', 'The programme is too large', 'Give at most 104 weeks and 4000 exercises.');
  end if;
end;
$$;

comment on function private.check_program_template(jsonb) is 'Raises PT422 unless a document is a template, as private.template_shape says and its parts fit together.';
-- end of file: sql/training/functions_template_check.sql

-- file: sql/training/functions_templates.sql
-- training: whole templates as one document: read, saved, copied, archived.

create function private.lock_template(p_template_id uuid)
returns public.program_templates
language plpgsql
set search_path = ''
as $$
declare
  v_template public.program_templates;
begin
  select * into v_template from public.program_templates t
  where t.id = p_template_id and t.coach_id = any (private.my_account_ids())
  for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return v_template;
end;
$$;

comment on function private.lock_template(uuid) is 'Locks a template of the caller and returns it. Raises PT404 for another one.';


create function private.save_program_template(p_template jsonb, p_version integer)
returns integer
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_most     constant integer := 300;
  v_id       uuid;
  v_template public.program_templates;
begin
  perform private.check_program_template(p_template);
  v_id := (p_template ->> 'id')::uuid;

  insert into public.program_templates (id, coach_id, title, description, version)
  select v_id, auth.uid(), p_template ->> 'title', coalesce(p_template ->> 'description', ''), 0
  where private.am_coach()
  on conflict (id) do nothing;
  v_template := private.lock_template(v_id);
  if v_template.version <> 0 then
    perform private.check_version(
      p_version, v_template.version,
      jsonb_build_object('title', v_template.title), jsonb_build_object('title', p_template -> 'title'), p_at => v_template.updated_at
    );
  end if;
  if v_template.version = 0 and (select count(*) from public.program_templates t where t.coach_id = v_template.coach_id) > v_most then
    perform private.refuse('PT409', 'too_many_programs', 'There are too many programmes', format('A coach has at most %s.', v_most), jsonb_build_object('limit', v_most));
  end if;

  update public.program_templates t
  set title = p_template ->> 'title', description = coalesce(p_template ->> 'description', ''), version = t.version + 1, updated_at = now()
  where t.id = v_id;

  -- Whatever the document does not have any more goes, from the leaves up, so that a moved row is not taken along.
  with n as (select * from private.template_nodes(p_template) where level = 'exercise')
  delete from public.template_exercises e where e.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = e.id);

  insert into public.program_phases as p (id, template_id, position, title, weeks)
  select (n.value ->> 'id')::uuid, v_id, n.number, coalesce(n.value ->> 'title', ''), (n.value ->> 'weeks')::integer
  from private.template_nodes(p_template) n where n.level = 'phase'
  on conflict (id) do update set position = excluded.position, title = excluded.title, weeks = excluded.weeks
  where p.template_id = excluded.template_id;

  insert into public.template_workouts as w (id, template_id, phase_id, week, position, title, focus, notes)
  select
    (n.value ->> 'id')::uuid, v_id, n.parent_id, (n.value ->> 'week')::integer, (n.value ->> 'position')::integer,
    coalesce(n.value ->> 'title', ''), coalesce(n.value ->> 'focus', ''), coalesce(n.value ->> 'notes', '')
  from private.template_nodes(p_template) n where n.level = 'workout'
  on conflict (id) do update
  set phase_id = excluded.phase_id, week = excluded.week, position = excluded.position,
      title = excluded.title, focus = excluded.focus, notes = excluded.notes
  where w.template_id = excluded.template_id;

  insert into public.template_exercises as e (
    id, template_id, workout_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select
    r.id, v_id, n.parent_id, n.number, r.exercise_id, coalesce(r.block, n.number), coalesce(r.block_kind, 'single'), coalesce(r.sets, 1),
    r.reps_min, coalesce(r.reps_max, r.reps_min), r.seconds, r.meters, coalesce(r.load_kind, 'none'), r.load, r.rest_seconds,
    nullif(lower(r.tempo), ''), coalesce(r.notes, ''), coalesce(r.progression, '[]')
  from private.template_nodes(p_template) n
  cross join lateral jsonb_to_record(n.value) as r (
    id uuid, exercise_id uuid, block smallint, block_kind public.block_kind, sets smallint, reps_min smallint, reps_max smallint,
    seconds integer, meters numeric, load_kind public.load_kind, load numeric, rest_seconds integer, tempo text, notes text, progression jsonb
  )
  where n.level = 'exercise'
  on conflict (id) do update
  set workout_id = excluded.workout_id, position = excluded.position, exercise_id = excluded.exercise_id, block = excluded.block,
      block_kind = excluded.block_kind, sets = excluded.sets, reps_min = excluded.reps_min, reps_max = excluded.reps_max,
      seconds = excluded.seconds, meters = excluded.meters, load_kind = excluded.load_kind, load = excluded.load,
      rest_seconds = excluded.rest_seconds, tempo = excluded.tempo, notes = excluded.notes, progression = excluded.progression
  where e.template_id = excluded.template_id;

  with n as (select * from private.template_nodes(p_template) where level = 'workout')
  delete from public.template_workouts w where w.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = w.id);
  with n as (select * from private.template_nodes(p_template) where level = 'phase')
  delete from public.program_phases p where p.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = p.id);

  -- An id of somebody else's template was left alone above, and is missing here.
  if (select count(*) from private.template_nodes(p_template) n where n.level in ('phase', 'workout', 'exercise')) <> (
    (select count(*) from public.program_phases p where p.template_id = v_id)
    + (select count(*) from public.template_workouts w where w.template_id = v_id)
    + (select count(*) from public.template_exercises e where e.template_id = v_id)
  ) then
    perform private.refuse('PT422', 'template_ids', 'An id of the programme is in use elsewhere', 'Give new rows new ids.');
  end if;
  return v_template.version + 1;
end;
$$;

comment on function private.save_program_template(jsonb, integer) is 'Body of public.save_program_template.';
grant execute on function private.save_program_template(jsonb, integer) to authenticated;


create function public.save_program_template(template jsonb, version integer default null)
returns integer
language sql
set search_path = ''
return private.save_program_template(template, version);

comment on function public.save_program_template(jsonb, integer) is
  'Saves a programme as one document, {id, title, description, phases: [{id, title, weeks, workouts: [{id, week, position, title, focus, notes, exercises: [{id, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters, load_kind, load, rest_seconds, tempo, notes, progression}]}]}]}, and returns its new version. The sender makes the ids. version: the one that was seen; null for a new programme. It may be unfinished: assign_program asks for all weeks. Coaches only. PT404 somebody else''s, PT409 changed meanwhile, PT422 with the path of what is wrong, PT428 no version.';
grant execute on function public.save_program_template(jsonb, integer) to authenticated;


create function public.get_program_template(template_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_template jsonb;
begin
  select jsonb_build_object(
    'id', t.id, 'title', t.title, 'description', t.description, 'version', t.version, 'archived_at', t.archived_at, 'updated_at', t.updated_at,
    'phases', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', p.id, 'title', p.title, 'weeks', p.weeks,
        'workouts', coalesce((
          select jsonb_agg(to_jsonb(w) - '{template_id,phase_id}'::text[] || jsonb_build_object('exercises', coalesce((
            select jsonb_agg(to_jsonb(e) - '{template_id,workout_id}'::text[] order by e.position)
            from public.template_exercises e where e.workout_id = w.id
          ), '[]')) order by w.week, w.position)
          from public.template_workouts w where w.phase_id = p.id
        ), '[]')
      ) order by p.position)
      from public.program_phases p where p.template_id = t.id
    ), '[]')
  )
  into v_template
  from public.program_templates t
  where t.id = get_program_template.template_id;
  if not found then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return v_template;
end;
$$;

comment on function public.get_program_template(uuid) is 'A programme of the caller as one document: what save_program_template takes, with version, archived_at and updated_at. PT404.';
grant execute on function public.get_program_template(uuid) to authenticated;


create function private.copy_program_template(p_template_id uuid)
returns uuid
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
  v_id       uuid := gen_random_uuid();
begin
  insert into public.program_templates (id, coach_id, title, description)
  values (v_id, v_template.coach_id, v_template.title, v_template.description);

  -- A row of the copy has an id that follows from its own and the copy's.
  insert into public.program_phases (id, template_id, position, title, weeks)
  select md5(v_id || p.id::text)::uuid, v_id, p.position, p.title, p.weeks
  from public.program_phases p where p.template_id = p_template_id;

  insert into public.template_workouts (id, template_id, phase_id, week, position, title, focus, notes)
  select md5(v_id || w.id::text)::uuid, v_id, md5(v_id || w.phase_id::text)::uuid, w.week, w.position, w.title, w.focus, w.notes
  from public.template_workouts w where w.template_id = p_template_id;

  insert into public.template_exercises (
    id, template_id, workout_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select
    md5(v_id || e.id::text)::uuid, v_id, md5(v_id || e.workout_id::text)::uuid, e.position, e.exercise_id, e.block, e.block_kind, e.sets,
    e.reps_min, e.reps_max, e.seconds, e.meters, e.load_kind, e.load, e.rest_seconds, e.tempo, e.notes, e.progression
  from public.template_exercises e where e.template_id = p_template_id;
  return v_id;
end;
$$;

comment on function private.copy_program_template(uuid) is 'Body of public.copy_program_template.';
grant execute on function private.copy_program_template(uuid) to authenticated;


create function public.copy_program_template(template_id uuid)
returns uuid
language sql
set search_path = ''
return private.copy_program_template(template_id);

comment on function public.copy_program_template(uuid) is 'Copies a programme of the caller and returns the id of the copy, which has nothing to do with the original any more. PT404.';
grant execute on function public.copy_program_template(uuid) to authenticated;


create function private.archive_program_template(p_template_id uuid, p_version integer, p_archived boolean)
returns integer
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
begin
  if (v_template.archived_at is not null) = coalesce(p_archived, true) then
    return v_template.version;
  end if;
  perform private.check_version(
    p_version, v_template.version, jsonb_build_object('title', v_template.title), '{}', p_at => v_template.updated_at
  );
  update public.program_templates t
  set archived_at = case when coalesce(p_archived, true) then now() end, version = t.version + 1
  where t.id = p_template_id;
  return v_template.version + 1;
end;
$$;

comment on function private.archive_program_template(uuid, integer, boolean) is 'Body of public.archive_program_template.';
grant execute on function private.archive_program_template(uuid, integer, boolean) to authenticated;


create function public.archive_program_template(template_id uuid, version integer, archived boolean default true)
returns integer
language sql
set search_path = ''
return private.archive_program_template(template_id, version, archived);

comment on function public.archive_program_template(uuid, integer, boolean) is
  'Puts a programme of the caller away, or takes it out again, and returns its version. Programmes of clients made from it go on. PT404, PT409 changed meanwhile.';
grant execute on function public.archive_program_template(uuid, integer, boolean) to authenticated;
-- end of file: sql/training/functions_templates.sql

-- file: sql/training/functions_updates.sql
-- training: carries a change of a template into the programmes that follow it. What was started is never touched.

create function private.template_changes(p_template_id uuid, p_client_ids uuid[])
returns table (client_id uuid, program_id uuid, session_id uuid, workout_id uuid, change text, title text, scheduled_on date)
language sql
stable
set search_path = ''
as $$
  with program as (
    select p.* from public.client_programs p
    where p.template_id = p_template_id and p.follows_template and p.status in ('active', 'paused')
      and p.client_id = any ((select private.my_coached_client_ids())::uuid[])
      and (p_client_ids is null or p.client_id = any (p_client_ids))
  ), wanted as (
    select w.id, k.phase, k.week, k.program_week, w.position, w.title, w.focus, w.notes,
           (
             select jsonb_agg(to_jsonb(e) - '{id,template_id,workout_id}'::text[] order by e.position)
             from public.template_exercises e where e.workout_id = w.id
           ) as exercises
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
  ), there as (
    select s.*,
           (
             select jsonb_agg(to_jsonb(t) - '{id,client_id,session_id,template_exercise_id,target_kg,swapped_from,client_notes}'::text[] order by t.position)
             from public.session_exercises t where t.session_id = s.id and t.client_id = s.client_id
           ) as exercises
    from public.workout_sessions s
    join program p on p.id = s.client_program_id and p.client_id = s.client_id
  )
  select p.client_id, p.id, t.id, w.id,
         case when w.id is null then 'removed' when t.id is null then 'added' else 'changed' end,
         coalesce(w.title, t.title), t.scheduled_on
  from program p
  cross join lateral (
    select coalesce(w.id, o.template_workout_id) as workout
    from wanted w full join (select t.template_workout_id from there t where t.client_program_id = p.id) o on o.template_workout_id = w.id
  ) k
  left join wanted w on w.id = k.workout
  left join there t on t.client_program_id = p.id and t.template_workout_id = k.workout
  where case
    when t.id is null then w.program_week >= p.first_week and (w.phase, w.week) >= (p.phase, p.week)
    when t.status <> 'planned' or t.overridden then false
    else w.id is null
      or (w.phase, w.week, w.position, w.title, w.focus, w.notes) is distinct from (t.phase, t.week, t.position, t.title, t.focus, t.notes)
      or w.exercises is distinct from t.exercises
  end
$$;

comment on function private.template_changes(uuid, uuid[]) is 'What a template has that programmes following it do not, session by session. Sessions that were started, skipped or changed by hand are left out.';


create function private.preview_template_update(p_template_id uuid)
returns table (client_id uuid, client_name text, program_id uuid, session_id uuid, change text, title text, scheduled_on date)
language plpgsql
stable
security definer -- reads templates without their policies
set search_path = ''
as $$
begin
  if not exists (select from public.program_templates t where t.id = p_template_id and t.coach_id = any (private.my_account_ids())) then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return query
  select g.client_id, c.name, g.program_id, g.session_id, g.change, g.title, g.scheduled_on
  from private.template_changes(p_template_id, null) g
  join public.clients c on c.id = g.client_id
  order by c.name, c.id, g.scheduled_on nulls last, g.title;
end;
$$;

comment on function private.preview_template_update(uuid) is 'Body of public.preview_template_update.';
grant execute on function private.preview_template_update(uuid) to authenticated;


create function public.preview_template_update(template_id uuid)
returns table (client_id uuid, client_name text, program_id uuid, session_id uuid, change text, title text, scheduled_on date)
language sql
stable
set search_path = ''
as $$
  select * from private.preview_template_update(template_id)
$$;

comment on function public.preview_template_update(uuid) is 'What apply_template_update would change for whom: sessions added, removed or changed. Coach only. PT404.';
grant execute on function public.preview_template_update(uuid) to authenticated;


create function private.apply_template_update(p_template_id uuid, p_client_ids uuid[])
returns integer
language plpgsql
security definer -- writes programmes and sessions, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
  v_changes  integer;
  v_programs uuid[];
  v_changed  uuid[];
  v_removed  uuid[];
  v_add_to   uuid[];
  v_added    uuid[];
begin
  -- Clients in one order, before their programmes, as every other call locks them.
  perform private.lock_client_shared(c) from (select distinct unnest(p_client_ids) as c order by 1) o;
  perform private.lock_reports(array(select c from unnest(p_client_ids) c where c = any (private.my_coached_client_ids())));
  perform from public.client_programs p
  where p.template_id = p_template_id and p.client_id = any (p_client_ids) and p.client_id = any (private.my_coached_client_ids())
  order by p.id for no key update;
  perform from public.workout_sessions s -- a session that is started meanwhile is left alone
  where s.client_id = any (p_client_ids) and s.status = 'planned'
    and s.client_program_id in (select p.id from public.client_programs p where p.template_id = p_template_id)
  order by s.id for no key update;

  select
    count(*), array_agg(distinct g.program_id), array_agg(g.session_id) filter (where g.change = 'changed'),
    array_agg(g.session_id) filter (where g.change = 'removed'),
    array_agg(g.program_id) filter (where g.change = 'added'), array_agg(g.workout_id) filter (where g.change = 'added')
  into v_changes, v_programs, v_changed, v_removed, v_add_to, v_added
  from private.template_changes(p_template_id, p_client_ids) g;

  delete from public.workout_sessions s where s.id = any (v_removed);
  delete from public.session_exercises t where t.session_id = any (v_changed);
  -- In place, because a phone may have started the session offline.
  update public.workout_sessions s
  set phase = k.phase, week = k.week, program_week = k.program_week, position = w.position, title = w.title, focus = w.focus, notes = w.notes,
      scheduled_on = s.scheduled_on + 7 * (k.program_week - s.program_week) + (w.position - 1) % 7 - (s.position - 1) % 7
  from public.template_workouts w
  join private.template_weeks(p_template_id) k on k.phase_id = w.phase_id and k.week = w.week
  where s.id = any (v_changed) and w.id = s.template_workout_id;
  perform private.copy_workouts(v_add_to, v_added);
  perform private.copy_workouts(v_programs, '{}');
  update public.client_programs p set template_version = v_template.version
  where p.template_id = p_template_id and p.follows_template and p.client_id = any (p_client_ids)
    and p.client_id = any (private.my_coached_client_ids()) and p.status in ('active', 'paused');
  perform private.advance_program(p) from unnest(v_programs) p; -- locked above, in order
  return v_changes;
end;
$$;

comment on function private.apply_template_update(uuid, uuid[]) is 'Body of public.apply_template_update.';
grant execute on function private.apply_template_update(uuid, uuid[]) to authenticated;


create function public.apply_template_update(template_id uuid, client_ids uuid[])
returns integer
language sql
set search_path = ''
return private.apply_template_update(template_id, client_ids);

comment on function public.apply_template_update(uuid, uuid[]) is
  'Carries the present state of a template into the programmes of these clients that follow it, and returns how many sessions were changed. Only planned sessions change that nobody has changed by hand. Coach only. PT404.';
grant execute on function public.apply_template_update(uuid, uuid[]) to authenticated;


create function private.follow_template(p_program_id uuid, p_follows boolean, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.follows_template is distinct from coalesce(p_follows, false) then
    update public.client_programs p set follows_template = coalesce(p_follows, false) where p.id = p_program_id returning p.* into v_program;
  end if;
  return v_program.version;
end;
$$;

comment on function private.follow_template(uuid, boolean, integer) is 'Body of public.follow_template.';
grant execute on function private.follow_template(uuid, boolean, integer) to authenticated;


create function public.follow_template(program_id uuid, follows boolean, version integer)
returns integer
language sql
set search_path = ''
return private.follow_template(program_id, follows, version);

comment on function public.follow_template(uuid, boolean, integer) is
  'Has changes of its template offered to a programme of a client, or no longer, and returns its version. Coach only. PT403 as the client, PT404, PT409 changed meanwhile.';
grant execute on function public.follow_template(uuid, boolean, integer) to authenticated;
-- end of file: sql/training/functions_updates.sql

-- file: sql/training/functions_week.sql
-- training: what it says in weekly reports.

create function private.training_week(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, numbers jsonb, coach text, client text)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select
    c.id,
    jsonb_build_object('planned', w.planned, 'finished', w.finished, 'skipped', w.skipped, 'missed', w.missed),
    case coalesce(coach.locale, c.locale)
      when 'ru' then concat(
        'Тренировки по программе', case when r.is_running then ' пока' end, format(': сделано %s из %s', w.finished, w.planned),
        case when w.skipped > 0 then format(', пропущено %s', w.skipped) end, case when w.missed > 0 then format(', не отмечено %s', w.missed) end, '.'
      )
      else concat(
        'Programme workouts', case when r.is_running then ' so far' end, format(': %s of %s done', w.finished, w.planned),
        case when w.skipped > 0 then format(', %s skipped', w.skipped) end, case when w.missed > 0 then format(', %s missed', w.missed) end, '.'
      )
    end,
    -- The client is not told of what was not done.
    case when w.finished = 0 then ''
      when c.locale = 'ru' then concat('Тренировки по программе', case when r.is_running then ' пока' end, format(': сделано %s из %s.', w.finished, w.planned))
      else concat('Workouts of your programme', case when r.is_running then ' so far' end, format(': %s of %s done.', w.finished, w.planned))
    end
  from unnest(p_client_ids, p_from, p_to) p (client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  left join public.profiles coach on coach.id = c.coach_id
  cross join lateral (select not private.is_over(p.last_day, c.timezone) as is_running) r
  join public.training_adherence w on w.client_id = p.client_id and w.week = p.first_day;
end;
$$;

comment on function private.training_week(uuid[], date[], date[]) is
  'What training says of weeks, see private.add_week_facts: the workouts of programmes that were planned, finished, skipped and missed. A week begins on Monday.';
-- end of file: sql/training/functions_week.sql

-- file: sql/training/triggers.sql
-- training: validates what people write into tables directly, and counts its versions.

create function private.check_category()
returns trigger
language plpgsql
security definer -- reads categories without their policies
set search_path = ''
as $$
declare
  v_parent public.exercise_categories;
  v_above  uuid := new.parent_id;
begin
  if new.name_en is null or new.name_ru is null or btrim(new.name_en || new.name_ru) = '' or length(new.name_en) > 80 or length(new.name_ru) > 80 then
    perform private.refuse('PT422', 'category_name', 'A category needs a name', 'Give name_en or name_ru, of at most 80 characters.');
  end if;
  if new.position is null then
    perform private.refuse('PT422', 'category_position', 'A category needs a position', 'Give a whole number.');
  end if;
  if v_above is not null then
    select * into v_parent from public.exercise_categories c where c.id = v_above;
    if v_parent.kind is distinct from new.kind or coalesce(v_parent.coach_id <> new.coach_id, false) then
      perform private.refuse('PT422', 'category_parent', 'A category cannot lie there', 'Choose a parent of the same kind, built-in or your own.');
    end if;
    -- One change of a coach's tree at a time, so that two together cannot close a circle.
    perform pg_advisory_xact_lock(hashtextextended('categories ' || coalesce(new.coach_id::text, ''), 0));
    while v_above is not null loop
      if v_above = new.id then
        perform private.refuse('PT422', 'category_cycle', 'A category cannot lie within itself', 'Choose a parent that is not below it.');
      end if;
      select c.parent_id into v_above from public.exercise_categories c where c.id = v_above;
    end loop;
  end if;
  return new;
end;
$$;

comment on function private.check_category() is 'Refuses a category without a name, one below another kind, and a circle.';

create trigger check_category
  before insert or update on public.exercise_categories
  for each row execute function private.check_category();

create trigger mark_version
  before update of version on public.exercise_categories
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of parent_id, name_en, name_ru, position on public.exercise_categories
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.exercise_categories
  for each row execute function private.next_version();


create function private.forget_categories()
returns trigger
language plpgsql
security definer -- writes exercises, also while an account is erased
set search_path = ''
as $$
begin
  -- What is no category any more, rather than what has just gone: those below it go in statements of their own.
  update public.exercises e
  set movement = (select c.slug from public.exercise_categories c where c.slug = e.movement),
      primary_muscles = private.known_categories(e.primary_muscles),
      secondary_muscles = private.known_categories(e.secondary_muscles),
      equipment = private.known_categories(e.equipment)
  where e.coach_id in (select g.coach_id from gone g)
    and e.primary_muscles || e.secondary_muscles || e.equipment || coalesce(e.movement, '') && array(select g.slug from gone g);
  return null;
end;
$$;

comment on function private.forget_categories() is 'Takes a category that is deleted out of the exercises that name it. Otherwise check_exercise would refuse every later change of them.';


create function private.known_categories(p_slugs text[])
returns text[]
language sql
stable
security definer -- reads categories without their policies
set search_path = ''
return array(
  select s.slug from unnest(p_slugs) with ordinality s (slug, place)
  where exists (select from public.exercise_categories c where c.slug = s.slug) order by s.place
);

comment on function private.known_categories(text[]) is 'Those of the slugs that are a category.';

create trigger forget_categories
  after delete on public.exercise_categories
  referencing old table as gone
  for each statement execute function private.forget_categories();


create function private.check_exercise()
returns trigger
language plpgsql
security definer -- reads categories without their policies
set search_path = ''
as $$
declare
  v_unknown text;
begin
  if new.name_en is null or new.name_ru is null or not new.name_en || new.name_ru ~ '\S' or length(new.name_en) > 120 or length(new.name_ru) > 120 then
    perform private.refuse('PT422', 'exercise_name', 'An exercise needs a name', 'Give name_en or name_ru, of at most 120 characters.');
  end if;
  if new.video_url !~ '^https://[^\s]+$' or length(new.video_url) > 500 then
    perform private.refuse('PT422', 'exercise_video', 'This is no address of a video', 'Give an address that begins with https://, of at most 500 characters.');
  end if;
  if length(new.cues) <= 2000 is not true or new.kind is null or new.unilateral is null then
    perform private.refuse('PT422', 'exercise_details', 'The details of the exercise cannot be kept', 'Give cues of at most 2000 characters, a kind, and whether it is unilateral.');
  end if;
  if greatest(cardinality(new.aliases), cardinality(new.primary_muscles), cardinality(new.secondary_muscles), cardinality(new.equipment)) <= 20 is not true
    or exists (select from unnest(new.aliases) a where length(a) between 1 and 120 is not true)
  then
    perform private.refuse('PT422', 'exercise_lists', 'A list of the exercise is too long', 'Give at most 20 entries, and names of 1 to 120 characters.');
  end if;
  select n.slug into v_unknown
  from (
    select 'movement' as kind, new.movement as slug where new.movement is not null
    union all
    select 'muscle', m from unnest(new.primary_muscles || new.secondary_muscles) m
    union all
    select 'equipment', q from unnest(new.equipment) q
  ) n
  where not exists (
    select from public.exercise_categories c
    where c.slug = n.slug and c.kind::text = n.kind and (c.coach_id is null or c.coach_id = new.coach_id)
  )
  limit 1;
  if found then
    perform private.refuse(
      'PT422', 'exercise_category', format('There is no category %s', to_json(left(v_unknown, 60))),
      'Give slugs of exercise_categories.', jsonb_build_object('slug', to_json(left(v_unknown, 60)))
    );
  end if;
  return new;
end;
$$;

comment on function private.check_exercise() is 'Refuses an exercise without a name, with an address that is not https, or with an unknown category.';

create trigger check_exercise
  before insert or update on public.exercises
  for each row execute function private.check_exercise();

create trigger mark_version
  before update of version on public.exercises
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, unilateral, video_url, cues, archived_at on public.exercises
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.exercises
  for each row execute function private.next_version();


create function private.check_metric()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.metric)) between 1 and 80 and new.value between 0 and 1000000 and length(new.unit) <= 20 and length(new.note) <= 1000) is not true then
    perform private.refuse('PT422', 'metric', 'A measurement says what was measured and a number', 'Give metric of 1 to 80 characters, value from 0 to 1000000, and unit of at most 20.');
  end if;
  if new.measured_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'measured_on', 'A measurement needs its day', 'Give a day up to today.');
  end if;
  if new.exercise_id is not null and not exists (select from public.exercises e where e.id = new.exercise_id) then
    perform private.refuse('PT422', 'no_such_exercise', 'No such exercise', 'Give the id of an exercise that you see.');
  end if;
  return new;
end;
$$;

comment on function private.check_metric() is 'Refuses a measurement without name, number or day, and one of an exercise that the caller does not see.';

create trigger check_metric
  before insert on public.performance_metrics
  for each row execute function private.check_metric();


create function private.check_photo()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.pose is null or new.shared_with_coach is null or new.taken_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'photo_details', 'A photo needs a pose and a day', 'Give pose (front, side, back or other) and taken_on, up to today.');
  end if;
  if (starts_with(new.path, new.client_id || '/') and length(new.path) <= 200) is not true then
    perform private.refuse('PT422', 'photo_path', 'The photo is not in the client''s folder', 'Upload to progress-photos under "<client_id>/" and send that path.');
  end if;
  return new;
end;
$$;

comment on function private.check_photo() is 'Refuses a photo without pose or day, and one in another folder than the client''s.';

create trigger check_photo
  before insert or update on public.progress_photos
  for each row execute function private.check_photo();

create trigger mark_version
  before update of version on public.progress_photos
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of pose, taken_on, shared_with_coach on public.progress_photos
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.progress_photos
  for each row execute function private.next_version();


create function private.check_entry()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.body)) between 1 and 8000 and length(new.title) <= 200) is not true then
    perform private.refuse('PT422', 'entry_text', 'An entry needs some text', 'Give body of 1 to 8000 characters, and title of at most 200.');
  end if;
  if new.entry_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'entry_on', 'An entry needs its day', 'Give a day up to today.');
  end if;
  return new;
end;
$$;

comment on function private.check_entry() is 'Refuses an entry without text or day.';

create trigger check_entry
  before insert or update on public.progress_entries
  for each row execute function private.check_entry();

create trigger mark_version
  before update of version on public.progress_entries
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of entry_on, title, body on public.progress_entries
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.progress_entries
  for each row execute function private.next_version();
-- end of file: sql/training/triggers.sql

-- file: sql/training/triggers_announce.sql
-- training: tells the screens what has changed, see private.announce.

create function private.announce_programs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('client_programs', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_programs() is 'Announces changed programmes of clients.';

create trigger announce_added after insert on public.client_programs
  referencing new table as changed for each statement execute function private.announce_programs();
create trigger announce_changed after update on public.client_programs
  referencing new table as changed for each statement execute function private.announce_programs();


create function private.announce_sessions()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('workout_sessions', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_sessions() is 'Announces changed sessions, their exercises and sets, and what is asked about logs.';

create trigger announce_added after insert on public.workout_sessions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.workout_sessions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.session_exercises
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.session_exercises
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.exercise_completions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.exercise_completions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_deleted after delete on public.exercise_completions
  referencing old table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.workout_logs
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.workout_logs
  referencing new table as changed for each statement execute function private.announce_sessions();
-- end of file: sql/training/triggers_announce.sql

-- file: sql/training/triggers_coaching.sql
-- training: a programme does not outlast the coaching.

create function private.end_programs()
returns trigger
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
begin
  update public.client_programs p set status = 'cancelled', paused_at = null
  where p.client_id = new.id and p.status in ('active', 'paused');
  return null;
end;
$$;

comment on function private.end_programs() is 'Cancels the programmes of a client whose coaching has ended. Sessions and sets stay. A client whom another coach of the team takes over goes on.';

create trigger end_programs
  after update of coach_id on public.clients
  for each row when (old.coach_id is not null and new.coach_id is null) execute function private.end_programs();
-- end of file: sql/training/triggers_coaching.sql

-- file: sql/training/triggers_logs.sql
-- training: hears of logs that were read, rejected, restored or deleted.

create function private.hear_logs()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs;
begin
  for v_log in
    select n.* from read n
    join before b on b.id = n.id
    where n.processed_at is distinct from b.processed_at and n.ai_status in ('processed', 'needs_review')
      and n.source <> 'import' and n.raw_text is not null
      and exists (select from public.client_programs p where p.client_id = n.client_id)
    order by n.client_id, n.id -- so that workers wait for each other and do not deadlock
  loop
    begin
      perform private.hear_log(v_log);
    exception
      when data_exception or integrity_constraint_violation or sqlstate 'PT409' or sqlstate 'PT422' then -- the log is read all the same
        raise warning 'The workout of log % could not be filled: %', v_log.id, sqlstate;
    end;
  end loop;
  return null;
end;
$$;

comment on function private.hear_logs() is 'Has logs that were read fill the workouts of programmes that they tell of.';

create trigger hear_logs
  after update on public.logs
  referencing old table as before new table as read
  for each statement execute function private.hear_logs();


create function private.hear_decision()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_told public.workout_logs;
  v_log  public.logs;
begin
  select * into v_told from public.workout_logs w where w.log_id = new.log_id;
  if new.status = 'rejected' then
    perform private.take_back_log(v_told);
  elsif v_told.session_id is not null then
    select * into v_log from public.logs l where l.id = new.log_id;
    perform private.hear_log(v_log);
  end if;
  return null;
end;
$$;

comment on function private.hear_decision() is 'Takes the sets of a log back when its workout is rejected, and logs them again when it is restored.';

-- After note_changed_events: triggers fire in the order of their names, and reports are locked before sessions.
create trigger take_back_or_restore
  after update of status on public.progress_events
  for each row when (new.event_type = 'workout' and (old.status = 'rejected') <> (new.status = 'rejected'))
  execute function private.hear_decision();


create function private.forget_log()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_told public.workout_logs;
begin
  delete from public.workout_logs w where w.log_id = old.id returning w.* into v_told;
  perform private.take_back_log(v_told);
  return null;
end;
$$;

comment on function private.forget_log() is 'Takes the sets of a log back when it is deleted.';

create trigger forget_log
  after delete on public.logs
  for each row execute function private.forget_log();
-- end of file: sql/training/triggers_logs.sql

-- file: sql/training/triggers_states.sql
-- training: which states may follow each other.

create function private.check_session_move()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (old.status, new.status) not in (
    ('planned', 'started'), ('planned', 'skipped'), ('started', 'planned'), ('started', 'finished'), ('started', 'skipped'), ('skipped', 'started'), ('finished', 'started')
  ) then
    perform private.refuse(
      'PT409', 'session_state', format('A %s workout cannot become %s', old.status, new.status), 'Load it once more.',
      jsonb_build_object('from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_session_move() is 'Refuses a state of a session that may not follow the one it has.';

create trigger check_session_move
  before update of status on public.workout_sessions
  for each row when (old.status <> new.status) execute function private.check_session_move();

create trigger next_version
  before update on public.workout_sessions
  for each row execute function private.next_version();


create function private.check_program_move()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (old.status, new.status) not in (
    ('active', 'paused'), ('active', 'completed'), ('active', 'cancelled'),
    ('paused', 'active'), ('paused', 'completed'), ('paused', 'cancelled'), ('completed', 'active')
  ) then
    perform private.refuse(
      'PT409', 'program_state', format('A %s programme cannot become %s', old.status, new.status), 'Load it once more.',
      jsonb_build_object('from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_program_move() is 'Refuses a state of a programme that may not follow the one it has.';

create trigger check_program_move
  before update of status on public.client_programs
  for each row when (old.status <> new.status) execute function private.check_program_move();

create trigger next_version
  before update on public.client_programs
  for each row execute function private.next_version();
-- end of file: sql/training/triggers_states.sql

-- file: sql/training/triggers_week.sql
-- training: tells weekly reports of what has changed.

create function private.note_changed_sessions()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(d.client_id, d.first_day, d.last_day)
  from (
    select c.client_id, min(least(b.scheduled_on, c.scheduled_on)) as first_day, max(greatest(b.scheduled_on, c.scheduled_on)) as last_day
    from changed c
    join before b on b.id = c.id
    where (c.status in ('finished', 'skipped') or b.status in ('finished', 'skipped') or c.scheduled_on is distinct from b.scheduled_on)
      and (c.status, c.scheduled_on) is distinct from (b.status, b.scheduled_on) and c.client_program_id is not null
    group by c.client_id
    order by c.client_id
  ) d
  where d.first_day is not null;
  return null;
end;
$$;

comment on function private.note_changed_sessions() is 'Tells the weekly reports that workouts were finished, skipped, moved or opened again.';

create trigger note_changed_sessions
  after update on public.workout_sessions
  referencing old table as before new table as changed
  for each statement execute function private.note_changed_sessions();


create function private.note_changed_programs()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(new.client_id, new.start_date, new.end_date);
  return null;
end;
$$;

comment on function private.note_changed_programs() is 'Tells the weekly reports that a programme was assigned, or ended.';

create trigger note_assigned
  after insert on public.client_programs
  for each row execute function private.note_changed_programs();

create trigger note_ended
  after update of status on public.client_programs
  for each row when ('cancelled' in (old.status, new.status) and old.status <> new.status) execute function private.note_changed_programs();
-- end of file: sql/training/triggers_week.sql

-- file: sql/training/views.sql
-- training: what follows from sets and sessions. Warm-ups count nowhere.

create view public.exercise_history
with (security_invoker = true)
as
select
  x.client_id,
  x.exercise_id,
  (min(x.done_at) at time zone c.timezone)::date as day,
  x.session_id,
  (count(*) - count(x.side) / 2)::integer as sets,
  sum(x.reps)::integer as reps,
  max(x.kg) as top_kg,
  max(x.reps) as top_reps,
  max(private.e1rm(x.kg, x.reps, x.rpe)) as e1rm,
  sum(x.meters) as meters,
  sum(x.seconds)::integer as seconds,
  sum(x.kg * x.reps) as volume_kg
from public.exercise_completions x
join public.clients c on c.id = x.client_id
where not x.is_warmup
group by x.client_id, x.exercise_id, x.session_id, c.timezone;

comment on view public.exercise_history is 'What a client did of an exercise, by session. e1rm: the highest by private.e1rm, that is Epley up to 10 repetitions, without sets easier than RPE 7. Two sides that were logged by themselves are one set.';
grant select on public.exercise_history to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.exercise_history
  for each row execute function private.refuse_write();


create view public.weekly_muscle_volume
with (security_invoker = true)
as
select
  x.client_id,
  date_trunc('week', x.done_at at time zone c.timezone)::date as week,
  m.muscle,
  sum(case when x.side is null then m.share else m.share / 2 end) as sets,
  sum(m.share * x.kg * x.reps) as volume_kg
from public.exercise_completions x
join public.clients c on c.id = x.client_id
join public.exercises e on e.id = x.exercise_id
cross join lateral (
  select p as muscle, 1.0 as share from unnest(e.primary_muscles) p
  union all
  select s, 0.5 from unnest(e.secondary_muscles) s
) m
where not x.is_warmup
  and (e.movement is null or e.movement <> all (array(select unnest(private.categories_below('cardio') || private.categories_below('mobility')))))
group by x.client_id, 2, m.muscle;

comment on view public.weekly_muscle_volume is 'Sets and kilograms by muscle and week, which begins on Monday. A secondary muscle counts half; cardio and mobility do not count.';
grant select on public.weekly_muscle_volume to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.weekly_muscle_volume
  for each row execute function private.refuse_write();


create view public.personal_records
with (security_invoker = true)
as
select distinct on (x.client_id, x.exercise_id, r.metric)
  x.client_id,
  x.exercise_id,
  e.name_en,
  e.name_ru,
  e.kind,
  r.metric,
  r.value,
  r.unit,
  (x.done_at at time zone c.timezone)::date as measured_on,
  x.session_id
from public.exercise_completions x
join public.clients c on c.id = x.client_id
left join public.exercises e on e.id = x.exercise_id
cross join lateral (
  values
    ('e1rm', private.e1rm(x.kg, x.reps, x.rpe), 'kg'),
    ('max_kg', case when x.reps is distinct from 0 then nullif(x.kg, 0) end, 'kg'),
    ('max_reps', nullif(x.reps, 0)::numeric, 'reps'),
    ('max_meters', nullif(x.meters, 0), 'm'),
    ('max_seconds', case when coalesce(x.meters, 0) = 0 then nullif(x.seconds, 0) end::numeric, 's')
) r (metric, value, unit)
where not x.is_warmup and r.value is not null
order by x.client_id, x.exercise_id, r.metric, r.value desc, x.done_at, x.id;

comment on view public.personal_records is 'The best a client ever did of each exercise: e1rm (see exercise_history), max_kg, max_reps, max_meters and max_seconds, each with the day it was first reached.';
grant select on public.personal_records to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.personal_records
  for each row execute function private.refuse_write();


create view public.training_adherence
with (security_invoker = true)
as
select
  s.client_id,
  date_trunc('week', s.scheduled_on)::date as week,
  count(*)::integer as planned,
  count(*) filter (where s.status = 'finished')::integer as finished,
  count(*) filter (where s.status = 'skipped')::integer as skipped,
  count(*) filter (where s.status in ('planned', 'started') and s.scheduled_on < (now() at time zone c.timezone)::date)::integer as missed
from public.workout_sessions s
join public.clients c on c.id = s.client_id
join public.client_programs p on p.id = s.client_program_id
where s.scheduled_on is not null and (p.status <> 'cancelled' or s.status = 'finished')
group by s.client_id, 2;

comment on view public.training_adherence is 'Sessions of programmes by the week they were meant for, which begins on Monday: how many were planned, and of these finished, skipped and missed. Of a cancelled programme only the finished ones count.';
grant select on public.training_adherence to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.training_adherence
  for each row execute function private.refuse_write();
-- end of file: sql/training/views.sql

-- file: sql/training/policies.sql
-- training: who may read what. Programmes, sessions and sets are written by calls only.

create policy "People read shared categories and those of whom they know" on public.exercise_categories
  for select to authenticated
  using (coach_id is null or coach_id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "Coaches add categories for themselves" on public.exercise_categories
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own categories" on public.exercise_categories
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches delete their own categories" on public.exercise_categories
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "People read exercises of whom they know, and what they trained" on public.exercises
  for select to authenticated
  using (
    slug is not null
    or coach_id = any ((select private.my_acquaintance_ids())::uuid[])
    or id = any ((select private.my_trained_exercise_ids())::uuid[])
  );

create policy "Coaches add exercises for themselves" on public.exercises
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own exercises" on public.exercises
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which exercises they have hidden" on public.hidden_exercises
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches hide exercises from themselves" on public.hidden_exercises
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches show exercises again" on public.hidden_exercises
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own programmes" on public.program_templates
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches read phases of their own programmes" on public.program_phases
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = program_phases.template_id));

create policy "Coaches read workouts of their own programmes" on public.template_workouts
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = template_workouts.template_id));

create policy "Coaches read exercises of their own programmes" on public.template_exercises
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = template_exercises.template_id));


create policy "People read of which workouts logs of their clients tell" on public.workout_logs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read programmes of their clients, clients their own" on public.client_programs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read sessions of their clients, clients their own" on public.workout_sessions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read targets of their clients, clients their own" on public.session_exercises
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read workouts their clients did, clients their own" on public.workout_completions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read sets of their clients, clients their own" on public.exercise_completions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read what their clients measured, clients their own" on public.performance_metrics
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches measure their clients, clients themselves" on public.performance_metrics
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches and clients take back what was measured" on public.performance_metrics
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients read their photos, coaches those shared with them" on public.progress_photos
  for select to authenticated
  using (
    client_id = any ((select private.my_client_ids())::uuid[])
    and (shared_with_coach or client_id = any ((select private.my_own_client_ids())::uuid[]))
  );

create policy "Clients add photos of themselves" on public.progress_photos
  for insert to authenticated
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients share and date their photos" on public.progress_photos
  for update to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients delete their photos" on public.progress_photos
  for delete to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients see their photo files, coaches those shared with them" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'progress-photos'
    and (
      (storage.foldername(name))[1] = any ((select private.my_own_client_ids())::text[])
      or exists (select from public.progress_photos p where p.path = objects.name)
    )
  );

create policy "Clients add files to their photos" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'progress-photos'
    and (storage.foldername(name))[1] = any ((select private.my_own_client_ids())::text[])
  );


create policy "Coaches read diaries of their clients, clients their own" on public.progress_entries
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients write their diary" on public.progress_entries
  for insert to authenticated
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients change their diary" on public.progress_entries
  for update to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients delete from their diary" on public.progress_entries
  for delete to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));
-- end of file: sql/training/policies.sql
