-- progress: queues weekly reports, on schedule or on demand.

create function private.report_message(p_report_id uuid, p_client_id uuid)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'report_id', p_report_id, 'client_id', p_client_id, 'trace', jsonb_build_object('report_id', p_report_id)
);

comment on function private.report_message(uuid, uuid) is 'What the queue holds of a report: {report_id, client_id, trace}.';


create function private.queue_weekly_reports(p_now timestamptz default now())
returns integer
language sql
security definer -- run by cron; writes reports and pgmq
set search_path = ''
as $$
  with due as (
    -- Six hours into Monday the week before is due; until then, still the one before that.
    select c.id as client_id, c.timezone,
           date_trunc('week', p_now at time zone c.timezone - interval '6 hours')::date - 7 as week_start
    from public.clients c
    where c.archived_at is null
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
      set status = 'queued', reason = null, error = null
      -- A report that was requested during its week is written again once the week is complete.
      where r.status = 'ready'
        and r.generated_at < ((r.week_end + 1)::timestamp at time zone (
          select c.timezone from public.clients c where c.id = r.client_id
        ))
    returning r.id, r.client_id
  ), sent as (
    select private.enqueue('reports', array_agg(private.report_message(q.id, q.client_id)), '{"type": "SWEEP"}')
    from queued q
    having count(*) > 0
  )
  select count(*)::integer from queued left join sent on true
$$;

comment on function private.queue_weekly_reports(timestamptz) is
  'Queues the last completed local week of every active client (events in four weeks, or a plan in force) whose local time has passed Monday 06:00 and who has no report for it. Returns how many. Set-based; calling it twice queues nothing twice.';


create function private.request_weekly_report(p_client_id uuid, p_week_start date)
returns public.report_state
language plpgsql
security definer -- writes reports and pgmq
set search_path = ''
as $$
declare
  v_report   public.weekly_reports;
  v_client   public.clients := private.lock_client_shared(p_client_id);
  v_is_coach boolean := private.my_role(v_client) = 'coach';
  v_today    date := private.local_date(now(), v_client.timezone);
begin
  if v_client is null then
    perform private.refuse_client();
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    perform private.refuse('PT422', 'week_date', 'week_start must lie between 1900 and 2999', 'Give week_start as YYYY-MM-DD.');
  end if;
  if extract(isodow from p_week_start) <> 1 then
    perform private.refuse(
      'PT422', 'week_not_monday', 'A week starts on a Monday',
      format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date), jsonb_build_object('monday', date_trunc('week', p_week_start)::date)
    );
  end if;
  if p_week_start < v_today - 731 then
    perform private.refuse('PT422', 'week_too_old', 'This week is too long ago', 'Ask for a week of the last two years.');
  end if;
  if p_week_start > v_today then
    perform private.refuse('PT422', 'week_in_future', 'This week has not begun', 'Ask for the current week or an earlier one.');
  end if;
  if p_week_start + 6 >= v_today and not v_is_coach then
    perform private.refuse('PT422', 'week_running', 'This week is not over', 'Until then its report is a draft for the coach. Ask for an earlier week.');
  end if;

  insert into public.weekly_reports as r (client_id, week_start)
  values (p_client_id, p_week_start)
  on conflict (client_id, week_start) do update
    set status = 'queued', reason = null, error = null, edited_at = null
    where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
      -- A worker is already writing it, perhaps from facts older than this request, so it is written once more.
      or (r.status = 'queued' and v_is_coach and not exists (
        select from pgmq.q_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
      ))
  returning * into v_report;

  if v_report.id is not null then
    if (
      select count(*) from (
        select from public.weekly_reports r where r.client_id = any (private.my_client_ids()) and r.status = 'queued' limit 601
      ) waiting
    ) > 600 then -- more than all clients of one coach on a Monday
      perform private.refuse('PT429', 'too_many_reports', 'Too many reports are waiting to be written', 'At most 600 can wait at once. Try again when some are written.');
    end if;
    perform private.enqueue('reports', array[private.report_message(v_report.id, v_report.client_id)], jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return row(v_report.id, v_report.client_id, v_report.week_start, v_report.week_end, v_report.status, v_report.error);
end;
$$;

comment on function private.request_weekly_report(uuid, date) is 'Body of public.request_weekly_report.';
grant execute on function private.request_weekly_report(uuid, date) to authenticated;


create function public.request_weekly_report(client_id uuid, week_start date)
returns public.report_state
language sql
set search_path = ''
return private.request_weekly_report(client_id, week_start);

comment on function public.request_weekly_report(uuid, date) is
  'Queues the report of a week if there is none; a coach''s call has an existing one written again, an edited text too. Returns its state; the coach reads weekly_reports, the client what is sent of it. PT404, PT422 not a Monday, not begun, or for a client not over, PT429 six hundred of the caller''s are waiting.';
grant execute on function public.request_weekly_report(uuid, date) to authenticated;
