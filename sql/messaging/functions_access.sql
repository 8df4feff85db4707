-- messaging: which threads the caller takes part in, and whether they may write there.

create function private.my_open_thread_ids()
returns uuid[]
language plpgsql -- keeps its plan, unlike sql
stable
security definer -- reads thread_participants without its policies, which call this function
set search_path = ''
as $$
begin
  return array(
    select p.thread_id from public.thread_participants p where p.user_id = any (private.my_account_ids()) and p.left_at is null
  );
end;
$$;

comment on function private.my_open_thread_ids() is 'Ids of the threads that the caller takes part in and has not left.';
grant execute on function private.my_open_thread_ids() to authenticated;


create function private.my_participation(p_thread_id uuid)
returns public.thread_participants
language plpgsql
stable
security definer -- reads thread_participants without its policies
set search_path = ''
as $$
declare
  v_me public.thread_participants;
begin
  select p.* into v_me from public.thread_participants p where p.thread_id = p_thread_id and p.user_id = any (private.my_account_ids());
  return v_me;
end;
$$;

comment on function private.my_participation(uuid) is 'The caller in a thread, also after they have left; null for strangers.';


create function private.refuse_thread()
returns void
language sql
set search_path = ''
return private.refuse('PT404', 'no_such_thread', 'No such thread', 'Check the thread id, and that you take part in it.');

comment on function private.refuse_thread() is 'Refuses a thread of others in the same words as one that does not exist.';


create function private.refuse_message()
returns void
language sql
set search_path = ''
return private.refuse('PT404', 'no_such_message', 'No such message', 'Check the message id, and that you take part in its thread.');

comment on function private.refuse_message() is 'Refuses a message of others in the same words as one that does not exist.';


create function private.client_of_account(p_user_id uuid)
returns uuid
language sql
stable
set search_path = ''
return (select c.id from public.clients c where c.user_id = p_user_id);

comment on function private.client_of_account(uuid) is 'The client an account is, if any.';


create function private.lock_thread(p_thread_id uuid)
returns public.message_threads
language plpgsql
set search_path = ''
as $$
declare
  v_thread    public.message_threads;
  v_client_id uuid;
begin
  if private.my_participation(p_thread_id) is null then
    perform private.refuse_thread();
  end if;
  -- Clients are locked before threads, in the order of an erasure and of the end of a coaching.
  for v_client_id in
    select c.id from public.clients c
    where c.id = (select t.client_id from public.message_threads t where t.id = p_thread_id)
      or c.id = private.client_of_account((select auth.uid()))
    order by c.id
  loop
    perform private.lock_client_shared(v_client_id);
  end loop;
  select t.* into v_thread from public.message_threads t where t.id = p_thread_id for no key update;
  if not found or private.my_participation(p_thread_id) is null then -- erased while this call waited
    perform private.refuse_thread();
  end if;
  return v_thread;
end;
$$;

comment on function private.lock_thread(uuid) is 'Returns a thread that the caller takes part in, and has other writers wait until the transaction ends. Refuses every other thread.';


create function private.why_no_writing(p_thread public.message_threads, p_me public.thread_participants, p_acquaintances uuid[])
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_me.left_at is not null then
    return 'thread_left';
  end if;
  if p_thread.kind = 'announcement' and p_me.role <> 'owner' then
    return 'only_owner_writes';
  end if;
  if p_me.role <> 'owner' and not exists (
    select from public.thread_participants p
    where p.thread_id = p_thread.id and p.user_id <> p_me.user_id and p.user_id = any (p_acquaintances)
      and (p_thread.kind = 'direct' or p.role = 'owner')
  ) then
    return 'no_longer_together';
  end if;
  return null;
end;
$$;

comment on function private.why_no_writing(public.message_threads, public.thread_participants, uuid[]) is
  'Why a participant may not write in a thread; null where they may. In a direct thread the other one, elsewhere the owner has to be among their acquaintances.';


create function private.check_may_write(p_thread public.message_threads, p_me public.thread_participants)
returns void
language plpgsql
set search_path = ''
as $$
begin
  case private.why_no_writing(p_thread, p_me, private.my_acquaintance_ids())
    when 'thread_left' then
      perform private.refuse('PT403', 'thread_left', 'You no longer take part in this thread', 'Its owner can add you again.');
    when 'only_owner_writes' then
      perform private.refuse('PT403', 'only_owner_writes', 'Only its owner writes here', 'Answer in a direct thread.');
    when 'no_longer_together' then
      perform private.refuse('PT403', 'no_longer_together', 'The coaching has ended, so nobody can write here any more', 'What was written stays readable.');
    else null;
  end case;
end;
$$;

comment on function private.check_may_write(public.message_threads, public.thread_participants) is 'Refuses with the reason of private.why_no_writing.';
