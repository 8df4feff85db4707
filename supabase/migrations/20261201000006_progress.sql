-- progress: the baseline, in the words of sql/progress.

-- file: sql/progress/tables.sql
-- progress: plans, logs and the events read from them.

create type public.plan_type as enum ('nutrition', 'training', 'combined');
create type public.author_type as enum ('client', 'coach', 'system');
create type public.log_source as enum ('smart_log', 'quick_action', 'import', 'other');
create type public.ai_status as enum ('pending', 'processing', 'processed', 'needs_review', 'failed');
create type public.event_type as enum (
  'weight', 'nutrition', 'workout', 'steps', 'sleep', 'checkin_mood', 'note', 'other'
);
create type public.event_status as enum ('auto', 'needs_review', 'confirmed', 'corrected', 'rejected');
create type public.day_state as enum ('complete', 'partial', 'excused');
create type public.day_excuse as enum ('ill', 'travelling', 'free_day');


create table public.plans (
  id           uuid primary key default gen_random_uuid(),
  client_id    uuid not null references public.clients (id) on delete cascade,
  type         public.plan_type not null,
  title        text not null check (length(btrim(title)) between 1 and 200),
  start_date   date not null,
  end_date     date,
  config_json  jsonb not null,
  is_active    boolean not null default false,
  activated_at timestamptz,
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  constraint plans_end_after_start check (end_date >= start_date),
  constraint plans_active_is_activated check (not is_active or activated_at is not null),
  constraint plans_one_nutrition_target_a_day exclude using gist (
    client_id with =, daterange(start_date, end_date, '[]') with &&
  ) where (activated_at is not null and type <> 'training'),
  constraint plans_one_training_target_a_day exclude using gist (
    client_id with =, daterange(start_date, end_date, '[]') with &&
  ) where (activated_at is not null and type <> 'nutrition')
);

comment on table public.plans is
  'Targets a coach sets. A draft until activated; from then on its targets and start do not change (title, notes and end do), so a past day is always scored against the plan then in force.';
comment on column public.plans.config_json is
  'nutrition: calories_target_per_day, protein_target_g, carbs_target_g, fat_target_g, calories_tolerance_pct (default 10). training: workouts_per_week_target, preferred_types, notes. combined: both.';
comment on column public.plans.is_active is 'The newest activated plan for its target, from the moment it is activated, even for a later start. Set by activate_plan only.';
comment on column public.plans.activated_at is 'When it came into force; null for a draft.';
comment on column public.plans.version is 'As in clients.';

create index plans_client_id_start_date_idx on public.plans (client_id, start_date desc);
create unique index plans_one_active_nutrition_key on public.plans (client_id) where (is_active and type <> 'training');
create unique index plans_one_active_training_key on public.plans (client_id) where (is_active and type <> 'nutrition');

alter table public.plans enable row level security;
grant select,
  insert (client_id, type, title, start_date, end_date, config_json),
  update (type, title, start_date, end_date, config_json, version),
  delete on public.plans to authenticated;
grant select on public.plans to service_role;


create table public.plan_templates (
  id          uuid primary key default gen_random_uuid(),
  coach_id    uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  type        public.plan_type not null,
  title       text not null check (length(btrim(title)) between 1 and 200),
  config_json jsonb not null,
  created_at  timestamptz not null default now()
);

comment on table public.plan_templates is 'Targets that a coach keeps for plans of any client. A plan made from one is a copy: it does not change with the template.';
comment on column public.plan_templates.config_json is 'As in plans.';

create unique index plan_templates_coach_id_title_key on public.plan_templates (coach_id, lower(title));

alter table public.plan_templates enable row level security;
grant select, insert (type, title, config_json), delete on public.plan_templates to authenticated;
grant select on public.plan_templates to service_role;


create table public.logs (
  id                     uuid primary key default gen_random_uuid(),
  client_id              uuid not null references public.clients (id) on delete cascade,
  author_type            public.author_type not null,
  source                 public.log_source not null default 'smart_log',
  raw_text               text,
  media_urls             jsonb not null default '[]',
  created_at             timestamptz not null default now(),
  local_date_for_client  date not null,
  timezone               text not null,
  client_request_id      uuid,
  request_id             uuid not null default private.request_id(),
  ai_status              public.ai_status not null default 'pending',
  ai_error               text,
  ai_reasons             text[] not null default '{}',
  ai_classification_json jsonb,
  ai_parsed_json         jsonb,
  processed_at           timestamptz,
  settled_at             timestamptz,

  -- Not client_id first, else a feed may be read by this index: all logs of the client, sorted anew.
  constraint logs_client_request_id_key unique (client_request_id, client_id),
  constraint logs_id_client_id_key unique (id, client_id)
);

comment on table public.logs is 'What was written about a client, verbatim. Processing never changes or deletes text and pictures, so history can be read again.';
comment on column public.logs.created_at is 'When it was written: an entry kept while offline carries its own time, up to a year back. Send it with an offset (Z, +03:00): without one it is taken as UTC.';
comment on column public.logs.local_date_for_client is 'The client''s calendar day at created_at, in timezone.';
comment on column public.logs.timezone is 'The time zone by which the day was decided: as the sender says it was when it was written, otherwise the client''s. It stays when the client moves.';
comment on column public.logs.media_urls is 'Paths in the log-media bucket, each beginning with the client id, e.g. ["<client_id>/lunch.jpg"].';
comment on column public.logs.client_request_id is 'Chosen by the sender; a retry with the same one is the same log.';
comment on column public.logs.request_id is
  'The x-request-id of the insert, else one made here. Every line that gateway and functions write about this log carries it, re-runs included. Not unique: one request may add many logs.';
comment on column public.logs.settled_at is 'When a person dealt with what was not understood: dismissed it, or added a value. retry_log and reopen_log take it back.';
comment on column public.logs.processed_at is 'When it was last read, or failed.';
comment on column public.logs.ai_error is 'Why it waits for a retry or a person, or has failed. Contains no text of the log.';
comment on column public.logs.ai_reasons is 'The same as stable codes, e.g. picture_missing: apps find their words by them.';

create index logs_client_id_created_at_idx on public.logs (client_id, created_at desc, id desc);
create index logs_request_id_idx on public.logs (request_id);
create index logs_failed_idx on public.logs (processed_at) where (ai_status = 'failed');
create index logs_unsettled_idx on public.logs (client_id) where (ai_status in ('needs_review', 'failed'));

alter table public.logs enable row level security;
grant select, insert (client_id, source, raw_text, media_urls, created_at, timezone, client_request_id) on public.logs to authenticated, service_role;


create table public.progress_events (
  id                 uuid primary key default gen_random_uuid(),
  client_id          uuid not null references public.clients (id) on delete cascade,
  log_id             uuid not null,
  event_type         public.event_type not null,
  date_for_metric    date not null,
  data_json          jsonb not null,
  confidence         real not null check (confidence between 0 and 1),
  status             public.event_status not null default 'auto',
  review_reasons     text[] not null default '{}',
  suggestion         jsonb,
  field_sources      jsonb not null default '{}',
  original_data_json jsonb,
  corrected_by       uuid references public.profiles (id) on delete set null,
  corrected_at       timestamptz,
  version            integer not null default 1,
  parser             text not null,
  logged_at          timestamptz not null,
  created_at         timestamptz not null default now(),

  constraint progress_events_effect_key unique (log_id, event_type, date_for_metric),
  constraint progress_events_log_fkey foreign key (log_id, client_id)
    references public.logs (id, client_id) on delete cascade
);

comment on table public.progress_events is
  'Typed, checked facts read from logs: at most one per log, type and day. Only auto, confirmed and corrected ones count in analytics.';
comment on column public.progress_events.review_reasons is 'Codes of what a person should check, e.g. weight_kg_out_of_range.';
comment on column public.progress_events.suggestion is 'The data that was likely meant, of a value that waits: another unit, a tenth, a meal. correct_event takes it.';
comment on column public.progress_events.field_sources is
  'Which parser read each key of data_json, where they were not all read by the one in parser: {"protein_g": "openai/gpt-5-mini@2"}.';
comment on column public.progress_events.original_data_json is 'What the parser had read, kept at the first correction.';
comment on column public.progress_events.corrected_by is 'Who last confirmed, corrected or rejected it.';
comment on column public.progress_events.corrected_at is 'When a person last decided on it; from then on no re-run changes it.';
comment on column public.progress_events.version is 'Counts the changes, re-runs included. Decisions say which version they are about.';
comment on column public.progress_events.parser is 'Name and version of what read it, e.g. rules/1; "person" where a person added it.';
comment on column public.progress_events.logged_at is 'created_at of its log: the order of values within a day does not depend on the order of processing.';

create index progress_events_client_id_date_idx on public.progress_events (client_id, date_for_metric);
create index progress_events_log_id_client_id_idx on public.progress_events (log_id, client_id);
create index progress_events_weight_idx on public.progress_events (client_id, date_for_metric desc, logged_at desc)
  where (event_type = 'weight');
create index progress_events_open_reviews_idx on public.progress_events (client_id) where (status = 'needs_review');
create index progress_events_corrected_by_idx on public.progress_events (corrected_by);

alter table public.progress_events enable row level security;
grant select on public.progress_events to authenticated, service_role;


create table public.event_versions (
  event_id        uuid not null references public.progress_events (id) on delete cascade,
  version         integer not null,
  client_id       uuid not null references public.clients (id) on delete cascade,
  date_for_metric date not null,
  data_json       jsonb not null,
  confidence      real not null,
  status          public.event_status not null,
  review_reasons  text[] not null default '{}',
  corrected_by    uuid references public.profiles (id) on delete set null,
  corrected_at    timestamptz,

  primary key (event_id, version)
);

comment on table public.event_versions is 'What an event was before a person decided on it, and before each later decision. restore_log takes it from here.';
comment on column public.event_versions.client_id is 'Copied from the event, so that the policy needs no join.';
comment on column public.event_versions.corrected_at is 'When somebody decided so; null for what was read.';

create index event_versions_client_id_idx on public.event_versions (client_id);
create index event_versions_corrected_by_idx on public.event_versions (corrected_by);

alter table public.event_versions enable row level security;
grant select on public.event_versions to authenticated, service_role;


create table public.day_states (
  client_id   uuid not null references public.clients (id) on delete cascade,
  day         date not null,
  state       public.day_state not null,
  reason      public.day_excuse,
  author_type public.author_type not null,
  created_at  timestamptz not null default now(),

  primary key (client_id, day),
  constraint day_states_excuse_has_a_reason check ((state = 'excused') = (reason is not null))
);

comment on table public.day_states is
  'What people say of a day as a whole. complete: everything is logged, so that even the present day counts. partial: shown, but neither averaged nor scored. excused: neither missing, averaged nor scored. Set by set_day_state only.';
comment on column public.day_states.reason is 'Why a day is excused; null for the other states.';
comment on column public.day_states.author_type is 'Who said so last.';

alter table public.day_states enable row level security;
grant select on public.day_states to authenticated, service_role;


create table private.media_digests (
  client_id uuid not null references public.clients (id) on delete cascade,
  sha256    text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  log_id    uuid not null,

  primary key (client_id, sha256),
  constraint media_digests_log_fkey foreign key (log_id, client_id)
    references public.logs (id, client_id) on delete cascade
);

comment on table private.media_digests is 'The log for which a picture was first read, so that the same picture sent again creates no second event.';
comment on column private.media_digests.sha256 is 'SHA-256 of the file''s bytes, in hex. A picture that was saved again or cropped is another one.';

create index media_digests_log_id_client_id_idx on private.media_digests (log_id, client_id);

alter table private.media_digests enable row level security;


create table public.metric_limits (
  metric    text primary key,
  low       numeric not null,
  high      numeric not null,
  hard_low  numeric,
  hard_high numeric,
  unit      text not null,
  check (low <= high),
  check (hard_low <= low),
  check (high <= hard_high)
);

comment on table public.metric_limits is 'The ranges, bounds included, in which a measurement counts without a review. They are set only here.';
comment on column public.metric_limits.hard_high is 'Beyond hard_low and hard_high nobody can confirm a measurement; null where anything can be confirmed.';

alter table public.metric_limits enable row level security;
grant select on public.metric_limits to authenticated, service_role;
-- end of file: sql/progress/tables.sql

-- file: sql/progress/tables_reports.sql
-- progress: weekly reports as the coach has them, and what of them was sent to the client.

create type public.report_status as enum ('queued', 'ready', 'failed');

create table public.weekly_reports (
  id               uuid primary key default gen_random_uuid(),
  client_id        uuid not null references public.clients (id) on delete cascade,
  week_start       date not null check (extract(isodow from week_start) = 1),
  week_end         date not null generated always as (week_start + 6) stored,
  status           public.report_status not null default 'queued',
  error            text,
  reason           text,
  plan             jsonb,
  aggregates       jsonb,
  flags            jsonb,
  details          jsonb,
  facts_changed_at timestamptz,
  coach_report     text check (coach_report <> ''),
  client_report    text check (client_report <> ''),
  coach_note       text,
  edited_at        timestamptz,
  generated_by     text,
  generated_at     timestamptz,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),

  constraint weekly_reports_client_id_week_start_key unique (client_id, week_start),
  constraint weekly_reports_id_client_id_key unique (id, client_id)
);

comment on table public.weekly_reports is
  'One report per client and week, in two voices, with the facts exactly as the writer of the texts got them. Only the coach reads it; the client reads what was sent of it.';
comment on column public.weekly_reports.details is 'The week day by day (days), the aggregates of the week before (before), and while the week is running how many of its days are over (days_over): what the texts compare.';
comment on column public.weekly_reports.facts_changed_at is
  'When something last changed that the facts are made of; null: nothing since it was written. Within ten minutes it is written again by itself, if its week ended at most four weeks ago.';
comment on column public.weekly_reports.coach_report is 'The text for the coach, in the coach''s language.';
comment on column public.weekly_reports.client_report is 'The text for the client, in the client''s language: as it was written, or as the coach has edited it.';
comment on column public.weekly_reports.coach_note is 'What the coach adds in their own words. It is sent with the text and stays when the text is written again.';
comment on column public.weekly_reports.edited_at is 'When the coach edited client_report; null: it is as it was written. An edited text is not written anew until the coach asks for it.';
comment on column public.weekly_reports.version is
  'Counts the changes of the texts; otherwise as in clients.';

create index weekly_reports_queued_idx on public.weekly_reports (client_id) where (status = 'queued');
create index weekly_reports_failed_idx on public.weekly_reports (week_start) where (status = 'failed');

alter table public.weekly_reports enable row level security;
grant select, update (client_report, coach_note, version) on public.weekly_reports to authenticated;
grant select on public.weekly_reports to service_role;


create type public.report_state as (
  id         uuid,
  client_id  uuid,
  week_start date,
  week_end   date,
  status     public.report_status,
  error      text
);

comment on type public.report_state is 'How far a weekly report is, without its texts.';


create table public.sent_reports (
  id            uuid primary key default gen_random_uuid(),
  report_id     uuid not null,
  client_id     uuid not null references public.clients (id) on delete cascade,
  week_start    date not null,
  week_end      date not null,
  client_report text not null,
  coach_note    text,
  sent_at       timestamptz not null default clock_timestamp(),
  sent_by       uuid references public.profiles (id) on delete set null,
  read_at       timestamptz,

  constraint sent_reports_report_fkey foreign key (report_id, client_id)
    references public.weekly_reports (id, client_id) on delete cascade
);

comment on table public.sent_reports is
  'What clients were sent of their weekly reports, word for word. A report that is sent again has a row more; the newest stands for its week.';
comment on column public.sent_reports.client_id is 'Copied from the report, so that the policy needs no join.';
comment on column public.sent_reports.sent_by is 'The coach who sent it; null when it went by itself.';
comment on column public.sent_reports.read_at is 'When the client first opened it.';

create index sent_reports_client_id_week_start_idx on public.sent_reports (client_id, week_start desc, sent_at desc);
create index sent_reports_report_id_client_id_idx on public.sent_reports (report_id, client_id);
create index sent_reports_sent_by_idx on public.sent_reports (sent_by);

alter table public.sent_reports enable row level security;
grant select on public.sent_reports to authenticated, service_role;
-- end of file: sql/progress/tables_reports.sql

-- file: sql/progress/tables_week_facts.sql
-- progress: how a domain below adds what it knows to the facts of a week. Here, because settings come before functions.

create table private.week_facts (
  domain text primary key,
  call   text not null
);

comment on table private.week_facts is
  'The domains that add to the facts of weekly reports. Progress knows none of them: a domain adds itself with private.add_week_facts in its settings.sql.';
comment on column private.week_facts.call is
  'A function private.<call>(client_ids uuid[], first_days date[], last_days date[]) that returns (client_id uuid, numbers jsonb, coach text, client text), for clients about whom there is something to say.';

alter table private.week_facts enable row level security;


create function private.add_week_facts(p_domain text, p_call text)
returns void
language sql
set search_path = ''
as $$
  insert into private.week_facts as f (domain, call) values (p_domain, p_call)
  on conflict (domain) do update set call = excluded.call
$$;

comment on function private.add_week_facts(text, text) is
  'Adds a domain to the facts of weekly reports. Its function tells of each week the numbers, and a sentence for the coach and one for the client, each in their language. Every number in a sentence must be among the numbers. The domain calls private.note_changed_facts when they change.';
-- end of file: sql/progress/tables_week_facts.sql

-- file: sql/progress/settings.sql
-- progress: queues, the bucket for pictures, the limits, and how fast people may write. Idempotent: applied again whenever it changes.

select private.add_queue('logs', p_wakes => 'process_logs', p_patience => '90 seconds', p_on_failed => 'note_failed_logs');
select private.add_queue('log_pictures', p_wakes => 'process_log_pictures', p_patience => '3 minutes', p_on_failed => 'note_failed_logs');
select private.add_queue('reports', p_wakes => 'weekly_reports', p_on_failed => 'note_failed_reports'); -- those of a Monday morning come all at once

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'log-media', 'log-media', false, 10485760,
  array['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf']
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

-- Nobody can confirm what lies beyond the hard limits, because no body does it.
insert into public.metric_limits (metric, low, high, hard_low, hard_high, unit)
values
  ('weight_kg',      30,   300,   20,    400, 'kg'),
  ('calories_day',  500,  6000,    0,  20000, 'kcal'),
  ('calories_meal',   0,  6000,    0,  10000, 'kcal'),
  ('protein_g',       0,   500,    0,   1000, 'g'),
  ('carbs_g',         0,  1200,    0,   3000, 'g'),
  ('fat_g',           0,   500,    0,   1000, 'g'),
  ('macros_gap_pct',  0,    20, null,   null, '%'),
  ('steps',           0, 50000,    0, 200000, 'steps'),
  ('sleep_hours',     0,    24,    0,     24, 'h'),
  ('workout_min',     0,   600,    0,   1440, 'min')
on conflict (metric) do update
  set low = excluded.low, high = excluded.high, hard_low = excluded.hard_low, hard_high = excluded.hard_high, unit = excluded.unit;

-- How many logs one person may add within a minute, unless private.rates says otherwise of them.
insert into private.settings (name, value) values ('logs_per_minute', 60) on conflict (name) do nothing;
-- end of file: sql/progress/settings.sql

-- file: sql/progress/settings_notify.sql
-- progress: what people are told about logs and reports. Idempotent.

select private.add_notification_kind(
  'report_ready', '{"en": "A weekly report is ready", "ru": "Готов отчёт за неделю"}',
  'client', '{in_app, email, push}', '/progress', '{"week_start": "2026-11-23", "week_end": "2026-11-29"}', p_too_late => '7 days'
);
select private.add_notification_words('report_ready', 'en', 'Your weekly report is ready', 'The week {{week_start}} to {{week_end}}.',
  E'Your report of the week {{week_start}} to {{week_end}} is ready.\n\nOpen it in Wellio:');
select private.add_notification_words('report_ready', 'ru', 'Отчёт за неделю готов', 'Неделя {{week_start}} – {{week_end}}.',
  E'Отчёт за неделю {{week_start}} – {{week_end}} готов.\n\nОткройте его в Wellio:');

select private.add_notification_kind(
  'log_needs_review', '{"en": "Logs wait for review", "ru": "Записи ждут проверки"}',
  'coach', '{in_app, email, push}', '/inbox', '{"count": 3}', p_too_late => '1 day'
);
select private.add_notification_words('log_needs_review', 'en', 'Logs wait for your review', 'Waiting now: {{count}}.',
  E'Some of what your clients have written could not be read with certainty. Waiting for your review: {{count}}.');
select private.add_notification_words('log_needs_review', 'ru', 'Записи ждут проверки', 'Ждут сейчас: {{count}}.',
  E'Часть записей ваших клиентов не удалось прочитать уверенно. Ждут проверки: {{count}}.');

select private.add_notification_kind(
  'no_data', '{"en": "Three days without a log", "ru": "Три дня без записей"}',
  'client', '{in_app, email, push}', '/', '{"since": "2026-11-26"}', p_too_late => '12 hours'
);
select private.add_notification_words('no_data', 'en', 'How are you doing?', 'Nothing in your diary since {{since}}.',
  E'There is nothing in your diary since {{since}}. One line is enough to go on: what you ate, how you slept, or how you feel.');
