-- privacy: ends a coaching. Policies read clients, so the coach's next statement finds nothing.

create function private.revoke_coach(p_client_id uuid)
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
  where c.id = p_client_id and (private.am_coach_of(c) or private.my_role(c) = 'client')
  for no key update; -- does not wait for workers, whose foreign keys lock the row
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

comment on function private.revoke_coach(uuid) is 'Body of public.revoke_coach.';
grant execute on function private.revoke_coach(uuid) to authenticated;


create function public.revoke_coach(client_id uuid)
returns void
language sql
set search_path = ''
return private.revoke_coach(client_id);

comment on function public.revoke_coach(uuid) is 'Ends the coaching at once. The client and their own coach may call it. The data stays with the client; the coach no longer sees it. Another coach begins with an invite that the client accepts. Does nothing for a client without a coach. PT404 unknown client, PT409 the client has no account.';
grant execute on function public.revoke_coach(uuid) to authenticated;
