-- training: what a document of save_program_template must be. A refusal names the place by its path.

create function private.template_nodes(p_template jsonb)
returns table (level text, path text, parent_id uuid, number integer, value jsonb)
language sql
immutable
set search_path = ''
as $$
  with phase as (
    select format('phases[%s]', p.n - 1) as path, p.n, p.value
    from jsonb_array_elements(case jsonb_typeof(p_template -> 'phases') when 'array' then p_template -> 'phases' else '[]' end) with ordinality p (value, n)
  ), workout as (
    select format('%s.workouts[%s]', f.path, w.n - 1) as path, f.value ->> 'id' as parent, w.n, w.value
    from phase f
    cross join lateral jsonb_array_elements(case jsonb_typeof(f.value -> 'workouts') when 'array' then f.value -> 'workouts' else '[]' end) with ordinality w (value, n)
  ), exercise as (
    select format('%s.exercises[%s]', w.path, e.n - 1) as path, w.value ->> 'id' as parent, e.n, e.value
    from workout w
    cross join lateral jsonb_array_elements(case jsonb_typeof(w.value -> 'exercises') when 'array' then w.value -> 'exercises' else '[]' end) with ordinality e (value, n)
  ), rule as (
    select format('%s.progression[%s]', e.path, r.n - 1) as path, r.n, r.value
    from exercise e
    cross join lateral jsonb_array_elements(case jsonb_typeof(e.value -> 'progression') when 'array' then e.value -> 'progression' else '[]' end) with ordinality r (value, n)
  )
  select 'template', '', null::uuid, 1, p_template
  union all
  select 'phase', f.path, null, f.n::integer, f.value from phase f
  union all
  select 'workout', w.path, case when pg_input_is_valid(w.parent, 'uuid') then w.parent::uuid end, w.n::integer, w.value from workout w
  union all
  select 'exercise', e.path, case when pg_input_is_valid(e.parent, 'uuid') then e.parent::uuid end, e.n::integer, e.value from exercise e
  union all
  select 'rule', r.path, null, r.n::integer, r.value from rule r
$$;

comment on function private.template_nodes(jsonb) is 'The parts of a template''s document, each with its path, the id of the part it lies in, and its number there from 1.';


create function private.template_shape()
returns table (level text, key text, kind text, low numeric, high numeric, words text[], required boolean)
language sql
immutable
set search_path = ''
as $$
  values
    ('template', 'id', 'uuid', null::numeric, null::numeric, null::text[], true),
    ('template', 'title', 'text', 1, 200, null, true),
    ('template', 'description', 'text', 0, 4000, null, false),
    ('template', 'phases', 'list', 0, 20, null, true),
    ('phase', 'id', 'uuid', null, null, null, true),
    ('phase', 'title', 'text', 0, 200, null, false),
    ('phase', 'weeks', 'integer', 1, 52, null, true),
    ('phase', 'workouts', 'list', 0, 400, null, true),
    ('workout', 'id', 'uuid', null, null, null, true),
    ('workout', 'week', 'integer', 1, 52, null, true),
    ('workout', 'position', 'integer', 1, 14, null, true),
    ('workout', 'title', 'text', 0, 200, null, false),
    ('workout', 'focus', 'text', 0, 200, null, false),
    ('workout', 'notes', 'text', 0, 2000, null, false),
    ('workout', 'exercises', 'list', 0, 40, null, true),
    ('exercise', 'id', 'uuid', null, null, null, true),
    ('exercise', 'exercise_id', 'uuid', null, null, null, true),
    ('exercise', 'block', 'integer', 0, 100, null, false),
    ('exercise', 'block_kind', 'word', null, null, '{single,superset,circuit}', false),
    ('exercise', 'sets', 'integer', 1, 20, null, false),
    ('exercise', 'reps_min', 'integer', 1, 1000, null, false),
    ('exercise', 'reps_max', 'integer', 1, 1000, null, false),
    ('exercise', 'seconds', 'integer', 1, 86400, null, false),
    ('exercise', 'meters', 'number', 1, 1000000, null, false),
    ('exercise', 'load_kind', 'word', null, null, '{none,kg,percent,rpe,rir}', false),
    ('exercise', 'load', 'number', 0, 1000, null, false),
    ('exercise', 'rest_seconds', 'integer', 0, 3600, null, false),
    ('exercise', 'tempo', 'tempo', null, null, null, false),
    ('exercise', 'notes', 'text', 0, 1000, null, false),
    ('exercise', 'progression', 'list', 0, 5, null, false),
    ('rule', 'kind', 'word', null, null, '{double,linear,wave,deload}', true),
    ('rule', 'from_week', 'integer', 1, 520, null, false),
    ('rule', 'step', 'number', 0, 100, null, false),
    ('rule', 'step_unit', 'word', null, null, '{kg,percent}', false),
    ('rule', 'every', 'integer', 1, 52, null, false),
    ('rule', 'percents', 'list', 1, 52, null, false),
    ('rule', 'requires_success', 'boolean', null, null, null, false),
    ('rule', 'rounding', 'number', 0.1, 20, null, false)
$$;

comment on function private.template_shape() is 'What each part of a template''s document may hold: numbers and lengths from low to high, or one of the words.';


