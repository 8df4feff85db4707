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

REVOKE ALL ON FUNCTION "private"."check_period"(uuid, date, date) FROM "service_role";

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM "authenticated";

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM "service_role";

REVOKE ALL ON FUNCTION "public"."progress_series"(uuid, date, date) FROM "service_role";

REVOKE ALL ON FUNCTION "public"."progress_summary"(uuid, date, date) FROM "service_role";

DROP VIEW "public"."coach_overview";

DROP VIEW "public"."coach_trends";

DROP FUNCTION "private"."daily_facts"(uuid[], date[], date[]);

CREATE TYPE "private"."day_facts" AS ("client_id" uuid, "day" date, "has_data" boolean, "calories" numeric, "calories_estimated" boolean, "protein_g" numeric, "carbs_g" numeric, "fat_g" numeric, "weight_kg" numeric, "steps" numeric, "sleep_hours" numeric, "mood" text, "workouts" integer, "workout_min" numeric, "calories_target" numeric, "calories_low" numeric, "calories_high" numeric, "calorie_status" text, "protein_target_g" numeric, "workouts_per_week_target" integer);

CREATE OR REPLACE FUNCTION private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS SETOF private.day_facts
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  with period as (
    select p.client_id, p.first_day, p.last_day, (now() at time zone c.timezone)::date as today
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
  ), measured as (
    -- A day's nutrition is its latest day total, else the sum of its meals; of anything else the latest value counts.
    -- The rows come latest first, and array_agg keeps their order.
    select
      e.client_id, e.day,
      bool_or(e.event_type not in ('note', 'other')) as has_data,
      coalesce((array_agg(e.kcal) filter (where e.is_total and e.kcal is not null))[1], sum(e.kcal)) as calories,
      bool_or(e.is_total) filter (where e.kcal is not null) as is_total,
      coalesce((array_agg(e.is_estimated) filter (where e.is_total and e.kcal is not null))[1],
               bool_or(e.is_estimated) filter (where e.kcal is not null)) as calories_estimated,
      coalesce((array_agg(e.protein) filter (where e.is_total and e.protein is not null))[1], sum(e.protein)) as protein_g,
      coalesce((array_agg(e.carbs) filter (where e.is_total and e.carbs is not null))[1], sum(e.carbs)) as carbs_g,
      coalesce((array_agg(e.fat) filter (where e.is_total and e.fat is not null))[1], sum(e.fat)) as fat_g,
      (array_agg((e.data ->> 'value')::numeric) filter (where e.event_type = 'weight'))[1] as weight_kg,
      (array_agg((e.data ->> 'steps')::numeric) filter (where e.event_type = 'steps'))[1] as steps,
      (array_agg((e.data ->> 'hours')::numeric) filter (where e.event_type = 'sleep'))[1] as sleep_hours,
      (array_agg(e.data ->> 'label') filter (where e.event_type = 'checkin_mood'))[1] as mood,
      count(*) filter (where e.event_type = 'workout')::integer as workouts,
      sum((e.data ->> 'duration_min')::numeric) filter (where e.event_type = 'workout') as workout_min
    from (
      select
        r.client_id, r.date_for_metric as day, r.event_type, r.data_json as data,
        coalesce(r.data_json ->> 'scope', 'day') <> 'meal' as is_total,
        coalesce((r.data_json ->> 'estimated')::boolean, false) as is_estimated,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'calories', r.data_json ->> 'calories_est')::numeric end as kcal,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'protein_g', r.data_json ->> 'protein_est_g')::numeric end as protein,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'carbs_g', r.data_json ->> 'carbs_est_g')::numeric end as carbs,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'fat_g', r.data_json ->> 'fat_est_g')::numeric end as fat
      from public.progress_events r
      where r.client_id = any (p_client_ids)
        and r.date_for_metric between (select min(d) from unnest(p_from) d) and (select max(d) from unnest(p_to) d)
        and r.status in ('auto', 'confirmed', 'corrected')
      order by r.client_id, r.date_for_metric, r.logged_at desc, r.id desc
    ) e
    group by e.client_id, e.day
  ), target as (
    -- The exclusion constraints on plans allow at most one of each kind on any day.
    select
      p.client_id, d.day, p.today,
      (array_agg(l.config_json) filter (where l.type <> 'training'))[1] as food,
      (array_agg(l.config_json) filter (where l.type <> 'nutrition'))[1] as training
    from period p
    cross join lateral (select p.first_day + i as day from generate_series(0, p.last_day - p.first_day) i) d
    left join (
      select * from public.plans where client_id = any (p_client_ids) and activated_at is not null
    ) l on l.client_id = p.client_id and d.day between l.start_date and coalesce(l.end_date, 'infinity')
    group by p.client_id, d.day, p.today
  ), d as (
    select
      t.client_id, t.day, t.today, m.has_data, m.calories, m.is_total, m.calories_estimated,
      m.protein_g, m.carbs_g, m.fat_g, m.weight_kg, m.steps, m.sleep_hours, m.mood, m.workouts, m.workout_min,
      (t.food ->> 'calories_target_per_day')::numeric as target,
      coalesce((t.food ->> 'calories_tolerance_pct')::numeric, 10) / 100 as tolerance,
      (t.food ->> 'protein_target_g')::numeric as protein_target,
      (t.training ->> 'workouts_per_week_target')::integer as workouts_target
    from target t
    left join measured m on m.client_id = t.client_id and m.day = t.day
  )
  select
    d.client_id, d.day, coalesce(d.has_data, false),
    d.calories, coalesce(d.calories_estimated, false), d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.steps, d.sleep_hours, d.mood, coalesce(d.workouts, 0), d.workout_min,
    d.target, round(d.target * (1 - d.tolerance)), round(d.target * (1 + d.tolerance)),
    case
      when d.calories is null or d.target is null then null
      when d.calories > d.target * (1 + d.tolerance) then 'above'
      when d.day >= d.today and not d.is_total then null -- meals so far: the day is not over
      when d.calories < d.target * (1 - d.tolerance) then 'below'
      else 'within'
    end,
    d.protein_target, d.workouts_target
  from d;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS SETOF private.day_facts
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  select d.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.daily_facts(p.client_ids, p.first_days, p.last_days) d;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_period_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, facts jsonb, last_day_with_data date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  select f.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.period_facts(p.client_ids, p.first_days, p.last_days) f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_periods(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_ids uuid[], first_days date[], last_days date[])
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return query
  select coalesce(array_agg(p.client_id), '{}'), coalesce(array_agg(p.first_day), '{}'), coalesce(array_agg(p.last_day), '{}')
  from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  where c.coach_id = v_user or c.user_id = v_user; -- the rule of the policy on clients
