-- people: somebody who chose the wrong role at sign-up takes the other one.

create function private.change_role(p_role public.profile_role)
returns void
language plpgsql
security definer -- sets the role, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
begin
  if p_role is null then
    perform private.refuse('PT422', 'role', 'A role is missing', 'Give coach or client.');
  end if;
  perform from public.profiles p where p.id = v_user for no key update; -- adding a client waits for this, see limit_clients
  if p_role = 'client' and private.have_clients() then
    perform private.refuse('PT409', 'role_has_clients', 'You have clients', 'End their coaching, or erase those without an account, first.');
  end if;
  if p_role = 'client' and private.my_team_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_team', 'You are in a team', 'Leave the team first.');
  end if;
  if p_role = 'coach' and private.my_own_client_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_diary', 'You have a diary as a client', 'Sign up as a coach with another e-mail, or erase the diary first.');
  end if;
  update public.profiles p set role = p_role where p.id = v_user;
end;
$$;

comment on function private.change_role(public.profile_role) is 'Body of public.change_role.';
grant execute on function private.change_role(public.profile_role) to authenticated;


create function public.change_role(role public.profile_role)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_role(role)
$$;

comment on function public.change_role(public.profile_role) is 'Makes a coach of a client, or a client of a coach, as long as nobody depends on it. PT409 the caller has clients, is in a team, or has a diary as a client.';
grant execute on function public.change_role(public.profile_role) to authenticated;
