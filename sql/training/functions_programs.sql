-- training: gives programmes to clients, and moves them through them.

create function private.lock_program(p_program_id uuid, p_version integer)
returns public.client_programs
language plpgsql
set search_path = ''
as $$
declare
  v_program public.client_programs;
begin
  select p.* into v_program from public.client_programs p where p.id = p_program_id;
  if not found or v_program.client_id = any (private.my_coached_client_ids()) is not true then
    if v_program.client_id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coach_moves_programs', 'Only the coach changes the programme', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of one of your clients.');
  end if;
  perform private.lock_client_shared(v_program.client_id);
  perform private.lock_reports(array[v_program.client_id]); -- before sessions, as lock_session does
  select p.* into v_program from public.client_programs p
  where p.id = p_program_id and p.client_id = any (private.my_coached_client_ids())
  for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_program', 'No such programme', 'Use a programme of one of your clients.');
  end if;
  perform private.check_version(
    p_version, v_program.version, jsonb_build_object('phase', v_program.phase, 'week', v_program.week, 'status', v_program.status), '{}'
  );
  return v_program;
end;
$$;

comment on function private.lock_program(uuid, integer) is 'Locks a programme of a client whom the caller coaches, in the version that was seen, and returns it.';


create function private.refuse_overlap(p_client_id uuid, p_start date, p_end date, p_except uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_other public.client_programs;
begin
  select * into v_other from public.client_programs p
  where p.client_id = p_client_id and p.status in ('active', 'paused') and p.id is distinct from p_except
    and daterange(p.start_date, p.end_date, '[]') && daterange(p_start, p_end, '[]')
  order by p.start_date limit 1;
  if found then
    perform private.refuse(
      'PT409', 'program_overlaps', 'The client has another programme on those days', 'Begin after it, or end it first.',
      jsonb_build_object('title', v_other.title, 'until', v_other.end_date)
    );
  end if;
end;
$$;

comment on function private.refuse_overlap(uuid, date, date, uuid) is 'Refuses days on which another programme of the client runs.';


create function private.assign_program(
  p_template_id uuid, p_client_id uuid, p_start_date date, p_mode public.program_mode, p_is_paid boolean, p_first_week integer
)
returns uuid
language plpgsql
security definer -- writes programmes and sessions, which no API role may
set search_path = ''
as $$
declare
  v_client   public.clients := private.lock_client_shared(p_client_id);
  v_template public.program_templates;
  v_first    integer := coalesce(p_first_week, 1);
  v_weeks    integer;
  v_missing  record;
  v_end      date;
  v_id       uuid := gen_random_uuid();
begin
  if v_client is null then
    perform private.refuse_client();
  end if;
  if private.my_role(v_client) is distinct from 'coach' then
    perform private.refuse('PT403', 'only_coach_assigns', 'Only the coach assigns programmes', 'Ask your coach.');
  end if;
  v_template := private.lock_template(p_template_id);
  if v_template.archived_at is not null then
    perform private.refuse('PT409', 'template_archived', 'This programme is archived', 'Take it out of the archive first.');
  end if;
  if p_start_date between current_date - 366 and current_date + 732 is not true or p_mode is null then
    perform private.refuse('PT422', 'program_start', 'A programme needs a start date and a mode', 'Give a date at most a year back and two years ahead, and static or dynamic_progressive.');
  end if;
  select sum(f.weeks) into v_weeks from public.program_phases f where f.template_id = p_template_id;
  if v_weeks is null then
    perform private.refuse('PT422', 'program_empty', 'The programme has no phase yet', 'Add a phase with workouts first.');
  end if;
  if v_first between 1 and v_weeks is not true then
    perform private.refuse('PT422', 'program_first_week', 'The programme has no such week', format('Give a week from 1 to %s.', v_weeks), jsonb_build_object('weeks', v_weeks));
  end if;
  select f.position as phase, w.week into v_missing
  from public.program_phases f
  cross join lateral generate_series(1, f.weeks) w (week)
  where f.template_id = p_template_id
    and not exists (select from public.template_workouts t where t.phase_id = f.id and t.week = w.week)
  order by f.position, w.week limit 1;
  if found then
    perform private.refuse(
      'PT422', 'program_empty_week', format('Week %s of phase %s is empty', v_missing.week, v_missing.phase), 'Add a workout to it, or shorten the phase.',
      jsonb_build_object('phase', v_missing.phase, 'week', v_missing.week)
    );
  end if;
  v_end := p_start_date + 7 * (v_weeks - v_first + 1) - 1;
  perform pg_advisory_xact_lock(hashtextextended('programs ' || p_client_id, 0)); -- so that of two at once one is refused
  perform private.refuse_overlap(p_client_id, p_start_date, v_end, null);

  insert into public.client_programs (
    id, client_id, template_id, template_version, title, mode, start_date, end_date, first_week, phase, week, formatted_program, is_paid, assigned_by
  )
  select v_id, p_client_id, p_template_id, v_template.version, v_template.title, p_mode, p_start_date, v_end, v_first,
         w.phase, w.week, private.format_program(p_template_id, v_client.locale), coalesce(p_is_paid, false), auth.uid()
  from private.template_weeks(p_template_id) w where w.program_week = v_first;
  perform private.copy_workouts(array[v_id], null);
  perform private.notify(
    v_client.user_id, 'program_assigned', jsonb_build_object('title', v_template.title, 'start', p_start_date), 'program_assigned ' || v_id,
    p_client_id => p_client_id
  );
  return v_id;
end;
$$;

comment on function private.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) is 'Body of public.assign_program.';
grant execute on function private.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) to authenticated;