select private.add_notification_words('no_data', 'ru', 'Как ваши дела?', 'В дневнике пусто с {{since}}.',
  E'В дневнике ничего нет с {{since}}. Чтобы продолжить, хватит одной строки: что ели, как спали или как себя чувствуете.');

select private.add_notification_kind(
  'client_silent', '{"en": "A client has gone quiet", "ru": "Клиент ничего не пишет"}',
  'coach', '{in_app}', '/clients/{{client_id}}',
  '{"name": "Anna", "since": "2026-11-26", "client_id": "00000000-0000-0000-0000-000000000000"}', p_too_late => '2 days'
);
select private.add_notification_words('client_silent', 'en', '{{name}} has gone quiet', 'Nothing in the diary since {{since}}.');
select private.add_notification_words('client_silent', 'ru', '{{name}}: нет записей', 'В дневнике пусто с {{since}}.');
-- end of file: sql/progress/settings_notify.sql

-- file: sql/progress/functions_additions.sql
-- progress: values that a person adds to a log, where reading found none.

create function private.check_event_day(p_log_id uuid, p_date date)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select from public.logs l
    join public.clients c on c.id = l.client_id
    where l.id = p_log_id
      and p_date between l.local_date_for_client - 366
        and greatest(l.local_date_for_client, private.local_date(now(), c.timezone))
  ) then
    perform private.refuse('PT422', 'event_day', 'An event cannot have that day', 'Give a day up to today, and at most a year before the log.');
  end if;
end;
$$;

comment on function private.check_event_day(uuid, date) is 'Raises PT422 for a day that an event of this log cannot have.';


create function private.add_event(p_log_id uuid, p_type public.event_type, p_data jsonb, p_date date, p_read_at timestamptz)
returns public.progress_events
language plpgsql
security definer -- writes events and logs, which no API role may directly
set search_path = ''
as $$
declare
  v_log   public.logs := private.lock_log(p_log_id);
  v_event public.progress_events;
  v_date  date;
  v_data  jsonb;
begin
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if p_read_at <> v_log.processed_at then
    perform private.refuse('PT409', 'log_read_again', 'This log has been read again meanwhile', 'Load it once more, and see what is still missing.');
  end if;
  perform private.check_event_data(p_type, p_data);
  v_data := private.in_kilograms(p_type, p_data - 'original');
  v_date := coalesce(p_date, v_log.local_date_for_client);
  perform private.check_event_day(p_log_id, v_date);
  perform private.check_possible(p_type, v_data);

  select * into v_event from public.progress_events e
  where e.log_id = p_log_id and e.event_type = p_type and e.date_for_metric = v_date
  for update;
  if not found then
    insert into public.progress_events (
      client_id, log_id, event_type, date_for_metric, data_json, confidence, status, corrected_by, corrected_at, parser, logged_at
    )
    values (
      v_log.client_id, p_log_id, p_type, v_date, v_data, 1, 'corrected', (select auth.uid()), now(), 'person', v_log.created_at
    )
    returning * into v_event;
  elsif v_event.status = 'rejected' then
    v_event := private.decide_event(v_event.id, v_event.version, 'corrected', p_data, v_date);
  elsif v_event.data_json is distinct from v_data then
    perform private.refuse(
      'PT409', 'event_exists', format('This log already has a %s event on %s', p_type, v_date),
      'Correct that one instead.', jsonb_build_object('type', p_type, 'date', v_date)
    );
  end if;

  -- What was not understood is dealt with. A value that is still in doubt keeps the log waiting.
  update public.logs
  set settled_at = now(), ai_status = 'needs_review'
  where id = p_log_id and ai_status in ('needs_review', 'failed');
  perform private.settle_review(p_log_id);
  return v_event;
end;
$$;

comment on function private.add_event(uuid, public.event_type, jsonb, date, timestamptz) is 'Body of public.add_event.';
grant execute on function private.add_event(uuid, public.event_type, jsonb, date, timestamptz) to authenticated;


create function public.add_event(log_id uuid, type public.event_type, data jsonb, date date default null, read_at timestamptz default null)
returns public.progress_events
language sql
set search_path = ''
as $$
  select private.add_event(log_id, coalesce(type, 'note'), coalesce(data, 'null'), date, read_at)
$$;

comment on function public.add_event(uuid, public.event_type, jsonb, date, timestamptz) is
  'Adds a value that a log says and reading has missed, as a decision of the caller, and settles what was not understood. date: the log''s own day if absent. A value outside the limits waits for a confirmation. read_at: processed_at of the log that was seen. PT404, PT409 being read, read again meanwhile or there already, PT422 bad data or day.';
grant execute on function public.add_event(uuid, public.event_type, jsonb, date, timestamptz) to authenticated;
-- end of file: sql/progress/functions_additions.sql

-- file: sql/progress/functions_day_states.sql
-- progress: what people say of a day as a whole.

create function private.set_day_state(
  p_client_id uuid, p_day date, p_state public.day_state, p_reason public.day_excuse, p_seen_at timestamptz
)
returns void
language plpgsql
security definer -- writes day_states, which no API role may: the author comes from the caller's role
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
  v_role   public.profile_role := private.my_role(v_client);
  v_today  date;
  v_before public.day_states;
begin
  if v_role is null then
    perform private.refuse_client();
  end if;
  v_today := private.local_date(now(), v_client.timezone);
  if p_day between v_today - 366 and v_today + (case p_state when 'excused' then 60 else 0 end) is not true then
    perform private.refuse(
      'PT422', 'day_of_state', 'This day cannot be marked', 'Give a day of the last year up to today; an excused day may be 60 days ahead.'
    );
  end if;
  if (p_state is not distinct from 'excused') <> (p_reason is not null) then
    perform private.refuse('PT422', 'day_excuse', 'An excused day needs a reason, another day none', 'Give reason (ill, travelling or free_day) with excused only.');
  end if;

  select * into v_before from public.day_states s where s.client_id = p_client_id and s.day = p_day for update;
  if found and (v_before.state, v_before.reason) is distinct from (p_state, p_reason) and p_seen_at is distinct from v_before.created_at then
    if p_seen_at is null then
      perform private.refuse('PT428', 'version_missing', 'The day has been marked', 'Send seen_at: created_at of the mark that you have seen.');
    end if;
    perform private.refuse_stale(
      null, jsonb_build_object('state', v_before.state, 'reason', v_before.reason), jsonb_build_object('state', p_state, 'reason', p_reason)
    );
  end if;

  if p_state is null then
    delete from public.day_states s where s.client_id = p_client_id and s.day = p_day;
  else
    insert into public.day_states as s (client_id, day, state, reason, author_type)
    values (p_client_id, p_day, p_state, p_reason, v_role::text::public.author_type)
    on conflict (client_id, day) do update
      set state = excluded.state, reason = excluded.reason, author_type = excluded.author_type, created_at = now()
      where (s.state, s.reason) is distinct from (excluded.state, excluded.reason);
  end if;
end;
$$;

comment on function private.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) is 'Body of public.set_day_state.';
grant execute on function private.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) to authenticated;


create function public.set_day_state(
  client_id uuid, day date, state public.day_state default null, reason public.day_excuse default null, seen_at timestamptz default null
)
returns void
language sql
set search_path = ''
as $$
  select private.set_day_state(client_id, day, state, reason, seen_at)
$$;

comment on function public.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) is
  'Marks a day of a client as complete, partial, or excused with a reason; without a state takes the mark off. Facts follow at once. seen_at: created_at of the mark that is replaced. PT404 unknown client, PT409 marked otherwise meanwhile, PT422 bad day or reason, PT428 no seen_at.';
grant execute on function public.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) to authenticated;
-- end of file: sql/progress/functions_day_states.sql

-- file: sql/progress/functions_decisions.sql
-- progress: decisions of people about events and logs.

create function private.settle_review(p_log_id uuid)
returns void
language sql
set search_path = ''
as $$
  update public.logs l
  set ai_status = case
    when l.ai_error is not null and l.settled_at is null
      or exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
    then 'needs_review' else 'processed' end::public.ai_status
  where l.id = p_log_id and l.ai_status in ('processed', 'needs_review')
$$;

comment on function private.settle_review(uuid) is
  'Updates a log after a decision. It needs review while one of its events does, or while a part that was not understood has not been settled.';


create function private.lock_log(p_log_id uuid)
returns public.logs
language plpgsql
set search_path = ''
as $$
declare
  v_log public.logs;
begin
  perform from public.logs l where l.id = p_log_id and l.client_id = any (private.my_client_ids()) for update;
  -- Asked again once the lock is held, because the coaching may have ended while this call waited.
  select * into v_log from public.logs l where l.id = p_log_id and l.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_log', 'No such log', 'Check the log id.');
  end if;
  perform private.lock_reports(array[v_log.client_id]); -- a log may have events of several weeks
  return v_log;
end;
$$;

comment on function private.lock_log(uuid) is 'Returns a log that the caller may see, locked until the transaction ends. PT404.';


create function private.keep_version(p_event public.progress_events)
returns void
language sql
set search_path = ''
as $$
  insert into public.event_versions (
    event_id, version, client_id, date_for_metric, data_json, confidence, status, review_reasons, corrected_by, corrected_at
  )
  select p_event.id, p_event.version, p_event.client_id, p_event.date_for_metric, p_event.data_json, p_event.confidence,
         p_event.status, p_event.review_reasons, p_event.corrected_by, p_event.corrected_at
$$;

comment on function private.keep_version(public.progress_events) is 'Keeps an event as it is, before a person changes it.';


create function private.version_before(p_event public.progress_events)
returns integer
language sql
stable
set search_path = ''
as $$
  -- A decision that was brought back is older than those that were taken back after it.
  select coalesce(min(v.version), p_event.version) - 1
  from public.event_versions v
  where v.event_id = p_event.id
    and (v.corrected_by, v.corrected_at, v.status = 'rejected')
      is not distinct from (p_event.corrected_by, p_event.corrected_at, p_event.status = 'rejected')
$$;

comment on function private.version_before(public.progress_events) is 'The version that an event had before the decision it shows now.';


create function private.decide_event(p_event_id uuid, p_version integer, p_status public.event_status, p_data jsonb, p_date date)
returns public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_event public.progress_events;
  v_data  jsonb;
  v_date  date;
begin
  -- Locks the log before its event, in the order of finish_logs, so that a decision and a re-run cannot deadlock.
  perform from public.logs
  where id = (
    select e.log_id from public.progress_events e
    where e.id = p_event_id and e.client_id = any (private.my_client_ids())
  )
  for update;

  select * into v_event from public.progress_events
  where id = p_event_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    perform private.refuse('PT404', 'no_such_event', 'No such event', 'The log may have been read again. Load it once more.');
  end if;
  if p_status = 'corrected' then
    perform private.check_event_data(v_event.event_type, p_data);
  end if;
  v_data := coalesce(private.in_kilograms(v_event.event_type, p_data - 'original'), v_event.data_json);
  v_date := coalesce(p_date, v_event.date_for_metric);

  -- What is so already needs no decision: a request that is repeated, a form that was not changed.
  if (case p_status
    when 'corrected' then
      v_event.status <> 'rejected' and v_date = v_event.date_for_metric
      and jsonb_strip_nulls(v_data - 'estimated') = jsonb_strip_nulls(v_event.data_json - 'estimated')
    when 'confirmed' then v_event.status in ('confirmed', 'corrected')
    else v_event.status = p_status
  end) then
    return v_event;
  end if;

  if p_version is not null or v_event.corrected_by <> (select auth.uid()) then
    perform private.check_version(
      p_version, v_event.version,
      jsonb_build_object('status', v_event.status, 'data_json', v_event.data_json, 'date_for_metric', v_event.date_for_metric),
      jsonb_build_object('status', p_status, 'data_json', v_data, 'date_for_metric', v_date),
      (select p.full_name from public.profiles p where p.id = v_event.corrected_by and p.id = any (private.my_acquaintance_ids())),
      v_event.corrected_at
    );
  end if;
  if v_date <> v_event.date_for_metric then
    perform private.check_event_day(v_event.log_id, v_date);
  end if;

  if p_status <> 'rejected' then
    perform private.check_possible(v_event.event_type, v_data);
  end if;

  perform private.keep_version(v_event);
  begin
    update public.progress_events
    set status = p_status,
        data_json = v_data,
        date_for_metric = v_date,
        original_data_json = case when p_status = 'corrected' then coalesce(original_data_json, data_json) else original_data_json end,
        confidence = case when p_status = 'rejected' then confidence else 1 end,
        review_reasons = case when p_status = 'rejected' then review_reasons else '{}' end,
        corrected_by = (select auth.uid()),
        corrected_at = now()
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      perform private.refuse(
        'PT409', 'event_exists', format('This log already has a %s event on %s', v_event.event_type, v_date),
        'Correct that one instead.', jsonb_build_object('type', v_event.event_type, 'date', v_date)
      );
  end;

  perform private.settle_review(v_event.log_id);
  return v_event;
end;
$$;

comment on function private.decide_event(uuid, integer, public.event_status, jsonb, date) is
  'Body of confirm_event, correct_event and reject_event. A corrected value outside the limits still waits for a confirmation. What is so already stays as it is.';
grant execute on function private.decide_event(uuid, integer, public.event_status, jsonb, date) to authenticated;


create function public.confirm_event(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'confirmed', null, null);

comment on function public.confirm_event(uuid, integer) is
  'Confirms an event as it is. It counts from now on, and no re-run changes it. version: the one that was seen; it may be missing where nobody else has decided. PT404, PT409 changed meanwhile, PT428 no version.';
grant execute on function public.confirm_event(uuid, integer) to authenticated;


create function public.correct_event(event_id uuid, data jsonb, date date default null, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'corrected', coalesce(data, 'null'), date);

comment on function public.correct_event(uuid, jsonb, date, integer) is
  'Replaces an event''s data, and its day where given; the same data changes nothing. What it was before is kept in event_versions, the first reading in original_data_json too. version: as in confirm_event. PT404, PT409 day taken or changed meanwhile, PT422 bad data or day, PT428 no version.';
grant execute on function public.correct_event(uuid, jsonb, date, integer) to authenticated;


create function public.reject_event(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'rejected', null, null);

comment on function public.reject_event(uuid, integer) is
  'Rejects an event. It is kept but never counts; restore_log brings it back as it was. version: the one that was seen; it may be missing where nobody else has decided. PT404, PT409 changed meanwhile, PT428 no version.';
grant execute on function public.reject_event(uuid, integer) to authenticated;


create function public.reject_log(log_id uuid, versions jsonb default null)
returns setof public.progress_events
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if not exists (select from public.logs l where l.id = reject_log.log_id) then
    perform private.refuse('PT404', 'no_such_log', 'No such log', 'Check the log id.');
  end if;
  for v_id in
    select e.id from public.progress_events e where e.log_id = reject_log.log_id and e.status <> 'rejected' order by e.id
  loop
    -- An event that the caller has not seen has no version there, and 0 is none.
    return next private.decide_event(
      v_id, case when versions is not null then coalesce((versions ->> v_id::text)::integer, 0) end, 'rejected', null, null
    );
  end loop;
end;
$$;

comment on function public.reject_log(uuid, jsonb) is
  'Rejects all events of a log at once, and returns them; restore_log undoes it. versions: {event id: the version that was seen}, as in confirm_event. PT409 changed meanwhile, PT428 no versions.';
grant execute on function public.reject_log(uuid, jsonb) to authenticated;


create function private.restore_log(p_log_id uuid)
returns setof public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_client public.clients;
  v_last   public.progress_events;
begin
  perform private.lock_log(p_log_id);
  select * into v_last from public.progress_events e
  where e.log_id = p_log_id and e.status = 'rejected'
  order by e.corrected_at desc
  limit 1;
  select * into v_client from public.clients c where c.id = v_last.client_id;
  if private.my_role(v_client) = 'client' and v_last.corrected_by is distinct from (select auth.uid()) then
    perform private.refuse('PT403', 'rejected_by_coach', 'The coach has rejected this', 'Ask your coach to restore it.');
  end if;

  perform private.keep_version(e) from public.progress_events e
  where e.log_id = p_log_id and e.status = 'rejected' and e.corrected_at = v_last.corrected_at;

  return query
  update public.progress_events e
  set status = v.status, date_for_metric = v.date_for_metric, data_json = v.data_json, confidence = v.confidence,
      review_reasons = v.review_reasons, corrected_by = v.corrected_by, corrected_at = v.corrected_at
  from public.event_versions v
  where e.log_id = p_log_id and e.status = 'rejected' and e.corrected_at = v_last.corrected_at
    and v.event_id = e.id and v.version = private.version_before(e)
  returning e.*;
  perform private.settle_review(p_log_id);
end;
$$;

comment on function private.restore_log(uuid) is 'Body of public.restore_log.';
grant execute on function private.restore_log(uuid) to authenticated;


create function public.restore_log(log_id uuid)
returns setof public.progress_events
language sql
set search_path = ''
as $$
  select private.restore_log(log_id)
$$;

comment on function public.restore_log(uuid) is
  'Brings back what the last rejection of a log took: each event as it was decided, by whom and when. What was rejected before that stays rejected. PT403 for a client whose coach rejected it, PT404.';
grant execute on function public.restore_log(uuid) to authenticated;


create function private.retry_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  if v_log.ai_status in ('pending', 'processing') then
    return v_log; -- it is waiting already
  end if;
  perform private.spend_log_rate(private.log_weight(v_log.media_urls)); -- reading a log again costs as much as a new one

  update public.logs set ai_status = 'pending', ai_error = null, ai_reasons = '{}', settled_at = null where id = p_log_id returning * into v_log;
  perform private.enqueue(private.log_queue(v_log.media_urls), array[
    private.log_message(v_log.id, v_log.request_id, v_log.client_id, v_log.media_urls)
  ], jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id, 'request_id', v_log.request_id),
    'old_record', null
  ));
  return v_log;
end;
$$;

comment on function private.retry_log(uuid) is 'Body of public.retry_log.';
grant execute on function private.retry_log(uuid) to authenticated;


create function public.retry_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
return private.retry_log(log_id);

comment on function public.retry_log(uuid) is
  'Queues a log to be read again; does nothing if it is already queued. Events that a person has decided on stay. Counts as a new log towards the limit a minute. PT404, PT429.';
grant execute on function public.retry_log(uuid) to authenticated;


