-- messaging: when a coaching ends, neither stays in the threads that the other owns.

create function private.leave_threads()
returns trigger
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads;
begin
  for v_thread in
    select t.* from public.message_threads t
    join public.thread_participants o on o.thread_id = t.id and o.role = 'owner'
    join public.thread_participants p on p.thread_id = t.id and p.user_id <> o.user_id and p.left_at is null
    where array[o.user_id, p.user_id] <@ array[old.coach_id, old.user_id] and t.kind <> 'direct'
    order by t.id
    for no key update of t
  loop
    update public.thread_participants p set left_at = now(), left_seq = v_thread.last_seq
    where p.thread_id = v_thread.id and p.role <> 'owner' and p.user_id in (old.coach_id, old.user_id) and p.left_at is null;
  end loop;
  return null;
end;
$$;

comment on function private.leave_threads() is 'Takes a client whose coach has changed out of the coach''s threads, and the coach out of theirs.';

create trigger leave_threads
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.leave_threads();


create trigger check_automated_message
  before insert or update on public.automated_messages
  for each row execute function private.check_automated_message();

create trigger mark_version
  before update of version on public.automated_messages
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name, trigger, after_days, locale, template, quiet_from, quiet_to, is_on on public.automated_messages
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.automated_messages
  for each row execute function private.next_version();
