-- training: which exercises and programmes the caller may use.

create function private.my_trained_exercise_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads sessions without their policies
set search_path = ''
as $$
begin
  return array(
    select distinct e.id
    from public.session_exercises s
    join public.exercises e on e.id in (s.exercise_id, s.swapped_from)
    where s.client_id = any (private.my_own_client_ids()) and e.slug is null
  );
end;
$$;

comment on function private.my_trained_exercise_ids() is 'Ids of coaches'' own exercises that stand in sessions of the caller, so that a client reads their history when the coaching has ended.';
grant execute on function private.my_trained_exercise_ids() to authenticated;


create function private.e1rm(p_kg numeric, p_reps integer, p_rpe numeric)
returns numeric
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return case
    when p_kg > 0 and p_reps between 1 and 10 and coalesce(p_rpe, 10) >= 7 then
      round(case p_reps when 1 then p_kg else p_kg * (1 + p_reps / 30.0) end, 1)
  end;
end;
$$;

comment on function private.e1rm(numeric, integer, numeric) is
  'The weight that could be lifted once, by Epley: kg x (1 + reps / 30). Null for more than 10 repetitions and for sets easier than RPE 7, from which it does not follow.';
grant execute on function private.e1rm(numeric, integer, numeric) to authenticated, service_role;


create function private.template_weeks(p_template_id uuid)
returns table (phase_id uuid, phase integer, week integer, program_week integer)
language sql
stable
set search_path = ''
as $$
  select f.id, f.position, w.week, row_number() over (order by f.position, w.week)::integer
  from public.program_phases f
  cross join lateral generate_series(1, f.weeks) w (week)
  where f.template_id = p_template_id
$$;

comment on function private.template_weeks(uuid) is 'The weeks of a template in order: the phase, the week of the phase, and of the whole.';


create function private.categories_below(p_slug text)
returns text[]
language plpgsql
stable
security definer -- reads categories without their policies, for views that ask for it once
set search_path = ''
as $$
begin
  return array(
    with recursive below as (
      select c.id, c.slug from public.exercise_categories c where c.slug = p_slug
      union
      select c.id, c.slug from public.exercise_categories c join below b on b.id = c.parent_id
    )
    select b.slug from below b
  );
end;
$$;

comment on function private.categories_below(text) is 'The slug of a category and those of all below it.';
grant execute on function private.categories_below(text) to authenticated;
