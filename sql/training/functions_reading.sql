-- training: what the screens of a workout show in one answer.

create function private.done_sets(p_client_id uuid, p_session_id uuid, p_exercise_id uuid, p_session_exercise_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'client_request_id', x.client_request_id, 'set_number', x.set_number, 'is_warmup', x.is_warmup, 'side', x.side, 'reps', x.reps, 'kg', x.kg,
    'seconds', x.seconds, 'meters', x.meters, 'rpe', x.rpe, 'done_at', x.done_at
  ) order by x.set_number, x.side, x.done_at), '[]')
  from public.exercise_completions x
  where x.client_id = p_client_id and x.session_id = p_session_id
    and case when p_session_exercise_id is null then x.exercise_id = p_exercise_id else x.session_exercise_id = p_session_exercise_id end
$$;

comment on function private.done_sets(uuid, uuid, uuid, uuid) is 'The sets of a session, of an exercise or of one place in it.';


create function private.best_of(p_client_id uuid, p_exercise_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case when count(*) > 0 then jsonb_build_object(
    'e1rm', max(private.e1rm(x.kg, x.reps, x.rpe)), 'max_kg', max(x.kg) filter (where x.reps is distinct from 0), 'max_reps', max(x.reps),
    'max_meters', max(x.meters), 'max_seconds', max(x.seconds)
  ) end
  from public.exercise_completions x
  where x.client_id = p_client_id and x.exercise_id = p_exercise_id and not x.is_warmup
$$;

comment on function private.best_of(uuid, uuid) is 'The best that a client ever did of an exercise, as personal_records has it; null where there is nothing yet.';


create function private.my_session(p_session_id uuid)
returns jsonb
language plpgsql
stable
security definer -- reads names of exercises of a former coach
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
begin
  select * into v_session from public.workout_sessions s where s.id = p_session_id and s.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_session', 'No such workout', 'Use a workout of yours or of one of your clients.');
  end if;
  return jsonb_build_object(
    'session', to_jsonb(v_session) - '{template_workout_id,program_week,overridden,created_at}'::text[],
    'completion', (
      select jsonb_build_object('rpe', w.rpe, 'notes', w.notes, 'duration_min', w.duration_min)
      from public.workout_completions w where w.session_id = p_session_id and w.client_id = v_session.client_id
    ),
    'exercises', coalesce((
      select jsonb_agg(
        to_jsonb(t) - '{client_id,session_id,template_exercise_id,progression}'::text[]
        || jsonb_build_object(
          'name_en', e.name_en, 'name_ru', e.name_ru, 'kind', e.kind, 'unilateral', e.unilateral, 'equipment', e.equipment,
          'video_url', e.video_url, 'cues', e.cues,
          'target_kg', case when v_session.status in ('planned', 'skipped') then private.next_kg(v_session, t) else t.target_kg end,
          'done', private.done_sets(t.client_id, p_session_id, t.exercise_id, t.id),
          'last_on', (before.done_at at time zone c.timezone)::date,
          'last', case when before.session_id is null then '[]' else private.done_sets(t.client_id, before.session_id, t.exercise_id, null) end,
          'best', private.best_of(t.client_id, t.exercise_id)
        )
        order by t.position
      )
      from public.session_exercises t
      join public.exercises e on e.id = t.exercise_id
      join public.clients c on c.id = t.client_id
      left join lateral (
        select x.session_id, x.done_at from public.exercise_completions x
        where x.client_id = t.client_id and x.exercise_id = t.exercise_id and x.session_id <> p_session_id
          and x.done_at <= coalesce(v_session.started_at, now())
        order by x.done_at desc limit 1
      ) before on true
      where t.session_id = p_session_id and t.client_id = v_session.client_id
    ), '[]')
  );
end;
$$;

comment on function private.my_session(uuid) is 'Body of public.my_session.';
grant execute on function private.my_session(uuid) to authenticated;


create function public.my_session(session_id uuid)
returns jsonb
language sql
stable
set search_path = ''
return private.my_session(session_id);

comment on function public.my_session(uuid) is
  'A workout in one document: session, completion, and exercises, each with its target, the sets done, those of the last time (last_on, last) and the best ever. Before it is started, target_kg is what it would be now. PT404.';
grant execute on function public.my_session(uuid) to authenticated;


create function private.next_week_preview(p_program_id uuid)
returns jsonb
language plpgsql
stable
security definer -- reads names of exercises of a former coach
set search_path = ''
as $$
declare
  v_program public.client_programs;
begin
  select * into v_program from public.client_programs p where p.id = p_program_id and p.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of yours or of one of your clients.');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'session_id', s.id, 'title', s.title, 'phase', s.phase, 'week', s.week, 'position', s.position, 'scheduled_on', s.scheduled_on,
      'exercises', coalesce((
        select jsonb_agg(
          to_jsonb(t) - '{id,client_id,session_id,template_exercise_id,progression,swapped_from}'::text[]
          || jsonb_build_object('name_en', e.name_en, 'name_ru', e.name_ru, 'kind', e.kind, 'target_kg', private.next_kg(s, t))
          order by t.position
        )
        from public.session_exercises t join public.exercises e on e.id = t.exercise_id
        where t.session_id = s.id and t.client_id = s.client_id
      ), '[]')
    ) order by s.position)
    from public.workout_sessions s
    where s.client_program_id = p_program_id and s.client_id = v_program.client_id
      and (s.phase, s.week) = (
        select n.phase, n.week from public.workout_sessions n
        where n.client_program_id = p_program_id and n.client_id = v_program.client_id and (n.phase, n.week) > (v_program.phase, v_program.week)
        order by n.phase, n.week limit 1
      )
  ), '[]');
end;
$$;

comment on function private.next_week_preview(uuid) is 'Body of public.next_week_preview.';
grant execute on function private.next_week_preview(uuid) to authenticated;


create function public.next_week_preview(program_id uuid)
returns jsonb
language sql
stable
set search_path = ''
return private.next_week_preview(program_id);

comment on function public.next_week_preview(uuid) is 'The workouts of the week after the present one, with the weights as they would be if it began now; [] after the last week. PT404.';
grant execute on function public.next_week_preview(uuid) to authenticated;
