-- queue: a claim is a lease. Acknowledging with a stale one changes nothing.

create function private.held_messages(p_queue text, p_leases jsonb)
returns setof bigint
language plpgsql
set search_path = ''
as $$
begin
  -- The rows stay locked until the transaction ends, so that nobody can claim what is being acknowledged.
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


create function private.archive_messages(p_queue text, p_msg_ids bigint[], p_erased bigint[] default '{}')
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_erased <> '{}' then
    perform pgmq.delete(p_queue, p_erased);
  end if;
  perform pgmq.archive(p_queue, array(select unnest(p_msg_ids) except select unnest(p_erased)));
end;
$$;

comment on function private.archive_messages(text, bigint[], bigint[]) is 'Archives acknowledged messages. Those about something that is erased are deleted.';


create function private.messages_of(p_queue text, p_settled jsonb)
returns table (msg_id bigint, message jsonb)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query execute format(
    'select m.msg_id, m.message from (select msg_id, message from pgmq.%I union all select msg_id, message from pgmq.%I) m
     where m.msg_id in (select s.msg_id from jsonb_to_recordset($1) as s(msg_id bigint))',
    'q_' || p_queue, 'a_' || p_queue
  ) using p_settled;
end;
$$;

comment on function private.messages_of(text, jsonb) is 'The messages of [{msg_id}], waiting or archived, because somebody else may have acknowledged one meanwhile.';


create function worker.fail_messages(p_queue text, p_failures jsonb)
returns setof bigint
language plpgsql
security definer -- writes what the domain writes, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_queue  private.queues;
  v_held   bigint[];
  v_failed jsonb;
begin
  select * into strict v_queue from private.queues where name = p_queue;
  v_held := array(select private.held_messages(p_queue, p_failures));

  select jsonb_agg(f.failure || jsonb_build_object(
    'message', m.message, 'is_held', f.msg_id = any (v_held),
    'is_dead', coalesce(f.is_final or f.read_ct >= v_queue.attempts, false)
  ) order by f.msg_id) into v_failed
  from (
    select x.failure, r.msg_id, r.read_ct, coalesce(r.is_final, false) as is_final
    from jsonb_array_elements(p_failures) as x(failure)
    cross join lateral jsonb_to_record(x.failure) as r(msg_id bigint, read_ct integer, is_final boolean)
  ) f
  left join private.messages_of(p_queue, p_failures) m using (msg_id);

  if v_queue.on_failed is not null then
    execute format('select private.%I($1, $2)', v_queue.on_failed) using p_queue, v_failed;
  end if;

  perform private.archive_messages(p_queue, array(
    select f.msg_id from jsonb_to_recordset(v_failed) as f(msg_id bigint, is_held boolean, is_dead boolean)
    where f.is_held and f.is_dead
  ));
  perform pgmq.set_vt(p_queue, f.msg_id, least(3600, greatest(
    -- 10, 20, 40 ... at most 900 seconds, each +-25 % so that failures do not come back in step
    (least(900, 5 * 2 ^ least(f.read_ct, 10)) * (0.75 + random() / 2))::integer,
    f.retry_after_seconds
  )))
  from jsonb_to_recordset(v_failed)
    as f(msg_id bigint, read_ct integer, retry_after_seconds integer, is_held boolean, is_dead boolean)
  where f.is_held and not f.is_dead;
  return query select unnest(v_held);
end;
$$;

comment on function worker.fail_messages(text, jsonb) is
  'Hands messages back with the reason, to be tried again later; after the queue''s attempts, or at once where is_final, they are dead letters. Takes [{msg_id, read_ct, reason, error, retry_after_seconds, is_final, usage}]; returns the msg_ids that were still held. What the domain does about it is its on_failed.';
grant execute on function worker.fail_messages(text, jsonb) to service_role;


create function private.lock_messages(p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_queue text;
begin
  for v_queue in select name from private.queues order by name loop
    execute format(
      'select from pgmq.%I q where q.message ->> ''client_id'' = $1 order by q.msg_id for update', 'q_' || v_queue
    ) using p_client_id::text;
  end loop;
end;
$$;

comment on function private.lock_messages(uuid) is
  'Waits for those who work on messages about a client, and keeps others from beginning, until the transaction ends. Messages are locked before what they are about, as workers do it.';


create function private.purge_messages(p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_queue text;
begin
  for v_queue in select name from private.queues order by name loop
    -- What a claim or a result has locked finds nothing to store its work in, and is deleted when it is acknowledged.
    execute format(
      'delete from pgmq.%I where msg_id in (
         select q.msg_id from pgmq.%1$I q where q.message ->> ''client_id'' = $1 for update skip locked
       )', 'q_' || v_queue
    ) using p_client_id::text;
    execute format('delete from pgmq.%I where message ->> ''client_id'' = $1', 'a_' || v_queue) using p_client_id::text;
  end loop;
end;
$$;

comment on function private.purge_messages(uuid) is 'Deletes the messages about a client, waiting and archived, in all queues.';


create function private.purge_archives()
returns void
language plpgsql
security definer -- run by cron; pgmq is closed to everybody else
set search_path = ''
as $$
declare
  v_queue private.queues;
begin
  for v_queue in select * from private.queues loop
    execute format('delete from pgmq.%I where archived_at < now() - $1', 'a_' || v_queue.name) using v_queue.keep;
  end loop;
end;
$$;

comment on function private.purge_archives() is 'Deletes archived messages that are older than their queue keeps them.';


create function worker.claim_when_woken(p_webhook_id text, p_queue text, p_limit integer, p_lease_seconds integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_claimed jsonb;
begin
  if worker.accept_webhook(p_webhook_id) then
    execute format('select coalesce(jsonb_agg(to_jsonb(c)), ''[]'') from worker.%I($1, $2) c', 'claim_' || p_queue)
    into v_claimed using p_limit, p_lease_seconds;
  end if;
  return v_claimed;
end;
$$;

comment on function worker.claim_when_woken(text, text, integer, integer) is
  'The rows of worker.claim_<queue>, or null and nothing claimed where the webhook id is a replay: the first claim of a worker that a webhook woke, in one round trip.';
grant execute on function worker.claim_when_woken(text, text, integer, integer) to service_role;