create function private.settle_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if exists (select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review') then
    perform private.refuse(
      'PT409', 'event_undecided', 'An event of this log still waits for a decision',
      'Confirm, correct or reject it: the log then settles by itself.'
    );
  end if;
  if v_log.ai_status in ('needs_review', 'failed') then
    update public.logs set ai_status = 'processed', settled_at = now() where id = p_log_id returning * into v_log;
  end if;
  return v_log;
end;
$$;

comment on function private.settle_log(uuid) is 'Body of public.settle_log.';
grant execute on function private.settle_log(uuid) to authenticated;


create function public.settle_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
return private.settle_log(log_id);

comment on function public.settle_log(uuid) is
  'Dismisses what was not understood in a log, or its failure, as needing no action. ai_error stays as the reason; retry_log still reads it again. PT404, PT409 it is being read, or an event waits.';
grant execute on function public.settle_log(uuid) to authenticated;
-- end of file: sql/progress/functions_decisions.sql

-- file: sql/progress/functions_facts.sql
-- progress: the facts of a client's days and weeks. Everything that shows a number calls daily_facts and period_facts.
-- Neither checks the caller: workers call them for any client; people call my_daily_facts and my_period_facts, which
-- check access once per call instead of once for each table.

create type private.day_facts as (
  client_id              uuid,
  day                    date,
  is_counted             boolean,
  has_data               boolean,
  calories               numeric,
  calories_estimated     boolean,
  calories_doubtful      boolean,
  protein_g              numeric,
  carbs_g                numeric,
  fat_g                  numeric,
  weight_kg              numeric,
  weights                integer,
  steps                  numeric,
  sleep_hours            numeric,
  mood                   text,
  workouts               integer,
  workout_min            numeric,
  calories_target        numeric,
  calories_low           numeric,
  calories_high          numeric,
  calorie_status         text,
  protein_target_g       numeric,
  workouts_per_week_target integer,
  state                  public.day_state,
  excuse                 public.day_excuse
);

comment on type private.day_facts is
  'The facts of one local day of a client. Null is "not logged", never zero. is_counted: the day is over, or said to be complete, its calories are not doubtful, and nobody has marked it as partial or excused. Then it is averaged and scored.';


create function private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns setof private.day_facts
language plpgsql -- keeps its plan between calls; a function in SQL does not
stable
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
declare
  v_limits public.metric_limits;
begin
  select * into v_limits from public.metric_limits where metric = 'calories_day';
  return query
  with period as (
    select p.client_id, p.first_day, p.last_day, (now() at time zone c.timezone)::date as today
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
  ), event as (
    select
      r.client_id, r.date_for_metric as day, r.event_type, r.status, r.data_json as data, r.logged_at, r.id,
      case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'scope', 'day') <> 'meal' end as is_total,
      case when r.event_type = 'nutrition' then coalesce((r.data_json ->> 'estimated')::boolean, false) end as is_estimated,
      case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'calories', r.data_json ->> 'calories_est')::numeric end as kcal,
      case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'protein_g', r.data_json ->> 'protein_est_g')::numeric end as protein,
      case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'carbs_g', r.data_json ->> 'carbs_est_g')::numeric end as carbs,
      case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'fat_g', r.data_json ->> 'fat_est_g')::numeric end as fat
    from public.progress_events r
    where r.client_id = any (p_client_ids)
      and r.date_for_metric between (select min(d) from unnest(p_from) d) and (select max(d) from unnest(p_to) d)
      and r.status in ('auto', 'confirmed', 'corrected')
  ), counted as (
    -- The latest total of a day stands for all that was logged before it; meals logged after it are added.
    select
      e.*,
      case when count(*) filter (where e.kcal is not null and e.is_total) over later = 0 then e.kcal end as day_kcal,
      case when count(*) filter (where e.protein is not null and e.is_total) over later = 0 then e.protein end as day_protein,
      case when count(*) filter (where e.carbs is not null and e.is_total) over later = 0 then e.carbs end as day_carbs,
      case when count(*) filter (where e.fat is not null and e.is_total) over later = 0 then e.fat end as day_fat
    from event e
    window later as (
      partition by e.client_id, e.day order by e.logged_at desc, e.id desc rows between unbounded preceding and 1 preceding
    )
  ), measured as (
    -- The rows come latest first, and array_agg keeps their order: of a weight the last one of the array is the first of the day.
    select
      e.client_id, e.day,
      bool_or(e.event_type not in ('note', 'other')) as has_data,
      sum(e.day_kcal) as calories,
      bool_or(e.is_estimated) filter (where e.day_kcal is not null) as calories_estimated,
      bool_and(e.status = 'auto') filter (where e.day_kcal is not null) as is_unchecked,
      sum(e.day_protein) as protein_g,
      sum(e.day_carbs) as carbs_g,
      sum(e.day_fat) as fat_g,
      array_agg((e.data ->> 'value')::numeric) filter (where e.event_type = 'weight') as weights,
      array_agg((e.data ->> 'value')::numeric) filter (where e.event_type = 'weight' and e.data -> 'fasting' = 'true') as fasting,
      (array_agg((e.data ->> 'steps')::numeric) filter (where e.event_type = 'steps'))[1] as steps,
      (array_agg((e.data ->> 'hours')::numeric) filter (where e.event_type = 'sleep'))[1] as sleep_hours,
      (array_agg(e.data ->> 'label') filter (where e.event_type = 'checkin_mood'))[1] as mood,
      count(*) filter (where e.event_type = 'workout')::integer as workouts,
      sum((e.data ->> 'duration_min')::numeric) filter (where e.event_type = 'workout') as workout_min
    from counted e
    group by e.client_id, e.day
  ), plan as (
    select
      l.client_id, l.type, daterange(l.start_date, l.end_date, '[]') as days,
      (l.config_json ->> 'calories_target_per_day')::numeric as target,
      coalesce((l.config_json ->> 'calories_tolerance_pct')::numeric, 10) / 100 as tolerance,
      (l.config_json ->> 'protein_target_g')::numeric as protein_target,
      (l.config_json ->> 'workouts_per_week_target')::numeric::integer as workouts_target -- 4.0 is a whole number too
    from public.plans l
    where l.client_id = any (p_client_ids) and l.activated_at is not null
  ), d as (
    select
      p.client_id, of.day, s.state, s.reason as excuse,
      (of.day < p.today and s.state is distinct from 'partial' and s.state is distinct from 'excused')
        or (of.day = p.today and s.state is not distinct from 'complete') as can_count,
      m.has_data, m.calories, m.calories_estimated, m.protein_g, m.carbs_g, m.fat_g,
      coalesce(m.is_unchecked and m.calories not between v_limits.low and v_limits.high, false) as is_doubtful,
      coalesce(m.fasting[cardinality(m.fasting)], m.weights[cardinality(m.weights)]) as weight_kg,
      coalesce(cardinality(m.weights), 0) as weights,
      m.steps, m.sleep_hours, m.mood, m.workouts, m.workout_min,
      food.target, food.tolerance, food.protein_target, training.workouts_target
    from period p
    cross join lateral (select p.first_day + i as day from generate_series(0, p.last_day - p.first_day) i) of
    left join measured m on m.client_id = p.client_id and m.day = of.day
    left join public.day_states s on s.client_id = p.client_id and s.day = of.day
    -- The exclusion constraints on plans allow at most one of each kind on any day.
    left join plan food on food.client_id = p.client_id and food.type <> 'training' and food.days @> of.day
    left join plan training on training.client_id = p.client_id and training.type <> 'nutrition' and training.days @> of.day
  )
  select
    d.client_id, d.day, d.can_count and not d.is_doubtful, coalesce(d.has_data, false),
    d.calories, coalesce(d.calories_estimated, false), d.can_count and d.is_doubtful, d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.weights, d.steps, d.sleep_hours, d.mood, coalesce(d.workouts, 0), d.workout_min,
    d.target, round(d.target * (1 - d.tolerance)), round(d.target * (1 + d.tolerance)),
    case
      when not d.can_count or d.is_doubtful or d.calories is null or d.target is null then null
      when d.calories > d.target * (1 + d.tolerance) then 'above'
      when d.calories < d.target * (1 - d.tolerance) then 'below'
      else 'within'
    end,
    d.protein_target, d.workouts_target, d.state, d.excuse
  from d;
end;
$$;

comment on function private.daily_facts(uuid[], date[], date[]) is
  'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. calorie_status: only of days that are over or said to be complete, and neither partial nor excused. calories_doubtful: their sum is outside calories_day of metric_limits and nobody has checked it. weight_kg: the first of the day, before it one that was said to be fasting; weights: how many there are.';


create function private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb, last_day_with_data date)
language plpgsql -- as above
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_before constant integer := 14; -- days before the period: for the change of weight, and for runs that began there
begin
  return query
  with period as (
    select
      p.client_id, p.first_day, p.last_day, c.name, c.locale, c.goal_weight_kg,
      coalesce(c.weight_unit, ( -- private.weight_unit_of, without a call for each of many clients
        select case when e.data_json ? 'original' then 'lb' else 'kg' end::public.weight_unit from public.progress_events e
        where e.client_id = c.id and e.event_type = 'weight' and e.status in ('auto', 'confirmed', 'corrected')
        order by e.date_for_metric desc, e.logged_at desc
        limit 1
      ), 'kg') as weight_unit,
      coalesce(coach.weight_unit, 'kg') as coach_weight_unit, coalesce(coach.locale, c.locale) as coach_locale, local.today,
      least(p.last_day, local.today - case when exists (
        select from public.day_states s where s.client_id = c.id and s.day = local.today and s.state = 'complete'
      ) then 0 else 1 end) as last_over,
      -- From when days without data are missing: the person joined, or has data from before.
      case when joined.day <= p.first_day - v_before then joined.day else least(joined.day, (
        select min(e.date_for_metric) from public.progress_events e
        where e.client_id = p.client_id and e.status in ('auto', 'confirmed', 'corrected') and e.event_type not in ('note', 'other')
      )) end as joined_on
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
    left join public.profiles coach on coach.id = c.coach_id
    cross join lateral (select (now() at time zone c.timezone)::date as today) local
    cross join lateral (
      select (coalesce((
        select min(i.accepted_at) from public.client_invites i where i.client_id = c.id and i.accepted_by = c.user_id
      ), c.created_at) at time zone c.timezone)::date as day
    ) joined
  ), inside as materialized (
    select * from private.daily_facts(p_client_ids, p_from, p_to)
  ), before as (
    -- Only where a run fills the period: it may have begun earlier.
    select d.*
    from (
      select array_agg(r.client_id) as client_ids, array_agg(r.first_day - v_before) as first_days, array_agg(r.first_day - 1) as last_days
      from (
        select p.client_id, p.first_day
        from period p
        join inside d using (client_id)
        group by p.client_id, p.first_day
        having count(*) filter (where d.day <= p.last_over and d.calorie_status is distinct from 'above') = 0
          or count(*) filter (where d.day <= p.last_over and d.calorie_status is distinct from 'below') = 0
          or count(*) filter (where d.day between p.joined_on and p.last_over and (d.has_data or d.state = 'excused')) = 0
      ) r
      having count(*) > 0
    ) of_run
    cross join lateral private.daily_facts(of_run.client_ids, of_run.first_days, of_run.last_days) d
  ), daily as (
    select d.*, p.last_day, p.last_over, d.day >= p.first_day as is_inside,
           not d.has_data and d.state is distinct from 'excused' and d.day between p.joined_on and p.last_over as is_missing
    from (select * from inside union all select * from before) d
    join period p on p.client_id = d.client_id
  ), total as (
    select
      d.client_id,
      max(d.calories_target) filter (where d.day = d.last_day) as calories_target,
      max(d.protein_target_g) filter (where d.day = d.last_day) as protein_target_g,
      max(d.workouts_per_week_target) filter (where d.day = d.last_day) as workouts_per_week_target,
      count(*) filter (where d.is_inside and d.has_data) as days_with_data,
      count(d.calorie_status) filter (where d.is_inside) as days_scored,
      count(*) filter (where d.is_inside and d.calorie_status = 'within') as days_within,
      count(*) filter (where d.is_inside and d.calorie_status = 'above') as days_above,
      count(*) filter (where d.is_inside and d.calorie_status = 'below') as days_below,
      sum(d.workouts) filter (where d.is_inside) as workouts_count,
      array_agg(d.day order by d.day) filter (where d.is_inside and d.is_counted) as counted_days,
      array_agg(d.calories order by d.day) filter (where d.is_inside and d.is_counted) as calories,
      array_agg(d.protein_g order by d.day) filter (where d.is_inside and d.is_counted) as protein_g,
      array_agg(d.carbs_g order by d.day) filter (where d.is_inside and d.is_counted) as carbs_g,
      array_agg(d.fat_g order by d.day) filter (where d.is_inside and d.is_counted) as fat_g,
      array_agg(d.steps order by d.day) filter (where d.is_inside and d.is_counted) as steps,
      array_agg(d.sleep_hours order by d.day) filter (where d.is_inside and d.is_counted) as sleep_hours,
      array_agg(d.weight_kg order by d.day) filter (where d.is_inside and d.weight_kg is not null) as weights,
      min(d.day) filter (where d.is_inside and d.weight_kg is not null) as first_kg_on,
      max(d.day) filter (where d.is_inside and d.weight_kg is not null) as last_kg_on,
      max(d.day) filter (where d.has_data) as last_day_with_data,
      coalesce(jsonb_agg(d.day order by d.day) filter (where d.is_inside and d.is_missing), '[]') as missing_days,
      coalesce(jsonb_agg(d.day order by d.day) filter (where d.is_inside and d.calories_doubtful), '[]') as doubtful_days,
      coalesce(jsonb_agg(d.day order by d.day) filter (where d.is_inside and d.state = 'excused'), '[]') as excused_days,
      -- A run is current while it lasts until the last day that is over. It begins after the last day that is not of its kind.
      max(d.day) filter (where not d.is_missing and d.day <= d.last_over) as last_not_missing,
      max(d.day) filter (where d.calorie_status is distinct from 'above' and d.day <= d.last_over) as last_not_above,
      max(d.day) filter (where d.calorie_status is distinct from 'below' and d.day <= d.last_over) as last_not_below
    from daily d
    group by d.client_id
  ), f as (
    select
      *, t.weights[cardinality(t.weights)] as last_kg,
      case when earlier.is_near then earlier.kg_before else t.weights[1] end as base_kg,
      case when earlier.is_near then earlier.kg_before_on else t.first_kg_on end as base_kg_on,
      greatest(7, least(p.last_day, p.today) - greatest(p.first_day, p.joined_on) + 1) as days_lived,
      case when t.last_not_missing is null then greatest(older.older_day + 1, p.joined_on) else t.last_not_missing + 1 end as no_data_from,
      coalesce(t.last_not_above + 1, p.first_day - v_before) as above_from,
      coalesce(t.last_not_below + 1, p.first_day - v_before) as below_from
    from period p
    join total t using (client_id)
    left join lateral (
      select w.kilograms as kg_before, w.day as kg_before_on, w.day >= p.first_day - v_before as is_near
      from (
        select max(e.date_for_metric) as day from public.progress_events e
        where e.client_id = p.client_id and e.event_type = 'weight' and e.date_for_metric < p.first_day
          and e.status in ('auto', 'confirmed', 'corrected')
      ) last
      cross join lateral (select * from private.weigh_ins i where i.client_id = p.client_id and i.day = last.day limit 1) w
    ) earlier on true
    left join lateral (
      select max(e.date_for_metric) as older_day from public.progress_events e
      where (t.last_day_with_data is null or t.last_not_missing is null) and e.client_id = p.client_id
        and e.date_for_metric <= least(p.first_day - 1, p.last_over)
        and e.status in ('auto', 'confirmed', 'corrected') and e.event_type not in ('note', 'other')
    ) older on true
  )
  select
    f.client_id,
    jsonb_build_object(
      'client_name', f.name,
      'locale', f.locale,
      'weight_unit', f.weight_unit,
      'coach_weight_unit', f.coach_weight_unit,
      'coach_locale', f.coach_locale,
      'goal_weight_kg', f.goal_weight_kg,
      'week_start', f.first_day,
      'week_end', f.last_day,
      'plan', jsonb_build_object(
        'calories_target_per_day', f.calories_target,
        'protein_target_g', f.protein_target_g,
        'workouts_per_week_target', f.workouts_per_week_target
      ),
      'aggregates', averages.of_metrics || jsonb_build_object(
        'days_with_data', f.days_with_data,
        'days_scored', f.days_scored,
        'days_within_calorie_target', f.days_within,
        'days_above_calorie_target', f.days_above,
        'days_below_calorie_target', f.days_below,
        'adherence_pct', round(100.0 * f.days_within / nullif(f.days_scored, 0)),
        'workouts_count', f.workouts_count,
        'workouts_per_week', round(7.0 * f.workouts_count / f.days_lived, 1),
        'last_weight_kg', coalesce(f.last_kg, f.kg_before),
        'last_weight_date', coalesce(f.last_kg_on, f.kg_before_on),
        'weight_change_kg', case when f.base_kg_on < f.last_kg_on then f.last_kg - f.base_kg end,
        'weight_change_since', case when f.base_kg_on < f.last_kg_on then f.base_kg_on end
      ),
      'flags', jsonb_build_object(
        'missing_data_days', f.missing_days,
        'doubtful_days', f.doubtful_days,
        'excused_days', f.excused_days,
        'no_data_streak', f.last_over - f.no_data_from >= 2,
        'no_data_run', case when f.last_over - f.no_data_from >= 2 then jsonb_build_object('from', f.no_data_from, 'to', f.last_over) end,
        'consistent_over_target', f.last_over - f.above_from >= 2,
        'over_target_run', case when f.last_over - f.above_from >= 2 then jsonb_build_object('from', f.above_from, 'to', f.last_over) end,
        'consistent_under_target', f.last_over - f.below_from >= 2,
        'under_target_run', case when f.last_over - f.below_from >= 2 then jsonb_build_object('from', f.below_from, 'to', f.last_over) end
      )
    ),
    coalesce(f.last_day_with_data, f.older_day)
  from f
  cross join lateral (
    select
      jsonb_object_agg('avg_' || m.metric, case when of_days.days >= 3 then of_days.average end)
        || jsonb_object_agg('days_with_' || m.metric, of_days.days)
        || jsonb_build_object('single_values', coalesce(jsonb_object_agg(m.metric, (
          select jsonb_agg(jsonb_build_object('day', v.day, 'value', v.value))
          from unnest(f.counted_days, m.by_day) as v(day, value)
          where v.value is not null
        )) filter (where of_days.days between 1 and 2), '{}')) as of_metrics
    from (values
      ('calories', f.calories, 0), ('protein_g', f.protein_g, 1), ('carbs_g', f.carbs_g, 1), ('fat_g', f.fat_g, 1),
      ('steps', f.steps, 0), ('sleep_hours', f.sleep_hours, 1)
    ) as m(metric, by_day, places)
    cross join lateral (select count(v) as days, round(avg(v), m.places) as average from unnest(m.by_day) v) of_days
  ) averages;
end;
$$;

comment on function private.period_facts(uuid[], date[], date[]) is
  'The facts of a period per client, in the format of a weekly report, and the last day with data. Plan: as in force on the last day. Averages: over days that count and have the metric (days_with_...); under three such days no average, but single_values. Adherence: days in range / days with calories and a target. Weight change: the last of the period minus the last of the 14 days before it, else minus the first of the period. Workouts per week: over whole periods of at least a week since the person joined. Runs: three days or more until the last day that is over.';
-- end of file: sql/progress/functions_facts.sql

-- file: sql/progress/functions_feed.sql
-- progress: the diary, page by page.

create function public.feed_page(client_id uuid, before_time timestamptz default null, before_id uuid default null, page_size integer default 30)
returns json
language plpgsql
stable
set search_path = ''
as $$
declare
  v_page json;
begin
  v_page := private.my_feed_page(client_id, before_time, before_id, least(greatest(page_size, 1), 100));
  if v_page is null then
    perform private.refuse_client();
  end if;
  return v_page;
end;
$$;

comment on function public.feed_page(uuid, timestamptz, uuid, integer) is
  'A page of a client''s logs, newest first, each with the events read from it, as logs?select=*,events:progress_events(*) tells them. The next page begins after (before_time, before_id) of the last log. At most 100 logs a page. PT404 unknown client.';
grant execute on function public.feed_page(uuid, timestamptz, uuid, integer) to authenticated;
-- end of file: sql/progress/functions_feed.sql

-- file: sql/progress/functions_history.sql
-- progress: history for the command line, to be read again or to be learnt from.

create function worker.log_history(
  p_since date, p_client uuid, p_decided boolean, p_after_time timestamptz, p_after_id uuid, p_limit integer
)
returns table (log jsonb, client jsonb, created_at timestamptz, ai_status public.ai_status, names_client boolean,
  explained boolean, repeated_pictures integer, events jsonb)
language sql
stable
security definer -- private.budget_scope is closed to API roles
set search_path = ''
as $$
  select
    jsonb_build_object(
      'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source, 'author_type', l.author_type,
      'local_date', l.local_date_for_client
    ),
    jsonb_build_object('locale', c.locale) || private.budget_scope(c),
    l.created_at,
    l.ai_status,
    -- Russian cases change the end of a name, so its last letter does not count.
    exists (
      select from regexp_split_to_table(lower(c.name), '\s+') part
      where length(part) > 2
        and position(left(part, greatest(3, length(part) - 1)) in lower(coalesce(l.raw_text, ''))) > 0
    ),
    coalesce((l.ai_parsed_json ->> 'explained')::boolean, false),
    coalesce((l.ai_parsed_json ->> 'repeated_pictures')::integer, 0),
    coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'event_type', e.event_type, 'date_for_metric', e.date_for_metric, 'data_json', e.data_json,
          'status', e.status, 'review_reasons', e.review_reasons, 'decided', e.corrected_at is not null
        ) order by e.event_type, e.date_for_metric
      )
      from public.progress_events e
      where e.log_id = l.id
    ), '[]')
  from public.logs l
  join public.clients c on c.id = l.client_id
  where (p_client is null or l.client_id = p_client)
    and (p_since is null or l.local_date_for_client >= p_since)
    and (p_after_id is null or (l.created_at, l.id) > (p_after_time, p_after_id))
    and (not p_decided or exists (
      select from public.progress_events e where e.log_id = l.id and e.corrected_at is not null
    ))
  order by l.created_at, l.id
  limit least(p_limit, 500)
$$;

comment on function worker.log_history(date, uuid, boolean, timestamptz, uuid, integer) is
  'Logs with their events, oldest first, from a local day on; of one client, or of all; with p_decided only those on which a person has decided. The next page begins after (p_after_time, p_after_id), the last row of the one before. names_client: the text has the client''s name in it.';
grant execute on function worker.log_history(date, uuid, boolean, timestamptz, uuid, integer) to service_role;


create function worker.requeue_logs(p_log_ids uuid[])
returns setof uuid
language plpgsql
security definer -- changes logs, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  -- Locks in the order of finish_logs, so that the two cannot deadlock.
  v_ids := array(
    select id from public.logs
    where id = any (p_log_ids) and ai_status not in ('pending', 'processing')
    order by id
    for update
  );
  if v_ids = '{}' then
    return;
  end if;

  update public.logs set ai_status = 'pending', ai_error = null, ai_reasons = '{}' where id = any (v_ids);
  perform private.enqueue(b.queue, b.messages, '{"type": "SWEEP"}')
  from (
    select private.log_queue(l.media_urls) as queue,
           array_agg(private.log_message(l.id, l.request_id, l.client_id, l.media_urls) order by l.created_at, l.id) as messages
    from public.logs l
    where l.id = any (v_ids)
    group by 1
  ) b;
  return query select unnest(v_ids);
end;
$$;

comment on function worker.requeue_logs(uuid[]) is
  'Queues logs to be read again, with one nudge a queue. Returns the logs that it queued, without those already queued. Events that a person has decided on stay.';
grant execute on function worker.requeue_logs(uuid[]) to service_role;
-- end of file: sql/progress/functions_history.sql

