-- training: validates what people write into tables directly, and counts its versions.

create function private.check_category()
returns trigger
language plpgsql
security definer -- reads categories without their policies
set search_path = ''
as $$
declare
  v_parent public.exercise_categories;
  v_above  uuid := new.parent_id;
begin
  if new.name_en is null or new.name_ru is null or btrim(new.name_en || new.name_ru) = '' or length(new.name_en) > 80 or length(new.name_ru) > 80 then
    perform private.refuse('PT422', 'category_name', 'A category needs a name', 'Give name_en or name_ru, of at most 80 characters.');
  end if;
  if new.position is null then
    perform private.refuse('PT422', 'category_position', 'A category needs a position', 'Give a whole number.');
  end if;
  if v_above is not null then
    select * into v_parent from public.exercise_categories c where c.id = v_above;
    if v_parent.kind is distinct from new.kind or coalesce(v_parent.coach_id <> new.coach_id, false) then
      perform private.refuse('PT422', 'category_parent', 'A category cannot lie there', 'Choose a parent of the same kind, built-in or your own.');
    end if;
    -- One change of a coach's tree at a time, so that two together cannot close a circle.
    perform pg_advisory_xact_lock(hashtextextended('categories ' || coalesce(new.coach_id::text, ''), 0));
    while v_above is not null loop
      if v_above = new.id then
        perform private.refuse('PT422', 'category_cycle', 'A category cannot lie within itself', 'Choose a parent that is not below it.');
      end if;
      select c.parent_id into v_above from public.exercise_categories c where c.id = v_above;
    end loop;
  end if;
  return new;
end;
$$;

comment on function private.check_category() is 'Refuses a category without a name, one below another kind, and a circle.';

create trigger check_category
  before insert or update on public.exercise_categories
  for each row execute function private.check_category();

create trigger mark_version
  before update of version on public.exercise_categories
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of parent_id, name_en, name_ru, position on public.exercise_categories
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.exercise_categories
  for each row execute function private.next_version();


create function private.forget_categories()
returns trigger
language plpgsql
security definer -- writes exercises, also while an account is erased
set search_path = ''
as $$
begin
  -- What is no category any more, rather than what has just gone: those below it go in statements of their own.
  update public.exercises e
  set movement = (select c.slug from public.exercise_categories c where c.slug = e.movement),
      primary_muscles = private.known_categories(e.primary_muscles),
      secondary_muscles = private.known_categories(e.secondary_muscles),
      equipment = private.known_categories(e.equipment)
  where e.coach_id in (select g.coach_id from gone g)
    and e.primary_muscles || e.secondary_muscles || e.equipment || coalesce(e.movement, '') && array(select g.slug from gone g);
  return null;
end;
$$;

comment on function private.forget_categories() is 'Takes a category that is deleted out of the exercises that name it. Otherwise check_exercise would refuse every later change of them.';


create function private.known_categories(p_slugs text[])
returns text[]
language sql
stable
security definer -- reads categories without their policies
set search_path = ''
return array(
  select s.slug from unnest(p_slugs) with ordinality s (slug, place)
  where exists (select from public.exercise_categories c where c.slug = s.slug) order by s.place
);

comment on function private.known_categories(text[]) is 'Those of the slugs that are a category.';

create trigger forget_categories
  after delete on public.exercise_categories
  referencing old table as gone
  for each statement execute function private.forget_categories();


create function private.check_exercise()
returns trigger
language plpgsql
security definer -- reads categories without their policies
set search_path = ''
as $$
declare
  v_unknown text;
