-- training: every set. A set is never refused because its workout has ended.

create function private.log_set(
  p_session_id uuid, p_session_exercise_id uuid, p_exercise_id uuid, p_set_number integer, p_reps integer, p_kg numeric,
  p_seconds integer, p_meters numeric, p_rpe numeric, p_is_warmup boolean, p_client_request_id uuid, p_done_at timestamptz,
  p_side public.body_side
)
returns uuid
language plpgsql
security definer -- writes sets, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id);
  v_id      uuid;
begin
  if p_set_number between 1 and 100 is not true or p_reps not between 0 and 1000 or p_kg not between 0 and 1000
    or p_seconds not between 0 and 86400 or p_meters not between 0 and 1000000 or p_rpe not between 1 and 10
    or num_nonnulls(p_reps, p_seconds, p_meters) = 0 or p_client_request_id is null
  then
    perform private.refuse(
      'PT422', 'set_value', 'The set has an impossible value',
      'Give set_number from 1 to 100, kg from 0 to 1000, rpe from 1 to 10, client_request_id, and reps up to 1000, seconds up to a day or meters up to 1000000.'
    );
  end if;
  -- The place in the workout, or where an update of the template has put the exercise since.
  p_session_exercise_id := (
    select t.id from public.session_exercises t
    where t.session_id = p_session_id and (t.id = p_session_exercise_id or t.exercise_id = p_exercise_id)
    order by t.id = p_session_exercise_id desc nulls last, t.position limit 1
  );
  perform private.refuse_unknown_exercise(p_exercise_id, v_session.client_id);
  if v_session.status in ('planned', 'skipped') then
    v_session := private.begin_session(v_session, p_done_at);
  end if;
  insert into public.exercise_completions as x (
    client_id, session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, done_at, client_request_id, side
  )
  values (
    v_session.client_id, p_session_id, p_session_exercise_id, p_exercise_id, p_set_number, p_reps, p_kg, p_seconds, p_meters, p_rpe,
    coalesce(p_is_warmup, false), private.told_at(p_done_at), p_client_request_id, p_side
  )
  on conflict (client_id, client_request_id) do update
  set set_number = excluded.set_number, reps = excluded.reps, kg = excluded.kg, seconds = excluded.seconds, meters = excluded.meters,
      rpe = excluded.rpe, is_warmup = excluded.is_warmup, side = excluded.side
  where x.session_id = excluded.session_id
  returning x.id into v_id;
  return v_id;
end;
$$;

comment on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz, public.body_side) is 'Body of public.log_set.';
grant execute on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz, public.body_side) to authenticated;


create function public.log_set(
  session_id uuid, session_exercise_id uuid, exercise_id uuid, set_number integer, client_request_id uuid,
  reps integer default null, kg numeric default null, seconds integer default null, meters numeric default null, rpe numeric default null,
  is_warmup boolean default false, done_at timestamptz default now(), side public.body_side default null
)
returns uuid
language sql
set search_path = ''
return private.log_set(
  session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, client_request_id, done_at, side
);

comment on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz, public.body_side) is
  'Stores a set, and starts a workout that is not yet. side: of an exercise that is done one side at a time, half a set; both if absent. A second call with the same client_request_id changes that set. A set of a finished workout is stored too: a device may have been offline. PT404 unknown workout, PT409 the programme is paused or over, PT422 an impossible value or unknown exercise.';
grant execute on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz, public.body_side) to authenticated;


create function private.undo_set(p_client_request_id uuid)
returns void
language plpgsql
security definer -- deletes sets, which no API role may
set search_path = ''
as $$
begin
  delete from public.exercise_completions x
  where x.client_request_id = p_client_request_id and x.client_id = any (private.my_client_ids());
end;
$$;

comment on function private.undo_set(uuid) is 'Body of public.undo_set.';
grant execute on function private.undo_set(uuid) to authenticated;


create function public.undo_set(client_request_id uuid)
returns void
language sql
set search_path = ''
return private.undo_set(client_request_id);

comment on function public.undo_set(uuid) is 'Takes a set back. Does nothing where there is none.';
grant execute on function public.undo_set(uuid) to authenticated;


create function private.note_exercise(p_session_exercise_id uuid, p_notes text)
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
  if length(p_notes) <= 1000 is not true then
    perform private.refuse('PT422', 'exercise_notes', 'The notes are too long', 'Give notes of at most 1000 characters.');
  end if;
  update public.session_exercises t set client_notes = btrim(p_notes)
  where t.id = p_session_exercise_id and t.client_id = v_session.client_id;
end;
$$;

comment on function private.note_exercise(uuid, text) is 'Body of public.note_exercise.';
grant execute on function private.note_exercise(uuid, text) to authenticated;


create function public.note_exercise(session_exercise_id uuid, notes text)
returns void
language sql
set search_path = ''
return private.note_exercise(session_exercise_id, notes);

comment on function public.note_exercise(uuid, text) is
  'Keeps what the client says about an exercise of a workout, also of a finished one; an empty text takes it back. PT404 unknown workout, PT422 the notes are too long.';
grant execute on function public.note_exercise(uuid, text) to authenticated;