-- file: sql/progress/functions_lease.sql
-- progress: which of the waiting logs a claim leases. Logs with pictures take long to read, so they have a queue of their own.

create function private.log_queue(p_media_urls jsonb)
returns text
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return case when p_media_urls = '[]' then 'logs' else 'log_pictures' end;
end;
$$;

comment on function private.log_queue(jsonb) is 'The queue of a log: log_pictures, or logs for those without pictures.';


create function private.log_message(p_log_id uuid, p_request_id uuid, p_client_id uuid, p_media_urls jsonb)
returns jsonb
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'log_id', p_log_id, 'client_id', p_client_id,
    'trace', jsonb_build_object('log_id', p_log_id, 'request_id', p_request_id)
  ) || case when p_media_urls = '[]' then '{}' else
    jsonb_build_object('sender', coalesce((select auth.uid()), p_client_id))
  end;
end;
$$;

comment on function private.log_message(uuid, uuid, uuid, jsonb) is
  'What a queue holds of a log: {log_id, client_id, trace}, and for a log with pictures the sender: the caller, or the client where nobody is signed in.';


create function private.log_picture_turns()
returns table (msg_id bigint, vt timestamptz, turn bigint, is_free boolean)
language sql
stable
set search_path = ''
as $$
  select t.msg_id, t.vt, t.turn, t.turn <= 2 -- over all workers
  from (
    select m.msg_id, m.vt,
           row_number() over (partition by m.sender, m.is_due order by m.vt, m.msg_id)
             + count(*) filter (where m.is_under_way) over (partition by m.sender) as turn
    from (
      select q.msg_id, q.vt, q.message ->> 'sender' as sender, q.vt <= clock_timestamp() as is_due,
             -- A failure makes the log pending again, so that its back-off holds up nobody.
             q.vt > clock_timestamp() and exists (
               select from public.logs l where l.id = (q.message ->> 'log_id')::uuid and l.ai_status = 'processing'
             ) as is_under_way
      from pgmq.q_log_pictures q
    ) m
    where m.is_due or m.is_under_way
  ) t
$$;

comment on function private.log_picture_turns() is
  'Of each message of log_pictures that is due or under way, how many of its sender are under way with it, and whether it can be claimed: two logs with pictures of one sender are under way at once.';


create function private.lease_logs(p_queue text, p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, log_id uuid, trace jsonb, alone boolean)
language plpgsql
set search_path = ''
set plan_cache_mode = force_custom_plan -- a plan made for an empty queue reads a long one whole
as $$
declare
  v_due     bigint[];
  v_suspect bigint;
begin
  if p_queue = 'logs' then
    v_due := array(
      select q.msg_id from pgmq.q_logs q where q.vt <= clock_timestamp()
      order by q.msg_id limit p_limit for update skip locked
    );
  else
    -- One claim at a time, so that two do not count the same pictures of a sender as free.
    perform pg_advisory_xact_lock(hashtextextended('claim log_pictures', 0));
    v_due := array(
      select q.msg_id
      from private.log_picture_turns() t
      join pgmq.q_log_pictures q using (msg_id)
      where q.vt <= clock_timestamp() and t.is_free
      order by t.turn, q.vt, q.msg_id
      limit p_limit
      for update of q skip locked
    );
  end if;
  if v_due = '{}' then
    return;
  end if;

  -- A failure makes the log pending again. If it is still processing, its worker did not live to say what became of it.
  execute format(
    'select q.msg_id from pgmq.%I q join public.logs l on l.id = (q.message ->> ''log_id'')::uuid
     where q.msg_id = any ($1) and q.read_ct + 1 >= 4 and l.ai_status = ''processing''
     order by q.msg_id limit 1',
    'q_' || p_queue
  ) into v_suspect using v_due;
  return query execute format(
    'update pgmq.%I q
     set vt = clock_timestamp() + make_interval(secs => $2), read_ct = q.read_ct + 1
     where q.msg_id = any ($1)
     returning q.msg_id, q.read_ct, (q.message ->> ''log_id'')::uuid, q.message -> ''trace'', $3',
    'q_' || p_queue
  ) using case when v_suspect is null then v_due else array[v_suspect] end, p_lease_seconds, v_suspect is not null;
end;
$$;

comment on function private.lease_logs(text, integer, integer) is
  'Leases what is due: of logs the oldest; of log_pictures those whose sender has the fewest under way, and never more of one sender than may be under way at once. A message for its fourth or a later delivery that was interrupted the last time is leased alone, because it may crash its worker; otherwise healthy messages would become dead letters with it.';
-- end of file: sql/progress/functions_lease.sql

-- file: sql/progress/functions_media.sql
-- progress: recognises a picture that was sent before.

create function worker.claim_media(p_log_id uuid, p_digests text[])
returns setof text
language plpgsql
security definer -- the digests are closed to API roles
set search_path = ''
as $$
begin
  -- Locks the log before its client, in the order of an erasure.
  perform from public.logs where id = p_log_id for key share;

  -- The first log keeps a picture, unless reading it gave no event: then the next log may try. Pictures are claimed in
  -- one order, so that two logs with the same pictures cannot deadlock.
  insert into private.media_digests as d (client_id, sha256, log_id)
  select distinct l.client_id, p.sha256, l.id
  from public.logs l
  cross join unnest(p_digests) as p(sha256)
  where l.id = p_log_id
  order by l.client_id, p.sha256
  on conflict (client_id, sha256) do update
    set log_id = excluded.log_id
    where exists (
      select from public.logs o
      where o.id = d.log_id
        and o.ai_status in ('needs_review', 'failed')
        and not exists (select from public.progress_events e where e.log_id = o.id)
    );

  return query
  select d.sha256
  from public.logs l
  join private.media_digests d on d.client_id = l.client_id
  where l.id = p_log_id and d.sha256 = any (p_digests) and d.log_id <> p_log_id
  order by d.sha256;
end;
$$;

comment on function worker.claim_media(uuid, text[]) is
  'Marks pictures, by the hex SHA-256 of their bytes, as belonging to a log, and returns those that belong to another log of the same client: repeats. A repeated call for the same log gives the same answer. A log that failed, or that waits for review without any event, loses its pictures to the next log that has them.';
grant execute on function worker.claim_media(uuid, text[]) to service_role;
-- end of file: sql/progress/functions_media.sql

-- file: sql/progress/functions_my_facts.sql
-- progress: the facts for people, about their own clients or themselves. One check replaces the policies of all tables
-- that are read.

create function private.my_periods(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_ids uuid[], first_days date[], last_days date[])
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
begin
  return query
  select coalesce(array_agg(p.client_id), '{}'), coalesce(array_agg(p.first_day), '{}'), coalesce(array_agg(p.last_day), '{}')
  from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  where private.my_role(c) is not null;
end;
$$;

comment on function private.my_periods(uuid[], date[], date[]) is
  'Of the periods, those of clients whom the caller coaches or is. Called by the two functions below only.';


create function private.my_daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns setof private.day_facts
language plpgsql
stable
security definer -- reads the tables without their policies, which my_periods replaces
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select d.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.daily_facts(p.client_ids, p.first_days, p.last_days) d;
end;
$$;

comment on function private.my_daily_facts(uuid[], date[], date[]) is 'private.daily_facts of those of the clients whom the caller coaches or is; of others no row.';
grant execute on function private.my_daily_facts(uuid[], date[], date[]) to authenticated;


create function private.my_period_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb, last_day_with_data date)
language plpgsql
stable
security definer -- as above
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select f.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.period_facts(p.client_ids, p.first_days, p.last_days) f;
end;
$$;

comment on function private.my_period_facts(uuid[], date[], date[]) is 'private.period_facts of those of the clients whom the caller coaches or is; of others no row.';
grant execute on function private.my_period_facts(uuid[], date[], date[]) to authenticated;


create function private.my_feed_page(p_client_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer)
returns json
language plpgsql
stable
security definer -- as above
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  if not exists (select from public.clients c where c.id = p_client_id and private.my_role(c) is not null) then
    return null;
  end if;
  return (
    select coalesce(json_agg(page), '[]')
    from (
      select l.*, coalesce(read.events, '[]') as events
      from public.logs l
      left join lateral (
        select json_agg(e) as events from public.progress_events e where e.log_id = l.id and e.client_id = l.client_id
      ) read on true
      where l.client_id = p_client_id
        and (l.created_at, l.id) < (coalesce(p_before, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by l.created_at desc, l.id desc
      limit p_limit
    ) page
  );
end;
$$;

comment on function private.my_feed_page(uuid, timestamptz, uuid, integer) is
  'The logs of a client whom the caller coaches or is, newest first, each with its events; null of others. Policies would compare each event with the ids of all clients of the coach.';
grant execute on function private.my_feed_page(uuid, timestamptz, uuid, integer) to authenticated;
-- end of file: sql/progress/functions_my_facts.sql

-- file: sql/progress/functions_notify.sql
-- progress: tells coaches and clients what waits for them.

create function private.notify_reviews()
returns void
language sql
set search_path = ''
as $$
  select private.notify(
    w.coach_id, 'log_needs_review', jsonb_build_object('count', w.logs), 'log_needs_review ' || extract(epoch from w.newest)
  )
  from (
    select c.coach_id, count(*) as logs, max(coalesce(l.processed_at, l.created_at)) as newest
    from public.logs l
    join public.clients c on c.id = l.client_id
    where l.ai_status in ('needs_review', 'failed') and c.coach_id is not null and c.archived_at is null
    group by c.coach_id
  ) w
  where not exists (
    select from public.notifications n
    where n.user_id = w.coach_id and n.kind = 'log_needs_review' and n.read_at is null and n.due_at > now() - interval '1 day'
  )
$$;

comment on function private.notify_reviews() is
  'Tells each coach that logs wait for review: when there is a newer one than they were told of, and at most once a day until they have read it. Run by cron.';


create function private.notify_silence(p_now timestamptz default now())
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_hour constant integer := 18; -- of the client's day
  v_one  record;
begin
  for v_one in
    select c.id, c.name, c.user_id, c.coach_id, last_log.day
    from public.clients c
    cross join lateral (select private.local_date(p_now, c.timezone) as today) t
    join lateral (
      select l.local_date_for_client as day from public.logs l where l.client_id = c.id order by l.created_at desc limit 1
    ) last_log on true
    where c.archived_at is null
      and extract(hour from p_now at time zone c.timezone) = v_hour
      and last_log.day between t.today - 14 and t.today - 4
      and not exists (
        select from public.day_states d where d.client_id = c.id and d.day between t.today - 3 and t.today and d.state = 'excused'
      )
  loop
    -- The last day with a log is the cause, so a gap is told once.
    perform private.notify(
      v_one.user_id, 'no_data', jsonb_build_object('since', v_one.day), format('no_data %s %s', v_one.id, v_one.day),
      p_client_id => v_one.id
    );
    perform private.notify(
      v_one.coach_id, 'client_silent', jsonb_build_object('name', v_one.name, 'since', v_one.day, 'client_id', v_one.id),
      format('client_silent %s %s', v_one.id, v_one.day), p_client_id => v_one.id
    );
  end loop;
end;
$$;

comment on function private.notify_silence(timestamptz) is
  'Tells a client, and their coach, that three whole days have passed without a log, at six in the evening of the client, once for each gap. Days marked as excused count as no gap. Run by cron.';


create function private.notify_report()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
begin
  if new.week_end > current_date - 14 then -- reports of weeks long past are made when a coach looks back
    perform private.notify(
      c.user_id, 'report_ready', jsonb_build_object('week_start', new.week_start, 'week_end', new.week_end),
      format('report_ready %s %s', new.client_id, new.week_start), p_client_id => new.client_id
    )
    from public.clients c
    where c.id = new.client_id;
  end if;
  return null;
end;
$$;

comment on function private.notify_report() is 'Tells a client that the report of a week was sent to them, the first time.';
-- end of file: sql/progress/functions_notify.sql

-- file: sql/progress/functions_plans.sql
-- progress: activates plans.

create function private.check_plan_config(p_type public.plan_type, p_config jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_ranges constant jsonb := '{
    "calories_target_per_day":  [500, 10000], "protein_target_g": [0, 1000], "carbs_target_g": [0, 2000],
    "fat_target_g": [0, 1000], "calories_tolerance_pct": [0, 100], "workouts_per_week_target": [0, 21]
  }';
  v_nutrition constant text[] :=
    '{calories_target_per_day, protein_target_g, carbs_target_g, fat_target_g, calories_tolerance_pct}';
  v_training  constant text[] := '{workouts_per_week_target, preferred_types, notes}';
  v_allowed   constant text[] := case p_type
    when 'nutrition' then v_nutrition when 'training' then v_training else v_nutrition || v_training end;
  v_required  constant text[] := case p_type
    when 'nutrition' then '{calories_target_per_day}' when 'training' then '{workouts_per_week_target}'
    else '{calories_target_per_day, workouts_per_week_target}' end;
  v_key   text;
  v_value jsonb;
begin
  if jsonb_typeof(p_config) is distinct from 'object' then
    perform private.refuse('PT422', 'plan_config', 'A plan''s config must be a JSON object', format('Send at least %s.', array_to_string(v_required, ' and ')));
  end if;

  if length(p_config::text) > 8000 then
    perform private.refuse('PT422', 'plan_config_too_long', 'A plan''s config is too long', 'Send at most 8000 characters.');
  end if;

  foreach v_key in array v_required loop
    if not p_config ? v_key then
      perform private.refuse(
        'PT422', 'plan_key_missing', format('A %s plan needs %s', p_type, v_key),
        'Add it to config_json.', jsonb_build_object('type', p_type, 'key', v_key)
      );
    end if;
  end loop;

  for v_key, v_value in select * from jsonb_each(p_config) loop
    if v_key <> all (v_allowed) then
      perform private.refuse(
        'PT422', 'plan_key_unknown', format('A %s plan has no %s', p_type, to_json(left(v_key, 60))),
        format('Known: %s.', array_to_string(v_allowed, ', ')), jsonb_build_object('type', p_type, 'key', to_json(left(v_key, 60)))
      );
    elsif v_ranges ? v_key then
      if jsonb_typeof(v_value) <> 'number'
        or v_value::numeric not between (v_ranges -> v_key ->> 0)::numeric and (v_ranges -> v_key ->> 1)::numeric
      then
        perform private.refuse(
          'PT422', 'plan_value_range', format('%s is out of range', v_key),
          format('Give a number from %s to %s.', v_ranges -> v_key ->> 0, v_ranges -> v_key ->> 1), jsonb_build_object('key', v_key, 'low', v_ranges -> v_key -> 0, 'high', v_ranges -> v_key -> 1)
        );
      elsif v_key = 'workouts_per_week_target' and v_value::numeric % 1 <> 0 then
        perform private.refuse('PT422', 'plan_workouts_whole', 'workouts_per_week_target must be a whole number', 'Give a whole number.');
      end if;
    elsif v_key = 'notes' and (jsonb_typeof(v_value) <> 'string' or length(v_value #>> '{}') > 2000) then
      perform private.refuse('PT422', 'plan_notes', 'notes must be text of at most 2000 characters', 'Give a shorter string.');
    elsif v_key = 'preferred_types'
      and not (v_value <@ '["strength", "cardio", "hiit", "mobility", "mixed"]' and jsonb_typeof(v_value) = 'array')
    then
      perform private.refuse('PT422', 'plan_workout_type', 'preferred_types has an unknown workout type', 'Use strength, cardio, hiit, mobility or mixed, in a list.');
    end if;
  end loop;
end;
$$;

comment on function private.check_plan_config(public.plan_type, jsonb) is 'Raises PT422 unless a plan''s config has the format of its type.';


create function private.activate_plan(p_plan_id uuid, p_version integer)
returns public.plans
language plpgsql
security definer -- sets is_active, activated_at and dates of activated plans, which no API role may
set search_path = ''
as $$
declare
  v_plan  public.plans;
  v_today date;
begin
  -- Before the rows: an erasure holds the plans and reports when it asks for the client.
  perform private.lock_client_shared(p.client_id) from public.plans p where p.id = p_plan_id;
  select p.* into v_plan
  from public.plans p
  join public.clients c on c.id = p.client_id
  where p.id = p_plan_id and private.my_role(c) = 'coach'
  for no key update of c, p; -- activations for one client wait for each other
  if not found then
    perform private.refuse('PT404', 'no_such_plan', 'No such plan', 'Activate a plan of one of your own clients.');
  end if;
  if v_plan.is_active then
    return v_plan;
  end if;
  perform private.check_version(p_version, v_plan.version, to_jsonb(v_plan), jsonb_build_object('version', p_version));
  if v_plan.activated_at is not null then
    perform private.refuse('PT409', 'plan_used', 'This plan has already been in force', 'Make a new plan with the same targets.');
  end if;

  select private.local_date(now(), timezone) into v_today from public.clients where id = v_plan.client_id;
  if v_plan.end_date < v_today then
    perform private.refuse('PT422', 'plan_ended', 'This plan has already ended', 'Give it a later end_date, or none.');
  end if;

  -- Days already scored keep their plan: if another was in force then, the new one begins today at the earliest.
  if v_plan.start_date < v_today and exists (
    select from public.plans o
    where o.client_id = v_plan.client_id and o.activated_at is not null
      and (o.type = v_plan.type or 'combined' in (o.type, v_plan.type))
      and coalesce(o.end_date, 'infinity') >= v_plan.start_date
  ) then
    v_plan.start_date := v_today;
  end if;

  -- Plans before reports, each in one order, as edits of plans and erasures lock them.
  perform from public.plans o
  where o.client_id = v_plan.client_id and o.activated_at is not null
  order by o.id
  for no key update;
  perform private.lock_reports(array[v_plan.client_id]);

  -- A plan that would have no day left becomes a draft again.
  update public.plans o
  set is_active    = false,
      activated_at = case when o.start_date < v_plan.start_date then o.activated_at end,
      end_date     = case when o.start_date < v_plan.start_date
                          then least(o.end_date, v_plan.start_date - 1) else o.end_date end
  where o.client_id = v_plan.client_id
    and o.activated_at is not null
    and (o.type = v_plan.type or 'combined' in (o.type, v_plan.type))
    and (o.is_active or coalesce(o.end_date, 'infinity') >= v_plan.start_date);

  update public.plans
  set is_active = true, activated_at = now(), start_date = v_plan.start_date
  where id = v_plan.id
  returning * into v_plan;
  return v_plan;
end;
$$;

comment on function private.activate_plan(uuid, integer) is 'Body of public.activate_plan.';
grant execute on function private.activate_plan(uuid, integer) to authenticated;


create function public.activate_plan(plan_id uuid, version integer default null)
returns public.plans
language sql
set search_path = ''
return private.activate_plan(plan_id, version);

comment on function public.activate_plan(uuid, integer) is
  'Puts a draft in force from its start_date (from today, if that would change days another plan was in force) and closes the plan before. version: the one that was seen. Coach only. PT404, PT409 already used or changed meanwhile, PT422 already ended, PT428 no version.';
grant execute on function public.activate_plan(uuid, integer) to authenticated;


create function public.active_plan(client_id uuid)
returns setof public.plans
language plpgsql
stable
set search_path = ''
as $$
declare
  v_today date;
begin
  select private.local_date(now(), c.timezone) into v_today from public.clients c where c.id = active_plan.client_id;
  if not found then
    perform private.refuse_client();
  end if;
  return query
  select p.*
  from public.plans p
  where p.client_id = active_plan.client_id
    and p.activated_at is not null
    and v_today between p.start_date and coalesce(p.end_date, 'infinity');
end;
$$;

comment on function public.active_plan(uuid) is
  'The plans in force on the client''s present day: none, one, or one for nutrition and one for training. Not the same as is_active, which a plan activated for a later day has already. PT404 unknown client.';
grant execute on function public.active_plan(uuid) to authenticated;
-- end of file: sql/progress/functions_plans.sql

-- file: sql/progress/functions_queue.sql
-- progress: the queues of logs as the cloud functions see them.

create function private.claim_logs(p_queue text, p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language plpgsql
set search_path = ''
as $$
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = p_queue);
  v_message  record;
  v_read     integer;
  v_claimed  integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.*
      from private.lease_logs(p_queue, p_limit, p_lease_seconds) m
      order by m.log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > v_attempts then
        update public.logs
        set ai_status = 'failed', processed_at = now(),
            ai_error = coalesce(ai_error, 'Reading was interrupted too often.'),
            ai_reasons = case when ai_error is null then array['interrupted'] else ai_reasons end
        where id = v_message.log_id;
        perform private.archive_messages(p_queue, array[v_message.msg_id]); -- a dead letter
        continue;
      end if;
      return query
      update public.logs l
      set ai_status = 'processing'
      from public.clients c
      where l.id = v_message.log_id and c.id = l.client_id
      returning
        v_message.msg_id, v_message.read_ct, v_message.alone, v_message.trace,
        jsonb_build_object(
          'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
          'author_type', l.author_type, 'local_date', l.local_date_for_client
        ),
        jsonb_build_object('locale', c.locale) || private.budget_scope(c);
      if found then
        v_claimed := v_claimed + 1;
      else
        perform pgmq.delete(p_queue, v_message.msg_id); -- the log is gone, and its id with it
      end if;
    end loop;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining(p_queue));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining(p_queue);
  end if;
end;
$$;

comment on function private.claim_logs(text, integer, integer) is 'Body of worker.claim_logs and worker.claim_log_pictures.';


create function worker.claim_logs(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select * from private.claim_logs('logs', p_limit, p_lease_seconds)
$$;

comment on function worker.claim_logs(integer, integer) is
  'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. A worker that got something must claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';
grant execute on function worker.claim_logs(integer, integer) to service_role;


create function worker.claim_log_pictures(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select * from private.claim_logs('log_pictures', p_limit, p_lease_seconds)
$$;

comment on function worker.claim_log_pictures(integer, integer) is
  'As claim_logs, of logs with pictures: of one sender two are under way at once, and a sender who has none under way goes first.';
grant execute on function worker.claim_log_pictures(integer, integer) to service_role;


create function private.finish_logs(p_queue text, p_results jsonb)
returns setof bigint
language plpgsql
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages(p_queue, p_results));
  v_results jsonb;
  v_erased  bigint[];
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) filter (where r.is_last),
         array_agg(r.msg_id) filter (where not exists (select from public.logs l where l.id = r.log_id))
  into v_results, v_erased
  from (
    select m.msg_id, (m.message ->> 'log_id')::uuid as log_id, x.result,
           m.msg_id = max(m.msg_id) over (partition by m.message ->> 'log_id') as is_last
    from jsonb_array_elements(p_results) as x(result)
    join private.messages_of(p_queue, p_results) m on m.msg_id = (x.result ->> 'msg_id')::bigint
    where m.msg_id = any (v_held)
  ) r;

  perform private.store_readings(v_results);
  perform private.record_usage(p_queue, p_results);
  perform private.archive_messages(p_queue, v_held, coalesce(v_erased, '{}'));
  return query select unnest(v_held);
end;
$$;

comment on function private.finish_logs(text, jsonb) is 'Body of worker.finish_logs and worker.finish_log_pictures.';


create function worker.finish_logs(p_results jsonb)
returns setof bigint
language sql
security definer -- writes logs and events, which no API role may
set search_path = ''
as $$
  select private.finish_logs('logs', p_results)
$$;

comment on function worker.finish_logs(jsonb) is
  'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, error, reasons, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';
grant execute on function worker.finish_logs(jsonb) to service_role;


create function worker.finish_log_pictures(p_results jsonb)
returns setof bigint
language sql
security definer -- writes logs and events, which no API role may
set search_path = ''
as $$
  select private.finish_logs('log_pictures', p_results)
$$;

comment on function worker.finish_log_pictures(jsonb) is 'As finish_logs, of logs with pictures.';
grant execute on function worker.finish_log_pictures(jsonb) to service_role;


create function private.note_failed_logs(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.logs l
  where l.id in (select (f.message ->> 'log_id')::uuid from jsonb_to_recordset(p_failures) as f(message jsonb, is_held boolean) where f.is_held)
  order by l.id
  for update;

  update public.logs l
  set ai_status = case when f.is_dead then 'failed' else 'pending' end::public.ai_status,
      ai_error = left(f.error, 500),
      ai_reasons = array_remove(array[f.reason], null),
      processed_at = case when f.is_dead then now() else l.processed_at end
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, error text, is_held boolean, is_dead boolean)
  where f.is_held and l.id = (f.message ->> 'log_id')::uuid;

  perform private.record_usage(p_queue, p_failures);
end;
$$;

comment on function private.note_failed_logs(text, jsonb) is
  'Writes the reason on the logs whose reading failed: pending again, or failed. The on_failed of both queues.';
-- end of file: sql/progress/functions_queue.sql

-- file: sql/progress/functions_queue_health.sql
-- progress: what its queues add to private.queue_health.

create function private.logs_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*),
    'dead_last_day', count(*) filter (where l.processed_at > now() - interval '1 day'),
    'dead_remedy', 'Why: select id, request_id, ai_error from public.logs where ai_status = ''failed''; once mended: '
      'select worker.requeue_logs(array(select id from public.logs where ai_status = ''failed''));'
  )
  from public.logs l
  where l.ai_status = 'failed'
$$;

comment on function private.logs_queue_health() is 'The dead letters of logs and of log_pictures, and what to do about them.';


create function private.log_pictures_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'oldest_visible_seconds', extract(epoch from clock_timestamp() - min(t.vt) filter (where t.is_free))::bigint,
    'held_back', count(*) filter (where not t.is_free)
  )
  from private.log_picture_turns() t
  where t.vt <= clock_timestamp()
