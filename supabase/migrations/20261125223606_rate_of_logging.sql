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

CREATE TABLE "private"."log_rates" ("user_id" uuid NOT NULL, "per_minute" integer, "minute_began_at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(), "logs" integer NOT NULL DEFAULT 0, CONSTRAINT "log_rates_per_minute_check" CHECK ((per_minute > 0)), CONSTRAINT "log_rates_pkey" PRIMARY KEY (user_id));

ALTER TABLE "private"."log_rates" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."settings" ("name" text NOT NULL, "value" integer NOT NULL, CONSTRAINT "settings_pkey" PRIMARY KEY (name), CONSTRAINT "settings_value_check" CHECK ((value > 0)));

ALTER TABLE "private"."settings" ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION private.limit_log_rate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user  uuid := (select auth.uid());
  v_rate  private.log_rates;
  v_limit integer;
  v_wait  integer;
begin
  -- Nobody's: an import with the secret key. None added: a retry whose log is there already.
  if v_user is null or not exists (select from added) then
    return null;
  end if;

  -- The row is locked until the transaction ends, so what comes at the same time waits and is counted after it.
  insert into private.log_rates as r (user_id, logs)
  values (v_user, (select count(*) from added))
  on conflict (user_id) do update
    set (minute_began_at, logs) = (
      select case when b.is_over then excluded.minute_began_at else r.minute_began_at end,
             case when b.is_over then 0 else r.logs end + excluded.logs
      from (select r.minute_began_at <= excluded.minute_began_at - interval '1 minute' as is_over) b
    )
  returning * into v_rate;

  v_limit := coalesce(v_rate.per_minute, (select value from private.settings where name = 'logs_per_minute'), 60);
  if v_rate.logs > v_limit then
    v_wait := greatest(1, ceil(extract(epoch from v_rate.minute_began_at + interval '1 minute' - clock_timestamp())));
    -- PostgREST's form of an error with a header: https://docs.postgrest.org/en/stable/references/errors.html
    raise sqlstate 'PGRST' using
      message = json_build_object(
        'code', 'PT429',
        'message', 'Too many logs within a minute',
        'details', null,
        'hint', format('Send at most %s a minute, at once or one by one. Try again in %s s.', v_limit, v_wait)
      ),
      detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', v_wait::text));
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise sqlstate 'PT405' using
    message = format('%s is read, not written', tg_table_name), hint = 'Write to the tables it is made from.';
end;
$function$;

ALTER TABLE "private"."log_rates" ADD CONSTRAINT "log_rates_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_overview FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_trends FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER limit_log_rate AFTER INSERT ON public.logs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.limit_log_rate();

CREATE POLICY "Nobody reads rates of logging through the API" ON "private"."log_rates" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Nobody reads settings through the API" ON "private"."settings" FOR SELECT TO "authenticated" USING (false);

COMMENT ON COLUMN "private"."log_rates"."per_minute" IS 'How many this person may add; null: as many as the setting logs_per_minute says.';

COMMENT ON FUNCTION "private"."limit_log_rate"() IS 'Refuses what one person adds beyond logs_per_minute, as PT429 with Retry-After. What is refused, and a retry of what is stored, does not count.';

COMMENT ON FUNCTION "private"."refuse_write"() IS 'Instead of a write to a view. With it a view has privileges to write that can be missing, a 403; without it Postgres says 55000, a 500.';

COMMENT ON TABLE "private"."log_rates" IS 'How many logs a person has added within the minute that began with the first of them. One row a person, counted anew each time.';

COMMENT ON TABLE "private"."settings" IS 'Numbers that a deployment may choose. A migration adds those that are missing and changes none.';

REVOKE ALL ON FUNCTION "private"."limit_log_rate"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_write"() FROM PUBLIC;

-- file: sql/progress/settings.sql
-- progress: queues, the bucket for pictures, the limits, and how fast people may write. Idempotent: applied again whenever it changes.

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

-- How many logs one person may add within a minute, unless private.log_rates says otherwise of them.
insert into private.settings (name, value) values ('logs_per_minute', 60) on conflict (name) do nothing;
-- end of file: sql/progress/settings.sql
