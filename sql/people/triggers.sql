-- people: a profile for every account, and clients with a real time zone.

create function private.make_profile()
returns trigger
language plpgsql
security definer -- runs as the auth service, which may not write public.profiles
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

comment on function private.make_profile() is
  'Makes the profile of a new account. What a person says of themselves at sign-up gives no access to anybody''s data.';
revoke execute on function private.make_profile() from public, anon, authenticated, service_role;

create trigger make_profile
  after insert on auth.users
  for each row execute function private.make_profile();


create trigger touch_updated_at
  before update on public.profiles
  for each row execute function private.touch_updated_at();


create function private.check_client()
returns trigger
language plpgsql
security definer -- calls private.is_timezone, closed to API roles
set search_path = ''
as $$
begin
  if not private.is_timezone(new.timezone) then
    raise sqlstate 'PT422' using
      message = format('%s is not a time zone', to_json(left(new.timezone, 60))),
      hint = 'Use an IANA name such as Europe/Moscow or America/New_York.';
  end if;
  return new;
end;
$$;

comment on function private.check_client() is 'Refuses a client whose time zone is not an IANA name.';
revoke execute on function private.check_client() from public, anon, authenticated, service_role;

create trigger check_client
  before insert or update of timezone on public.clients
  for each row execute function private.check_client();

create trigger touch_updated_at
  before update on public.clients
  for each row execute function private.touch_updated_at();