$$;

comment on function private.log_pictures_queue_health() is 'How many logs with pictures are held back for others of their sender. Those do not count as waiting.';


create function private.reports_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*), 'dead_last_day', 0,
    'dead_remedy', 'A coach asks for the report again, or calls request_weekly_report.'
  )
  from public.weekly_reports r
  where r.status = 'failed'
$$;

comment on function private.reports_queue_health() is 'The dead letters of reports. They never count as new, because the coach sees them.';
-- end of file: sql/progress/functions_queue_health.sql

-- file: sql/progress/functions_rate.sql
-- progress: limits how many logs one person may add a minute.

create function private.log_weight(p_media jsonb)
returns integer
language sql
immutable
set search_path = ''
return greatest(1, jsonb_array_length(p_media));

comment on function private.log_weight(jsonb) is 'How many logs a log with these media_urls counts as: one, or one for each picture.';


create function private.refuse_logs_at_once(p_logs bigint, p_limit integer)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_logs > p_limit then -- waiting does not help
    perform private.refuse(
      'PT429', 'too_many_logs_at_once', 'More logs at once than a minute allows',
      format('Send at most %s at once; each picture counts as a log.', p_limit), jsonb_build_object('limit', p_limit)
    );
  end if;
end;
$$;

comment on function private.refuse_logs_at_once(bigint, integer) is 'Raises PT429 if one request has more logs than a minute allows.';


create function private.count_log()
returns void
language plpgsql
security definer -- the limits are closed to API roles
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_logs integer := coalesce(nullif(current_setting('wellio.logs', true), ''), '0')::integer + 1;
begin
  perform set_config('wellio.logs', v_logs::text, true);
  -- The limit is looked up only now and then, because this runs for every row.
  if v_user is not null and v_logs % 64 = 0 then
    perform private.refuse_logs_at_once(v_logs, private.rate_limit(v_user, 'logs'));
  end if;
end;
$$;

comment on function private.count_log() is
  'Counts the logs of a transaction and aborts it soon after they exceed what one request may have. Without it, twenty thousand logs would hold up others until they are refused at the end. Logs that are already stored count here too.';
grant execute on function private.count_log() to authenticated, service_role;


create function private.spend_log_rate(p_logs bigint, p_now timestamptz default null)
returns void
language plpgsql
security definer -- the counters and settings are closed to API roles
set search_path = ''
as $$
declare
  v_user  uuid := (select auth.uid());
  v_limit integer;
  v_wait  integer;
begin
  if v_user is null then
    return; -- an import with the secret key
  end if;
  v_limit := private.rate_limit(v_user, 'logs');
  perform private.refuse_logs_at_once(p_logs, v_limit);
  v_wait := private.spend_rate(v_user, 'logs', p_logs, p_now);
  if v_wait is not null then
    perform private.refuse(
      'PT429', 'too_many_logs', 'Too many logs within a minute',
      format('Send at most %s a minute, at once or one by one; each picture counts as a log. Try again in %s s.', v_limit, v_wait),
      jsonb_build_object('limit', v_limit, 'seconds', v_wait), v_wait
    );
  end if;
end;
$$;

comment on function private.spend_log_rate(bigint, timestamptz) is
  'Refuses logs of one person beyond logs_per_minute within any 60 s, as PT429, with Retry-After if waiting helps. Refused logs do not count. p_now is as in private.spend_rate.';
-- end of file: sql/progress/functions_rate.sql

-- file: sql/progress/functions_readings.sql
-- progress: stores what was read from logs.

create function private.store_readings(p_readings jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Locks in one order, so that two workers finishing the same logs cannot deadlock.
  perform from public.logs
  where id in (select r.log_id from jsonb_to_recordset(p_readings) as r(log_id uuid))
  order by id
  for update;

  perform private.lock_reports(array(
    select l.client_id from public.logs l
    where l.id in (select r.log_id from jsonb_to_recordset(p_readings) as r(log_id uuid))
  ));

  with result as (
    select r.log_id, r.parser, r.events
    from jsonb_to_recordset(p_readings) as r(log_id uuid, parser text, events jsonb)
  ), decided as (
    select o.log_id, o.event_type from public.progress_events o
    where o.log_id in (select log_id from result) and o.corrected_at is not null
  ), event as (
    select l.id as log_id, l.client_id, l.created_at as logged_at, coalesce(e.parser, r.parser) as parser,
           e.event_type, e.date_for_metric, e.data_json, e.confidence, e.status, e.review_reasons, e.field_sources
    from result r
    join public.logs l on l.id = r.log_id
    cross join jsonb_to_recordset(r.events) as e(
      event_type public.event_type, date_for_metric date, data_json jsonb, confidence real,
      status public.event_status, review_reasons text[], parser text, field_sources jsonb
    )
    where (l.id, e.event_type) not in (select d.log_id, d.event_type from decided d)
  ), withdrawn as (
    delete from public.progress_events o
    where o.log_id in (select log_id from result)
      and o.corrected_at is null
      and (o.log_id, o.event_type) not in (select d.log_id, d.event_type from decided d)
      and (o.log_id, o.event_type, o.date_for_metric) not in (
        select e.log_id, e.event_type, e.date_for_metric from event e
      )
  )
  insert into public.progress_events as o (
    log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    field_sources
  )
  select log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    coalesce(field_sources, '{}')
  from event
  on conflict (log_id, event_type, date_for_metric) do update
    set data_json = excluded.data_json, confidence = excluded.confidence, status = excluded.status,
        review_reasons = excluded.review_reasons, parser = excluded.parser, field_sources = excluded.field_sources
    where o.corrected_at is null;

  update public.logs l
  set ai_classification_json = r.classification,
      ai_parsed_json = r.parsed,
      ai_status = case
        when exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
        then 'needs_review'
        when l.settled_at is not null then 'processed'
        else r.status end,
      ai_error = r.error,
      ai_reasons = coalesce(r.reasons, '{}'),
      processed_at = now()
  from jsonb_to_recordset(p_readings) as r(
    log_id uuid, classification jsonb, parsed jsonb, status public.ai_status, error text, reasons text[]
  )
  where l.id = r.log_id;
end;
$$;

comment on function private.store_readings(jsonb) is
  'Stores what was read from logs, at most one reading of each: [{log_id, classification, parsed, status, error, reasons, parser, events}] as worker.finish_logs takes it. Where a person has decided on one event of a type in a log, no event of that type changes.';
-- end of file: sql/progress/functions_readings.sql

-- file: sql/progress/functions_removal.sql
-- progress: people delete what they wrote themselves.

create function private.own_log(p_log_id uuid)
returns public.logs
language plpgsql
set search_path = ''
as $$
declare
  v_log    public.logs := private.lock_log(p_log_id);
  v_client public.clients;
begin
  select * into v_client from public.clients c where c.id = v_log.client_id;
  if private.my_role(v_client)::text is distinct from v_log.author_type::text and v_client.coach_id is not null then
    perform private.refuse(
      'PT403', 'log_of_another', 'Somebody else wrote this log', 'Whoever wrote it can delete it. You can reject its events.',
      jsonb_build_object('author', v_log.author_type)
    );
  end if;
  return v_log;
end;
$$;

comment on function private.own_log(uuid) is 'Locks a log that the caller may delete: a client what the client wrote, any coach of the client what a coach wrote, a client without a coach all.';


create function private.read_repeats_again(p_client_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_messages jsonb[];
begin
  with again as (
    update public.logs l
    set ai_status = 'pending', ai_error = null, ai_reasons = '{}'
    where l.client_id = p_client_id and l.ai_status not in ('pending', 'processing')
      and (l.ai_parsed_json ->> 'repeated_pictures')::integer > 0
    returning l.*
  )
  select array_agg(private.log_message(a.id, a.request_id, a.client_id, a.media_urls) order by a.created_at, a.id)
  into v_messages
  from again a;
  if v_messages is not null then
    perform private.enqueue('log_pictures', v_messages, jsonb_build_object(
      'type', 'UPDATE', 'schema', 'public', 'table', 'logs', 'record', null, 'old_record', null
    ));
  end if;
end;
$$;

comment on function private.read_repeats_again(uuid) is
  'Queues the logs of a client whose pictures were sent before: one of them counts in place of a picture that is deleted.';


create function private.delete_log(p_log_id uuid)
returns void
language plpgsql
security definer -- deletes from logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.own_log(p_log_id);
begin
  delete from public.logs l where l.id = p_log_id;
  if v_log.media_urls <> '[]' then
    perform private.read_repeats_again(v_log.client_id);
  end if;
end;
$$;

comment on function private.delete_log(uuid) is 'Body of public.delete_log.';
grant execute on function private.delete_log(uuid) to authenticated;


create function public.delete_log(log_id uuid)
returns void
language sql
set search_path = ''
as $$
  select private.delete_log(log_id)
$$;

comment on function public.delete_log(uuid) is
  'Deletes a log with its events: a client what the client wrote, any coach of the client what a coach wrote, a client without a coach all. Its pictures are deleted within a minute or so. Cannot be undone. PT403 somebody else wrote it, PT404.';
grant execute on function public.delete_log(uuid) to authenticated;


create function private.delete_picture(p_log_id uuid, p_path text)
returns void
language plpgsql
security definer -- changes logs, and the digests are closed to API roles
set search_path = ''
as $$
declare
  v_log  public.logs := private.own_log(p_log_id);
  v_left jsonb := v_log.media_urls - coalesce(p_path, '');
begin
  if v_left = v_log.media_urls then
    return; -- a repeated request: the picture is gone already
  end if;
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if v_left = '[]' and btrim(coalesce(v_log.raw_text, '')) = '' then
    delete from public.logs l where l.id = p_log_id;
  else
    update public.logs set media_urls = v_left where id = p_log_id;
    delete from private.media_digests d where d.log_id = p_log_id; -- those that are left are claimed again
    perform private.retry_log(p_log_id);
  end if;
  perform private.read_repeats_again(v_log.client_id);
end;
$$;

comment on function private.delete_picture(uuid, text) is 'Body of public.delete_picture.';
grant execute on function private.delete_picture(uuid, text) to authenticated;


create function public.delete_picture(log_id uuid, path text)
returns void
language sql
set search_path = ''
as $$
  select private.delete_picture(log_id, path)
$$;

comment on function public.delete_picture(uuid, text) is
  'Deletes one picture of a log, by who wrote it. The log is read again without it, so that what was read from the picture goes, unless a person has decided on it; a log without text and pictures is deleted. Cannot be undone. PT403 somebody else wrote it, PT404, PT409 it is being read, PT429.';
grant execute on function public.delete_picture(uuid, text) to authenticated;
-- end of file: sql/progress/functions_removal.sql

-- file: sql/progress/functions_report_queue.sql
-- progress: the queue of reports as the cloud function sees it, and the facts it is given.

create function private.domain_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_calls text := (
    select string_agg(
      format('select %L as domain, f.client_id, jsonb_build_object(''numbers'', f.numbers, ''coach'', f.coach, ''client'', f.client) as said from private.%I($1, $2, $3) f', w.domain, w.call),
      ' union all '
    )
    from private.week_facts w
  );
begin
  if v_calls is not null then
    return query execute format('select a.client_id, jsonb_object_agg(a.domain, a.said) from (%s) a group by a.client_id', v_calls)
    using p_client_ids, p_from, p_to;
  end if;
end;
$$;

comment on function private.domain_facts(uuid[], date[], date[]) is 'What other domains say of periods of clients, as {domain: {numbers, coach, client}}; no row for a client of whom none says anything. See private.add_week_facts.';


create function private.report_facts(p_report_ids uuid[])
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(r.id, f.facts || jsonb_build_object(
      'details', jsonb_build_object('before', b.facts -> 'aggregates', 'days', d.days)
        || case when d.days_over < 7 then jsonb_build_object('days_over', d.days_over) else '{}' end
        || case when o.facts is not null then jsonb_build_object('domains', o.facts) else '{}' end
    )), '{}')
    from (
      select w.week_start, array_agg(distinct w.client_id) as ids
      from public.weekly_reports w
      where w.id = any (p_report_ids)
      group by w.week_start
    ) week
    cross join lateral (
      select array_fill(week.week_start, array[cardinality(week.ids)]) as mondays
    ) of_each
    cross join lateral private.period_facts(
      week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
    ) f
    join lateral private.period_facts(
      week.ids,
      array_fill(week.week_start - 7, array[cardinality(week.ids)]),
      array_fill(week.week_start - 1, array[cardinality(week.ids)])
    ) b on b.client_id = f.client_id
    join lateral (
      select
        day.client_id,
        jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'day', day.day, 'weekday', to_char(day.day, 'FMDay'), 'calories', day.calories, 'calorie_status', day.calorie_status,
          'protein_g', day.protein_g, 'steps', day.steps, 'sleep_hours', day.sleep_hours, 'mood', day.mood
        )) order by day.day) filter (where day.has_data) as days,
        count(*) filter (where private.is_over(day.day, c.timezone) or day.state = 'complete') as days_over
      from private.daily_facts(
        week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
      ) day
      join public.clients c on c.id = day.client_id
      group by day.client_id
    ) d on d.client_id = f.client_id
    left join private.domain_facts(
      week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
    ) o on o.client_id = f.client_id
    join public.weekly_reports r
      on r.id = any (p_report_ids) and r.client_id = f.client_id and r.week_start = week.week_start
  );
exception
  when data_exception or program_limit_exceeded then -- of one of the clients; anything else is ours, and stops us
    if cardinality(p_report_ids) > 1 then
      return (
        select jsonb_object_agg(f.key, f.value)
        from unnest(p_report_ids) as r(id) cross join lateral jsonb_each(private.report_facts(array[r.id])) f
      );
    end if;
    raise warning 'the facts of report % could not be told: %', p_report_ids[1], sqlstate;
    update public.weekly_reports
    set reason = 'facts_not_told', error = format('The facts of this week could not be told (%s).', sqlstate)
    where id = p_report_ids[1];
    return '{}';
end;
$$;

comment on function private.report_facts(uuid[]) is
  'The facts of the weeks of reports, as {report id: facts}; details: the days with data, the aggregates of the week before, what other domains say, and while the week is running how many of its days are over. Facts that cannot be told are left out, and their report says so: it stays leased, is a dead letter in the end, and does not take the others with it.';


create function worker.claim_reports(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, trace jsonb, report_id uuid, facts jsonb, client jsonb)
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = 'reports');
  v_messages jsonb;
  v_facts    jsonb;
  v_same     uuid[];
begin
  loop
    select jsonb_agg(jsonb_build_object(
      'msg_id', m.msg_id, 'read_ct', m.read_ct, 'report_id', m.message ->> 'report_id'
    )) into v_messages
    from pgmq.read('reports', p_lease_seconds, p_limit) m;
    exit when v_messages is null;

    -- Locked in one order, so that workers wait for each other and do not deadlock. What changes from here on waits for
    -- the lock, finds facts_changed_at empty and queues the report again.
    perform from public.weekly_reports
    where id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
    order by id
    for update;

    -- Dead letters.
    update public.weekly_reports r
    set status = 'failed', reason = coalesce(r.reason, 'interrupted'),
        error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > v_attempts;

    perform private.archive_messages(
      'reports',
      array_agg(m.msg_id) filter (where m.read_ct > v_attempts),
      array_agg(m.msg_id) filter (where r.id is null) -- the report is gone, and its id with it
    )
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    left join public.weekly_reports r on r.id = m.report_id;

    v_facts := private.report_facts(array(
      select m.report_id from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
      where m.read_ct <= v_attempts
    ));

    -- A report was queued because its facts may have changed. If they are as they were, nothing is to be written.
    with same as (
      update public.weekly_reports r
      set facts_changed_at = null
      where v_facts ? r.id::text and r.status = 'ready'
        and r.id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
        and jsonb_build_object('plan', r.plan, 'aggregates', r.aggregates, 'flags', r.flags, 'details', r.details)
          = (select jsonb_object_agg(f.key, f.value) from jsonb_each(v_facts -> r.id::text) f
             where f.key in ('plan', 'aggregates', 'flags', 'details'))
      returning r.id
    )
    select v_facts - coalesce(array_agg(s.id::text), '{}'), coalesce(array_agg(s.id), '{}') into v_facts, v_same from same s;

    perform private.archive_messages('reports', array_agg(m.msg_id))
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, report_id uuid)
    where m.report_id = any (v_same)
    having count(*) > 0;

    update public.weekly_reports r
    set status = 'queued', facts_changed_at = null
    where r.id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid)) and v_facts ? r.id::text;

    return query
    select m.msg_id, m.read_ct, jsonb_build_object('report_id', r.id), r.id, v_facts -> r.id::text, private.budget_scope(c)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    join public.weekly_reports r on r.id = m.report_id
    join public.clients c on c.id = r.client_id
    where v_facts ? r.id::text;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$$;

