-- training: a workout under way: started, changed, every set, finished. Each call may be repeated and then changes nothing.

create function private.lock_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
  v_client  uuid := (select s.client_id from public.workout_sessions s where s.id = p_session_id);
begin
  if (private.lock_client_shared(v_client)).id is not null then
    select s.* into v_session from public.workout_sessions s where s.id = p_session_id for no key update;
  end if;
  if v_session.id is null then
    perform private.refuse('PT404', 'no_such_session', 'No such workout', 'Use a workout of yours or of one of your clients.');
  end if;
  return v_session;
end;
$$;

comment on function private.lock_session(uuid) is 'Locks a session of a client whom the caller coaches or is, and returns it. Raises PT404 for another one.';


create function private.told_at(p_at timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
return case when p_at between now() - interval '364 days' and now() then p_at else now() end;

comment on function private.told_at(timestamptz) is 'The moment that a device tells, or now where that is in the future or over a year back.';


create function private.begin_session(p_session public.workout_sessions, p_at timestamptz)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
begin
  if p_session.status in ('started', 'finished') then
    return p_session;
  end if;
  if exists (select from public.client_programs p where p.id = p_session.client_program_id and p.status = 'paused') then
    perform private.refuse('PT409', 'program_paused', 'The programme is paused', 'Ask your coach to go on with it, or begin a workout without a programme.');
  end if;
  if exists (select from public.client_programs p where p.id = p_session.client_program_id and p.status = 'cancelled') then
    perform private.refuse('PT409', 'program_over', 'This programme is over', 'Begin a workout without a programme.');
  end if;
  update public.session_exercises t set target_kg = private.next_kg(p_session, t)
  where t.session_id = p_session.id and t.client_id = p_session.client_id;
  update public.workout_sessions s set status = 'started', started_at = private.told_at(p_at)
  where s.id = p_session.id returning s.* into p_session;
  perform private.advance_program(p_session.client_program_id); -- back, if it was skipped
  return p_session;
end;
$$;

comment on function private.begin_session(public.workout_sessions, timestamptz) is 'Starts a locked session that is not yet, and computes the weights to lift.';


create function private.start_session(p_session_id uuid, p_at timestamptz)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
begin
  return private.begin_session(private.lock_session(p_session_id), p_at);
end;
$$;

comment on function private.start_session(uuid, timestamptz) is 'Body of public.start_session.';
grant execute on function private.start_session(uuid, timestamptz) to authenticated;


create function public.start_session(session_id uuid, at timestamptz default now())
returns public.workout_sessions
language sql
set search_path = ''
return private.start_session(session_id, at);

comment on function public.start_session(uuid, timestamptz) is
  'Starts a workout, also one that was skipped, and computes the weights to lift from the finished ones. at: when it was started on the device. PT404, PT409 the programme is paused or over.';
grant execute on function public.start_session(uuid, timestamptz) to authenticated;


create function private.start_ad_hoc(p_session_id uuid, p_client_id uuid, p_title text, p_at timestamptz)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_client_id uuid := coalesce(p_client_id, (private.my_own_client_ids())[1]);
  v_at        timestamptz := private.told_at(p_at);
begin
  if private.lock_client_shared(v_client_id) is null then
    perform private.refuse_client();
  end if;
  if p_session_id is null or length(p_title) > 200 then
    perform private.refuse('PT422', 'session_title', 'A workout needs an id and a title of at most 200 characters', 'Make a UUID, and give a shorter title.');
  end if;
  insert into public.workout_sessions (id, client_id, title, status, started_at, scheduled_on)
  select p_session_id, c.id, coalesce(btrim(p_title), ''), 'started', v_at, private.local_date(v_at, c.timezone)
  from public.clients c where c.id = v_client_id
  on conflict (id) do nothing;
  return private.lock_session(p_session_id);
end;
$$;

comment on function private.start_ad_hoc(uuid, uuid, text, timestamptz) is 'Body of public.start_ad_hoc.';
grant execute on function private.start_ad_hoc(uuid, uuid, text, timestamptz) to authenticated;


create function public.start_ad_hoc(session_id uuid, title text default '', at timestamptz default now(), client_id uuid default null)
returns public.workout_sessions
language sql
set search_path = ''
return private.start_ad_hoc(session_id, client_id, title, at);

comment on function public.start_ad_hoc(uuid, text, timestamptz, uuid) is
  'Starts a workout without a programme. session_id is a UUID of the caller''s choice: a second call with it is the same workout. client_id: the caller themselves if absent. PT404 unknown client, or somebody else''s session_id, PT422 the title is too long.';
grant execute on function public.start_ad_hoc(uuid, text, timestamptz, uuid) to authenticated;


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


create function private.log_set(
  p_session_id uuid, p_session_exercise_id uuid, p_exercise_id uuid, p_set_number integer, p_reps integer, p_kg numeric,
  p_seconds integer, p_meters numeric, p_rpe numeric, p_is_warmup boolean, p_client_request_id uuid, p_done_at timestamptz
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
    client_id, session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, done_at, client_request_id
  )
  values (
    v_session.client_id, p_session_id, p_session_exercise_id, p_exercise_id, p_set_number, p_reps, p_kg, p_seconds, p_meters, p_rpe,
    coalesce(p_is_warmup, false), private.told_at(p_done_at), p_client_request_id
  )
  on conflict (client_id, client_request_id) do update
  set set_number = excluded.set_number, reps = excluded.reps, kg = excluded.kg, seconds = excluded.seconds, meters = excluded.meters,
      rpe = excluded.rpe, is_warmup = excluded.is_warmup
  where x.session_id = excluded.session_id
  returning x.id into v_id;
  return v_id;
end;
$$;

comment on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz) is 'Body of public.log_set.';
grant execute on function private.log_set(uuid, uuid, uuid, integer, integer, numeric, integer, numeric, numeric, boolean, uuid, timestamptz) to authenticated;


create function public.log_set(
  session_id uuid, session_exercise_id uuid, exercise_id uuid, set_number integer, client_request_id uuid,
  reps integer default null, kg numeric default null, seconds integer default null, meters numeric default null, rpe numeric default null,
  is_warmup boolean default false, done_at timestamptz default now()
)
returns uuid
language sql
set search_path = ''
return private.log_set(
  session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, is_warmup, client_request_id, done_at
);

comment on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz) is
  'Stores a set, and starts a workout that is not yet. A second call with the same client_request_id changes that set. A set of a finished workout is stored too: a device may have been offline. PT404 unknown workout, PT409 the programme is paused or over, PT422 an impossible value or unknown exercise.';
grant execute on function public.log_set(uuid, uuid, uuid, integer, uuid, integer, numeric, integer, numeric, numeric, boolean, timestamptz) to authenticated;


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
