-- training: a workout that is done becomes one workout event of progress, so that plan and fact stay one truth.

create function private.workout_data(p_session public.workout_sessions, p_duration integer, p_rpe numeric)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with done as (
    select e.*, e.movement = any (private.categories_below('mobility')) as is_mobility,
           e.kind = 'distance' or coalesce(e.movement = any (private.categories_below('cardio')), false) as is_cardio
    from public.exercises e
    where e.id in (select x.exercise_id from public.exercise_completions x where x.session_id = p_session.id and x.client_id = p_session.client_id)
  ), part as (
    select distinct case coalesce(above.slug, c.slug) when 'legs' then 'lower' when 'core' then 'core' else 'upper' end as part
    from done d
    cross join lateral unnest(d.primary_muscles) m (slug)
    join public.exercise_categories c on c.slug = m.slug
    left join public.exercise_categories above on above.id = c.parent_id
  )
  select jsonb_strip_nulls(jsonb_build_object(
    'type', (
      select case
        when count(*) = 0 then 'unknown'
        when bool_and(coalesce(d.is_mobility, false)) then 'mobility'
        when bool_and(d.is_cardio) then 'cardio'
        when bool_or(d.is_cardio) then 'mixed'
        else 'strength'
      end
      from done d
    ),
    'body_focus', (select coalesce(jsonb_agg(p.part order by p.part), '["unspecified"]') from part p),
    'duration_min', p_duration,
    'intensity', case when p_rpe is null then 'unknown' when p_rpe < 5 then 'low' when p_rpe < 8 then 'moderate' else 'high' end,
    'notes', nullif(left(p_session.title, 200), ''),
    'source', 'training'
  ))
$$;

comment on function private.workout_data(public.workout_sessions, integer, numeric) is
  'What a finished workout is as an event: type by the exercises that were done, focus by their primary muscles, intensity by RPE (low under 5, high from 8).';


create function private.own_event(p_session public.workout_sessions, p_done public.workout_completions)
returns uuid
language sql
set search_path = ''
as $$
  with client as (
    select c.*, private.local_date(p_done.finished_at, c.timezone) as day from public.clients c where c.id = p_session.client_id
  ), log as (
    insert into public.logs (client_id, source, raw_text, created_at, ai_status, processed_at, author_type, local_date_for_client, timezone)
    select c.id, 'other',
      format(
        case c.locale when 'ru' then 'Тренировка: %s%s' else 'Workout: %s%s' end,
        coalesce(nullif(p_session.title, ''), case c.locale when 'ru' then 'без программы' else 'without a programme' end),
        case c.locale when 'ru' then ', ' || p_done.duration_min || ' мин' else ', ' || p_done.duration_min || ' min' end
      ),
      p_done.finished_at, 'processed', now(), 'client', c.day, c.timezone
    from client c
    returning id, client_id
  )
  insert into public.progress_events (
    client_id, log_id, event_type, date_for_metric, data_json, confidence, status, corrected_by, corrected_at, parser, logged_at
  )
  select c.id, l.id, 'workout', c.day, private.workout_data(p_session, p_done.duration_min, p_done.rpe), 1, 'confirmed', auth.uid(), now(),
         'training', p_done.finished_at
  from log l join client c on c.id = l.client_id
  returning id
$$;

comment on function private.own_event(public.workout_sessions, public.workout_completions) is
  'Makes the event of a finished workout of which no log tells, with a log that has been read.';


create function private.settle_event(p_session public.workout_sessions)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_done  public.workout_completions;
  v_log   public.workout_logs;
  v_read  public.progress_events;
  v_data  jsonb;
  v_event uuid;
begin
  select * into v_done from public.workout_completions w where w.session_id = p_session.id and w.client_id = p_session.client_id;
  select e.id into v_event from public.progress_events e where e.id = v_done.event_id and e.parser = 'training';
  if v_event is null then
    select w.* into v_log from public.workout_logs w
    where w.session_id = p_session.id and w.client_id = p_session.client_id and w.filled_at is not null
    order by w.filled_at, w.log_id limit 1;
    if found then
      select e.* into v_read from public.progress_events e where e.log_id = v_log.log_id and e.event_type = 'workout';
      v_data := private.workout_data(p_session, coalesce(v_done.duration_min, (v_read.data_json ->> 'duration_min')::integer), v_done.rpe);
      v_data := coalesce(v_read.data_json, v_data) || (
        select jsonb_object_agg(d.key, d.value) from jsonb_each(v_data) d where d.value not in ('"unknown"', '["unspecified"]')
      );
      v_event := v_read.id;
      if v_event is null then
        insert into public.progress_events (client_id, log_id, event_type, date_for_metric, data_json, confidence, status, parser, logged_at)
        select l.client_id, l.id, 'workout', coalesce(private.local_date(v_done.finished_at, l.timezone), l.local_date_for_client), v_data, 1, 'auto',
               'training/log', l.created_at
        from public.logs l where l.id = v_log.log_id
        returning id into v_event;
      elsif v_read.corrected_at is null and v_read.data_json <> v_data then
        update public.progress_events e set data_json = v_data where e.id = v_event;
      end if;
    elsif v_done.id is not null then
      v_event := private.own_event(p_session, v_done);
    end if;
  end if;
  delete from public.progress_events e using public.workout_logs w
  where w.session_id = p_session.id and w.client_id = p_session.client_id and w.filled_at is not null
    and e.log_id = w.log_id and e.event_type = 'workout' and e.corrected_at is null and e.id <> v_event;
  update public.workout_completions w set event_id = v_event
  where w.session_id = p_session.id and w.client_id = p_session.client_id and w.event_id is distinct from v_event;
  return v_event;
