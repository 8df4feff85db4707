-- people: validates what is said about a client and preferred by an account, before constraints, which give no reason.

create function private.check_client_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.birth_date not between '1900-01-01' and current_date then
    perform private.refuse('PT422', 'birth_date', 'This is not a day of birth', 'Give a day since 1900, or null.');
  end if;
  if new.height_cm not between 50 and 280 then
    perform private.refuse('PT422', 'height', 'A height lies between 50 and 280 cm', 'Give height_cm in centimetres, or null.');
  end if;
  if (length(new.occupation) <= 200 and length(new.dietary_preferences) <= 2000 and length(new.notes) <= 4000) is not true then
    perform private.refuse(
      'PT422', 'profile_text', 'A text is missing or too long', 'An occupation has at most 200 characters, dietary preferences 2000, notes 4000; they may be empty.'
    );
  end if;
  return new;
end;
$$;

comment on function private.check_client_profile() is 'Refuses an impossible day of birth or height, and texts that are too long.';

create trigger check_client_profile
  before insert or update on public.client_profiles
  for each row execute function private.check_client_profile();

create trigger mark_version
  before update of version on public.client_profiles
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of birth_date, sex, height_cm, activity_level, occupation, dietary_preferences, notes on public.client_profiles
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.client_profiles
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.client_profiles
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.check_client_goal()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'goal_title', 'A goal needs words', 'Give a title of 1 to 200 characters.');
  end if;
  return new;
end;
$$;

comment on function private.check_client_goal() is 'Refuses a goal without words.';

create trigger check_client_goal
  before insert or update on public.client_goals
  for each row execute function private.check_client_goal();

create trigger mark_version
  before update of version on public.client_goals
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of title, target_date, reached_on on public.client_goals
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.client_goals
  for each row execute function private.next_version();


create function private.check_assessment()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (length(btrim(new.kind)) between 1 and 80 and new.value between -100000 and 100000 and length(new.unit) <= 40
    and length(new.notes) <= 1000) is not true then
    perform private.refuse('PT422', 'assessment', 'An assessment says what was tested and a number', 'Give kind of 1 to 80 characters, value, and unit of at most 40.');
  end if;
  if new.assessed_on between '1900-01-01' and current_date + 1 is not true then
    perform private.refuse('PT422', 'assessed_on', 'An assessment needs its day', 'Give a day up to today.');
  end if;
  return new;
end;
$$;

comment on function private.check_assessment() is 'Refuses an assessment without kind, number or day.';

create trigger check_assessment
  before insert on public.fitness_assessments
  for each row execute function private.check_assessment();


create function private.check_preferences()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.first_day_of_week in (1, 6, 7) is not true then
    perform private.refuse('PT422', 'first_day_of_week', 'A week begins on Monday, Saturday or Sunday', 'Give 1, 6 or 7.');
  end if;
  if new.length_unit is null or cardinality(new.languages) <= 10 is not true then
    perform private.refuse('PT422', 'preferences', 'A preference is missing', 'Give length_unit and at most ten languages.');
  end if;
  return new;
end;
$$;

comment on function private.check_preferences() is 'Refuses preferences that mean nothing.';

create trigger check_preferences
  before insert or update on public.user_preferences
  for each row execute function private.check_preferences();

create trigger mark_version
  before update of version on public.user_preferences
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of length_unit, first_day_of_week, languages on public.user_preferences
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.user_preferences
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.user_preferences
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();