begin
  if new.name_en is null or new.name_ru is null or not new.name_en || new.name_ru ~ '\S' or length(new.name_en) > 120 or length(new.name_ru) > 120 then
    perform private.refuse('PT422', 'exercise_name', 'An exercise needs a name', 'Give name_en or name_ru, of at most 120 characters.');
  end if;
  if new.video_url !~ '^https://[^\s]+$' or length(new.video_url) > 500 then
    perform private.refuse('PT422', 'exercise_video', 'This is no address of a video', 'Give an address that begins with https://, of at most 500 characters.');
  end if;
  if length(new.cues) <= 2000 is not true or new.kind is null or new.unilateral is null then
    perform private.refuse('PT422', 'exercise_details', 'The details of the exercise cannot be kept', 'Give cues of at most 2000 characters, a kind, and whether it is unilateral.');
  end if;
  if greatest(cardinality(new.aliases), cardinality(new.primary_muscles), cardinality(new.secondary_muscles), cardinality(new.equipment)) <= 20 is not true
    or exists (select from unnest(new.aliases) a where length(a) between 1 and 120 is not true)
  then
    perform private.refuse('PT422', 'exercise_lists', 'A list of the exercise is too long', 'Give at most 20 entries, and names of 1 to 120 characters.');
  end if;
  select n.slug into v_unknown
  from (
    select 'movement' as kind, new.movement as slug where new.movement is not null
    union all
    select 'muscle', m from unnest(new.primary_muscles || new.secondary_muscles) m
    union all
    select 'equipment', q from unnest(new.equipment) q
  ) n
  where not exists (
    select from public.exercise_categories c
    where c.slug = n.slug and c.kind::text = n.kind and (c.coach_id is null or c.coach_id = new.coach_id)
  )
  limit 1;
  if found then
    perform private.refuse(
      'PT422', 'exercise_category', format('There is no category %s', to_json(left(v_unknown, 60))),
      'Give slugs of exercise_categories.', jsonb_build_object('slug', to_json(left(v_unknown, 60)))
    );
  end if;
  return new;
end;
$$;

comment on function private.check_exercise() is 'Refuses an exercise without a name, with an address that is not https, or with an unknown category.';

create trigger check_exercise
  before insert or update on public.exercises
  for each row execute function private.check_exercise();

create trigger mark_version
  before update of version on public.exercises
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name_en, name_ru, aliases, movement, primary_muscles, secondary_muscles, equipment, unilateral, video_url, cues, archived_at on public.exercises
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.exercises
  for each row execute function private.next_version();


create function private.check_metric()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.metric)) between 1 and 80 and new.value between 0 and 1000000 and length(new.unit) <= 20 and length(new.note) <= 1000) is not true then
    perform private.refuse('PT422', 'metric', 'A measurement says what was measured and a number', 'Give metric of 1 to 80 characters, value from 0 to 1000000, and unit of at most 20.');
  end if;
  if new.measured_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'measured_on', 'A measurement needs its day', 'Give a day up to today.');
  end if;
  if new.exercise_id is not null and not exists (select from public.exercises e where e.id = new.exercise_id) then
    perform private.refuse('PT422', 'no_such_exercise', 'No such exercise', 'Give the id of an exercise that you see.');
  end if;
  return new;
end;
$$;

comment on function private.check_metric() is 'Refuses a measurement without name, number or day, and one of an exercise that the caller does not see.';

create trigger check_metric
  before insert on public.performance_metrics
  for each row execute function private.check_metric();


create function private.check_photo()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.pose is null or new.shared_with_coach is null or new.taken_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'photo_details', 'A photo needs a pose and a day', 'Give pose (front, side, back or other) and taken_on, up to today.');
  end if;
  if (starts_with(new.path, new.client_id || '/') and length(new.path) <= 200) is not true then
    perform private.refuse('PT422', 'photo_path', 'The photo is not in the client''s folder', 'Upload to progress-photos under "<client_id>/" and send that path.');
  end if;
  return new;
end;
$$;

comment on function private.check_photo() is 'Refuses a photo without pose or day, and one in another folder than the client''s.';

create trigger check_photo
  before insert or update on public.progress_photos
  for each row execute function private.check_photo();

create trigger mark_version
  before update of version on public.progress_photos
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of pose, taken_on, shared_with_coach on public.progress_photos
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.progress_photos
  for each row execute function private.next_version();


create function private.check_entry()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.body)) between 1 and 8000 and length(new.title) <= 200) is not true then
    perform private.refuse('PT422', 'entry_text', 'An entry needs some text', 'Give body of 1 to 8000 characters, and title of at most 200.');
  end if;
  if new.entry_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'entry_on', 'An entry needs its day', 'Give a day up to today.');
  end if;
  return new;
end;
$$;

comment on function private.check_entry() is 'Refuses an entry without text or day.';

create trigger check_entry
  before insert or update on public.progress_entries
  for each row execute function private.check_entry();

create trigger mark_version
  before update of version on public.progress_entries
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of entry_on, title, body on public.progress_entries
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.progress_entries
  for each row execute function private.next_version();
