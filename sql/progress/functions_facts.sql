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
