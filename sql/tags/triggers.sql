-- tags: a coach's tags do not outlast the coaching.

create function private.delete_tags()
returns trigger
language plpgsql
security definer -- deletes rows that a client who ends the coaching must not see
set search_path = ''
as $$
begin
  delete from public.client_tags t where t.client_id = new.id;
  return null;
end;
$$;

comment on function private.delete_tags() is 'Deletes the tags of a client whose coach has changed.';

create trigger delete_tags
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.delete_tags();
