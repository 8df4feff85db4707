-- training: changes which exercises a workout has.

create function private.add_session_exercise(p_id uuid, p_session_id uuid, p_exercise_id uuid)
returns uuid
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id);
  v_most    constant integer := 60;
begin
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if p_id is null or (select count(*) from public.session_exercises t where t.session_id = p_session_id) >= v_most then
    perform private.refuse('PT422', 'session_exercises', 'The workout has too many exercises', format('Give an id, and at most %s exercises.', v_most), jsonb_build_object('limit', v_most));
  end if;
  insert into public.session_exercises (id, client_id, session_id, position, exercise_id, block)
  select p_id, v_session.client_id, p_session_id, coalesce(max(t.position), 0) + 1, p_exercise_id, coalesce(max(t.block), 0) + 1
  from public.session_exercises t where t.session_id = p_session_id
  on conflict (id) do nothing;
  update public.workout_sessions s set overridden = true where s.id = p_session_id and not s.overridden;
  return p_id;
end;
$$;

comment on function private.add_session_exercise(uuid, uuid, uuid) is 'Body of public.add_session_exercise.';
grant execute on function private.add_session_exercise(uuid, uuid, uuid) to authenticated;


create function public.add_session_exercise(session_exercise_id uuid, session_id uuid, exercise_id uuid)
returns uuid
language sql
set search_path = ''
return private.add_session_exercise(session_exercise_id, session_id, exercise_id);

comment on function public.add_session_exercise(uuid, uuid, uuid) is 'Adds an exercise to a workout. session_exercise_id is a UUID of the caller''s choice: a second call with it adds nothing. PT404 unknown workout, PT422 unknown exercise or too many.';
grant execute on function public.add_session_exercise(uuid, uuid, uuid) to authenticated;


create function private.refuse_unknown_exercise(p_exercise_id uuid, p_client_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select from public.exercises e
    where e.id = p_exercise_id and (
      e.slug is not null or e.coach_id = any (private.my_acquaintance_ids())
      or exists (select from public.session_exercises t where t.client_id = p_client_id and t.exercise_id = e.id)
    )
  ) then
    perform private.refuse('PT422', 'no_such_exercise', 'No such exercise', 'Give the id of an exercise that you see.');
  end if;
end;
$$;

comment on function private.refuse_unknown_exercise(uuid, uuid) is 'Raises PT422 for an exercise that neither the caller sees nor the client has done.';


create function private.swap_exercise(p_session_exercise_id uuid, p_exercise_id uuid)
returns void
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(
    (select t.session_id from public.session_exercises t where t.id = p_session_exercise_id)
  );
begin
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if v_session.status = 'finished' then
    perform private.refuse('PT409', 'session_finished', 'This workout is finished', 'Open it again first.');
  end if;
  update public.session_exercises t
  set exercise_id = p_exercise_id, target_kg = null,
      swapped_from = nullif(coalesce(t.swapped_from, t.exercise_id), p_exercise_id)
  where t.id = p_session_exercise_id and t.exercise_id <> p_exercise_id;
  if found then
    update public.workout_sessions s set overridden = true where s.id = v_session.id and not s.overridden;
  end if;
end;
$$;

comment on function private.swap_exercise(uuid, uuid) is 'Body of public.swap_exercise.';
grant execute on function private.swap_exercise(uuid, uuid) to authenticated;


create function public.swap_exercise(session_exercise_id uuid, exercise_id uuid)
returns void
language sql
set search_path = ''
return private.swap_exercise(session_exercise_id, exercise_id);

comment on function public.swap_exercise(uuid, uuid) is
  'Has another exercise done in place of one of a workout. Sets already done keep their exercise. PT404 unknown workout, PT409 the workout is finished, PT422 unknown exercise.';
grant execute on function public.swap_exercise(uuid, uuid) to authenticated;
