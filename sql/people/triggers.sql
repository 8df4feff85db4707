-- people: creates the profile of an account and validates clients, before constraints and policies, which give no
-- reason.

create function private.make_profile()
returns trigger
language plpgsql
security definer -- runs as the auth service, which cannot write public.profiles
set search_path = ''
as $$
begin
  insert into public.profiles (id, role, full_name, locale)
  values (
    new.id,
    case when new.raw_user_meta_data ->> 'role' = 'coach' then 'coach' else 'client' end::public.profile_role,
    left(btrim(coalesce(new.raw_user_meta_data ->> 'full_name', '')), 200),
    case when new.raw_user_meta_data ->> 'locale' = 'ru' then 'ru' else 'en' end::public.locale
  );
  return new;
end;
$$;

comment on function private.make_profile() is 'Creates the profile of a new account. What a person claims at sign-up gives no access to anybody''s data.';

create trigger make_profile
  after insert on auth.users
  for each row execute function private.make_profile();


create function private.check_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.full_name is null or length(new.full_name) > 200 then
    perform private.refuse('PT422', 'full_name', 'A name has at most 200 characters', 'Give a shorter one; it may be empty.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  return new;
end;
$$;

comment on function private.check_profile() is 'Refuses a name that is too long and a missing language.';

create trigger check_profile
  before update of full_name, locale on public.profiles
  for each row execute function private.check_profile();

create trigger mark_version
  before update of version on public.profiles
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of full_name, locale, weight_unit, approves_reports on public.profiles
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.profiles
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.profiles
  for each row execute function private.touch_updated_at();


create function private.check_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.coach_id is not null and (select auth.uid()) is not null and not private.am_coach() then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients',
      'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;
  -- Spaces and characters without a shape make no name: their row in the list would be empty.
  if (length(btrim(new.name)) between 1 and 200 and new.name ~ '[^[:space:]\u200b-\u200f\u2060\u2800\u3164\ufeff]') is not true then
    perform private.refuse('PT422', 'client_name', 'A client needs a name', 'Give a name of 1 to 200 characters.');
  end if;
  if new.email not like '%_@_%' or length(new.email) > 320 then
    perform private.refuse('PT422', 'email', 'This is not an e-mail address', 'Give one like anna@example.com, or null.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  if new.goal_weight_kg not between 30 and 300 then
    perform private.refuse('PT422', 'goal_weight', 'A goal weight lies between 30 and 300 kg', 'Give goal_weight_kg in kilograms, or null.');
  end if;
  perform private.check_timezone(new.timezone);
  return new;
end;
$$;

comment on function private.check_client() is 'Refuses a client whom anybody but a coach adds, and a client without a name or with a wrong e-mail or time zone.';

create trigger check_client
  before insert or update of name, email, timezone, locale, goal_weight_kg on public.clients
  for each row execute function private.check_client();


create function private.archive_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.coach_id is distinct from old.coach_id or new.user_id is distinct from old.user_id then
    new.archived_at := null; -- something begins: it must be seen
  elsif (new.archived_at is null) is distinct from (old.archived_at is null) then
    if (select auth.uid()) is not null and not private.am_coach_of(new) then
      perform private.refuse('PT403', 'only_coaches_archive', 'Only the coach archives a client', 'To stop working with your coach, end the coaching.');
    end if;
    new.archived_at := case when new.archived_at is not null then now() end;
  else
    new.archived_at := old.archived_at;
  end if;
  return new;
end;
$$;

comment on function private.archive_client() is 'Lets only the coach archive a client, at the server''s time. A client who joins or changes the coach is in the list again.';

create trigger archive_client
  before update of coach_id, user_id, archived_at on public.clients
  for each row execute function private.archive_client();

-- Triggers run in the order of their names.
create trigger mark_version
  before update of version on public.clients
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name, email, timezone, locale, weight_unit, goal_weight_kg, archived_at on public.clients
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.clients
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.clients
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.limit_clients()
returns trigger
language plpgsql
security definer -- locks profiles and reads settings, closed to API roles
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
begin
  -- Concurrent inserts for the same coach wait here and are counted afterwards.
  perform from public.profiles p
  where p.id in (select a.coach_id from added a)
  order by p.id
  for no key update;

  -- Asked again, because the role may have changed while this waited.
  if (select auth.uid()) is not null and not private.am_coach() and exists (select from added a where a.coach_id is not null) then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients', 'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;

  if exists (
    select from public.clients c
    where c.coach_id in (select a.coach_id from added a)
    group by c.coach_id
    having count(*) > v_limit
  ) then
    perform private.refuse(
      'PT409', 'too_many_clients', format('A coach has at most %s clients', v_limit),
      'End the coaching of some clients or erase them, or ask the operator to raise the limit.', jsonb_build_object('limit', v_limit)
    );
  end if;
  return null;
end;
$$;

comment on function private.limit_clients() is 'Refuses clients beyond clients_per_coach, as PT409, and those of somebody who is no coach any more. Accepting an invite never adds a client: a client with a history replaces the row that the invite was for.';

create trigger limit_clients
  after insert on public.clients
  referencing new table as added
  for each statement execute function private.limit_clients();


create function private.follow_coach()
returns trigger
language plpgsql
security definer -- locks profiles and reads public.team_members without its policies
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform from public.profiles p where p.id = new.coach_id for no key update; -- the end of a membership waits
  end if;
  new.team_id := (select m.team_id from public.team_members m where m.user_id = new.coach_id and m.role <> 'member');
  return new;
end;
$$;

comment on function private.follow_coach() is 'Gives a client the team of a coach who begins. Without a coach there is no team.';

create trigger follow_coach
  before insert on public.clients
  for each row execute function private.follow_coach();

create trigger follow_new_coach
  before update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.follow_coach();


create function private.end_shares()
returns trigger
language plpgsql
security definer -- deletes shares, which no API role may
set search_path = ''
as $$
begin
  delete from public.client_shares s
  where s.client_id = new.id and (old.team_id is distinct from new.team_id or s.user_id = new.coach_id);
  return null;
end;
$$;

comment on function private.end_shares() is 'Ends the shares of a client who leaves the team, and that of a trainer who becomes the coach.';

create trigger end_shares
  after update on public.clients
  for each row when (old.team_id is distinct from new.team_id or old.coach_id is distinct from new.coach_id)
  execute function private.end_shares();


create function private.check_team()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if length(btrim(new.name)) between 1 and 100 is not true then
    perform private.refuse('PT422', 'team_name', 'A team needs a name', 'Give a name of 1 to 100 characters.');
  end if;
  return new;
end;
$$;

comment on function private.check_team() is 'Refuses a team without a name.';

create trigger check_team
  before insert or update of name on public.teams
  for each row execute function private.check_team();

create trigger mark_version
  before update of version on public.teams
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name on public.teams
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.teams
  for each row execute function private.next_version();


create function private.check_team_settings()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (new.colour ~ '^#[0-9a-f]{6}$') is not true then
    perform private.refuse('PT422', 'colour', 'This is not a colour', 'Give one like #2563eb.');
  end if;
  perform private.check_timezone(new.timezone);
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  return new;
end;
$$;

comment on function private.check_team_settings() is 'Refuses what is no colour, no time zone or no language.';

create trigger check_team_settings
  before update on public.team_settings
  for each row execute function private.check_team_settings();

create trigger mark_version
  before update of version on public.team_settings
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of colour, timezone, locale on public.team_settings
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.team_settings
  for each row execute function private.next_version();
