-- privacy: a coach loses a client. Policies read clients, so the coach's next statement finds nothing.

create function private.end_coaching(p_client_id uuid)
returns void
language plpgsql
security definer -- sets coach_id, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_client_exclusive(p_client_id);
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids())
  for no key update; -- foreign keys of what workers store do not hold it up
  if not found then
    perform private.refuse_client();
  end if;
  if v_client.user_id is null then
    perform private.refuse(
      'PT409', 'client_has_no_account', 'This client has no account, so nobody could read their data afterwards',
      'Have them accept an invite first, or erase the client.'
    );
  end if;
  update public.clients set coach_id = null where id = p_client_id and coach_id is not null;
end;
$$;

comment on function private.end_coaching(uuid) is 'Body of public.revoke_coach.';
revoke execute on function private.end_coaching(uuid) from public, anon, service_role;
grant execute on function private.end_coaching(uuid) to authenticated;


create function public.revoke_coach(client_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.end_coaching(client_id)
$$;

comment on function public.revoke_coach(uuid) is
  'Ends the coaching, at once, by the client or by the coach: the data stays with the client, the coach sees nothing of it any more. Another coach begins with an invite that the client accepts. A client without a coach stays so. PT404 unknown client, PT409 the client has no account.';
revoke execute on function public.revoke_coach(uuid) from public, anon, service_role;
grant execute on function public.revoke_coach(uuid) to authenticated;
