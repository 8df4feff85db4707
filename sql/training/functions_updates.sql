-- training: carries a change of a template into the programmes that follow it. What was started is never touched.

create function private.template_changes(p_template_id uuid, p_client_ids uuid[])
returns table (client_id uuid, program_id uuid, session_id uuid, workout_id uuid, change text, title text, scheduled_on date)
language sql
stable
set search_path = ''
as $$
  with program as (
    select p.* from public.client_programs p
    where p.template_id = p_template_id and p.follows_template and p.status in ('active', 'paused')
      and p.client_id = any ((select private.my_coached_client_ids())::uuid[])
      and (p_client_ids is null or p.client_id = any (p_client_ids))
  ), wanted as (
    select w.id, k.phase, k.week, k.program_week, w.position, w.title, w.focus, w.notes,
           (
             select jsonb_agg(to_jsonb(e) - '{id,template_id,workout_id}'::text[] order by e.position)
             from public.template_exercises e where e.workout_id = w.id
           ) as exercises
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
  ), there as (
    select s.*,
           (
             select jsonb_agg(to_jsonb(t) - '{id,client_id,session_id,template_exercise_id,target_kg,swapped_from,client_notes}'::text[] order by t.position)
             from public.session_exercises t where t.session_id = s.id and t.client_id = s.client_id
           ) as exercises
    from public.workout_sessions s
    join program p on p.id = s.client_program_id and p.client_id = s.client_id
  )
  select p.client_id, p.id, t.id, w.id,
         case when w.id is null then 'removed' when t.id is null then 'added' else 'changed' end,
         coalesce(w.title, t.title), t.scheduled_on
  from program p
  cross join lateral (
    select coalesce(w.id, o.template_workout_id) as workout
    from wanted w full join (select t.template_workout_id from there t where t.client_program_id = p.id) o on o.template_workout_id = w.id
  ) k
  left join wanted w on w.id = k.workout
  left join there t on t.client_program_id = p.id and t.template_workout_id = k.workout
  where case
    when t.id is null then w.program_week >= p.first_week and (w.phase, w.week) >= (p.phase, p.week)
    when t.status <> 'planned' or t.overridden then false
    else w.id is null
      or (w.phase, w.week, w.position, w.title, w.focus, w.notes) is distinct from (t.phase, t.week, t.position, t.title, t.focus, t.notes)
      or w.exercises is distinct from t.exercises
  end
$$;

comment on function private.template_changes(uuid, uuid[]) is 'What a template has that programmes following it do not, session by session. Sessions that were started, skipped or changed by hand are left out.';


create function private.preview_template_update(p_template_id uuid)
returns table (client_id uuid, client_name text, program_id uuid, session_id uuid, change text, title text, scheduled_on date)
language plpgsql
stable
security definer -- reads templates without their policies
set search_path = ''
as $$
begin
  if not exists (select from public.program_templates t where t.id = p_template_id and t.coach_id = any (private.my_account_ids())) then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return query
  select g.client_id, c.name, g.program_id, g.session_id, g.change, g.title, g.scheduled_on
  from private.template_changes(p_template_id, null) g
  join public.clients c on c.id = g.client_id
  order by c.name, c.id, g.scheduled_on nulls last, g.title;
end;
$$;

comment on function private.preview_template_update(uuid) is 'Body of public.preview_template_update.';
grant execute on function private.preview_template_update(uuid) to authenticated;


create function public.preview_template_update(template_id uuid)
returns table (client_id uuid, client_name text, program_id uuid, session_id uuid, change text, title text, scheduled_on date)
language sql
stable
set search_path = ''
as $$
  select * from private.preview_template_update(template_id)
$$;

comment on function public.preview_template_update(uuid) is 'What apply_template_update would change for whom: sessions added, removed or changed. Coach only. PT404.';
grant execute on function public.preview_template_update(uuid) to authenticated;


create function private.apply_template_update(p_template_id uuid, p_client_ids uuid[])
returns integer
language plpgsql
security definer -- writes programmes and sessions, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
  v_changes  integer;
  v_programs uuid[];
  v_changed  uuid[];
  v_removed  uuid[];
  v_add_to   uuid[];
  v_added    uuid[];
