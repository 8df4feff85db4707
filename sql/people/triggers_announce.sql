-- people: tells the screens that clients have changed.

create function private.announce_clients()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform private.announce('clients', array(select n.id from changed n));
  return null;
end;
$$;

comment on function private.announce_clients() is 'Announces added and changed clients.';

create trigger announce_added
  after insert on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();

create trigger announce_changed
  after update on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();


create function private.announce_lost_client()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('client_ids', jsonb_build_array(old.id)), 'clients', 'user:' || old.coach_id);
  return null;
end;
$$;

comment on function private.announce_lost_client() is 'Tells the coach of a client who is theirs no more, or is erased.';

create trigger announce_left
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id and old.coach_id is not null)
  execute function private.announce_lost_client();

create trigger announce_deleted
  after delete on public.clients
  for each row when (old.coach_id is not null)
  execute function private.announce_lost_client();
