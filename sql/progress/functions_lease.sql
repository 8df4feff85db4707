-- progress: which of the waiting logs a claim leases. Logs with pictures take long to read, so they have a queue of their own.

create function private.log_queue(p_media_urls jsonb)
returns text
language plpgsql -- keeps its plan, unlike sql
immutable
set search_path = ''
as $$
begin
  return case when p_media_urls = '[]' then 'logs' else 'log_pictures' end;
end;
$$;

comment on function private.log_queue(jsonb) is 'The queue of a log: log_pictures, or logs for those without pictures.';


create function private.log_message(p_log_id uuid, p_request_id uuid, p_client_id uuid, p_media_urls jsonb)
returns jsonb
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'log_id', p_log_id, 'client_id', p_client_id,
    'trace', jsonb_build_object('log_id', p_log_id, 'request_id', p_request_id)
  ) || case when p_media_urls = '[]' then '{}' else
    jsonb_build_object('sender', coalesce((select auth.uid()), p_client_id))
  end;
end;
$$;

comment on function private.log_message(uuid, uuid, uuid, jsonb) is
  'What a queue holds of a log: {log_id, client_id, trace}, and for a log with pictures the sender: the caller, or the client where nobody is signed in.';


create function private.alone_from()
returns integer
language sql
immutable
set search_path = ''
return 4;

comment on function private.alone_from() is 'Which delivery of an interrupted message is given out alone.';


create function private.pictures_at_once()
returns integer
language sql
immutable
set search_path = ''
return 2;

comment on function private.pictures_at_once() is 'How many logs with pictures of one sender are under way at once, over all workers.';


create function private.log_picture_turns()
returns table (msg_id bigint, vt timestamptz, turn bigint)
language sql
stable
set search_path = ''
as $$
  select m.msg_id, m.vt,
         row_number() over (partition by m.sender, m.is_due order by m.vt, m.msg_id)
           + count(*) filter (where m.is_under_way) over (partition by m.sender)
  from (
    select q.msg_id, q.vt, q.message ->> 'sender' as sender, q.vt <= clock_timestamp() as is_due,
           -- A failure makes the log pending again, so that its back-off holds up nobody.
           q.vt > clock_timestamp() and exists (
             select from public.logs l where l.id = (q.message ->> 'log_id')::uuid and l.ai_status = 'processing'
           ) as is_under_way
    from pgmq.q_log_pictures q
  ) m
  where m.is_due or m.is_under_way
$$;

comment on function private.log_picture_turns() is
  'Of each message of log_pictures that is due or under way, how many of its sender are under way with it.';


create function private.due_logs(p_queue text, p_limit integer)
returns bigint[]
language plpgsql
volatile -- locks what it finds
set search_path = ''
set plan_cache_mode = force_custom_plan -- a plan made for an empty queue reads a long one whole
as $$
begin
  if p_queue = 'logs' then
    return array(
      select q.msg_id from pgmq.q_logs q where q.vt <= clock_timestamp()
      order by q.msg_id limit p_limit for update skip locked
    );
  end if;
  -- One claim at a time, so that two do not count the same pictures of a sender as free.
  perform pg_advisory_xact_lock(hashtextextended('claim log_pictures', 0));
  return array(
    select q.msg_id
    from private.log_picture_turns() t
    join pgmq.q_log_pictures q using (msg_id)
    where q.vt <= clock_timestamp() and t.turn <= private.pictures_at_once()
    order by t.turn, q.vt, q.msg_id
    limit p_limit
    for update of q skip locked
  );
end;
$$;

comment on function private.due_logs(text, integer) is
  'Locks up to p_limit visible messages: of logs the oldest; of log_pictures those whose sender has the fewest under way, and never more of one sender than may be under way at once.';


create function private.lease_logs(p_queue text, p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, log_id uuid, trace jsonb, alone boolean)
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_due     bigint[] := private.due_logs(p_queue, p_limit);
  v_suspect bigint;
begin
  if v_due = '{}' then
    return;
  end if;
  -- A failure makes the log pending again. If it is still processing, its worker did not live to say what became of it.
  execute format(
    'select q.msg_id from pgmq.%I q join public.logs l on l.id = (q.message ->> ''log_id'')::uuid
     where q.msg_id = any ($1) and q.read_ct + 1 >= private.alone_from() and l.ai_status = ''processing''
     order by q.msg_id limit 1',
    'q_' || p_queue
  ) into v_suspect using v_due;
  return query
    select m.msg_id, m.read_ct, (m.message ->> 'log_id')::uuid, m.message -> 'trace', v_suspect is not null
    from private.lease_messages(p_queue, case when v_suspect is null then v_due else array[v_suspect] end, p_lease_seconds) m;
end;
$$;

comment on function private.lease_logs(text, integer, integer) is
  'Leases what is due. A message for its fourth or a later delivery that was interrupted the last time is leased alone: it may crash its worker, and those given out with it would become dead letters too.';
