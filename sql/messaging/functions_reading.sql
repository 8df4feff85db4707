-- messaging: the list of threads, what is unread, search.

create function private.mark_thread_read(p_thread_id uuid, p_seq bigint)
returns void
language plpgsql
security definer -- writes last_read_seq, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  perform private.mark_read(p_thread_id, v_me.user_id, least(p_seq, v_me.left_seq, (select t.last_seq from public.message_threads t where t.id = p_thread_id)));
end;
$$;

comment on function private.mark_thread_read(uuid, bigint) is 'Body of public.mark_thread_read.';
grant execute on function private.mark_thread_read(uuid, bigint) to authenticated;


create function public.mark_thread_read(thread_id uuid, seq bigint)
returns void
language sql
set search_path = ''
return private.mark_thread_read(thread_id, seq);

comment on function public.mark_thread_read(uuid, bigint) is 'Says that the caller has read a thread up to seq. It never goes back, and not beyond the last message. PT404 unknown thread.';
grant execute on function public.mark_thread_read(uuid, bigint) to authenticated;


create function private.mark_thread_unread(p_thread_id uuid, p_seq bigint)
returns void
language plpgsql
security definer -- writes last_read_seq, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  update public.thread_participants p set last_read_seq = greatest(p_seq, 0)
  where p.thread_id = p_thread_id and p.user_id = v_me.user_id and p.last_read_seq > p_seq;
end;
$$;

comment on function private.mark_thread_unread(uuid, bigint) is 'Body of public.mark_thread_unread.';
grant execute on function private.mark_thread_unread(uuid, bigint) to authenticated;


create function public.mark_thread_unread(thread_id uuid, seq bigint)
returns void
language sql
set search_path = ''
return private.mark_thread_unread(thread_id, seq);

comment on function public.mark_thread_unread(uuid, bigint) is 'Counts what was written after seq as unread by the caller again, and takes the receipt for it back. PT404 unknown thread.';
grant execute on function public.mark_thread_unread(uuid, bigint) to authenticated;


create function private.unread_messages()
returns bigint
language plpgsql
stable
security definer -- reads participants and threads without their policies
set search_path = ''
as $$
begin
  return coalesce((
    select sum(t.last_seq - p.last_read_seq)
    from public.thread_participants p
    join public.message_threads t on t.id = p.thread_id
    where p.user_id = any (private.my_account_ids()) and p.left_at is null and not p.muted and t.last_seq > p.last_read_seq
  ), 0);
end;
$$;

comment on function private.unread_messages() is 'Body of public.unread_messages.';
grant execute on function private.unread_messages() to authenticated;


create function public.unread_messages()
returns bigint
language sql
stable
set search_path = ''
return private.unread_messages();

comment on function public.unread_messages() is 'How many messages the caller has not read, in all threads that they have neither left nor muted.';
grant execute on function public.unread_messages() to authenticated;


create function private.name_for_me(p_user_id uuid, p_coached uuid[])
returns text
language sql
stable
set search_path = ''
return coalesce(
  (select c.name from public.clients c where c.user_id = p_user_id and c.id = any (p_coached)),
  (select p.full_name from public.profiles p where p.id = p_user_id)
);

comment on function private.name_for_me(uuid, uuid[]) is 'What somebody who coaches these clients calls a person: the name in the list of clients, or else by that of the account.';


create function private.people_of_thread(p_thread public.message_threads, p_me public.thread_participants, p_coached uuid[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'user_id', p.user_id, 'name', private.name_for_me(p.user_id, p_coached), 'role', p.role, 'left', p.left_at is not null, 'last_read_seq', p.last_read_seq
  ) order by p.role, p.joined_at, p.user_id), '[]')
  from public.thread_participants p
  where p.thread_id = p_thread.id
    and (p_thread.kind <> 'announcement' or p_me.role = 'owner' or p.role = 'owner' or p.user_id = p_me.user_id)
$$;

comment on function private.people_of_thread(public.message_threads, public.thread_participants, uuid[]) is
  'Who takes or took part in a thread, with their names as a participant knows them. In an announcement only its owner sees the others.';


create function private.my_threads(p_thread_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer, p_only_unread boolean)
returns table (
  thread_id uuid, kind public.thread_kind, title text, client_id uuid, role public.thread_role, muted boolean, no_writing text,
  last_seq bigint, last_read_seq bigint, unread bigint, last_at timestamptz, last_message jsonb, people jsonb, topic text
)
language plpgsql
stable
security definer -- reads threads, people and messages without their policies, which are asked once here
set search_path = ''
as $$
declare
  v_acquaintances uuid[] := private.my_acquaintance_ids();
  v_coached       uuid[] := private.my_coached_client_ids();
