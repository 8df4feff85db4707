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
