-- people: nobody needs a coach.

create function private.start_alone(p_timezone text, p_locale public.locale)
returns uuid
language plpgsql
security definer -- adds a client without a coach, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_id   uuid;
begin
  perform from public.profiles p where p.id = v_user for no key update; -- a repeated call and a change of role wait
  if private.am_coach() then
    perform private.refuse('PT409', 'coach_alone', 'You are signed in as a coach', 'Take the role of a client first, or sign up with another e-mail.');
  end if;
  if private.my_own_client_ids() <> '{}' then
    return (private.my_own_client_ids())[1]; -- a repeated request: the first answer may have been lost
  end if;
  insert into public.clients (coach_id, user_id, name, timezone, locale)
  select null, v_user, coalesce(nullif(btrim(p.full_name), ''), split_part(u.email, '@', 1)), p_timezone, coalesce(p_locale, p.locale)
  from public.profiles p
  join auth.users u on u.id = p.id
  where p.id = v_user
  returning id into v_id;
  return v_id;
end;
$$;

comment on function private.start_alone(text, public.locale) is 'Body of public.start_alone.';
grant execute on function private.start_alone(text, public.locale) to authenticated;


create function public.start_alone(timezone text, locale public.locale default null)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.start_alone(timezone, locale)
$$;

comment on function public.start_alone(text, public.locale) is 'Makes a client of the caller without a coach, and returns its id: the same one if called again. A coach can be accepted later, who then sees what is there. PT409 the caller is a coach, PT422 unknown time zone.';
grant execute on function public.start_alone(text, public.locale) to authenticated;
