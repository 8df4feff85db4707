-- training: whole templates as one document: read, saved, copied, archived.

create function private.lock_template(p_template_id uuid)
returns public.program_templates
language plpgsql
set search_path = ''
as $$
declare
  v_template public.program_templates;
begin
  select * into v_template from public.program_templates t
  where t.id = p_template_id and t.coach_id = any (private.my_account_ids())
  for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return v_template;
end;
$$;

comment on function private.lock_template(uuid) is 'Locks a template of the caller and returns it. Raises PT404 for another one.';


create function private.save_program_template(p_template jsonb, p_version integer)
returns integer
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_most     constant integer := 300;
  v_id       uuid;
  v_template public.program_templates;
begin
  perform private.check_program_template(p_template);
  v_id := (p_template ->> 'id')::uuid;

  insert into public.program_templates (id, coach_id, title, description, version)
  select v_id, auth.uid(), p_template ->> 'title', coalesce(p_template ->> 'description', ''), 0
  where private.am_coach()
  on conflict (id) do nothing;
  v_template := private.lock_template(v_id);
  if v_template.version <> 0 then
    perform private.check_version(
      p_version, v_template.version,
      jsonb_build_object('title', v_template.title), jsonb_build_object('title', p_template -> 'title'), p_at => v_template.updated_at
    );
  end if;
  if v_template.version = 0 and (select count(*) from public.program_templates t where t.coach_id = v_template.coach_id) > v_most then
    perform private.refuse('PT409', 'too_many_programs', 'There are too many programmes', format('A coach has at most %s.', v_most), jsonb_build_object('limit', v_most));
  end if;

  update public.program_templates t
  set title = p_template ->> 'title', description = coalesce(p_template ->> 'description', ''), version = t.version + 1, updated_at = now()
  where t.id = v_id;

  -- Whatever the document does not have any more goes, from the leaves up, so that a moved row is not taken along.
  with n as (select * from private.template_nodes(p_template) where level = 'exercise')
  delete from public.template_exercises e where e.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = e.id);

  insert into public.program_phases as p (id, template_id, position, title, weeks)
  select (n.value ->> 'id')::uuid, v_id, n.number, coalesce(n.value ->> 'title', ''), (n.value ->> 'weeks')::integer
  from private.template_nodes(p_template) n where n.level = 'phase'
  on conflict (id) do update set position = excluded.position, title = excluded.title, weeks = excluded.weeks
  where p.template_id = excluded.template_id;

  insert into public.template_workouts as w (id, template_id, phase_id, week, position, title, focus, notes)
  select
    (n.value ->> 'id')::uuid, v_id, n.parent_id, (n.value ->> 'week')::integer, (n.value ->> 'position')::integer,
    coalesce(n.value ->> 'title', ''), coalesce(n.value ->> 'focus', ''), coalesce(n.value ->> 'notes', '')
  from private.template_nodes(p_template) n where n.level = 'workout'
  on conflict (id) do update
  set phase_id = excluded.phase_id, week = excluded.week, position = excluded.position,
      title = excluded.title, focus = excluded.focus, notes = excluded.notes
  where w.template_id = excluded.template_id;

  insert into public.template_exercises as e (
    id, template_id, workout_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select
    r.id, v_id, n.parent_id, n.number, r.exercise_id, coalesce(r.block, n.number), coalesce(r.block_kind, 'single'), coalesce(r.sets, 1),
    r.reps_min, coalesce(r.reps_max, r.reps_min), r.seconds, r.meters, coalesce(r.load_kind, 'none'), r.load, r.rest_seconds,
    nullif(lower(r.tempo), ''), coalesce(r.notes, ''), coalesce(r.progression, '[]')
  from private.template_nodes(p_template) n
  cross join lateral jsonb_to_record(n.value) as r (
    id uuid, exercise_id uuid, block smallint, block_kind public.block_kind, sets smallint, reps_min smallint, reps_max smallint,
    seconds integer, meters numeric, load_kind public.load_kind, load numeric, rest_seconds integer, tempo text, notes text, progression jsonb
  )
  where n.level = 'exercise'
  on conflict (id) do update
  set workout_id = excluded.workout_id, position = excluded.position, exercise_id = excluded.exercise_id, block = excluded.block,
      block_kind = excluded.block_kind, sets = excluded.sets, reps_min = excluded.reps_min, reps_max = excluded.reps_max,
      seconds = excluded.seconds, meters = excluded.meters, load_kind = excluded.load_kind, load = excluded.load,
      rest_seconds = excluded.rest_seconds, tempo = excluded.tempo, notes = excluded.notes, progression = excluded.progression
  where e.template_id = excluded.template_id;

  with n as (select * from private.template_nodes(p_template) where level = 'workout')
  delete from public.template_workouts w where w.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = w.id);
  with n as (select * from private.template_nodes(p_template) where level = 'phase')
  delete from public.program_phases p where p.template_id = v_id and not exists (select from n where (n.value ->> 'id')::uuid = p.id);

  -- An id of somebody else's template was left alone above, and is missing here.
  if (select count(*) from private.template_nodes(p_template) n where n.level in ('phase', 'workout', 'exercise')) <> (
    (select count(*) from public.program_phases p where p.template_id = v_id)
    + (select count(*) from public.template_workouts w where w.template_id = v_id)
    + (select count(*) from public.template_exercises e where e.template_id = v_id)
  ) then
    perform private.refuse('PT422', 'template_ids', 'An id of the programme is in use elsewhere', 'Give new rows new ids.');
  end if;
  return v_template.version + 1;
end;
$$;

