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


create function private.log_picture_turns()
returns table (msg_id bigint, vt timestamptz, turn bigint, is_free boolean)
language sql
stable
set search_path = ''
as $$
  select t.msg_id, t.vt, t.turn, t.turn <= 2 -- over all workers
  from (
    select m.msg_id, m.vt,
           row_number() over (partition by m.sender, m.is_due order by m.vt, m.msg_id)
             + count(*) filter (where m.is_under_way) over (partition by m.sender) as turn
    from (
      select q.msg_id, q.vt, q.message ->> 'sender' as sender, q.vt <= clock_timestamp() as is_due,
             -- A failure makes the log pending again, so that its back-off holds up nobody.
             q.vt > clock_timestamp() and exists (
               select from public.logs l where l.id = (q.message ->> 'log_id')::uuid and l.ai_status = 'processing'
             ) as is_under_way
      from pgmq.q_log_pictures q
    ) m
    where m.is_due or m.is_under_way
  ) t
$$;

comment on function private.log_picture_turns() is
  'Of each message of log_pictures that is due or under way, how many of its sender are under way with it, and whether it can be claimed: two logs with pictures of one sender are under way at once.';


create function private.lease_logs(p_queue text, p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, log_id uuid, trace jsonb, alone boolean)
language plpgsql
set search_path = ''
set plan_cache_mode = force_custom_plan -- a plan made for an empty queue reads a long one whole
as $$
declare
  v_due     bigint[];
  v_suspect bigint;
begin
  if p_queue = 'logs' then
    v_due := array(
      select q.msg_id from pgmq.q_logs q where q.vt <= clock_timestamp()
      order by q.msg_id limit p_limit for update skip locked
    );
  else
    -- One claim at a time, so that two do not count the same pictures of a sender as free.
    perform pg_advisory_xact_lock(hashtextextended('claim log_pictures', 0));
    v_due := array(
      select q.msg_id
      from private.log_picture_turns() t
      join pgmq.q_log_pictures q using (msg_id)
      where q.vt <= clock_timestamp() and t.is_free
      order by t.turn, q.vt, q.msg_id
      limit p_limit
      for update of q skip locked
    );
  end if;
  if v_due = '{}' then
    return;
  end if;

  -- A failure makes the log pending again. If it is still processing, its worker did not live to say what became of it.
  execute format(
    'select q.msg_id from pgmq.%I q join public.logs l on l.id = (q.message ->> ''log_id'')::uuid
     where q.msg_id = any ($1) and q.read_ct + 1 >= 4 and l.ai_status = ''processing''
     order by q.msg_id limit 1',
    'q_' || p_queue
  ) into v_suspect using v_due;
  return query execute format(
    'update pgmq.%I q
     set vt = clock_timestamp() + make_interval(secs => $2), read_ct = q.read_ct + 1
     where q.msg_id = any ($1)
     returning q.msg_id, q.read_ct, (q.message ->> ''log_id'')::uuid, q.message -> ''trace'', $3',
    'q_' || p_queue
  ) using case when v_suspect is null then v_due else array[v_suspect] end, p_lease_seconds, v_suspect is not null;
end;
$$;

comment on function private.lease_logs(text, integer, integer) is
  'Leases what is due: of logs the oldest; of log_pictures those whose sender has the fewest under way, and never more of one sender than may be under way at once. A message for its fourth or a later delivery that was interrupted the last time is leased alone, because it may crash its worker; otherwise healthy messages would become dead letters with it.';