end;
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
  from private.my_daily_facts(array[client_id], array["from"], array["to"]) d
  order by d.day;
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
    select f.facts from private.my_period_facts(array[client_id], array["from"], array["to"]) f
  );
end;
$function$;

CREATE VIEW "public"."coach_overview" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            c.name,
            c.locale,
            c.timezone,
            (c.user_id IS NOT NULL) AS has_account,
            ((now() AT TIME ZONE c.timezone))::date AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        ), waiting_event AS (
         SELECT e.client_id,
            e.log_id
           FROM public.progress_events e
          WHERE ((e.status = 'needs_review'::public.event_status) AND (e.client_id = ANY (ARRAY( SELECT m_1.id
                   FROM mine m_1))))
        ), waiting AS (
         SELECT w.client_id,
            count(*) AS reviews
           FROM ( SELECT e.client_id
                   FROM waiting_event e
                UNION ALL
                 SELECT l.client_id
                   FROM public.logs l
                  WHERE ((l.ai_status = ANY (ARRAY['needs_review'::public.ai_status, 'failed'::public.ai_status])) AND (l.client_id = ANY (ARRAY( SELECT m_1.id
                           FROM mine m_1))) AND (NOT (EXISTS ( SELECT
                           FROM waiting_event e
                          WHERE (e.log_id = l.id)))))) w
          GROUP BY w.client_id
        ), week AS (
         SELECT f.client_id,
            f.facts,
            f.last_day_with_data
           FROM private.my_period_facts(ARRAY( SELECT m_1.id
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT (m_1.today - 6)
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT m_1.today
                   FROM mine m_1
                  ORDER BY m_1.id)) f(client_id, facts, last_day_with_data)
        )
 SELECT m.id AS client_id,
    m.name,
    m.locale,
    m.timezone,
    m.has_account,
    last_log.created_at AS last_log_at,
    (m.today - COALESCE(week.last_day_with_data, ( SELECT e.date_for_metric
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = ANY (ARRAY['auto'::public.event_status, 'confirmed'::public.event_status, 'corrected'::public.event_status])) AND (e.event_type <> ALL (ARRAY['note'::public.event_type, 'other'::public.event_type])) AND (e.date_for_metric < (m.today - 6)))
          ORDER BY e.date_for_metric DESC
         LIMIT 1))) AS days_without_data,
    ((week.facts #>> '{aggregates,days_with_data}'::text[]))::integer AS days_with_data,
    ((week.facts #>> '{aggregates,adherence_pct}'::text[]))::integer AS adherence_pct,
    ((week.facts #>> '{aggregates,days_within_calorie_target}'::text[]))::integer AS days_within_calorie_target,
    ((week.facts #>> '{aggregates,days_scored}'::text[]))::integer AS days_scored,
    ((week.facts #>> '{aggregates,last_weight_kg}'::text[]))::numeric AS last_weight_kg,
    ((week.facts #>> '{aggregates,weight_change_kg}'::text[]))::numeric AS weight_change_kg,
    COALESCE(waiting.reviews, (0)::bigint) AS open_reviews,
    (week.facts -> 'flags'::text) AS flags,
    (EXISTS ( SELECT
           FROM public.client_invites i
          WHERE ((i.client_id = m.id) AND (i.accepted_at IS NULL) AND (i.expires_at > now())))) AS has_open_invite
   FROM (((mine m
     JOIN week ON ((week.client_id = m.id)))
     LEFT JOIN waiting ON ((waiting.client_id = m.id)))
     LEFT JOIN LATERAL ( SELECT l.created_at
           FROM public.logs l
          WHERE (l.client_id = m.id)
          ORDER BY l.created_at DESC
         LIMIT 1) last_log ON (true));

CREATE VIEW "public"."coach_trends" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            ((now() AT TIME ZONE c.timezone))::date AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        )
 SELECT client_id,
    jsonb_agg(jsonb_build_array(day, weight_kg) ORDER BY day) FILTER (WHERE (weight_kg IS NOT NULL)) AS weights,
    jsonb_agg(jsonb_build_array(day, calories, calorie_status) ORDER BY day) FILTER (WHERE (calories IS NOT NULL)) AS calories
   FROM private.my_daily_facts(ARRAY( SELECT m.id
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT (m.today - 27)
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT m.today
           FROM mine m
          ORDER BY m.id)) d(client_id, day, has_data, calories, calories_estimated, protein_g, carbs_g, fat_g, weight_kg, steps, sleep_hours, mood, workouts, workout_min, calories_target, calories_low, calories_high, calorie_status, protein_target_g, workouts_per_week_target)
  GROUP BY client_id;

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_overview FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_trends FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

COMMENT ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) IS 'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border.';

COMMENT ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) IS 'private.daily_facts of those of the clients whom the caller coaches or is; of others no row.';

COMMENT ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) IS 'private.period_facts of those of the clients whom the caller coaches or is; of others no row.';

COMMENT ON FUNCTION "private"."my_periods"(uuid[], date[], date[]) IS 'Of the periods, those of clients whom the caller coaches or is. Called by the two functions below only.';

COMMENT ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) IS 'The facts of a period per client, in the format of a weekly report, and the last of its days with data. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target.';

COMMENT ON TYPE "private"."day_facts" IS 'What a local day of a client amounts to. Null is "not logged", never zero.';

COMMENT ON VIEW "public"."coach_overview" IS 'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

COMMENT ON VIEW "public"."coach_trends" IS 'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], calories as [day, kcal, within|above|below or null]; null where nothing was logged.';

REVOKE ALL ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_periods"(uuid[], date[], date[]) FROM PUBLIC;

GRANT SELECT ON TABLE "public"."coach_overview" TO "authenticated";

GRANT SELECT ON TABLE "public"."coach_trends" TO "authenticated";
