-- progress: weekly reports are queued by the clock or on demand, and written by a cloud function.

create function private.queue_weekly_reports(p_now timestamptz default now())
returns integer
language sql
volatile
security definer -- run by cron; writes reports and pgmq
set search_path = ''
as $$
  with due as (
    -- Six hours into Monday the week before is due; until then, still the one before that.
    select c.id as client_id, c.timezone,
           date_trunc('week', p_now at time zone c.timezone - interval '6 hours')::date - 7 as week_start
    from public.clients c
  ), queued as (
    insert into public.weekly_reports as r (client_id, week_start)
    select d.client_id, d.week_start
    from due d
    where exists (
        select from public.progress_events e
        where e.client_id = d.client_id and e.date_for_metric between d.week_start - 21 and d.week_start + 6
      )
      or exists (
        select from public.plans p
        where p.client_id = d.client_id and p.activated_at is not null
          and p.start_date <= d.week_start + 6 and coalesce(p.end_date, 'infinity') >= d.week_start
      )
    on conflict (client_id, week_start) do update
      set status = 'queued', error = null
      -- Asked for while the week was still running: written again now that it is complete.
      where r.status = 'ready'
        and r.generated_at < ((r.week_end + 1)::timestamp at time zone (
          select c.timezone from public.clients c where c.id = r.client_id
        ))
    returning r.id
  ), sent as (
    select pgmq.send_batch('weekly_reports', m.messages)
    from (select array_agg(jsonb_build_object('report_id', q.id)) as messages from queued q) m
    where m.messages is not null
  ), nudged as (
    select private.nudge('weekly_reports', '{"type": "SWEEP"}') where exists (select from sent)
  )
  select count(*)::integer from sent left join nudged on true
$$;

comment on function private.queue_weekly_reports(timestamptz) is
  'Queues the last completed local week of every active client (events in four weeks, or a plan in force) whose local time has passed Monday 06:00 and who has no report for it. Returns how many. Set-based; calling it twice queues nothing twice.';
revoke execute on function private.queue_weekly_reports(timestamptz) from public, anon, authenticated, service_role;


create function private.queue_weekly_report(p_client_id uuid, p_week_start date)
returns public.weekly_reports
language plpgsql
security definer -- writes reports and pgmq
set search_path = ''
as $$
declare
  v_report   public.weekly_reports;
  v_is_coach boolean;
  v_today    date;
