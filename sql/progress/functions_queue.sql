-- progress: the queue of logs as the cloud function sees it.

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
          v_message.trace,
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object('locale', c.locale) || private.spender(c);
        if found then
          v_claimed := v_claimed + 1;
        else
          perform pgmq.delete('logs', v_message.msg_id); -- the log is gone, and its id with it
        end if;
        continue;
      end if;
      perform private.settle_messages('logs', array[v_message.msg_id]); -- a dead letter
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining('logs'));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining('logs');
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
  v_held    bigint[] := array(select private.held_messages('logs', p_results));
  v_results jsonb;
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) into v_results
  from (
    select distinct on (q.message ->> 'log_id') q.message ->> 'log_id' as log_id, x.result
    from jsonb_array_elements(p_results) as x(result)
    join pgmq.q_logs q on q.msg_id = (x.result ->> 'msg_id')::bigint
    where q.msg_id = any (v_held)
    order by q.message ->> 'log_id', q.msg_id desc
  ) r;

  perform private.store_readings(v_results);
  perform private.record_usage('logs', p_results);
  perform private.settle_messages('logs', v_held, array(
    select q.msg_id from pgmq.q_logs q
    where q.msg_id = any (v_held) and not exists (select from public.logs l where l.id = (q.message ->> 'log_id')::uuid)
  ));
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_logs(jsonb) is
  'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, reason, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';
revoke execute on function worker.finish_logs(jsonb) from public, anon, authenticated;
grant execute on function worker.finish_logs(jsonb) to service_role;


create function private.note_failed_logs(p_failures jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from public.logs l
  where l.id in (select (f.message ->> 'log_id')::uuid from jsonb_to_recordset(p_failures) as f(message jsonb, is_held boolean) where f.is_held)
  order by l.id
  for update;

  update public.logs l
  set ai_status = case when f.is_dead then 'failed' else 'pending' end::public.ai_status,
      ai_error = left(f.reason, 500),
      processed_at = case when f.is_dead then now() else l.processed_at end
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, is_held boolean, is_dead boolean)
  where f.is_held and l.id = (f.message ->> 'log_id')::uuid;

  update pgmq.q_logs q set message = q.message - 'leased'
  from jsonb_to_recordset(p_failures) as f(msg_id bigint, is_held boolean)
  where f.is_held and q.msg_id = f.msg_id and q.message ? 'leased';

  perform private.record_usage('logs', p_failures);
end;
$$;

comment on function private.note_failed_logs(jsonb) is
  'Writes the reason on the logs whose reading failed: pending again, or failed. The on_failed of the queue.';
revoke execute on function private.note_failed_logs(jsonb) from public, anon, authenticated, service_role;


create function private.logs_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  with being_read as (
    select q.message ->> 'pictures_of' as sender
    from pgmq.q_logs q
    where q.message ? 'leased' and q.vt > clock_timestamp()
    group by 1
    having count(*) >= private.pictures_at_once()
  ), visible as (
    select q.vt, coalesce(q.message ->> 'pictures_of' in (select b.sender from being_read b), false) as is_held_back
    from pgmq.q_logs q
    where q.vt <= clock_timestamp()
  )
  select jsonb_build_object(
    'oldest_visible_seconds',
    (select extract(epoch from clock_timestamp() - min(v.vt))::integer from visible v where not v.is_held_back),
    'held_back', (select count(*) from visible v where v.is_held_back),
    'leased', (
      -- Who waits for a retry is pending again.
      select count(*) from pgmq.q_logs q join public.logs l on l.id = (q.message ->> 'log_id')::uuid
      where q.vt > clock_timestamp() and l.ai_status = 'processing'
    )
  )
$$;

comment on function private.logs_queue_health() is
  'As queue_health, and how many are leased, how many pictures are held back for others, as many of their sender as may be are under way. Those do not count as waiting.';
revoke execute on function private.logs_queue_health() from public, anon, authenticated, service_role;
