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
