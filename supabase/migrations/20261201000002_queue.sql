-- queue: the baseline, in the words of sql/queue.

-- file: sql/queue/tables.sql
-- queue: which queues there are. A domain adds its own with private.add_queue in its settings.sql.

create table private.queues (
  name          text primary key check (name ~ '^[a-z_]{1,40}$'),
  wakes         text not null,
  attempts      integer check (attempts > 0),
  patience      interval not null,
  keep          interval not null,
  on_failed     text,
  drained_until timestamptz not null default '-infinity'
);

comment on table private.queues is
  'The queues of all domains. Leasing, back-off, dead letters, sweep, retention and health are written once, in sql/queue, and read this.';
comment on column private.queues.name is 'Of the pgmq queue, and of the calls of its worker: worker.claim_<name>, worker.finish_<name>.';
comment on column private.queues.wakes is 'The cloud function that is nudged when something is queued.';
comment on column private.queues.attempts is 'How often a message is tried before it is a dead letter. Null: for ever.';
comment on column private.queues.patience is 'How long a message may be there to be claimed. Past it the queue is slow; past four times as long no worker comes.';
comment on column private.queues.keep is 'How long acknowledged messages stay in the archive.';
comment on column private.queues.on_failed is
  'A function of private that takes the name of the queue and the failures as jsonb, so that the domain can write them down: [{msg_id, message, reason, error, is_held, is_dead, usage}].';
comment on column private.queues.drained_until is
  'A worker has promised to look into the queue again before then, so that whoever queues something need not wake anybody.';

alter table private.queues enable row level security;
-- end of file: sql/queue/tables.sql

-- file: sql/queue/functions_enqueue.sql
-- queue: from a domain into the queue, and a nudge for the function that works it.

