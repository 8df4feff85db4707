-- progress: what a client's days and weeks amount to. Everything that shows a number asks these two functions.

create function private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (
  client_id              uuid,
  day                    date,
  has_data               boolean,
  calories               numeric,
  calories_estimated     boolean,
  protein_g              numeric,
  carbs_g                numeric,
  fat_g                  numeric,
  weight_kg              numeric,
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
  workouts_per_week_target integer
)
language sql
stable
set search_path = ''
as $$
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
$$;

comment on function private.daily_facts(uuid[], date[], date[]) is
  'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border. Runs with the caller''s rights.';
revoke execute on function private.daily_facts(uuid[], date[], date[]) from public, anon;
grant execute on function private.daily_facts(uuid[], date[], date[]) to authenticated, service_role;


create function private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb)
language sql
stable
set search_path = ''
as $$
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
$$;

comment on function private.period_facts(uuid[], date[], date[]) is
  'The facts of a period per client, in the format of a weekly report. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target. Runs with the caller''s rights.';
revoke execute on function private.period_facts(uuid[], date[], date[]) from public, anon;
grant execute on function private.period_facts(uuid[], date[], date[]) to authenticated, service_role;
