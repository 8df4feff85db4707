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
