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
