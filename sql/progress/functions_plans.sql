-- progress: activates plans.

create function private.check_plan_config(p_type public.plan_type, p_config jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_ranges constant jsonb := '{
    "calories_target_per_day":  [500, 10000], "protein_target_g": [0, 1000], "carbs_target_g": [0, 2000],
    "fat_target_g": [0, 1000], "calories_tolerance_pct": [0, 100], "workouts_per_week_target": [0, 21]
  }';
  v_nutrition constant text[] :=
    '{calories_target_per_day, protein_target_g, carbs_target_g, fat_target_g, calories_tolerance_pct}';
  v_training  constant text[] := '{workouts_per_week_target, preferred_types, notes}';
  v_allowed   constant text[] := case p_type
    when 'nutrition' then v_nutrition when 'training' then v_training else v_nutrition || v_training end;
  v_required  constant text[] := case p_type
    when 'nutrition' then '{calories_target_per_day}' when 'training' then '{workouts_per_week_target}'
    else '{calories_target_per_day, workouts_per_week_target}' end;
  v_key   text;
  v_value jsonb;
begin
  if jsonb_typeof(p_config) is distinct from 'object' then
    perform private.refuse('PT422', 'plan_config', 'A plan''s config must be a JSON object', format('Send at least %s.', array_to_string(v_required, ' and ')));
  end if;

  if length(p_config::text) > 8000 then
    perform private.refuse('PT422', 'plan_config_too_long', 'A plan''s config is too long', 'Send at most 8000 characters.');
  end if;

  foreach v_key in array v_required loop
    if not p_config ? v_key then
      perform private.refuse(
        'PT422', 'plan_key_missing', format('A %s plan needs %s', p_type, v_key),
        'Add it to config_json.', jsonb_build_object('type', p_type, 'key', v_key)
      );
    end if;
  end loop;

  for v_key, v_value in select * from jsonb_each(p_config) loop
    if v_key <> all (v_allowed) then
      perform private.refuse(
        'PT422', 'plan_key_unknown', format('A %s plan has no %s', p_type, to_json(left(v_key, 60))),
        format('Known: %s.', array_to_string(v_allowed, ', ')), jsonb_build_object('type', p_type, 'key', to_json(left(v_key, 60)))
      );
    elsif v_ranges ? v_key then
      if jsonb_typeof(v_value) <> 'number'
        or v_value::numeric not between (v_ranges -> v_key ->> 0)::numeric and (v_ranges -> v_key ->> 1)::numeric
      then
        perform private.refuse(
          'PT422', 'plan_value_range', format('%s is out of range', v_key),
          format('Give a number from %s to %s.', v_ranges -> v_key ->> 0, v_ranges -> v_key ->> 1), jsonb_build_object('key', v_key, 'low', v_ranges -> v_key -> 0, 'high', v_ranges -> v_key -> 1)
        );
      elsif v_key = 'workouts_per_week_target' and v_value::numeric % 1 <> 0 then
        perform private.refuse('PT422', 'plan_workouts_whole', 'workouts_per_week_target must be a whole number', 'Give a whole number.');
      end if;
    elsif v_key = 'notes' and (jsonb_typeof(v_value) <> 'string' or length(v_value #>> '{}') > 2000) then
      perform private.refuse('PT422', 'plan_notes', 'notes must be text of at most 2000 characters', 'Give a shorter string.');
    elsif v_key = 'preferred_types'
      and not (v_value <@ '["strength", "cardio", "hiit", "mobility", "mixed"]' and jsonb_typeof(v_value) = 'array')
    then
      perform private.refuse('PT422', 'plan_workout_type', 'preferred_types has an unknown workout type', 'Use strength, cardio, hiit, mobility or mixed, in a list.');
    end if;
  end loop;
end;
$$;

comment on function private.check_plan_config(public.plan_type, jsonb) is 'Raises PT422 unless a plan''s config has the format of its type.';


create function private.activate_plan(p_plan_id uuid, p_version integer)
returns public.plans
language plpgsql
security definer -- sets is_active, activated_at and dates of activated plans, which no API role may
set search_path = ''
as $$
declare
  v_plan  public.plans;
  v_today date;
begin
  -- Before the rows: an erasure holds the plans and reports when it asks for the client.
  perform private.lock_client_shared(p.client_id) from public.plans p where p.id = p_plan_id;
  select p.* into v_plan
  from public.plans p
  join public.clients c on c.id = p.client_id
  where p.id = p_plan_id and private.my_role(c) = 'coach'
  for no key update of c, p; -- activations for one client wait for each other
  if not found then
    perform private.refuse('PT404', 'no_such_plan', 'No such plan', 'Activate a plan of one of your own clients.');
  end if;
  if v_plan.is_active then
    return v_plan;
  end if;
  perform private.check_version(p_version, v_plan.version, to_jsonb(v_plan), jsonb_build_object('version', p_version));
  if v_plan.activated_at is not null then
    perform private.refuse('PT409', 'plan_used', 'This plan has already been in force', 'Make a new plan with the same targets.');
  end if;

  select private.local_date(now(), timezone) into v_today from public.clients where id = v_plan.client_id;
  if v_plan.end_date < v_today then
    perform private.refuse('PT422', 'plan_ended', 'This plan has already ended', 'Give it a later end_date, or none.');
  end if;

  -- Days already scored keep their plan: if another was in force then, the new one begins today at the earliest.
  if v_plan.start_date < v_today and exists (
    select from public.plans o
    where o.client_id = v_plan.client_id and o.activated_at is not null
      and (o.type = v_plan.type or 'combined' in (o.type, v_plan.type))
      and coalesce(o.end_date, 'infinity') >= v_plan.start_date
  ) then
    v_plan.start_date := v_today;
  end if;

  -- Plans before reports, each in one order, as edits of plans and erasures lock them.
  perform from public.plans o
  where o.client_id = v_plan.client_id and o.activated_at is not null
  order by o.id
  for no key update;
  perform private.lock_reports(array[v_plan.client_id]);

  -- A plan that would have no day left becomes a draft again.
  update public.plans o
  set is_active    = false,
      activated_at = case when o.start_date < v_plan.start_date then o.activated_at end,
      end_date     = case when o.start_date < v_plan.start_date
                          then least(o.end_date, v_plan.start_date - 1) else o.end_date end
  where o.client_id = v_plan.client_id
    and o.activated_at is not null
    and (o.type = v_plan.type or 'combined' in (o.type, v_plan.type))
    and (o.is_active or coalesce(o.end_date, 'infinity') >= v_plan.start_date);

  update public.plans
  set is_active = true, activated_at = now(), start_date = v_plan.start_date
  where id = v_plan.id
  returning * into v_plan;
  return v_plan;
end;
$$;

comment on function private.activate_plan(uuid, integer) is 'Body of public.activate_plan.';
grant execute on function private.activate_plan(uuid, integer) to authenticated;


create function public.activate_plan(plan_id uuid, version integer default null)
returns public.plans
language sql
set search_path = ''
return private.activate_plan(plan_id, version);

comment on function public.activate_plan(uuid, integer) is
  'Puts a draft in force from its start_date (from today, if that would change days another plan was in force) and closes the plan before. version: the one that was seen. Coach only. PT404, PT409 already used or changed meanwhile, PT422 already ended, PT428 no version.';
grant execute on function public.activate_plan(uuid, integer) to authenticated;


create function public.active_plan(client_id uuid)
returns setof public.plans
language plpgsql
stable
set search_path = ''
as $$
declare
  v_today date;
begin
  select private.local_date(now(), c.timezone) into v_today from public.clients c where c.id = active_plan.client_id;
  if not found then
    perform private.refuse_client();
  end if;
  return query
  select p.*
  from public.plans p
  where p.client_id = active_plan.client_id
    and p.activated_at is not null
    and v_today between p.start_date and coalesce(p.end_date, 'infinity');
end;
$$;

comment on function public.active_plan(uuid) is
  'The plans in force on the client''s present day: none, one, or one for nutrition and one for training. Not the same as is_active, which a plan activated for a later day has already. PT404 unknown client.';
grant execute on function public.active_plan(uuid) to authenticated;
