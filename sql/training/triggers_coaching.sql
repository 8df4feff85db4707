-- training: a programme does not outlast the coaching.

create function private.end_programs()
returns trigger
language plpgsql
security definer -- writes programmes, which no API role may
set search_path = ''
as $$
begin
  update public.client_programs p set status = 'cancelled', paused_at = null
  where p.client_id = new.id and p.status in ('active', 'paused');
  return null;
end;
$$;

comment on function private.end_programs() is 'Cancels the programmes of a client whose coaching has ended. Sessions and sets stay. A client whom another coach of the team takes over goes on.';

create trigger end_programs
  after update of coach_id on public.clients
  for each row when (old.coach_id is not null and new.coach_id is null) execute function private.end_programs();