begin
  -- Clients in one order, before their programmes, as every other call locks them.
  perform private.lock_client_shared(c) from (select distinct unnest(p_client_ids) as c order by 1) o;
  perform private.lock_reports(array(select c from unnest(p_client_ids) c where c = any (private.my_coached_client_ids())));
  perform from public.client_programs p
  where p.template_id = p_template_id and p.client_id = any (p_client_ids) and p.client_id = any (private.my_coached_client_ids())
  order by p.id for no key update;
  perform from public.workout_sessions s -- a session that is started meanwhile is left alone
  where s.client_id = any (p_client_ids) and s.status = 'planned'
    and s.client_program_id in (select p.id from public.client_programs p where p.template_id = p_template_id)
  order by s.id for no key update;

  select
    count(*), array_agg(distinct g.program_id), array_agg(g.session_id) filter (where g.change = 'changed'),
    array_agg(g.session_id) filter (where g.change = 'removed'),
    array_agg(g.program_id) filter (where g.change = 'added'), array_agg(g.workout_id) filter (where g.change = 'added')
  into v_changes, v_programs, v_changed, v_removed, v_add_to, v_added
  from private.template_changes(p_template_id, p_client_ids) g;

  delete from public.workout_sessions s where s.id = any (v_removed);
  delete from public.session_exercises t where t.session_id = any (v_changed);
  -- In place, because a phone may have started the session offline.
  update public.workout_sessions s
  set phase = k.phase, week = k.week, program_week = k.program_week, position = w.position, title = w.title, focus = w.focus, notes = w.notes,
      scheduled_on = s.scheduled_on + 7 * (k.program_week - s.program_week) + (w.position - 1) % 7 - (s.position - 1) % 7
  from public.template_workouts w
  join private.template_weeks(p_template_id) k on k.phase_id = w.phase_id and k.week = w.week
  where s.id = any (v_changed) and w.id = s.template_workout_id;
  perform private.copy_workouts(v_add_to, v_added);
  perform private.copy_workouts(v_programs, '{}');
  update public.client_programs p set template_version = v_template.version
  where p.template_id = p_template_id and p.follows_template and p.client_id = any (p_client_ids)
    and p.client_id = any (private.my_coached_client_ids()) and p.status in ('active', 'paused');
  perform private.advance_program(p) from unnest(v_programs) p; -- locked above, in order
  return v_changes;
end;
$$;

comment on function private.apply_template_update(uuid, uuid[]) is 'Body of public.apply_template_update.';
grant execute on function private.apply_template_update(uuid, uuid[]) to authenticated;


create function public.apply_template_update(template_id uuid, client_ids uuid[])
returns integer
language sql
set search_path = ''
return private.apply_template_update(template_id, client_ids);

comment on function public.apply_template_update(uuid, uuid[]) is
  'Carries the present state of a template into the programmes of these clients that follow it, and returns how many sessions were changed. Only planned sessions change that nobody has changed by hand. Coach only. PT404.';
grant execute on function public.apply_template_update(uuid, uuid[]) to authenticated;


create function private.follow_template(p_program_id uuid, p_follows boolean, p_version integer)
returns integer
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
declare
  v_program public.client_programs := private.lock_program(p_program_id, p_version);
begin
  if v_program.follows_template is distinct from coalesce(p_follows, false) then
    update public.client_programs p set follows_template = coalesce(p_follows, false) where p.id = p_program_id returning p.* into v_program;
  end if;
  return v_program.version;
end;
$$;

comment on function private.follow_template(uuid, boolean, integer) is 'Body of public.follow_template.';
grant execute on function private.follow_template(uuid, boolean, integer) to authenticated;


create function public.follow_template(program_id uuid, follows boolean, version integer)
returns integer
language sql
set search_path = ''
return private.follow_template(program_id, follows, version);

comment on function public.follow_template(uuid, boolean, integer) is
  'Has changes of its template offered to a programme of a client, or no longer, and returns its version. Coach only. PT403 as the client, PT404, PT409 changed meanwhile.';
grant execute on function public.follow_template(uuid, boolean, integer) to authenticated;
