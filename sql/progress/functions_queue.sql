-- progress: the queues as the cloud functions see them. A claim is a lease; settling with a stale one changes nothing.

create function private.held_messages(p_queue text, p_leases jsonb)
returns setof bigint
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- The rows stay locked until the transaction ends, so that nobody can claim what is being settled.
  return query execute format(
    'select q.msg_id
     from pgmq.%I q
     join jsonb_to_recordset($1) as l(msg_id bigint, read_ct integer) using (msg_id)
     where q.read_ct = l.read_ct
     order by q.msg_id
     for update of q',
    'q_' || p_queue
  ) using p_leases;
end;
$$;

comment on function private.held_messages(text, jsonb) is
  'Of the leases [{msg_id, read_ct}], the messages still held by them. A message read again since has a higher read_ct.';
revoke execute on function private.held_messages(text, jsonb) from public, anon, authenticated, service_role;


create function private.max_attempts()
returns integer
language sql
immutable
set search_path = ''
return 8;

comment on function private.max_attempts() is 'How often a message is tried before it is a dead letter.';
revoke execute on function private.max_attempts() from public, anon, authenticated, service_role;


create function private.record_log_usage(p_settled jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', l.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    left join (
      select msg_id, message from pgmq.q_log_processing
      union all
      select msg_id, message from pgmq.a_log_processing -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    left join public.logs l on l.id = (m.message ->> 'log_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
$$;

comment on function private.record_log_usage(jsonb) is
  'Counts the usage of [{msg_id, usage}] for the clients of the logs and the accounts that pay, whether or not the leases still hold, or the logs are still there.';
revoke execute on function private.record_log_usage(jsonb) from public, anon, authenticated, service_role;


create function private.put_away_logs(p_msg_ids bigint[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_gone bigint[] := array(
    select q.msg_id from pgmq.q_log_processing q
    where q.msg_id = any (p_msg_ids)
      and not exists (select from public.logs l where l.id = (q.message ->> 'log_id')::uuid)
  );
begin
  perform pgmq.delete('log_processing', v_gone);
  perform pgmq.archive('log_processing', array(select unnest(p_msg_ids) except select unnest(v_gone)));
end;
$$;

comment on function private.put_away_logs(bigint[]) is 'Archives settled messages; of a log that is erased nothing is kept.';
revoke execute on function private.put_away_logs(bigint[]) from public, anon, authenticated, service_role;


create function worker.claim_logs(p_limit integer, p_lease_seconds integer, p_slow integer default null)
returns table (msg_id bigint, read_ct integer, slow boolean, alone boolean, trace jsonb, log jsonb, client jsonb)
language plpgsql
volatile
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_message record;
  v_read    integer;
  v_claimed integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.*
      from private.lease_logs(p_limit, coalesce(p_slow, p_limit), p_lease_seconds) m
      order by m.log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > private.max_attempts() then
        update public.logs
        set ai_status = 'failed', ai_error = coalesce(ai_error, 'Reading was interrupted too often.'),
            processed_at = now()
        where id = v_message.log_id;
      else
        return query
        update public.logs l
        set ai_status = 'processing'
        from public.clients c
        where l.id = v_message.log_id and c.id = l.client_id
        returning
          v_message.msg_id,
          v_message.read_ct,
          v_message.slow,
          v_message.alone,
          jsonb_build_object('log_id', l.id, 'request_id', l.request_id),
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object('locale', c.locale) || private.spender(c);
        if found then
          v_claimed := v_claimed + 1;
        else
          perform pgmq.delete('log_processing', v_message.msg_id); -- the log is gone, and its id with it
        end if;
        continue;
      end if;
      perform private.put_away_logs(array[v_message.msg_id]); -- a dead letter
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining('log_processing'));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining('log_processing');
  end if;
end;
$$;

comment on function worker.claim_logs(integer, integer, integer) is
  'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them; of them up to p_slow with pictures, where it is given, and of one sender two at once. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';
revoke execute on function worker.claim_logs(integer, integer, integer) from public, anon, authenticated;
grant execute on function worker.claim_logs(integer, integer, integer) to service_role;


create function worker.finish_logs(p_results jsonb)
returns setof bigint
language plpgsql
volatile
security definer -- writes logs and events, which no API role may
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_results));
  v_results jsonb;
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) into v_results
  from (
    select distinct on (q.message ->> 'log_id') q.message ->> 'log_id' as log_id, x.result
    from jsonb_array_elements(p_results) as x(result)
    join pgmq.q_log_processing q on q.msg_id = (x.result ->> 'msg_id')::bigint
    where q.msg_id = any (v_held)
    order by q.message ->> 'log_id', q.msg_id desc
  ) r;

  perform private.store_readings(v_results);
  perform private.record_log_usage(p_results);
  perform private.put_away_logs(v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_logs(jsonb) is
  'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, reason, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';
revoke execute on function worker.finish_logs(jsonb) from public, anon, authenticated;
grant execute on function worker.finish_logs(jsonb) to service_role;


create function worker.fail_logs(p_failures jsonb)
returns setof bigint
language plpgsql
volatile
security definer -- writes logs, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'log_id')::uuid as log_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_log_processing q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by log_id
  loop
    update public.logs
    set ai_status = case when v_failure.is_dead then 'failed' else 'pending' end::public.ai_status,
        ai_error = left(v_failure.reason, 500),
        processed_at = case when v_failure.is_dead then now() else processed_at end
    where id = v_failure.log_id;

    if v_failure.is_dead then
      perform private.put_away_logs(array[v_failure.msg_id]);
    else
      update pgmq.q_log_processing q set message = q.message - 'leased'
      where q.msg_id = v_failure.msg_id and q.message ? 'leased';
      perform pgmq.set_vt('log_processing', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_log_usage(p_failures);
  return query select unnest(v_held);
end;
$$;

comment on function worker.fail_logs(jsonb) is
  'Hands logs back with the reason, to be tried again later, or after 8 tries sets them aside as failed. Takes [{msg_id, read_ct, reason, retry_after_seconds, usage}]; returns the msg_ids that were still held.';
revoke execute on function worker.fail_logs(jsonb) from public, anon, authenticated;
grant execute on function worker.fail_logs(jsonb) to service_role;


create function private.nudge_waiting()
returns void
language plpgsql
security definer -- run by cron; reads the queues
set search_path = ''
as $$
begin
  if exists (select from pgmq.q_log_processing where vt <= clock_timestamp()) then
    perform private.nudge('process_logs', '{"type": "SWEEP"}');
  end if;
  if exists (select from pgmq.q_weekly_reports where vt <= clock_timestamp()) then
    perform private.nudge('weekly_reports', '{"type": "SWEEP"}');
  end if;
end;
$$;

comment on function private.nudge_waiting() is
  'Wakes the functions whose queue has visible messages: picks up lost nudges, expired leases and due retries.';
revoke execute on function private.nudge_waiting() from public, anon, authenticated, service_role;
