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
