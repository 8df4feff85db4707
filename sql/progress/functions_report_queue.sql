-- progress: the queue of reports as the cloud function sees it, and the facts it is given.

create function private.domain_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_calls text := (
    select string_agg(
      format('select %L as domain, f.client_id, jsonb_build_object(''numbers'', f.numbers, ''coach'', f.coach, ''client'', f.client) as said from private.%I($1, $2, $3) f', w.domain, w.call),
      ' union all '
    )
    from private.week_facts w
  );
begin
  if v_calls is not null then
    return query execute format('select a.client_id, jsonb_object_agg(a.domain, a.said) from (%s) a group by a.client_id', v_calls)
    using p_client_ids, p_from, p_to;
  end if;
end;
$$;

comment on function private.domain_facts(uuid[], date[], date[]) is 'What other domains say of periods of clients, as {domain: {numbers, coach, client}}; no row for a client of whom none says anything. See private.add_week_facts.';


create function private.report_facts(p_report_ids uuid[])
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(r.id, f.facts || jsonb_build_object(
      'details', jsonb_build_object('before', b.facts -> 'aggregates', 'days', d.days)
        || case when d.days_over < 7 then jsonb_build_object('days_over', d.days_over) else '{}' end
        || case when o.facts is not null then jsonb_build_object('domains', o.facts) else '{}' end
    )), '{}')
    from (
      select w.week_start, array_agg(distinct w.client_id) as ids
      from public.weekly_reports w
      where w.id = any (p_report_ids)
      group by w.week_start
    ) week
    cross join lateral (
      select array_fill(week.week_start, array[cardinality(week.ids)]) as mondays
    ) of_each
    cross join lateral private.period_facts(
      week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
    ) f
    join lateral private.period_facts(
      week.ids,
      array_fill(week.week_start - 7, array[cardinality(week.ids)]),
      array_fill(week.week_start - 1, array[cardinality(week.ids)])
    ) b on b.client_id = f.client_id
    join lateral (
      select
        day.client_id,
        jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'day', day.day, 'weekday', to_char(day.day, 'FMDay'), 'calories', day.calories, 'calorie_status', day.calorie_status,
          'protein_g', day.protein_g, 'steps', day.steps, 'sleep_hours', day.sleep_hours, 'mood', day.mood
        )) order by day.day) filter (where day.has_data) as days,
        count(*) filter (where private.is_over(day.day, c.timezone) or day.state = 'complete') as days_over
      from private.daily_facts(
        week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
      ) day
      join public.clients c on c.id = day.client_id
      group by day.client_id
    ) d on d.client_id = f.client_id
    left join private.domain_facts(
      week.ids, of_each.mondays, array_fill(week.week_start + 6, array[cardinality(week.ids)])
    ) o on o.client_id = f.client_id
    join public.weekly_reports r
      on r.id = any (p_report_ids) and r.client_id = f.client_id and r.week_start = week.week_start
  );
exception
  when data_exception or program_limit_exceeded then -- of one of the clients; anything else is ours, and stops us
    if cardinality(p_report_ids) > 1 then
      return (
        select jsonb_object_agg(f.key, f.value)
        from unnest(p_report_ids) as r(id) cross join lateral jsonb_each(private.report_facts(array[r.id])) f
      );
    end if;
    raise warning 'the facts of report % could not be told: %', p_report_ids[1], sqlstate;
    update public.weekly_reports
    set reason = 'facts_not_told', error = format('The facts of this week could not be told (%s).', sqlstate)
    where id = p_report_ids[1];
    return '{}';
end;
$$;

comment on function private.report_facts(uuid[]) is
  'The facts of the weeks of reports, as {report id: facts}; details: the days with data, the aggregates of the week before, what other domains say, and while the week is running how many of its days are over. Facts that cannot be told are left out, and their report says so: it stays leased, is a dead letter in the end, and does not take the others with it.';


create function worker.claim_reports(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, trace jsonb, report_id uuid, facts jsonb, client jsonb)
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = 'reports');
  v_messages jsonb;
  v_facts    jsonb;
  v_same     uuid[];
