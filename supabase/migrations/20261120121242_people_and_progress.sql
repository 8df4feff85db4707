-- file: sql/foundation/schemas.sql
-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

create schema if not exists private;
comment on schema private is
  'Helpers, signing, triggers. Not exposed by the API; signed-in users have USAGE only so that policies can call their helpers.';

create schema if not exists worker;
comment on schema worker is
  'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only those that are missing: `create extension if not exists` makes a hosted project set up anew what it has, and
-- pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

-- Many projects give API roles everything that is made in public. Nothing below relies on default privileges; without
-- them a forgotten grant fails closed.
alter default privileges revoke all on tables from public, anon, authenticated, service_role;
alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges revoke all on functions from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
-- end of file: sql/foundation/schemas.sql

set local check_function_bodies = off;

CREATE TABLE "private"."media_digests" ("client_id" uuid NOT NULL, "sha256" text NOT NULL, "log_id" uuid NOT NULL, CONSTRAINT "media_digests_pkey" PRIMARY KEY (client_id, sha256), CONSTRAINT "media_digests_sha256_check" CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)));

ALTER TABLE "private"."media_digests" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."webhook_receipts" ("id" text NOT NULL, "received_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "webhook_receipts_id_check" CHECK (((length(id) >= 1) AND (length(id) <= 200))), CONSTRAINT "webhook_receipts_pkey" PRIMARY KEY (id));

ALTER TABLE "private"."webhook_receipts" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."ai_usage" ("client_id" uuid NOT NULL, "day" date NOT NULL, "calls" integer NOT NULL DEFAULT 0, "input_tokens" bigint NOT NULL DEFAULT 0, "output_tokens" bigint NOT NULL DEFAULT 0, CONSTRAINT "ai_usage_calls_check" CHECK ((calls >= 0)), CONSTRAINT "ai_usage_input_tokens_check" CHECK ((input_tokens >= 0)), CONSTRAINT "ai_usage_output_tokens_check" CHECK ((output_tokens >= 0)), CONSTRAINT "ai_usage_pkey" PRIMARY KEY (client_id, day));

ALTER TABLE "public"."ai_usage" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."client_invites" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "client_id" uuid NOT NULL, "created_by" uuid NOT NULL, "code_hash" bytea NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "expires_at" timestamp with time zone NOT NULL DEFAULT (now() + '14 days'::interval), "accepted_at" timestamp with time zone, "accepted_by" uuid, CONSTRAINT "client_invites_code_hash_key" UNIQUE (code_hash), CONSTRAINT "client_invites_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."client_invites" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."clients" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid, "name" text NOT NULL, "email" text, "timezone" text NOT NULL DEFAULT 'UTC'::text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "clients_email_check" CHECK (((length(email) <= 320) AND (email ~~ '%_@_%'::text))), CONSTRAINT "clients_name_check" CHECK (((length(btrim(name)) >= 1) AND (length(btrim(name)) <= 200))), CONSTRAINT "clients_pkey" PRIMARY KEY (id), CONSTRAINT "clients_user_id_key" UNIQUE (user_id), "coach_id" uuid NOT NULL DEFAULT auth.uid());

ALTER TABLE "public"."clients" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."logs" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "client_id" uuid NOT NULL, "raw_text" text, "media_urls" jsonb NOT NULL DEFAULT '[]'::jsonb, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "local_date_for_client" date NOT NULL, "client_request_id" uuid, "ai_error" text, "ai_classification_json" jsonb, "ai_parsed_json" jsonb, "processed_at" timestamp with time zone, "settled_at" timestamp with time zone, CONSTRAINT "logs_client_request_id_key" UNIQUE (client_id, client_request_id), CONSTRAINT "logs_id_client_id_key" UNIQUE (id, client_id), CONSTRAINT "logs_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."logs" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."metric_limits" ("metric" text NOT NULL, "low" numeric NOT NULL, "high" numeric NOT NULL, "unit" text NOT NULL, CONSTRAINT "metric_limits_check" CHECK ((low <= high)), CONSTRAINT "metric_limits_pkey" PRIMARY KEY (metric));

ALTER TABLE "public"."metric_limits" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."plans" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "client_id" uuid NOT NULL, "title" text NOT NULL, "start_date" date NOT NULL, "end_date" date, "config_json" jsonb NOT NULL, "is_active" boolean NOT NULL DEFAULT false, "activated_at" timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "plans_active_is_activated" CHECK (((NOT is_active) OR (activated_at IS NOT NULL))), CONSTRAINT "plans_end_after_start" CHECK ((end_date >= start_date)), CONSTRAINT "plans_pkey" PRIMARY KEY (id), CONSTRAINT "plans_title_check" CHECK (((length(btrim(title)) >= 1) AND (length(btrim(title)) <= 200))));

ALTER TABLE "public"."plans" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."profiles" ("id" uuid NOT NULL, "full_name" text NOT NULL DEFAULT ''::text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "profiles_full_name_check" CHECK ((length(full_name) <= 200)), CONSTRAINT "profiles_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."profiles" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."progress_events" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "client_id" uuid NOT NULL, "log_id" uuid NOT NULL, "date_for_metric" date NOT NULL, "data_json" jsonb NOT NULL, "confidence" real NOT NULL, "review_reasons" text[] NOT NULL DEFAULT '{}'::text[], "field_sources" jsonb NOT NULL DEFAULT '{}'::jsonb, "original_data_json" jsonb, "corrected_by" uuid, "corrected_at" timestamp with time zone, "parser" text NOT NULL, "logged_at" timestamp with time zone NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "progress_events_confidence_check" CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))), CONSTRAINT "progress_events_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."progress_events" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."weekly_report_texts" ("report_id" uuid NOT NULL, "client_id" uuid NOT NULL, "body" text NOT NULL, CONSTRAINT "weekly_report_texts_body_check" CHECK ((body <> ''::text)));

ALTER TABLE "public"."weekly_report_texts" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."weekly_reports" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "client_id" uuid NOT NULL, "week_start" date NOT NULL, "error" text, "plan" jsonb, "aggregates" jsonb, "flags" jsonb, "generated_by" text, "generated_at" timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "weekly_reports_client_id_week_start_key" UNIQUE (client_id, week_start), CONSTRAINT "weekly_reports_id_client_id_key" UNIQUE (id, client_id), CONSTRAINT "weekly_reports_pkey" PRIMARY KEY (id), CONSTRAINT "weekly_reports_week_start_check" CHECK ((EXTRACT(isodow FROM week_start) = (1)::numeric)));

ALTER TABLE "public"."weekly_reports" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."weekly_reports" ADD COLUMN "week_end" date GENERATED ALWAYS AS ((week_start + 6)) STORED NOT NULL;

CREATE TYPE "public"."ai_status" AS ENUM ('pending', 'processing', 'processed', 'needs_review', 'failed');

ALTER TABLE "public"."logs" ADD COLUMN "ai_status" public.ai_status NOT NULL DEFAULT 'pending'::public.ai_status;

CREATE TYPE "public"."author_type" AS ENUM ('client', 'coach', 'system');

ALTER TABLE "public"."logs" ADD COLUMN "author_type" public.author_type NOT NULL;

CREATE TYPE "public"."event_status" AS ENUM ('auto', 'needs_review', 'confirmed', 'corrected', 'rejected');

ALTER TABLE "public"."progress_events" ADD COLUMN "status" public.event_status NOT NULL DEFAULT 'auto'::public.event_status;

CREATE TYPE "public"."event_type" AS ENUM ('weight', 'nutrition', 'workout', 'steps', 'sleep', 'checkin_mood', 'note', 'other');

ALTER TABLE "public"."progress_events" ADD COLUMN "event_type" public.event_type NOT NULL;

CREATE TYPE "public"."locale" AS ENUM ('ru', 'en');

ALTER TABLE "public"."clients" ADD COLUMN "locale" public.locale NOT NULL DEFAULT 'en'::public.locale;

ALTER TABLE "public"."profiles" ADD COLUMN "locale" public.locale NOT NULL DEFAULT 'en'::public.locale;

CREATE TYPE "public"."log_source" AS ENUM ('smart_log', 'quick_action', 'import', 'other');

ALTER TABLE "public"."logs" ADD COLUMN "source" public.log_source NOT NULL DEFAULT 'smart_log'::public.log_source;

CREATE TYPE "public"."plan_type" AS ENUM ('nutrition', 'training', 'combined');

ALTER TABLE "public"."plans" ADD COLUMN "type" public.plan_type NOT NULL;

CREATE TYPE "public"."profile_role" AS ENUM ('coach', 'client');

ALTER TABLE "public"."profiles" ADD COLUMN "role" public.profile_role NOT NULL DEFAULT 'client'::public.profile_role;

CREATE TYPE "public"."report_audience" AS ENUM ('coach', 'client');

ALTER TABLE "public"."weekly_report_texts" ADD COLUMN "audience" public.report_audience NOT NULL;

CREATE TYPE "public"."report_status" AS ENUM ('queued', 'ready', 'failed');

ALTER TABLE "public"."weekly_reports" ADD COLUMN "status" public.report_status NOT NULL DEFAULT 'queued'::public.report_status;

CREATE OR REPLACE FUNCTION private.ai_calls_today(p_client_id uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(max(u.calls), 0)
  from public.clients c
  join public.ai_usage u on u.client_id = c.id and u.day = private.local_date(now(), c.timezone)
  where c.id = p_client_id
$function$;

CREATE OR REPLACE FUNCTION private.am_coach()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.profiles where id = (select auth.uid()) and role = 'coach')
$function$;

CREATE OR REPLACE FUNCTION private.check_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not private.is_timezone(new.timezone) then
    raise sqlstate 'PT422' using
      message = format('%s is not a time zone', to_json(left(new.timezone, 60))),
      hint = 'Use an IANA name such as Europe/Moscow or America/New_York.';
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_reasons text[];
begin
  if new.event_type = 'weight' and new.data_json ->> 'unit' = 'lb' then
    new.data_json := new.data_json || jsonb_build_object(
      'value', round((new.data_json ->> 'value')::numeric * 0.45359237, 2), -- the international pound, 1959
      'unit', 'kg',
      'original', jsonb_build_object('value', new.data_json -> 'value', 'unit', 'lb')
    );
  end if;

  if new.status in ('auto', 'needs_review', 'corrected') then
    v_reasons := private.doubtful_metrics(new.event_type, new.data_json);
    if v_reasons <> '{}' then
      new.status := 'needs_review';
      new.confidence := least(new.confidence, 0.3);
      new.review_reasons := array(
        select distinct r from unnest(new.review_reasons || v_reasons) r order by r
      );
    end if;
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_event_data(p_type public.event_type, p_data jsonb)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  v_shape jsonb := private.event_shape(p_type);
  v_key   text;
  v_kind  text;
  v_value jsonb;
  v_fits  boolean;
