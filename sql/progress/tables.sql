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
