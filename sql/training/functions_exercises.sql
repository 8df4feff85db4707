-- training: finds exercises, and makes two that are the same into one.

create function private.folded_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return translate(lower(p_name), 'абвгдеёжзийклмнопрстуфхцчшщыэюяьъ', 'abvgdeejziiklmnoprstufhc4wwye96');

comment on function private.folded_name(text) is
  'A name as it is compared: lower case, without ё and soft signs, in Latin letters, because pg_trgm drops Cyrillic where the locale of the database is C.';
grant execute on function private.folded_name(text) to authenticated;


create function public.search_exercises(query text default '', movement text default null, muscle text default null, equipment text default null, max_rows integer default 50)
returns setof public.exercises
language plpgsql
stable
set search_path = ''
as $$
declare
  v_query     text := coalesce(private.folded_name(btrim(left(query, 100))), '');
  v_movements text[] := private.categories_below(movement);
  v_muscles   text[] := private.categories_below(muscle);
  v_equipment text[] := private.categories_below(equipment);
begin
  return query
  select e.*
  from public.exercises e
  cross join lateral (
    -- Likeness of the whole name prefers the plain exercise to its variants, whose names hold it.
    select max(m.containment + m.word_likeness + extensions.similarity(v_query, f.folded)) as rank,
           bool_or(m.containment > 0 or m.word_likeness > 0.35) as fits
    from unnest(e.aliases || e.name_en || e.name_ru) n (name)
    cross join lateral (select private.folded_name(n.name) as folded) f
    cross join lateral (
      select
        case when f.folded = v_query then 6 when starts_with(f.folded, v_query) then 4 when strpos(f.folded, v_query) > 0 then 2 else 0 end as containment,
        extensions.word_similarity(v_query, f.folded) as word_likeness
    ) m
    where n.name <> ''
  ) r
  where e.archived_at is null
    and (search_exercises.movement is null or e.movement = any (v_movements))
    and (muscle is null or (e.primary_muscles || e.secondary_muscles) && v_muscles)
    and (search_exercises.equipment is null or e.equipment && v_equipment)
    and not exists (select from public.hidden_exercises h where h.exercise_id = e.id)
    and (v_query = '' or r.fits)
  order by
    case when v_query <> '' then r.rank end desc nulls last,
    (e.primary_muscles && v_muscles) desc,
    e.slug is not null, e.name_en, e.name_ru, e.id
  limit least(greatest(coalesce(max_rows, 50), 1), 200);
end;
$$;

comment on function public.search_exercises(text, text, text, text, integer) is
  'Finds exercises of the library by their names and aliases in any language, typing errors included, the best first. movement, muscle, equipment: slugs of categories, which stand for all below them too. Archived ones and those that the caller has hidden are left out. At most 200.';
grant execute on function public.search_exercises(text, text, text, text, integer) to authenticated;


create function private.merge_exercises(p_from_id uuid, p_to_id uuid)
returns void
language plpgsql
security definer -- writes sets and templates, which no API role may
set search_path = ''
as $$
declare
  v_from public.exercises;
  v_to   public.exercises;
begin
  perform from public.exercises e where e.id in (p_from_id, p_to_id) order by e.id for no key update;
  select * into v_from from public.exercises e where e.id = p_from_id and e.coach_id = any (private.my_account_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_own_exercise', 'No such exercise', 'Merge an exercise of your own.');
  end if;
  if v_from.merged_into = p_to_id then
    return;
  end if;
  select * into v_to from public.exercises e
  where e.id = p_to_id and e.merged_into is null and (e.slug is not null or e.coach_id = any (private.my_account_ids()));
  if not found or v_to.kind <> v_from.kind or p_from_id = p_to_id or v_from.merged_into is not null then
    perform private.refuse('PT422', 'exercise_merge', 'These exercises cannot become one', 'Choose another built-in or own exercise of the same kind.');
  end if;
  update public.exercise_completions x set exercise_id = p_to_id where x.exercise_id = p_from_id;
  update public.session_exercises t set exercise_id = p_to_id where t.exercise_id = p_from_id;
  update public.session_exercises t set swapped_from = nullif(p_to_id, t.exercise_id) where t.swapped_from = p_from_id;
  update public.template_exercises t set exercise_id = p_to_id where t.exercise_id = p_from_id;
  update public.performance_metrics m set exercise_id = p_to_id where m.exercise_id = p_from_id;
  update public.exercises e set merged_into = p_to_id, archived_at = coalesce(e.archived_at, now()) where e.id = p_from_id;
end;
$$;

comment on function private.merge_exercises(uuid, uuid) is 'Body of public.merge_exercises.';
grant execute on function private.merge_exercises(uuid, uuid) to authenticated;


create function public.merge_exercises(from_id uuid, to_id uuid)
returns void
language sql
set search_path = ''
return private.merge_exercises(from_id, to_id);

comment on function public.merge_exercises(uuid, uuid) is
  'Makes an exercise of the caller part of another, which takes over its sets, records and places in programmes; the first is archived. Cannot be undone. PT404 not the caller''s own, PT422 another kind, or merged already.';
grant execute on function public.merge_exercises(uuid, uuid) to authenticated;
