-- progress: the facts of a client's days and weeks. Everything that shows a number calls daily_facts and period_facts.
-- Neither checks the caller: workers call them for any client; people call my_daily_facts and my_period_facts, which
-- check access once per call instead of once for each table.

create type private.day_facts as (
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
);

comment on type private.day_facts is 'The facts of one local day of a client. Null is "not logged", never zero.';


create function private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns setof private.day_facts
language plpgsql -- keeps its plan between calls; a function in SQL does not
stable
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
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
      (t.training ->> 'workouts_per_week_target')::numeric::integer as workouts_target -- 4.0 is a whole number too
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
$$;

comment on function private.daily_facts(uuid[], date[], date[]) is
  'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of an unfinished day are compared only with the upper limit.';


create function private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb, last_day_with_data date)
language plpgsql -- as above
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with period as (
    select
      p.client_id, p.first_day, p.last_day, c.name, c.locale,
      (now() at time zone c.timezone)::date as today,
      -- Days before the person became a client do not count as missing, unless they have data from then.
      case when joined.day > p.first_day then least(joined.day, (
        select min(e.date_for_metric) from public.progress_events e
        where e.client_id = p.client_id and e.status in ('auto', 'confirmed', 'corrected')
      )) end as first_day_known
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
    cross join lateral (select (c.created_at at time zone c.timezone)::date as day) joined
  ), daily as (
    -- Three days running: there is one row per day, so three rows are three days.
    select
      d.*, p.last_day, not d.has_data and d.day < p.today as is_missing,
      count(*) filter (where d.calorie_status = 'above') over three_days = 3 as is_third_over,
      count(*) filter (where d.calorie_status = 'below') over three_days = 3 as is_third_under,
      count(*) filter (
        where not d.has_data and d.day < p.today and d.day >= coalesce(p.first_day_known, d.day)
      ) over three_days = 3 as is_third_silent
    from private.daily_facts(p_client_ids, p_from, p_to) d
    join period p on p.client_id = d.client_id
    window three_days as (partition by d.client_id order by d.day rows between 2 preceding and current row)
  ), total as (
    select
      d.client_id,
      max(d.calories_target) filter (where d.day = d.last_day) as calories_target,
      max(d.protein_target_g) filter (where d.day = d.last_day) as protein_target_g,
      max(d.workouts_per_week_target) filter (where d.day = d.last_day) as workouts_per_week_target,
      count(*) filter (where d.has_data) as days_with_data,
      count(*) filter (where d.is_missing) as missing_data_days,
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
      (array_agg(d.weight_kg order by d.day desc) filter (where d.weight_kg is not null))[1] as last_weight_kg,
      max(d.day) filter (where d.has_data) as last_day_with_data,
      bool_or(d.is_third_over) as is_over,
      bool_or(d.is_third_under) as is_under,
      bool_or(d.is_third_silent) as is_silent
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
        'calories_target_per_day', t.calories_target,
        'protein_target_g', t.protein_target_g,
        'workouts_per_week_target', t.workouts_per_week_target
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
        'weight_change_kg', case when t.last_weight_kg is not null then t.last_weight_kg - (
          select (e.data_json ->> 'value')::numeric
          from public.progress_events e
          where e.client_id = p.client_id and e.event_type = 'weight' and e.date_for_metric < p.first_day
            and e.status in ('auto', 'confirmed', 'corrected')
          order by e.date_for_metric desc, e.logged_at desc, e.id desc
          limit 1
        ) end
      ),
      'flags', jsonb_build_object(
        'missing_data_days', t.missing_data_days,
        'no_data_streak', t.is_silent,
        'consistent_over_target', t.is_over,
        'consistent_under_target', t.is_under
      )
    ),
    t.last_day_with_data
  from period p
  join total t on t.client_id = p.client_id;
end;
$$;

comment on function private.period_facts(uuid[], date[], date[]) is
  'The facts of a period per client, in the format of a weekly report, and the last of its days with data. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target.';