begin
  loop
    select jsonb_agg(jsonb_build_object(
      'msg_id', m.msg_id, 'read_ct', m.read_ct, 'report_id', m.message ->> 'report_id'
    )) into v_messages
    from pgmq.read('reports', p_lease_seconds, p_limit) m;
    exit when v_messages is null;

    -- Locked in one order, so that workers wait for each other and do not deadlock. What changes from here on waits for
    -- the lock, finds facts_changed_at empty and queues the report again.
    perform from public.weekly_reports
    where id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
    order by id
    for update;

    -- Dead letters.
    update public.weekly_reports r
    set status = 'failed', reason = coalesce(r.reason, 'interrupted'),
        error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > v_attempts;

    perform private.archive_messages(
      'reports',
      array_agg(m.msg_id) filter (where m.read_ct > v_attempts),
      array_agg(m.msg_id) filter (where r.id is null) -- the report is gone, and its id with it
    )
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    left join public.weekly_reports r on r.id = m.report_id;

    v_facts := private.report_facts(array(
      select m.report_id from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
      where m.read_ct <= v_attempts
    ));

    -- A report was queued because its facts may have changed. If they are as they were, nothing is to be written.
    with same as (
      update public.weekly_reports r
      set facts_changed_at = null
      where v_facts ? r.id::text and r.status = 'ready'
        and r.id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
        and jsonb_build_object('plan', r.plan, 'aggregates', r.aggregates, 'flags', r.flags, 'details', r.details)
          = (select jsonb_object_agg(f.key, f.value) from jsonb_each(v_facts -> r.id::text) f
             where f.key in ('plan', 'aggregates', 'flags', 'details'))
      returning r.id
    )
    select v_facts - coalesce(array_agg(s.id::text), '{}'), coalesce(array_agg(s.id), '{}') into v_facts, v_same from same s;

    perform private.archive_messages('reports', array_agg(m.msg_id))
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, report_id uuid)
    where m.report_id = any (v_same)
    having count(*) > 0;

    update public.weekly_reports r
    set status = 'queued', facts_changed_at = null
    where r.id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid)) and v_facts ? r.id::text;

    return query
    select m.msg_id, m.read_ct, jsonb_build_object('report_id', r.id), r.id, v_facts -> r.id::text, private.budget_scope(c)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    join public.weekly_reports r on r.id = m.report_id
    join public.clients c on c.id = r.client_id
    where v_facts ? r.id::text;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$$;

comment on function worker.claim_reports(integer, integer) is
  'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease, trace the ids that every line about the report carries.';
grant execute on function worker.claim_reports(integer, integer) to service_role;


create function worker.finish_reports(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes reports, which no API role may
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('reports', p_results));
  v_written uuid[];
begin
  -- Which report a result is of is what the message says, not the worker. Locked in one order against deadlocks.
  perform from public.weekly_reports
  where id in (select (q.message ->> 'report_id')::uuid from pgmq.q_reports q where q.msg_id = any (v_held))
  order by id
  for update;

  with result as (
    select distinct on (q.message ->> 'report_id')
      (q.message ->> 'report_id')::uuid as report_id, r.facts, r.generated_by, r.coach_report, r.client_report
    from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, generated_by text, coach_report text, client_report text)
    join pgmq.q_reports q on q.msg_id = r.msg_id
    where r.msg_id = any (v_held)
    order by q.message ->> 'report_id', q.msg_id desc
  ), written as (
    update public.weekly_reports w
    set status = 'ready', reason = null, error = null, generated_by = r.generated_by, generated_at = now(),
        plan = r.facts -> 'plan', aggregates = r.facts -> 'aggregates', flags = r.facts -> 'flags', details = r.facts -> 'details',
        coach_report = r.coach_report,
        client_report = case when w.edited_at is null then r.client_report else w.client_report end
    from result r
    where w.id = r.report_id
    returning w.id
  )
  select array_agg(w.id) into v_written from written w;

  -- What a coach has edited goes when the coach sends it.
  perform private.send_report(w, null)
  from public.weekly_reports w
  join public.clients c on c.id = w.client_id
  left join public.profiles coach on coach.id = c.coach_id
  where w.id = any (v_written) and w.edited_at is null and coach.approves_reports is not true
    and private.is_over(w.week_end, c.timezone);

  perform private.record_usage('reports', p_results);
  perform private.archive_messages('reports', v_held, array(
    select q.msg_id from pgmq.q_reports q
    where q.msg_id = any (v_held) and not exists (select from public.weekly_reports r where r.id = (q.message ->> 'report_id')::uuid)
  ));
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_reports(jsonb) is
  'Stores written reports, sends those that go by themselves and archives the messages, in one transaction. Takes [{msg_id, read_ct, report_id, facts, generated_by, coach_report, client_report, usage}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_reports(jsonb) to service_role;


create function private.note_failed_reports(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.weekly_reports r
  where r.id in (select (f.message ->> 'report_id')::uuid from jsonb_to_recordset(p_failures) as f(message jsonb, is_held boolean) where f.is_held)
  order by r.id
  for update;

  update public.weekly_reports r
  set status = case when f.is_dead then 'failed' else 'queued' end::public.report_status,
      reason = f.reason, error = left(f.error, 500)
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, error text, is_held boolean, is_dead boolean)
  where f.is_held and r.id = (f.message ->> 'report_id')::uuid;

  perform private.record_usage(p_queue, p_failures);
end;
$$;

comment on function private.note_failed_reports(text, jsonb) is
  'Writes the reason on the reports that could not be written: queued again, or failed. The on_failed of the queue.';
