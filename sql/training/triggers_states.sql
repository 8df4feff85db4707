-- training: which states may follow each other.

create function private.check_session_move()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (old.status, new.status) not in (
    ('planned', 'started'), ('planned', 'skipped'), ('started', 'planned'), ('started', 'finished'), ('started', 'skipped'), ('skipped', 'started'), ('finished', 'started')
  ) then
    perform private.refuse(
      'PT409', 'session_state', format('A %s workout cannot become %s', old.status, new.status), 'Load it once more.',
      jsonb_build_object('from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_session_move() is 'Refuses a state of a session that may not follow the one it has.';

create trigger check_session_move
  before update of status on public.workout_sessions
  for each row when (old.status <> new.status) execute function private.check_session_move();

create trigger next_version
  before update on public.workout_sessions
  for each row execute function private.next_version();


create function private.check_program_move()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (old.status, new.status) not in (
    ('active', 'paused'), ('active', 'completed'), ('active', 'cancelled'),
    ('paused', 'active'), ('paused', 'completed'), ('paused', 'cancelled'), ('completed', 'active')
  ) then
    perform private.refuse(
      'PT409', 'program_state', format('A %s programme cannot become %s', old.status, new.status), 'Load it once more.',
      jsonb_build_object('from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_program_move() is 'Refuses a state of a programme that may not follow the one it has.';

create trigger check_program_move
  before update of status on public.client_programs
  for each row when (old.status <> new.status) execute function private.check_program_move();

create trigger next_version
  before update on public.client_programs
  for each row execute function private.next_version();