begin
  return query
  select t.id, t.kind, t.title, t.client_id, p.role, p.muted, private.why_no_writing(t, p, v_acquaintances),
         s.seq, p.last_read_seq, case when p.left_at is null then greatest(s.seq - p.last_read_seq, 0) else 0 end, s.at,
         (select jsonb_build_object(
            'id', m.id, 'seq', m.seq, 'sender_id', m.sender_id, 'body', left(m.body, 200), 'deleted', m.deleted_at is not null, 'sent_at', m.sent_at,
            'attachments', (select count(*) from public.message_attachments a where a.message_id = m.id)
          ) from public.messages m where m.thread_id = t.id and m.seq <= s.seq order by m.seq desc limit 1),
         private.people_of_thread(t, p, v_coached),
         case when t.kind <> 'announcement' and private.why_no_writing(t, p, v_acquaintances) is null then private.thread_topic(t) end
  from public.thread_participants p
  join public.message_threads t on t.id = p.thread_id
  cross join lateral (select coalesce(p.left_seq, t.last_seq) as seq, coalesce(p.left_at, t.last_message_at) as at) s
  where p.user_id = any (private.my_account_ids())
    and (p_thread_id is null or t.id = p_thread_id)
    and (p_only_unread is not true or (p.left_at is null and not p.muted and t.last_seq > p.last_read_seq))
    and (p_before is null or (s.at, t.id) < (p_before, p_before_id))
  order by s.at desc, t.id desc
  limit least(greatest(p_limit, 1), 100);
end;
$$;

comment on function private.my_threads(uuid, timestamptz, uuid, integer, boolean) is 'Body of public.my_threads.';
grant execute on function private.my_threads(uuid, timestamptz, uuid, integer, boolean) to authenticated;


create function public.my_threads(only_thread_id uuid default null, before timestamptz default null, before_id uuid default null, max_threads integer default 50, only_unread boolean default false)
returns table (
  thread_id uuid, kind public.thread_kind, title text, client_id uuid, role public.thread_role, muted boolean, no_writing text,
  last_seq bigint, last_read_seq bigint, unread bigint, last_at timestamptz, last_message jsonb, people jsonb, topic text
)
language sql
stable
set search_path = ''
as $$
  select * from private.my_threads($1, $2, $3, $4, $5)
$$;

comment on function public.my_threads(uuid, timestamptz, uuid, integer, boolean) is
  'The threads of the caller, the one with the newest message first, or the one of only_thread_id; with only_unread those that count in unread_messages. The next page begins after last_at and thread_id of the last row: before, before_id. unread counts the messages after last_read_seq. no_writing is the reason why the caller may not write, else null. people holds user_id, name, role, left and last_read_seq of everybody. topic is where they tell each other by Realtime who is there and who writes; null where the caller may not. At most 100.';
grant execute on function public.my_threads(uuid, timestamptz, uuid, integer, boolean) to authenticated;


create function private.search_messages(p_query text, p_thread_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer)
returns table (message_id uuid, thread_id uuid, seq bigint, sender_id uuid, body text, sent_at timestamptz)
language plpgsql
stable
security definer -- under policies no index answers @@, which is not leakproof
set search_path = ''
as $$
begin
  return query
  select m.id, m.thread_id, m.seq, m.sender_id, m.body, m.sent_at
  from public.messages m
  join public.thread_participants p on p.thread_id = m.thread_id and p.user_id = any (private.my_account_ids())
  where m.search @@ websearch_to_tsquery('pg_catalog.russian', p_query)
    and m.state = 'sent'
    and (p.left_seq is null or m.seq <= p.left_seq)
    and (p_thread_id is null or m.thread_id = p_thread_id)
    and (p_before is null or (m.sent_at, m.id) < (p_before, p_before_id))
  order by m.sent_at desc, m.id desc
  limit least(greatest(p_limit, 1), 100);
end;
$$;

comment on function private.search_messages(text, uuid, timestamptz, uuid, integer) is 'Body of public.search_messages.';
grant execute on function private.search_messages(text, uuid, timestamptz, uuid, integer) to authenticated;


create function public.search_messages(query text, only_thread_id uuid default null, before timestamptz default null, before_id uuid default null, max_messages integer default 30)
returns table (message_id uuid, thread_id uuid, seq bigint, sender_id uuid, body text, sent_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select * from private.search_messages($1, $2, $3, $4, $5)
$$;

comment on function public.search_messages(text, uuid, timestamptz, uuid, integer) is
  'Messages that the caller may read and that have all words of query, in whatever form, Russian or English; "in quotes", or, -without. The newest first; the next page begins after sent_at and message_id of the last one. At most 100.';
grant execute on function public.search_messages(text, uuid, timestamptz, uuid, integer) to authenticated;


create function private.mute_thread(p_thread_id uuid, p_muted boolean)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  update public.thread_participants p set muted = coalesce(p_muted, true) where p.thread_id = p_thread_id and p.user_id = v_me.user_id;
end;
$$;

comment on function private.mute_thread(uuid, boolean) is 'Body of public.mute_thread.';
grant execute on function private.mute_thread(uuid, boolean) to authenticated;


create function public.mute_thread(thread_id uuid, muted boolean)
returns void
language sql
set search_path = ''
return private.mute_thread(thread_id, muted);

comment on function public.mute_thread(uuid, boolean) is 'Leaves a thread out of the caller''s unread_messages, or counts it again. PT404 unknown thread.';
grant execute on function public.mute_thread(uuid, boolean) to authenticated;