end;
$$;

comment on function private.settle_event(public.workout_sessions) is
  'Has one workout event of progress stand for a workout, whoever has told of it: that of the first log that does, else one of its own once it is finished. Workout events of other logs about it go.';


create function private.end_session(p_session public.workout_sessions, p_at timestamptz, p_duration integer, p_rpe numeric, p_notes text)
returns public.workout_completions
language plpgsql
set search_path = ''
as $$
declare
  v_at   timestamptz := greatest(p_at, p_session.started_at);
  v_done public.workout_completions;
begin
  insert into public.workout_completions (client_id, session_id, started_at, finished_at, duration_min, rpe, notes)
  values (p_session.client_id, p_session.id, p_session.started_at, v_at, p_duration, p_rpe, coalesce(p_notes, ''))
  returning * into v_done;
  update public.workout_sessions s set status = 'finished', finished_at = v_at where s.id = p_session.id;
  v_done.event_id := private.settle_event(p_session);
  perform private.advance_program(p_session.client_program_id);
  return v_done;
end;
$$;

comment on function private.end_session(public.workout_sessions, timestamptz, integer, numeric, text) is 'Finishes a locked session that is started.';


create function private.finish_session(p_session_id uuid, p_rpe numeric, p_notes text, p_at timestamptz)
returns public.workout_completions
language plpgsql
security definer -- writes sessions, logs and events, which no API role may
set search_path = ''
as $$
declare
  v_session  public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
  v_done     public.workout_completions;
  v_at       timestamptz := private.told_at(p_at);
  v_duration integer;
begin
  if p_rpe not between 1 and 10 or length(p_notes) > 2000 then
    perform private.refuse('PT422', 'session_rpe', 'The workout has an impossible effort or too long notes', 'Give rpe from 1 to 10, and notes of at most 2000 characters.');
  end if;
  if v_session.status = 'finished' then -- by another device, or this one a moment ago
    update public.workout_completions w
    set rpe = coalesce(w.rpe, p_rpe), notes = coalesce(nullif(w.notes, ''), p_notes, '')
    where w.session_id = p_session_id and w.client_id = v_session.client_id
    returning w.* into v_done;
    return v_done;
  end if;
  v_session := private.begin_session(v_session, v_at, p_ends => true);
  v_duration := greatest(1, round(extract(epoch from greatest(v_at, v_session.started_at) - v_session.started_at) / 60));
  return private.end_session(v_session, v_at, case when v_duration between 0 and 600 then v_duration end, p_rpe, p_notes);
end;
$$;

comment on function private.finish_session(uuid, numeric, text, timestamptz) is 'Body of public.finish_session.';
grant execute on function private.finish_session(uuid, numeric, text, timestamptz) to authenticated;


create function public.finish_session(session_id uuid, rpe numeric default null, notes text default '', at timestamptz default now())
returns public.workout_completions
language sql
set search_path = ''
return private.finish_session(session_id, rpe, notes, at);

comment on function public.finish_session(uuid, numeric, text, timestamptz) is
  'Finishes a workout, which becomes one workout event of the day, and advances a dynamic programme. A second call, from whichever device, answers as the first and adds only the rpe and notes that were missing. PT404, PT409 not started and the programme is paused or over, PT422 an impossible rpe.';
grant execute on function public.finish_session(uuid, numeric, text, timestamptz) to authenticated;


create function private.reopen_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions and logs, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
  v_event   uuid;
begin
  if v_session.status <> 'finished' then
    return v_session;
  end if;
  delete from public.workout_completions w where w.session_id = p_session_id and w.client_id = v_session.client_id returning w.event_id into v_event;
  delete from public.logs l using public.progress_events e
  where e.id = v_event and e.parser = 'training' and l.id = e.log_id and l.client_id = v_session.client_id;
  update public.workout_sessions s set status = 'started', finished_at = null where s.id = p_session_id returning s.* into v_session;
  perform private.advance_program(v_session.client_program_id);
  return v_session;
end;
$$;

comment on function private.reopen_session(uuid) is 'Body of public.reopen_session.';
grant execute on function private.reopen_session(uuid) to authenticated;


create function public.reopen_session(session_id uuid)
returns public.workout_sessions
language sql
set search_path = ''
return private.reopen_session(session_id);

comment on function public.reopen_session(uuid) is 'Takes the end of a workout back, with the event that it became, unless that is of a log; its sets stay. Does nothing where it is not finished. PT404.';
grant execute on function public.reopen_session(uuid) to authenticated;
