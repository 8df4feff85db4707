-- training: begins and skips workouts. Each call may be repeated and then changes nothing.

create function private.lock_session(p_session_id uuid, p_ends boolean default false)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
begin
  select s.* into v_session from public.workout_sessions s where s.id = p_session_id;
  if (private.lock_client_shared(v_session.client_id)).id is null then
    v_session := null;
  else
    if p_ends or v_session.status in ('skipped', 'finished') then
      perform private.lock_reports(array[v_session.client_id]); -- before the session, as whoever has read a log does
    end if;
    select s.* into v_session from public.workout_sessions s where s.id = p_session_id for no key update;
  end if;
  if v_session.id is null then
    perform private.refuse('PT404', 'no_such_session', 'No such workout', 'Use a workout of yours or of one of your clients.');
  end if;
  return v_session;
end;
$$;

comment on function private.lock_session(uuid, boolean) is 'Locks a session of a client whom the caller coaches or is, and returns it. p_ends: the call may change what weekly reports tell. Raises PT404 for another one.';


create function private.told_at(p_at timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
return case when p_at between now() - interval '364 days' and now() then p_at else now() end;

comment on function private.told_at(timestamptz) is 'The moment that a device tells, or now where that is in the future or over a year back.';


create function private.begin_session(p_session public.workout_sessions, p_at timestamptz, p_ends boolean default false)
returns public.workout_sessions
language plpgsql
set search_path = ''
as $$
declare
  v_status public.program_status;
begin
  if p_session.status in ('started', 'finished') then
    return p_session;
  end if;
  select p.status into v_status from public.client_programs p where p.id = p_session.client_program_id;
  if v_status = 'paused' then
    perform private.refuse('PT409', 'program_paused', 'The programme is paused', 'Ask your coach to go on with it, or begin a workout without a programme.');
  elsif v_status = 'cancelled' then
    perform private.refuse('PT409', 'program_over', 'This programme is over', 'Begin a workout without a programme.');
  end if;
  update public.session_exercises t set target_kg = private.next_kg(p_session, t)
  where t.session_id = p_session.id and t.client_id = p_session.client_id;
  update public.workout_sessions s set status = 'started', started_at = private.told_at(p_at)
  where s.id = p_session.id returning s.* into p_session;
  if not p_ends then
    perform private.advance_program(p_session.client_program_id); -- back, if it was skipped
  end if;
  return p_session;
end;
$$;

comment on function private.begin_session(public.workout_sessions, timestamptz, boolean) is 'Starts a locked session that is not yet, and computes the weights to lift. p_ends: the caller finishes it at once, so that the programme does not move back and on.';


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


create function private.skip_session(p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer -- writes sessions, which no API role may
set search_path = ''
as $$
declare
  v_session public.workout_sessions := private.lock_session(p_session_id, p_ends => true);
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