begin
  select c.coach_id = (select auth.uid()), private.local_date(now(), c.timezone) into v_is_coach, v_today
  from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids());
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'This is not a day of our age', hint = 'Give week_start as YYYY-MM-DD.';
  end if;
  if extract(isodow from p_week_start) <> 1 then
    raise sqlstate 'PT422' using message = 'A week starts on a Monday',
      hint = format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date);
  end if;
  if p_week_start < v_today - 731 then
    raise sqlstate 'PT422' using message = 'This week is too long ago', hint = 'Ask for a week of the last two years.';
  end if;
  if p_week_start > v_today then
    raise sqlstate 'PT422' using message = 'This week has not begun', hint = 'Ask for a week up to the present one.';
  end if;

  perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0)); -- private.wait_for_writers
  begin
    insert into public.weekly_reports as r (client_id, week_start)
    values (p_client_id, p_week_start)
    on conflict (client_id, week_start) do update
      set status = 'queued', error = null
      where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
        -- Being written already, so from facts that may be older than this request: written once more.
        or (r.status = 'queued' and v_is_coach and not exists (
          select from pgmq.q_weekly_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
        ))
    returning * into v_report;
  exception
    -- Erased meanwhile.
    when foreign_key_violation then
      raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end;

  if v_report.id is not null then
    if (
      select count(*) from (
        select from public.weekly_reports r where r.client_id = any (private.my_client_ids()) and r.status = 'queued' limit 601
      ) waiting
    ) > 600 then -- all clients of a coach on a Monday, and some more
      raise sqlstate 'PT429' using message = 'Too many reports are waiting to be written',
        hint = 'At most 600 wait at once: try again when some of them are there.';
    end if;
    perform pgmq.send('weekly_reports', jsonb_build_object('report_id', v_report.id));
    perform private.nudge('weekly_reports', jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return v_report;
end;
$$;

comment on function private.queue_weekly_report(uuid, date) is 'Body of public.request_weekly_report.';
revoke execute on function private.queue_weekly_report(uuid, date) from public, anon, service_role;
grant execute on function private.queue_weekly_report(uuid, date) to authenticated;


create function public.request_weekly_report(client_id uuid, week_start date)
returns public.weekly_reports
language sql
volatile
set search_path = ''
as $$
  select private.queue_weekly_report(client_id, week_start)
$$;

comment on function public.request_weekly_report(uuid, date) is
  'Queues the report of a week if there is none; a coach''s call has an existing one written again. Returns the report, whose status tells when it is ready. PT404, PT422 not a Monday or not begun, PT429 six hundred of the caller''s are waiting.';
revoke execute on function public.request_weekly_report(uuid, date) from public, anon, service_role;
grant execute on function public.request_weekly_report(uuid, date) to authenticated;


create function private.record_report_usage(p_settled jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', r.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    left join (
      select msg_id, message from pgmq.q_weekly_reports
      union all
      select msg_id, message from pgmq.a_weekly_reports -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    left join public.weekly_reports r on r.id = (m.message ->> 'report_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
$$;

comment on function private.record_report_usage(jsonb) is
  'Counts the usage of [{msg_id, usage}] for the clients of the reports and the accounts that pay, whether or not the leases still hold, or the reports are still there.';
revoke execute on function private.record_report_usage(jsonb) from public, anon, authenticated, service_role;


create function private.report_facts(p_report_ids uuid[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(r.id, f.facts), '{}')
  from (
    select w.week_start, array_agg(distinct w.client_id) as ids
    from public.weekly_reports w
    where w.id = any (p_report_ids)
    group by w.week_start
  ) week
  cross join lateral private.period_facts(
    week.ids,
    array_fill(week.week_start, array[cardinality(week.ids)]),
    array_fill(week.week_start + 6, array[cardinality(week.ids)])
  ) f
  join public.weekly_reports r
    on r.id = any (p_report_ids) and r.client_id = f.client_id and r.week_start = week.week_start
$$;

comment on function private.report_facts(uuid[]) is 'The facts of the weeks of reports, as {report id: facts}.';
revoke execute on function private.report_facts(uuid[]) from public, anon, authenticated, service_role;


create function private.report_facts_one_by_one(p_report_ids uuid[])
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_facts jsonb := '{}';
  v_id    uuid;
begin
  foreach v_id in array p_report_ids loop
    begin
      v_facts := v_facts || private.report_facts(array[v_id]);
    exception
      when data_exception or program_limit_exceeded then -- of this client; anything else is ours, and stops us
        raise warning 'the facts of report % could not be told: %', v_id, sqlstate;
        update public.weekly_reports
        set error = format('The facts of this week could not be told (%s).', sqlstate)
        where id = v_id;
    end;
  end loop;
  return v_facts;
end;
$$;

comment on function private.report_facts_one_by_one(uuid[]) is
  'As report_facts, without those that fail: of them the report says so.';
revoke execute on function private.report_facts_one_by_one(uuid[]) from public, anon, authenticated, service_role;


create function worker.claim_reports(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, trace jsonb, report_id uuid, facts jsonb, client jsonb)
language plpgsql
volatile
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_messages jsonb;
  v_ids      uuid[];
  v_facts    jsonb;
begin
  loop
    select jsonb_agg(jsonb_build_object(
      'msg_id', m.msg_id, 'read_ct', m.read_ct, 'report_id', m.message ->> 'report_id'
    )) into v_messages
    from pgmq.read('weekly_reports', p_lease_seconds, p_limit) m;
    exit when v_messages is null;

    -- Locked in one order, so that workers wait for each other and do not deadlock.
    perform from public.weekly_reports
    where id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
    order by id
    for update;

    -- Dead letters.
    update public.weekly_reports r
    set status = 'failed', error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > private.max_attempts();

    perform pgmq.archive('weekly_reports', m.msg_id)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    where m.read_ct > private.max_attempts()
      and exists (select from public.weekly_reports r where r.id = m.report_id);

    perform pgmq.delete('weekly_reports', m.msg_id) -- the report is gone, and its id with it
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, report_id uuid)
    where not exists (select from public.weekly_reports r where r.id = m.report_id);

    v_ids := array(
      select m.report_id from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
      where m.read_ct <= private.max_attempts()
    );
    begin
      v_facts := private.report_facts(v_ids);
    exception
      when data_exception or program_limit_exceeded then
        -- One of them must not take the others with it: it stays leased, and is a dead letter in the end.
        v_facts := private.report_facts_one_by_one(v_ids);
    end;

    return query
    select m.msg_id, m.read_ct, jsonb_build_object('report_id', r.id), r.id, v_facts -> r.id::text, private.spender(c)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    join public.weekly_reports r on r.id = m.report_id
    join public.clients c on c.id = r.client_id
    where v_facts ? r.id::text;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$$;

comment on function worker.claim_reports(integer, integer) is
  'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease, trace the ids that every line about the report carries.';
revoke execute on function worker.claim_reports(integer, integer) from public, anon, authenticated;
grant execute on function worker.claim_reports(integer, integer) to service_role;


create function private.put_away_reports(p_msg_ids bigint[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_gone bigint[] := array(
    select q.msg_id from pgmq.q_weekly_reports q
    where q.msg_id = any (p_msg_ids)
      and not exists (select from public.weekly_reports r where r.id = (q.message ->> 'report_id')::uuid)
  );
begin
  perform pgmq.delete('weekly_reports', v_gone);
  perform pgmq.archive('weekly_reports', array(select unnest(p_msg_ids) except select unnest(v_gone)));
end;
$$;

comment on function private.put_away_reports(bigint[]) is 'Archives settled messages; of a report that is erased nothing is kept.';
revoke execute on function private.put_away_reports(bigint[]) from public, anon, authenticated, service_role;


create function worker.finish_reports(p_results jsonb)
returns setof bigint
language plpgsql
volatile
security definer -- writes reports, which no API role may
set search_path = ''
as $$
declare
  v_held bigint[] := array(select private.held_messages('weekly_reports', p_results));
begin
  -- Which report a result is of is what the message says, not the worker. Locked in one order against deadlocks.
  perform from public.weekly_reports
  where id in (select (q.message ->> 'report_id')::uuid from pgmq.q_weekly_reports q where q.msg_id = any (v_held))
  order by id
  for update;

  with result as (
    select distinct on (q.message ->> 'report_id')
      (q.message ->> 'report_id')::uuid as report_id, r.facts, r.generated_by, r.texts
    from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, generated_by text, texts jsonb)
    join pgmq.q_weekly_reports q on q.msg_id = r.msg_id
    where r.msg_id = any (v_held)
    order by q.message ->> 'report_id', q.msg_id desc
  ), report as (
    update public.weekly_reports w
    set status = 'ready', error = null, generated_by = r.generated_by, generated_at = now(),
        plan = r.facts -> 'plan', aggregates = r.facts -> 'aggregates', flags = r.facts -> 'flags'
    from result r
    where w.id = r.report_id
    returning w.id, w.client_id, r.texts
  )
  insert into public.weekly_report_texts as t (report_id, client_id, audience, body)
  select report.id, report.client_id, x.key::public.report_audience, x.value
  from report, lateral jsonb_each_text(report.texts) x
  on conflict (report_id, audience) do update set body = excluded.body;

  perform private.record_report_usage(p_results);
  perform private.put_away_reports(v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_reports(jsonb) is
  'Stores written reports and archives the messages, in one transaction. Takes [{msg_id, read_ct, report_id, facts, generated_by, texts: {coach, client}, usage}]; returns the msg_ids that were still held.';
revoke execute on function worker.finish_reports(jsonb) from public, anon, authenticated;
grant execute on function worker.finish_reports(jsonb) to service_role;


create function worker.fail_reports(p_failures jsonb)
returns setof bigint
language plpgsql
volatile
security definer -- writes reports, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('weekly_reports', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'report_id')::uuid as report_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_weekly_reports q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by report_id
  loop
    update public.weekly_reports
    set status = case when v_failure.is_dead then 'failed' else 'queued' end::public.report_status,
        error = left(v_failure.reason, 500)
    where id = v_failure.report_id;

    if v_failure.is_dead then
      perform private.put_away_reports(array[v_failure.msg_id]);
    else
      perform pgmq.set_vt('weekly_reports', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_report_usage(p_failures);
  return query select unnest(v_held);
end;
$$;

comment on function worker.fail_reports(jsonb) is
  'Hands reports back with the reason, to be tried again later, or after 8 tries sets them aside as failed. Takes [{msg_id, read_ct, reason, retry_after_seconds, usage}].';
revoke execute on function worker.fail_reports(jsonb) from public, anon, authenticated;
grant execute on function worker.fail_reports(jsonb) to service_role;
