-- messaging: sends, edits and deletes messages.

create function private.checked_body(p_body text, p_may_be_empty boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
  v_body text := btrim(coalesce(p_body, ''), E' \t\r\n');
begin
  if length(v_body) > 8000 then
    perform private.refuse('PT413', 'message_too_long', 'A message has at most 8000 characters', 'Send it in parts, or as a file.', jsonb_build_object('limit', 8000));
  end if;
  -- Spaces, and characters that show nothing: soft hyphen, fillers, joiners, marks of direction, variation selectors, tags.
  if v_body !~ '[^[:space:][:cntrl:]\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]' then
    if not p_may_be_empty then
      perform private.refuse('PT422', 'empty_message', 'There is nothing to read in this message', 'Write something, or attach a file.');
    end if;
    return '';
  end if;
  return v_body;
end;
$$;

comment on function private.checked_body(text, boolean) is 'The text of a message without spaces around it. Refuses one that is too long, or in which nothing can be seen.';


create function private.next_seq(p_thread_id uuid)
returns bigint
language sql
set search_path = ''
as $$
  update public.message_threads t set last_seq = t.last_seq + 1, last_message_at = clock_timestamp() where t.id = p_thread_id returning t.last_seq
$$;

comment on function private.next_seq(uuid) is 'The seq of a message that is being sent. The thread stays locked until the transaction ends.';


create function private.mark_read(p_thread_id uuid, p_user_id uuid, p_seq bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.thread_participants p set last_read_seq = p_seq
  where p.thread_id = p_thread_id and p.user_id = p_user_id and p.last_read_seq < p_seq;
  if found then
    update public.notifications n set read_at = now()
    where n.user_id = p_user_id and n.kind = 'message_received' and n.read_at is null and n.data ->> 'thread_id' = p_thread_id::text;
  end if;
end;
$$;

comment on function private.mark_read(uuid, uuid, bigint) is 'Moves what somebody has read forwards, never back. What they were told of its messages is read, too.';


create function private.add_attachments(p_message public.messages, p_attachments jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if jsonb_typeof(p_attachments) <> 'array' or jsonb_array_length(p_attachments) > 10 then
    perform private.refuse('PT422', 'too_many_attachments', 'A message has at most 10 attachments', 'Send them in several messages.', jsonb_build_object('limit', 10));
  end if;
  if exists (
    select from jsonb_array_elements(p_attachments) a
    where a ->> 'type' = any ((select b.allowed_mime_types from storage.buckets b where b.id = 'message-attachments')::text[]) is not true
  ) then
    perform private.refuse('PT415', 'attachment_type', 'A file of this type cannot be attached', 'Send pictures, PDF, video, sound or plain text.');
  end if;
  if exists (
    select from jsonb_array_elements(p_attachments) a
    where case when jsonb_typeof(a -> 'size') = 'number' then (a -> 'size')::numeric between 1 and 26214400 end is not true or length(a ->> 'name') between 1 and 200 is not true
  ) then
    perform private.refuse('PT413', 'attachment_size', 'A file has at most 25 MB and is not empty', 'Send a smaller one.', jsonb_build_object('limit', 25));
  end if;
  insert into public.message_attachments (path, message_id, client_id, name, type, size_bytes)
  select concat_ws('/', p_message.thread_id, p_message.id, a.n), p_message.id, p_message.client_id, a.file ->> 'name', a.file ->> 'type', (a.file ->> 'size')::bigint
  from jsonb_array_elements(p_attachments) with ordinality a(file, n);
end;
$$;

comment on function private.add_attachments(public.messages, jsonb) is 'Notes the files that the sender of a message is going to upload.';


create function private.send_message(p_message_id uuid, p_thread_id uuid, p_body text, p_reply_to uuid, p_attachments jsonb)
returns public.messages
language plpgsql
security definer -- writes messages, which no API role may: they have a place in the thread
set search_path = ''
as $$
declare
  v_thread  public.message_threads := private.lock_thread(p_thread_id);
  v_me      public.thread_participants := private.my_participation(p_thread_id);
  v_files   jsonb := coalesce(p_attachments, '[]');
  v_message public.messages;
  v_body    text;
  v_seq     bigint;
begin
  select m.* into v_message from public.messages m where m.id = p_message_id;
  if found then
    if (v_message.thread_id, v_message.sender_id) is distinct from (p_thread_id, v_me.user_id) then
      perform private.refuse('PT409', 'message_id_taken', 'There is a message with this id', 'Choose another UUID.');
    end if;
    return v_message; -- a repeated request: the first answer may have been lost
  end if;

  perform private.check_may_write(v_thread, v_me);
  if p_reply_to is not null and not exists (
    select from public.messages m where m.id = p_reply_to and m.thread_id = p_thread_id and m.state = 'sent'
  ) then
    perform private.refuse_message();
  end if;

  v_body := private.checked_body(p_body, v_files <> '[]');
  if v_files = '[]' then
    v_seq := private.next_seq(p_thread_id);
    perform private.mark_read(p_thread_id, v_me.user_id, v_seq);
  end if;
  insert into public.messages (id, thread_id, client_id, seq, sender_id, body, reply_to, state, sent_at)
  values (
    p_message_id, p_thread_id, coalesce(v_thread.client_id, v_me.client_id), v_seq, v_me.user_id, v_body, p_reply_to,
    case when v_seq is null then 'pending'::public.message_state else 'sent' end, case when v_seq is not null then clock_timestamp() end
  )
  returning * into v_message;
  if v_files <> '[]' then
    perform private.add_attachments(v_message, v_files);
  end if;
  return v_message;
end;
$$;

comment on function private.send_message(uuid, uuid, text, uuid, jsonb) is 'Body of public.send_message.';
grant execute on function private.send_message(uuid, uuid, text, uuid, jsonb) to authenticated;


create function public.send_message(message_id uuid, thread_id uuid, body text default '', reply_to uuid default null, attachments jsonb default '[]')
returns table (seq bigint, state public.message_state, sent_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select m.seq, m.state, m.sent_at from private.send_message(message_id, thread_id, body, reply_to, attachments) m
$$;

comment on function public.send_message(uuid, uuid, text, uuid, jsonb) is
  'Sends a message. message_id is a UUID of the caller''s choice: a second call with it sends nothing and answers as the first. attachments: [{"name", "type", "size"}]; then the message is pending, and each file goes to message-attachments/<thread_id>/<message_id>/<1, 2 ...> before finish_message sends it. PT403 the caller has left, may not write here, or the coaching has ended; PT404 unknown thread or reply_to; PT413 longer than 8000 characters, or a file over 25 MB; PT415 a type that cannot be attached; PT422 nothing to see in it.';
grant execute on function public.send_message(uuid, uuid, text, uuid, jsonb) to authenticated;


create function private.lock_message(p_message_id uuid)
returns public.messages
language plpgsql
set search_path = ''
as $$
declare
  v_thread_id uuid := (select m.thread_id from public.messages m where m.id = p_message_id);
  v_message   public.messages;
begin
  if private.my_participation(v_thread_id) is null then
    perform private.refuse_message();
  end if;
  perform private.lock_thread(v_thread_id);
  select m.* into v_message from public.messages m where m.id = p_message_id and (m.state = 'sent' or m.sender_id = (select auth.uid()));
  if not found or v_message.seq > (private.my_participation(v_thread_id)).left_seq then
    perform private.refuse_message();
  end if;
  return v_message;
end;
$$;

comment on function private.lock_message(uuid) is 'Returns a message that the caller may read, and locks its thread. Refuses every other message.';


create function private.finish_message(p_message_id uuid)
returns public.messages
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
  v_other   text;
begin
  if v_message.sender_id is distinct from v_me.user_id then
    perform private.refuse_message();
  end if;
  if v_message.state = 'sent' then
    return v_message; -- a repeated request
  end if;
  perform private.check_may_write((select t from public.message_threads t where t.id = v_message.thread_id), v_me);
  if exists (
    select from public.message_attachments a
    where a.message_id = p_message_id
      and not exists (select from storage.objects o where o.bucket_id = 'message-attachments' and o.name = a.path)
  ) then
    perform private.refuse('PT409', 'attachment_missing', 'Not all files have been uploaded', 'Upload them, then call this again.');
  end if;
  select a.name into v_other from public.message_attachments a
  join storage.objects o on o.bucket_id = 'message-attachments' and o.name = a.path
  where a.message_id = p_message_id
    and (a.size_bytes::text, a.type) is distinct from (o.metadata ->> 'size', split_part(o.metadata ->> 'mimetype', ';', 1))
  limit 1;
  if found then
    perform private.refuse('PT422', 'attachment_differs', format('%s is not the file that was announced', v_other), 'Delete the message and send the file again.', jsonb_build_object('name', v_other));
  end if;
  update public.messages m set state = 'sent', seq = private.next_seq(m.thread_id), sent_at = clock_timestamp()
  where m.id = p_message_id
  returning m.* into v_message;
  perform private.mark_read(v_message.thread_id, v_me.user_id, v_message.seq);
  perform private.enqueue('attachments', array[private.attachments_message(v_message)], '{"type": "SWEEP"}');
  return v_message;
end;
$$;

comment on function private.finish_message(uuid) is 'Body of public.finish_message.';
grant execute on function private.finish_message(uuid) to authenticated;


create function public.finish_message(message_id uuid)
returns table (seq bigint, state public.message_state, sent_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select m.seq, m.state, m.sent_at from private.finish_message(message_id) m
$$;

comment on function public.finish_message(uuid) is 'Sends a message whose files have been uploaded. A second call answers as the first. PT403 as in send_message, PT404 no message of the caller, PT409 a file is missing, PT422 a file has another size or type than send_message was told. Others can load a file once the function check_attachments has seen that its bytes are of its type.';
grant execute on function public.finish_message(uuid) to authenticated;


create function private.edit_message(p_message_id uuid, p_body text)
returns void
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
  v_body    text;
begin
  if v_message.sender_id is distinct from v_me.user_id then
    perform private.refuse('PT403', 'not_your_message', 'Only who wrote a message edits it', 'Answer it instead.');
  end if;
  if v_message.deleted_at is not null then
    perform private.refuse('PT409', 'message_deleted', 'This message has been deleted', 'Write a new one.');
  end if;
  perform private.check_may_write((select t from public.message_threads t where t.id = v_message.thread_id), v_me);
  v_body := private.checked_body(p_body, exists (select from public.message_attachments a where a.message_id = p_message_id));
  if v_body = v_message.body then
    return; -- a repeated request
  end if;
  if v_message.state = 'sent' then
    insert into public.message_edits (message_id, version, client_id, body)
    select v_message.id, coalesce(max(e.version), 0) + 1, v_message.client_id, v_message.body
    from public.message_edits e where e.message_id = v_message.id;
  end if;
  update public.messages m set body = v_body, edited_at = case when m.state = 'sent' then now() end where m.id = p_message_id;
end;
$$;

comment on function private.edit_message(uuid, text) is 'Body of public.edit_message.';
grant execute on function private.edit_message(uuid, text) to authenticated;


create function public.edit_message(message_id uuid, body text)
returns void
language sql
set search_path = ''
return private.edit_message(message_id, body);

comment on function public.edit_message(uuid, text) is 'Changes the text of a message of the caller; the earlier ones stay in message_edits. PT403 somebody else''s message, or the caller may no longer write here; PT404 unknown message; PT409 it has been deleted; PT413 and PT422 as in send_message.';
grant execute on function public.edit_message(uuid, text) to authenticated;


create function private.delete_message(p_message_id uuid)
returns void
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
begin
  if v_message.sender_id is distinct from v_me.user_id and v_me.role <> 'owner' then
    perform private.refuse('PT403', 'not_your_message', 'Only who wrote a message deletes it', 'Ask the owner of the thread.');
  end if;
  if v_message.state = 'pending' then -- nobody else has seen it
    delete from public.messages m where m.id = p_message_id;
    return;
  end if;
  delete from public.message_edits e where e.message_id = p_message_id;
  delete from public.message_attachments a where a.message_id = p_message_id;
  update public.messages m set body = '', deleted_at = now() where m.id = p_message_id and m.deleted_at is null;
end;
$$;

comment on function private.delete_message(uuid) is 'Body of public.delete_message.';
grant execute on function private.delete_message(uuid) to authenticated;


create function public.delete_message(message_id uuid)
returns void
language sql
set search_path = ''
return private.delete_message(message_id);

comment on function public.delete_message(uuid) is 'Empties a message: its text, its earlier texts and its files are gone, its place in the thread stays. By who wrote it, or by the owner of the thread. A second call changes nothing. PT403 somebody else''s message, PT404 unknown message.';
grant execute on function public.delete_message(uuid) to authenticated;