comment on function private.save_program_template(jsonb, integer) is 'Body of public.save_program_template.';
grant execute on function private.save_program_template(jsonb, integer) to authenticated;


create function public.save_program_template(template jsonb, version integer default null)
returns integer
language sql
set search_path = ''
return private.save_program_template(template, version);

comment on function public.save_program_template(jsonb, integer) is
  'Saves a programme as one document, {id, title, description, phases: [{id, title, weeks, workouts: [{id, week, position, title, focus, notes, exercises: [{id, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters, load_kind, load, rest_seconds, tempo, notes, progression}]}]}]}, and returns its new version. The sender makes the ids. version: the one that was seen; null for a new programme. It may be unfinished: assign_program asks for all weeks. Coaches only. PT404 somebody else''s, PT409 changed meanwhile, PT422 with the path of what is wrong, PT428 no version.';
grant execute on function public.save_program_template(jsonb, integer) to authenticated;


create function public.get_program_template(template_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_template jsonb;
begin
  select jsonb_build_object(
    'id', t.id, 'title', t.title, 'description', t.description, 'version', t.version, 'archived_at', t.archived_at, 'updated_at', t.updated_at,
    'phases', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', p.id, 'title', p.title, 'weeks', p.weeks,
        'workouts', coalesce((
          select jsonb_agg(to_jsonb(w) - '{template_id,phase_id}'::text[] || jsonb_build_object('exercises', coalesce((
            select jsonb_agg(to_jsonb(e) - '{template_id,workout_id}'::text[] order by e.position)
            from public.template_exercises e where e.workout_id = w.id
          ), '[]')) order by w.week, w.position)
          from public.template_workouts w where w.phase_id = p.id
        ), '[]')
      ) order by p.position)
      from public.program_phases p where p.template_id = t.id
    ), '[]')
  )
  into v_template
  from public.program_templates t
  where t.id = get_program_template.template_id;
  if not found then
    perform private.refuse('PT404', 'no_such_template', 'No such programme', 'Use one of your own programmes.');
  end if;
  return v_template;
end;
$$;

comment on function public.get_program_template(uuid) is 'A programme of the caller as one document: what save_program_template takes, with version, archived_at and updated_at. PT404.';
grant execute on function public.get_program_template(uuid) to authenticated;


create function private.copy_program_template(p_template_id uuid)
returns uuid
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
  v_id       uuid := gen_random_uuid();
begin
  insert into public.program_templates (id, coach_id, title, description)
  values (v_id, v_template.coach_id, v_template.title, v_template.description);

  -- A row of the copy has an id that follows from its own and the copy's.
  insert into public.program_phases (id, template_id, position, title, weeks)
  select md5(v_id || p.id::text)::uuid, v_id, p.position, p.title, p.weeks
  from public.program_phases p where p.template_id = p_template_id;

  insert into public.template_workouts (id, template_id, phase_id, week, position, title, focus, notes)
  select md5(v_id || w.id::text)::uuid, v_id, md5(v_id || w.phase_id::text)::uuid, w.week, w.position, w.title, w.focus, w.notes
  from public.template_workouts w where w.template_id = p_template_id;

  insert into public.template_exercises (
    id, template_id, workout_id, position, exercise_id, block, block_kind, sets, reps_min, reps_max, seconds, meters,
    load_kind, load, rest_seconds, tempo, notes, progression
  )
  select
    md5(v_id || e.id::text)::uuid, v_id, md5(v_id || e.workout_id::text)::uuid, e.position, e.exercise_id, e.block, e.block_kind, e.sets,
    e.reps_min, e.reps_max, e.seconds, e.meters, e.load_kind, e.load, e.rest_seconds, e.tempo, e.notes, e.progression
  from public.template_exercises e where e.template_id = p_template_id;
  return v_id;
end;
$$;

comment on function private.copy_program_template(uuid) is 'Body of public.copy_program_template.';
grant execute on function private.copy_program_template(uuid) to authenticated;


create function public.copy_program_template(template_id uuid)
returns uuid
language sql
set search_path = ''
return private.copy_program_template(template_id);

comment on function public.copy_program_template(uuid) is 'Copies a programme of the caller and returns the id of the copy, which has nothing to do with the original any more. PT404.';
grant execute on function public.copy_program_template(uuid) to authenticated;


create function private.archive_program_template(p_template_id uuid, p_version integer, p_archived boolean)
returns integer
language plpgsql
security definer -- writes templates, which no API role may
set search_path = ''
as $$
declare
  v_template public.program_templates := private.lock_template(p_template_id);
begin
  if (v_template.archived_at is not null) = coalesce(p_archived, true) then
    return v_template.version;
  end if;
  perform private.check_version(
    p_version, v_template.version, jsonb_build_object('title', v_template.title), '{}', p_at => v_template.updated_at
  );
  update public.program_templates t
  set archived_at = case when coalesce(p_archived, true) then now() end, version = t.version + 1
  where t.id = p_template_id;
  return v_template.version + 1;
end;
$$;

comment on function private.archive_program_template(uuid, integer, boolean) is 'Body of public.archive_program_template.';
grant execute on function private.archive_program_template(uuid, integer, boolean) to authenticated;


create function public.archive_program_template(template_id uuid, version integer, archived boolean default true)
returns integer
language sql
set search_path = ''
return private.archive_program_template(template_id, version, archived);

comment on function public.archive_program_template(uuid, integer, boolean) is
  'Puts a programme of the caller away, or takes it out again, and returns its version. Programmes of clients made from it go on. PT404, PT409 changed meanwhile.';
grant execute on function public.archive_program_template(uuid, integer, boolean) to authenticated;
