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
