-- progress: what a measurement must look like, and people deciding on events.

create function private.event_shape(p_type public.event_type)
returns jsonb
language sql
immutable
set search_path = ''
as $$
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
$$;

comment on function private.event_shape(public.event_type) is
  'Keys of progress_events.data_json by type: number, integer, string, boolean, array, object or a list of words; "!" marks a required one.';
revoke execute on function private.event_shape(public.event_type) from public, anon, authenticated, service_role;


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
    raise sqlstate 'PT422' using message = 'Event data is a JSON object', hint = format('Known keys: %s.', v_shape);
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
$$;

comment on function private.check_event_data(public.event_type, jsonb) is 'Raises PT422 where event data is not of the format of its type.';
revoke execute on function private.check_event_data(public.event_type, jsonb) from public, anon, authenticated, service_role;


create function private.doubtful_metrics(p_type public.event_type, p_data jsonb)
returns text[]
language sql
stable
set search_path = ''
as $$
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
$$;

comment on function private.doubtful_metrics(public.event_type, jsonb) is
  'Codes of the measurements that lie outside metric_limits, e.g. weight_kg_out_of_range, macros_gap_pct_out_of_range.';
revoke execute on function private.doubtful_metrics(public.event_type, jsonb) from public, anon, authenticated, service_role;


create function private.settle_review(p_log_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.logs l
  set ai_status = v.status, ai_error = null
  from (
    select case when exists (
      select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review'
    ) then 'needs_review' else 'processed' end::public.ai_status as status
  ) v
  where l.id = p_log_id
    and l.ai_status in ('processed', 'needs_review')
    and l.ai_status <> v.status
$$;

comment on function private.settle_review(uuid) is
  'After a decision: a log needs review while one of its events waits for a person, and no longer.';
revoke execute on function private.settle_review(uuid) from public, anon, authenticated, service_role;


create function private.decide_event(p_event_id uuid, p_status public.event_status, p_data jsonb, p_date date)
returns public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
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
$$;

comment on function private.decide_event(uuid, public.event_status, jsonb, date) is
  'Body of confirm_event, correct_event and reject_event. A corrected value outside the limits still waits for a confirmation.';
revoke execute on function private.decide_event(uuid, public.event_status, jsonb, date) from public, anon, service_role;
grant execute on function private.decide_event(uuid, public.event_status, jsonb, date) to authenticated;


create function public.confirm_event(event_id uuid)
returns public.progress_events
language sql
volatile
set search_path = ''
as $$
  select private.decide_event(event_id, 'confirmed', null, null)
$$;

comment on function public.confirm_event(uuid) is 'Says that an event is right as it is: from now on it counts, and no re-run changes it. PT404.';
revoke execute on function public.confirm_event(uuid) from public, anon, service_role;
grant execute on function public.confirm_event(uuid) to authenticated;


create function public.correct_event(event_id uuid, data jsonb, date date default null)
returns public.progress_events
language sql
volatile
set search_path = ''
as $$
  select private.decide_event(event_id, 'corrected', coalesce(data, 'null'), date)
$$;

comment on function public.correct_event(uuid, jsonb, date) is
  'Replaces an event''s data, and its day where given. The first reading is kept in original_data_json. PT404, PT409 day taken, PT422 bad data or day.';
revoke execute on function public.correct_event(uuid, jsonb, date) from public, anon, service_role;
grant execute on function public.correct_event(uuid, jsonb, date) to authenticated;


create function public.reject_event(event_id uuid)
returns public.progress_events
language sql
volatile
set search_path = ''
as $$
  select private.decide_event(event_id, 'rejected', null, null)
$$;

comment on function public.reject_event(uuid) is 'Says that an event is wrong: it stays on record, and never counts. Undone by confirm_event or correct_event. PT404.';
revoke execute on function public.reject_event(uuid) from public, anon, service_role;
grant execute on function public.reject_event(uuid) to authenticated;


create function private.requeue_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, and pgmq is closed to API roles
set search_path = ''
as $$
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

  update public.logs set ai_status = 'pending', ai_error = null where id = p_log_id returning * into v_log;
  perform pgmq.send('log_processing', jsonb_build_object('log_id', p_log_id));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id), 'old_record', null
  ));
  return v_log;
end;
$$;

comment on function private.requeue_log(uuid) is 'Body of public.retry_log.';
revoke execute on function private.requeue_log(uuid) from public, anon, service_role;
grant execute on function private.requeue_log(uuid) to authenticated;


create function public.retry_log(log_id uuid)
returns public.logs
language sql
volatile
set search_path = ''
as $$
  select private.requeue_log(log_id)
$$;

comment on function public.retry_log(uuid) is
  'Has a log read once more; does nothing while it is waiting anyway. Events a person has decided on stay. PT404.';
revoke execute on function public.retry_log(uuid) from public, anon, service_role;
grant execute on function public.retry_log(uuid) to authenticated;
