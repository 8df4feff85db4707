-- progress: which of the waiting logs a claim leases. Pictures are slow to read: they have places of their own, and of
-- one sender only a few are under way, so that nobody's pictures hold up what others write.

create function private.log_message(p_log_id uuid, p_request_id uuid, p_client_id uuid, p_media_urls jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'log_id', p_log_id, 'client_id', p_client_id,
    'trace', jsonb_build_object('log_id', p_log_id, 'request_id', p_request_id)
  ) || case when p_media_urls = '[]' then '{}' else
    jsonb_build_object('pictures_of', coalesce((select auth.uid()), p_client_id))
  end
$$;

comment on function private.log_message(uuid, uuid, uuid, jsonb) is
  'What the queue holds of a log: {log_id, client_id, trace}, and for a log with pictures pictures_of, who sent them: the caller, or the client where nobody is signed in.';
revoke execute on function private.log_message(uuid, uuid, uuid, jsonb) from public, anon, authenticated, service_role;


create function private.alone_from()
returns integer
language sql
immutable
set search_path = ''
return 4;

comment on function private.alone_from() is 'Which delivery of an interrupted message is given out alone.';
revoke execute on function private.alone_from() from public, anon, authenticated, service_role;


create function private.pictures_at_once()
returns integer
language sql
immutable
set search_path = ''
return 2;

comment on function private.pictures_at_once() is 'How many logs with pictures of one sender are under way at once, whoever reads them.';
revoke execute on function private.pictures_at_once() from public, anon, authenticated, service_role;


create function private.suspect_log(p_slow integer)
returns bigint
language sql
volatile -- locks what it finds
set search_path = ''
as $$
  -- Handed back, a log is pending again; still processing, nobody has lived to say what became of it.
  select q.msg_id
  from pgmq.q_logs q
  join public.logs l on l.id = (q.message ->> 'log_id')::uuid
  -- The border as a number: q_logs_retried_idx is for it, and most messages are read once.
  where q.read_ct >= 3 and q.vt <= clock_timestamp() and q.read_ct + 1 >= private.alone_from()
    and l.ai_status = 'processing'
    and (p_slow > 0 or not q.message ? 'pictures_of')
  order by q.msg_id
  limit 1
  for update of q skip locked
$$;

comment on function private.suspect_log(integer) is
  'The oldest message waiting for its fourth or a later delivery that was interrupted the last time, if there is a place for it, whatever else its sender has under way. It may be the one that kills its workers, and those given out with it would become dead letters too.';
revoke execute on function private.suspect_log(integer) from public, anon, authenticated, service_role;


create function private.sender_after(p_sender text)
returns text
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off -- the plan outlives the hour in which the queue was empty
as $$
begin
  return coalesce(
    (
      select min(q.message ->> 'pictures_of')
      from pgmq.q_logs q
      where q.message ? 'pictures_of' and q.message ->> 'pictures_of' > p_sender
    ),
    (select min(q.message ->> 'pictures_of') from pgmq.q_logs q where q.message ? 'pictures_of')
  );
end;
$$;

comment on function private.sender_after(text) is
  'The next of those whose pictures are in the queue, in the order of their ids, and after the last the first. Null: no pictures.';
revoke execute on function private.sender_after(text) from public, anon, authenticated, service_role;


create function private.due_pictures()
returns table (id bigint, turn bigint)
language plpgsql
rows 20 -- or the whole queue is read to find them
volatile -- begins where chance will have it
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off -- as above
as $$
declare
  v_now   timestamptz := clock_timestamp();
  v_start text := gen_random_uuid();
begin
  return query
  -- From sender to sender by the index: one with ten thousand pictures is one step, and ten thousand senders are 200.
  with recursive senders as (
    select 1 as step, f.sender as first, f.sender
    from private.sender_after(v_start) f(sender)
    where f.sender is not null
    union all
    select s.step + 1, s.first, n.sender
    from senders s
    cross join lateral private.sender_after(s.sender) n(sender)
    where s.step < 200 and n.sender <> s.first
  )
  select due.msg_id, under_way.count + row_number() over (partition by s.sender order by due.vt, due.msg_id)
  from senders s
  cross join lateral (
    select count(*)
    from pgmq.q_logs u
    where u.message ? 'leased' and u.message ->> 'pictures_of' = s.sender and u.vt > v_now
  ) under_way
  cross join lateral (
    select q.msg_id, q.vt
    from pgmq.q_logs q
    where q.message ? 'pictures_of' and q.message ->> 'pictures_of' = s.sender and q.vt <= v_now
    order by q.vt, q.msg_id
    limit greatest(0, private.pictures_at_once() - under_way.count)
  ) due;
end;
$$;

comment on function private.due_pictures() is
  'The messages of logs with pictures whose turn it is: of each sender those that have waited longest, as many as that sender may have under way besides those that are. turn: how many of their sender are under way with it; who has none goes first. Of more than 200 senders, any 200.';
revoke execute on function private.due_pictures() from public, anon, authenticated, service_role;


create function private.lease_logs(p_limit integer, p_slow integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, log_id uuid, trace jsonb, slow boolean, alone boolean)
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan -- as pgmq does: a plan made for an empty queue reads a long one whole
as $$
declare
  v_suspect bigint;
  v_slow    bigint[];
  v_texts   bigint[];
begin
  if p_limit > 0 then
    v_suspect := private.suspect_log(p_slow);
  end if;
  if v_suspect is null then
    if p_slow > 0 then
      v_slow := array(
        select q.msg_id
        from private.due_pictures() due
        join pgmq.q_logs q on q.msg_id = due.id
        where q.vt <= clock_timestamp() -- once more, when it is locked: somebody else may have leased it meanwhile
        order by due.turn, q.vt, q.msg_id
        limit p_slow
        for update of q skip locked
      );
    end if;
    v_texts := array(
      select q.msg_id
      from pgmq.q_logs q
      where not q.message ? 'pictures_of' and q.vt <= clock_timestamp()
      order by q.msg_id
      limit p_limit
      for update skip locked
    );
  end if;

  return query
  update pgmq.q_logs q
  set vt = clock_timestamp() + make_interval(secs => p_lease_seconds),
      read_ct = q.read_ct + 1,
      message = case when q.message ? 'pictures_of' then q.message || '{"leased": true}' else q.message end
  where q.msg_id = any (array(
    select waiting.id from unnest(v_suspect || v_slow || v_texts) as waiting(id) order by waiting.id limit p_limit
  ))
  returning
    q.msg_id, q.read_ct, (q.message ->> 'log_id')::uuid, q.message -> 'trace', q.message ? 'pictures_of', v_suspect is not null;
end;
$$;

comment on function private.lease_logs(integer, integer, integer) is
  'As pgmq reads, but for last_read_at, which not every version has: leases, the oldest first, up to p_limit visible messages, of them up to p_slow of logs with pictures, or a suspect alone. What pgmq has for it would look at every message. note_failed_logs takes the mark leased off again, so that a picture in its back-off is not taken for one under way.';
revoke execute on function private.lease_logs(integer, integer, integer) from public, anon, authenticated, service_role;
