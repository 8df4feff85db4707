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
  before update of name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on on public.automated_messages
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.automated_messages
  for each row execute function private.next_version();


create function private.notify_message()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
declare
  v_name text := (
    select coalesce(nullif(p.full_name, ''), (select c.name from public.clients c where c.user_id = p.id), 'Wellio')
    from public.profiles p where p.id = new.sender_id
  );
  v_read record;
begin
  -- Somebody is told once until they have read: the key is what they had read when they were told.
  for v_read in
    select p.last_read_seq as seq, array_agg(p.user_id order by p.user_id) as user_ids
    from public.thread_participants p
    where p.thread_id = new.thread_id and p.left_at is null and not p.muted and p.user_id <> new.sender_id
    group by p.last_read_seq
    order by p.last_read_seq
  loop
    perform private.notify_all(
      v_read.user_ids, 'message_received', jsonb_build_object('name', v_name, 'thread_id', new.thread_id),
      format('message %s after %s', new.thread_id, v_read.seq), p_client_id => new.client_id
    );
  end loop;
  return null;
end;
$$;

comment on function private.notify_message() is 'Tells the others of a message that has been sent, once until they have read.';

create trigger notify_added
  after insert on public.messages
  for each row when (new.state = 'sent' and new.sender_id is not null) execute function private.notify_message();

create trigger notify_finished
  after update of state on public.messages
  for each row when (old.state = 'pending' and new.state = 'sent' and new.sender_id is not null) execute function private.notify_message();
