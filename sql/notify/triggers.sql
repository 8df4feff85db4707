-- notify: what people is told about people.

create function private.notify_coaching_ended()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
declare
  v_actor public.profile_role := private.my_role(old);
  v_cause text := 'coaching_ended ' || new.id || ' ' || old.coach_id || ' ' || txid_current();
begin
  -- What the coach was told about the client goes with the coaching. Whoever ended it knows.
  delete from public.notifications n where n.client_id = new.id and n.user_id = old.coach_id;
  if v_actor is distinct from 'client' then
    perform private.notify(
      new.user_id, 'coaching_ended',
      jsonb_build_object('name', coalesce((select nullif(p.full_name, '') from public.profiles p where p.id = old.coach_id), '–')),
      v_cause, p_client_id => new.id
    );
  end if;
  if v_actor is distinct from 'coach' then
    perform private.notify(old.coach_id, 'coaching_ended', jsonb_build_object('name', new.name), v_cause, p_client_id => new.id);
  end if;
  return null;
end;
$$;

comment on function private.notify_coaching_ended() is 'Tells coach and client that the coaching has ended, except whoever ended it, and deletes what the coach was told about the client.';

create trigger notify_coaching_ended
  after update of coach_id on public.clients
  for each row when (old.coach_id is not null and old.coach_id is distinct from new.coach_id)
  execute function private.notify_coaching_ended();
