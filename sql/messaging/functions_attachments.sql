-- messaging: the queue of attachments to check, as the cloud function sees it.

create function private.attachments_message(p_message public.messages)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'client_id', p_message.client_id, 'message_id', p_message.id, 'trace', jsonb_build_object('message_id', p_message.id)
);

comment on function private.attachments_message(public.messages) is 'What is queued to have the files of a message checked.';


create function worker.claim_attachments(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, trace jsonb, files jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select q.msg_id, q.read_ct, q.message -> 'trace', (
    select coalesce(jsonb_agg(jsonb_build_object('path', a.path, 'type', a.type) order by a.path), '[]')
    from public.message_attachments a
    where a.message_id = (q.message ->> 'message_id')::uuid and a.state = 'unchecked'
  )
  from pgmq.read('attachments', p_lease_seconds, p_limit) q
$$;

comment on function worker.claim_attachments(integer, integer) is 'Leases up to p_limit messages for p_lease_seconds, with those of their files that are not checked yet: none where the message was deleted. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_attachments(integer, integer) to service_role;


create function worker.finish_attachments(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes message_attachments, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held bigint[] := array(select private.held_messages('attachments', p_results));
begin
  update public.message_attachments a
  set state = case when f.is_accepted then 'accepted'::public.attachment_state else 'refused' end
  from jsonb_to_recordset(p_results) as r(msg_id bigint, files jsonb)
  cross join lateral jsonb_to_recordset(r.files) as f(path text, is_accepted boolean)
  where r.msg_id = any (v_held) and a.path = f.path and a.state = 'unchecked';
  perform private.archive_messages('attachments', v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_attachments(jsonb) is 'Notes which files are what they say. Takes [{msg_id, read_ct, files: [{path, is_accepted}]}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_attachments(jsonb) to service_role;
