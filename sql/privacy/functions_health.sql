-- privacy: a coach reads the health of a client, and that is recorded.

create function private.read_health(p_client_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- reads health_histories without its policies, and writes the record
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
begin
  if private.am_coach_of(v_client) then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values ('health_read', p_client_id, (select auth.uid()), v_client.coach_id, v_client.user_id);
  elsif private.my_role(v_client) is distinct from 'client' then
    perform private.refuse_client();
  end if;
  return private.health_of(p_client_id);
end;
$$;

comment on function private.read_health(uuid) is 'Body of public.read_health.';
grant execute on function private.read_health(uuid) to authenticated;


create function public.read_health(client_id uuid)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.read_health(client_id)
$$;

comment on function public.read_health(uuid) is 'Health and emergency contacts of a client, with the version to save them with. Each reading by the coach is in audit_entries, which the client sees. PT404 unknown client, or only shared with the caller or seen as an admin.';
grant execute on function public.read_health(uuid) to authenticated;