begin
  if jsonb_typeof(p_data) is distinct from 'object' then
    raise sqlstate 'PT422' using message = 'Event data is a JSON object', hint = format('Known keys: %s.', v_shape);
  end if;
  if length(p_data::text) > 16000 then
    raise sqlstate 'PT422' using message = 'The event data is too long', hint = 'Send at most 16000 characters of JSON.';
  end if;

  select k into v_key from jsonb_object_keys(p_data) k where not v_shape ? k limit 1;
  if found then
    raise sqlstate 'PT422' using message = format('A %s event has no %s', p_type, to_json(left(v_key, 60))),
      hint = format('Known keys: %s.', (select string_agg(k, ', ') from jsonb_object_keys(v_shape) k));
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
      raise sqlstate 'PT422' using message = format('%s of a %s event is not right', v_key, p_type),
        hint = format('It must be: %s.', rtrim(v_kind, '!'));
    end if;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_media(p_client_id uuid, p_media jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_path jsonb;
begin
  if jsonb_typeof(p_media) is distinct from 'array' or jsonb_array_length(p_media) > 10 then
    raise sqlstate 'PT422' using message = 'media_urls is not a list of at most ten files', hint = 'Send a JSON array of paths in the log-media bucket.';
  end if;
  for v_path in select * from jsonb_array_elements(p_media) loop
    if jsonb_typeof(v_path) <> 'string' or not starts_with(v_path #>> '{}', p_client_id || '/') then
      raise sqlstate 'PT422' using message = 'A picture is not in the client''s folder',
        hint = 'Upload to log-media under "<client_id>/" and send that path.';
    end if;
    -- Runs with the caller's rights: another client's file is as absent as one that was never uploaded.
    if not exists (select from storage.objects where bucket_id = 'log-media' and name = v_path #>> '{}') then
      raise sqlstate 'PT422' using message = 'A picture has not been uploaded', hint = 'Upload the file to log-media first, then send the log.';
    end if;
  end loop;
  if (
    select sum((o.metadata ->> 'size')::bigint) from storage.objects o
    where o.bucket_id = 'log-media' and o.name in (select jsonb_array_elements_text(p_media))
  ) > 20 * 1024 * 1024 then
    raise sqlstate 'PT422' using message = 'The pictures of one log are over 20 MB', hint = 'Send them in several logs, or smaller.';
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_period(p_client_id uuid, p_from date, p_to date)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  if p_from is null or p_to is null or p_from > p_to then
    raise sqlstate 'PT422' using message = 'The period ends before it begins', hint = 'Give "from" <= "to", as YYYY-MM-DD.';
  end if;
  if p_from < '1900-01-01' or p_to > '2999-12-31' then -- infinity too, which would be counted day by day
    raise sqlstate 'PT422' using message = 'The period is not in our age', hint = 'Give dates from 1900-01-01 to 2999-12-31.';
  end if;
  if p_to > (p_from + interval '2 years')::date then
    raise sqlstate 'PT422' using message = 'The period is longer than two years', hint = 'Ask for two years at most.';
  end if;
  if not exists (select from public.clients where id = p_client_id) then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Before the policy, which could only say no: a client of somebody else is as absent as one there never was.
  if tg_op = 'INSERT' and (select auth.uid()) is not null
    and new.client_id not in (select private.my_client_ids())
  then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id: plans are for your own clients.';
  end if;
  if new.start_date not between '1900-01-01' and '2999-12-31' or new.end_date not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'A plan begins and ends on a day of our age', hint = 'Leave end_date out for a plan without an end.';
  end if;
  if new.end_date < new.start_date then
    raise sqlstate 'PT422' using message = 'The plan ends before it begins', hint = 'Give an end_date on or after start_date, or none.';
  end if;
  if tg_op = 'UPDATE' and old.activated_at is not null and new.activated_at is not null then
    if (new.client_id, new.type, new.start_date, new.config_json) is distinct from
       (old.client_id, old.type, old.start_date, old.config_json)
    then
      raise sqlstate 'PT409' using message = 'This plan has been in force, so its targets and start stay as they are',
        hint = 'Make a new plan and activate it: past days keep the old targets.';
    end if;
    if new.end_date is distinct from old.end_date
      and least(new.end_date, old.end_date) < (
        select private.local_date(now(), c.timezone) - 1 from public.clients c where c.id = new.client_id
      )
    then
      raise sqlstate 'PT409' using message = 'A plan cannot end differently in the past', hint = 'Choose an end_date from yesterday on.';
    end if;
    if new.end_date is distinct from old.end_date and exists (
      select from public.plans o
      where o.client_id = new.client_id and o.id <> new.id and o.activated_at is not null
        and (o.type = new.type or 'combined' in (o.type, new.type))
        and daterange(o.start_date, o.end_date, '[]') && daterange(new.start_date, new.end_date, '[]')
    ) then
      raise sqlstate 'PT409' using message = 'Another plan is in force on those days', hint = 'Choose an end_date before the next plan begins.';
    end if;
  end if;
  perform private.check_plan_config(new.type, new.config_json);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_config(p_type public.plan_type, p_config jsonb)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
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
    raise sqlstate 'PT422' using message = 'A plan''s config is a JSON object',
      hint = format('Send at least %s.', array_to_string(v_required, ' and '));
  end if;

  foreach v_key in array v_required loop
    if not p_config ? v_key then
      raise sqlstate 'PT422' using message = format('A %s plan needs %s', p_type, v_key), hint = 'Add it to config_json.';
    end if;
  end loop;

  for v_key, v_value in select * from jsonb_each(p_config) loop
    if v_key <> all (v_allowed) then
      raise sqlstate 'PT422' using message = format('A %s plan has no %s', p_type, to_json(left(v_key, 60))),
        hint = format('Known: %s.', array_to_string(v_allowed, ', '));
    elsif v_ranges ? v_key then
      if jsonb_typeof(v_value) <> 'number'
        or v_value::numeric not between (v_ranges -> v_key ->> 0)::numeric and (v_ranges -> v_key ->> 1)::numeric
      then
        raise sqlstate 'PT422' using message = format('%s is out of range', v_key),
          hint = format('Give a number from %s to %s.', v_ranges -> v_key ->> 0, v_ranges -> v_key ->> 1);
      elsif v_key = 'workouts_per_week_target' and v_value::numeric % 1 <> 0 then
        raise sqlstate 'PT422' using message = 'workouts_per_week_target is not a whole number', hint = 'Give a whole number.';
      end if;
    elsif v_key = 'notes' and (jsonb_typeof(v_value) <> 'string' or length(v_value #>> '{}') > 2000) then
      raise sqlstate 'PT422' using message = 'notes is not text of at most 2000 characters', hint = 'Give a shorter string.';
    elsif v_key = 'preferred_types'
      and not (v_value <@ '["strength", "cardio", "hiit", "mobility", "mixed"]' and jsonb_typeof(v_value) = 'array')
    then
      raise sqlstate 'PT422' using message = 'preferred_types has an unknown workout type',
        hint = 'Use strength, cardio, hiit, mobility or mixed, in a list.';
    end if;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.close_review(p_log_id uuid)
 RETURNS public.logs
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_log public.logs;
begin
  select * into v_log from public.logs
  where id = p_log_id and client_id in (select private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such log', hint = 'Check the log id.';
  end if;
  if exists (select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review') then
    raise sqlstate 'PT409' using message = 'An event of this log still waits for a decision',
      hint = 'Confirm, correct or reject it: the log then settles by itself.';
  end if;
  if v_log.ai_status in ('needs_review', 'failed') then
    update public.logs set ai_status = 'processed', settled_at = now() where id = p_log_id returning * into v_log;
  end if;
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.complete_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
  v_user   uuid := (select auth.uid());
begin
  select * into v_client from public.clients where id = new.client_id;
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id, and that you are signed in as their coach or as the client.';
  end if;
  if coalesce(new.raw_text, '') !~ '[^[:space:]\u200b-\u200f\u2060\ufeff]' and new.media_urls = '[]' then
    raise sqlstate 'PT422' using message = 'The log is empty', hint = 'Send some text in raw_text, or a picture in media_urls.';
  end if;
  if length(new.raw_text) > 4000 then
    raise sqlstate 'PT422' using message = 'The log is too long', hint = 'Send at most 4000 characters; split it if you need more.';
  end if;
  if new.created_at > now() + interval '5 minutes' or new.created_at < now() - interval '1 year' then
    raise sqlstate 'PT422' using message = 'created_at is not within the last year', hint = 'Leave it out for now, or give the time it was written.';
  end if;
  if new.media_urls <> '[]' then
    perform private.check_media(new.client_id, new.media_urls);
  end if;

  new.author_type := case v_user when v_client.user_id then 'client' when v_client.coach_id then 'coach' else 'system' end;
  new.local_date_for_client := private.local_date(new.created_at, v_client.timezone);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, day date, has_data boolean, calories numeric, calories_estimated boolean, protein_g numeric, carbs_g numeric, fat_g numeric, weight_kg numeric, steps numeric, sleep_hours numeric, mood text, workouts integer, workout_min numeric, calories_target numeric, calories_low numeric, calories_high numeric, calorie_status text, protein_target_g numeric, workouts_per_week_target integer)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with period as (
    select p.client_id, p.first_day, p.last_day
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  ), event as (
    select
      e.client_id, e.date_for_metric as day, e.event_type, e.data_json as data, e.logged_at, e.id,
      coalesce(e.data_json ->> 'scope', 'day') = 'meal' as is_meal,
      coalesce(e.data_json ->> 'calories', e.data_json ->> 'calories_est')::numeric as kcal,
      coalesce(e.data_json ->> 'protein_g', e.data_json ->> 'protein_est_g')::numeric as protein,
      coalesce(e.data_json ->> 'carbs_g', e.data_json ->> 'carbs_est_g')::numeric as carbs,
      coalesce(e.data_json ->> 'fat_g', e.data_json ->> 'fat_est_g')::numeric as fat
    from period p
    join public.progress_events e
      on e.client_id = p.client_id and e.date_for_metric between p.first_day and p.last_day
    where e.status in ('auto', 'confirmed', 'corrected')
  ), measured as (
    -- A day's nutrition is its latest day total, else the sum of its meals; of anything else the latest value counts.
    select
      e.client_id, e.day,
      bool_or(e.event_type not in ('note', 'other')) as has_data,
      coalesce(
        (array_agg(e.kcal order by e.logged_at desc, e.id desc) filter (where not e.is_meal and e.kcal is not null))[1],
        sum(e.kcal) filter (where e.is_meal and e.kcal is not null)) as calories,
      bool_or(not e.is_meal and e.kcal is not null) as is_total,
      coalesce(
        (array_agg(coalesce((e.data ->> 'estimated')::boolean, false) order by e.logged_at desc, e.id desc)
          filter (where not e.is_meal and e.kcal is not null))[1],
        bool_or((e.data ->> 'estimated')::boolean) filter (where e.is_meal and e.kcal is not null)) as calories_estimated,
      coalesce(
        (array_agg(e.protein order by e.logged_at desc, e.id desc) filter (where not e.is_meal and e.protein is not null))[1],
        sum(e.protein) filter (where e.is_meal and e.protein is not null)) as protein_g,
      coalesce(
        (array_agg(e.carbs order by e.logged_at desc, e.id desc) filter (where not e.is_meal and e.carbs is not null))[1],
        sum(e.carbs) filter (where e.is_meal and e.carbs is not null)) as carbs_g,
      coalesce(
        (array_agg(e.fat order by e.logged_at desc, e.id desc) filter (where not e.is_meal and e.fat is not null))[1],
        sum(e.fat) filter (where e.is_meal and e.fat is not null)) as fat_g,
      (array_agg((e.data ->> 'value')::numeric order by e.logged_at desc, e.id desc) filter (where e.event_type = 'weight'))[1] as weight_kg,
      (array_agg((e.data ->> 'steps')::numeric order by e.logged_at desc, e.id desc) filter (where e.event_type = 'steps'))[1] as steps,
      (array_agg((e.data ->> 'hours')::numeric order by e.logged_at desc, e.id desc) filter (where e.event_type = 'sleep'))[1] as sleep_hours,
      (array_agg(e.data ->> 'label' order by e.logged_at desc, e.id desc) filter (where e.event_type = 'checkin_mood'))[1] as mood,
      count(*) filter (where e.event_type = 'workout')::integer as workouts,
      sum((e.data ->> 'duration_min')::numeric) filter (where e.event_type = 'workout') as workout_min
    from event e
    group by e.client_id, e.day
  ), calendar as (
    select p.client_id, d.day::date as day, d.day::date >= private.local_date(now(), c.timezone) as is_running
    from period p
    join public.clients c on c.id = p.client_id,
    generate_series(p.first_day::timestamp, p.last_day::timestamp, interval '1 day') as d(day)
  ), target as (
    -- The exclusion constraints on plans allow at most one of each kind on any day.
    select
      c.client_id, c.day, c.is_running,
      (n.config_json ->> 'calories_target_per_day')::numeric as kcal,
      coalesce((n.config_json ->> 'calories_tolerance_pct')::numeric, 10) / 100 as tolerance,
      (n.config_json ->> 'protein_target_g')::numeric as protein,
      (t.config_json ->> 'workouts_per_week_target')::integer as workouts
    from calendar c
    left join public.plans n
      on n.client_id = c.client_id and n.activated_at is not null and n.type <> 'training'
      and c.day between n.start_date and coalesce(n.end_date, 'infinity')
    left join public.plans t
      on t.client_id = c.client_id and t.activated_at is not null and t.type <> 'nutrition'
      and c.day between t.start_date and coalesce(t.end_date, 'infinity')
  )
  select
    t.client_id, t.day, coalesce(m.has_data, false),
    m.calories, coalesce(m.calories_estimated, false), m.protein_g, m.carbs_g, m.fat_g,
    m.weight_kg, m.steps, m.sleep_hours, m.mood, coalesce(m.workouts, 0), m.workout_min,
    t.kcal, round(t.kcal * (1 - t.tolerance)), round(t.kcal * (1 + t.tolerance)),
    case
      when m.calories is null or t.kcal is null then null
      when m.calories > t.kcal * (1 + t.tolerance) then 'above'
      when t.is_running and not m.is_total then null -- meals so far: the day is not over
      when m.calories < t.kcal * (1 - t.tolerance) then 'below'
      else 'within'
    end,
    t.protein, t.workouts
  from target t
  left join measured m on m.client_id = t.client_id and m.day = t.day
  order by t.client_id, t.day
$function$;

CREATE OR REPLACE FUNCTION private.decide_event(p_event_id uuid, p_status public.event_status, p_data jsonb, p_date date)
 RETURNS public.progress_events
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_event public.progress_events;
begin
  -- The log before its event, as finish_logs locks them: a decision and a re-run wait for each other.
  perform from public.logs
  where id = (
    select e.log_id from public.progress_events e
    where e.id = p_event_id and e.client_id in (select private.my_client_ids())
  )
  for update;

  select * into v_event from public.progress_events
  where id = p_event_id and client_id in (select private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such event', hint = 'It may have been read again: load the log once more.';
  end if;
  if p_status = 'corrected' then
    perform private.check_event_data(v_event.event_type, p_data);
  end if;
  if p_date <> v_event.date_for_metric and not exists (
    select from public.logs l
    join public.clients c on c.id = l.client_id
    where l.id = v_event.log_id
      and p_date between l.local_date_for_client - 366
        and greatest(l.local_date_for_client, private.local_date(now(), c.timezone))
  ) then
    raise sqlstate 'PT422' using message = 'An event is not of that day', hint = 'Give a day up to today, and at most a year before the log.';
  end if;

  begin
    update public.progress_events
    set status = p_status,
        data_json = coalesce(p_data, data_json),
        date_for_metric = coalesce(p_date, date_for_metric),
        original_data_json = case when p_status = 'corrected' then coalesce(original_data_json, data_json) else original_data_json end,
        confidence = case when p_status = 'rejected' then confidence else 1 end,
        review_reasons = case when p_status = 'rejected' then review_reasons else '{}' end,
        corrected_by = (select auth.uid()),
        corrected_at = now()
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      raise sqlstate 'PT409' using message = format('This log already has a %s event on %s', v_event.event_type, p_date),
        hint = 'Correct that one instead.';
  end;

  perform private.settle_review(v_event.log_id);
  return v_event;
end;
$function$;

CREATE OR REPLACE FUNCTION private.doubtful_metrics(p_type public.event_type, p_data jsonb)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with nutrient as (
    select
      coalesce(p_data ->> 'calories', p_data ->> 'calories_est')::numeric as kcal,
      coalesce(p_data ->> 'protein_g', p_data ->> 'protein_est_g')::numeric as protein,
      coalesce(p_data ->> 'carbs_g', p_data ->> 'carbs_est_g')::numeric as carbs,
      coalesce(p_data ->> 'fat_g', p_data ->> 'fat_est_g')::numeric as fat
    where p_type = 'nutrition'
  ), measurement as (
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
    ) / greatest(kcal, 1) -- no calories, but grams of something, is a gap like any other
    from nutrient, lateral (
      select 4 * coalesce(protein, 0) + 4 * coalesce(carbs, 0) + 9 * coalesce(fat, 0) as energy
    ) macros
    where energy > 0 and kcal is not null
  )
  select coalesce(array_agg(m.metric || '_out_of_range' order by m.metric), '{}')
  from measurement m
  join public.metric_limits l on l.metric = m.metric
  where m.value not between l.low and l.high
$function$;

CREATE OR REPLACE FUNCTION private.event_shape(p_type public.event_type)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case p_type
    when 'weight' then '{"value": "number!", "unit": "kg|lb!", "estimated": "boolean", "original": "object"}'
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
$function$;

CREATE OR REPLACE FUNCTION private.hash_invite_code(p_code text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select sha256(convert_to(upper(regexp_replace(p_code, '[^0-9A-Za-z]', '', 'g')), 'utf8'))
$function$;

CREATE OR REPLACE FUNCTION private.held_messages(p_queue text, p_leases jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  -- The rows stay locked until the transaction ends, so that nobody can claim what is being settled.
  return query execute format(
    'select q.msg_id
     from pgmq.%I q
     join jsonb_to_recordset($1) as l(msg_id bigint, read_ct integer) using (msg_id)
     where q.read_ct = l.read_ct
     order by q.msg_id
     for update of q',
    'q_' || p_queue
  ) using p_leases;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_timezone(p_name text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  -- Postgres also takes POSIX rules such as FOO3 or Etc/GMT+99; only names of the IANA form go on to the real look-up.
  if p_name !~ '^(UTC|Etc/GMT(-1[0-4]|\+1[0-2]|[+-][0-9])|[A-Z][A-Za-z_-]+(/[A-Z][A-Za-z_-]+){1,2})$' then
    return false;
  end if;
  perform now() at time zone p_name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end;
$function$;

CREATE OR REPLACE FUNCTION private.local_date(p_at timestamp with time zone, p_timezone text)
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select (p_at at time zone p_timezone)::date
$function$;

CREATE OR REPLACE FUNCTION private.make_invite(p_client_id uuid)
 RETURNS TABLE(code text, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; -- Crockford base 32: 12 letters are 60 bits
  v_bytes bytea := extensions.gen_random_bytes(12);
  v_code  text := '';
begin
  if not exists (
    select from public.clients c where c.id = p_client_id and c.coach_id = (select auth.uid()) for update
  ) then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Invite one of your own clients.';
  end if;
  if exists (select from public.clients c where c.id = p_client_id and c.user_id is not null) then
    raise sqlstate 'PT409' using message = 'This client already has an account', hint = 'Nothing needs to be done: they can sign in.';
  end if;

  for i in 0..11 loop
    v_code := v_code || substr(v_alphabet, get_byte(v_bytes, i) % 32 + 1, 1);
  end loop;

  -- A new code replaces the ones still open, so that a code sent to the wrong person can be called back.
  delete from public.client_invites i where i.client_id = p_client_id and i.accepted_at is null;

  return query
  insert into public.client_invites as i (client_id, created_by, code_hash)
  values (p_client_id, (select auth.uid()), private.hash_invite_code(v_code))
  returning substr(v_code, 1, 4) || '-' || substr(v_code, 5, 4) || '-' || substr(v_code, 9, 4), i.expires_at;
end;
$function$;

CREATE OR REPLACE FUNCTION private.make_profile()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.max_attempts()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN 8;

CREATE OR REPLACE FUNCTION private.my_acquaintance_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select (select auth.uid())
  union
  select user_id from public.clients where coach_id = (select auth.uid()) and user_id is not null
  union
  select coach_id from public.clients where user_id = (select auth.uid())
$function$;

CREATE OR REPLACE FUNCTION private.my_client_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.clients where coach_id = (select auth.uid())
  union
  select id from public.clients where user_id = (select auth.uid())
$function$;

CREATE OR REPLACE FUNCTION private.my_coached_client_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.clients where coach_id = (select auth.uid())
$function$;

CREATE OR REPLACE FUNCTION private.my_own_client_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.clients where user_id = (select auth.uid())
$function$;

CREATE OR REPLACE FUNCTION private.nudge(p_function text, p_body jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_url       text := private.secret('functions_url');
  v_secret    text := private.secret('webhook_secret');
  v_id        text := 'msg_' || replace(gen_random_uuid()::text, '-', '');
  v_timestamp bigint := extract(epoch from clock_timestamp())::bigint;
begin
  if v_url is null or v_secret is null then
    return null; -- the queue is the truth; without an address the cron sweep has nobody to wake either
  end if;

  return net.http_post(
    url                  := rtrim(v_url, '/') || '/' || p_function,
    body                 := p_body,
    headers              := jsonb_build_object(
      'Content-Type',      'application/json',
      'webhook-id',        v_id,
      'webhook-timestamp', v_timestamp::text,
      'webhook-signature', private.sign_webhook(v_id, v_timestamp, p_body::text, v_secret)
    ),
    timeout_milliseconds := 2000 -- pg_net keeps a whole batch open until its slowest request ends
  );
exception
  when others then
    -- Nothing depends on a nudge: a secret or an address set wrongly must not refuse what people write.
    raise warning 'nudge of % failed: %', p_function, sqlstate;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.nudge_waiting()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if exists (select from pgmq.q_log_processing where vt <= clock_timestamp()) then
    perform private.nudge('process_logs', '{"type": "SWEEP"}');
  end if;
  if exists (select from pgmq.q_weekly_reports where vt <= clock_timestamp()) then
    perform private.nudge('weekly_reports', '{"type": "SWEEP"}');
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, facts jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with period as (
    select p.client_id, p.first_day, p.last_day, c.name, c.locale,
           private.local_date(now(), c.timezone) as today,
           -- Before somebody was a client nobody was silent, unless they brought their history along.
           least(private.local_date(c.created_at, c.timezone), (
             select min(e.date_for_metric) from public.progress_events e
             where e.client_id = c.id and e.status in ('auto', 'confirmed', 'corrected')
           )) as first_day_known
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
  ), daily as (
    select d.*, p.today, p.first_day_known
    from private.daily_facts(p_client_ids, p_from, p_to) d
    join period p on p.client_id = d.client_id
  ), run as (
    -- Days in a row: the day minus its rank is the same for every day of one run.
    select r.client_id, r.kind, max(r.days) as days
    from (
      select s.client_id, s.kind, s.island, count(*) as days
      from (
        select d.client_id, k.kind,
               d.day - row_number() over (partition by d.client_id, k.kind order by d.day)::integer as island
        from daily d
        cross join lateral (values
          ('over', d.calorie_status = 'above'),
          ('under', d.calorie_status = 'below'),
          ('no_data', not d.has_data and d.day < d.today and d.day >= d.first_day_known)
        ) as k(kind, applies)
        where k.applies
      ) s
      group by s.client_id, s.kind, s.island
    ) r
    group by r.client_id, r.kind
  ), total as (
    select
      d.client_id,
      count(*) filter (where d.has_data) as days_with_data,
      count(*) filter (where not d.has_data and d.day < d.today) as missing_data_days,
      count(d.calories) as days_with_calories,
      count(d.calorie_status) as days_scored,
      count(*) filter (where d.calorie_status = 'within') as days_within,
      count(*) filter (where d.calorie_status = 'above') as days_above,
      count(*) filter (where d.calorie_status = 'below') as days_below,
      round(avg(d.calories)) as avg_calories,
      round(avg(d.protein_g), 1) as avg_protein_g,
      round(avg(d.carbs_g), 1) as avg_carbs_g,
      round(avg(d.fat_g), 1) as avg_fat_g,
      round(avg(d.steps)) as avg_steps,
      round(avg(d.sleep_hours), 1) as avg_sleep_hours,
      sum(d.workouts) as workouts_count,
      (array_agg(d.weight_kg order by d.day desc) filter (where d.weight_kg is not null))[1] as last_weight_kg
    from daily d
    group by d.client_id
  )
  select
    p.client_id,
    jsonb_build_object(
      'client_name', p.name,
      'locale', p.locale,
      'week_start', p.first_day,
      'week_end', p.last_day,
      'plan', jsonb_build_object(
        'calories_target_per_day', plan.calories_target,
        'protein_target_g', plan.protein_target_g,
        'workouts_per_week_target', plan.workouts_per_week_target
      ),
      'aggregates', jsonb_build_object(
        'days_with_data', t.days_with_data,
        'days_with_calories', t.days_with_calories,
        'days_scored', t.days_scored,
        'avg_calories', t.avg_calories,
        'avg_protein_g', t.avg_protein_g,
        'avg_carbs_g', t.avg_carbs_g,
        'avg_fat_g', t.avg_fat_g,
        'days_within_calorie_target', t.days_within,
        'days_above_calorie_target', t.days_above,
        'days_below_calorie_target', t.days_below,
        'adherence_pct', round(100.0 * t.days_within / nullif(t.days_scored, 0)),
        'workouts_count', t.workouts_count,
        'avg_steps', t.avg_steps,
        'avg_sleep_hours', t.avg_sleep_hours,
        'last_weight_kg', t.last_weight_kg,
        'weight_change_kg', t.last_weight_kg - before.weight_kg
      ),
      'flags', jsonb_build_object(
        'missing_data_days', t.missing_data_days,
        'no_data_streak', coalesce(no_data.days >= 3, false),
        'consistent_over_target', coalesce(over_run.days >= 3, false),
        'consistent_under_target', coalesce(under_run.days >= 3, false)
      )
    )
  from period p
  join total t on t.client_id = p.client_id
  left join run no_data on no_data.client_id = p.client_id and no_data.kind = 'no_data'
  left join run over_run on over_run.client_id = p.client_id and over_run.kind = 'over'
  left join run under_run on under_run.client_id = p.client_id and under_run.kind = 'under'
  left join daily plan on plan.client_id = p.client_id and plan.day = p.last_day
  left join lateral (
    select (e.data_json ->> 'value')::numeric as weight_kg
    from public.progress_events e
    where e.client_id = p.client_id and e.event_type = 'weight' and e.date_for_metric < p.first_day
      and e.status in ('auto', 'confirmed', 'corrected')
    order by e.date_for_metric desc, e.logged_at desc, e.id desc
    limit 1
  ) before on true
$function$;

CREATE OR REPLACE FUNCTION private.put_plan_in_force(p_plan_id uuid)
 RETURNS public.plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_plan  public.plans;
  v_today date;
begin
  select p.* into v_plan
  from public.plans p
  join public.clients c on c.id = p.client_id
  where p.id = p_plan_id and c.coach_id = (select auth.uid())
  for update of c, p; -- the client row makes activations of one client wait for each other
  if not found then
    raise sqlstate 'PT404' using message = 'No such plan', hint = 'Activate a plan of one of your own clients.';
  end if;
  if v_plan.is_active then
    return v_plan;
  end if;
  if v_plan.activated_at is not null then
    raise sqlstate 'PT409' using message = 'This plan has already been in force', hint = 'Make a new plan with the same targets.';
  end if;

  select private.local_date(now(), timezone) into v_today from public.clients where id = v_plan.client_id;
  if v_plan.end_date < v_today then
    raise sqlstate 'PT422' using message = 'This plan has already ended', hint = 'Give it a later end_date, or none.';
  end if;

  -- Days already scored keep their plan: where another was in force, the new one begins today at the earliest.
  if v_plan.start_date < v_today and exists (
    select from public.plans o
    where o.client_id = v_plan.client_id and o.activated_at is not null
      and (o.type = v_plan.type or 'combined' in (o.type, v_plan.type))
      and coalesce(o.end_date, 'infinity') >= v_plan.start_date
  ) then
    v_plan.start_date := v_today;
  end if;

  -- A plan that would have had no day left goes back to being a draft.
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
$function$;

CREATE OR REPLACE FUNCTION private.queue_logs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_messages jsonb[];
  v_record   jsonb;
begin
  select array_agg(jsonb_build_object('log_id', a.id) order by a.created_at, a.id),
         (array_agg(jsonb_build_object('id', a.id, 'client_id', a.client_id)))[1]
  into v_messages, v_record
  from added a;

  if v_messages is not null then
    perform pgmq.send_batch('log_processing', v_messages);
    -- Of the record only ids: pg_net's tables are readable by more roles than logs is.
    perform private.nudge('process_logs', jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'logs', 'record', v_record, 'old_record', null
    ));
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_weekly_report(p_client_id uuid, p_week_start date)
 RETURNS public.weekly_reports
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_report   public.weekly_reports;
  v_is_coach boolean;
  v_today    date;
begin
  select c.coach_id = (select auth.uid()), private.local_date(now(), c.timezone) into v_is_coach, v_today
  from public.clients c
  where c.id = p_client_id and c.id in (select private.my_client_ids());
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'This is not a day of our age', hint = 'Give week_start as YYYY-MM-DD.';
  end if;
  if extract(isodow from p_week_start) <> 1 then
    raise sqlstate 'PT422' using message = 'A week starts on a Monday',
      hint = format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date);
  end if;
  if p_week_start < v_today - 731 then
    raise sqlstate 'PT422' using message = 'This week is too long ago', hint = 'Ask for a week of the last two years.';
  end if;
  if p_week_start > v_today then
    raise sqlstate 'PT422' using message = 'This week has not begun', hint = 'Ask for a week up to the present one.';
  end if;

  insert into public.weekly_reports as r (client_id, week_start)
  values (p_client_id, p_week_start)
  on conflict (client_id, week_start) do update
    set status = 'queued', error = null
    where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
      -- Being written already, so from facts that may be older than this request: written once more.
      or (r.status = 'queued' and v_is_coach and not exists (
        select from pgmq.q_weekly_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
      ))
  returning * into v_report;

  if found then
    perform pgmq.send('weekly_reports', jsonb_build_object('report_id', v_report.id));
    perform private.nudge('weekly_reports', jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return v_report;
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_weekly_reports(p_now timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with due as (
    -- Six hours into Monday the week before is due; until then, still the one before that.
    select c.id as client_id, c.timezone,
           date_trunc('week', p_now at time zone c.timezone - interval '6 hours')::date - 7 as week_start
    from public.clients c
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
      set status = 'queued', error = null
      -- Asked for while the week was still running: written again now that it is complete.
      where r.status = 'ready'
        and r.generated_at < ((r.week_end + 1)::timestamp at time zone (
          select c.timezone from public.clients c where c.id = r.client_id
        ))
    returning r.id
  ), sent as (
    select pgmq.send_batch('weekly_reports', m.messages)
    from (select array_agg(jsonb_build_object('report_id', q.id)) as messages from queued q) m
    where m.messages is not null
  ), nudged as (
    select private.nudge('weekly_reports', '{"type": "SWEEP"}') where exists (select from sent)
  )
  select count(*)::integer from sent left join nudged on true
$function$;

CREATE OR REPLACE FUNCTION private.record_ai_usage(p_spent jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- In one order of clients, so that two workers counting for the same ones wait for each other and do not deadlock.
  insert into public.ai_usage as u (client_id, day, calls, input_tokens, output_tokens)
  select c.id, private.local_date(now(), c.timezone), sum(s.calls), sum(s.input_tokens), sum(s.output_tokens)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, calls integer, input_tokens bigint, output_tokens bigint)
  join public.clients c on c.id = s.client_id
  group by c.id
  order by c.id
  on conflict (client_id, day) do update
    set calls = u.calls + excluded.calls,
        input_tokens = u.input_tokens + excluded.input_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens
$function$;

CREATE OR REPLACE FUNCTION private.record_log_usage(p_settled jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', l.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    join (
      select msg_id, message from pgmq.q_log_processing
      union all
      select msg_id, message from pgmq.a_log_processing -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    join public.logs l on l.id = (m.message ->> 'log_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
$function$;

CREATE OR REPLACE FUNCTION private.record_report_usage(p_settled jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', r.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    join (
      select msg_id, message from pgmq.q_weekly_reports
      union all
      select msg_id, message from pgmq.a_weekly_reports -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    join public.weekly_reports r on r.id = (m.message ->> 'report_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
$function$;

CREATE OR REPLACE FUNCTION private.requeue_log(p_log_id uuid)
 RETURNS public.logs
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_log public.logs;
begin
  select * into v_log from public.logs
  where id = p_log_id and client_id in (select private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such log', hint = 'Check the log id.';
  end if;
  if v_log.ai_status in ('pending', 'processing') then
    return v_log; -- it is waiting already
  end if;

  update public.logs set ai_status = 'pending', ai_error = null, settled_at = null where id = p_log_id returning * into v_log;
  perform pgmq.send('log_processing', jsonb_build_object('log_id', p_log_id));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id), 'old_record', null
  ));
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.retry_delay_seconds(p_attempt integer)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select (least(900, 5 * 2 ^ least(p_attempt, 10)) * (0.75 + random() / 2))::integer
$function$;

CREATE OR REPLACE FUNCTION private.secret(p_name text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select decrypted_secret from vault.decrypted_secrets where name = p_name
$function$;

CREATE OR REPLACE FUNCTION private.settle_review(p_log_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  update public.logs l
  set ai_status = case
    when l.ai_error is not null and l.settled_at is null
      or exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
    then 'needs_review' else 'processed' end::public.ai_status
  where l.id = p_log_id and l.ai_status in ('processed', 'needs_review')
$function$;

CREATE OR REPLACE FUNCTION private.sign_webhook(p_id text, p_timestamp bigint, p_body text, p_secret text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select 'v1,' || encode(
    extensions.hmac(
      convert_to(p_id || '.' || p_timestamp || '.' || p_body, 'utf8'),
      decode(regexp_replace(p_secret, '^whsec_', ''), 'base64'),
      'sha256'
    ),
    'base64'
  )
$function$;

CREATE OR REPLACE FUNCTION private.take_invite(p_code text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.client_invites;
  v_client public.clients;
begin
  -- The client is locked before the invite, as make_invite does it: the other way round they could deadlock.
  select c.* into v_client
  from public.client_invites i
  join public.clients c on c.id = i.client_id
  where i.code_hash = private.hash_invite_code(p_code)
  for update of c;

  select * into v_invite from public.client_invites where code_hash = private.hash_invite_code(p_code) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'This invite code is not known', hint = 'Check the code, or ask your coach for a new one.';
  end if;
  if v_invite.accepted_by = v_user then
    return v_invite.client_id; -- a repeated request: the first answer may have been lost
  end if;
  if v_invite.accepted_at is not null then
    raise sqlstate 'PT410' using message = 'This invite code has been used', hint = 'Ask your coach for a new one.';
  end if;
  if v_invite.expires_at <= now() then
    raise sqlstate 'PT410' using message = 'This invite code has expired', hint = 'Ask your coach for a new one.';
  end if;

  if v_client.coach_id = v_user then
    raise sqlstate 'PT409' using message = 'This is your own invite', hint = 'Sign in as the client to accept it.';
  end if;
  if v_client.user_id is not null then
    raise sqlstate 'PT409' using message = 'This client already has an account', hint = 'Ask your coach which account it is.';
  end if;

  begin
    update public.clients set user_id = v_user where id = v_invite.client_id;
  exception
    when unique_violation then -- an account is at most one client, also when two codes are accepted at once
      raise sqlstate 'PT409' using message = 'Your account already belongs to a coach', hint = 'Ask that coach to release it first, or sign up with another e-mail.';
  end;
  update public.client_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.client_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.touch_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.updated_at := now();
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION public.accept_invite(code text)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.take_invite(code)
$function$;

CREATE OR REPLACE FUNCTION public.activate_plan(plan_id uuid)
 RETURNS public.plans
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.put_plan_in_force(plan_id)
$function$;

CREATE OR REPLACE FUNCTION public.active_plan(client_id uuid)
 RETURNS SETOF public.plans
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_today date;
begin
  select private.local_date(now(), c.timezone) into v_today from public.clients c where c.id = active_plan.client_id;
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  return query
  select p.*
  from public.plans p
  where p.client_id = active_plan.client_id
    and p.activated_at is not null
    and v_today between p.start_date and coalesce(p.end_date, 'infinity');
end;
$function$;

CREATE OR REPLACE FUNCTION public.confirm_event(event_id uuid)
 RETURNS public.progress_events
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.decide_event(event_id, 'confirmed', null, null)
$function$;

CREATE OR REPLACE FUNCTION public.correct_event(event_id uuid, data jsonb, date date DEFAULT NULL::date)
 RETURNS public.progress_events
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.decide_event(event_id, 'corrected', coalesce(data, 'null'), date)
$function$;

CREATE OR REPLACE FUNCTION public.invite_client(client_id uuid)
 RETURNS TABLE(code text, expires_at timestamp with time zone)
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.make_invite(client_id)
$function$;

CREATE OR REPLACE FUNCTION public.progress_series(client_id uuid, "from" date, "to" date)
 RETURNS TABLE(day date, has_data boolean, calories numeric, calories_estimated boolean, protein_g numeric, carbs_g numeric, fat_g numeric, weight_kg numeric, steps numeric, sleep_hours numeric, mood text, workouts integer, workout_min numeric, calories_target numeric, calories_low numeric, calories_high numeric, calorie_status text, protein_target_g numeric, workouts_per_week_target integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  perform private.check_period(client_id, "from", "to");
  return query
  select
    d.day, d.has_data, d.calories, d.calories_estimated, d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.steps, d.sleep_hours, d.mood, d.workouts, d.workout_min,
    d.calories_target, d.calories_low, d.calories_high, d.calorie_status,
    d.protein_target_g, d.workouts_per_week_target
  from private.daily_facts(array[client_id], array["from"], array["to"]) d;
end;
$function$;

CREATE OR REPLACE FUNCTION public.progress_summary(client_id uuid, "from" date, "to" date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  perform private.check_period(client_id, "from", "to");
  return (
    select f.facts from private.period_facts(array[client_id], array["from"], array["to"]) f
  );
end;
$function$;

CREATE OR REPLACE FUNCTION public.reject_event(event_id uuid)
 RETURNS public.progress_events
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.decide_event(event_id, 'rejected', null, null)
$function$;

CREATE OR REPLACE FUNCTION public.request_weekly_report(client_id uuid, week_start date)
 RETURNS public.weekly_reports
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.queue_weekly_report(client_id, week_start)
$function$;

CREATE OR REPLACE FUNCTION public.retry_log(log_id uuid)
 RETURNS public.logs
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.requeue_log(log_id)
$function$;

CREATE OR REPLACE FUNCTION public.settle_log(log_id uuid)
 RETURNS public.logs
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.close_review(log_id)
$function$;

CREATE OR REPLACE FUNCTION worker.accept_webhook(p_id text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with receipt as (
    insert into private.webhook_receipts (id) values (p_id) on conflict (id) do nothing returning id
  )
  select exists (select from receipt)
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, log jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_message record;
  v_read    integer;
  v_claimed integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.msg_id, m.read_ct, (m.message ->> 'log_id')::uuid as log_id
      from pgmq.read('log_processing', p_lease_seconds, p_limit) m
      order by log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > private.max_attempts() then
        update public.logs
        set ai_status = 'failed', ai_error = coalesce(ai_error, 'Reading was interrupted too often.')
        where id = v_message.log_id;
      else
        return query
        update public.logs l
        set ai_status = 'processing'
        from public.clients c
        where l.id = v_message.log_id and c.id = l.client_id
        returning
          v_message.msg_id,
          v_message.read_ct,
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object(
            'id', c.id, 'locale', c.locale, 'today', private.local_date(now(), c.timezone),
            'model_calls_today', private.ai_calls_today(c.id)
          );
        if found then
          v_claimed := v_claimed + 1;
          continue;
        end if;
      end if;
      perform pgmq.archive('log_processing', v_message.msg_id); -- a dead letter, or a log that is gone
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or v_read = 0;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.claim_media(p_log_id uuid, p_digests text[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- The first log to come keeps a picture, unless nothing came of it there: then the next one may try. In one
  -- order, so that two logs of the same pictures wait for each other and do not deadlock.
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
$function$;

CREATE OR REPLACE FUNCTION worker.claim_reports(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, report_id uuid, facts jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_messages jsonb;
begin
  loop
    select jsonb_agg(jsonb_build_object(
      'msg_id', m.msg_id, 'read_ct', m.read_ct, 'report_id', m.message ->> 'report_id'
    )) into v_messages
    from pgmq.read('weekly_reports', p_lease_seconds, p_limit) m;
    exit when v_messages is null;

    -- Locked in one order, so that workers wait for each other and do not deadlock.
    perform from public.weekly_reports
    where id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
    order by id
    for update;

    -- Dead letters, and reports that are gone.
    update public.weekly_reports r
    set status = 'failed', error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > private.max_attempts();

    perform pgmq.archive('weekly_reports', m.msg_id)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    where m.read_ct > private.max_attempts()
      or not exists (select from public.weekly_reports r where r.id = m.report_id);

    return query
    with claimed as (
      select m.msg_id, m.read_ct, r.id, r.client_id, r.week_start, r.week_end
      from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
      join public.weekly_reports r on r.id = m.report_id
      where m.read_ct <= private.max_attempts()
    ), week as (
      select w.week_start, f.client_id, f.facts
      from (
        select c.week_start, array_agg(distinct c.client_id) as ids from claimed c group by c.week_start
      ) w
      cross join lateral private.period_facts(
        w.ids, array_fill(w.week_start, array[cardinality(w.ids)]), array_fill(w.week_start + 6, array[cardinality(w.ids)])
      ) f
    )
    select
      c.msg_id, c.read_ct, c.id, w.facts,
      jsonb_build_object(
        'id', cl.id, 'today', private.local_date(now(), cl.timezone), 'model_calls_today', private.ai_calls_today(cl.id)
      )
    from claimed c
    join week w on w.client_id = c.client_id and w.week_start = c.week_start
    join public.clients cl on cl.id = c.client_id;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.fail_logs(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'log_id')::uuid as log_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_log_processing q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by log_id
  loop
    update public.logs
    set ai_status = case when v_failure.is_dead then 'failed' else 'pending' end::public.ai_status,
        ai_error = left(v_failure.reason, 500)
    where id = v_failure.log_id;

    if v_failure.is_dead then
      perform pgmq.archive('log_processing', v_failure.msg_id);
    else
      perform pgmq.set_vt('log_processing', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_log_usage(p_failures);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.fail_reports(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('weekly_reports', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'report_id')::uuid as report_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_weekly_reports q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by report_id
  loop
    update public.weekly_reports
    set status = case when v_failure.is_dead then 'failed' else 'queued' end::public.report_status,
        error = left(v_failure.reason, 500)
    where id = v_failure.report_id;

    if v_failure.is_dead then
      perform pgmq.archive('weekly_reports', v_failure.msg_id);
    else
      perform pgmq.set_vt('weekly_reports', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_report_usage(p_failures);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.finish_logs(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_results));
  v_results jsonb;
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) into v_results
  from (
    select distinct on (q.message ->> 'log_id') q.message ->> 'log_id' as log_id, x.result
    from jsonb_array_elements(p_results) as x(result)
    join pgmq.q_log_processing q on q.msg_id = (x.result ->> 'msg_id')::bigint
    where q.msg_id = any (v_held)
    order by q.message ->> 'log_id', q.msg_id desc
  ) r;

  -- Locked in one order, so that two workers settling the same logs wait for each other and do not deadlock.
  perform from public.logs
  where id in (select r.log_id from jsonb_to_recordset(v_results) as r(log_id uuid))
  order by id
  for update;

  with result as (
    select r.log_id, r.parser, r.events
    from jsonb_to_recordset(v_results) as r(log_id uuid, parser text, events jsonb)
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
      ai_error = r.reason,
      processed_at = now()
  from jsonb_to_recordset(v_results) as r(
    log_id uuid, classification jsonb, parsed jsonb, status public.ai_status, reason text
  )
  where l.id = r.log_id;

  perform private.record_log_usage(p_results);
  perform pgmq.archive('log_processing', v_held);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.finish_reports(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held bigint[] := array(select private.held_messages('weekly_reports', p_results));
begin
  -- Which report a result is of is what the message says, not the worker. Locked in one order against deadlocks.
  perform from public.weekly_reports
  where id in (select (q.message ->> 'report_id')::uuid from pgmq.q_weekly_reports q where q.msg_id = any (v_held))
  order by id
  for update;

  with result as (
    select distinct on (q.message ->> 'report_id')
      (q.message ->> 'report_id')::uuid as report_id, r.facts, r.generated_by, r.texts
    from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, generated_by text, texts jsonb)
    join pgmq.q_weekly_reports q on q.msg_id = r.msg_id
    where r.msg_id = any (v_held)
    order by q.message ->> 'report_id', q.msg_id desc
  ), report as (
    update public.weekly_reports w
    set status = 'ready', error = null, generated_by = r.generated_by, generated_at = now(),
        plan = r.facts -> 'plan', aggregates = r.facts -> 'aggregates', flags = r.facts -> 'flags'
    from result r
    where w.id = r.report_id
    returning w.id, w.client_id, r.texts
  )
  insert into public.weekly_report_texts as t (report_id, client_id, audience, body)
  select report.id, report.client_id, x.key::public.report_audience, x.value
  from report, lateral jsonb_each_text(report.texts) x
  on conflict (report_id, audience) do update set body = excluded.body;

  perform private.record_report_usage(p_results);
  perform pgmq.archive('weekly_reports', v_held);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.log_history(p_since date, p_client uuid, p_decided boolean, p_after_time timestamp with time zone, p_after_id uuid, p_limit integer)
 RETURNS TABLE(log jsonb, client jsonb, created_at timestamp with time zone, ai_status public.ai_status, names_client boolean, explained boolean, repeated_pictures integer, events jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select
    jsonb_build_object(
      'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
      'local_date', l.local_date_for_client
    ),
    jsonb_build_object(
      'id', c.id, 'locale', c.locale, 'today', private.local_date(now(), c.timezone),
      'model_calls_today', private.ai_calls_today(c.id)
    ),
    l.created_at,
    l.ai_status,
    -- A name is bent by cases, so its last letter does not count.
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
$function$;

CREATE OR REPLACE FUNCTION worker.requeue_logs(p_log_ids uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_ids uuid[];
begin
  -- Locked in the order of finish_logs, so that the two wait for each other and do not deadlock.
  v_ids := array(
    select id from public.logs
    where id = any (p_log_ids) and ai_status not in ('pending', 'processing')
    order by id
    for update
  );
  if v_ids = '{}' then
    return;
  end if;

  update public.logs set ai_status = 'pending', ai_error = null where id = any (v_ids);
  perform pgmq.send_batch(
    'log_processing',
    array(
      select jsonb_build_object('log_id', l.id) from public.logs l
      where l.id = any (v_ids) order by l.created_at, l.id
    )
  );
  perform private.nudge('process_logs', '{"type": "SWEEP"}');
  return query select unnest(v_ids);
end;
$function$;

ALTER TABLE "private"."media_digests" ADD CONSTRAINT "media_digests_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."ai_usage" ADD CONSTRAINT "ai_usage_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."client_invites" ADD CONSTRAINT "client_invites_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."logs" ADD CONSTRAINT "logs_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "private"."media_digests" ADD CONSTRAINT "media_digests_log_fkey" FOREIGN KEY (log_id, client_id) REFERENCES public.logs(id, client_id) ON DELETE CASCADE;

ALTER TABLE "public"."plans" ADD CONSTRAINT "plans_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."plans" ADD CONSTRAINT "plans_one_nutrition_target_a_day" EXCLUDE USING gist (client_id WITH =, daterange(start_date, end_date, '[]'::text) WITH &&) WHERE (((activated_at IS NOT NULL) AND (type <> 'training'::public.plan_type)));

ALTER TABLE "public"."plans" ADD CONSTRAINT "plans_one_training_target_a_day" EXCLUDE USING gist (client_id WITH =, daterange(start_date, end_date, '[]'::text) WITH &&) WHERE (((activated_at IS NOT NULL) AND (type <> 'nutrition'::public.plan_type)));

ALTER TABLE "public"."profiles" ADD CONSTRAINT "profiles_id_fkey" FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE "public"."client_invites" ADD CONSTRAINT "client_invites_accepted_by_fkey" FOREIGN KEY (accepted_by) REFERENCES public.profiles(id) ON DELETE SET NULL;

ALTER TABLE "public"."client_invites" ADD CONSTRAINT "client_invites_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id) ON DELETE CASCADE;

ALTER TABLE "public"."clients" ADD CONSTRAINT "clients_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL;

ALTER TABLE "public"."progress_events" ADD CONSTRAINT "progress_events_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."progress_events" ADD CONSTRAINT "progress_events_corrected_by_fkey" FOREIGN KEY (corrected_by) REFERENCES public.profiles(id) ON DELETE SET NULL;

ALTER TABLE "public"."progress_events" ADD CONSTRAINT "progress_events_effect_key" UNIQUE (log_id, event_type, date_for_metric);

ALTER TABLE "public"."progress_events" ADD CONSTRAINT "progress_events_log_fkey" FOREIGN KEY (log_id, client_id) REFERENCES public.logs(id, client_id) ON DELETE CASCADE;

ALTER TABLE "public"."weekly_report_texts" ADD CONSTRAINT "weekly_report_texts_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."weekly_report_texts" ADD CONSTRAINT "weekly_report_texts_pkey" PRIMARY KEY (report_id, audience);

ALTER TABLE "public"."weekly_reports" ADD CONSTRAINT "weekly_reports_client_id_fkey" FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE CASCADE;

ALTER TABLE "public"."weekly_report_texts" ADD CONSTRAINT "weekly_report_texts_report_fkey" FOREIGN KEY (report_id, client_id) REFERENCES public.weekly_reports(id, client_id) ON DELETE CASCADE;

CREATE INDEX media_digests_log_id_client_id_idx ON private.media_digests USING btree (log_id, client_id);

CREATE INDEX webhook_receipts_received_at_idx ON private.webhook_receipts USING btree (received_at);

CREATE INDEX client_invites_accepted_by_idx ON public.client_invites USING btree (accepted_by);

CREATE INDEX client_invites_client_id_idx ON public.client_invites USING btree (client_id);

CREATE INDEX client_invites_created_by_idx ON public.client_invites USING btree (created_by);

CREATE INDEX logs_client_id_created_at_idx ON public.logs USING btree (client_id, created_at DESC, id DESC);

CREATE INDEX logs_unsettled_idx ON public.logs USING btree (client_id) WHERE (ai_status = ANY (ARRAY['needs_review'::public.ai_status, 'failed'::public.ai_status]));

CREATE INDEX plans_client_id_start_date_idx ON public.plans USING btree (client_id, start_date DESC);

CREATE UNIQUE INDEX plans_one_active_nutrition_key ON public.plans USING btree (client_id) WHERE (is_active AND (type <> 'training'::public.plan_type));

CREATE UNIQUE INDEX plans_one_active_training_key ON public.plans USING btree (client_id) WHERE (is_active AND (type <> 'nutrition'::public.plan_type));

CREATE INDEX progress_events_client_id_date_idx ON public.progress_events USING btree (client_id, date_for_metric);

CREATE INDEX progress_events_corrected_by_idx ON public.progress_events USING btree (corrected_by);

CREATE INDEX progress_events_log_id_client_id_idx ON public.progress_events USING btree (log_id, client_id);

CREATE INDEX progress_events_open_reviews_idx ON public.progress_events USING btree (client_id) WHERE (status = 'needs_review'::public.event_status);

CREATE INDEX progress_events_weight_idx ON public.progress_events USING btree (client_id, date_for_metric DESC, logged_at DESC) WHERE (event_type = 'weight'::public.event_type);

CREATE INDEX weekly_report_texts_client_id_audience_idx ON public.weekly_report_texts USING btree (client_id, audience);

CREATE INDEX weekly_report_texts_report_id_client_id_idx ON public.weekly_report_texts USING btree (report_id, client_id);

CREATE TRIGGER make_profile AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION private.make_profile();

CREATE TRIGGER check_client BEFORE INSERT OR UPDATE OF timezone ON public.clients FOR EACH ROW EXECUTE FUNCTION private.check_client();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER complete_log BEFORE INSERT ON public.logs FOR EACH ROW EXECUTE FUNCTION private.complete_log();

CREATE TRIGGER queue_logs AFTER INSERT ON public.logs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.queue_logs();

CREATE TRIGGER check_plan BEFORE INSERT OR UPDATE ON public.plans FOR EACH ROW EXECUTE FUNCTION private.check_plan();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.plans FOR EACH ROW EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER check_event BEFORE INSERT OR UPDATE ON public.progress_events FOR EACH ROW EXECUTE FUNCTION private.check_event();

CREATE POLICY "Nobody reads digests of pictures through the API" ON "private"."media_digests" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Nobody reads webhook receipts through the API" ON "private"."webhook_receipts" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Coaches read what models have cost for their clients" ON "public"."ai_usage" FOR SELECT TO "authenticated" USING ((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)));

CREATE POLICY "Coaches read the invites of their clients" ON "public"."client_invites" FOR SELECT TO "authenticated" USING ((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)));

CREATE POLICY "Coaches log for their clients, clients for themselves" ON "public"."logs" FOR INSERT TO "authenticated" WITH CHECK ((client_id IN ( SELECT private.my_client_ids() AS my_client_ids)));

CREATE POLICY "Coaches read logs of their clients, clients their own" ON "public"."logs" FOR SELECT TO "authenticated" USING ((client_id IN ( SELECT private.my_client_ids() AS my_client_ids)));

CREATE POLICY "Everyone signed in reads the limits" ON "public"."metric_limits" FOR SELECT TO "authenticated" USING (true);

CREATE POLICY "Coaches change plans of their clients" ON "public"."plans" FOR UPDATE TO "authenticated" USING ((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids))) WITH CHECK ((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)));

CREATE POLICY "Coaches delete drafts of their clients' plans" ON "public"."plans" FOR DELETE TO "authenticated" USING (((activated_at IS NULL) AND (client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids))));

CREATE POLICY "Coaches read plans and drafts, clients the plans that came into" ON "public"."plans" FOR SELECT TO "authenticated" USING (((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)) OR ((activated_at IS NOT NULL) AND (client_id IN ( SELECT private.my_own_client_ids() AS my_own_client_ids)))));

CREATE POLICY "Coaches write plans for their clients" ON "public"."plans" FOR INSERT TO "authenticated" WITH CHECK ((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)));

CREATE POLICY "People edit their own profile" ON "public"."profiles" FOR UPDATE TO "authenticated" USING ((id = ( SELECT auth.uid() AS uid))) WITH CHECK ((id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "People read their own profile, their clients' and their coach's" ON "public"."profiles" FOR SELECT TO "authenticated" USING ((id IN ( SELECT private.my_acquaintance_ids() AS my_acquaintance_ids)));

CREATE POLICY "Coaches read events of their clients, clients their own" ON "public"."progress_events" FOR SELECT TO "authenticated" USING ((client_id IN ( SELECT private.my_client_ids() AS my_client_ids)));

CREATE POLICY "Coaches read both voices, clients only theirs" ON "public"."weekly_report_texts" FOR SELECT TO "authenticated" USING (((client_id IN ( SELECT private.my_coached_client_ids() AS my_coached_client_ids)) OR ((audience = 'client'::public.report_audience) AND (client_id IN ( SELECT private.my_own_client_ids() AS my_own_client_ids)))));

CREATE POLICY "Coaches read reports of their clients, clients their own" ON "public"."weekly_reports" FOR SELECT TO "authenticated" USING ((client_id IN ( SELECT private.my_client_ids() AS my_client_ids)));

CREATE POLICY "People add pictures where they may log" ON "storage"."objects" FOR INSERT TO "authenticated" WITH CHECK (((bucket_id = 'log-media'::text) AND ((storage.foldername(name))[1] IN ( SELECT (private.my_client_ids())::text AS my_client_ids))));

CREATE POLICY "People see pictures of logs they may read" ON "storage"."objects" FOR SELECT TO "authenticated" USING (((bucket_id = 'log-media'::text) AND ((storage.foldername(name))[1] IN ( SELECT (private.my_client_ids())::text AS my_client_ids))));

COMMENT ON COLUMN "private"."media_digests"."sha256" IS 'SHA-256 of the file''s bytes, in hex: a picture that was saved anew or cropped is another one.';

COMMENT ON COLUMN "public"."ai_usage"."calls" IS 'Requests that a model took on; those it turned away (a limit, an outage) cost nothing and are not among them.';

COMMENT ON COLUMN "public"."ai_usage"."day" IS 'The client''s calendar day on which the result was handed in.';

COMMENT ON COLUMN "public"."clients"."timezone" IS 'IANA name, for example Europe/Moscow. Decides which day a log belongs to.';

COMMENT ON COLUMN "public"."clients"."user_id" IS 'The account of the client, set by accepting an invite. An account is at most one client.';

COMMENT ON COLUMN "public"."logs"."ai_error" IS 'Why it waits for a retry or a person, or has failed. No text of the log in it.';

COMMENT ON COLUMN "public"."logs"."client_request_id" IS 'Made by the sender; a retry with the same one is the same log.';

COMMENT ON COLUMN "public"."logs"."created_at" IS 'When it was written: an entry kept while offline carries its own time, up to a year back.';

COMMENT ON COLUMN "public"."logs"."local_date_for_client" IS 'The client''s calendar day at created_at, by the time zone the client has when it is stored.';

COMMENT ON COLUMN "public"."logs"."media_urls" IS 'Paths in the log-media bucket, each beginning with the client id, e.g. ["<client_id>/lunch.jpg"].';

COMMENT ON COLUMN "public"."logs"."settled_at" IS 'When a person said that nothing needs to be done about ai_error; from then on only a new retry_log asks again.';

COMMENT ON COLUMN "public"."plans"."activated_at" IS 'When it came into force; null for a draft.';

COMMENT ON COLUMN "public"."plans"."config_json" IS 'nutrition: calories_target_per_day, protein_target_g, carbs_target_g, fat_target_g, calories_tolerance_pct (default 10). training: workouts_per_week_target, preferred_types, notes. combined: both.';

COMMENT ON COLUMN "public"."plans"."is_active" IS 'The newest activated plan for its target, from the moment it is activated, even for a later start. Set by activate_plan only.';

COMMENT ON COLUMN "public"."progress_events"."corrected_at" IS 'When a person last decided on it; from then on no re-run changes it.';

COMMENT ON COLUMN "public"."progress_events"."corrected_by" IS 'Who last confirmed, corrected or rejected it.';

COMMENT ON COLUMN "public"."progress_events"."field_sources" IS 'Which parser read each key of data_json, where they were not all read by the one in parser: {"protein_g": "openai/gpt-5-mini@2"}.';

COMMENT ON COLUMN "public"."progress_events"."logged_at" IS 'created_at of its log: the order of values within a day does not depend on the order of processing.';

COMMENT ON COLUMN "public"."progress_events"."original_data_json" IS 'What the parser had read, kept at the first correction.';

COMMENT ON COLUMN "public"."progress_events"."parser" IS 'Name and version of what read it, e.g. rules/1.';

COMMENT ON COLUMN "public"."progress_events"."review_reasons" IS 'Codes of what a person should look at, e.g. weight_kg_out_of_range.';

COMMENT ON COLUMN "public"."weekly_report_texts"."client_id" IS 'As on the report: lets the policy decide without a join.';

COMMENT ON FUNCTION "private"."ai_calls_today"(uuid) IS 'How many calls to a model a client has had on their current day.';

COMMENT ON FUNCTION "private"."am_coach"() IS 'Whether the caller signed up as a coach.';

COMMENT ON FUNCTION "private"."check_client"() IS 'Refuses a client whose time zone is not an IANA name.';

COMMENT ON FUNCTION "private"."check_event"() IS 'Stores weight in kg and holds back measurements outside metric_limits, whoever writes them, until a person confirms.';

COMMENT ON FUNCTION "private"."check_event_data"(public.event_type, jsonb) IS 'Raises PT422 where event data is not of the format of its type.';

COMMENT ON FUNCTION "private"."check_media"(uuid, jsonb) IS 'Raises PT422 where media_urls is not a list of uploaded files of this client.';

COMMENT ON FUNCTION "private"."check_period"(uuid, date, date) IS 'Raises PT422 for a period that is reversed or over two years, PT404 for a client the caller cannot see.';

COMMENT ON FUNCTION "private"."check_plan"() IS 'Refuses plans of a wrong format, and changes to what past days were scored against.';

COMMENT ON FUNCTION "private"."check_plan_config"(public.plan_type, jsonb) IS 'Raises PT422 where a plan''s config is not of the format of its type.';

COMMENT ON FUNCTION "private"."close_review"(uuid) IS 'Body of public.settle_log.';

COMMENT ON FUNCTION "private"."complete_log"() IS 'Refuses empty and malformed logs, and sets who wrote it and which day of the client''s it was.';

COMMENT ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) IS 'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border. Runs with the caller''s rights.';

COMMENT ON FUNCTION "private"."decide_event"(uuid, public.event_status, jsonb, date) IS 'Body of confirm_event, correct_event and reject_event. A corrected value outside the limits still waits for a confirmation.';

COMMENT ON FUNCTION "private"."doubtful_metrics"(public.event_type, jsonb) IS 'Codes of the measurements that lie outside metric_limits, e.g. weight_kg_out_of_range, macros_gap_pct_out_of_range.';

COMMENT ON FUNCTION "private"."event_shape"(public.event_type) IS 'Keys of progress_events.data_json by type: number, integer, string, boolean, array, object or a list of words; "!" marks a required one.';

COMMENT ON FUNCTION "private"."hash_invite_code"(text) IS 'What is kept of an invite code. Case, spaces and dashes do not count.';

COMMENT ON FUNCTION "private"."held_messages"(text, jsonb) IS 'Of the leases [{msg_id, read_ct}], the messages still held by them. A message read again since has a higher read_ct.';

COMMENT ON FUNCTION "private"."is_timezone"(text) IS 'Whether a name is an IANA time zone that this server knows.';

COMMENT ON FUNCTION "private"."local_date"(timestamp with time zone, text) IS 'The calendar day at a moment in a time zone.';

COMMENT ON FUNCTION "private"."make_invite"(uuid) IS 'Body of public.invite_client.';

COMMENT ON FUNCTION "private"."make_profile"() IS 'Makes the profile of a new account. What a person says of themselves at sign-up gives no access to anybody''s data.';

COMMENT ON FUNCTION "private"."max_attempts"() IS 'How often a message is tried before it is a dead letter.';

COMMENT ON FUNCTION "private"."my_acquaintance_ids"() IS 'Accounts whose profile the caller may read: their own, their clients'', their coach''s.';

COMMENT ON FUNCTION "private"."my_client_ids"() IS 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';

COMMENT ON FUNCTION "private"."my_coached_client_ids"() IS 'Ids of the clients the caller coaches.';

COMMENT ON FUNCTION "private"."my_own_client_ids"() IS 'Id of the client the caller is, if any.';

COMMENT ON FUNCTION "private"."nudge"(text, jsonb) IS 'Wakes a cloud function with a signed POST, fire and forget. Returns the pg_net request id, or null where no address or secret is set.';

COMMENT ON FUNCTION "private"."nudge_waiting"() IS 'Wakes the functions whose queue has visible messages: picks up lost nudges, expired leases and due retries.';

COMMENT ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) IS 'The facts of a period per client, in the format of a weekly report. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target. Runs with the caller''s rights.';

COMMENT ON FUNCTION "private"."put_plan_in_force"(uuid) IS 'Body of public.activate_plan.';

COMMENT ON FUNCTION "private"."queue_logs"() IS 'Queues the added logs in the same transaction and wakes process_logs, once per statement.';

COMMENT ON FUNCTION "private"."queue_weekly_report"(uuid, date) IS 'Body of public.request_weekly_report.';

COMMENT ON FUNCTION "private"."queue_weekly_reports"(timestamp with time zone) IS 'Queues the last completed local week of every active client (events in four weeks, or a plan in force) whose local time has passed Monday 06:00 and who has no report for it. Returns how many. Set-based; calling it twice queues nothing twice.';

COMMENT ON FUNCTION "private"."record_ai_usage"(jsonb) IS 'Adds [{client_id, calls, input_tokens, output_tokens}] to today, as today is for each client. Called by other definer functions only.';

COMMENT ON FUNCTION "private"."record_log_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the logs, whether or not the leases still hold.';

COMMENT ON FUNCTION "private"."record_report_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the reports, whether or not the leases still hold.';

COMMENT ON FUNCTION "private"."requeue_log"(uuid) IS 'Body of public.retry_log.';

COMMENT ON FUNCTION "private"."retry_delay_seconds"(integer) IS 'Seconds until the next try: 10, 20, 40 ... at most 900, each +-25 % so that failures do not come back in step.';

COMMENT ON FUNCTION "private"."secret"(text) IS 'A secret from Vault by name, or null. Called by other definer functions only.';

COMMENT ON FUNCTION "private"."settle_review"(uuid) IS 'After a decision: a log needs review while one of its events waits for a person, or while a part of it that was not understood has not been settled.';

COMMENT ON FUNCTION "private"."sign_webhook"(text, bigint, text, text) IS 'Signature of Standard Webhooks 1.0.0: v1, and base64 of HMAC-SHA256 over "id.timestamp.body". The secret is whsec_ and base64.';

COMMENT ON FUNCTION "private"."take_invite"(text) IS 'Body of public.accept_invite.';

COMMENT ON FUNCTION "private"."touch_updated_at"() IS 'Sets updated_at on every update.';

COMMENT ON FUNCTION "public"."accept_invite"(text) IS 'Links the caller''s account to the client the code was made for and returns the client id. PT404 unknown, PT410 used or expired, PT409 already linked.';

COMMENT ON FUNCTION "public"."activate_plan"(uuid) IS 'Puts a draft in force from its start_date (from today, if that would change days another plan was in force) and closes the plan before. Coach only. PT404, PT409 already used, PT422 already ended.';

COMMENT ON FUNCTION "public"."active_plan"(uuid) IS 'The plans in force on the client''s present day: none, one, or one for nutrition and one for training. Not the same as is_active, which a plan activated for a later day has already. PT404 unknown client.';

COMMENT ON FUNCTION "public"."confirm_event"(uuid) IS 'Says that an event is right as it is: from now on it counts, and no re-run changes it. PT404.';

COMMENT ON FUNCTION "public"."correct_event"(uuid, jsonb, date) IS 'Replaces an event''s data, and its day where given. The first reading is kept in original_data_json. PT404, PT409 day taken, PT422 bad data or day.';

COMMENT ON FUNCTION "public"."invite_client"(uuid) IS 'Makes a one-time code, valid for 14 days, with which a client links their account. Shown once; replaces codes still open. Coach only. PT404 unknown client, PT409 already linked.';

COMMENT ON FUNCTION "public"."progress_series"(uuid, date, date) IS 'One row per local day: what was measured and the targets in force that day. Null is "not logged". PT404 unknown client, PT422 bad period.';

COMMENT ON FUNCTION "public"."progress_summary"(uuid, date, date) IS 'A client''s facts for a period: plan, aggregates and flags, as in a weekly report. PT404 unknown client, PT422 bad period.';

COMMENT ON FUNCTION "public"."reject_event"(uuid) IS 'Says that an event is wrong: it stays on record, and never counts. Undone by confirm_event or correct_event. PT404.';

COMMENT ON FUNCTION "public"."request_weekly_report"(uuid, date) IS 'Queues the report of a week if there is none; a coach''s call has an existing one written again. Returns the report, whose status tells when it is ready. PT404, PT422 not a Monday or not begun.';

COMMENT ON FUNCTION "public"."retry_log"(uuid) IS 'Has a log read once more; does nothing while it is waiting anyway. Events a person has decided on stay. PT404.';

COMMENT ON FUNCTION "public"."settle_log"(uuid) IS 'Says that a person has seen what was not understood in a log, or that it failed, and that nothing needs to be done. ai_error stays as the reason; retry_log still reads it again. PT404, PT409 an event waits.';

COMMENT ON FUNCTION "worker"."accept_webhook"(text) IS 'True the first time a webhook id is seen, false when it is a replay.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease. Dead-letters what was claimed 8 times without a verdict.';

COMMENT ON FUNCTION "worker"."claim_media"(uuid, text[]) IS 'Marks pictures, by the hex SHA-256 of their bytes, as belonging to a log, and returns those that belong to another log of the same client: repeats. Asking again for the same log gives the same answer. A log that failed, or waits for review without any event, gives its pictures up to the next that has them.';

COMMENT ON FUNCTION "worker"."claim_reports"(integer, integer) IS 'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease.';

COMMENT ON FUNCTION "worker"."fail_logs"(jsonb) IS 'Hands logs back with the reason, to be tried again later, or after 8 tries sets them aside as failed. Takes [{msg_id, read_ct, reason, retry_after_seconds, usage}]; returns the msg_ids that were still held.';

COMMENT ON FUNCTION "worker"."fail_reports"(jsonb) IS 'Hands reports back with the reason, to be tried again later, or after 8 tries sets them aside as failed. Takes [{msg_id, read_ct, reason, retry_after_seconds, usage}].';

COMMENT ON FUNCTION "worker"."finish_logs"(jsonb) IS 'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, reason, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';

COMMENT ON FUNCTION "worker"."finish_reports"(jsonb) IS 'Stores written reports and archives the messages, in one transaction. Takes [{msg_id, read_ct, report_id, facts, generated_by, texts: {coach, client}, usage}]; returns the msg_ids that were still held.';

COMMENT ON FUNCTION "worker"."log_history"(date, uuid, boolean, timestamp with time zone, uuid, integer) IS 'Logs with their events, oldest first, from a local day on; of one client, or of all; with p_decided only those on which a person has decided. The next page begins after (p_after_time, p_after_id), the last row of the one before. names_client: the text has the client''s name in it.';

COMMENT ON FUNCTION "worker"."requeue_logs"(uuid[]) IS 'Has logs read once more, with one nudge for all; returns those that were queued, not those that are waiting anyway. Events a person has decided on stay.';

COMMENT ON TABLE "private"."media_digests" IS 'Which log a picture was first read for, so that the same picture sent again makes no second event.';

COMMENT ON TABLE "private"."webhook_receipts" IS 'Ids of signed webhooks already accepted, kept longer than a signature lives, so that a replay is recognised by every instance.';

COMMENT ON TABLE "public"."ai_usage" IS 'Calls to a model and their tokens, by client and day. A day without a row had no calls. Counted whether or not the answer was of any use.';

COMMENT ON TABLE "public"."client_invites" IS 'One-time codes that link an account to a client. Only the SHA-256 of a code is kept; the code itself is shown once.';

COMMENT ON TABLE "public"."clients" IS 'A person coached by a coach. Exists before, and without, an account; the link of coach and client is this row and nothing else.';

COMMENT ON TABLE "public"."logs" IS 'What was written down about a client, as it was written. Text and pictures are never changed or deleted by processing, so history can be read again.';

COMMENT ON TABLE "public"."metric_limits" IS 'The ranges a measurement must lie in, borders included, to count without a person having looked. The only place where they are set.';

COMMENT ON TABLE "public"."plans" IS 'Targets a coach sets. A draft until activated; from then on its targets and start do not change, so a past day is always scored against the plan then in force.';

COMMENT ON TABLE "public"."profiles" IS 'One row per account, made when it signs up. The role says which screens it sees; what it may read comes from clients alone.';

COMMENT ON TABLE "public"."progress_events" IS 'Typed, checked facts read from logs: at most one per log, type and day. Only auto, confirmed and corrected ones count in analytics.';

COMMENT ON TABLE "public"."weekly_report_texts" IS 'The report in two voices. A client reads only the one written for them.';

COMMENT ON TABLE "public"."weekly_reports" IS 'One report per client and week, with the facts exactly as they were given to whoever wrote the texts.';

REVOKE ALL ON FUNCTION "private"."ai_calls_today"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."am_coach"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."am_coach"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."check_client"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_event"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_event_data"(public.event_type, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_media"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_media"(uuid, jsonb) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."check_media"(uuid, jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "private"."check_period"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_period"(uuid, date, date) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."check_period"(uuid, date, date) TO "service_role";

REVOKE ALL ON FUNCTION "private"."check_plan"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_plan_config"(public.plan_type, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_review"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."close_review"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."complete_log"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "service_role";

REVOKE ALL ON FUNCTION "private"."decide_event"(uuid, public.event_status, jsonb, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."decide_event"(uuid, public.event_status, jsonb, date) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."doubtful_metrics"(public.event_type, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."event_shape"(public.event_type) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hash_invite_code"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."held_messages"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_timezone"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."local_date"(timestamp with time zone, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."local_date"(timestamp with time zone, text) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."local_date"(timestamp with time zone, text) TO "service_role";

REVOKE ALL ON FUNCTION "private"."make_invite"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."make_invite"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."make_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."max_attempts"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_acquaintance_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_acquaintance_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_coached_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_coached_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_own_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_own_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."nudge"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."nudge_waiting"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "service_role";

REVOKE ALL ON FUNCTION "private"."put_plan_in_force"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."put_plan_in_force"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."queue_logs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_weekly_report"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."queue_weekly_report"(uuid, date) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."queue_weekly_reports"(timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_ai_usage"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_log_usage"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_report_usage"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."requeue_log"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."requeue_log"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."retry_delay_seconds"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."secret"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."settle_review"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sign_webhook"(text, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_invite"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."take_invite"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."touch_updated_at"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "public"."accept_invite"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."accept_invite"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."activate_plan"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."activate_plan"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."active_plan"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."active_plan"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."confirm_event"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."confirm_event"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."correct_event"(uuid, jsonb, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."correct_event"(uuid, jsonb, date) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."invite_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."invite_client"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."progress_series"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."progress_series"(uuid, date, date) TO "authenticated";

GRANT EXECUTE ON FUNCTION "public"."progress_series"(uuid, date, date) TO "service_role";

REVOKE ALL ON FUNCTION "public"."progress_summary"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."progress_summary"(uuid, date, date) TO "authenticated";

GRANT EXECUTE ON FUNCTION "public"."progress_summary"(uuid, date, date) TO "service_role";

REVOKE ALL ON FUNCTION "public"."reject_event"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."reject_event"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."request_weekly_report"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."request_weekly_report"(uuid, date) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."retry_log"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."retry_log"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."settle_log"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."settle_log"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "worker"."accept_webhook"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."accept_webhook"(text) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_logs"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_logs"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_media"(uuid, text[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_media"(uuid, text[]) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_reports"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_reports"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."fail_logs"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."fail_logs"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."fail_reports"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."fail_reports"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."finish_logs"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."finish_logs"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."finish_reports"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."finish_reports"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."log_history"(date, uuid, boolean, timestamp with time zone, uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."log_history"(date, uuid, boolean, timestamp with time zone, uuid, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."requeue_logs"(uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."requeue_logs"(uuid[]) TO "service_role";

GRANT SELECT ON TABLE "public"."ai_usage" TO "authenticated", "service_role";

GRANT SELECT ("accepted_at") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("accepted_by") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("client_id") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("created_by") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("expires_at") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ("id") ON TABLE "public"."client_invites" TO "authenticated";

GRANT SELECT ON TABLE "public"."client_invites" TO "service_role";

GRANT INSERT ("email"), UPDATE ("email") ON TABLE "public"."clients" TO "authenticated";

GRANT INSERT ("locale"), UPDATE ("locale") ON TABLE "public"."clients" TO "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."clients" TO "authenticated";

GRANT INSERT ("timezone"), UPDATE ("timezone") ON TABLE "public"."clients" TO "authenticated";

GRANT SELECT ON TABLE "public"."clients" TO "authenticated", "service_role";

GRANT INSERT ("client_id") ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("client_request_id") ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("created_at") ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("media_urls") ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("raw_text") ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("source") ON TABLE "public"."logs" TO "authenticated";

GRANT SELECT ON TABLE "public"."logs" TO "authenticated";

GRANT INSERT ("client_id") ON TABLE "public"."logs" TO "service_role";

GRANT INSERT ("client_request_id") ON TABLE "public"."logs" TO "service_role";

GRANT INSERT ("created_at") ON TABLE "public"."logs" TO "service_role";

GRANT INSERT ("media_urls") ON TABLE "public"."logs" TO "service_role";

GRANT INSERT ("raw_text") ON TABLE "public"."logs" TO "service_role";

GRANT INSERT ("source") ON TABLE "public"."logs" TO "service_role";

GRANT SELECT ON TABLE "public"."logs" TO "service_role";

GRANT SELECT ON TABLE "public"."metric_limits" TO "authenticated", "service_role";

GRANT INSERT ("client_id") ON TABLE "public"."plans" TO "authenticated";

GRANT INSERT ("config_json"), UPDATE ("config_json") ON TABLE "public"."plans" TO "authenticated";

GRANT INSERT ("end_date"), UPDATE ("end_date") ON TABLE "public"."plans" TO "authenticated";

GRANT INSERT ("start_date"), UPDATE ("start_date") ON TABLE "public"."plans" TO "authenticated";

GRANT INSERT ("title"), UPDATE ("title") ON TABLE "public"."plans" TO "authenticated";

GRANT INSERT ("type"), UPDATE ("type") ON TABLE "public"."plans" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."plans" TO "authenticated";

GRANT SELECT ON TABLE "public"."plans" TO "service_role";

GRANT UPDATE ("full_name") ON TABLE "public"."profiles" TO "authenticated";

GRANT UPDATE ("locale") ON TABLE "public"."profiles" TO "authenticated";

GRANT SELECT ON TABLE "public"."profiles" TO "authenticated", "service_role";

GRANT SELECT ON TABLE "public"."progress_events" TO "authenticated", "service_role";

GRANT SELECT ON TABLE "public"."weekly_report_texts" TO "authenticated", "service_role";

GRANT SELECT ON TABLE "public"."weekly_reports" TO "authenticated", "service_role";

ALTER TABLE "public"."clients" ADD CONSTRAINT "clients_coach_id_fkey" FOREIGN KEY (coach_id) REFERENCES public.profiles(id) ON DELETE RESTRICT;

CREATE VIEW "public"."coach_overview" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            c.name,
            c.locale,
            c.timezone,
            (c.user_id IS NOT NULL) AS has_account,
            private.local_date(now(), c.timezone) AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        ), week AS (
         SELECT f.client_id,
            f.facts
           FROM private.period_facts(ARRAY( SELECT m_1.id
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT (m_1.today - 6)
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT m_1.today
                   FROM mine m_1
                  ORDER BY m_1.id)) f(client_id, facts)
        )
 SELECT m.id AS client_id,
    m.name,
    m.locale,
    m.timezone,
    m.has_account,
    last_log.created_at AS last_log_at,
    (m.today - last_event.date_for_metric) AS days_without_data,
    ((week.facts #>> '{aggregates,days_with_data}'::text[]))::integer AS days_with_data,
    ((week.facts #>> '{aggregates,adherence_pct}'::text[]))::integer AS adherence_pct,
    ((week.facts #>> '{aggregates,days_within_calorie_target}'::text[]))::integer AS days_within_calorie_target,
    ((week.facts #>> '{aggregates,days_scored}'::text[]))::integer AS days_scored,
    ((week.facts #>> '{aggregates,last_weight_kg}'::text[]))::numeric AS last_weight_kg,
    ((week.facts #>> '{aggregates,weight_change_kg}'::text[]))::numeric AS weight_change_kg,
    (( SELECT count(*) AS count
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = 'needs_review'::public.event_status))) + ( SELECT count(*) AS count
           FROM public.logs l
          WHERE ((l.client_id = m.id) AND (l.ai_status = ANY (ARRAY['needs_review'::public.ai_status, 'failed'::public.ai_status])) AND (NOT (EXISTS ( SELECT
                   FROM public.progress_events e
                  WHERE ((e.log_id = l.id) AND (e.status = 'needs_review'::public.event_status)))))))) AS open_reviews,
    (week.facts -> 'flags'::text) AS flags,
    (EXISTS ( SELECT
           FROM public.client_invites i
          WHERE ((i.client_id = m.id) AND (i.accepted_at IS NULL) AND (i.expires_at > now())))) AS has_open_invite
   FROM (((mine m
     JOIN week ON ((week.client_id = m.id)))
     LEFT JOIN LATERAL ( SELECT l.created_at
           FROM public.logs l
          WHERE (l.client_id = m.id)
          ORDER BY l.created_at DESC
         LIMIT 1) last_log ON (true))
     LEFT JOIN LATERAL ( SELECT e.date_for_metric
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = ANY (ARRAY['auto'::public.event_status, 'confirmed'::public.event_status, 'corrected'::public.event_status])) AND (e.event_type <> ALL (ARRAY['note'::public.event_type, 'other'::public.event_type])) AND (e.date_for_metric <= m.today))
          ORDER BY e.date_for_metric DESC
         LIMIT 1) last_event ON (true));

CREATE VIEW "public"."coach_trends" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            private.local_date(now(), c.timezone) AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        )
 SELECT client_id,
    jsonb_agg(jsonb_build_array(day, weight_kg) ORDER BY day) FILTER (WHERE (weight_kg IS NOT NULL)) AS weights,
    jsonb_agg(jsonb_build_array(day, calories, calorie_status) ORDER BY day) FILTER (WHERE (calories IS NOT NULL)) AS calories
   FROM private.daily_facts(ARRAY( SELECT m.id
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT (m.today - 27)
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT m.today
           FROM mine m
          ORDER BY m.id)) d(client_id, day, has_data, calories, calories_estimated, protein_g, carbs_g, fat_g, weight_kg, steps, sleep_hours, mood, workouts, workout_min, calories_target, calories_low, calories_high, calorie_status, protein_target_g, workouts_per_week_target)
  GROUP BY client_id;

CREATE INDEX clients_coach_id_idx ON public.clients USING btree (coach_id);

CREATE POLICY "Coaches add clients" ON "public"."clients" FOR INSERT TO "authenticated" WITH CHECK (((coach_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.am_coach() AS am_coach)));

CREATE POLICY "Coaches and the client keep the client's details up to date" ON "public"."clients" FOR UPDATE TO "authenticated" USING (((coach_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid)))) WITH CHECK (((coach_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid))));

CREATE POLICY "Coaches read their clients, clients read themselves" ON "public"."clients" FOR SELECT TO "authenticated" USING (((coach_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid))));

COMMENT ON VIEW "public"."coach_overview" IS 'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

COMMENT ON VIEW "public"."coach_trends" IS 'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], calories as [day, kcal, within|above|below or null]; null where nothing was logged.';

GRANT SELECT ON TABLE "public"."coach_overview" TO "authenticated";

GRANT SELECT ON TABLE "public"."coach_trends" TO "authenticated";

-- file: sql/foundation/jobs.sql
-- foundation: housekeeping. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule(
  'forget webhook receipts', '*/10 * * * *',
  $$delete from private.webhook_receipts where received_at < now() - interval '30 minutes'$$
);

select cron.schedule(
  'forget cron run details', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$
);
-- end of file: sql/foundation/jobs.sql

-- file: sql/progress/settings.sql
-- progress: queues, the bucket for pictures, and the limits. Idempotent: applied again whenever it changes.

select pgmq.create('log_processing');
select pgmq.create('weekly_reports');

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'log-media', 'log-media', false, 10485760,
  array['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf']
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

insert into public.metric_limits (metric, low, high, unit)
values
  ('weight_kg',      30,   300, 'kg'),
  ('calories_day',  500,  6000, 'kcal'),
  ('calories_meal',   0,  6000, 'kcal'),
  ('protein_g',       0,   500, 'g'),
  ('carbs_g',         0,  1200, 'g'),
  ('fat_g',           0,   500, 'g'),
  ('macros_gap_pct',  0,    20, '%'),
  ('steps',           0, 50000, 'steps'),
  ('sleep_hours',     0,    24, 'h'),
  ('workout_min',     0,   600, 'min')
on conflict (metric) do update set low = excluded.low, high = excluded.high, unit = excluded.unit;
-- end of file: sql/progress/settings.sql

-- file: sql/progress/jobs.sql
-- progress: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule('wake functions for waiting work', '* * * * *', 'select private.nudge_waiting()');

select cron.schedule('queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()');

select cron.schedule(
  'forget settled messages', '27 3 * * *',
  $$
    delete from pgmq.a_log_processing where archived_at < now() - interval '30 days';
    delete from pgmq.a_weekly_reports where archived_at < now() - interval '30 days'
  $$
);
-- end of file: sql/progress/jobs.sql
