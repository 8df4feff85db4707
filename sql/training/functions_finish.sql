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


create function private.finish_session(p_session_id uuid, p_rpe numeric, p_notes text, p_at timestamptz)
returns public.workout_completions
language plpgsql
security definer -- writes sessions, logs and events, which no API role may
set search_path = ''
as $$
declare
  v_session  public.workout_sessions := private.lock_session(p_session_id);
  v_done     public.workout_completions;
  v_client   public.clients;
  v_at       timestamptz := private.told_at(p_at);
  v_duration integer;
  v_log_id   uuid := gen_random_uuid();
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
  v_session := private.begin_session(v_session, v_at);
  v_at := greatest(v_at, v_session.started_at);
  v_duration := round(extract(epoch from v_at - v_session.started_at) / 60);
  v_duration := case when v_duration between 0 and 600 then v_duration end;

  select * into v_client from public.clients c where c.id = v_session.client_id;
  insert into public.logs (id, client_id, source, raw_text, created_at, ai_status, processed_at, author_type, local_date_for_client, timezone)
  values (
    v_log_id, v_client.id, 'other',
    format(
      case v_client.locale when 'ru' then 'Тренировка: %s%s' else 'Workout: %s%s' end,
      coalesce(nullif(v_session.title, ''), case v_client.locale when 'ru' then 'без программы' else 'without a programme' end),
      case v_client.locale when 'ru' then ', ' || v_duration || ' мин' else ', ' || v_duration || ' min' end
    ),
    v_at, 'processed', now(), 'client', private.local_date(v_at, v_client.timezone), v_client.timezone
  );
  with event as (
    insert into public.progress_events (
      client_id, log_id, event_type, date_for_metric, data_json, confidence, status, corrected_by, corrected_at, parser, logged_at
    )
    values (
      v_client.id, v_log_id, 'workout', private.local_date(v_at, v_client.timezone), private.workout_data(v_session, v_duration, p_rpe),
      1, 'confirmed', auth.uid(), now(), 'training', v_at
    )
    returning id
  )
  insert into public.workout_completions (client_id, session_id, started_at, finished_at, duration_min, rpe, notes, event_id)
  select v_client.id, p_session_id, v_session.started_at, v_at, v_duration, p_rpe, coalesce(p_notes, ''), e.id
  from event e
  returning * into v_done;
  update public.workout_sessions s set status = 'finished', finished_at = v_at where s.id = p_session_id;
  perform private.advance_program(v_session.client_program_id);
  return v_done;
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
  v_session public.workout_sessions := private.lock_session(p_session_id);
  v_event   uuid;
begin
  if v_session.status <> 'finished' then
    return v_session;
  end if;
  delete from public.workout_completions w where w.session_id = p_session_id and w.client_id = v_session.client_id returning w.event_id into v_event;
  delete from public.logs l using public.progress_events e where e.id = v_event and l.id = e.log_id and l.client_id = v_session.client_id;
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

comment on function public.reopen_session(uuid) is 'Takes the end of a workout back, with the event that it became; its sets stay. Does nothing where it is not finished. PT404.';
grant execute on function public.reopen_session(uuid) to authenticated;


create function private.skip_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id);
begin
  if v_session.status = 'finished' then
    perform private.refuse('PT409', 'session_finished', 'This workout is finished', 'Open it again first.');
  end if;
  if v_session.status <> 'skipped' then
    update public.workout_sessions s set status = 'skipped' where s.id = p_session_id returning s.* into v_session;
    perform private.advance_program(v_session.client_program_id);
  end if;
  return v_session;
end;
$$;

comment on function private.skip_session(uuid) is 'Body of public.skip_session.';
grant execute on function private.skip_session(uuid) to authenticated;


create function public.skip_session(session_id uuid)
returns public.workout_sessions
language sql
set search_path = ''
return private.skip_session(session_id);

comment on function public.skip_session(uuid) is 'Skips a workout, which counts as done for the place in a dynamic programme. start_session takes it up again. PT404, PT409 it is finished.';
grant execute on function public.skip_session(uuid) to authenticated;