create function public.assign_program(
  template_id uuid, client_id uuid, start_date date, mode public.program_mode, is_paid boolean default false, first_week integer default 1
)
returns uuid
language sql
set search_path = ''
return private.assign_program(template_id, client_id, start_date, mode, is_paid, first_week);

comment on function public.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) is
  'Copies a programme of the caller to one of their clients, with all sessions from first_week on, tells the client, and returns its id. static: only move_program changes its week. dynamic_progressive: the week advances when its workouts are done. Coaches only. PT403 as the client, PT404 unknown client or programme, PT409 archived, or another programme runs on those days, PT422 an empty week, a wrong start or week.';
grant execute on function public.assign_program(uuid, uuid, date, public.program_mode, boolean, integer) to authenticated;


create function private.copy_workouts(p_program_ids uuid[], p_workout_ids uuid[])
returns void
language sql
set search_path = ''
as $$
  insert into public.workout_sessions (
    client_id, client_program_id, template_workout_id, phase, week, program_week, position, title, focus, notes, scheduled_on
  )
  select p.client_id, p.id, w.id, k.phase, k.week, k.program_week, w.position, w.title, w.focus, w.notes,
         p.start_date + p.shifted_days + 7 * (k.program_week - p.first_week) + (w.position - 1) % 7
  from public.client_programs p
  cross join lateral private.template_weeks(p.template_id) k
  join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
  where p.id = any (p_program_ids) and k.program_week >= p.first_week
    and (p_workout_ids is null or (p.id, w.id) in (select * from unnest(p_program_ids, p_workout_ids)));

  insert into public.session_exercises (
    client_id, session_id, template_exercise_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select s.client_id, s.id, e.id, e.position, e.exercise_id, e.block, e.block_kind, e.sets, e.reps_min, e.reps_max, e.seconds, e.meters,
         e.load_kind, e.load, e.rest_seconds, e.tempo, e.notes, e.progression
  from public.workout_sessions s
  join public.template_exercises e on e.workout_id = s.template_workout_id
  where s.client_program_id = any (p_program_ids) and s.status = 'planned'
    and not exists (select from public.session_exercises o where o.session_id = s.id);
$$;

comment on function private.copy_workouts(uuid[], uuid[]) is 'Copies workouts of the template to programmes as planned sessions, one statement a table: all of them, or one by one with p_workout_ids. Planned sessions without exercises get those of their workout.';


create function private.advance_program(p_program_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_program public.client_programs;
  v_next    record;
begin
  -- Two sessions that end at the same moment wait here for each other; the second sees the first.
  select * into v_program from public.client_programs p where p.id = p_program_id for no key update;
  if v_program.mode is distinct from 'dynamic_progressive' or v_program.status = 'cancelled' then
    return;
  end if;
  select s.phase, s.week into v_next from public.workout_sessions s
  where s.client_program_id = p_program_id and s.status in ('planned', 'started')
  order by s.phase, s.week limit 1;
  update public.client_programs p
  set phase = coalesce(v_next.phase, p.phase), week = coalesce(v_next.week, p.week),
      status = case
        when v_next.phase is null then 'completed'::public.program_status
        when p.status = 'completed' then 'active'
        else p.status
      end,
      paused_at = case when v_next.phase is not null then p.paused_at end
  where p.id = p_program_id
    and (p.phase, p.week, p.status) is distinct from (
      coalesce(v_next.phase, p.phase), coalesce(v_next.week, p.week),
      case when v_next.phase is null then 'completed'::public.program_status when p.status = 'completed' then 'active' else p.status end
    );
end;
$$;

comment on function private.advance_program(uuid) is 'Sets the place of a dynamic programme to its first week with a workout still to do. The place follows from what is done, so that it moves once, whoever says so and however often.';
