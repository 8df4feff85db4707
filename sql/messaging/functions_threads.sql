-- messaging: opens threads, adds and removes people.

create function private.direct_thread(p_user_id uuid, p_other_id uuid)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_pair      uuid[] := array[least(p_user_id, p_other_id), greatest(p_user_id, p_other_id)];
  v_client_id uuid;
  v_thread_id uuid;
begin
  select c.id into v_client_id from public.clients c where c.user_id = any (v_pair) and c.coach_id = any (v_pair);
  perform private.lock_client_shared(v_client_id);
  insert into public.message_threads (kind, direct_pair, created_by, client_id) values ('direct', v_pair, p_user_id, v_client_id)
  on conflict (direct_pair) do nothing
  returning id into v_thread_id;
  if found then
    insert into public.thread_participants (thread_id, user_id, client_id)
    select v_thread_id, u.id, private.client_of_account(u.id) from unnest(v_pair) u(id);
    return v_thread_id;
  end if;
  return (select t.id from public.message_threads t where t.direct_pair = v_pair);
end;
$$;

comment on function private.direct_thread(uuid, uuid) is 'The direct thread of two accounts, made if there is none.';


create function private.open_direct_thread(p_user_id uuid)
returns uuid
language plpgsql
security definer -- writes threads and participants, which no API role may
set search_path = ''
as $$
declare
  v_me        uuid := (select auth.uid());
  v_thread_id uuid;
begin
  select t.id into v_thread_id from public.message_threads t where t.direct_pair = array[least(v_me, p_user_id), greatest(v_me, p_user_id)];
  if found then
    return v_thread_id;
  end if;
  if p_user_id = any (array_remove(private.my_acquaintance_ids(), v_me)) is not true then
    perform private.refuse('PT404', 'no_such_person', 'No such person', 'Write to your coach, your clients or people of your team.');
  end if;
  return private.direct_thread(v_me, p_user_id);
end;
$$;

comment on function private.open_direct_thread(uuid) is 'Body of public.open_direct_thread.';
grant execute on function private.open_direct_thread(uuid) to authenticated;