comment on function worker.claim_reports(integer, integer) is
  'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease, trace the ids that every line about the report carries.';
grant execute on function worker.claim_reports(integer, integer) to service_role;


create function worker.finish_reports(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes reports, which no API role may
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('reports', p_results));
  v_written uuid[];
begin
  -- Which report a result is of is what the message says, not the worker. Locked in one order against deadlocks.
  perform from public.weekly_reports
  where id in (select (q.message ->> 'report_id')::uuid from pgmq.q_reports q where q.msg_id = any (v_held))
  order by id
  for update;

  with result as (
    select distinct on (q.message ->> 'report_id')
      (q.message ->> 'report_id')::uuid as report_id, r.facts, r.generated_by, r.coach_report, r.client_report
    from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, generated_by text, coach_report text, client_report text)
    join pgmq.q_reports q on q.msg_id = r.msg_id
    where r.msg_id = any (v_held)
    order by q.message ->> 'report_id', q.msg_id desc
  ), written as (
    update public.weekly_reports w
    set status = 'ready', reason = null, error = null, generated_by = r.generated_by, generated_at = now(),
        plan = r.facts -> 'plan', aggregates = r.facts -> 'aggregates', flags = r.facts -> 'flags', details = r.facts -> 'details',
        coach_report = r.coach_report,
        client_report = case when w.edited_at is null then r.client_report else w.client_report end
    from result r
    where w.id = r.report_id
    returning w.id
  )
  select array_agg(w.id) into v_written from written w;

  -- What a coach has edited goes when the coach sends it.
  perform private.send_report(w, null)
  from public.weekly_reports w
  join public.clients c on c.id = w.client_id
  left join public.profiles coach on coach.id = c.coach_id
  where w.id = any (v_written) and w.edited_at is null and coach.approves_reports is not true
    and private.is_over(w.week_end, c.timezone);

  perform private.record_usage('reports', p_results);
  perform private.archive_messages('reports', v_held, array(
    select q.msg_id from pgmq.q_reports q
    where q.msg_id = any (v_held) and not exists (select from public.weekly_reports r where r.id = (q.message ->> 'report_id')::uuid)
  ));
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_reports(jsonb) is
  'Stores written reports, sends those that go by themselves and archives the messages, in one transaction. Takes [{msg_id, read_ct, report_id, facts, generated_by, coach_report, client_report, usage}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_reports(jsonb) to service_role;


create function private.note_failed_reports(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.weekly_reports r
  where r.id in (select (f.message ->> 'report_id')::uuid from jsonb_to_recordset(p_failures) as f(message jsonb, is_held boolean) where f.is_held)
  order by r.id
  for update;

  update public.weekly_reports r
  set status = case when f.is_dead then 'failed' else 'queued' end::public.report_status,
      reason = f.reason, error = left(f.error, 500)
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, error text, is_held boolean, is_dead boolean)
  where f.is_held and r.id = (f.message ->> 'report_id')::uuid;

  perform private.record_usage(p_queue, p_failures);
end;
$$;

comment on function private.note_failed_reports(text, jsonb) is
  'Writes the reason on the reports that could not be written: queued again, or failed. The on_failed of the queue.';
-- end of file: sql/progress/functions_report_queue.sql

-- file: sql/progress/functions_report_sending.sql
-- progress: what becomes of a written report. The coach edits it and sends it, or it goes by itself; the client opens it;
-- and when its facts change it is queued to be written again.

