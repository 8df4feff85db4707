-- training: what a coach does to the programme of a client.

create function private.move_program(p_program_id uuid, p_phase integer, p_week integer, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.mode <> 'static' then
    perform private.refuse('PT409', 'program_moves_by_itself', 'This programme advances by the workouts that are done', 'Skip sessions instead.');
  end if;
  if not exists (select from public.workout_sessions s where s.client_program_id = p_program_id and (s.phase, s.week) = (p_phase, p_week)) then
    perform private.refuse('PT422', 'program_week', 'The programme has no such week', 'Give a phase and a week that it has.');
  end if;
  if (v_program.phase, v_program.week) <> (p_phase, p_week) then -- a call that is repeated changes nothing
    update public.client_programs p set phase = p_phase, week = p_week where p.id = p_program_id returning p.* into v_program;
  end if;
  return v_program.version;
end;
$$;

comment on function private.move_program(uuid, integer, integer, integer) is 'Body of public.move_program.';
grant execute on function private.move_program(uuid, integer, integer, integer) to authenticated;


create function public.move_program(program_id uuid, phase integer, week integer, version integer)
returns integer
language sql
set search_path = ''
return private.move_program(program_id, phase, week, version);

comment on function public.move_program(uuid, integer, integer, integer) is
  'Sets the present week of a static programme and returns its version. Coach only. PT403 as the client, PT404, PT409 a dynamic programme or changed meanwhile, PT422 no such week.';
grant execute on function public.move_program(uuid, integer, integer, integer) to authenticated;


create function private.delay_program(p_program public.client_programs, p_days integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_begun boolean := exists (select from public.workout_sessions s where s.client_program_id = p_program.id and s.status <> 'planned');
begin
  perform pg_advisory_xact_lock(hashtextextended('programs ' || p_program.client_id, 0));
  if v_begun and p_program.end_date + p_days < p_program.start_date then
    perform private.refuse('PT422', 'shift_days', 'A programme cannot end before it began', 'Shift it by fewer days.');
  end if;
  perform private.refuse_overlap(p_program.client_id, p_program.start_date + case when v_begun then 0 else p_days end, p_program.end_date + p_days, p_program.id);
  update public.client_programs p
  set start_date = p.start_date + case when v_begun then 0 else p_days end,
      shifted_days = p.shifted_days + case when v_begun then p_days else 0 end,
      end_date = p.end_date + p_days
  where p.id = p_program.id;
  update public.workout_sessions s set scheduled_on = s.scheduled_on + p_days
  where s.client_program_id = p_program.id and s.client_id = p_program.client_id and s.status = 'planned';
end;
$$;

comment on function private.delay_program(public.client_programs, integer) is 'Moves what is planned of a programme by days. Before anything is done, its start moves too.';


create function private.pause_program(p_program_id uuid, p_version integer, p_paused boolean)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program  public.client_programs := private.lock_program(p_program_id, p_version);
  v_timezone text := (select c.timezone from public.clients c where c.id = v_program.client_id);
begin
  if v_program.status = (case when p_paused then 'paused' else 'active' end)::public.program_status then
    return v_program.version;
  end if;
  if not p_paused and v_program.status = 'paused' then
    perform private.delay_program(v_program, private.local_date(now(), v_timezone) - private.local_date(v_program.paused_at, v_timezone));
  end if;
  update public.client_programs p
  set status = case when p_paused then 'paused' else 'active' end::public.program_status, paused_at = case when p_paused then now() end
  where p.id = p_program_id
  returning p.version into p_version;
  return p_version;
end;
$$;

comment on function private.pause_program(uuid, integer, boolean) is 'Body of public.pause_program and public.resume_program.';
grant execute on function private.pause_program(uuid, integer, boolean) to authenticated;


create function public.pause_program(program_id uuid, version integer)
returns integer
language sql
set search_path = ''
return private.pause_program(program_id, version, true);

comment on function public.pause_program(uuid, integer) is 'Pauses a programme, so that no session of it can be started, and returns its version. Coach only. PT403 as the client, PT404, PT409 over or changed meanwhile.';
grant execute on function public.pause_program(uuid, integer) to authenticated;


create function public.resume_program(program_id uuid, version integer)
returns integer
language sql
set search_path = ''
return private.pause_program(program_id, version, false);

comment on function public.resume_program(uuid, integer) is 'Goes on with a paused programme and returns its version. What is planned moves by the days of the pause. Coach only. PT403 as the client, PT404, PT409 over, changed meanwhile, or another programme runs on those days.';
grant execute on function public.resume_program(uuid, integer) to authenticated;


create function private.shift_program(p_program_id uuid, p_days integer, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if p_days between -366 and 366 is not true then
    perform private.refuse('PT422', 'shift_days', 'A programme cannot be shifted by so many days', 'Give days from -366 to 366.');
  end if;
  if v_program.status not in ('active', 'paused') then
    perform private.refuse('PT409', 'program_over', 'This programme is over', 'Assign another one.');
  end if;
  perform private.delay_program(v_program, p_days);
  return (select p.version from public.client_programs p where p.id = p_program_id);
end;
$$;

comment on function private.shift_program(uuid, integer, integer) is 'Body of public.shift_program.';
grant execute on function private.shift_program(uuid, integer, integer) to authenticated;


create function public.shift_program(program_id uuid, days integer, version integer)
returns integer
language sql
set search_path = ''
return private.shift_program(program_id, days, version);

comment on function public.shift_program(uuid, integer, integer) is
  'Moves what is planned of a programme by days, back by negative ones, and returns its version. Coach only. PT403 as the client, PT404, PT409 over, changed meanwhile, or another programme runs on those days, PT422 too many days.';
grant execute on function public.shift_program(uuid, integer, integer) to authenticated;


create function private.cancel_program(p_program_id uuid, p_version integer)
returns public.program_status
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.status in ('active', 'paused') then
    update public.client_programs p
    set paused_at = null, status = case
      when exists (select from public.workout_sessions s where s.client_program_id = p_program_id and s.status in ('planned', 'started')) then 'cancelled'
      else 'completed'
    end::public.program_status
    where p.id = p_program_id
    returning p.* into v_program;
  end if;
  return v_program.status;
end;
$$;

comment on function private.cancel_program(uuid, integer) is 'Body of public.cancel_program.';
grant execute on function private.cancel_program(uuid, integer) to authenticated;


create function public.cancel_program(program_id uuid, version integer)
returns public.program_status
language sql
set search_path = ''
return private.cancel_program(program_id, version);

comment on function public.cancel_program(uuid, integer) is
  'Ends a programme: completed when nothing of it is left to do, else cancelled. What was done stays. Coach only. PT403 as the client, PT404, PT409 changed meanwhile.';
grant execute on function public.cancel_program(uuid, integer) to authenticated;
