-- training: tells the screens what has changed, see private.announce.

create function private.announce_programs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('client_programs', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_programs() is 'Announces changed programmes of clients.';

create trigger announce_added after insert on public.client_programs
  referencing new table as changed for each statement execute function private.announce_programs();
create trigger announce_changed after update on public.client_programs
  referencing new table as changed for each statement execute function private.announce_programs();


create function private.announce_sessions()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('workout_sessions', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_sessions() is 'Announces changed sessions, their exercises and sets, and what is asked about logs.';

create trigger announce_added after insert on public.workout_sessions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.workout_sessions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.session_exercises
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.session_exercises
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.exercise_completions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.exercise_completions
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_deleted after delete on public.exercise_completions
  referencing old table as changed for each statement execute function private.announce_sessions();
create trigger announce_added after insert on public.workout_logs
  referencing new table as changed for each statement execute function private.announce_sessions();
create trigger announce_changed after update on public.workout_logs
  referencing new table as changed for each statement execute function private.announce_sessions();
