-- progress: the queues of logs as the cloud functions see them.

create function private.claim_logs(p_queue text, p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language plpgsql
set search_path = ''
as $$
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = p_queue);
  v_message  record;
  v_read     integer;
  v_claimed  integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.*
      from private.lease_logs(p_queue, p_limit, p_lease_seconds) m
      order by m.log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > v_attempts then
        update public.logs
        set ai_status = 'failed', processed_at = now(),
            ai_error = coalesce(ai_error, 'Reading was interrupted too often.'),
            ai_reasons = case when ai_error is null then array['interrupted'] else ai_reasons end
        where id = v_message.log_id;
        perform private.archive_messages(p_queue, array[v_message.msg_id]); -- a dead letter
        continue;
      end if;
      return query
      update public.logs l
      set ai_status = 'processing'
      from public.clients c
      where l.id = v_message.log_id and c.id = l.client_id
      returning
        v_message.msg_id, v_message.read_ct, v_message.alone, v_message.trace,
        jsonb_build_object(
          'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
          'author_type', l.author_type, 'local_date', l.local_date_for_client
        ),
        jsonb_build_object('locale', c.locale) || private.budget_scope(c);
      if found then
        v_claimed := v_claimed + 1;
      else
        perform pgmq.delete(p_queue, v_message.msg_id); -- the log is gone, and its id with it
      end if;
    end loop;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining(p_queue));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining(p_queue);
  end if;
end;
$$;

comment on function private.claim_logs(text, integer, integer) is 'Body of worker.claim_logs and worker.claim_log_pictures.';


create function worker.claim_logs(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select * from private.claim_logs('logs', p_limit, p_lease_seconds)
$$;

comment on function worker.claim_logs(integer, integer) is
  'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. A worker that got something must claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';
grant execute on function worker.claim_logs(integer, integer) to service_role;


create function worker.claim_log_pictures(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select * from private.claim_logs('log_pictures', p_limit, p_lease_seconds)
$$;

comment on function worker.claim_log_pictures(integer, integer) is
  'As claim_logs, of logs with pictures: of one sender two are under way at once, and a sender who has none under way goes first.';
grant execute on function worker.claim_log_pictures(integer, integer) to service_role;


create function private.finish_logs(p_queue text, p_results jsonb)
returns setof bigint
language plpgsql
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages(p_queue, p_results));
  v_results jsonb;
  v_erased  bigint[];
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) filter (where r.is_last),
         array_agg(r.msg_id) filter (where not exists (select from public.logs l where l.id = r.log_id))
  into v_results, v_erased
  from (
    select m.msg_id, (m.message ->> 'log_id')::uuid as log_id, x.result,
           m.msg_id = max(m.msg_id) over (partition by m.message ->> 'log_id') as is_last
    from jsonb_array_elements(p_results) as x(result)
    join private.messages_of(p_queue, p_results) m on m.msg_id = (x.result ->> 'msg_id')::bigint
    where m.msg_id = any (v_held)
  ) r;

  perform private.store_readings(v_results);
  perform private.record_usage(p_queue, p_results);
  perform private.archive_messages(p_queue, v_held, coalesce(v_erased, '{}'));
  return query select unnest(v_held);
end;
$$;

comment on function private.finish_logs(text, jsonb) is 'Body of worker.finish_logs and worker.finish_log_pictures.';


create function worker.finish_logs(p_results jsonb)
returns setof bigint
language sql
security definer -- writes logs and events, which no API role may
set search_path = ''
as $$
  select private.finish_logs('logs', p_results)
$$;

comment on function worker.finish_logs(jsonb) is
  'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, error, reasons, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';
grant execute on function worker.finish_logs(jsonb) to service_role;


create function worker.finish_log_pictures(p_results jsonb)
returns setof bigint
language sql
security definer -- writes logs and events, which no API role may
set search_path = ''
as $$
  select private.finish_logs('log_pictures', p_results)
$$;

comment on function worker.finish_log_pictures(jsonb) is 'As finish_logs, of logs with pictures.';
grant execute on function worker.finish_log_pictures(jsonb) to service_role;


create function private.note_failed_logs(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.logs l
  where l.id in (select (f.message ->> 'log_id')::uuid from jsonb_to_recordset(p_failures) as f(message jsonb, is_held boolean) where f.is_held)
  order by l.id
  for update;

  update public.logs l
  set ai_status = case when f.is_dead then 'failed' else 'pending' end::public.ai_status,
      ai_error = left(f.error, 500),
      ai_reasons = array_remove(array[f.reason], null),
      processed_at = case when f.is_dead then now() else l.processed_at end
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, error text, is_held boolean, is_dead boolean)
  where f.is_held and l.id = (f.message ->> 'log_id')::uuid;

  perform private.record_usage(p_queue, p_failures);
end;
$$;

comment on function private.note_failed_logs(text, jsonb) is
  'Writes the reason on the logs whose reading failed: pending again, or failed. The on_failed of both queues.';