create function private.add_queue(
  p_name text, p_wakes text, p_attempts integer default 8, p_patience interval default '1 hour', p_keep interval default '30 days',
  p_on_failed text default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pgmq.create(p_name);
  -- For erasure: what waits and what is archived about a client.
  execute format('create index if not exists %I on pgmq.%I ((message ->> ''client_id''))', 'q_' || p_name || '_client_idx', 'q_' || p_name);
  execute format('create index if not exists %I on pgmq.%I ((message ->> ''client_id''))', 'a_' || p_name || '_client_idx', 'a_' || p_name);
  insert into private.queues (name, wakes, attempts, patience, keep, on_failed)
  values (p_name, p_wakes, p_attempts, p_patience, p_keep, p_on_failed)
  on conflict (name) do update
    set wakes = excluded.wakes, attempts = excluded.attempts, patience = excluded.patience, keep = excluded.keep,
        on_failed = excluded.on_failed;
end;
$$;

comment on function private.add_queue(text, text, integer, interval, interval, text) is
  'Makes a queue, or changes what is known of it. Called in the settings.sql of its domain.';


create function private.enqueue(p_queue text, p_messages jsonb[], p_nudge jsonb, p_delay_seconds integer default 0)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pgmq.send_batch(p_queue, p_messages, p_delay_seconds);
  if p_delay_seconds = 0 and not private.is_being_drained(p_queue) then
    perform private.nudge((select q.wakes from private.queues q where q.name = p_queue), p_nudge);
  end if;
end;
$$;

comment on function private.enqueue(text, jsonb[], jsonb, integer) is
  'Queues messages in the transaction of the caller and wakes the function, once, unless its worker looks again anyway. Messages with a delay wait for the sweep. Every message has client_id, or null, and trace: the ids that every line about it carries. p_nudge is the body of the call and holds ids only, as the tables of pg_net are readable by more roles than ours.';


create function private.is_being_drained(p_queue text)
returns boolean
language plpgsql
volatile -- two snapshots: the second is taken once the lock is held
set search_path = ''
as $$
begin
  -- Held until the transaction ends, so that a worker does not end its promise before it can see what is being queued.
  if not pg_try_advisory_xact_lock_shared(hashtextextended('drain ' || p_queue, 0)) then
    return false;
  end if;
  return exists (select from private.queues q where q.name = p_queue and q.drained_until > clock_timestamp());
end;
$$;

comment on function private.is_being_drained(text) is
  'Whether a worker has promised to look into the queue again after this transaction has ended, so that nobody need be woken.';


create function private.keep_draining(p_queue text)
returns void
language sql
set search_path = ''
as $$
  update private.queues
  set drained_until = clock_timestamp() + interval '2 seconds'
  -- A claim comes every few milliseconds. Most find the promise young enough, and lock nothing.
  where name = p_queue and drained_until < clock_timestamp() + interval '1 second'
$$;

comment on function private.keep_draining(text) is 'Promises that the queue is looked into again, within 2 seconds or as soon as the worker has room.';


create function private.end_draining(p_queue text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_patience text := current_setting('lock_timeout');
begin
  if not exists (select from private.queues q where q.name = p_queue and q.drained_until > '-infinity') then
    return false;
  end if;
  begin
    -- Waits for those who have relied on the promise and have not committed yet.
    perform set_config('lock_timeout', '500ms', true);
    perform pg_advisory_xact_lock(hashtextextended('drain ' || p_queue, 0));
  exception
    when lock_not_available then
      null; -- a long transaction: what it queues is left to the sweep
  end;
  perform set_config('lock_timeout', v_patience, true);
  update private.queues set drained_until = '-infinity' where name = p_queue;
  return true;
end;
$$;

comment on function private.end_draining(text) is
  'Takes the promise back. True when there was one: the queue must then be looked into once more, for what was queued under it.';


create function private.sweep_queues()
returns void
language plpgsql
security definer -- run by cron; reads the queues
set search_path = ''
as $$
declare
  v_queue private.queues;
  v_waits boolean;
begin
  for v_queue in select * from private.queues loop
    execute format('select exists (select from pgmq.%I where vt <= clock_timestamp())', 'q_' || v_queue.name) into v_waits;
    if v_waits then
      perform private.nudge(v_queue.wakes, '{"type": "SWEEP"}');
    end if;
  end loop;
end;
$$;

comment on function private.sweep_queues() is 'Wakes the functions whose queue has visible messages: picks up lost nudges, expired leases and due retries.';
-- end of file: sql/queue/functions_enqueue.sql

-- file: sql/queue/functions_health.sql
-- queue: how many messages wait, and for how long.

create function private.queue_health(p_queue text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_health jsonb;
  v_more   text := format('private.%s_queue_health', p_queue);
begin
  execute format(
    'select jsonb_build_object(
       ''patience_seconds'', (select extract(epoch from q.patience)::integer from private.queues q where q.name = $1),
       ''visible'', count(*) filter (where vt <= clock_timestamp()),
       ''oldest_visible_seconds'', extract(epoch from clock_timestamp() - min(vt) filter (where vt <= clock_timestamp()))::bigint,
       ''invisible'', count(*) filter (where vt > clock_timestamp()),
       ''oldest_invisible_seconds'', extract(epoch from clock_timestamp() - min(enqueued_at) filter (where vt > clock_timestamp()))::bigint
     )
     from pgmq.%I',
    'q_' || p_queue
  ) into v_health using p_queue;
  if to_regproc(v_more) is not null then -- the domain says more
    execute format('select $1 || %s()', v_more) into v_health using v_health;
  end if;
  return v_health;
end;
$$;

comment on function private.queue_health(text) is
  'How many messages of a queue can be claimed and for how long the oldest could have been; how many are leased or wait for a retry, and the age of the oldest of them.';
-- end of file: sql/queue/functions_health.sql

-- file: sql/queue/functions_lease.sql
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
-- end of file: sql/queue/functions_lease.sql

-- file: sql/queue/policies.sql
-- queue: closed tables say so.

create policy "Nobody reads queues through the API" on private.queues
  for select to authenticated
  using (false);
-- end of file: sql/queue/policies.sql

-- file: sql/queue/jobs.sql
-- queue: scheduled jobs. Idempotent.

select private.add_job(
  'wake functions for waiting work', '* * * * *', 'select private.sweep_queues()',
  'work whose nudge was lost stays undone', true
);

select private.add_job(
  'forget settled messages', '27 3 * * *', 'select private.purge_archives()', 'settled messages pile up'
);
-- end of file: sql/queue/jobs.sql