create function private.is_of_shape(p_value jsonb, p_kind text, p_low numeric, p_high numeric, p_words text[])
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := p_value #>> '{}';
begin
  return case p_kind
    when 'uuid' then jsonb_typeof(p_value) = 'string' and pg_input_is_valid(v_text, 'uuid')
    when 'text' then jsonb_typeof(p_value) = 'string' and length(v_text) <= p_high and length(btrim(v_text)) >= p_low
    when 'integer' then jsonb_typeof(p_value) = 'number' and v_text ~ '^-?[0-9]{1,9}$' and v_text::numeric between p_low and p_high
    when 'number' then jsonb_typeof(p_value) = 'number' and length(v_text) <= 20 and v_text::numeric between p_low and p_high
    when 'boolean' then jsonb_typeof(p_value) = 'boolean'
    when 'word' then jsonb_typeof(p_value) = 'string' and v_text = any (p_words)
    when 'tempo' then jsonb_typeof(p_value) = 'string' and lower(v_text) ~ '^([0-9x]{1,2}(-[0-9x]{1,2}){3})?$'
    when 'list' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) between p_low and p_high
  end;
end;
$$;

comment on function private.is_of_shape(jsonb, text, numeric, numeric, text[]) is 'Whether a value is as private.template_shape says.';


create function private.check_program_template(p_template jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_wrong record;
  v_path  text;
begin
  if jsonb_typeof(p_template) is distinct from 'object' or pg_column_size(p_template) > 4000000 then
    perform private.refuse('PT422', 'template_document', 'The programme must be one JSON object of at most 4 MB', 'Send what get_program_template answers.');
  end if;

  select n.path, s.* into v_wrong
  from private.template_nodes(p_template) n
  join private.template_shape() s on s.level = n.level
  where case coalesce(jsonb_typeof(n.value -> s.key), 'null')
    when 'null' then s.required
    else not private.is_of_shape(n.value -> s.key, s.kind, s.low, s.high, s.words)
  end
  limit 1;
  if found then
    v_path := concat_ws('.', nullif(v_wrong.path, ''), v_wrong.key);
    perform private.refuse(
      'PT422', 'template_value', format('%s of the programme has a wrong value', v_path),
      format('It must be: %s.', concat_ws(' ', v_wrong.kind, v_wrong.low || ' to ' || v_wrong.high, array_to_string(v_wrong.words, ', '))),
      jsonb_strip_nulls(jsonb_build_object('path', v_path, 'key', v_wrong.key, 'low', v_wrong.low, 'high', v_wrong.high))
    );
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and (n.value ->> 'reps_max')::integer < (n.value ->> 'reps_min')::integer limit 1;
  if found then
    perform private.refuse('PT422', 'template_range', format('The range of repetitions of %s is reversed', v_path), 'Give reps_min up to reps_max.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and case coalesce(n.value ->> 'load_kind', 'none')
    when 'none' then coalesce(jsonb_typeof(n.value -> 'load'), 'null') <> 'null'
    when 'kg' then (n.value ->> 'load')::numeric between 0 and 1000
    when 'percent' then (n.value ->> 'load')::numeric between 1 and 150
    when 'rpe' then (n.value ->> 'load')::numeric between 1 and 10
    else (n.value ->> 'load')::numeric between 0 and 10
  end is distinct from (coalesce(n.value ->> 'load_kind', 'none') <> 'none') limit 1;
  if found then
    perform private.refuse('PT422', 'template_load', format('The load of %s is impossible', v_path), 'Give kg from 0 to 1000, percent from 1 to 150, RPE from 1 to 10 or RIR from 0 to 10, or none.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'rule' and case n.value ->> 'kind'
    when 'wave' then coalesce(jsonb_typeof(n.value -> 'percents'), 'null') = 'null' or exists (
      select from jsonb_array_elements(n.value -> 'percents') p where private.is_of_shape(p, 'number', 1, 200, null) is not true
    )
    else coalesce(jsonb_typeof(n.value -> 'step'), 'null') = 'null'
  end limit 1;
  if found then
    perform private.refuse('PT422', 'template_rule', format('The rule %s says too little', v_path), 'A wave needs percents from 1 to 200, any other rule a step.', jsonb_build_object('path', v_path));
  end if;

  select w.path into v_path
  from (
    select n.path, (n.value ->> 'week')::integer > (f.value ->> 'weeks')::integer
      or count(*) over (partition by f.path, n.value -> 'week', n.value -> 'position') > 1 as is_wrong
    from private.template_nodes(p_template) n
    join private.template_nodes(p_template) f on f.level = 'phase' and (f.value ->> 'id')::uuid = n.parent_id
    where n.level = 'workout'
  ) w
  where w.is_wrong limit 1;
  if found then
    perform private.refuse('PT422', 'template_day', format('%s has no place of its own', v_path), 'Give a week of its phase, and a day that no other workout of the week has.', jsonb_build_object('path', v_path));
  end if;

  select n.path into v_path from private.template_nodes(p_template) n
  where n.level = 'exercise' and not exists (
    select from public.exercises e
    where e.id = (n.value ->> 'exercise_id')::uuid
      and (e.slug is not null or e.coach_id = any ((select private.my_acquaintance_ids())::uuid[]))
  ) limit 1;
  if found then
    perform private.refuse('PT422', 'template_exercise', format('%s is no exercise of the library', v_path), 'Give the id of an exercise that you see.', jsonb_build_object('path', v_path));
  end if;

  if exists (
    select from private.template_nodes(p_template) n where n.level <> 'rule' group by n.level, n.value ->> 'id' having count(*) > 1
  ) then
    perform private.refuse('PT422', 'template_ids', 'An id of the programme is there twice', 'Give each row an id of its own.');
  end if;
  if (select sum((f.value ->> 'weeks')::integer) from private.template_nodes(p_template) f where f.level = 'phase') > 104
    or (select count(*) from private.template_nodes(p_template) n where n.level = 'exercise') > 4000
  then
    perform private.refuse('PT422', 'template_too_large', 'The programme is too large', 'Give at most 104 weeks and 4000 exercises.');
  end if;
end;
$$;

comment on function private.check_program_template(jsonb) is 'Raises PT422 unless a document is a template, as private.template_shape says and its parts fit together.';
