-- training: hears of logs that were read, rejected, restored or deleted.

create function private.hear_logs()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs;
begin
  for v_log in
    select n.* from read n
    join before b on b.id = n.id
    where n.processed_at is distinct from b.processed_at and n.ai_status in ('processed', 'needs_review')
      and n.source <> 'import' and n.raw_text is not null
      and exists (select from public.client_programs p where p.client_id = n.client_id)
    order by n.client_id, n.id -- so that workers wait for each other and do not deadlock
  loop
    begin
      perform private.hear_log(v_log);
    exception
      when data_exception or integrity_constraint_violation or sqlstate 'PT409' or sqlstate 'PT422' then -- the log is read all the same
        raise warning 'The workout of log % could not be filled: %', v_log.id, sqlstate;
    end;
  end loop;
  return null;
end;
$$;

comment on function private.hear_logs() is 'Has logs that were read fill the workouts of programmes that they tell of.';

create trigger hear_logs
  after update on public.logs
  referencing old table as before new table as read
  for each statement execute function private.hear_logs();


create function private.hear_decision()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_told public.workout_logs;
  v_log  public.logs;
begin
  select * into v_told from public.workout_logs w where w.log_id = new.log_id;
  if new.status = 'rejected' then
    perform private.take_back_log(v_told);
  elsif v_told.session_id is not null then
    select * into v_log from public.logs l where l.id = new.log_id;
    perform private.hear_log(v_log);
  end if;
  return null;
end;
$$;

comment on function private.hear_decision() is 'Takes the sets of a log back when its workout is rejected, and logs them again when it is restored.';

-- After note_changed_events: triggers fire in the order of their names, and reports are locked before sessions.
create trigger take_back_or_restore
  after update of status on public.progress_events
  for each row when (new.event_type = 'workout' and (old.status = 'rejected') <> (new.status = 'rejected'))
  execute function private.hear_decision();


create function private.forget_log()
returns trigger
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_told public.workout_logs;
begin
  delete from public.workout_logs w where w.log_id = old.id returning w.* into v_told;
  perform private.take_back_log(v_told);
  return null;
end;
$$;

comment on function private.forget_log() is 'Takes the sets of a log back when it is deleted.';

create trigger forget_log
  after delete on public.logs
  for each row execute function private.forget_log();