create function private.is_over(p_day date, p_timezone text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select p_day < private.local_date(now(), p_timezone)
$$;

comment on function private.is_over(date, text) is 'Whether a day is over in a time zone.';


create function private.send_report(p_report public.weekly_reports, p_by uuid)
returns public.sent_reports
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_sent public.sent_reports;
begin
  select s.* into v_sent from public.sent_reports s
  where s.report_id = p_report.id
  order by s.sent_at desc, s.id limit 1;
  if (v_sent.client_report, v_sent.coach_note) is distinct from (p_report.client_report, p_report.coach_note) then
    insert into public.sent_reports (report_id, client_id, week_start, week_end, client_report, coach_note, sent_by)
    values (
      p_report.id, p_report.client_id, p_report.week_start, p_report.week_end, p_report.client_report, p_report.coach_note, p_by
    )
    returning * into v_sent;
  end if;
  return v_sent;
end;
$$;

comment on function private.send_report(public.weekly_reports, uuid) is
  'Sends a report to its client as it is now; the same words are not sent twice. Checks nothing.';


create function private.send_weekly_report(p_report_id uuid, p_version integer)
returns public.sent_reports
language plpgsql
volatile
security definer -- writes sent_reports, which no API role may
set search_path = ''
as $$
declare
  v_report public.weekly_reports;
begin
  select r.* into v_report from public.weekly_reports r
  where r.id = p_report_id and r.client_id = any (private.my_coached_client_ids())
  for update;
  if not found then
    perform private.refuse('PT404', 'no_such_report', 'No such report', 'Send reports of your own clients.');
  end if;
  if v_report.status <> 'ready' or v_report.client_report is null then
    perform private.refuse('PT409', 'report_not_written', 'This report is not written', 'Send it once its status is ready.');
  end if;
  perform private.check_version(
    p_version, v_report.version, jsonb_build_object('client_report', v_report.client_report, 'coach_note', v_report.coach_note), null
  );
  if not exists (
    select from public.clients c where c.id = v_report.client_id and private.is_over(v_report.week_end, c.timezone)
  ) then
    perform private.refuse('PT409', 'week_running', 'This week is not over', 'Until then its report is a draft for the coach.');
  end if;
  return private.send_report(v_report, (select auth.uid()));
end;
$$;

comment on function private.send_weekly_report(uuid, integer) is 'Body of public.send_weekly_report.';
grant execute on function private.send_weekly_report(uuid, integer) to authenticated;


create function public.send_weekly_report(report_id uuid, version integer)
returns public.sent_reports
language sql
volatile
set search_path = ''
as $$
  select private.send_weekly_report(report_id, version)
$$;

comment on function public.send_weekly_report(uuid, integer) is
  'Sends a report to the client as the coach has seen it (version), with the coach''s note. The same words are not sent twice. PT404, PT409 not written, changed meanwhile, or its week is not over.';
grant execute on function public.send_weekly_report(uuid, integer) to authenticated;


create function private.open_report(p_sent_id uuid)
returns void
language plpgsql
volatile
security definer -- writes sent_reports, which no API role may
set search_path = ''
as $$
begin
  update public.sent_reports s
  set read_at = coalesce(s.read_at, now())
  where s.id = p_sent_id and s.client_id = any (private.my_own_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_report', 'No such report', 'Open a report that was sent to you.');
  end if;
end;
$$;

comment on function private.open_report(uuid) is 'Body of public.open_report.';
grant execute on function private.open_report(uuid) to authenticated;


create function public.open_report(sent_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.open_report(sent_id)
$$;

comment on function public.open_report(uuid) is
  'Notes when the client has first opened a report that was sent to them; the coach sees it as read. PT404 not one of the caller''s own.';
grant execute on function public.open_report(uuid) to authenticated;


create function private.lock_reports(p_client_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.weekly_reports r where r.client_id = any (p_client_ids) order by r.id for update;
end;
$$;

comment on function private.lock_reports(uuid[]) is
  'Locks the reports of clients in one order, before several changes that each lock the reports of their weeks, so that nobody deadlocks.';


create function private.note_changed_facts(p_client_id uuid, p_from date, p_to date)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_debounce constant integer := 600; -- seconds: what changes meanwhile is written about at once
  v_messages jsonb[];
begin
  -- A week is compared with the fourteen days before it. The row is changed each time, because whoever is claiming the
  -- report holds it until its facts are read.
  with report as (
    select r.id, r.client_id, r.week_end, r.facts_changed_at is null as is_news
    from public.weekly_reports r
    where r.client_id = p_client_id and r.week_start between p_from - 6 and p_to + 14 and r.status <> 'failed'
    order by r.id
    for update
  ), noted as (
    update public.weekly_reports r set facts_changed_at = now() from report where r.id = report.id
  )
  select array_agg(private.report_message(r.id, r.client_id)) into v_messages
  from report r
  join public.clients c on c.id = r.client_id
  where r.is_news
    and r.week_end < private.local_date(now(), c.timezone) and r.week_end >= private.local_date(now(), c.timezone) - 28;

  if v_messages is not null then
    perform private.enqueue('reports', v_messages, '{"type": "SWEEP"}', v_debounce);
  end if;
end;
$$;

comment on function private.note_changed_facts(uuid, date, date) is
  'Notes on the reports that tell of these days of a client that their facts may have changed, and queues those of the last four weeks to be written again in ten minutes. A running week is written again when it is over, an older one when the coach asks for it.';
-- end of file: sql/progress/functions_report_sending.sql

-- file: sql/progress/functions_reports.sql
-- progress: queues weekly reports, on schedule or on demand.

create function private.report_message(p_report_id uuid, p_client_id uuid)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'report_id', p_report_id, 'client_id', p_client_id, 'trace', jsonb_build_object('report_id', p_report_id)
);

comment on function private.report_message(uuid, uuid) is 'What the queue holds of a report: {report_id, client_id, trace}.';


create function private.queue_weekly_reports(p_now timestamptz default now())
returns integer
language sql
security definer -- run by cron; writes reports and pgmq
set search_path = ''
as $$
  with due as (
    -- Six hours into Monday the week before is due; until then, still the one before that.
    select c.id as client_id, c.timezone,
           date_trunc('week', p_now at time zone c.timezone - interval '6 hours')::date - 7 as week_start
    from public.clients c
    where c.archived_at is null
  ), queued as (
    insert into public.weekly_reports as r (client_id, week_start)
    select d.client_id, d.week_start
    from due d
    where exists (
        select from public.progress_events e
        where e.client_id = d.client_id and e.date_for_metric between d.week_start - 21 and d.week_start + 6
      )
      or exists (
        select from public.plans p
        where p.client_id = d.client_id and p.activated_at is not null
          and p.start_date <= d.week_start + 6 and coalesce(p.end_date, 'infinity') >= d.week_start
      )
    on conflict (client_id, week_start) do update
      set status = 'queued', reason = null, error = null
      -- A report that was requested during its week is written again once the week is complete.
      where r.status = 'ready'
        and r.generated_at < ((r.week_end + 1)::timestamp at time zone (
          select c.timezone from public.clients c where c.id = r.client_id
        ))
    returning r.id, r.client_id
  ), sent as (
    select private.enqueue('reports', array_agg(private.report_message(q.id, q.client_id)), '{"type": "SWEEP"}')
    from queued q
    having count(*) > 0
  )
  select count(*)::integer from queued left join sent on true
$$;

comment on function private.queue_weekly_reports(timestamptz) is
  'Queues the last completed local week of every active client (events in four weeks, or a plan in force) whose local time has passed Monday 06:00 and who has no report for it. Returns how many. Set-based; calling it twice queues nothing twice.';


create function private.request_weekly_report(p_client_id uuid, p_week_start date)
returns public.report_state
language plpgsql
security definer -- writes reports and pgmq
set search_path = ''
as $$
declare
  v_report   public.weekly_reports;
  v_client   public.clients := private.lock_client_shared(p_client_id);
  v_is_coach boolean := private.my_role(v_client) = 'coach';
  v_today    date := private.local_date(now(), v_client.timezone);
begin
  if v_client is null then
    perform private.refuse_client();
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    perform private.refuse('PT422', 'week_date', 'week_start must lie between 1900 and 2999', 'Give week_start as YYYY-MM-DD.');
  end if;
  if extract(isodow from p_week_start) <> 1 then
    perform private.refuse(
      'PT422', 'week_not_monday', 'A week starts on a Monday',
      format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date), jsonb_build_object('monday', date_trunc('week', p_week_start)::date)
    );
  end if;
  if p_week_start < v_today - 731 then
    perform private.refuse('PT422', 'week_too_old', 'This week is too long ago', 'Ask for a week of the last two years.');
  end if;
  if p_week_start > v_today then
    perform private.refuse('PT422', 'week_in_future', 'This week has not begun', 'Ask for the current week or an earlier one.');
  end if;
  if p_week_start + 6 >= v_today and not v_is_coach then
    perform private.refuse('PT422', 'week_running', 'This week is not over', 'Until then its report is a draft for the coach. Ask for an earlier week.');
  end if;

  insert into public.weekly_reports as r (client_id, week_start)
  values (p_client_id, p_week_start)
  on conflict (client_id, week_start) do update
    set status = 'queued', reason = null, error = null, edited_at = null
    where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
      -- A worker is already writing it, perhaps from facts older than this request, so it is written once more.
      or (r.status = 'queued' and v_is_coach and not exists (
        select from pgmq.q_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
      ))
  returning * into v_report;

  if v_report.id is not null then
    if (
      select count(*) from (
        select from public.weekly_reports r where r.client_id = any (private.my_client_ids()) and r.status = 'queued' limit 601
      ) waiting
    ) > 600 then -- more than all clients of one coach on a Monday
      perform private.refuse('PT429', 'too_many_reports', 'Too many reports are waiting to be written', 'At most 600 can wait at once. Try again when some are written.');
    end if;
    perform private.enqueue('reports', array[private.report_message(v_report.id, v_report.client_id)], jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return row(v_report.id, v_report.client_id, v_report.week_start, v_report.week_end, v_report.status, v_report.error);
end;
$$;

comment on function private.request_weekly_report(uuid, date) is 'Body of public.request_weekly_report.';
grant execute on function private.request_weekly_report(uuid, date) to authenticated;


create function public.request_weekly_report(client_id uuid, week_start date)
returns public.report_state
language sql
set search_path = ''
return private.request_weekly_report(client_id, week_start);

comment on function public.request_weekly_report(uuid, date) is
  'Queues the report of a week if there is none; a coach''s call has an existing one written again, an edited text too. Returns its state; the coach reads weekly_reports, the client what is sent of it. PT404, PT422 not a Monday, not begun, or for a client not over, PT429 six hundred of the caller''s are waiting.';
grant execute on function public.request_weekly_report(uuid, date) to authenticated;
-- end of file: sql/progress/functions_reports.sql

-- file: sql/progress/functions_review.sql
-- progress: the format of measurements, and which of them are doubtful.

create function private.event_shape(p_type public.event_type)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case p_type
    when 'weight' then '{"value": "number!", "unit": "kg|lb!", "fasting": "boolean", "estimated": "boolean", "original": "object"}'
    when 'nutrition' then '{
      "calories": "number", "protein_g": "number", "carbs_g": "number", "fat_g": "number",
      "calories_est": "number", "protein_est_g": "number", "carbs_est_g": "number", "fat_est_g": "number",
      "scope": "day|meal", "source": "string", "estimated": "boolean", "items": "array"}'
    when 'workout' then '{
      "type": "strength|cardio|hiit|mobility|mixed|unknown!", "body_focus": "array", "duration_min": "number",
      "intensity": "low|moderate|high|unknown", "notes": "string", "estimated": "boolean", "source": "string"}'
    when 'steps' then '{"steps": "integer!", "source": "string", "estimated": "boolean"}'
    when 'sleep' then '{"hours": "number!", "quality": "good|neutral|bad|unknown", "estimated": "boolean", "source": "string"}'
    when 'checkin_mood' then '{"label": "good|neutral|bad!", "notes": "string"}'
    else '{"text": "string!"}'
  end::jsonb
$$;

comment on function private.event_shape(public.event_type) is
  'Keys of progress_events.data_json by type: number, integer, string, boolean, array, object or a list of words; "!" marks a required one.';


create function private.check_event_data(p_type public.event_type, p_data jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_shape jsonb := private.event_shape(p_type);
  v_key   text;
  v_kind  text;
  v_value jsonb;
  v_fits  boolean;
begin
  if jsonb_typeof(p_data) is distinct from 'object' then
    perform private.refuse('PT422', 'event_data', 'Event data must be a JSON object', format('Known keys: %s.', v_shape));
  end if;
  if length(p_data::text) > 16000 then
    perform private.refuse('PT422', 'event_data_too_long', 'The event data is too long', 'Send at most 16000 characters of JSON.');
  end if;

  select k into v_key from jsonb_object_keys(p_data) k where not v_shape ? k limit 1;
  if found then
    perform private.refuse(
      'PT422', 'event_key', format('A %s event has no %s', p_type, to_json(left(v_key, 60))),
      format('Known keys: %s.', (select string_agg(k, ', ') from jsonb_object_keys(v_shape) k)), jsonb_build_object('type', p_type, 'key', to_json(left(v_key, 60)))
    );
  end if;

  for v_key, v_kind in select * from jsonb_each_text(v_shape) loop
    v_value := p_data -> v_key;
    if v_value is null or v_value = 'null' then
      v_fits := v_kind not like '%!';
    else
      v_kind := rtrim(v_kind, '!');
      v_fits := case
        when v_kind = 'integer' then jsonb_typeof(v_value) = 'number' and v_value::text ~ '^-?[0-9]+$'
        when v_kind in ('number', 'string', 'boolean', 'array', 'object') then jsonb_typeof(v_value) = v_kind
        else jsonb_typeof(v_value) = 'string' and (v_value #>> '{}') = any (string_to_array(v_kind, '|'))
      end;
      if v_fits and jsonb_typeof(v_value) = 'number' then
        v_kind := v_kind || ' from -1000000 to 1000000';
        v_fits := v_value::numeric between -1000000 and 1000000;
      end if;
    end if;
    if not v_fits then
      perform private.refuse(
        'PT422', 'event_value', format('%s of a %s event has a wrong value', v_key, p_type),
        format('It must be: %s.', rtrim(v_kind, '!')), jsonb_build_object('key', v_key, 'type', p_type)
      );
    end if;
  end loop;
end;
$$;

comment on function private.check_event_data(public.event_type, jsonb) is 'Raises PT422 where event data is not of the format of its type.';


create function private.in_kilograms(p_type public.event_type, p_data jsonb)
returns jsonb
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return case when p_type = 'weight' and p_data ->> 'unit' = 'lb' then
    p_data || jsonb_build_object(
      'value', round((p_data ->> 'value')::numeric * 0.45359237, 2), -- the international pound, 1959
      'unit', 'kg',
      'original', jsonb_build_object('value', p_data -> 'value', 'unit', 'lb')
    )
  else p_data end;
end;
$$;

comment on function private.in_kilograms(public.event_type, jsonb) is 'Event data as it is stored: a weight in pounds in kilograms, with original as it was written.';


create function private.measurements(p_type public.event_type, p_data jsonb)
returns table (metric text, value numeric)
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return query
    with nutrient as (
      select
        coalesce(p_data ->> 'calories', p_data ->> 'calories_est')::numeric as kcal,
        coalesce(p_data ->> 'protein_g', p_data ->> 'protein_est_g')::numeric as protein,
        coalesce(p_data ->> 'carbs_g', p_data ->> 'carbs_est_g')::numeric as carbs,
        coalesce(p_data ->> 'fat_g', p_data ->> 'fat_est_g')::numeric as fat
      where p_type = 'nutrition'
    )
    select 'weight_kg' as metric, (p_data ->> 'value')::numeric as value where p_type = 'weight'
    union all
    select 'steps', (p_data ->> 'steps')::numeric where p_type = 'steps'
    union all
    select 'sleep_hours', (p_data ->> 'hours')::numeric where p_type = 'sleep'
    union all
    select 'workout_min', (p_data ->> 'duration_min')::numeric where p_type = 'workout'
    union all
    select case when p_data ->> 'scope' = 'meal' then 'calories_meal' else 'calories_day' end, kcal from nutrient
    union all
    select 'protein_g', protein from nutrient
    union all
    select 'carbs_g', carbs from nutrient
    union all
    select 'fat_g', fat from nutrient
    union all
    -- Energy of the macros at 4/4/9 kcal per gram (Atwater). With all three known they must explain the
    -- calories; with some missing they must at least not exceed them.
    select 'macros_gap_pct', 100 * greatest(
      0, energy - kcal, case when num_nulls(protein, carbs, fat) = 0 then kcal - energy end
    ) / greatest(kcal, 1) -- grams without calories are a gap too
    from nutrient, lateral (
      select 4 * coalesce(protein, 0) + 4 * coalesce(carbs, 0) + 9 * coalesce(fat, 0) as energy
    ) macros
    where energy > 0 and kcal is not null;
end;
$$;

comment on function private.measurements(public.event_type, jsonb) is 'The numbers of an event by the names that metric_limits has for them; macros_gap_pct is how far the macros are from the calories.';


create function private.doubtful_metrics(p_type public.event_type, p_data jsonb)
returns text[]
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(m.metric || '_out_of_range' order by m.metric), '{}')
    from private.measurements(p_type, p_data) m
    join public.metric_limits l on l.metric = m.metric
    where m.value not between l.low and l.high
  );
end;
$$;

comment on function private.doubtful_metrics(public.event_type, jsonb) is
  'Codes of the measurements that lie outside metric_limits, e.g. weight_kg_out_of_range, macros_gap_pct_out_of_range.';


create function private.check_possible(p_type public.event_type, p_data jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_limit record;
begin
  select m.metric, m.value, l.hard_low, l.hard_high into v_limit
  from private.measurements(p_type, p_data) m
  join public.metric_limits l on l.metric = m.metric
  where m.value not between l.hard_low and l.hard_high
  limit 1;
  if found then
    perform private.refuse(
      'PT422', 'event_impossible', format('%s cannot be %s', v_limit.metric, v_limit.value),
      format('Give a value from %s to %s.', v_limit.hard_low, v_limit.hard_high),
      jsonb_build_object('metric', v_limit.metric, 'low', v_limit.hard_low, 'high', v_limit.hard_high)
    );
  end if;
end;
$$;

comment on function private.check_possible(public.event_type, jsonb) is 'Raises PT422 for a measurement beyond the hard limits, which nobody can confirm.';
-- end of file: sql/progress/functions_review.sql

-- file: sql/progress/functions_review_likely.sql
-- progress: what a value most likely is, from a person's own history: the unit of a weight, a jump, a day's sum.

create function private.weight_unit_of(p_client public.clients)
returns public.weight_unit
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return coalesce(p_client.weight_unit, (
    select case when e.data_json ? 'original' then 'lb' else 'kg' end::public.weight_unit
    from public.progress_events e
    where e.client_id = p_client.id and e.event_type = 'weight' and e.status in ('auto', 'confirmed', 'corrected')
    order by e.date_for_metric desc, e.logged_at desc
    limit 1
  ), 'kg');
end;
$$;

comment on function private.weight_unit_of(public.clients) is 'The unit of a client''s weights: their setting, else as they wrote last, else kg.';


create function private.nearest_weight(p_event public.progress_events)
returns table (kg numeric, days integer)
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return query
    select n.kg, abs(p_event.date_for_metric - n.day)
    from (
      (
        select (e.data_json ->> 'value')::numeric as kg, e.date_for_metric as day
        from public.progress_events e
        where e.client_id = p_event.client_id and e.event_type = 'weight' and e.id <> p_event.id
          and e.status in ('auto', 'confirmed', 'corrected') and e.date_for_metric <= p_event.date_for_metric
        order by e.date_for_metric desc, e.logged_at desc
        limit 1
      )
      union all
      (
        select (e.data_json ->> 'value')::numeric, e.date_for_metric
        from public.progress_events e
        where e.client_id = p_event.client_id and e.event_type = 'weight' and e.id <> p_event.id
          and e.status in ('auto', 'confirmed', 'corrected') and e.date_for_metric > p_event.date_for_metric
        order by e.date_for_metric, e.logged_at
        limit 1
      )
    ) n
    order by 2
    limit 1;
end;
$$;

comment on function private.nearest_weight(public.progress_events) is 'The counted weight of a client that is nearest in days to an event, and how many days it is away.';


create function private.weight_jumps(p_kg numeric, p_from numeric, p_days integer)
returns boolean
language sql
immutable
set search_path = ''
return abs(p_kg - p_from) > p_from * case when p_days <= 2 then 0.03 when p_days <= 14 then 0.08 else 0.3 end;

comment on function private.weight_jumps(numeric, numeric, integer) is
  'Whether a weight is too far from another: more than 3 % in 2 days, 8 % in 14, 30 % (a wrong unit, a lost digit) at any time.';


create function private.likely_weight(p_data jsonb, p_near numeric)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with written as (
    select coalesce((p_data #>> '{original,value}')::numeric, (p_data ->> 'value')::numeric) as value,
           coalesce(p_data #>> '{original,unit}', p_data ->> 'unit') as unit
  ), candidate as (
    select c.value, c.unit, (private.in_kilograms('weight', jsonb_build_object('value', c.value, 'unit', c.unit)) ->> 'value')::numeric as kg
    from written w
    cross join lateral (values
      (w.value, case w.unit when 'lb' then 'kg' else 'lb' end),
      (trim_scale(w.value / 10), w.unit),
      (w.value * 10, w.unit),
      (trim_scale(w.value / 10), case w.unit when 'lb' then 'kg' else 'lb' end)
    ) as c(value, unit)
  )
  select jsonb_build_object('value', c.value, 'unit', c.unit)
  from candidate c
  join public.metric_limits l on l.metric = 'weight_kg'
  where c.kg between l.low and l.high
    and case when p_near is null then c.value < (select w.value from written w) else abs(c.kg - p_near) <= p_near * 0.08 end
  order by abs(c.kg - p_near), c.unit = (select w.unit from written w) desc
  limit 1
$$;

comment on function private.likely_weight(jsonb, numeric) is
  'What a doubtful weight most likely was: the same number in the other unit, a tenth or ten times it; within 8 % of another weight where there is one.';


create function private.likely_data(p_type public.event_type, p_data jsonb, p_reasons text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select p_data || case when m.value < l.low then '{"scope": "meal"}' else jsonb_build_object(k.key, trim_scale(m.value / 10)) end
  from private.measurements(p_type, p_data) m
  join public.metric_limits l on l.metric = m.metric
  join (values
    ('steps', 'steps'), ('sleep_hours', 'hours'), ('workout_min', 'duration_min'), ('calories_day', 'calories'), ('calories_meal', 'calories')
  ) as k(metric, key) on k.metric = m.metric and p_data ? k.key
  where m.metric || '_out_of_range' = any (p_reasons)
    and (m.value > l.high and m.value / 10 between l.low and l.high and (m.metric <> 'steps' or m.value % 10 = 0)
      or p_reasons = '{calories_day_out_of_range}' and m.value between 0 and l.low)
  limit 1
$$;

comment on function private.likely_data(public.event_type, jsonb, text[]) is
  'What a doubtful value other than a weight most likely was: a tenth of it, or of too little for a day a meal. Null where nothing is likely.';


create function private.kcal_of(p_event public.progress_events)
returns numeric
language sql
immutable
set search_path = ''
return coalesce(p_event.data_json ->> 'calories', p_event.data_json ->> 'calories_est')::numeric;

comment on function private.kcal_of(public.progress_events) is 'The calories of an event, measured or estimated.';


create function private.day_is_too_much(p_event public.progress_events, p_before public.progress_events)
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(d.calories, 0) + private.kcal_of(p_event) - case
      when p_before.status in ('auto', 'confirmed', 'corrected') and p_before.date_for_metric = p_event.date_for_metric
      then coalesce(private.kcal_of(p_before), 0) else 0
    end > l.high
  from private.daily_facts(array[p_event.client_id], array[p_event.date_for_metric], array[p_event.date_for_metric]) d
  join public.metric_limits l on l.metric = 'calories_day'
$$;

comment on function private.day_is_too_much(public.progress_events, public.progress_events) is
  'Whether a meal takes its day''s calories beyond the limit of a day. p_before: the event as it was, null for a new one.';
-- end of file: sql/progress/functions_review_likely.sql

-- file: sql/progress/functions_summary.sql
-- progress: the facts for browsers, of a period or day by day.

create function private.check_period(p_from date, p_to date)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_from is null or p_to is null or p_from > p_to then
    perform private.refuse('PT422', 'period_ends_before_start', 'The period ends before it begins', 'Give "from" <= "to", as YYYY-MM-DD.');
  end if;
  if p_from < '1900-01-01' or p_to > '2999-12-31' then -- infinity too, whose days would be counted one by one
    perform private.refuse('PT422', 'period_dates', 'The period must lie between 1900 and 2999', 'Give dates from 1900-01-01 to 2999-12-31.');
  end if;
  if p_to > (p_from + interval '2 years')::date then
    perform private.refuse('PT422', 'period_too_long', 'The period is longer than two years', 'Ask for two years at most.');
  end if;
end;
$$;

comment on function private.check_period(date, date) is 'Raises PT422 for a period that is reversed or over two years.';
grant execute on function private.check_period(date, date) to authenticated;


create function public.progress_summary(client_id uuid, "from" date, "to" date)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_facts jsonb;
begin
  perform private.check_period("from", "to");
  v_facts := (select f.facts from private.my_period_facts(array[client_id], array["from"], array["to"]) f);
  if v_facts is null then
    perform private.refuse_client();
  end if;
  return v_facts;
end;
$$;

comment on function public.progress_summary(uuid, date, date) is
  'A client''s facts for a period: plan, aggregates and flags, as in a weekly report. PT404 unknown client, PT422 bad period.';
grant execute on function public.progress_summary(uuid, date, date) to authenticated;


create function public.progress_series(client_id uuid, "from" date, "to" date)
returns table (
  day date, is_counted boolean, has_data boolean,
  calories numeric, calories_estimated boolean, calories_doubtful boolean, protein_g numeric, carbs_g numeric, fat_g numeric,
  weight_kg numeric, weight_trend_kg numeric, weights integer, steps numeric, sleep_hours numeric, mood text, workouts integer, workout_min numeric,
  calories_target numeric, calories_low numeric, calories_high numeric, calorie_status text,
  protein_target_g numeric, workouts_per_week_target integer, state public.day_state, excuse public.day_excuse
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform private.check_period("from", "to");
  return query
  select
    d.day, d.is_counted, d.has_data, d.calories, d.calories_estimated, d.calories_doubtful, d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, trend.kilograms, d.weights, d.steps, d.sleep_hours, d.mood, d.workouts, d.workout_min,
    d.calories_target, d.calories_low, d.calories_high, d.calorie_status,
    d.protein_target_g, d.workouts_per_week_target, d.state, d.excuse
  from private.my_daily_facts(array[progress_series.client_id], array["from"], array["to"]) d
  left join private.my_weight_trend(progress_series.client_id, "from", "to") trend on trend.day = d.day
  order by d.day;
  if not found then -- of a client whom the caller sees there is a row a day
    perform private.refuse_client();
  end if;
end;
$$;

comment on function public.progress_series(uuid, date, date) is
  'One row per local day: what was measured and the targets in force that day. Null is "not logged". weight_trend_kg: the exponentially weighted moving average, half-life 7 days. PT404 unknown client, PT422 bad period.';
grant execute on function public.progress_series(uuid, date, date) to authenticated;
-- end of file: sql/progress/functions_summary.sql

-- file: sql/progress/functions_undo.sql
-- progress: takes back a decision that a person has made on an event or a log.

create function private.undo_decision(p_event_id uuid, p_version integer)
returns public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_event  public.progress_events;
  v_before public.event_versions;
begin
  -- Locks the log before its event, as decide_event does.
  perform from public.logs
  where id = (
    select e.log_id from public.progress_events e
    where e.id = p_event_id and e.client_id = any (private.my_client_ids())
  )
  for update;

  select * into v_event from public.progress_events
  where id = p_event_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    perform private.refuse('PT404', 'no_such_event', 'No such event', 'The log may have been read again. Load it once more.');
  end if;
  perform private.check_version(
    p_version, v_event.version,
    jsonb_build_object('status', v_event.status, 'data_json', v_event.data_json, 'date_for_metric', v_event.date_for_metric),
    jsonb_build_object('version', p_version),
    (select p.full_name from public.profiles p where p.id = v_event.corrected_by and p.id = any (private.my_acquaintance_ids())),
    v_event.corrected_at
  );
  select * into v_before from public.event_versions v
  where v.event_id = p_event_id and v.version = private.version_before(v_event) and v_event.corrected_by = (select auth.uid());
  if not found then
    perform private.refuse('PT409', 'nothing_to_undo', 'There is no decision of yours to undo', 'Load the event once more. Correct it if it is wrong.');
  end if;

  perform private.keep_version(v_event);
  begin
    update public.progress_events
    set status = v_before.status, date_for_metric = v_before.date_for_metric, data_json = v_before.data_json,
        confidence = v_before.confidence, review_reasons = v_before.review_reasons,
        corrected_by = v_before.corrected_by, corrected_at = v_before.corrected_at
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      perform private.refuse(
        'PT409', 'event_exists', format('This log already has a %s event on %s', v_event.event_type, v_before.date_for_metric),
        'Correct that one instead.', jsonb_build_object('type', v_event.event_type, 'date', v_before.date_for_metric)
      );
  end;
  perform private.settle_review(v_event.log_id);
  return v_event;
end;
$$;

comment on function private.undo_decision(uuid, integer) is 'Body of public.undo_decision.';
grant execute on function private.undo_decision(uuid, integer) to authenticated;


create function public.undo_decision(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
as $$
  select private.undo_decision(event_id, version)
$$;

comment on function public.undo_decision(uuid, integer) is
  'Takes back the last decision on an event, if it was the caller''s: the event is as it was before, by whom it was decided then. Called again, it makes the decision again. A value that a person added has nothing before it: reject it instead. version: the one that was seen. PT404, PT409 changed meanwhile, or no such decision, PT428 no version.';
grant execute on function public.undo_decision(uuid, integer) to authenticated;


create function private.reopen_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  update public.logs set settled_at = null where id = p_log_id;
  perform private.settle_review(p_log_id);
  select * into v_log from public.logs where id = p_log_id;
  return v_log;
end;
$$;

comment on function private.reopen_log(uuid) is 'Body of public.reopen_log.';
grant execute on function private.reopen_log(uuid) to authenticated;


create function public.reopen_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
as $$
  select private.reopen_log(log_id)
$$;

comment on function public.reopen_log(uuid) is
  'Takes back settle_log: what was not understood in the log waits for a person again. Does nothing where nothing was settled. PT404.';
grant execute on function public.reopen_log(uuid) to authenticated;
-- end of file: sql/progress/functions_undo.sql

-- file: sql/progress/functions_weight_trend.sql
-- progress: the trend of a weight, an exponentially weighted moving average.
--
-- A single weigh-in moves by a kilogram with water and food; the trend shows where the weight goes. It is the smoothing of
-- John Walker's "The Hacker's Diet" (1991, chapter "Signal and Noise"), which takes a tenth of the difference a day, a
-- half-life of 6.6 days; here the half-life is 7 days. Days without a weigh-in count as time that has passed, as in
-- Eckner's "Algorithms for unevenly spaced time series" (2012):
--
--   trend(1) = weight(1)
--   trend(n) = trend(n-1) + (1 - 0.5 ^ (days since the last weigh-in / 7)) * (weight(n) - trend(n-1))

create function private.weight_trend(p_days date[], p_kilograms numeric[])
returns table (day date, kilograms numeric)
language plpgsql -- keeps its plan between calls; a function in SQL does not
immutable
set search_path = ''
as $$
#variable_conflict use_column
begin
  -- Unrolled, the recursion is a sum: what a weigh-in has brought in halves with every seven days.
  return query
  select
    w.day,
    round((sum(w.kilograms * w.share * 2 ^ w.half_lives) over (order by w.day) / 2 ^ w.half_lives)::numeric, 3)
  from (
    select
      d.day, d.kilograms::double precision as kilograms, (d.day - p_days[1]) / 7.0::double precision as half_lives,
      coalesce(1 - 0.5 ^ ((d.day - lag(d.day) over (order by d.day)) / 7.0::double precision), 1) as share
    from unnest(p_days, p_kilograms) as d(day, kilograms)
  ) w;
end;
$$;

comment on function private.weight_trend(date[], numeric[]) is
  'The exponentially weighted moving average of weights, with a half-life of 7 days, on the days of the weigh-ins (ascending).';


create function private.my_weight_trend(p_client_id uuid, p_from date, p_to date)
returns table (day date, kilograms numeric)
language plpgsql
stable
security definer -- reads the weights without their policies: it asks whose they are, once
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
declare
  v_before constant integer := 182; -- days before the period: 26 half-lives, after which no gram is left
begin
  return query
  select trend.day, trend.kilograms
  from public.clients c
  cross join lateral (
    select array_agg(w.day order by w.day) as days, array_agg(w.kilograms order by w.day) as kilograms
    from private.weigh_ins w
    where w.client_id = c.id and w.day between p_from - v_before and p_to
  ) weighed
  cross join lateral private.weight_trend(weighed.days, weighed.kilograms) trend
  where c.id = p_client_id and private.my_role(c) is not null and trend.day >= p_from;
end;
$$;

comment on function private.my_weight_trend(uuid, date, date) is
  'The trend of the weights of a client whom the caller coaches or is, on the days of weigh-ins within a period; of others no row.';
grant execute on function private.my_weight_trend(uuid, date, date) to authenticated;
-- end of file: sql/progress/functions_weight_trend.sql

-- file: sql/progress/triggers.sql
-- progress: validates and completes rows, and queues logs.

create function private.check_plan()
returns trigger
language plpgsql
security definer -- calls private.check_plan_config, closed to API roles
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if tg_op = 'INSERT' then
    -- Checked before the policy, which gives no reason. A client of somebody else is answered like a missing one.
    v_client := private.lock_client_shared(new.client_id);
    if v_client is null then
      perform private.refuse('PT404', 'no_such_client', 'No such client', 'Check client_id: plans are for your own clients.');
    end if;
    if (select auth.uid()) is not null and private.my_role(v_client) is distinct from 'coach' then
      perform private.refuse('PT403', 'only_coach_writes_plans', 'Only the coach writes plans', 'Ask your coach for a plan, or for a change to yours.');
    end if;
  end if;
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'plan_title', 'A plan needs a title', 'Give a title of 1 to 200 characters.');
  end if;
  if new.type is null or new.start_date is null then
    perform private.refuse(
      'PT422', 'plan_type_and_start', 'A plan needs a type and a start date',
      'Give type (nutrition, training or combined) and start_date (YYYY-MM-DD).'
    );
  end if;
  if new.start_date not between '1900-01-01' and '2999-12-31' or new.end_date not between '1900-01-01' and '2999-12-31' then
    perform private.refuse('PT422', 'plan_dates', 'Plan dates must lie between 1900 and 2999', 'Leave end_date out for a plan without an end.');
  end if;
  if new.end_date < new.start_date then
    perform private.refuse('PT422', 'plan_ends_before_start', 'The plan ends before it begins', 'Give an end_date on or after start_date, or none.');
  end if;
  if tg_op = 'UPDATE' and old.activated_at is not null and new.activated_at is not null then
    -- Notes score no day.
    if (new.client_id, new.type, new.start_date, new.config_json - 'notes') is distinct from
       (old.client_id, old.type, old.start_date, old.config_json - 'notes')
    then
      perform private.refuse(
        'PT409', 'plan_was_in_force', 'A plan that was in force keeps its targets and its start',
        'Make a new plan and activate it: past days keep the old targets. Title, notes and end can change.'
      );
    end if;
    if new.end_date is distinct from old.end_date
      and least(new.end_date, old.end_date) < (
        select private.local_date(now(), c.timezone) - 1 from public.clients c where c.id = new.client_id
      )
    then
      perform private.refuse('PT409', 'plan_end_in_past', 'The end of a plan cannot be changed in the past', 'Choose an end_date no earlier than yesterday.');
    end if;
    if new.end_date is distinct from old.end_date and exists (
      select from public.plans o
      where o.client_id = new.client_id and o.id <> new.id and o.activated_at is not null
        and (o.type = new.type or 'combined' in (o.type, new.type))
        and daterange(o.start_date, o.end_date, '[]') && daterange(new.start_date, new.end_date, '[]')
    ) then
      perform private.refuse('PT409', 'plan_overlaps', 'Another plan is in force on those days', 'Choose an end_date before the next plan begins.');
    end if;
  end if;
  if tg_op = 'INSERT' or (new.type, new.config_json) is distinct from (old.type, old.config_json) then
    perform private.check_plan_config(new.type, new.config_json);
  end if;
  return new;
end;
$$;

comment on function private.check_plan() is 'Refuses plans of a wrong format, and changes to targets that past days were scored against.';

create trigger check_plan
  before insert or update on public.plans
  for each row execute function private.check_plan();


create function private.limit_plans()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (select auth.uid()) is not null and (select count(*) from added) > 100 then
    perform private.refuse('PT422', 'too_many_plans', 'Too many plans at once', 'Send at most 100 in one request.');
  end if;
  return null;
end;
$$;

comment on function private.limit_plans() is 'Refuses more than 100 plans in one request, because each locks its client.';

create trigger limit_plans
  after insert on public.plans
  referencing new table as added
  for each statement execute function private.limit_plans();


create function private.check_plan_template()
returns trigger
language plpgsql
security definer -- calls private.check_plan_config, closed to API roles, and counts a coach's templates
set search_path = ''
as $$
declare
  v_most constant integer := 100;
begin
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'plan_title', 'A plan needs a title', 'Give a title of 1 to 200 characters.');
  end if;
  if new.type is null then
    perform private.refuse('PT422', 'plan_type_and_start', 'A plan needs a type', 'Give type (nutrition, training or combined).');
  end if;
  perform private.check_plan_config(new.type, new.config_json);
  perform from public.profiles p where p.id = new.coach_id for no key update; -- what is kept at the same moment waits
  if exists (
    select from public.plan_templates t where t.coach_id = new.coach_id and lower(t.title) = lower(new.title)
  ) then
    perform private.refuse(
      'PT409', 'template_exists', 'There is a template with this title', 'Delete it first, or choose another title.',
      jsonb_build_object('title', new.title)
    );
  end if;
  if (select count(*) from public.plan_templates t where t.coach_id = new.coach_id) >= v_most then
    perform private.refuse(
      'PT409', 'too_many_templates', 'There are too many templates', format('A coach has at most %s. Delete one first.', v_most),
      jsonb_build_object('limit', v_most)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_plan_template() is 'Refuses templates whose targets no plan could have, a second one of a title, and more than a hundred of a coach.';

create trigger check_plan_template
  before insert on public.plan_templates
  for each row execute function private.check_plan_template();


create trigger mark_version
  before update of version on public.plans
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of type, title, start_date, end_date, config_json on public.plans
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.plans
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.plans
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.check_media(p_client_id uuid, p_media jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_path jsonb;
begin
  if jsonb_typeof(p_media) is distinct from 'array' or jsonb_array_length(p_media) > 10 then
    perform private.refuse('PT422', 'media_list', 'media_urls must be a list of at most ten files', 'Send a JSON array of paths in the log-media bucket.');
  end if;
  for v_path in select * from jsonb_array_elements(p_media) loop
    if jsonb_typeof(v_path) <> 'string' or not starts_with(v_path #>> '{}', p_client_id || '/') then
      perform private.refuse('PT422', 'media_folder', 'A picture is not in the client''s folder', 'Upload to log-media under "<client_id>/" and send that path.');
    end if;
    -- Runs with the caller's rights, so another client's file looks like one that was never uploaded.
    if not exists (select from storage.objects where bucket_id = 'log-media' and name = v_path #>> '{}') then
      perform private.refuse('PT422', 'media_missing', 'A picture has not been uploaded', 'Upload the file to log-media first, then send the log.');
    end if;
  end loop;
  if (
    select sum((o.metadata ->> 'size')::bigint) from storage.objects o
    where o.bucket_id = 'log-media' and o.name in (select jsonb_array_elements_text(p_media))
  ) > 20 * 1024 * 1024 then
    perform private.refuse('PT422', 'media_too_large', 'The pictures of one log are over 20 MB', 'Send them in several logs, or smaller.');
  end if;
end;
$$;

comment on function private.check_media(uuid, jsonb) is 'Raises PT422 unless media_urls is a list of uploaded files of this client.';
grant execute on function private.check_media(uuid, jsonb) to authenticated, service_role;


create function private.complete_log()
returns trigger
language plpgsql -- with the caller's rights, so that a picture they cannot see does not exist for them
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(new.client_id);
begin
  if v_client is null then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Check client_id, and that you are signed in as their coach or as the client.');
  end if;
  perform private.count_log();
  if coalesce(new.raw_text, '') !~ '[^[:space:]\u200b-\u200f\u2060\u2800\u3164\ufeff]' and new.media_urls = '[]' then
    perform private.refuse('PT422', 'log_empty', 'The log is empty', 'Send some text in raw_text, or a picture in media_urls.');
  end if;
  if length(new.raw_text) > 4000 then
    perform private.refuse('PT422', 'log_too_long', 'The log is too long', 'Send at most 4000 characters; split it if you need more.');
  end if;
  if new.created_at between now() - interval '1 year' and now() + interval '5 minutes' is not true then
    perform private.refuse('PT422', 'log_time', 'created_at must lie within the last year', 'Leave it out for now, or give the time it was written.');
  end if;
  if new.source is null then
    perform private.refuse('PT422', 'log_source', 'source is unknown', 'Leave it out, or give smart_log, quick_action, import or other.');
  end if;
  if new.media_urls is distinct from '[]' then
    perform private.check_media(new.client_id, new.media_urls);
  end if;

  new.author_type := coalesce(private.my_role(v_client)::text, 'system');
  new.timezone := coalesce(new.timezone, v_client.timezone);
  if new.timezone <> v_client.timezone and not private.is_timezone(new.timezone) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', to_json(left(new.timezone, 60))),
      'Leave it out, or use an IANA name such as Europe/Moscow.', jsonb_build_object('timezone', to_json(left(new.timezone, 60)))
    );
  end if;
  new.local_date_for_client := private.local_date(new.created_at, new.timezone);
  return new;
end;
$$;

comment on function private.complete_log() is 'Refuses empty and malformed logs, and sets the author and the client''s day.';

create trigger complete_log
  before insert on public.logs
  for each row execute function private.complete_log();


create function private.limit_log_rate()
returns trigger
language plpgsql
security definer -- calls private.spend_log_rate, closed to API roles
set search_path = ''
as $$
declare
  v_logs bigint := (select coalesce(sum(private.log_weight(a.media_urls)), 0) from added a);
begin
  if v_logs > 0 then -- none if a retry finds its log already stored
    perform private.spend_log_rate(v_logs);
  end if;
  return null;
end;
$$;

comment on function private.limit_log_rate() is 'Counts added logs against the limit a minute; a retry of a stored log does not count.';

-- Before queue_logs: triggers fire in the order of their names.
create trigger limit_log_rate
  after insert on public.logs
  referencing new table as added
  for each statement execute function private.limit_log_rate();


create function private.queue_logs()
returns trigger
language plpgsql
security definer -- pgmq and Vault are closed to API roles
set search_path = ''
as $$
declare
  v_batch record;
begin
  for v_batch in
    select private.log_queue(a.media_urls) as queue,
           array_agg(private.log_message(a.id, a.request_id, a.client_id, a.media_urls) order by a.created_at, a.id) as messages,
           (array_agg(jsonb_build_object('id', a.id, 'client_id', a.client_id, 'request_id', a.request_id)))[1] as record
    from added a
    where a.ai_status = 'pending' -- what another domain writes has been read
    group by 1
  loop
    perform private.enqueue(v_batch.queue, v_batch.messages, jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'logs', 'record', v_batch.record, 'old_record', null
    ));
  end loop;
  return null;
end;
$$;

comment on function private.queue_logs() is 'Queues the added logs in the same transaction and wakes the functions that read them, each at most once a statement.';

create trigger queue_logs
  after insert on public.logs
  referencing new table as added
  for each statement execute function private.queue_logs();


create function private.check_event()
returns trigger
language plpgsql
security definer -- calls checks that are closed to API roles
set search_path = ''
as $$
declare
  v_reasons text[];
  v_near_kg numeric;
  v_days    integer;
begin
  if new.event_type = 'weight' and new.data_json ->> 'unit' is null then
    new.data_json := new.data_json || jsonb_build_object('unit', (
      select private.weight_unit_of(c) from public.clients c where c.id = new.client_id
    ));
  end if;
  new.data_json := private.in_kilograms(new.event_type, new.data_json);
  new.suggestion := null;

  if new.status in ('auto', 'needs_review', 'corrected') then
    v_reasons := private.doubtful_metrics(new.event_type, new.data_json);
    if new.event_type = 'weight' then
      select n.kg, n.days into v_near_kg, v_days from private.nearest_weight(new) n;
      if private.weight_jumps((new.data_json ->> 'value')::numeric, v_near_kg, v_days) then
        v_reasons := v_reasons || array['weight_jump'];
      end if;
    elsif new.event_type = 'nutrition' and new.data_json ->> 'scope' = 'meal' and v_reasons = '{}'
      and private.day_is_too_much(new, case when tg_op = 'UPDATE' then old end)
    then
      v_reasons := v_reasons || array['calories_day_out_of_range'];
    end if;
    if v_reasons <> '{}' then
      new.status := 'needs_review';
      new.confidence := least(new.confidence, 0.3);
      new.review_reasons := array(
        select distinct r from unnest(new.review_reasons || v_reasons) r order by r
      );
      new.suggestion := case new.event_type
        when 'weight' then private.likely_weight(new.data_json, v_near_kg)
        else private.likely_data(new.event_type, new.data_json, v_reasons)
      end;
    end if;
  end if;
  return new;
end;
$$;

comment on function private.check_event() is
  'Stores weight in kg, a bare number in the unit of the person, and holds back what is outside metric_limits, a weight that jumps and a meal that is too much for its day, whoever writes them, until a person confirms.';

create trigger check_event
  before insert or update on public.progress_events
  for each row execute function private.check_event();

create trigger next_version
  before update on public.progress_events
  for each row execute function private.next_version();
-- end of file: sql/progress/triggers.sql

-- file: sql/progress/triggers_announce.sql
-- progress: tells the screens what has changed, see private.announce. A log stands for the events read from it.

create function private.announce_logs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('logs', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_logs() is 'Announces changed logs and events.';

create trigger announce_added after insert on public.logs
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_deleted after delete on public.logs
  referencing old table as changed for each statement execute function private.announce_logs();
create trigger announce_added after insert on public.progress_events
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_changed after update on public.progress_events
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_deleted after delete on public.progress_events
  referencing old table as changed for each statement execute function private.announce_logs();


create function private.announce_changed_logs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  -- A worker that begins to read is no news; what it has read is.
  perform private.announce('logs', array(select distinct c.client_id from changed c where c.ai_status <> 'processing'));
  return null;
end;
$$;

comment on function private.announce_changed_logs() is 'Announces logs that were read or decided on, or lost a picture.';

create trigger announce_changed after update on public.logs
  referencing new table as changed for each statement execute function private.announce_changed_logs();


create function private.announce_days()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('day_states', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_days() is 'Announces days that were marked.';

create trigger announce_added after insert on public.day_states
  referencing new table as changed for each statement execute function private.announce_days();
create trigger announce_changed after update on public.day_states
  referencing new table as changed for each statement execute function private.announce_days();
create trigger announce_deleted after delete on public.day_states
  referencing old table as changed for each statement execute function private.announce_days();


create function private.announce_plans()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('plans', array(select c.client_id from changed c where c.activated_at is not null));
  perform private.announce('plans', array(select c.client_id from changed c where c.activated_at is null), p_is_draft => true);
  return null;
end;
$$;

comment on function private.announce_plans() is 'Announces changed plans; a draft to the coach alone.';

create trigger announce_added after insert on public.plans
  referencing new table as changed for each statement execute function private.announce_plans();
create trigger announce_changed after update on public.plans
  referencing new table as changed for each statement execute function private.announce_plans();
create trigger announce_deleted after delete on public.plans
  referencing old table as changed for each statement execute function private.announce_plans();


create function private.announce_reports()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce(
    'weekly_reports', array(select distinct c.client_id from changed c), p_is_draft => tg_table_name = 'weekly_reports'
  );
  return null;
end;
$$;

comment on function private.announce_reports() is 'Announces changed reports: to the coach, and once they are sent to the client.';

create trigger announce_added after insert on public.weekly_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_changed after update on public.weekly_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_added after insert on public.sent_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_changed after update on public.sent_reports
  referencing new table as changed for each statement execute function private.announce_reports();
-- end of file: sql/progress/triggers_announce.sql

-- file: sql/progress/triggers_reports.sql
-- progress: tells weekly reports of changed facts, and checks what a coach edits.

create function private.note_changed_events()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
declare
  v_counted constant public.event_status[] := '{auto, confirmed, corrected}';
begin
  if (new.status = any (v_counted) or old.status = any (v_counted)) and coalesce(new.event_type, old.event_type) not in ('note', 'other') then
    perform private.note_changed_facts(
      coalesce(new.client_id, old.client_id),
      least(new.date_for_metric, old.date_for_metric), greatest(new.date_for_metric, old.date_for_metric)
    );
  end if;
  return null;
end;
$$;

comment on function private.note_changed_events() is 'Tells the weekly reports of an event that counts, or has counted, that it has changed.';

create trigger note_changed_events
  after insert or update or delete on public.progress_events
  for each row execute function private.note_changed_events();


create function private.note_changed_plans()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  if coalesce(new.activated_at, old.activated_at) is not null then
    perform private.note_changed_facts(
      coalesce(new.client_id, old.client_id),
      least(new.start_date, old.start_date), greatest(coalesce(new.end_date, 'infinity'), coalesce(old.end_date, 'infinity'))
    );
  end if;
  return null;
end;
$$;

comment on function private.note_changed_plans() is 'Tells the weekly reports of days on which a plan is, or was, in force that it has changed.';

create trigger note_changed_plans
  after insert or update or delete on public.plans
  for each row execute function private.note_changed_plans();


create function private.note_changed_day()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(
    coalesce(new.client_id, old.client_id), least(new.day, old.day), greatest(new.day, old.day)
  );
  return null;
end;
$$;

comment on function private.note_changed_day() is 'Tells the weekly reports of a day that somebody has marked it, or taken the mark away.';

create trigger note_changed_day
  after insert or update or delete on public.day_states
  for each row execute function private.note_changed_day();


create function private.check_report_edit()
returns trigger
language plpgsql
security definer -- reads the client's time zone whatever the caller may read
set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    return new; -- a worker
  end if;
  if length(btrim(new.client_report)) between 1 and 6000 is not true then
    perform private.refuse('PT422', 'report_text', 'A report needs a text', 'Give client_report 1 to 6000 characters.');
  end if;
  if length(new.coach_note) > 1000 then
    perform private.refuse('PT422', 'report_note', 'The note is too long', 'Give coach_note at most 1000 characters.');
  end if;
  new.coach_note := nullif(btrim(new.coach_note), '');
  if new.client_report is distinct from old.client_report then
    if exists (
      select from public.clients c where c.id = new.client_id and not private.is_over(old.week_end, c.timezone)
    ) then
      perform private.refuse(
        'PT409', 'week_running', 'This week is not over', 'Its text is written again when it is. A coach_note stays.'
      );
    end if;
    new.edited_at := now();
  end if;
  return new;
end;
$$;

comment on function private.check_report_edit() is 'Refuses an edit without a text, and of a week that is still running; notes when the text was edited.';

create trigger check_report_edit
  before update of client_report, coach_note on public.weekly_reports
  for each row execute function private.check_report_edit();

create trigger mark_version
  before update of version on public.weekly_reports
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of client_report, coach_note on public.weekly_reports
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update of client_report, coach_note, version on public.weekly_reports
  for each row execute function private.next_version();


create trigger notify_report
  after insert on public.sent_reports
  for each row execute function private.notify_report();
-- end of file: sql/progress/triggers_reports.sql

-- file: sql/progress/views.sql
-- progress: the coach's overview of all clients.

create view public.coach_overview
with (security_invoker = true)
as
with mine as (
  select c.id, c.name, c.locale, c.timezone, c.user_id is not null as has_account,
         (now() at time zone c.timezone)::date as today
  from public.clients c
  where c.id = any ((select private.my_coached_client_ids())::uuid[])
), waiting_event as (
  select e.client_id, e.log_id
  from public.progress_events e
  where e.status = 'needs_review' and e.client_id = any (array(select m.id from mine m))
), waiting as (
  select w.client_id, count(*) as reviews
  from (
    select e.client_id from waiting_event e
    union all
    select l.client_id
    from public.logs l
    where l.ai_status in ('needs_review', 'failed') and l.client_id = any (array(select m.id from mine m))
      and not exists (select from waiting_event e where e.log_id = l.id)
  ) w
  group by w.client_id
), week as (
  select f.client_id, f.facts, f.last_day_with_data
  from private.my_period_facts(
    array(select m.id from mine m order by m.id),
    array(select m.today - 6 from mine m order by m.id),
    array(select m.today from mine m order by m.id)
  ) f
)
select
  m.id as client_id,
  m.name,
  m.locale,
  m.timezone,
  m.has_account,
  last_log.created_at as last_log_at,
  last_own_log.created_at as last_own_log_at,
  week.last_day_with_data,
  (week.facts #>> '{aggregates,days_with_data}')::integer as days_with_data,
  (week.facts #>> '{aggregates,adherence_pct}')::integer as adherence_pct,
  (week.facts #>> '{aggregates,days_within_calorie_target}')::integer as days_within_calorie_target,
  (week.facts #>> '{aggregates,days_scored}')::integer as days_scored,
  (week.facts #>> '{aggregates,last_weight_kg}')::numeric as last_weight_kg,
  (week.facts #>> '{aggregates,last_weight_date}')::date as last_weight_date,
  (week.facts #>> '{aggregates,weight_change_kg}')::numeric as weight_change_kg,
  (week.facts #>> '{aggregates,weight_change_since}')::date as weight_change_since,
  coalesce(waiting.reviews, 0) as open_reviews,
  week.facts -> 'flags' as flags,
  exists (
    select from public.client_invites i
    where i.client_id = m.id and i.accepted_at is null and i.expires_at > now()
  ) as has_open_invite
from mine m
join week on week.client_id = m.id
left join waiting on waiting.client_id = m.id
left join lateral (
  select l.created_at from public.logs l where l.client_id = m.id order by l.created_at desc limit 1
) last_log on true
left join lateral (
  select l.created_at from public.logs l
  where m.has_account and l.client_id = m.id and l.author_type = 'client'
  order by l.created_at desc
  limit 1
) last_own_log on true;

comment on view public.coach_overview is
  'One row per client of the calling coach: the last log, the last one that the client wrote themselves, the last day with data (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

grant select on public.coach_overview to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.coach_overview
  for each row execute function private.refuse_write();


create view public.coach_trends
with (security_invoker = true)
as
with mine as (
  select c.id, (now() at time zone c.timezone)::date as today
  from public.clients c
  where c.id = any ((select private.my_coached_client_ids())::uuid[])
), daily as (
  select d.*, (m.today - d.day) / 7 as weeks_back, m.today
  from private.my_daily_facts(
    array(select m.id from mine m order by m.id),
    array(select m.today - 27 from mine m order by m.id),
    array(select m.today from mine m order by m.id)
  ) d
  join mine m on m.id = d.client_id
), adherence as (
  select
    w.client_id,
    jsonb_agg(jsonb_build_array(w.last_day, round(100.0 * w.days_within / w.days_scored)) order by w.last_day) as weeks
  from (
    select d.client_id, d.today - 7 * d.weeks_back as last_day, count(d.calorie_status) as days_scored,
           count(*) filter (where d.calorie_status = 'within') as days_within
    from daily d
    group by d.client_id, d.today, d.weeks_back
  ) w
  where w.days_scored > 0
  group by w.client_id
)
select
  d.client_id,
  jsonb_agg(jsonb_build_array(d.day, d.weight_kg) order by d.day) filter (where d.weight_kg is not null) as weights,
  a.weeks as adherence
from daily d
left join adherence a on a.client_id = d.client_id
group by d.client_id, a.weeks;

comment on view public.coach_trends is
  'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], adherence as [last day of the seven, percent of the scored days]; null where there is nothing to show.';

grant select on public.coach_trends to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.coach_trends
  for each row execute function private.refuse_write();


create view private.weigh_ins
with (security_invoker = true)
as
select distinct on (e.client_id, e.date_for_metric)
  e.client_id, e.date_for_metric as day, (e.data_json ->> 'value')::numeric as kilograms
from public.progress_events e
where e.event_type = 'weight' and e.status in ('auto', 'confirmed', 'corrected')
order by e.client_id, e.date_for_metric, e.data_json @> '{"fasting": true}' desc, e.logged_at, e.id;

comment on view private.weigh_ins is
  'The weight of each day that has one, as weight_kg of daily_facts: the first of the day, before it one that was said to be fasting. For days whose other facts are not needed.';

create trigger refuse_write
  instead of insert or update or delete on private.weigh_ins
  for each row execute function private.refuse_write();
-- end of file: sql/progress/views.sql

-- file: sql/progress/policies.sql
-- progress: who may do what. One permissive policy per table and verb.

create policy "Coaches read all plans, clients those that came into force" on public.plans
  for select to authenticated
  using (
    client_id = any ((select private.my_client_ids())::uuid[])
    and (activated_at is not null or client_id = any ((select private.my_coached_client_ids())::uuid[]))
  );

create policy "Coaches write plans for their clients" on public.plans
  for insert to authenticated
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches change plans of their clients" on public.plans
  for update to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches delete drafts of their clients' plans" on public.plans
  for delete to authenticated
  using (activated_at is null and client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Coaches read their own plan templates" on public.plan_templates
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches keep plan templates for themselves" on public.plan_templates
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches delete their own plan templates" on public.plan_templates
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read logs of their clients, clients their own" on public.logs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches log for their clients, clients for themselves" on public.logs
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read events of their clients, clients their own" on public.progress_events
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read versions of their clients' events, clients their own" on public.event_versions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read states of their clients' days, clients their own" on public.day_states
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Nobody reads digests of pictures through the API" on private.media_digests
  for select to authenticated
  using (false);


create policy "Everyone signed in reads the limits" on public.metric_limits
  for select to authenticated
  using (true);


create policy "Coaches read the reports of their clients" on public.weekly_reports
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches edit the reports of their clients" on public.weekly_reports
  for update to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Coaches read what their clients were sent, clients their own" on public.sent_reports
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "People see pictures of logs they may read" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'log-media'
    and (storage.foldername(name))[1] = any ((select private.my_client_ids())::text[])
  );

create policy "People add pictures where they may log" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'log-media'
    and (storage.foldername(name))[1] = any ((select private.my_client_ids())::text[])
  );


create policy "Nobody reads through the API which domains tell of weeks" on private.week_facts
  for select to authenticated
  using (false);
-- end of file: sql/progress/policies.sql

-- file: sql/progress/jobs.sql
-- progress: scheduled jobs. Idempotent.

select private.add_job(
  'queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()', 'no weekly report is written', true
);

select private.add_job(
  'tell coaches what waits for review', '*/5 * * * *', 'select private.notify_reviews()', 'coaches are not told what waits for review'
);

select private.add_job(
  'ask after three days of silence', '5 * * * *', 'select private.notify_silence()', 'nobody is asked after days without a log'
);
-- end of file: sql/progress/jobs.sql