create function public.open_direct_thread(user_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.open_direct_thread(user_id)
$$;

comment on function public.open_direct_thread(uuid) is
  'The thread of the caller with one other person, and its id; made by the first call. The other one is the caller''s coach, a client with an account, or somebody else whose profile the caller may read. PT404 nobody of these.';
grant execute on function public.open_direct_thread(uuid) to authenticated;


create function private.add_participants(p_thread_id uuid, p_user_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not p_user_ids <@ private.my_acquaintance_ids() then
    perform private.refuse('PT404', 'no_such_person', 'No such person', 'Add your clients with an account, or people of your team.');
  end if;
  insert into public.thread_participants as p (thread_id, user_id, client_id, last_read_seq)
  select t.id, u.id, private.client_of_account(u.id), t.last_seq
  from public.message_threads t, unnest(p_user_ids) u(id)
  where t.id = p_thread_id
  order by u.id
  on conflict (thread_id, user_id) do update
    set left_at = null, left_seq = null, joined_at = now(), last_read_seq = excluded.last_read_seq
    where p.left_at is not null;
  if (select count(*) from public.thread_participants p where p.thread_id = p_thread_id and p.left_at is null) > 200 then
    perform private.refuse('PT409', 'too_many_participants', 'A thread has at most 200 people', 'Remove somebody first.', jsonb_build_object('limit', 200));
  end if;
end;
$$;

comment on function private.add_participants(uuid, uuid[]) is 'Adds acquaintances of the caller to a thread, or adds again who has left. They can read everything that was written before.';


create function private.create_group_thread(p_thread_id uuid, p_title text, p_user_ids uuid[], p_announcement boolean)
returns uuid
language plpgsql
security definer -- writes threads and participants, which no API role may
set search_path = ''
as $$
declare
  v_me    uuid := (select auth.uid());
  v_title text := btrim(regexp_replace(p_title, '\s+', ' ', 'g'));
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_gather', 'Only coaches open threads of several people', 'Write to your coach.');
  end if;
  if length(v_title) between 1 and 120 is not true then
    perform private.refuse('PT422', 'thread_title', 'A title has 1 to 120 characters', 'Give a shorter one.');
  end if;
  insert into public.message_threads (id, kind, title, created_by)
  values (p_thread_id, case when p_announcement then 'announcement'::public.thread_kind else 'group' end, v_title, v_me)
  on conflict (id) do nothing;
  if not found then
    if exists (select from public.message_threads t where t.id = p_thread_id and t.created_by = v_me) then
      return p_thread_id; -- a repeated request: the first answer may have been lost
    end if;
    perform private.refuse('PT409', 'thread_id_taken', 'There is a thread with this id', 'Choose another UUID.');
  end if;
  insert into public.thread_participants (thread_id, user_id, client_id, role) values (p_thread_id, v_me, private.client_of_account(v_me), 'owner');
  perform private.add_participants(p_thread_id, array_remove(p_user_ids, v_me));
  return p_thread_id;
end;
$$;

comment on function private.create_group_thread(uuid, text, uuid[], boolean) is 'Body of public.create_group_thread.';
grant execute on function private.create_group_thread(uuid, text, uuid[], boolean) to authenticated;


create function public.create_group_thread(thread_id uuid, title text, user_ids uuid[], announcement boolean default false)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.create_group_thread(thread_id, title, user_ids, announcement)
$$;

comment on function public.create_group_thread(uuid, text, uuid[], boolean) is
  'Opens a thread of several people and returns its id. thread_id is a UUID of the caller''s choice: a second call with it changes nothing. In an announcement only the caller writes. PT403 the caller is no coach, PT404 somebody is no acquaintance, PT409 more than 200 people, PT422 the title is empty or longer than 120 characters.';
grant execute on function public.create_group_thread(uuid, text, uuid[], boolean) to authenticated;


create function private.lock_group(p_thread_id uuid)
returns public.message_threads
language plpgsql
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_thread(p_thread_id);
begin
  if v_thread.kind = 'direct' then
    perform private.refuse('PT409', 'direct_thread', 'A direct thread has two people', 'Open a thread of several people.');
  end if;
  return v_thread;
end;
$$;

comment on function private.lock_group(uuid) is 'private.lock_thread, for threads whose people change.';


create function private.add_participant(p_thread_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_group(p_thread_id);
begin
  if (private.my_participation(p_thread_id)).role <> 'owner' then
    perform private.refuse('PT403', 'only_owner_adds', 'Only its owner adds people', 'Ask the owner of the thread.');
  end if;
  perform private.add_participants(v_thread.id, array[p_user_id]);
end;
$$;

comment on function private.add_participant(uuid, uuid) is 'Body of public.add_participant.';
grant execute on function private.add_participant(uuid, uuid) to authenticated;


create function public.add_participant(thread_id uuid, user_id uuid)
returns void
language sql
set search_path = ''
return private.add_participant(thread_id, user_id);

comment on function public.add_participant(uuid, uuid) is
  'Adds an acquaintance of the caller to a thread of theirs; they can read what was written before. Does nothing where they take part. PT403 the caller is not its owner, PT404 unknown thread or person, PT409 a direct thread, or more than 200 people.';
grant execute on function public.add_participant(uuid, uuid) to authenticated;


create function private.remove_participant(p_thread_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_group(p_thread_id);
  v_mine     public.thread_participants := private.my_participation(p_thread_id);
begin
  if p_user_id <> v_mine.user_id and v_mine.role <> 'owner' then
    perform private.refuse('PT403', 'only_owner_removes', 'Only its owner removes others', 'You can leave it yourself.');
  end if;
  if p_user_id = v_mine.user_id and v_mine.role = 'owner' then
    perform private.refuse('PT409', 'owner_stays', 'The owner of a thread cannot leave it', 'Mute it, or remove the others.');
  end if;
  update public.thread_participants p set left_at = now(), left_seq = v_thread.last_seq
  where p.thread_id = p_thread_id and p.user_id = p_user_id and p.left_at is null;
end;
$$;

comment on function private.remove_participant(uuid, uuid) is 'Body of public.remove_participant.';
grant execute on function private.remove_participant(uuid, uuid) to authenticated;


create function public.remove_participant(thread_id uuid, user_id uuid)
returns void
language sql
set search_path = ''
return private.remove_participant(thread_id, user_id);

comment on function public.remove_participant(uuid, uuid) is
  'Takes somebody out of a thread: its owner any other person, everybody else themselves. From then on they read what was written until then. Does nothing where they do not take part. PT403 the caller is not its owner, PT404 unknown thread, PT409 a direct thread, or its owner.';
grant execute on function public.remove_participant(uuid, uuid) to authenticated;
