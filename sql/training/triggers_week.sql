-- training: tells weekly reports of what has changed.

create function private.note_changed_sessions()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(d.client_id, d.first_day, d.last_day)
  from (
    select c.client_id, min(least(b.scheduled_on, c.scheduled_on)) as first_day, max(greatest(b.scheduled_on, c.scheduled_on)) as last_day
    from changed c
    join before b on b.id = c.id
    where (c.status in ('finished', 'skipped') or b.status in ('finished', 'skipped') or c.scheduled_on is distinct from b.scheduled_on)
      and (c.status, c.scheduled_on) is distinct from (b.status, b.scheduled_on) and c.client_program_id is not null
    group by c.client_id
    order by c.client_id
  ) d
  where d.first_day is not null;
  return null;
end;
$$;

comment on function private.note_changed_sessions() is 'Tells the weekly reports that workouts were finished, skipped, moved or opened again.';

create trigger note_changed_sessions
  after update on public.workout_sessions
  referencing old table as before new table as changed
  for each statement execute function private.note_changed_sessions();


create function private.note_changed_programs()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(new.client_id, new.start_date, new.end_date);
  return null;
end;
$$;

comment on function private.note_changed_programs() is 'Tells the weekly reports that a programme was assigned, or ended.';

create trigger note_assigned
  after insert on public.client_programs
  for each row execute function private.note_changed_programs();

create trigger note_ended
  after update of status on public.client_programs
  for each row when ('cancelled' in (old.status, new.status) and old.status <> new.status) execute function private.note_changed_programs();
