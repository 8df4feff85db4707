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
